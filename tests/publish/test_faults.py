"""What really breaks: a disk that is full, connections that are cut in mid-transfer. The next run makes the place whole."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.destinations import Folder, S3Bucket, SftpServer
from generator.errors import PublishError
from generator.publish.manifest import MARKER
from generator.publish.publication import publish_site


class Proxy:
    """Passes TCP on to `port`, and cuts every connection once `budget` bytes have been sent there."""

    def __init__(self, port: int) -> None:
        self.budget = 0
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            threading.Thread(target=self._pass, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(4096):
                if counted:
                    self.budget -= len(data)
                    if self.budget < 0:
                        break
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


ENDLESS = 1 << 40


@pytest.fixture
def large_site(built_site: Path) -> Path:
    """Enough to be in the middle of."""
    for number in range(12):
        (built_site / f"static/{number}.bin").write_bytes(os.urandom(40_000))
        (built_site / f"page-{number}.html").write_text(f"<!doctype html><p>{number}" + "x" * 20_000)
    return built_site


def site_files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def check_pages_have_their_assets(arrived: dict[str, bytes], site: Path) -> None:
    """Whatever pages are new there, every asset is."""
    new = site_files(site)
    if any(arrived.get(path) == content for path, content in new.items() if path.endswith(".html")):
        assert all(arrived.get(path) == content for path, content in new.items() if path.startswith("static/"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_s3_connection_that_is_cut(
    large_site: Path, tmp_path: Path, s3_endpoint: str, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing-key")
    client: Any = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1")
    bucket = "cut" + "".join(c for c in tmp_path.name.lower() if c.isalnum())
    client.create_bucket(Bucket=bucket)

    def arrived() -> dict[str, bytes]:
        listed = client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {one["Key"]: client.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in listed}

    proxy = Proxy(int(s3_endpoint.rpartition(":")[2]))
    proxy.budget = int(share * sum(map(len, site_files(large_site).values())))
    settings = S3Bucket(bucket=bucket, endpoint=f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(PublishError) as caught:
        publish_site(large_site, {}, settings, tmp_path)
    assert "testing-key" not in str(caught.value)
    check_pages_have_their_assets(arrived(), large_site)
    proxy.budget = ENDLESS
    assert publish_site(large_site, {}, settings, tmp_path).sent
    assert {path: content for path, content in arrived().items() if path != MARKER} == site_files(large_site)
    assert not publish_site(large_site, {}, settings, tmp_path).sent
    proxy.close()


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.2, 0.8])
def test_an_sftp_connection_that_is_cut(large_site: Path, tmp_path: Path, ssh_server: Any, share: float) -> None:
    public = tmp_path / "www"
    direct: SftpServer = ssh_server(str(public))
    assert direct.port is not None
    proxy = Proxy(direct.port)
    proxy.budget = int(share * sum(map(len, site_files(large_site).values())))
    settings = replace(direct, port=proxy.port)
    with pytest.raises(PublishError, match="transfer failed"):
        publish_site(large_site, {}, settings, tmp_path)
    check_pages_have_their_assets(site_files(public), large_site)
    proxy.budget = ENDLESS
    assert publish_site(large_site, {}, settings, tmp_path).sent
    assert site_files(public) == site_files(large_site)
    assert [path for path in public.rglob("*") if path.name.endswith(".sayso-part")] == []
    proxy.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "sayso-test", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"A FULL DISK IS NOT TESTED: nothing can be mounted here ({done.stderr.strip()})")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_old_site_and_room_repairs_it(
    built_site: Path, tmp_path: Path, small_disk: Path
) -> None:
    settings = Folder(path=str(small_disk / "www" / "public"))
    public = small_disk / "www" / "public"
    publish_site(built_site, {}, settings, tmp_path)
    before = site_files(public)
    (built_site / "index.html").write_text("<!doctype html><p>second")
    (built_site / "static" / "large.bin").write_bytes(os.urandom(800_000))
    with pytest.raises(PublishError, match="No space left on device") as caught:
        publish_site(built_site, {}, settings, tmp_path)
    assert "The old site stands as it was" in (caught.value.hint or "")
    assert site_files(public) == before
    assert [path.name for path in (small_disk / "www").iterdir()] == ["public"], "what was begun is cleared away"
    (built_site / "static" / "large.bin").write_bytes(b"small now")
    assert publish_site(built_site, {}, settings, tmp_path).sent
    assert site_files(public) == site_files(built_site) | {"_headers": (public / "_headers").read_bytes()}


def test_a_git_remote_that_is_full_keeps_its_branch(built_site: Path, tmp_path: Path, small_disk: Path) -> None:
    from generator.destinations import GitBranch

    remote = small_disk / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", "--template=", str(remote)], check=True)
    settings = GitBranch(remote=f"file://{remote}", branch="pages")
    publish_site(built_site, {}, settings, tmp_path)

    def tip() -> str:
        done = subprocess.run(["git", "rev-parse", "pages"], cwd=remote, capture_output=True, text=True, check=True)
        return done.stdout

    before = tip()
    (built_site / "static" / "large.bin").write_bytes(os.urandom(800_000))
    with pytest.raises(PublishError, match="git push failed"):
        publish_site(built_site, {}, settings, tmp_path)
    assert tip() == before
    (built_site / "static" / "large.bin").write_bytes(b"small now")
    assert publish_site(built_site, {}, settings, tmp_path).sent
    assert tip() != before


@pytest.mark.slow
def test_a_server_that_is_full_is_repaired_once_there_is_room(
    large_site: Path, tmp_path: Path, small_disk: Path, ssh_server: Any
) -> None:
    """Over SFTP; half of the site fits at first."""
    public = small_disk / "www"
    settings: SftpServer = ssh_server(str(public))
    with pytest.raises(PublishError, match="transfer failed"):
        publish_site(large_site, {}, settings, tmp_path)
    check_pages_have_their_assets(site_files(public), large_site)
    assert not [path for path in public.rglob("*") if path.name.endswith(".sayso-part")], "that would fill it too"
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    assert publish_site(large_site, {}, settings, tmp_path).sent
    assert site_files(public) == site_files(large_site)
