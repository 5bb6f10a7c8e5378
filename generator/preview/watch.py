"""Files that change, told once a burst: watchdog, debounced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

DEBOUNCE_SECONDS = 0.03
"""How long nothing must change before a burst (a save, a checkout) counts as over."""

POLL_SECONDS = 0.5

CHANGES = frozenset({"created", "modified", "moved", "deleted"})


class Watcher:
    """Calls back after files or folders changed. `watch` may be called again, when the set changes or one was made anew."""

    def __init__(self, on_change: Callable[[], None], *, poll: bool = False) -> None:
        """With `poll`, files are looked at every POLL_SECONDS instead of waiting to be told."""
        self._observer: BaseObserver = PollingObserver(timeout=POLL_SECONDS) if poll else Observer()
        self._burst = _Burst(on_change)
        self._watched: dict[Path, tuple[ObservedWatch, int]] = {}
        self._wanted: frozenset[Path] = frozenset()

    def start(self) -> None:
        """Begin; in threads of its own."""
        self._observer.start()
        self._burst.start()

    def stop(self) -> None:
        """End, and wait for the threads."""
        self._burst.stop()
        self._observer.stop()
        self._observer.join()

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch exactly `paths`: folders with all below them (links at their target), files, and what is not there yet."""
        self._wanted = frozenset(path.absolute() for path in paths)
        folders = {path.resolve(): True for path in self._wanted if path.is_dir()}
        for path in self._wanted:
            folders.setdefault(path.parent.resolve(), False)  # sees a file, and a folder that comes or goes
        existing = {folder: deep for folder, deep in folders.items() if folder.is_dir()}
        for folder, (watch, inode) in list(self._watched.items()):
            if folder not in existing or folder.stat().st_ino != inode or watch.is_recursive != existing[folder]:
                self._observer.unschedule(watch)
                del self._watched[folder]
        for folder, deep in existing.items():
            if folder not in self._watched:
                handler = _Handler(self._burst.touch, self._belongs if not deep else lambda path: True)
                watch = self._observer.schedule(handler, str(folder), recursive=deep)
                self._watched[folder] = watch, folder.stat().st_ino

    def _belongs(self, path: Path) -> bool:
        return any(path.name == wanted.name for wanted in self._wanted)


class _Handler(FileSystemEventHandler):
    def __init__(self, touch: Callable[[], None], belongs: Callable[[Path], bool]) -> None:
        self._touch = touch
        self._belongs = belongs

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in CHANGES or (event.is_directory and event.event_type == "modified"):
            return  # reading is no change, and a folder's change is that of a file in it
        for changed in (event.src_path, event.dest_path):
            path = Path(str(changed))
            if changed and not path.name.startswith(".") and not path.name.endswith("~") and self._belongs(path):
                self._touch()


class _Burst:
    """A thread that calls back when touches have stopped coming."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._touched = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._touched.set()

    def touch(self) -> None:
        self._touched.set()

    def _run(self) -> None:
        while True:
            self._touched.wait()
            while self._touched.is_set() and not self._stopped:
                self._touched.clear()
                self._touched.wait(DEBOUNCE_SECONDS)
            if self._stopped:
                return
            self._on_change()  # what is touched meanwhile is the next burst: the last state always wins
