"""One function over many items, in processes that are watched: one that dies or hangs costs its item, never the others.

`concurrent.futures` gives the whole pool up when one of its processes dies, does not say on which item, and can't stop one that
hangs. Here each process has one item at a time, so that it is known what it was at; and processes stay, with what they have loaded,
until they are told to go.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from msgspec import Struct

Item = TypeVar("Item")
Result = TypeVar("Result")

LOADING_SECONDS = 60.0
"""What a new process may take on top of its first item's time, to load what it needs."""


RARE_COLLECTIONS = (100_000, 50, 1000)
"""Thresholds of the garbage collector for work that makes millions of values that stay, with few cycles among them."""


class Crashed(Struct, frozen=True):
    """What there is instead of a result where the process that worked on the item died, and a second one too."""


class TimedOut(Struct, frozen=True):
    """What there is instead of a result where it took longer than `seconds`."""

    seconds: float


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Up to `jobs` processes, begun when there is work for them. To be closed; also a context manager, which does."""

    def __init__(self, jobs: int, timeout: float | None = None) -> None:
        """`timeout` in seconds is for each item; without one, an item may take for ever."""
        self.jobs = jobs
        self.timeout = timeout
        self._idle: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        while self._idle:
            self._idle.pop().end()

    def prepare(self, function: Callable[[Item], object], item: Item) -> None:
        """Have one process do this ahead, so that it has loaded what `function` needs; nobody waits, and nothing comes of it.

        Where one has done `function` already, or is about to, nothing is done.
        """
        if not any(worker.has_done(function) for worker in self._idle):
            worker = self._free(function)
            worker.prepare(function, item)
            self._idle.append(worker)

    def _free(self, function: Callable[[Any], object]) -> _Worker:
        """The process for `function`: one that has done it before, or else the one that has loaded least."""
        if not self._idle:
            return _Worker()
        worker = max(self._idle, key=lambda one: (one.has_done(function), -len(one.done)))
        self._idle.remove(worker)
        return worker

    def run(
        self, function: Callable[[Item], Result], items: Iterable[Item], jobs: int | None = None
    ) -> Generator[tuple[int, Result | Crashed | TimedOut], None, None]:
        """The number of each item and its result, in the order in which they are done, by at most `jobs` processes.

        An item is only asked for when a process is free for it, so a generator makes them while the processes work.
        `function` and the items are pickled. `function` should return what went wrong rather than raise it: an exception ends the
        run. A process that dies may have been killed for no fault of its item's, so each item has a second try.
        """
        coming = enumerate(items)
        again: list[tuple[int, Item]] = []
        limit = max(1, min(self.jobs, jobs or self.jobs))
        busy: dict[Connection, _Worker] = {}
        came: list[tuple[int, Result | Crashed | TimedOut]] = []
        try:
            while True:
                while len(busy) < limit:
                    tries = 2 if again else 1
                    following = again.pop() if again else next(coming, None)
                    if following is None:
                        break
                    number, item = following
                    worker = self._free(function)
                    worker.begin(function, item, number, tries, self.timeout)
                    busy[worker.connection] = worker
                yield from came  # only now: the processes go on while whoever asked looks at it
                came = []
                if not busy:
                    return
                for connection in wait(list(busy), _seconds_left(busy.values())):
                    assert isinstance(connection, Connection)
                    worker = busy.pop(connection)
                    try:
                        if worker.was_preparing():
                            busy[connection] = worker
                            continue
                        fine, result = worker.result()
                    except (EOFError, OSError):
                        worker.end()
                        if worker.tries == 1:
                            again.append((worker.number, worker.item))
                        else:
                            came.append((worker.number, Crashed()))
                        continue
                    self._idle.append(worker)
                    if not fine:
                        raise result
                    came.append((worker.number, result))
                now = time.monotonic()
                for connection in [one for one, worker in busy.items() if worker.deadline <= now]:
                    worker = busy.pop(connection)
                    worker.end()
                    came.append((worker.number, TimedOut(self.timeout or 0.0)))
        finally:  # also where whoever asked has stopped asking
            for worker in busy.values():
                worker.end()


class _Worker:
    """One process, and what it is at."""

    def __init__(self) -> None:
        # A fresh interpreter: a forked copy of a process with threads (the preview has some) can hang.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._new = True
        self._preparing = False
        self.done: set[str] = set()  # the names of the functions that it has begun
        self.number = self.tries = 0
        self.item: Any = None
        self.deadline = float("inf")

    def begin(
        self, function: Callable[[Any], object], item: object, number: int, tries: int, timeout: float | None
    ) -> None:
        self.item, self.number, self.tries = item, number, tries
        loading = LOADING_SECONDS if self._new or self._preparing else 0.0
        self.deadline = time.monotonic() + (float("inf") if timeout is None else timeout + loading)
        self._send(function, item)

    def prepare(self, function: Callable[[Any], object], item: object) -> None:
        self._preparing = True
        self._send(function, item)

    def _send(self, function: Callable[[Any], object], item: object) -> None:
        self._new = False
        self.done.add(_name(function))
        with suppress(BrokenPipeError, ConnectionError):  # it has died since its last item, which `result` will say
            self.connection.send((function, item))

    def has_done(self, function: Callable[[Any], object]) -> bool:
        return _name(function) in self.done

    def was_preparing(self) -> bool:
        """Whether what has come is of `prepare`; it is thrown away. Raises EOFError or OSError where the process died."""
        if not self._preparing:
            return False
        self.connection.recv()
        self._preparing = False
        return True

    def result(self) -> tuple[bool, Any]:
        """Whether all went well, and the result or the exception. Raises EOFError or OSError where the process died."""
        fine, result = self.connection.recv()
        self.item = None
        return fine, result

    def end(self) -> None:
        self.connection.close()
        self._process.kill()
        self._process.join()


def _name(function: Callable[[Any], object]) -> str:
    """What `function` is called, whatever is bound to it."""
    inner = function.func if isinstance(function, partial) else function
    return f"{inner.__module__}.{inner.__qualname__}"


def _work(connection: Connection) -> None:
    """What a process does until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    gc.set_threshold(*RARE_COLLECTIONS)
    while True:
        try:
            function, item = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, function(item)
        except Exception as error:
            answer = False, error
        try:
            connection.send(answer)
        except (BrokenPipeError, ConnectionError):
            return


def _seconds_left(busy: Iterable[_Worker]) -> float | None:
    first = min(worker.deadline for worker in busy)
    return None if first == float("inf") else max(0.0, first - time.monotonic())
