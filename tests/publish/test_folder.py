"""What only a folder can do: the swap, and what a killed swap leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.destinations import Folder
from generator.errors import PublishError
from generator.publish.folder import FolderTarget, _exchange
from generator.publish.publication import publish_site


def test_a_full_disk_leaves_the_old_site(built_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(path="public")
    publish_site(built_site, {}, folder, tmp_path)
    (built_site / "index.html").write_text("<!doctype html><p>second")

    def full(self: FolderTarget, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderTarget, "_place", full)
    with pytest.raises(PublishError, match="No space left on device"):
        publish_site(built_site, {}, folder, tmp_path)
    assert "second" not in (tmp_path / "public/index.html").read_text()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["output", "public"]


def test_a_run_killed_between_the_renames_is_repaired(built_site: Path, tmp_path: Path) -> None:
    folder = Folder(path="public")
    publish_site(built_site, {}, folder, tmp_path)
    (tmp_path / "public").rename(tmp_path / ".public.sayso-old")
    assert not publish_site(built_site, {}, folder, tmp_path).sent
    assert (tmp_path / "public/index.html").is_file()


def test_the_site_is_swapped_in_one_step(built_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else there would be a moment in which readers find nothing, and a kill in it would leave nothing."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    if not _exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("THE SWAP IN ONE STEP IS NOT TESTED: this system has no renameat2")
    folder = Folder(path="public")
    publish_site(built_site, {}, folder, tmp_path)
    (built_site / "index.html").write_text("<!doctype html><p>second")

    def rename(self: Path, target: Path) -> None:
        raise AssertionError(f"{self} is without a name now")

    monkeypatch.setattr(Path, "rename", rename)
    assert publish_site(built_site, {}, folder, tmp_path).sent
    assert "second" in (tmp_path / "public/index.html").read_text()
    assert not list(tmp_path.glob(".public*"))


def test_where_the_system_cannot_swap_folders_are_renamed(
    built_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _exchange(tmp_path / "nothing", built_site)
    monkeypatch.setattr("generator.publish.folder._exchange", lambda *_: False)
    folder = Folder(path="public")
    for text in ("first", "second"):
        (built_site / "index.html").write_text(f"<!doctype html><p>{text}")
        publish_site(built_site, {}, folder, tmp_path)
        assert text in (tmp_path / "public/index.html").read_text()
    assert not list(tmp_path.glob(".public*"))


def test_hosts_that_take_the_folder_are_told_what_may_be_kept(built_site: Path, tmp_path: Path) -> None:
    """Only what has another name once it is changed: an icon does not."""
    (built_site / "static" / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    publish_site(built_site, {}, Folder(path="public"), tmp_path)
    assert (tmp_path / "public" / "_headers").read_text() == (
        "/static/site.0123abcd.css\n  Cache-Control: public, max-age=31536000, immutable\n"
        "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
    )


def test_two_at_once_are_refused(built_site: Path, tmp_path: Path) -> None:
    with (
        FolderTarget(Folder(path="public"), tmp_path),
        pytest.raises(PublishError, match="another sayso publish is writing this folder"),
    ):
        publish_site(built_site, {}, Folder(path="public"), tmp_path)
