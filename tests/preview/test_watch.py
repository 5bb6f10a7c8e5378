"""The watcher, on a real file system: what counts as a change, and how often it is told."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.preview import watch as watching
from generator.preview.watch import DEBOUNCE_SECONDS, Touched, Watcher, _Burst


class Told:
    """Counts the calls."""

    def __init__(self) -> None:
        self.count = 0
        self.touched: list[Touched] = []
        self._called = threading.Event()

    def __call__(self, touched: Touched) -> None:
        self.count += 1
        self.touched.append(touched)
        self._called.set()

    def after(self, change: Callable[[], object], seconds: float = 5) -> bool:
        """Whether a call came within `seconds` after `change`."""
        time.sleep(0.2)  # let the last burst end
        self._called.clear()
        change()
        return self._called.wait(seconds)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[Told, Path, Watcher]]:
    counter = Told()
    watcher = Watcher(counter)
    (tmp_path / "content" / "deep").mkdir(parents=True)
    (tmp_path / "real").mkdir()
    (tmp_path / "content" / "a.md").write_text("a")
    (tmp_path / "sayso.toml").write_text("")
    watcher.watch([tmp_path / "content", tmp_path / "sayso.toml"])
    watcher.start()
    yield counter, tmp_path, watcher
    watcher.stop()


def test_saves_additions_renames_and_removals_are_told(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, _ = told
    assert counter.after(lambda: (root / "content" / "a.md").write_text("b"))
    assert counter.after(lambda: (root / "content" / "deep" / "new.md").write_text("b"))
    assert counter.after(lambda: (root / "content" / "a.md").rename(root / "content" / "b.md"))
    assert counter.after(lambda: (root / "content" / "b.md").unlink())
    assert counter.after(lambda: (root / "sayso.toml").write_text("[site]"))


def test_an_editor_that_saves_by_renaming_is_told(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, _ = told
    (root / "content" / ".a.md.new").write_text("b")
    assert counter.after(lambda: (root / "content" / ".a.md.new").replace(root / "content" / "a.md"))
    assert counter.touched[-1] == {(root / "content" / "a.md").resolve()}, "and nothing else"


def test_reading_hidden_files_and_neighbours_are_not_told(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, _ = told
    assert not counter.after((root / "content" / "a.md").read_text, 0.4)
    assert not counter.after(lambda: (root / "content" / ".a.md.swp").write_text("b"), 0.4)
    assert not counter.after(lambda: (root / "README.md").write_text("b"), 0.4)


def test_what_is_in_hidden_folders_is_not_told_even_where_a_link_leads_back(
    told: tuple[Told, Path, Watcher],
) -> None:
    """A link to the folder above has the store below it, which each build writes: that must not call for the next build."""
    counter, root, watcher = told
    (root / ".sayso").mkdir()
    (root / "content" / "loop").symlink_to(root)
    watcher.watch([root / "content", root / "sayso.toml"])
    time.sleep(0.3)
    assert not counter.after(lambda: (root / ".sayso" / "store.sqlite").write_text("b"), 0.4)
    assert counter.after(lambda: (root / "content" / "a.md").write_text("b"))


def test_a_burst_is_told_once(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, _ = told

    def burst() -> None:
        for number in range(200):
            (root / "content" / f"{number}.md").write_text("b")

    before = counter.count
    counter.after(burst)
    time.sleep(0.3)
    assert counter.count - before <= 10  # on a busy machine a burst has gaps


def test_touches_are_one_burst_until_they_pause() -> None:
    """The debounce alone, without a file system that may stall between two touches."""
    counter = Told()
    burst = _Burst(counter)
    for number in range(200):
        burst.touch(Path(f"{number % 3}.md"))
    burst.start()
    try:
        time.sleep(DEBOUNCE_SECONDS * 10)
        assert counter.touched == [{Path("0.md"), Path("1.md"), Path("2.md")}]
        burst.touch(Path("3.md"))
        time.sleep(DEBOUNCE_SECONDS * 10)
        assert counter.touched[1:] == [{Path("3.md")}]
        burst.touch(Path("3.md"))
        burst.touch(None)
        time.sleep(DEBOUNCE_SECONDS * 10)
        assert counter.touched[2:] == [None], "something else may have changed too"
    finally:
        burst.stop()


def test_what_changes_during_a_build_is_the_next_burst() -> None:
    counter = Told()
    building, go_on = threading.Event(), threading.Event()

    def build(touched: Touched) -> None:
        counter(touched)
        building.set()
        go_on.wait(5)

    burst = _Burst(build)
    burst.start()
    try:
        burst.touch(None)
        assert building.wait(5)
        burst.touch(None)
        assert counter.count == 1, "one build at a time"
        go_on.set()
        deadline = time.monotonic() + 5
        while counter.count < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert counter.count == 2
    finally:
        burst.stop()


def test_a_folder_that_went_and_came_back_is_watched_again(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, watcher = told
    wanted = [root / "content", root / "sayso.toml"]
    assert counter.after(lambda: shutil.rmtree(root / "content"))
    watcher.watch(wanted)
    assert counter.after((root / "content").mkdir)
    watcher.watch(wanted)
    assert counter.after(lambda: (root / "content" / "a.md").write_text("b"))


def test_without_word_from_the_system_files_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    counter = Told()
    watcher = Watcher(counter, poll=True)
    watcher.watch([tmp_path])
    watcher.start()
    try:
        assert counter.after(lambda: (tmp_path / "a.md").write_text("other"))
    finally:
        watcher.stop()


def test_a_linked_folder_is_watched_at_its_target(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, watcher = told
    (root / "link").symlink_to("real")
    watcher.watch([root / "link"])
    assert counter.after(lambda: (root / "real" / "a.md").write_text("b"))


def test_a_linked_folder_inside_a_watched_one_is_watched_at_its_target(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, watcher = told
    (root / "content" / "linked").symlink_to(root / "real")
    watcher.watch([root / "content"])
    assert counter.after(lambda: (root / "real" / "a.md").write_text("b"))


def test_a_linked_file_is_watched_at_its_target(told: tuple[Told, Path, Watcher]) -> None:
    counter, root, watcher = told
    (root / "real" / "settings.toml").write_text("")
    (root / "linked.toml").symlink_to(root / "real" / "settings.toml")
    watcher.watch([root / "linked.toml"])
    assert counter.after(lambda: (root / "real" / "settings.toml").write_text("[site]"))


def test_where_the_system_watches_no_more_folders_files_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("a")
    counter = Told()
    watcher = Watcher(counter)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watcher._observer, "schedule", refuse)
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.1)
    watcher.start()
    watcher.watch([tmp_path])
    try:
        assert watcher.polls
        assert counter.after(lambda: (tmp_path / "a.md").write_text("other"))
    finally:
        watcher.stop()
