"""The cases of tests/cases/anonymity.md: what is said of sources that are not named."""

import pytest

from tests.credited import credit
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("anonymity"))
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
