"""Real destinations on this machine: a bare git repository, an S3 endpoint, an OpenSSH server."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.destinations import SftpServer

PAGES = {
    "index.html": '<!doctype html><a href="articles/wall/index.html">The wall</a>',
    "articles/wall/index.html": '<!doctype html><link href="../../static/site.0123abcd.css"><p id="a1">',
    "static/site.0123abcd.css": "p { margin: 0 }",
    "sitemap.xml": "<urlset/>",
}


@pytest.fixture
def built_site(tmp_path: Path) -> Path:
    """A small built site; tests edit it and publish again."""
    output = tmp_path / "output"
    for path, text in PAGES.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text)
    (output / ".sayso-manifest.json").write_text("{}")
    return output


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The address of an S3 server on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], SftpServer]]:
    """Makes the settings for a folder on an OpenSSH server on loopback, with a key of its own."""
    daemon = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    if not daemon or not shutil.which("sftp"):
        pytest.skip("NO OPENSSH SERVER HERE: the SFTP target is not tested (install openssh-server)")
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    (folder / "authorized").chmod(0o600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'authorized'}\n"
        f"PidFile {folder / 'pid'}\nStrictModes no\nPasswordAuthentication no\nUsePAM no\n"
        "PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True) if getpass.getuser() == "root" else None
    server = subprocess.Popen([daemon, "-D", "-f", str(folder / "config")], stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    options = f"-i {folder / 'user'} -o UserKnownHostsFile={folder / 'known'} -o StrictHostKeyChecking=accept-new"

    def settings(path: str) -> SftpServer:
        user = getpass.getuser()
        return SftpServer(host=f"{user}@127.0.0.1", port=port, path=path, command=f"sftp -F none {options}")

    yield settings
    server.terminate()
    server.wait(10)
