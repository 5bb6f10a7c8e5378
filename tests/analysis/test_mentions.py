"""The cases of tests/cases/mentions.md: how phrases refer, and what they say of their referents."""

import pytest

from generator.analysis.mentions import find_mentions
from generator.model import MentionForm
from generator.parse import parse_text
from tests.credited import PIPELINE
from tests.readable_cases import Case, read_cases

CASES = read_cases("mentions")


@pytest.mark.parametrize("case", CASES)
def test_mentions(case: Case) -> None:
    mentions = find_mentions(parse_text(case.text, PIPELINE), ())
    records = []
    for row in case.rows:
        mention = next(one for one in mentions if case.words([one.span]) == row["mention"])
        records.append(
            {**row, "form": mention.form, "name": mention.name, "capacities": case.words(mention.capacities)}
        )
    case.check(records)


def test_each_form_has_a_case() -> None:
    assert {row["form"] for case in CASES for row in case.values[0].rows} == set(MentionForm)
