"""Scores to attributions. The scores are made by hand: S, U and C are source, cue and content pieces, a capital begins a span."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from generator.analysis.tagger.decoding import Block, Linked, Scores, Span, decode, find_spans

LETTERS = ".SsUuCc"


def make_scores(letters: str, targets: dict[int, int], *, sure: float = 0.94) -> Scores:
    """Tags as the letters say; `targets` says which piece each piece points at, with probability `sure`."""
    count = len(letters)
    tags = np.full((count, 7), (1 - sure) / 6, np.float32)
    for place, letter in enumerate(letters):
        tags[place, LETTERS.index(letter)] = sure
    columns = np.array(sorted(set(targets.values())), np.int64)
    pointers = np.full((count, len(columns)), 0.01, np.float32)
    for place, target in targets.items():
        pointers[place, columns.searchsorted(target)] = sure
    return Scores(np.log(tags), [Block(0, columns, pointers)])


def paragraphs(count: int) -> NDArray[np.int64]:
    return np.zeros(count, np.int64)


def run(letters: str, targets: dict[int, int]) -> list[Linked]:
    return decode(make_scores(letters, targets), paragraphs(len(letters)))


def test_one_of_each() -> None:
    (found,) = run("SsUCcc.", dict.fromkeys(range(6), 2))
    assert (found.source, found.cue, found.contents) == (Span(0, 2), Span(2, 3), (Span(3, 6),))
    assert found.evidence.content > 0.9 and found.evidence.content_link > 0.9


def test_no_cue_no_attribution() -> None:
    assert run("Ss.Ccc", {}) == []


def test_content_before_and_after_its_cue_is_one_attribution() -> None:
    (found,) = run("CcSUCc", dict.fromkeys(range(6), 3))
    assert found.contents == (Span(0, 2), Span(4, 6))


def test_content_is_cut_where_its_pieces_point_at_another_cue() -> None:
    """Two quotations back to back that the tags ran together."""
    letters = "SUCcccccccccSU"
    targets = {**dict.fromkeys(range(7), 1), **dict.fromkeys(range(7, 14), 13)}
    first, second = run(letters, targets)
    assert first.contents == (Span(2, 7),) and second.contents == (Span(7, 12),)
    assert (first.source, second.source) == (Span(0, 1), Span(12, 13))


def test_one_stray_pointer_does_not_cut() -> None:
    targets = {**dict.fromkeys(range(12), 1), 6: 13, 12: 13, 13: 13}
    letters = "SUCcccccccc.SU"
    assert [found.contents for found in run(letters, targets)] == [(Span(2, 11),)]


def test_source_serves_two_cues() -> None:
    """Orr said a and added b: the pointers of the source are divided."""
    scores = make_scores("SUCc.UCc", {0: 1, **dict.fromkeys((1, 2, 3), 1), **dict.fromkeys((5, 6, 7), 5)})
    scores.blocks[0].probabilities[0] = (0.55, 0.42)
    assert [found.source for found in decode(scores, paragraphs(8))] == [Span(0, 1), Span(0, 1)]


def test_cue_that_only_the_pointers_know() -> None:
    (found,) = run("Ss.Ccc", {0: 2, 1: 2, 3: 2, 4: 2, 5: 2})
    assert found.cue == Span(2, 3) and found.source == Span(0, 2)


def test_weak_source_is_taken_where_there_is_no_other() -> None:
    scores = make_scores("..UCcc", {1: 2, 2: 2, 3: 2, 4: 2, 5: 2})
    scores.tags[1] = np.log([0.7, 0.25, 0.01, 0.01, 0.01, 0.01, 0.01])
    (found,) = decode(scores, paragraphs(6))
    assert found.source == Span(1, 2)


@given(st.lists(st.lists(st.floats(-9, 0), min_size=7, max_size=7), min_size=1, max_size=40))
def test_spans_of_any_scores_are_disjoint_and_in_order(rows: list[list[float]]) -> None:
    spans = sorted(span for role in find_spans(np.array(rows, np.float32)).values() for span in role)
    assert all(span.begin < span.end <= len(rows) for span in spans)
    assert all(left.end <= right.begin for left, right in itertools.pairwise(spans))
