"""The coding that stands in a text comes out as spans of the text without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.corpus import Gold
from training.passages import read_passage, read_passages

PASSAGES = Path("training/passages.md")


def test_spans_are_of_the_bare_text() -> None:
    document = read_passage("ferry", "[x1 It rained], [s1,2 Quill] [c1 said] and [c2 hoped] [x2 for wind], [x1 hard].")
    assert document.text == "It rained, Quill said and hoped for wind, hard."
    quill = ((11, 16),)
    assert document.attributions == (
        Gold(source=quill, cue=((17, 21),), content=((0, 9), (42, 46))),
        Gold(source=quill, cue=((26, 31),), content=((32, 40),)),
    )


@pytest.mark.parametrize(
    ("coded", "reason"),
    [
        ("[s1 Quill] [c1 said].", "no content"),
        ("[x1 It rained].", "neither cue"),
        ("[x1 It [s1 Quill] rained]", "a bracket"),
    ],
)
def test_what_is_wrong_is_named(coded: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"ferry: .*{reason}"):
        read_passage("ferry", coded)


@pytest.mark.parametrize("path", [PASSAGES, Path("benchmarks/other_kinds.md")])
def test_the_passages_at_hand_can_be_read(path: Path) -> None:
    documents = list(read_passages(path))
    assert len(documents) >= 10 and all(document.attributions for document in documents)
