"""What really breaks: a disk that is full, connections that are cut in mid-transfer. The next run makes the place whole."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.destinations import Folder, GitBranch, S3Bucket, SftpServer
from generator.errors import PublishError
from generator.publish.manifest import MARKER
from generator.publish.publication import publish_site

ENDLESS = 1 << 40


@contextlib.contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server on loopback that gives each connection to `answer`, in a thread of its own.

    Its end is asked for and waited for: to close a socket that a thread still listens on would let that thread take the
    connections of whichever socket has the number next.
    """

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            answer(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


class Proxy:
    """Passes TCP on, and cuts every connection once `budget` bytes have been sent there."""

    def __init__(self) -> None:
        self.port = 0
        self.budget = ENDLESS

    @contextlib.contextmanager
    def to(self, port: int) -> Iterator[Proxy]:
        """Pass on to `port`, from `self.port`."""

        def answer(near: socket.socket) -> None:
            with socket.create_connection(("127.0.0.1", port)) as far:
                back = threading.Thread(target=self._pass, args=(far, near, False), daemon=True)
                back.start()
                self._pass(near, far, True)
                back.join()

        with answering(answer) as self.port:
            yield self

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(4096):
                if counted:
                    self.budget -= len(data)
                    if self.budget < 0:
                        raise ConnectionAbortedError
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)  # the other direction may have more to say
        except OSError:
            for end in (source, target):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


ProxyTo = Callable[[int], Proxy]


@pytest.fixture
def proxy_to() -> Iterator[ProxyTo]:
    """Makes proxies to ports, which end with the test."""
    with contextlib.ExitStack() as stack:
        yield lambda port: stack.enter_context(Proxy().to(port))


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
    large_site: Path,
    tmp_path: Path,
    s3_endpoint: str,
    proxy_to: ProxyTo,
    share: float,
    monkeypatch: pytest.MonkeyPatch,
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

    proxy = proxy_to(int(s3_endpoint.rpartition(":")[2]))
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


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.2, 0.8])
def test_an_sftp_connection_that_is_cut(
    large_site: Path, tmp_path: Path, ssh_server: Any, proxy_to: ProxyTo, share: float
) -> None:
    public = tmp_path / "www"
    direct: SftpServer = ssh_server(str(public))
    assert direct.port is not None
    proxy = proxy_to(direct.port)
    proxy.budget = int(share * sum(map(len, site_files(large_site).values())))
    settings = replace(direct, port=proxy.port)
    with pytest.raises(PublishError, match="transfer failed"):
        publish_site(large_site, {}, settings, tmp_path)
    check_pages_have_their_assets(site_files(public), large_site)
    proxy.budget = ENDLESS
    assert publish_site(large_site, {}, settings, tmp_path).sent
    assert site_files(public) == site_files(large_site)
    assert [path for path in public.rglob("*") if path.name.endswith(".sayso-part")] == []


@pytest.mark.slow
def test_what_a_server_keeps_otherwise_at_the_same_length_is_found_before_anything_goes(
    built_site: Path, tmp_path: Path, ssh_server: Any
) -> None:
    """As a disk that fails would keep it: the first letter of the home page is another after each batch."""
    public, failing, program = tmp_path / "www", tmp_path / "failing", tmp_path / "sftp"
    program.write_text(
        f'#!/bin/sh\nsftp "$@"\ncode=$?\n'
        f"[ -e {failing} ] && printf X | dd of={public}/index.html conv=notrunc 2>/dev/null\nexit $code\n"
    )
    program.chmod(0o755)
    direct: SftpServer = ssh_server(str(public))
    settings = replace(direct, command=direct.command.replace("sftp", str(program), 1))
    publish_site(built_site, {}, settings, tmp_path)
    (built_site / "index.html").write_text("<!doctype html><p>second")
    (built_site / "sitemap.xml").unlink()
    failing.touch()
    with pytest.raises(PublishError, match=r"1 files did not arrive as they were sent, such as “index\.html”"):
        publish_site(built_site, {}, settings, tmp_path, max_deletes=1)
    assert (public / "sitemap.xml").is_file()
    failing.unlink()
    assert publish_site(built_site, {}, settings, tmp_path, max_deletes=1).sent
    assert site_files(public) == site_files(built_site)


@pytest.fixture
def git_server(tmp_path: Path) -> Iterator[int]:
    """The port of a git server on loopback, as git-daemon(1) is one, for the repositories in `tmp_path`: git's own programs."""

    def answer(connection: socket.socket) -> None:
        length = int(connection.recv(4, socket.MSG_WAITALL), 16)
        request = connection.recv(length - 4, socket.MSG_WAITALL).decode()
        wanted, _, extra = request.partition("\0")  # "git-upload-pack /remote.git\0host=…\0\0version=2\0"
        service, _, path = wanted.partition(" ")
        subprocess.run(
            ["git", service.removeprefix("git-"), f"{tmp_path}{path}"],
            stdin=connection,
            stdout=connection,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "GIT_PROTOCOL": extra.partition("\0\0")[2].strip("\0")},
            check=False,
        )

    with answering(answer) as port:
        yield port


@pytest.mark.parametrize("share", [0.1, 0.9])
@pytest.mark.parametrize("first", [True, False], ids=["a new branch", "a branch of ours"])
def test_a_git_connection_that_is_cut(
    large_site: Path, tmp_path: Path, git_server: int, proxy_to: ProxyTo, share: float, first: bool
) -> None:
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)

    def run(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=remote, capture_output=True, text=True, check=True)
        return done.stdout

    def arrived() -> dict[str, bytes]:
        clone = tmp_path / f"clone-{len(list(tmp_path.iterdir()))}"
        run("clone", "-q", "--branch=pages", f"file://{remote}", str(clone))
        return {path: content for path, content in site_files(clone).items() if not path.startswith(".git/")}

    proxy = proxy_to(git_server)
    settings = GitBranch(remote=f"git://127.0.0.1:{proxy.port}/remote.git", branch="pages")
    if not first:
        publish_site(large_site, {}, settings, tmp_path)
        for path in sorted(large_site.glob("static/*.bin")):
            path.write_bytes(os.urandom(40_000))
    before = run("for-each-ref")
    # A pack holds random bytes as they are, so that each share of them is sent in the midst of it.
    proxy.budget = int(share * sum(path.stat().st_size for path in large_site.glob("static/*.bin")))
    with pytest.raises(PublishError, match="git push failed"):
        publish_site(large_site, {}, settings, tmp_path)
    assert run("for-each-ref") == before, "readers see the old site"
    run("fsck", "--strict")
    proxy.budget = ENDLESS
    assert publish_site(large_site, {}, settings, tmp_path).sent
    assert {path: content for path, content in arrived().items() if path != MARKER} == site_files(large_site)
    assert not publish_site(large_site, {}, settings, tmp_path).sent


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
