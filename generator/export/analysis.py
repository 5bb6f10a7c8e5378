"""One article's analysis as `sayso analyze --format json` prints it, and the JSON Schema, both from the types below.

Each attribution carries the codings of its source and of its claim, so that a reader of the JSON needn't join them.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from generator.model import (
    Affiliation,
    Anchoring,
    Anonymity,
    Article,
    ArticleAnalysis,
    AttributionKind,
    Certainty,
    Claim,
    CueClass,
    CueStance,
    Naming,
    Notice,
    Polarity,
    Provenance,
    Quotation,
    Review,
    Source,
    SourceKind,
    SourceRole,
    SourceStatus,
    TextSpan,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class AttributionRecord(Struct, frozen=True, kw_only=True):
    """Source, cue and content as lists of `[start_char, end_char]`, with everything that is coded of them.

    `certainty` and `polarity` are null where nothing is claimed; without a source, `naming` is N0, or unclear where it is too
    doubtful who is meant, and the other codings of the source are null. `confidence` and `source_confidence` are chances, 0 to 1.
    """

    id: str
    source: tuple[TextSpan, ...]
    cue: tuple[TextSpan, ...]
    content: tuple[TextSpan, ...]
    source_id: str | None
    kind: AttributionKind
    depth: int
    cue_class: CueClass
    stance: CueStance
    anchoring: Anchoring
    certainty: Certainty | None
    polarity: Polarity | None
    naming: Naming
    source_kind: SourceKind | None
    affiliation: Affiliation | None
    role: SourceRole | None
    status: SourceStatus | None
    anonymity: Anonymity | None
    found_by: str
    confidence: float
    source_confidence: float
    review: Review | None  # null: machine, unreviewed


class AnalysedFile(Struct, frozen=True, kw_only=True):
    """One FILE: its text, headline first, and what is found in it. Offsets are half-open and count code points of `text`."""

    path: str
    text: str
    headline: TextSpan
    engine: str
    attributions: tuple[AttributionRecord, ...]
    sources: tuple[Source, ...]
    provenance: tuple[Provenance, ...]
    quotations: tuple[Quotation, ...]
    claims: tuple[Claim, ...]
    notices: tuple[Notice, ...]


def record_analysis(article: Article, analysis: ArticleAnalysis) -> AnalysedFile:
    """`article` and its analysis as one object of the JSON."""
    sources = {source.id: source for source in analysis.sources}
    claims = {claim.attribution_id: claim for claim in analysis.claims}
    records = []
    for attribution in analysis.attributions:
        source = sources[attribution.source_id] if attribution.source_id is not None else None
        claim = claims.get(attribution.id)
        records.append(
            AttributionRecord(
                **msgspec.structs.asdict(attribution),
                certainty=claim.certainty if claim else None,
                polarity=claim.polarity if claim else None,
                naming=source.naming if source else attribution.naming,
                source_kind=source.kind if source else None,
                affiliation=source.affiliation if source else None,
                role=source.role if source else None,
                status=source.status if source else None,
                anonymity=source.anonymity if source else None,
            )
        )
    return AnalysedFile(
        path=article.path,
        text=article.text,
        headline=article.headline,
        engine=analysis.engine,
        attributions=tuple(records),
        sources=analysis.sources,
        provenance=analysis.provenance,
        quotations=analysis.quotations,
        claims=analysis.claims,
        notices=(*article.notices, *analysis.notices),
    )


def export_json(files: Iterable[AnalysedFile]) -> bytes:
    """The array of `files`, indented."""
    return msgspec.json.format(msgspec.json.encode(tuple(files)), indent=2) + b"\n"


def export_schema() -> bytes:
    """The JSON Schema of that array, as docs/schemas/analysis.schema.json has it."""
    schema = {
        "$schema": DIALECT,
        "title": "sayso analyze --format json",
        **msgspec.json.schema(tuple[AnalysedFile, ...]),
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
