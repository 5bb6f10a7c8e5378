"""Paragraphs, and the properties that the parse relies on."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.typography import find_mark_pairs, find_paragraphs, normalise_marks


def paragraphs(text: str) -> list[str]:
    return [text[span.start_char : span.end_char] for span in find_paragraphs(text)]


def test_blank_lines_end_paragraphs() -> None:
    assert paragraphs("One.\n\nTwo.\n \n\n Three. \n") == ["One.", "Two.", "Three."]


def test_single_newlines_end_paragraphs() -> None:
    assert paragraphs("The wall\nHOST: Is it up?\nGUEST: It is.") == ["The wall", "HOST: Is it up?", "GUEST: It is."]


def test_a_wrapped_line_does_not() -> None:
    lines = [
        "The harbour master said that nobody could sail while the",
        "Commission sat, and the boats stayed where they were that",
        "Monday.",
    ]
    assert paragraphs("\n".join(lines) + "\n\nNext.") == ["\n".join(lines), "Next."]
    short = "The harbour master, who had\nnever sailed, said no."
    assert paragraphs(short) == [short]


pieces = st.sampled_from([*"“”‘’\"'«» \n.,6é🌊:s", "''", "``", "\n\n", "wall", "it"])
fragments = st.lists(pieces, max_size=40).map("".join)


@given(fragments)
def test_normalised_text_has_the_same_offsets(text: str) -> None:
    normal = normalise_marks(text)
    assert len(normal) == len(text)
    assert [a for a in normal if a.isalnum()] == [a for a in text if a.isalnum()]


@given(fragments)
def test_pairs_are_well_nested_and_stay_in_their_paragraph(text: str) -> None:
    spans = find_paragraphs(text)
    pairs = find_mark_pairs(text)
    for pair in pairs:
        assert pair.span.start_char < pair.inner.start_char <= pair.inner.end_char <= pair.span.end_char
        assert any(p.start_char <= pair.span.start_char and pair.span.end_char <= p.end_char for p in spans)
    for one, two in pairwise(pairs):
        assert two.span.start_char >= one.span.end_char or two.span.end_char <= one.span.end_char


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert len(normalise_marks(text)) == len(text)
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())
