"""Processes that die or hang, and what they cost."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from generator import workers as workers_module
from generator.workers import Crashed, TimedOut, Workers


def double(number: int) -> int:
    """Twice `number`; 13 kills the process without a word, as a segmentation fault does; 14 hangs; 15 raises."""
    if number == 13:
        os._exit(1)
    if number == 14:
        time.sleep(600)
    if number == 15:
        raise ValueError("fifteen")
    return 2 * number


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_item_has_its_result(jobs: int) -> None:
    with Workers(jobs) as workers:
        assert dict(workers.run(double, [5, 6, 7])) == {0: 10, 1: 12, 2: 14}


def test_a_process_that_dies_or_hangs_costs_its_item_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "LOADING_SECONDS", 0.0)
    with Workers(2, timeout=3.0) as workers:
        found = dict(workers.run(double, [1, 14, 13, 4, 5, 6]))
    assert found == {0: 2, 1: TimedOut(3.0), 2: Crashed(), 3: 8, 4: 10, 5: 12}


def process_id(number: int) -> int:
    return os.getpid()


def test_processes_stay_until_they_are_told_to_go() -> None:
    with Workers(1) as workers:
        first = dict(workers.run(process_id, [0]))[0]
        assert dict(workers.run(process_id, [0]))[0] == first
        os.kill(first, 9)
        assert dict(workers.run(process_id, [0]))[0] != first, "one that died in between is no loss"


def nap(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_work_goes_to_the_process_that_has_loaded_what_it_needs() -> None:
    with Workers(2) as workers:
        assert len(set(dict(workers.run(nap, [0.0, 1.5])).values())) == 2
        first = dict(workers.run(process_id, [0]))[0]
        for _ in range(3):
            list(workers.run(nap, [0.0, 0.3]))  # the one that ends last changes each time
            assert dict(workers.run(partial(process_id), [0]))[0] == first


def record(path: str) -> str:
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()}\n")
    return path


def test_a_process_can_be_made_ready_while_nobody_waits(tmp_path: Path) -> None:
    ready, asked = str(tmp_path / "ready"), str(tmp_path / "asked")
    with Workers(2) as workers:
        workers.prepare(record, ready)
        workers.prepare(record, ready)
        assert list(workers.run(record, [asked])) == [(0, asked)], "the result of what was asked for"
        assert Path(ready).read_text() == Path(asked).read_text(), "prepared once, and the same process"
        assert len(workers._idle) == 1


@pytest.mark.parametrize("item", [13, 15])
def test_what_goes_wrong_in_getting_ready_costs_nothing(item: int) -> None:
    with Workers(1) as workers:
        workers.prepare(double, item)
        assert dict(workers.run(double, [4])) == {0: 8}


def test_what_the_function_raises_is_raised() -> None:
    with Workers(1) as workers:
        with pytest.raises(ValueError, match="fifteen"):
            list(workers.run(double, [15]))
        assert dict(workers.run(double, [1])) == {0: 2}


def test_no_items_start_no_process() -> None:
    with Workers(2) as workers:
        assert list(workers.run(double, [])) == []
        assert not workers._idle
