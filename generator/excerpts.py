"""Articles that may not be shown whole: what anybody is credited with stays, with the words that credit it and a few around them.

The excerpt is an article of its own, with a text of its own, made before anything is rendered or exported. So whatever is made from
it can't hold what it leaves out: there is nothing to be forgotten in a page, a table or an index. What is counted, is counted
before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from generator.model import (
    Article,
    ArticleAnalysis,
    Attribution,
    BodyPiece,
    Claim,
    Finding,
    FrontMatter,
    Hedge,
    Quantity,
    Show,
    Source,
    SourcePosition,
    Tag,
    TextRun,
    TextSpan,
)

CONTEXT_WORDS = 5
"""So many words are shown before and after, within the paragraph."""

OMISSION = "[…]"

_WORD = re.compile(r"\S+")
_QUOTED = re.compile(r"“([^“”]+)”")


def is_excerpt(front_matter: FrontMatter, show: Show) -> bool:
    """Whether only an excerpt of the article with `front_matter` may be shown, on a site that shows `show`."""
    return (front_matter.show or show) is Show.EXCERPTS


def make_excerpt(
    article: Article, analysis: ArticleAnalysis, findings: Iterable[Finding]
) -> tuple[Article, ArticleAnalysis, tuple[Finding, ...]]:
    """The excerpt of an article, with what is known of it, as far as that rests on words that are shown."""
    excerpt = _Excerpt(article.text, _shown(article, analysis))
    headline = excerpt.place(article.headline) or TextSpan(0, 0)
    shown = replace(
        article,
        text=excerpt.text,
        headline=headline,
        headline_pieces=(TextRun(*_ends(headline)),) if article.headline_pieces else (),
        body=tuple(_body(excerpt.text, headline)),
        positions=tuple(SourcePosition(new, *article.locate(old)) for old, _, new in excerpt.runs),
        assets=(),
        corrections=(),
        excerpt=True,
    )
    return (
        shown,
        _analysis(analysis, excerpt),
        tuple(kept for finding in findings if (kept := _finding(finding, excerpt)) is not None),
    )


class _Excerpt:
    """A text without what is hidden; `runs` are (start, end, new start) of what is shown, in order."""

    def __init__(self, text: str, shown: list[TextSpan]) -> None:
        pieces: list[str] = []
        self.runs: list[tuple[int, int, int]] = []
        length = 0

        def write(piece: str) -> None:
            nonlocal length
            pieces.append(piece)
            length += len(piece)

        write(_gap(text, 0, shown[0].start_char if shown else len(text)).lstrip())
        for number, span in enumerate(shown):
            self.runs.append((span.start_char, span.end_char, length))
            write(text[span.start_char : span.end_char])
            following = shown[number + 1].start_char if number + 1 < len(shown) else len(text)
            write(_gap(text, span.end_char, following))
        self.text = "".join(pieces).rstrip()
        self._starts = [start for start, _, _ in self.runs]

    def place(self, span: TextSpan) -> TextSpan | None:
        """Where `span` stands in the excerpt; None where it isn't wholly shown."""
        number = bisect_right(self._starts, span.start_char) - 1
        if number < 0:
            return None
        start, end, new = self.runs[number]
        if span.end_char > end:
            return None
        return TextSpan(span.start_char - start + new, span.end_char - start + new)

    def places(self, spans: Iterable[TextSpan]) -> tuple[TextSpan, ...]:
        """Those of `spans` that are wholly shown, as they stand in the excerpt."""
        return tuple(place for span in spans if (place := self.place(span)) is not None)


def _gap(text: str, start: int, end: int) -> str:
    """What stands in the excerpt for what is hidden: a mark of omission where words of a shown paragraph are missing, else one."""
    hidden = text[start:end]
    if not hidden.strip():
        return hidden
    before, *others = hidden.split("\n\n")
    if not others:
        return f" {OMISSION} "
    after = others[-1].strip() if end < len(text) else ""
    cut_before = before.strip() if start else ""
    if cut_before or after:
        return "\n\n".join((f" {OMISSION}" if cut_before else "", f"{OMISSION} " if after else ""))
    return f"\n\n{OMISSION}\n\n"


def _shown(article: Article, analysis: ArticleAnalysis) -> list[TextSpan]:
    """The headline and the words of each attribution with those around them, in order, none touching another."""
    text = article.text
    wanted = [article.headline] if article.headline.end_char else []
    for attribution in analysis.attributions:
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        wanted += [_with_context(text, span) for span in spans]
    merged: list[TextSpan] = []
    for span in sorted(wanted):
        if merged and not text[merged[-1].end_char : span.start_char].strip(" "):
            merged[-1] = TextSpan(merged[-1].start_char, max(merged[-1].end_char, span.end_char))
        else:
            merged.append(span)
    return merged


def _with_context(text: str, span: TextSpan) -> TextSpan:
    start = max(text.rfind("\n\n", 0, span.start_char) + 2, 0) if "\n\n" in text[: span.start_char] else 0
    end = text.find("\n\n", span.end_char)
    before = [found.start() for found in _WORD.finditer(text, start, span.start_char)]
    after = [found.end() for found in _WORD.finditer(text, span.end_char, end if end >= 0 else len(text))]
    return TextSpan(
        before[-CONTEXT_WORDS:][0] if before else span.start_char,
        after[:CONTEXT_WORDS][-1] if after else span.end_char,
    )


def _body(text: str, headline: TextSpan) -> Iterator[BodyPiece]:
    """What stands after the headline, a paragraph each: emphasis, links, lists and images are left out with the rest."""
    borders = [0, *(found.end() for found in re.finditer("\n\n", text)), len(text) + 2]
    for start, following in pairwise(borders):
        if following - 2 > start and start >= headline.end_char:
            yield Tag('<p class="lines">')
            yield TextRun(start, following - 2)
            yield Tag("</p>")


def _ends(span: TextSpan) -> tuple[int, int]:
    return span.start_char, span.end_char


# --- what is known of it ---------------------------------------------------------------------------------------------------


def _analysis(analysis: ArticleAnalysis, excerpt: _Excerpt) -> ArticleAnalysis:
    """`analysis` of the excerpt. The author's sentences and claims aren't shown, so nothing is said of them."""
    return replace(
        analysis,
        quotations=tuple(
            replace(quotation, span=span)
            for quotation in analysis.quotations
            if (span := excerpt.place(quotation.span)) is not None
        ),
        attributions=tuple(_attribution(attribution, excerpt) for attribution in analysis.attributions),
        sources=tuple(_source(source, excerpt) for source in analysis.sources),
        provenance=tuple(
            replace(
                chain,
                links=tuple(
                    replace(link, source=excerpt.places(link.source), cue=excerpt.places(link.cue))
                    for link in chain.links
                ),
            )
            for chain in analysis.provenance
            if all(excerpt.places(link.cue) for link in chain.links)
        ),
        claims=tuple(_claim(claim, excerpt) for claim in analysis.claims if claim.attribution_id is not None),
        sentences=(),
        quantities=tuple(_quantities(analysis.quantities, excerpt)),
    )


def _attribution(attribution: Attribution, excerpt: _Excerpt) -> Attribution:
    return replace(
        attribution,
        source=excerpt.places(attribution.source),
        cue=excerpt.places(attribution.cue),
        content=excerpt.places(attribution.content),
    )


def _source(source: Source, excerpt: _Excerpt) -> Source:
    anonymity = source.anonymity
    return replace(
        source,
        mentions=excerpt.places(source.mentions),
        capacities=excerpt.places(source.capacities),
        anonymity=replace(anonymity, words=excerpt.places(anonymity.words)) if anonymity else None,
    )


def _claim(claim: Claim, excerpt: _Excerpt) -> Claim:
    return replace(
        claim,
        content=excerpt.places(claim.content),
        hedges=tuple(kept for hedge in claim.hedges if (kept := _hedge(hedge, excerpt)) is not None),
        quantities=tuple(_quantities(claim.quantities, excerpt)),
    )


def _hedge(hedge: Hedge, excerpt: _Excerpt) -> Hedge | None:
    span = excerpt.place(hedge.span)
    return replace(hedge, span=span, scope=excerpt.place(hedge.scope) or span) if span is not None else None


def _quantities(quantities: Iterable[Quantity], excerpt: _Excerpt) -> Iterator[Quantity]:
    for quantity in quantities:
        span = excerpt.place(quantity.span)
        if span is not None:
            yield replace(
                quantity, span=span, comparator=excerpt.place(quantity.comparator) if quantity.comparator else None
            )


def _finding(finding: Finding, excerpt: _Excerpt) -> Finding | None:
    """`finding`, unless it is on hidden words or its reason names any."""
    span = excerpt.place(finding.span)
    named = [words for quoted in _QUOTED.findall(finding.reason) for words in quoted.split("…") if words.strip()]
    if span is None or any(" ".join(words.split()) not in " ".join(excerpt.text.split()) for words in named):
        return None
    return replace(finding, span=span, evidence=excerpt.places(finding.evidence))
