"""What an article says about a source that it does not name: that it won't be named, why, and how it knows.

Only what stands in a sentence with the source counts, and never what stands in quotation marks there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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

_PATTERNS = [(re.compile(pattern), code) for pattern, code, _ in read_lexicon("anonymity")]


def find_anonymity(
    doc: Doc, quotations: Sequence[Quotation], chain: CoreferenceChain, kind: SourceKind, naming: Naming
) -> Anonymity | None:
    """The record of the referent of `chain`; None unless it is people, and its `naming` N2 or N3."""
    if naming not in {Naming.N2, Naming.N3} or kind not in {SourceKind.PERSON, SourceKind.GROUP}:
        return None
    heads = {mention.head.start_char for mention in chain.mentions}
    found: dict[str, list[TextSpan]] = {}
    for sentence in doc.sents:
        if not any(sentence.start_char <= head < sentence.end_char for head in heads):
            continue
        text = _without_quotations(sentence.text.lower(), sentence.start_char, quotations)
        for pattern, code in _PATTERNS:
            match = pattern.search(text)
            if match:
                start = sentence.start_char
                found.setdefault(code, []).append(TextSpan(start + match.start(), start + match.end()))
    reasons = (AnonymityReason.SPECIFIC, AnonymityReason.FORMULA)
    bases = (KnowledgeBasis.SECOND_HAND, KnowledgeBasis.DIRECT)
    return Anonymity(
        stated="formula" in found or "specific" in found,
        reason=next((code for code in reasons if code in found), AnonymityReason.NONE),
        basis=next((code for code in bases if code in found), KnowledgeBasis.UNSTATED),
        words=tuple(sorted({span for spans in found.values() for span in spans})),
    )


def _without_quotations(text: str, offset: int, quotations: Sequence[Quotation]) -> str:
    """`text`, which begins at `offset` of the article, with what is quoted there blanked out."""
    for quotation in quotations:
        start, end = max(0, quotation.span.start_char - offset), min(len(text), quotation.span.end_char - offset)
        if start < end:
            text = text[:start] + " " * (end - start) + text[end:]
    return text
