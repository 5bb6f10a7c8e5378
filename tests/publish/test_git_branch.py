"""What only git can do: one commit a publication, and a remote that moved."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.destinations import GitBranch
from generator.errors import PublishError
from generator.publish.git_branch import GitTarget
from generator.publish.manifest import Manifest
from generator.publish.publication import publish_site
from generator.publish.site_files import read_site_files


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    bare = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    return bare


def _log(remote: Path, branch: str) -> list[str]:
    done = subprocess.run(["git", "log", "--format=%s", branch], cwd=remote, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_each_publication_is_one_commit_on_top(built_site: Path, remote: Path, tmp_path: Path) -> None:
    branch = GitBranch(remote=str(remote), branch="pages", cname="dunmere.example")
    publish_site(built_site, {}, branch, tmp_path)
    (built_site / "index.html").write_text("<!doctype html><p>edited")
    publish_site(built_site, {}, branch, tmp_path)
    publish_site(built_site, {}, branch, tmp_path)
    assert _log(remote, "pages") == ["Publish 6 files", "Publish 6 files"]
    shown = subprocess.run(["git", "show", "pages:CNAME"], cwd=remote, capture_output=True, text=True, check=True)
    assert shown.stdout == "dunmere.example\n"


@pytest.mark.parametrize("first", [True, False], ids=["a new branch", "a branch of ours"])
def test_a_remote_that_moved_is_left_as_it_is(built_site: Path, remote: Path, tmp_path: Path, first: bool) -> None:
    branch = GitBranch(remote=str(remote), branch="pages")
    if not first:
        publish_site(built_site, {}, branch, tmp_path)
        (built_site / "index.html").write_text("<!doctype html><p>mine")
    with GitTarget(branch, tmp_path) as mine:
        mine.read_manifest()
        (built_site / "index.html").write_text("<!doctype html><p>theirs")
        publish_site(built_site, {}, branch, tmp_path)
        tip = _log(remote, "pages")
        with pytest.raises(PublishError, match="the branch has moved"):
            mine.send(read_site_files(built_site), Manifest())
    assert _log(remote, "pages") == tip


def test_a_token_in_the_address_is_never_shown(built_site: Path, tmp_path: Path) -> None:
    branch = GitBranch(remote="http://user:s3cret@127.0.0.1:9/none.git", branch="pages")
    with pytest.raises(PublishError) as caught:
        publish_site(built_site, {}, branch, tmp_path)
    assert "s3cret" not in str(caught.value)


def test_what_the_repository_around_the_site_knows_of_the_remote_is_used(
    built_site: Path, remote: Path, tmp_path: Path
) -> None:
    """As in CI, where a checkout leaves its credentials in the repository's own settings, or in a file they include."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "included").write_text(f'[url "file://{remote}"]\n\tinsteadOf = sayso-test:pages\n')
    subprocess.run(["git", "config", "include.path", str(tmp_path / "included")], cwd=tmp_path, check=True)
    subprocess.run(
        ["git", "config", "http.https://h.example/.extraheader", "AUTHORIZATION: s3cret"], cwd=tmp_path, check=True
    )
    branch = GitBranch(remote="sayso-test:pages", branch="pages")
    assert publish_site(built_site, {}, branch, tmp_path).sent
    assert len(_log(remote, "pages")) == 1
    (tmp_path / "included").write_text("")
    with pytest.raises(PublishError) as caught:
        publish_site(built_site, {}, branch, tmp_path)
    assert "s3cret" not in str(caught.value)


def test_a_token_that_gits_own_settings_put_into_the_address_is_never_shown(built_site: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    rewritten = "url.http://job:s3cret@127.0.0.1:9/.insteadOf"
    subprocess.run(["git", "config", rewritten, "sayso-test:"], cwd=tmp_path, check=True)
    with pytest.raises(PublishError) as caught:
        publish_site(built_site, {}, GitBranch(remote="sayso-test:none.git", branch="pages"), tmp_path)
    assert "127.0.0.1" in str(caught.value)
    assert "s3cret" not in str(caught.value)
