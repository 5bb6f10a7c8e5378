"""Quotation marks of every kind come out as plain double marks, at the places where they stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analysis.tagger.marks import normalise_marks

CASES = {
    "double curly": ("“The weir holds,” said Tamsin Orr.", '"The weir holds," said Tamsin Orr.'),
    "single curly": ("‘The weir holds,’ said Orr.", '"The weir holds," said Orr.'),
    "single straight": ("'The weir holds,' said Orr.", '"The weir holds," said Orr.'),
    "doubled apostrophes": ("''The weir holds,'' said Orr.", ' "The weir holds,"  said Orr.'),
    "guillemets": ("«The weir holds», said Orr.", '"The weir holds", said Orr.'),
    "apostrophe within": ("‘It’s the miller’s weir,’ he said.", "\"It's the miller's weir,\" he said."),
    "plural possessive within": ("‘The millers’ weir is old,’ he said.", '"The millers\' weir is old," he said.'),
    "elision is no opening mark": ("He loved rock 'n' roll in the '80s.", "He loved rock 'n' roll in the '80s."),
    "single opening mark left open": ("‘The weir holds, he said.", "'The weir holds, he said."),
    "single inside double": ("“She said ‘no’ to us,” he said.", "\"She said 'no' to us,\" he said."),
    "back to back": ("a ‘quiet place.’ ‘We stay,’ she said.", 'a "quiet place." "We stay," she said.'),
}


@pytest.mark.parametrize(("text", "normal"), CASES.values(), ids=CASES)
def test_marks_become_plain(text: str, normal: str) -> None:
    assert normalise_marks(text)[0] == normal


def test_inside_covers_the_quotation_and_its_marks() -> None:
    text = "Orr said ‘no’ and left."
    assert [text[place] for place in normalise_marks(text)[1].nonzero()[0]] == list("‘no’")


def test_open_quotation_ends_with_its_paragraph() -> None:
    text = "“One.\n\nTwo."
    assert bytes(normalise_marks(text)[1]) == b"\1" * 5 + b"\0" * 6


@given(st.text(alphabet="ab s.,\n“”‘’\"'`«»", max_size=60))
def test_length_letters_and_line_breaks_stay(text: str) -> None:
    normal, inside = normalise_marks(text)
    assert len(normal) == len(inside) == len(text)
    assert [c for c in normal if c.isalnum() or c == "\n"] == [c for c in text if c.isalnum() or c == "\n"]
