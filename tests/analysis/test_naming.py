"""The cases of tests/cases/naming.md: the naming ladder and the kind of source."""

import pytest

from tests.credited import credit
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("naming"))
def test_naming(case: Case) -> None:
    case.check({**row, "naming": source.naming, "kind": source.kind} for row, _, source in credit(case))
