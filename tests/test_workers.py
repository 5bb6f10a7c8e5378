"""Processes that die, and what they cost."""

from __future__ import annotations

import os

import pytest

from generator.workers import Crashed, run_in_processes


def double(number: int) -> int:
    """Twice `number`; 13 kills the process without a word, as a segmentation fault does."""
    if number == 13:
        os._exit(1)
    return 2 * number


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_item_has_its_result(jobs: int) -> None:
    assert dict(run_in_processes(double, [5, 6, 7], jobs)) == {0: 10, 1: 12, 2: 14}


def test_a_process_that_dies_costs_its_item_alone() -> None:
    items = [1, 2, 13, 4, 5, 6, 7, 8]
    expected: dict[int, int | Crashed] = {number: 2 * item for number, item in enumerate(items)}
    assert dict(run_in_processes(double, items, 2)) == {**expected, 2: Crashed()}


def test_no_items_start_no_process() -> None:
    assert list(run_in_processes(double, [], 2)) == []
