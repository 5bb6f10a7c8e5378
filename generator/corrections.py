"""People outrank the machine: what a person has accepted, changed or rejected takes the place of what was found.

A correction is tied to words, not to offsets, so it survives edits elsewhere. Where its words no longer stand as it says, or stand
more than once, it is reported as orphaned and does nothing: it is never moved to a lookalike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from generator.model import (
    Affiliation,
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    Certainty,
    Claim,
    Correction,
    CueClass,
    CueStance,
    Finding,
    Naming,
    Notice,
    NoticeLevel,
    Polarity,
    Quotation,
    QuotationKind,
    ReviewVerb,
    Sentence,
    Source,
    SourceKind,
    TextSpan,
    Voice,
)

CODES: Mapping[str, type[StrEnum]] = {
    "cue_class": CueClass,
    "stance": CueStance,
    "certainty": Certainty,
    "polarity": Polarity,
    "source_kind": SourceKind,
    "naming": Naming,
    "affiliation": Affiliation,
}
"""The codings that a person may change, and their values."""

WORDS = ("source", "cue", "content")
"""The spans that a person may change; the new value is the words as they stand in the article."""

NEAR = 600
"""So many code points around the corrected words may the words of another source or cue stand."""


def apply_corrections(article: Article, analysis: ArticleAnalysis) -> tuple[ArticleAnalysis, tuple[Notice, ...]]:
    """`analysis` with the corrections of `article` to its attributions, and a notice for each that has lost its place."""
    notices = []
    for correction in article.corrections:
        if correction.code is not None:
            continue
        place = find_place(article.text, correction)
        attribution = _attribution_at(article.text, analysis.attributions, place) if place else None
        if attribution is None:
            notices.append(_orphaned(correction, "stand" if place is None else "are credited to anybody"))
            continue
        corrected = _corrected(article.text, analysis, attribution, correction)
        if isinstance(corrected, Notice):
            notices.append(corrected)
        else:
            analysis = corrected
    return analysis, tuple(notices)


def apply_to_findings(article: Article, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """`findings` without those that a person has rejected; the accepted ones say who looked at them."""
    reviews = {}
    for correction in article.corrections:
        place = find_place(article.text, correction) if correction.code is not None else None
        if place is not None:
            reviews[correction.code, place] = correction.review
    kept = []
    for finding in findings:
        review = next(
            (
                review
                for (code, place), review in reviews.items()
                if code == finding.code and _same(place, finding.span)
            ),
            None,
        )
        if review is None or review.verb is not ReviewVerb.REJECT:
            kept.append(replace(finding, review=review))
    return tuple(kept)


def find_place(text: str, correction: Correction) -> TextSpan | None:
    """Where the correction's words stand with what it says stands before and after; None unless that is exactly one place.

    White space may differ: an edited line may have been wrapped anew.
    """
    words = r"\s+".join(re.escape(word) for word in correction.quote.split())
    before = "".join(rf"{re.escape(word)}\s*" for word in correction.prefix.split())
    after = "".join(rf"\s*{re.escape(word)}" for word in correction.suffix.split())
    found = [match.span("words") for match in re.finditer(f"{before}(?P<words>{words}){after}", text)]
    return TextSpan(*found[0]) if len(found) == 1 else None


def _attribution_at(text: str, attributions: tuple[Attribution, ...], place: TextSpan) -> Attribution | None:
    """The attribution whose content is those words, by half of the letters that either has at the least."""

    def letters(spans: Iterable[TextSpan]) -> set[int]:
        return {i for span in spans for i in range(span.start_char, span.end_char) if text[i].isalnum()}

    wanted = letters([place])
    shares = [
        (len(wanted & found) / len(wanted | found), -number, attribution)
        for number, attribution in enumerate(attributions)
        if (found := letters(attribution.content))
    ]
    share, _, best = max(shares, default=(0.0, 0, None), key=lambda entry: entry[:2])
    return best if share >= 0.5 else None


def _corrected(
    text: str, analysis: ArticleAnalysis, attribution: Attribution, correction: Correction
) -> ArticleAnalysis | Notice:
    if correction.review.verb is ReviewVerb.REJECT:
        return _without(analysis, attribution)
    changes = correction.changes
    spans: dict[str, tuple[TextSpan, ...]] = {}
    for part in WORDS:
        if part in changes:
            near = _nearest(text, changes[part], attribution.content[0]) if changes[part].split() else None
            if near is None and changes[part].split():
                return _orphaned(correction, f"have “{changes[part]}” near them")
            spans[part] = (near,) if near else ()
    new = replace(attribution, **spans, **_codes(changes, "cue_class", "stance"), review=correction.review)
    if "content" in spans:
        new = replace(new, kind=_kind(text, new.content, analysis.quotations))
    sources = analysis.sources
    if "source" in changes:
        new, sources = _credited(text, new, sources)
    source_codes = _codes(changes, "naming", "affiliation")
    if "source_kind" in changes:
        source_codes["kind"] = SourceKind(changes["source_kind"])
    if source_codes:
        sources = tuple(replace(s, **source_codes) if s.id == new.source_id else s for s in sources)
    claims = tuple(
        _claim(claim, new, changes) if claim.attribution_id == attribution.id else claim for claim in analysis.claims
    )
    attributions = tuple(new if other is attribution else other for other in analysis.attributions)
    provenance = analysis.provenance
    if not changes.keys().isdisjoint(WORDS):  # its links may rest on the words that were changed
        provenance = tuple(chain for chain in provenance if chain.attribution_id != attribution.id)
    return _tidy(replace(analysis, attributions=attributions, claims=claims, sources=sources, provenance=provenance))


def _claim(claim: Claim, attribution: Attribution, changes: dict[str, str]) -> Claim:
    return replace(
        claim,
        source_id=attribution.source_id,
        content=attribution.content,
        stance=attribution.stance,
        **_codes(changes, "certainty", "polarity"),
    )


def _codes(changes: dict[str, str], *keys: str) -> dict[str, Any]:
    return {key: CODES[key](changes[key]) for key in keys if key in changes}


def _kind(text: str, content: tuple[TextSpan, ...], quotations: tuple[Quotation, ...]) -> AttributionKind:
    """How much of the content is quoted, by its letters and digits (PARC 3.0)."""
    spoken = [quotation.span for quotation in quotations if quotation.kind is QuotationKind.SPEECH]
    letters = [i for span in content for i in range(span.start_char, span.end_char) if text[i].isalnum()]
    quoted = sum(any(span.start_char <= i < span.end_char for span in spoken) for i in letters)
    if not quoted:
        return AttributionKind.INDIRECT
    return AttributionKind.DIRECT if quoted == len(letters) else AttributionKind.MIXED


def _credited(
    text: str, attribution: Attribution, sources: tuple[Source, ...]
) -> tuple[Attribution, tuple[Source, ...]]:
    """The attribution with the source that its words name: one that the article has, else a new one."""
    if not attribution.source:
        return replace(attribution, source_id=None), sources
    span = attribution.source[0]
    name = " ".join(text[span.start_char : span.end_char].split())
    for source in sources:
        if span in source.mentions or source.name == name:
            mentions = tuple(sorted({*source.mentions, span}))
            others = tuple(replace(s, mentions=mentions) if s.id == source.id else s for s in sources)
            return replace(attribution, source_id=source.id), others
    new = Source(id=f"r{attribution.id}", name=name, kind=SourceKind.UNCLEAR, naming=Naming.UNCLEAR, mentions=(span,))
    return replace(attribution, source_id=new.id), (*sources, new)


def _without(analysis: ArticleAnalysis, attribution: Attribution) -> ArticleAnalysis:
    return _tidy(
        replace(
            analysis,
            attributions=tuple(other for other in analysis.attributions if other is not attribution),
            claims=tuple(claim for claim in analysis.claims if claim.attribution_id != attribution.id),
            provenance=tuple(chain for chain in analysis.provenance if chain.attribution_id != attribution.id),
            sentences=tuple(_sentence_without(sentence, attribution.id) for sentence in analysis.sentences),
        )
    )


def _sentence_without(sentence: Sentence, attribution_id: str) -> Sentence:
    if attribution_id not in sentence.attribution_ids:
        return sentence
    left = tuple(other for other in sentence.attribution_ids if other != attribution_id)
    return replace(sentence, attribution_ids=left, voice=sentence.voice if left else Voice.AUTHOR)


def _tidy(analysis: ArticleAnalysis) -> ArticleAnalysis:
    """Without the sources that nobody is credited by any more."""
    used = {attribution.source_id for attribution in analysis.attributions}
    used |= {link.source_id for chain in analysis.provenance for link in chain.links}
    return replace(analysis, sources=tuple(source for source in analysis.sources if source.id in used))


def _nearest(text: str, words: str, place: TextSpan) -> TextSpan | None:
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words.split()) + r"(?!\w)")
    start, end = max(0, place.start_char - NEAR), min(len(text), place.end_char + NEAR)
    spans = [TextSpan(*match.span()) for match in pattern.finditer(text, start, end)]
    return min(spans, key=lambda span: abs(span.start_char - place.start_char), default=None)


def _same(one: TextSpan, other: TextSpan) -> bool:
    """Whether one holds the other: a finding may be about a word of what was quoted, or about a little more."""
    return (one.start_char <= other.start_char and other.end_char <= one.end_char) or (
        other.start_char <= one.start_char and one.end_char <= other.end_char
    )


def _orphaned(correction: Correction, what: str) -> Notice:
    shown = correction.quote if len(correction.quote) <= 60 else correction.quote[:58] + "…"
    return Notice(
        level=NoticeLevel.NOTICE,
        code="orphaned-correction",
        message=f"the words “{shown}” no longer {what} where this correction expects it; it does nothing",
        hint="Quote the words as they stand now, with a prefix or suffix where they stand twice, or take the entry out.",
        path=correction.path,
        line=correction.line,
    )
