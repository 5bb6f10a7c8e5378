"""The cases of tests/cases/affiliation.md: affiliation, role and status."""

import pytest

from tests.credited import credit
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("affiliation"))
def test_affiliation(case: Case) -> None:
    case.check(
        {**row, "affiliation": source.affiliation, "role": source.role, "status": source.status}
        for row, _, source in credit(case)
    )
