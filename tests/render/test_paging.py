"""Where long lists are divided."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.render.paging import divide, paginate

SIZES = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 30)), max_size=60)


def rows(*lengths: int) -> list[tuple[object, int]]:
    """One row of size 1 after another, in sections of `lengths`."""
    return [(number, 1) for number, length in enumerate(lengths) for _ in range(length)]


def test_a_section_stays_whole_where_it_fits() -> None:
    assert divide(rows(3, 4, 2, 5), 8) == [(0, 7), (7, 14)]
    assert divide(rows(4, 6, 2), 8) == [(0, 4), (4, 12)]


def test_a_section_is_rather_divided_than_a_page_left_half_empty() -> None:
    assert divide(rows(3, 6, 2), 8) == [(0, 8), (8, 11)]


def test_a_section_longer_than_a_page_is_divided() -> None:
    assert divide(rows(2, 10, 3), 4) == [(0, 2), (2, 6), (6, 10), (10, 12), (12, 15)]


def test_an_item_larger_than_the_limit_stands_alone() -> None:
    assert divide([("a", 3), ("a", 50), ("a", 3)], 10) == [(0, 1), (1, 2), (2, 3)]


def test_a_list_of_nothing_is_one_page() -> None:
    assert divide([], 10) == [(0, 0)]
    ((path, items, paging),) = paginate((), 10, "claims/index.html")
    assert (path, items, paging.total) == ("claims/index.html", (), 0)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SIZES, st.integers(1, 50))
def test_nothing_is_lost_and_no_part_is_too_large(sizes: list[tuple[int, int]], limit: int) -> None:
    parts = divide(sizes, limit)
    assert parts[0][0] == 0 and parts[-1][1] == len(sizes)
    assert all(one[1] == other[0] for one, other in itertools.pairwise(parts))
    for start, stop in parts:
        assert sum(size for _, size in sizes[start:stop]) <= limit or stop - start == 1


def test_one_row_more_leaves_the_pages_after_the_next_border_as_they_were() -> None:
    lengths = [(7 * number) % 41 + 20 for number in range(400)]
    before = divide(rows(*lengths), 200)
    after = divide(rows(lengths[0] + 1, *lengths[1:]), 200)
    moved = {stop + 1 for _, stop in before} ^ {stop for _, stop in after}
    assert len(before) > 80 and len(moved) <= 8


def test_only_the_first_page_says_how_many_rows_there_are() -> None:
    assert [paging.total for _, _, paging in paginate(range(25), 10, "index.html")] == [25, None, None]
