"""Words that a layout ascribes: a quotation with a signature after it, and the turns of a transcript.

    “The ferry was late again.” ― Ada Quill, 43, Dunmere
    QUILL: The ferry was late again.

There is no verb to go by, so the layout has to be plain: the signature ends its line, and a transcript has several turns of several
speakers, each with a label in capitals or as written in the lines before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Doc

from generator.analysis.attributions.candidates import Candidate
from generator.analysis.attributions.speech import Utterance
from generator.model import CueClass, CueStance, QuotationKind

# After the closing mark: a dash, then a capitalised name, and at most a comma with what the signer is, to the end of the line.
SIGNATURE = re.compile(
    r"[^\S\n]*\n?[^\S\n]*(―|—|–|--|-)[^\S\n]*([^\n,;:!?“”\"]{2,50}?)(?:,[^\n“”\"]{0,60})?\.?[^\S\n]*(?=\n|$)"
)
LABEL = re.compile(
    r"^[ \t]*[\"“]?([A-Z][A-Z.’'\-]+(?: [A-Z][A-Z.’'\-]*){0,3})(?:,? \([^)\n]*\))?(:)[ \t]+(?=\S)(.+)$", re.MULTILINE
)
FEWEST_TURNS = 3


def find_signed(doc: Doc, utterances: list[Utterance]) -> list[Candidate]:
    """A candidate for each quotation that a name signs; neighbouring paragraphs in quotation marks stay with their own names."""
    starts = [token.idx for token in doc]
    text = doc.text  # spaCy builds it anew each time
    found = []
    for utterance in utterances:
        if utterance.kind is not QuotationKind.SPEECH or not utterance.closed:
            continue
        last = doc[utterance.last]
        signature = SIGNATURE.match(text, last.idx + len(last))
        if signature and _is_name(signature[2]):
            found.append(_candidate(starts, signature, utterance.words, "signature"))
    return found


def give_way(
    candidates: list[Candidate], labelled: list[Candidate], utterances: Iterable[Utterance]
) -> list[Candidate]:
    """The candidates that still have a content once what a label ascribes is taken from them.

    Where a turn quotes somebody else, it is the turn that gives way: the quotation is credited to whom it is credited there.
    """
    turns = [label for label in labelled if label.found_by == "turn"]
    for utterance in utterances:
        for turn in turns:
            if utterance.words <= turn.content:
                for candidate in candidates:
                    if candidate.content & utterance.words and candidate.cue and candidate.cue <= turn.content:
                        turn.content -= candidate.content | candidate.cue | candidate.source
    contents = {word for label in labelled for word in label.content}
    taken = contents.union(*(label.cue | label.source for label in labelled))
    for candidate in candidates:
        if not candidate.cue or not candidate.cue <= contents:  # what is nested in a turn stays nested in it
            candidate.content -= taken
    return [candidate for candidate in candidates if candidate.content]


def _is_name(words: str) -> bool:
    """Up to six words, each capitalised but for the small ones of names ("van", "de la")."""
    parts = words.split()
    return 0 < len(parts) <= 6 and parts[0][0].isupper() and all(part[0].isupper() or len(part) <= 3 for part in parts)


def find_turns(doc: Doc) -> list[Candidate]:
    """A candidate for each turn of a transcript: what stands in the line after the speaker's label."""
    labels = list(LABEL.finditer(doc.text))
    speakers = Counter(label[1] for label in labels)
    if len(labels) < FEWEST_TURNS or len(speakers) < 2 or speakers.most_common(1)[0][1] < 2:
        return []
    starts = [token.idx for token in doc]
    return [_candidate(starts, label, set(_tokens(starts, *label.span(3))), "turn", 1, 2) for label in labels]


def _candidate(
    starts: list[int], match: re.Match[str], content: set[int], rule: str, source: int = 2, cue: int = 1
) -> Candidate:
    cue_tokens = _tokens(starts, *match.span(cue))
    return Candidate(
        anchor=cue_tokens.start,
        source=set(_tokens(starts, *match.span(source))) - set(cue_tokens),
        cue=set(cue_tokens),
        content=content - set(cue_tokens),
        cue_class=CueClass.SPEECH,
        stance=CueStance.NEUTRAL,
        found_by=rule,
    )


def _tokens(starts: list[int], start: int, end: int) -> range:
    return range(bisect_left(starts, start), bisect_left(starts, end))
