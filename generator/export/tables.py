"""The corpus as tables: CSV for spreadsheets, JSON Lines for programs, and a JSON Schema for each, generated from the row types.

CSV is RFC 4180 with a header, in UTF-8. A cell that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP
advises; JSON Lines has it as it is. Spans are joined as `start-end;start-end`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import IO, Any

import msgspec
from msgspec import Struct

from generator.export.findings import LocatedFinding, locate_findings, render_json
from generator.model import (
    Article,
    ArticleAnalysis,
    CorpusIndex,
    DataTable,
    Finding,
    Page,
    Quantity,
    Statement,
    TextSpan,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# OWASP, "CSV Injection": some spreadsheets take the full-width signs for the others.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class ArticleRow(Struct, frozen=True, kw_only=True):
    """One article, and how its words are sourced."""

    slug: str
    title: str
    path: str  # of its file, in the content folder
    date: str | None
    outlet: str | None
    url: str | None
    words: int
    attributions: int
    direct_words: int
    indirect_words: int
    named_words: int
    institution_words: int
    unnamed_words: int
    vague_words: int
    unclear_words: int
    engine: str  # what found the attributions: tagger and rules, or rules alone where no model could be loaded


class AttributionRow(Struct, frozen=True, kw_only=True):
    """One attribution: who is credited with what, by which words."""

    article: str  # its slug
    id: str  # with the article's slug, a permalink
    source_key: str | None  # of the source across articles
    source: str
    cue: str
    content: str
    source_spans: str
    cue_spans: str
    content_spans: str
    kind: str
    depth: int
    cue_class: str
    stance: str
    anchoring: str
    confidence: float  # that it is one, from 0 to 1
    source_confidence: float  # that its source is right if it is
    naming: str
    reviewed_by: str | None  # None: machine, unreviewed
    reviewed_on: str | None


class SourceRow(Struct, frozen=True, kw_only=True):
    """One source across articles."""

    key: str
    name: str
    kind: str
    naming: str
    affiliation: str
    names: str  # every form, joined by "; "
    known: bool  # people have said in sources.yml who it is
    statements: int
    articles: int


class ClaimRow(Struct, frozen=True, kw_only=True):
    """One claim: what its holder is said to hold, and how surely; the author's own claims have neither attribution nor source."""

    article: str
    id: str
    attribution: str | None
    source_key: str | None
    source: str
    text: str
    spans: str
    certainty: str
    polarity: str
    stance: str | None
    checkability: str
    hedges: str  # the hedging words, joined by "; "
    figures: str  # "OPERATOR VALUE UNIT", joined by "; ": "<= 4000 home"


class RouteRow(Struct, frozen=True, kw_only=True):
    """One way from an attribution back to an origin, of those origins that several articles share or that are reached by others."""

    origin_key: str  # of a source
    origin: str
    article: str
    attribution: str
    steps: int
    way: str  # "SOURCE (CUE)" of each step, nearest first, joined by " <- "
    articles: str  # of the steps, joined by ";"


class FindingRow(Struct, frozen=True, kw_only=True):
    """One finding: the words that a rule asks an editor to look at, and why."""

    article: str
    fingerprint: str  # the same after edits elsewhere
    code: str
    severity: str
    line: int  # in the article's file, from 1
    column: int
    text: str
    span: str
    reason: str
    evidence: str  # the other spans that the reason rests on
    review: str | None  # what a person has decided
    reviewed_by: str | None
    reviewed_on: str | None


TABLES: dict[str, type[Struct]] = {
    "articles": ArticleRow,
    "attributions": AttributionRow,
    "sources": SourceRow,
    "claims": ClaimRow,
    "findings": FindingRow,
    "origins": RouteRow,
}
"""The tables and the type of their rows, in the order in which they are listed."""

OF_ARTICLES = ("attributions", "claims", "findings")
"""Those whose rows are of one article each."""


class ArticleRows(Struct, frozen=True, array_like=True):
    """The rows of one article as they stand in the files, without the headers, by table; and its findings in JSON, from the first
    brace to the last."""

    csv: dict[str, bytes]
    lines: dict[str, bytes]
    located: bytes


def make_article_rows(
    article: Article, analysis: ArticleAnalysis, statements: Sequence[Statement], findings: tuple[Finding, ...]
) -> ArticleRows:
    """The rows of one article; `statements` are its own, of the index."""
    by_id = {statement.attribution_id: statement for statement in statements}
    located = locate_findings(article.path, article, findings)
    rows: dict[str, list[Any]] = {
        "attributions": _attributions(article, analysis, by_id),
        "claims": _claims(article, analysis, by_id),
        "findings": _findings(article, findings, located),
    }
    return ArticleRows(
        csv={name: _csv(TABLES[name], rows[name]) for name in OF_ARTICLES},
        lines={name: _lines(rows[name]) for name in OF_ARTICLES},
        located=render_json(located)[2:-3] if located else b"",
    )


def make_index_rows(index: CorpusIndex, engines: Mapping[str, str]) -> dict[str, Sequence[Struct]]:
    """The rows of the tables that are of all articles together; `engines` say what analysed each article."""
    return {"articles": _articles(index, engines), "sources": _sources(index), "origins": _routes(index)}


def describe_tables(index: CorpusIndex, claims: int, findings: int) -> tuple[DataTable, ...]:
    """What `Tables.render` gives, for the page that links it; `claims` and `findings` are how many there are of these."""
    sizes = {
        "articles": len(index.articles),
        "attributions": len(index.statements),
        "sources": len(index.sources),
        "claims": claims,
        "findings": findings,
        "origins": sum(len(origin.routes) for origin in index.origins),
    }
    return tuple(
        DataTable(
            name=name,
            meaning=(type_.__doc__ or "").splitlines()[0],
            rows=sizes[name],
            fields=tuple(type_.__struct_fields__),
        )
        for name, type_ in TABLES.items()
    )


class Tables:
    """The tables while their rows come, in temporary files: the rows of all articles together are too many to be held."""

    def __init__(self, stack: ExitStack) -> None:
        """`stack` closes the files."""
        self._csv: dict[str, IO[bytes]] = {}
        self._lines: dict[str, IO[bytes]] = {}
        for name, type_ in TABLES.items():
            self._csv[name], self._lines[name] = (stack.enter_context(_scratch()) for _ in range(2))
            self._csv[name].write(_header(type_))

    def add_rows(self, name: str, rows: Sequence[Struct]) -> None:
        """Add `rows` to the table `name`."""
        self._csv[name].write(_csv(TABLES[name], rows))
        self._lines[name].write(_lines(rows))

    def add_article(self, rows: ArticleRows) -> None:
        """Add the rows of one article to their tables."""
        for name in OF_ARTICLES:
            self._csv[name].write(rows.csv[name])
            self._lines[name].write(rows.lines[name])

    def render(self) -> Iterator[Page]:
        """`data/NAME.csv`, `data/NAME.jsonl` and `data/NAME.schema.json` for each table."""
        for name, type_ in TABLES.items():
            yield Page(path=f"data/{name}.csv", content=_content(self._csv[name]))
            yield Page(path=f"data/{name}.jsonl", content=_content(self._lines[name]))
            yield Page(path=f"data/{name}.schema.json", content=_schema(type_))


def read_rows(rows: ArticleRows) -> Iterator[tuple[str, list[Any]]]:
    """The tables of one article's rows, and these as what they were made of."""
    for name in OF_ARTICLES:
        yield name, msgspec.json.Decoder(TABLES[name]).decode_lines(rows.lines[name])


def _articles(index: CorpusIndex, engines: Mapping[str, str]) -> list[ArticleRow]:
    return [
        ArticleRow(
            slug=article.slug,
            title=article.title,
            path=article.path,
            date=article.front_matter.date.isoformat() if article.front_matter.date else None,
            outlet=article.front_matter.outlet,
            url=article.front_matter.url,
            words=article.words,
            attributions=article.attributions,
            direct_words=article.direct_words,
            indirect_words=article.indirect_words,
            named_words=article.named_words,
            institution_words=article.institution_words,
            unnamed_words=article.unnamed_words,
            vague_words=article.vague_words,
            unclear_words=article.unclear_words,
            engine=engines[article.slug],
        )
        for article in index.articles
    ]


def _attributions(
    article: Article, analysis: ArticleAnalysis, statements: Mapping[str, Statement]
) -> list[AttributionRow]:
    rows = []
    for attribution in analysis.attributions:
        statement = statements[attribution.id]
        rows.append(
            AttributionRow(
                article=article.slug,
                id=attribution.id,
                source_key=statement.source_key,
                source=_words(article.text, attribution.source),
                cue=_words(article.text, attribution.cue),
                content=_words(article.text, attribution.content),
                source_spans=_offsets(attribution.source),
                cue_spans=_offsets(attribution.cue),
                content_spans=_offsets(attribution.content),
                kind=attribution.kind,
                depth=attribution.depth,
                cue_class=attribution.cue_class,
                stance=attribution.stance,
                anchoring=attribution.anchoring,
                confidence=round(attribution.confidence, 3),
                source_confidence=round(attribution.source_confidence, 3),
                naming=statement.naming,
                reviewed_by=attribution.review.by if attribution.review else None,
                reviewed_on=attribution.review.date.isoformat() if attribution.review else None,
            )
        )
    return rows


def _sources(index: CorpusIndex) -> list[SourceRow]:
    return [
        SourceRow(
            key=source.key,
            name=source.name,
            kind=source.kind,
            naming=source.naming,
            affiliation=source.affiliation,
            names="; ".join(source.names),
            known=source.known,
            statements=len(source.statements),
            articles=len({statement.article_slug for statement in source.statements}),
        )
        for source in index.sources
    ]


def _claims(article: Article, analysis: ArticleAnalysis, statements: Mapping[str, Statement]) -> list[ClaimRow]:
    rows = []
    for claim in analysis.claims:
        statement = statements.get(claim.attribution_id or "")
        rows.append(
            ClaimRow(
                article=article.slug,
                id=claim.id,
                attribution=claim.attribution_id,
                source_key=statement.source_key if statement else None,
                source=statement.source_name if statement else "",
                text=_words(article.text, claim.content),
                spans=_offsets(claim.content),
                certainty=claim.certainty,
                polarity=claim.polarity,
                stance=claim.stance,
                checkability=claim.checkability,
                hedges="; ".join(_words(article.text, (hedge.span,)) for hedge in claim.hedges),
                figures="; ".join(_figure(quantity) for quantity in claim.quantities),
            )
        )
    return rows


def _routes(index: CorpusIndex) -> list[RouteRow]:
    return [
        RouteRow(
            origin_key=origin.key,
            origin=origin.name,
            article=route.article_slug,
            attribution=route.attribution_id,
            steps=len(route.steps),
            way=" <- ".join(f"{step.words} ({step.cue})" for step in route.steps),
            articles=";".join(dict.fromkeys(step.article_slug for step in route.steps)),
        )
        for origin in index.origins
        for route in origin.routes
    ]


def _findings(article: Article, findings: Iterable[Finding], located: Iterable[LocatedFinding]) -> list[FindingRow]:
    rows = []
    for finding, place in zip(findings, located, strict=True):
        review = finding.review
        rows.append(
            FindingRow(
                article=article.slug,
                fingerprint=place.fingerprint,
                code=finding.code,
                severity=finding.severity,
                line=place.line,
                column=place.column,
                text=place.text,
                span=_offsets((finding.span,)),
                reason=finding.reason,
                evidence=_offsets(finding.evidence),
                review=review.verb if review else None,
                reviewed_by=review.by if review else None,
                reviewed_on=review.date.isoformat() if review else None,
            )
        )
    return rows


def _figure(quantity: Quantity) -> str:
    upper = "" if quantity.upper is None else f"-{quantity.upper:.15g}"
    return f"{quantity.operator} {quantity.value:.15g}{upper} {quantity.unit}".strip()


def _words(text: str, spans: tuple[TextSpan, ...]) -> str:
    return " … ".join(text[span.start_char : span.end_char] for span in spans)


def _offsets(spans: tuple[TextSpan, ...]) -> str:
    return ";".join(f"{span.start_char}-{span.end_char}" for span in spans)


def _header(type_: type[Struct]) -> bytes:
    return (",".join(type_.__struct_fields__) + "\r\n").encode()


def _csv(type_: type[Struct], rows: Sequence[Struct]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_cell(getattr(row, field)) for field in type_.__struct_fields__] for row in rows)
    return written.getvalue().encode()


@contextmanager
def _scratch() -> Iterator[IO[bytes]]:
    with TemporaryFile() as file:
        yield file


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _lines(rows: Iterable[Struct]) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def _cell(value: Any) -> Any:
    # A sign alone is a code (polarity), and no formula.
    risky = isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA_SIGNS)
    return f"'{value}" if risky else value


def _schema(type_: type[Struct]) -> bytes:
    schema = {"$schema": DIALECT, **msgspec.json.schema(type_)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=1) + b"\n"
