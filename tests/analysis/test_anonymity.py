"""The cases of tests/cases/anonymity.md: what is said of sources that are not named, and what they are credited with."""

import pytest

from generator.analysis.anonymous_statements import find_anonymous_statements
from generator.analysis.certainty import find_certainty
from generator.analysis.checkability import find_checkability
from generator.analysis.claims import find_claims
from generator.analysis.hedges import find_hedges
from generator.analysis.quantities import find_quantities
from generator.model import AnonymousContent
from tests.credited import credit, credit_all
from tests.readable_cases import Case, read_cases

CASES = read_cases("anonymity")


@pytest.mark.parametrize("case", [case for case in CASES if "stated" in case.values[0].rows[0]])
def test_anonymity(case: Case) -> None:
    records = []
    for row, _, source in credit(case):
        if source.anonymity is None:
            records.append({**row, "stated": "-"})
        else:
            record = source.anonymity
            stated = "yes" if record.stated else "no"
            words = case.words(record.words)
            records.append({**row, "stated": stated, "reason": record.reason, "basis": record.basis, "words": words})
    case.check(records)


@pytest.mark.parametrize("case", [case for case in CASES if "said" in case.values[0].rows[0]])
def test_anonymous_statements(case: Case) -> None:
    doc, sources, attributions = credit_all(case)
    hedges, quantities = find_hedges(doc, attributions), find_quantities(doc)
    certainties = find_certainty(doc, attributions, hedges, ())
    checkabilities = find_checkability(doc, attributions, (), certainties, quantities)
    claims = find_claims(case.text, attributions, (), certainties, checkabilities, hedges, quantities)
    said = {one.attribution_id: one for one in find_anonymous_statements(doc, sources, attributions, claims)}
    called = {source.id: source.name for source in sources}
    records = []
    for row, attribution in zip(case.rows, attributions, strict=True):
        one = said.get(attribution.id)
        others = ", ".join(called[other] for other in one.others) if one else ""
        records.append({**row, "said": one.content if one else "", "others": others})
    case.check(records)


def test_each_content_has_a_case() -> None:
    shown = {row["said"] for case in CASES for row in case.values[0].rows if "said" in row}
    assert shown == {*AnonymousContent, "-"}
