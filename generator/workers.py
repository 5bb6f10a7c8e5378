"""One function over many items, in several processes: a process that dies costs its item, never the others.

`concurrent.futures` gives the whole pool up when one of its processes dies, and does not say on which item. So only a few items are
handed out at a time, and when the pool breaks those few are tried again one by one, each in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from msgspec import Struct

Item = TypeVar("Item")
Result = TypeVar("Result")


class Crashed(Struct, frozen=True):
    """What there is instead of a result where the process that worked on the item died."""


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_in_processes(
    function: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Iterator[tuple[int, Result | Crashed]]:
    """The number of each item and its result, in the order in which they are done.

    `function` and the items are pickled. `function` should return what went wrong rather than raise it: an exception ends the run.
    """
    waiting = list(reversed(range(len(items))))
    while waiting:
        pool = _pool(min(jobs, len(waiting)))
        running: dict[Future[Result], int] = {}
        suspects: set[int] = set()
        try:
            while waiting or running:
                while waiting and len(running) < 2 * jobs:
                    number = waiting.pop()
                    suspects.add(number)
                    running[pool.submit(function, items[number])] = number
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    result = future.result()
                    suspects.discard(running[future])
                    yield running.pop(future), result
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(cancel_futures=True)
        for number in sorted(suspects):
            yield number, _run_alone(function, items[number])


def _run_alone(function: Callable[[Item], Result], item: Item) -> Result | Crashed:
    with _pool(1) as pool:
        try:
            return pool.submit(function, item).result()
        except BrokenProcessPool:
            return Crashed()


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Fresh interpreters: a forked copy of a process with threads (the preview has some) can hang.
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_parent)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
