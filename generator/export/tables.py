"""The corpus as tables: CSV for spreadsheets, JSON Lines for programs, and a JSON Schema for each, generated from the row types.

CSV is RFC 4180 with a header, in UTF-8. A cell that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP
advises; JSON Lines has it as it is. Spans are joined as `start-end;start-end`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from generator.export.findings import locate_findings
from generator.model import Article, ArticleAnalysis, CorpusIndex, DataTable, Finding, Page, Quantity, TextSpan

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


def make_rows(
    analysed: tuple[tuple[Article, ArticleAnalysis], ...],
    index: CorpusIndex,
    findings: Mapping[str, tuple[Finding, ...]],
) -> dict[str, Sequence[Struct]]:
    """The rows of every table, by its name; `findings` are by article."""
    return {
        "articles": _articles(analysed, index),
        "attributions": _attributions(analysed, index),
        "sources": _sources(index),
        "claims": _claims(analysed, index),
        "findings": _findings(analysed, findings),
        "origins": _routes(index),
    }


def describe_tables(
    analysed: tuple[tuple[Article, ArticleAnalysis], ...],
    index: CorpusIndex,
    findings: Mapping[str, tuple[Finding, ...]],
) -> tuple[DataTable, ...]:
    """What `render_tables` writes, for the page that links it."""
    sizes = {
        "articles": len(index.articles),
        "attributions": len(index.statements),
        "sources": len(index.sources),
        "claims": sum(len(analysis.claims) for _, analysis in analysed),
        "findings": sum(map(len, findings.values())),
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


def render_tables(rows: dict[str, Sequence[Struct]]) -> Iterator[Page]:
    """`data/NAME.csv`, `data/NAME.jsonl` and `data/NAME.schema.json` for each table."""
    for name, type_ in TABLES.items():
        lines = b"".join(msgspec.json.encode(row) + b"\n" for row in rows[name])
        yield Page(path=f"data/{name}.csv", content=_csv(type_, rows[name]))
        yield Page(path=f"data/{name}.jsonl", content=lines)
        yield Page(path=f"data/{name}.schema.json", content=_schema(type_))


def _articles(analysed: tuple[tuple[Article, ArticleAnalysis], ...], index: CorpusIndex) -> list[ArticleRow]:
    engines = {article.slug: analysis.engine for article, analysis in analysed}
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


def _attributions(analysed: tuple[tuple[Article, ArticleAnalysis], ...], index: CorpusIndex) -> list[AttributionRow]:
    statements = {(statement.article_slug, statement.attribution_id): statement for statement in index.statements}
    rows = []
    for article, analysis in analysed:
        for attribution in analysis.attributions:
            statement = statements[article.slug, attribution.id]
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


def _claims(analysed: tuple[tuple[Article, ArticleAnalysis], ...], index: CorpusIndex) -> list[ClaimRow]:
    statements = {(statement.article_slug, statement.attribution_id): statement for statement in index.statements}
    rows = []
    for article, analysis in analysed:
        for claim in analysis.claims:
            statement = statements.get((article.slug, claim.attribution_id or ""))
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


def _findings(
    analysed: tuple[tuple[Article, ArticleAnalysis], ...], findings: Mapping[str, tuple[Finding, ...]]
) -> list[FindingRow]:
    rows = []
    for article, _ in analysed:
        found = findings.get(article.slug, ())
        for finding, located in zip(found, locate_findings(article.path, article, found), strict=True):
            review = finding.review
            rows.append(
                FindingRow(
                    article=article.slug,
                    fingerprint=located.fingerprint,
                    code=finding.code,
                    severity=finding.severity,
                    line=located.line,
                    column=located.column,
                    text=located.text,
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


def _csv(type_: type[Struct], rows: Sequence[Struct]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(type_.__struct_fields__)
    writer.writerows([_cell(getattr(row, field)) for field in type_.__struct_fields__] for row in rows)
    return written.getvalue().encode()


def _cell(value: Any) -> Any:
    # A sign alone is a code (polarity), and no formula.
    risky = isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA_SIGNS)
    return f"'{value}" if risky else value


def _schema(type_: type[Struct]) -> bytes:
    schema = {"$schema": DIALECT, **msgspec.json.schema(type_)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=1) + b"\n"
