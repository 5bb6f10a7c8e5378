"""The cases of tests/cases/sources.md: which mentions are one source, and what it is called."""

import pytest

from tests.credited import credit
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("sources"))
def test_sources(case: Case) -> None:
    case.check(
        {
            **row,
            "resolved to": source.name if source.naming != "unclear" else "unclear",
            "name": source.name,
            "as": source.id,
        }
        for row, _, source in credit(case)
    )
