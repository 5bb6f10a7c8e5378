"""TEI P5: the article with who says what in it, for those who work with texts (TEI Guidelines, 3.3.3 and 16.2.2).

`said` is what somebody is credited with (`who`, and `direct` where all of it is quoted), `q` quoted words inside a report,
`soCalled` a scare quotation, `rs` the words that name the source, `seg` the cue. The codes are categories of taxonomies in the
header, referred to by `ana`; `cert` is the estimated chance that the attribution is one. What would cross another element is cut,
and its pieces joined by `next` and `prev`. The body's text is that of `article.txt`, each paragraph in a `p`, with `lb` where a
line ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from generator import __version__
from generator.model import (
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    Certainty,
    Claim,
    CueClass,
    CueStance,
    Naming,
    Polarity,
    QuotationKind,
    Review,
    Source,
    SourceKind,
    TextSpan,
)

NAMESPACE = "http://www.tei-c.org/ns/1.0"
POLARITIES = {Polarity.POSITIVE: "positive", Polarity.NEGATIVE: "negative", Polarity.UNKNOWN: "unknown"}
TAXONOMIES: dict[str, tuple[str, Sequence[str]]] = {
    "kind": ("how much of it stands in quotation marks", tuple(AttributionKind)),
    "cue": ("what the cue says the source did", tuple(CueClass)),
    "stance": ("where the cue puts the writer towards it", tuple(CueStance)),
    "certainty": ("how sure the source is said to be", tuple(Certainty)),
    "polarity": ("whether the source asserts or denies it", tuple(POLARITIES.values())),
    "naming": ("how much the article says of who is speaking", tuple(Naming)),
}
"""The codes that `ana` refers to, by the name of their taxonomy."""

_ORDER = ("said", "q", "soCalled", "rs", "seg")


class _Span(Struct, frozen=True, order=True):
    """An element to be; of two that begin together the longer, then the one that comes first in `_ORDER`, is the outer."""

    start: int
    minus_end: int
    rank: int
    name: str  # what its pieces have in common; of a `said` its id
    element: str
    attributes: tuple[tuple[str, str], ...]

    @property
    def end(self) -> int:
        return -self.minus_end


def render_tei(article: Article, analysis: ArticleAnalysis) -> bytes:
    """`article.tei.xml`."""
    language = article.front_matter.language or "en"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="{NAMESPACE}" xml:lang={quoteattr(language)}>\n'
        f"{_header(article, analysis)}<text>\n<body>\n{_body(article, analysis)}</body>\n</text>\n</TEI>\n"
    ).encode()


# --- the header ------------------------------------------------------------------------------------------------------------


def _header(article: Article, analysis: ArticleAnalysis) -> str:
    matter = article.front_matter
    title = f"<title>{escape(article.title)}</title>"
    author = f"<author>{escape(matter.byline)}</author>" if matter.byline else ""
    outlet = f"<publisher>{escape(matter.outlet)}</publisher>" if matter.outlet else ""
    date = f'<date when="{matter.date.isoformat()[:10]}"/>' if matter.date else ""
    address = f"<ref target={quoteattr(matter.url)}>original</ref>" if matter.url else ""
    terms = (
        f"The licence of the article: {escape(matter.license)}." if matter.license else "The article states no licence."
    )
    reviewers = "".join(
        f'<respStmt xml:id="{id_}"><resp>reviewed attributions</resp><name>{escape(name)}</name></respStmt>'
        for name, id_ in _reviewers(analysis).items()
    )
    return (
        "<teiHeader>\n<fileDesc>\n"
        f'<titleStmt>{title}{author}<respStmt xml:id="machine"><resp>marked attributions, unreviewed</resp>'
        f"<name>Sayso {__version__}, {escape(analysis.engine)}</name></respStmt>{reviewers}</titleStmt>\n"
        f"<publicationStmt><p>Made from {escape(article.path)}. {terms}</p></publicationStmt>\n"
        f"<sourceDesc><bibl>{title}{author}{outlet}{date}{address}</bibl></sourceDesc>\n</fileDesc>\n"
        "<encodingDesc><projectDesc><p>Who is credited with what, by which words. It describes the text, never whether what "
        f"it says is true.</p></projectDesc>\n<classDecl>\n{''.join(_taxonomies())}</classDecl></encodingDesc>\n"
        f"{_participants(analysis)}</teiHeader>\n"
    )


def _taxonomies() -> Iterator[str]:
    for name, (meaning, codes) in TAXONOMIES.items():
        categories = "".join(f'<category xml:id="{name}.{code}"><catDesc>{code}</catDesc></category>' for code in codes)
        yield f'<taxonomy xml:id="{name}"><desc>{meaning}</desc>{categories}</taxonomy>\n'


def _participants(analysis: ArticleAnalysis) -> str:
    if not analysis.sources:
        return ""
    listed = "".join(f"{_participant(source)}\n" for source in analysis.sources)
    return f"<profileDesc><particDesc>\n{listed}</particDesc></profileDesc>\n"


def _participant(source: Source) -> str:
    name = escape(source.name)
    attributes = f'xml:id="source.{source.id}" ana="#naming.{source.naming}"'
    if source.kind is SourceKind.PERSON:
        return f"<person {attributes}>{f'<persName>{name}</persName>' if source.named else f'<note>{name}</note>'}</person>"
    if source.kind is SourceKind.GROUP:
        return (
            f"<personGrp {attributes}>{f'<name>{name}</name>' if source.named else f'<note>{name}</note>'}</personGrp>"
        )
    inside = f"<orgName>{name}</orgName>" if source.named else f"<note>{name}</note>"
    return f'<listOrg><org {attributes} type="{source.kind}">{inside}</org></listOrg>'


def _reviewers(analysis: ArticleAnalysis) -> dict[str, str]:
    """The id of each person who reviewed an attribution, by name."""
    names = dict.fromkeys(a.review.by for a in analysis.attributions if a.review)
    return {name: f"reviewer.{number}" for number, name in enumerate(names, 1)}


# --- the body --------------------------------------------------------------------------------------------------------------


def _body(article: Article, analysis: ArticleAnalysis) -> str:
    spans = _nest(_cut(list(_spans(analysis)), _paragraphs(article.text)))
    totals = Counter(span.name for span in spans)
    seen: Counter[str] = Counter()
    by_paragraph: dict[int, list[_Span]] = defaultdict(list)
    paragraphs = _paragraphs(article.text)
    number = 0
    for span in spans:
        while span.start >= paragraphs[number].end_char:
            number += 1
        seen[span.name] += 1
        by_paragraph[number].append(_linked(span, seen[span.name], totals[span.name]))
    written = []
    for number, paragraph in enumerate(paragraphs):
        element = "head" if paragraph == article.headline else "p"
        written.append(f"<{element}>{_inline(article.text, paragraph, by_paragraph[number])}</{element}>\n")
    return "".join(written) if len(written) > 1 or article.headline not in paragraphs else "".join([*written, "<p/>\n"])


def _paragraphs(text: str) -> list[TextSpan]:
    paragraphs = []
    start = 0
    for part in text.split("\n\n"):
        if part:
            paragraphs.append(TextSpan(start, start + len(part)))
        start += len(part) + 2
    return paragraphs


def _spans(analysis: ArticleAnalysis) -> Iterator[_Span]:
    claims = {claim.attribution_id: claim for claim in reversed(analysis.claims)}
    sources = {source.id: source for source in analysis.sources}
    reviewers = _reviewers(analysis)
    directs = {span for a in analysis.attributions if a.kind is AttributionKind.DIRECT for span in a.content}
    for attribution in analysis.attributions:
        id_ = f"said.{attribution.id}"
        attributes = _said(attribution, claims.get(attribution.id), sources, reviewers)
        for span in attribution.content:
            yield _span(span, id_, "said", attributes)
        refers = (("corresp", f"#{id_}"),)
        who = (("ref", f"#source.{attribution.source_id}"),) if attribution.source_id else ()
        for span in attribution.source:
            yield _span(span, f"source of {id_}", "rs", (("type", "source"), *who, *refers))
        for span in attribution.cue:
            yield _span(span, f"cue of {id_}", "seg", (("type", "cue"), *refers))
    for quotation in analysis.quotations:
        if quotation.kind is QuotationKind.SCARE:
            yield _span(quotation.span, f"scare {quotation.span}", "soCalled", ())
        elif quotation.kind is QuotationKind.SPEECH and quotation.span not in directs:
            yield _span(quotation.span, f"quotation {quotation.span}", "q", ())


def _span(span: TextSpan, name: str, element: str, attributes: tuple[tuple[str, str], ...]) -> _Span:
    return _Span(span.start_char, -span.end_char, _ORDER.index(element), name, element, attributes)


def _said(
    attribution: Attribution, claim: Claim | None, sources: dict[str, Source], reviewers: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    source = sources.get(attribution.source_id or "")
    codes = [f"kind.{attribution.kind}", f"cue.{attribution.cue_class}", f"stance.{attribution.stance}"]
    if claim:
        codes += [f"certainty.{claim.certainty}", f"polarity.{POLARITIES[claim.polarity]}"]
    codes.append(f"naming.{source.naming if source else attribution.naming}")
    review: Review | None = attribution.review
    return (
        *((("who", f"#source.{source.id}"),) if source else ()),
        ("direct", "true" if attribution.kind is AttributionKind.DIRECT else "false"),
        ("ana", " ".join(f"#{code}" for code in codes)),
        ("cert", f"{attribution.confidence:.3g}"),
        ("resp", f"#{reviewers[review.by]}" if review else "#machine"),
    )


def _cut(spans: list[_Span], paragraphs: list[TextSpan]) -> Iterator[_Span]:
    """`spans` cut at the borders of paragraphs."""
    ends = [paragraph.end_char for paragraph in paragraphs]
    for span in spans:
        for paragraph in paragraphs[bisect_right(ends, span.start) :]:
            if paragraph.start_char >= span.end:
                break
            start, end = max(span.start, paragraph.start_char), min(span.end, paragraph.end_char)
            if start < end:
                yield _Span(start, -end, span.rank, span.name, span.element, span.attributes)


def _nest(spans: Iterator[_Span]) -> list[_Span]:
    """`spans` in the order of their start tags; one that would cross the end of another is cut there."""
    waiting = list(dict.fromkeys(spans))
    heapify(waiting)
    open_: list[_Span] = []
    nested = []
    while waiting:
        span = heappop(waiting)
        while open_ and open_[-1].end <= span.start:
            open_.pop()
        border = min((outer.end for outer in open_), default=span.end)
        if border < span.end:
            heappush(waiting, _Span(border, span.minus_end, span.rank, span.name, span.element, span.attributes))
            span = _Span(span.start, -border, span.rank, span.name, span.element, span.attributes)
        open_.append(span)
        nested.append(span)
    return nested


def _linked(span: _Span, number: int, total: int) -> _Span:
    """`span`, a `said`, with its id, and with those of the pieces before and after it."""
    if span.element != "said":
        return span
    links = [("xml:id", _piece(span.name, number))]
    if number > 1:
        links.append(("prev", f"#{_piece(span.name, number - 1)}"))
    if number < total:
        links.append(("next", f"#{_piece(span.name, number + 1)}"))
    return _Span(span.start, span.minus_end, span.rank, span.name, span.element, (*links, *span.attributes))


def _piece(name: str, number: int) -> str:
    return name if number == 1 else f"{name}.{number}"


def _inline(text: str, paragraph: TextSpan, spans: Sequence[_Span]) -> str:
    """The paragraph's text with its nested `spans` as elements."""
    written: list[str] = []
    open_: list[_Span] = []
    at = paragraph.start_char

    def write_to(end: int) -> None:
        nonlocal at
        written.append(escape(text[at:end]).replace("\n", "\n<lb/>"))
        at = end

    for span in spans:
        while open_ and open_[-1].end <= span.start:
            write_to(open_[-1].end)
            written.append(f"</{open_.pop().element}>")
        write_to(span.start)
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in span.attributes)
        written.append(f"<{span.element}{attributes}>")
        open_.append(span)
    while open_:
        write_to(open_[-1].end)
        written.append(f"</{open_.pop().element}>")
    write_to(paragraph.end_char)
    return "".join(written)
