"""What only a folder can do: the swap, and what a killed swap leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.destinations import Folder
from generator.errors import PublishError
from generator.publish.folder import FolderTarget
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


def test_two_at_once_are_refused(built_site: Path, tmp_path: Path) -> None:
    with (
        FolderTarget(Folder(path="public"), tmp_path),
        pytest.raises(PublishError, match="another sayso publish is writing this folder"),
    ):
        publish_site(built_site, {}, Folder(path="public"), tmp_path)
