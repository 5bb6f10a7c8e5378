"""Words that a layout ascribes: a signed quotation, a name and a colon before one, the turns of a transcript, headlines.

    “The ferry was late again.” ― Ada Quill, 43, Dunmere
    14:10 Ada Quill: “The ferry was late again.”
    QUILL: The ferry was late again.
    Ferry was late again, says engineer

There is no grammar to go by, so the layout has to be plain: the signature ends its line, the quotation fills it, a transcript has
several turns of several speakers, and who is named in a headline alone is credited again below it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate
from generator.analysis.attributions.cues import read_cues
from generator.analysis.attributions.speech import Utterance
from generator.model import CueClass, CueStance, QuotationKind
from generator.names import initials_of
from generator.parsed import starts_of

# After the closing mark: a dash, then a capitalised name, and at most a comma with what the signer is, to the end of the line.
SIGNATURE = re.compile(
    r"[^\S\n]*\n{0,2}[^\S\n]*(―|—|–|--|-)[^\S\n]*([^\n,;:!?“”\"]{2,50}?)(?:,[^\n“”\"]{0,60})?\.?[^\S\n]*(?=\n|$)"
)
# The same in the line below the quotation, without a dash, as pull quotes are set; its closing mark may come after the name.
PULLED = re.compile(
    r"[^\S\n]*()\n[^\S\n]*([A-Z][^\n,;:!?“”\"]{2,50}?)(?:, [^\n“”\"]{2,80})?\.?[”\"]?[^\S\n]*(?=\n\s*\n|\s*$)"
)
# The time that a live blog sets before a line.
STAMP = re.compile(r"^[ \t]*\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?(?=[ \t]+\S)", re.MULTILINE)
BREAKING = re.compile(
    r"^[ \t]*(?:\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?[ \t]+)?(?:breaking|update|just in|latest)(?::|[ \t]+[–—-])(?=[ \t]+\S)",
    re.MULTILINE | re.IGNORECASE,
)
# The place, day and agency that open a wire story: "BRAEMOUTH, Nov. 3 (Wire) — ". A headline has no story behind its dash.
DATELINE = re.compile(
    r"^[ \t]*[A-Z][A-Z.’'\-]+(?:[ /][A-Z][A-Z.’'\-]+){0,3}(?:, [A-Z][\w.’' ]{0,24}){0,2}(?:,? \([A-Z][\w/. ]{1,20}\))?[ \t]*"
    r"(?:—|–|--|-)(?=[ \t]+\S.{40})",
    re.MULTILINE,
)
CAPITALS = re.compile(
    r"^[ \t]*[\"“]?([A-Z][A-Z.’'\-]+(?: [A-Z][A-Z.’'\-]*){0,3}(?:, [A-Z][A-Z.’' \-]*)?)(?:,? \([^)\n]*\))?(:)[ \t]+(?=\S)(.+)$",
    re.MULTILINE,
)
QUESTIONS = re.compile(r"^[ \t]*(Q|A|Question|Answer)([.:])[ \t]+(?=\S)(.+)$", re.MULTILINE)
NAMES = re.compile(r"^[ \t]*([A-Z][\w.’'\-]+(?: [A-Z][\w.’'\-]*){0,3})(:)[ \t]+(?=\S)(.+)$", re.MULTILINE)
INITIALS = re.compile(r"^[ \t]*([A-Z]{2,3})(:)[ \t]+(?=\S)(.+)$", re.MULTILINE)
FEWEST_TURNS = 3
FEWEST_NAMED_TURNS = 4
MOSTLY = 0.75  # of the lines from the first turn to the last are turns, where names are not in capitals
LONGEST_LABEL = 8  # words
ADVERBIAL = frozenset({"ADV", "ADP", "SCONJ", "CCONJ"})


def find_signed(doc: Doc, text: str, utterances: list[Utterance]) -> list[Candidate]:
    """A candidate for each quotation that a name signs; neighbouring paragraphs in quotation marks stay with their own names."""
    starts = starts_of(doc)
    found = []
    for utterance in utterances:
        if utterance.kind is not QuotationKind.SPEECH:
            continue
        last = doc[utterance.last]
        end = last.idx + len(last)
        signature = SIGNATURE.match(text, end) if utterance.closed else None
        if signature and _is_name(signature[2]):
            found.append(_candidate(starts, signature, utterance.words, "signature"))
            continue
        pulled = PULLED.match(text, end)
        if pulled and _is_name(pulled[2]) and text[: doc[utterance.first].idx].rstrip(" \t")[-1:] in {"", "\n"}:
            name = _tokens(starts, *pulled.span(2))
            if doc[name.start].ent_type_ == "PERSON":
                found.append(_labelled(set(name), name.start - 1, utterance.words, "signature"))
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


def find_stamps(doc: Doc, text: str) -> set[int]:
    """The tokens of the times and datelines that stand before lines: nobody says those."""
    starts = starts_of(doc)
    stamps = [match for pattern in (STAMP, BREAKING, DATELINE) for match in pattern.finditer(text)]
    return {index for stamp in stamps for index in _tokens(starts, *stamp.span())}


def find_labelled(
    doc: Doc, text: str, utterances: list[Utterance], found_below: Sequence[Candidate] = ()
) -> list[Candidate]:
    """A candidate for each quotation that fills its line after a name and a colon: "14:10 Ada Quill: “We wait.”"

    In a headline, of which the name may be the beginning alone ("Vell on gates: ‘We wait’"), it is one who is credited below.
    """
    starts = starts_of(doc)
    body = len(text) - len(text.lstrip("\n").partition("\n")[2])
    credited = _credited(doc, found_below, bisect_left(starts, body))
    found = []
    for utterance in utterances:
        last = doc[utterance.last]
        rest = text[last.idx + len(last) :].partition("\n")[0]
        if utterance.kind is not QuotationKind.SPEECH or rest.strip(" .") or doc[utterance.first - 1].text != ":":
            continue
        colon = doc[utterance.first - 1].idx
        begin = text.rfind("\n", 0, colon) + 1
        stamp = STAMP.match(text, begin)
        words = _tokens(starts, stamp.end() if stamp else begin, colon)
        label = [doc[index] for index in words if not doc[index].is_space]
        if not text[:begin].strip():
            label = _begin_of_headline(label, credited)
        if not 0 < len(label) <= LONGEST_LABEL or any(
            word.pos_ in {"VERB", "AUX"} or word.text in {".", '"'} for word in label
        ):
            continue
        if (
            label[0].text[0].isupper()
            and not (label[0].pos_ in ADVERBIAL and doc[label[0].i : label[-1].i + 1].root.pos_ != "PROPN")
            and label[0].ent_type_ not in {"DATE", "TIME"}
            and any(word.pos_ == "PROPN" or word.lower_ in credited for word in label)
        ):
            found.append(
                _labelled(set(range(label[0].i, label[-1].i + 1)), utterance.first - 1, utterance.words, "label")
            )
    return found


def _begin_of_headline(label: list[Token], credited: set[str]) -> list[Token]:
    """The name that a headline's label begins with, where more follows: "Vell on gates", "Vell addresses attack"."""
    name = next((index for index, word in enumerate(label) if word.lower_ not in credited), len(label))
    if not 0 < name < len(label):
        return label
    following = label[name]
    verb = following.pos_ in {"VERB", "AUX"} or (following.is_title and _is_third_person(following.lower_))
    about = following.pos_ == "ADP" and following.lower_ in {"on", "to", "after", "over", "about", "in", "at"}
    return label[:name] if verb or about else label


def _is_third_person(word: str) -> bool:
    """Whether the word is a verb of saying or acting with -s: titles are set in capitals, so the parser sees names."""
    known = read_cues()["verb"]
    return word.endswith("s") and (word[:-1] in known or word.removesuffix("es") in known)


def _credited(doc: Doc, found: Sequence[Candidate], first: int) -> set[str]:
    """The words, in small letters, of the names and nouns of whoever is credited from the token `first` on."""
    return {
        doc[index].lower_ for one in found if one.anchor >= first for index in one.source if doc[index].pos_ in NAMING
    }


def find_turns(doc: Doc, text: str) -> list[Candidate]:
    """A candidate for each turn of a transcript: what stands in the line after the speaker's label."""
    starts = starts_of(doc)
    for pattern, fewest in ((CAPITALS, FEWEST_TURNS), (QUESTIONS, FEWEST_TURNS), (NAMES, FEWEST_NAMED_TURNS)):
        labels = list(pattern.finditer(text))
        if pattern is NAMES:
            labels = [
                label
                for label in labels
                if doc[_tokens(starts, *label.span(1)).start].ent_type_ not in {"DATE", "TIME"}
            ]
        # "ADA QUILL, HOST" and "QUILL" are one speaker
        speakers = Counter(label[1].partition(",")[0].split()[-1] for label in labels)
        if len(labels) < fewest or len(speakers) < 2 or speakers.most_common(1)[0][1] < 2:
            continue
        if pattern is NAMES:
            lines = [line for line in text[labels[0].start() : labels[-1].end()].splitlines() if line.strip()]
            if len(labels) < MOSTLY * len(lines) or min(speakers.values()) < 2:
                continue
        return _turns(starts, labels)
    return _turns(starts, _find_interview(text))


def _turns(starts: Sequence[int], labels: Iterable[re.Match[str]]) -> list[Candidate]:
    return [_candidate(starts, label, set(_tokens(starts, *label.span(3))), "turn", 1, 2) for label in labels]


def _initials(label: re.Match[str]) -> str:
    return initials_of(label[1].lower().split())


def _find_interview(text: str) -> list[re.Match[str]]:
    """The labels of an interview that gives its speakers by name first and then by their initials: "Ada Quill:", "AQ:".

    Two speakers at least have both, so other lines between the turns, and other labels, do no harm; those are not taken up.
    """
    names = [label for label in NAMES.finditer(text) if " " in label[1]]
    short = list(INITIALS.finditer(text))
    both = {_initials(label) for label in names} & {label[1].lower() for label in short}
    if len(both) < 2:
        return []
    turns = [label for label in names if _initials(label) in both]
    turns += (label for label in short if label[1].lower() in both)
    return sorted(turns, key=lambda label: label.start())


def find_in_headline(doc: Doc, text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Who a headline credits by its layout: "Orr: weir will hold", "Weir will hold: port office", "Weir will hold, says engineer".

    A name and a colon may as well be a topic; so whoever stands there has to be a source again below (`found`).
    """
    starts = starts_of(doc)
    head, _, body = text.strip("\n").partition("\n")
    if not body.strip() or head.rstrip()[-1:] in ".!?":
        return []
    begin = text.index(head)
    heading = _tokens(starts, begin, begin + len(head))
    credited = _credited(doc, found, heading.stop)
    words = [doc[index] for index in heading if not doc[index].is_space]
    inverted = INVERTED.search(head)
    if inverted and inverted.start() > 0:
        cue = _tokens(starts, begin + inverted.start(1), begin + inverted.end(1))
        source = set(range(cue.stop, heading.stop))
        return [_labelled(source, cue.start, set(range(heading.start, cue.start)), "headline")]
    for index, word in enumerate(words):
        if word.text not in {":", "–", "—", "-"} or not 0 < index < len(words) - 1:
            continue
        before, after = words[:index], words[index + 1 :]
        for label, rest in ((before, after), (after, before)):
            if (word.text != ":" and label is before) or len(label) > 4 or label[-1].lower_ not in credited:
                continue
            if not any(one.pos_ in {"VERB", "AUX"} for one in label) and len(rest) > len(label):
                content = set(range(rest[0].i, rest[-1].i + 1))
                return [_labelled({one.i for one in label}, word.i, content, "headline")]
    return []


NAMING = frozenset({"NOUN", "PROPN"})
INVERTED = re.compile(
    r", (says?|said|warns?|claims?|admits?|insists?|tells?|reports?|finds?|shows?|suggests?)(?: [\w’'.\-]+){1,5}$"
)


def _labelled(source: set[int], cue: int, content: set[int], rule: str) -> Candidate:
    return Candidate(
        anchor=cue,
        source=source - {cue},
        cue={cue},
        content=content - {cue},
        cue_class=CueClass.SPEECH,
        stance=CueStance.NEUTRAL,
        found_by=rule,
    )


def _candidate(
    starts: Sequence[int], match: re.Match[str], content: set[int], rule: str, source: int = 2, cue: int = 1
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


def _tokens(starts: Sequence[int], start: int, end: int) -> range:
    return range(bisect_left(starts, start), bisect_left(starts, end))
