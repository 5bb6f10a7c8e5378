"""What an article says about a source that it does not name: that it won't be named, why, and how it knows.

Only what stands in a sentence with the source counts, and never what stands in quotation marks there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from generator.lexicons import read_lexicon
from generator.model import (
    Anonymity,
    AnonymityReason,
    CoreferenceChain,
    KnowledgeBasis,
    Naming,
    Quotation,
    SourceKind,
    TextSpan,
)
from generator.parsed import text_of

_UNNAMED = {Naming.N2, Naming.N3}
_PEOPLE = {SourceKind.PERSON, SourceKind.GROUP}
_PATTERNS = [
    (re.compile(re.sub(r"(?<!\[) ", r"\\s+", pattern)), code) for pattern, code, _ in read_lexicon("anonymity")
]  # a space may be a line's end, or two


def find_anonymities(
    doc: Doc,
    quotations: Sequence[Quotation],
    chains: Sequence[CoreferenceChain],
    kinds: Sequence[SourceKind],
    namings: Sequence[Naming],
    asked: Sequence[bool],
) -> tuple[Anonymity | None, ...]:
    """The record of each of `chains`, which are of `kinds` and stand on the rungs `namings`.

    None but for people on N2 and N3 who are `asked` for.
    """
    wanted = [
        one and naming in _UNNAMED and kind in _PEOPLE for one, naming, kind in zip(asked, namings, kinds, strict=True)
    ]
    if not any(wanted):
        return (None,) * len(chains)
    text = _without_quotations(text_of(doc), quotations)
    sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    starts = [start for start, _ in sentences]
    found: list[Anonymity | None] = []
    for chain, is_wanted in zip(chains, wanted, strict=True):
        if not is_wanted:
            found.append(None)
            continue
        near = sorted({bisect_right(starts, mention.head.start_char) - 1 for mention in chain.mentions})
        found.append(_read(text, [sentences[number] for number in near]))
    return tuple(found)


def _read(text: str, sentences: Iterable[tuple[int, int]]) -> Anonymity:
    """What `sentences` (offsets into `text`) say."""
    found: dict[str, list[TextSpan]] = {}
    for start, end in sentences:
        sentence = text[start:end]
        for pattern, code in _PATTERNS:
            match = pattern.search(sentence)
            if match:
                found.setdefault(code, []).append(TextSpan(start + match.start(), start + match.end()))
    reasons = (AnonymityReason.SPECIFIC, AnonymityReason.FORMULA)
    bases = (KnowledgeBasis.SECOND_HAND, KnowledgeBasis.DIRECT)
    return Anonymity(
        stated="formula" in found or "specific" in found,
        reason=next((code for code in reasons if code in found), AnonymityReason.NONE),
        basis=next((code for code in bases if code in found), KnowledgeBasis.UNSTATED),
        words=tuple(sorted({span for spans in found.values() for span in spans})),
    )


def _without_quotations(text: str, quotations: Sequence[Quotation]) -> str:
    """`text` in lower case, what is quoted there blanked out; as long as before."""
    lower = text.lower()
    if len(lower) != len(text) or "Σ" in text:  # some letters become two, and a sigma goes by what stands after it
        shown = [char if len(char.lower()) > 1 else char.lower() for char in text]
    else:
        shown = list(lower)
    for quotation in quotations:
        start, end = quotation.span.start_char, quotation.span.end_char
        shown[start:end] = " " * (end - start)
    return "".join(shown)
