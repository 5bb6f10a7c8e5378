"""Files that change, told once a burst: watchdog, debounced."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

DEBOUNCE_SECONDS = 0.03
"""How long nothing must change before a burst (a save, a checkout) counts as over."""

POLL_SECONDS = 0.5

Touched = frozenset[Path] | None
"""The paths, links resolved, that changed in a burst, those of files that are only an editor's among them; None: any may have."""

CHANGES = frozenset({"created", "modified", "moved", "deleted"})


class Watcher:
    """Calls back after files or folders changed. `watch` may be called again, when the set changes or one was made anew."""

    def __init__(self, on_change: Callable[[Touched], None], *, poll: bool = False) -> None:
        """With `poll`, files are looked at every POLL_SECONDS instead of waiting to be told."""
        self.polls = poll
        self._observer: BaseObserver = PollingObserver(timeout=POLL_SECONDS) if poll else Observer()
        self._burst = _Burst(on_change)
        self._watched: dict[Path, tuple[ObservedWatch, int]] = {}
        self._names: frozenset[str] = frozenset()
        self._started = False

    def start(self) -> None:
        """Begin; in threads of its own."""
        self._started = True
        self._burst.start()
        try:
            self._observer.start()
        except OSError:
            self._poll_instead()

    def stop(self) -> None:
        """End, and wait for the threads."""
        self._burst.stop()
        self._observer.stop()
        self._observer.join()

    @property
    def pending(self) -> bool:
        """Whether something has changed that hasn't been told yet."""
        return self._burst.touched

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch exactly `paths`: folders with all below them (links at their target), files, and what is not there yet."""
        wanted = {path.absolute() for path in paths}
        wanted |= {path.resolve() for path in wanted}  # the link may be changed, and what it leads to
        self._names = frozenset(path.name for path in wanted)
        folders = {folder: True for path in wanted if path.is_dir() for folder in _deep_folders(path.resolve())}
        for path in wanted:
            folders.setdefault(path.parent.resolve(), False)  # sees a file, and a folder that comes or goes
        self._schedule({folder: (deep, inode) for folder, deep in folders.items() if (inode := _inode(folder))})

    def _schedule(self, folders: dict[Path, tuple[bool, int]]) -> None:
        for folder, (watch, inode) in list(self._watched.items()):
            if folders.get(folder) != (watch.is_recursive, inode):
                self._observer.unschedule(watch)
                del self._watched[folder]
        for folder, (deep, inode) in folders.items():
            if folder in self._watched:
                continue
            handler = _Handler(self._burst.touch, partial(_is_seen, folder) if deep else self._belongs)
            try:
                watch = self._observer.schedule(handler, str(folder), recursive=deep)
            except FileNotFoundError:
                continue  # it went meanwhile, which its parent is told
            except OSError:  # the system watches only so many folders for one user
                if self.polls:
                    raise
                self._poll_instead()
                return self._schedule(folders)
            self._watched[folder] = watch, inode
            if self._started:
                self._burst.touch(None)  # what changed there before it was watched
        return None

    def _poll_instead(self) -> None:
        watched = {folder: (watch.is_recursive, inode) for folder, (watch, inode) in self._watched.items()}
        if self._observer.is_alive():
            self._observer.stop()
        self.polls = True
        self._observer = PollingObserver(timeout=POLL_SECONDS)
        self._watched = {}
        self._schedule(watched)
        if self._started:
            self._observer.start()

    def _belongs(self, path: Path) -> bool:
        return path.name in self._names


def _is_seen(folder: Path, path: Path) -> bool:
    """Whether `path`, below `folder`, is neither hidden nor in a hidden folder: an editor's, git's, or our own store."""
    below = path.relative_to(folder) if path.is_relative_to(folder) else path
    return not any(part.startswith(".") for part in below.parts)


def _deep_folders(root: Path) -> Iterator[Path]:
    """`root`, and the targets of the links to folders below it, which the system doesn't look into."""
    found = {root}
    waiting = [root]
    while waiting:
        for folder, names, _ in os.walk(waiting.pop()):
            for name in names:
                path = Path(folder, name)
                target = path.resolve() if path.is_symlink() else None
                if target is not None and not any(target.is_relative_to(known) for known in found):
                    found.add(target)
                    waiting.append(target)
    yield from found


def _inode(folder: Path) -> int:
    """The inode of a folder; 0 for whatever is none."""
    try:
        return folder.stat().st_ino if folder.is_dir() else 0
    except OSError:
        return 0


class _Handler(FileSystemEventHandler):
    def __init__(self, touch: Callable[[Path], None], belongs: Callable[[Path], bool]) -> None:
        self._touch = touch
        self._belongs = belongs

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in CHANGES or (event.is_directory and event.event_type == "modified"):
            return  # reading is no change, and a folder's change is that of a file in it
        for changed in (event.src_path, event.dest_path):
            path = Path(str(changed))
            if changed and not path.name.endswith("~") and self._belongs(path):
                self._touch(path)


class _Burst:
    """A thread that calls back when touches have stopped coming, with what was touched."""

    def __init__(self, on_change: Callable[[Touched], None]) -> None:
        self._on_change = on_change
        self._touched = threading.Event()
        self._lock = threading.Lock()
        self._paths: set[Path | None] = set()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._touched.set()

    @property
    def touched(self) -> bool:
        return self._touched.is_set()

    def touch(self, path: Path | None) -> None:
        """Say that `path` has changed; None where it isn't known what has."""
        with self._lock:
            self._paths.add(path)
        self._touched.set()

    def _run(self) -> None:
        while True:
            self._touched.wait()
            while self._touched.is_set() and not self._stopped:
                self._touched.clear()
                self._touched.wait(DEBOUNCE_SECONDS)
            if self._stopped:
                return
            self._on_change(self._take())  # what is touched meanwhile is the next burst: the last state always wins

    def _take(self) -> Touched:
        with self._lock:
            paths, self._paths = self._paths, set()
        known = frozenset(path for path in paths if path is not None)
        return known if len(known) == len(paths) else None
