"""Writing: deterministic, atomic, sparing with what is the same, and never harming what is not ours."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import unittest.mock
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import write
from generator.errors import OutputError
from generator.model import Page
from generator.write import MANIFEST_NAME, STAGING_NAME, write_site


def pages(**contents: str) -> list[Page]:
    """Pages by name; `__` stands for a slash."""
    return [Page(path=f"{name.replace('__', '/')}.html", content=text.encode()) for name, text in contents.items()]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def folders(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_dir()}


def test_pages_are_written_and_then_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "made" / "output"
    first = write_site(output, pages(index="a", deep__down="b"))
    assert (set(first.written), first.removed, first.kept) == ({"index.html", "deep/down.html"}, (), ())
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    again = write_site(output, pages(index="a", deep__down="b"))
    assert (again.written, again.removed, again.files) == ((), (), first.files)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()} == {
        path: time for path, time in before.items() if path.is_file()
    }


def test_only_what_differs_is_replaced(tmp_path: Path) -> None:
    write_site(tmp_path, pages(a="1", b="2"))
    stays = (tmp_path / "a.html").stat().st_ino
    assert len(write_site(tmp_path, pages(a="1", b="3")).written) == 1
    assert (tmp_path / "a.html").stat().st_ino == stays
    assert (tmp_path / "b.html").read_text() == "3"


def test_strays_of_ours_go_with_their_folders_and_nothing_else(tmp_path: Path) -> None:
    write_site(tmp_path, pages(index="a", old__page="b"))
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "notes").mkdir()
    assert len(write_site(tmp_path, pages(index="a")).removed) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST_NAME, "CNAME", "index.html", "notes"]


def test_a_stray_that_somebody_changed_is_kept_and_named(tmp_path: Path) -> None:
    write_site(tmp_path, pages(index="a", about="b"))
    (tmp_path / "about.html").write_text("mine now")
    for _ in range(2):
        assert write_site(tmp_path, pages(index="a")).kept == ("about.html",)
    assert (tmp_path / "about.html").read_text() == "mine now"


def test_without_prune_strays_stay_ours_until_the_next_build(tmp_path: Path) -> None:
    write_site(tmp_path, pages(index="a", old="b"))
    assert write_site(tmp_path, pages(index="a"), prune=False).kept == ("old.html",)
    assert len(write_site(tmp_path, pages(index="a")).removed) == 1
    assert not (tmp_path / "old.html").exists()


def test_without_prune_what_is_known_to_be_gone_goes(tmp_path: Path) -> None:
    write_site(tmp_path, [Page(path="a/x.html", content=b"a"), Page(path="ab/x.html", content=b"b")])
    written = write_site(tmp_path, [], prune=False, gone=("a/",))
    assert (written.removed, written.kept) == (("a/x.html",), ("ab/x.html",))
    assert not (tmp_path / "a").exists()


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("irreplaceable")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="holds files that Sayso did not write"):
        write_site(tmp_path, pages(index="a"))
    assert tree(tmp_path) == before


def test_a_folder_of_dotfiles_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write_site(tmp_path, pages(index="a"))
    assert (tmp_path / ".git").is_dir()


def test_a_damaged_manifest_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path, pages(index="a"))
    (tmp_path / MANIFEST_NAME).write_text('{"files": {"ind')
    with pytest.raises(OutputError, match="is damaged"):
        write_site(tmp_path, pages(index="b"))
    assert (tmp_path / "index.html").read_text() == "a"


def test_a_file_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    write_site(tmp_path, pages(index="a"))
    (tmp_path / "robots.html").write_text("mine")
    with pytest.raises(OutputError, match=r"robots\.html was not written by Sayso"):
        write_site(tmp_path, pages(index="b", robots="ours"))
    assert (tmp_path / "robots.html").read_text() == "mine"
    assert (tmp_path / "index.html").read_text() == "a"


@pytest.mark.parametrize("link", ["articles", "articles/one.html"])
def test_symbolic_links_are_not_followed_out(link: str, tmp_path: Path) -> None:
    output, outside = tmp_path / "output", tmp_path / "outside"
    write_site(output, pages(index="a"))
    outside.mkdir()
    (outside / "one.html").write_text("precious")
    (output / link).parent.mkdir(exist_ok=True)
    (output / link).symlink_to(outside if link == "articles" else outside / "one.html")
    with pytest.raises(OutputError, match="is a symbolic link"):
        write_site(output, pages(index="b", articles__one="x"))
    assert tree(outside) == {"one.html": b"precious"}
    assert (output / "index.html").read_text() == "a"


def test_pruning_does_not_follow_symbolic_links(tmp_path: Path) -> None:
    output, outside = tmp_path / "output", tmp_path / "outside"
    write_site(output, pages(index="a", articles__one="x"))
    (output / "articles").rename(outside)
    (output / "articles").symlink_to(outside)
    write_site(output, pages(index="a"))
    assert (outside / "one.html").read_text() == "x"


def test_the_output_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to("real")
    write_site(tmp_path / "output", pages(index="a"))
    assert (tmp_path / "real" / "index.html").read_text() == "a"


@pytest.mark.parametrize("path", ["../a", "/a", "a//b", "a/./b", "a\\b", "a\0b", "", ".sayso-manifest.json"])
def test_a_path_that_escapes_is_refused(path: str, tmp_path: Path) -> None:
    output = tmp_path / "output"
    with pytest.raises(OutputError, match="no path inside the output folder"):
        write_site(output, [*pages(index="a"), Page(path=path, content=b"x")])
    assert tree(tmp_path) == {}


def test_two_pages_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"two pages want the same file a\.html"):
        write_site(tmp_path, pages(a="1") + pages(a="2"))


@pytest.mark.parametrize(("standing", "wanted"), [("a.html", "a.html/b"), ("a.html/b", "a.html")])
def test_files_and_folders_in_each_others_way_are_named(standing: str, wanted: str, tmp_path: Path) -> None:
    write_site(tmp_path, [Page(path=standing, content=b"1")])
    with pytest.raises(OutputError, match=r"a\.html is a (file|folder), and stands in the way"):
        write_site(tmp_path, [Page(path=wanted, content=b"2")])


def test_a_build_that_fails_on_the_way_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    write_site(tmp_path, pages(index="a", b="b"))
    before = tree(tmp_path)

    def failing() -> Iterator[Page]:
        yield from pages(index="new")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_site(tmp_path, failing())
    assert tree(tmp_path) == before
    assert not (tmp_path / STAGING_NAME).exists()


def test_a_full_disk_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    """The operating system refuses, for real, to write more than 4 KB to a file."""
    output = tmp_path / "output"
    write_site(output, pages(index="a"))
    before = tree(output)
    program = (
        "import resource, signal, sys; from pathlib import Path; from generator.model import Page;"
        "from generator.write import write_site; from generator.errors import OutputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_site(Path(sys.argv[1]), [Page(path='index.html', content=b'x'), Page(path='b', content=b'y' * 9999)])\n"
        "except OutputError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(output)], capture_output=True, text=True, check=True)
    assert "there is no room left for the output folder" in done.stdout
    assert "Make room" in done.stdout
    assert tree(output) == before


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_folder_that_may_not_be_written_is_named(code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "output"
    write_site(output, pages(index="a"))

    def refuse(self: Path, *args: object) -> None:
        raise OSError(code, os.strerror(code), str(self))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OutputError, match="cannot write to the output folder"):
        write_site(output, pages(index="b"))
    monkeypatch.undo()
    assert len(write_site(output, pages(index="b")).written) == 1


def test_an_output_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write to the output folder"):
        write_site(tmp_path / "file" / "output", pages(index="a"))


def test_leftovers_of_a_killed_build_are_cleared(tmp_path: Path) -> None:
    write_site(tmp_path, pages(index="a"))
    (tmp_path / STAGING_NAME).mkdir()
    (tmp_path / STAGING_NAME / "0").write_text("half")
    write_site(tmp_path, pages(index="a"))
    assert sorted(tree(tmp_path)) == [MANIFEST_NAME, "index.html"]


def test_two_builds_at_once_take_turns(tmp_path: Path) -> None:
    """The second begins while the first is in the midst of its pages, and ends after it."""
    inside, go_on, ends = threading.Event(), threading.Event(), []

    def slow() -> Iterator[Page]:
        yield from pages(index="first", a="first")
        inside.set()
        go_on.wait(10)

    def build(name: str, site: Iterator[Page] | list[Page]) -> None:
        write_site(tmp_path, site)
        ends.append(name)

    first = threading.Thread(target=build, args=("first", slow()))
    first.start()
    inside.wait(10)
    second = threading.Thread(target=build, args=("second", pages(index="second", a="second")))
    second.start()
    second.join(0.2)
    assert second.is_alive()
    go_on.set()
    first.join(10)
    second.join(10)
    assert ends == ["first", "second"]
    assert {text for name, text in tree(tmp_path).items() if name != MANIFEST_NAME} == {b"second"}


def test_a_build_that_does_not_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "LOCK_SECONDS", 0.0)

    def inner() -> Iterator[Page]:
        with pytest.raises(OutputError, match="another build is writing"):
            write_site(tmp_path, pages(index="second"))
        yield from pages(index="first")

    write_site(tmp_path, inner())
    assert (tmp_path / "index.html").read_text() == "first"


SITES = st.dictionaries(
    st.sampled_from(["index", "a", "b", "c__d", "c__e", "f__g__h"]), st.sampled_from(["1", "2", "33"])
)


@settings(max_examples=150, deadline=None)
@given(sites=st.lists(SITES, min_size=1, max_size=5))
def test_any_way_to_a_site_ends_in_the_same_bytes(
    sites: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    walked, clean = tmp_path_factory.mktemp("walked"), tmp_path_factory.mktemp("clean")
    with unittest.mock.patch("os.fsync"):  # slow, and nothing here cuts the power
        for site in sites:
            write_site(walked, pages(**site))
        write_site(clean, pages(**sites[-1]))
    assert tree(walked) == tree(clean)
    assert folders(walked) == folders(clean)
