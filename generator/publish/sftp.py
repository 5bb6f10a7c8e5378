"""A folder on a server, over SFTP, with the machine's own OpenSSH: its keys, its agent, its known hosts, its ~/.ssh/config.

Each phase is one batch over one connection. A file is sent beside its place and renamed into it, so that a cut never leaves half
a page under a page's name.
"""

from __future__ import annotations

import contextlib
import posixpath
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.destinations import SftpServer
from generator.errors import PublishError
from generator.publish.manifest import MARKER, Manifest, check_foreign, read_manifest
from generator.publish.site_files import SiteFile, make_site_file

PART = ".sayso-part"
READ_BACK_BYTES = 64_000_000
READ_BACK_FILES = 500


class SftpRemote:
    """The server and folder of one target."""

    def __init__(self, settings: SftpServer) -> None:
        self._settings = settings
        self._made: set[str] = set()

    @property
    def name(self) -> str:
        """Where it publishes, for messages."""
        return f"sftp://{self._settings.host}{self._settings.path}"

    def read_manifest(self) -> Manifest | None:
        """What we published there; None where the folder is new or empty. Raises PublishError where it is somebody else's."""
        with TemporaryDirectory(prefix="sayso-publish-") as folder:
            local = Path(folder) / "manifest"
            # `pwd` may not fail, `get` may: a connection that breaks must not look like a manifest that isn't there.
            self._run("pwd", f"-get {_quoted(self._at(MARKER))} {_quoted(str(local))}")
            if local.is_file():
                return read_manifest(local.read_bytes(), self.name)
        # Only names at the root are looked at: a folder is somebody else's unless something in it is listed.
        listed = tuple(kept.partition("/")[0] for kept in self._settings.keep)
        check_foreign(self._list_folder(""), None, listed, self.name)
        return None

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest, whole."""
        with TemporaryDirectory(prefix="sayso-publish-") as folder:
            local = Path(folder) / "manifest"
            local.write_bytes(manifest.encode())
            self._send([*self._make_folders([MARKER]), *self._upload(local, MARKER)], [MARKER])

    def put(self, files: Iterable[SiteFile]) -> None:
        """Send `files`, folders first."""
        files = tuple(files)
        with TemporaryDirectory(prefix="sayso-publish-") as folder:
            lines = self._make_folders([file.path for file in files])
            for number, file in enumerate(files):
                local = file.content if isinstance(file.content, Path) else Path(folder) / str(number)
                if isinstance(file.content, bytes):
                    local.write_bytes(file.content)
                lines += self._upload(local, file.path)
            self._send(lines, [file.path for file in files])

    def find_wrong(self, files: Iterable[SiteFile]) -> list[str]:
        """The paths of which another size is listed, or which read back are not what was sent: SFTP itself tells no hash."""
        files = tuple(files)
        sizes: dict[str, int] = {}
        for folder in sorted({posixpath.dirname(file.path) for file in files}):
            sizes |= {posixpath.join(folder, name): size for name, size in self._list_folder(folder).items()}
        whole = [file for file in files if sizes.get(file.path) == file.size]
        right = {path for batch in _batches(whole) for path in self._find_right(batch)}
        return [file.path for file in files if file.path not in right]

    def _find_right(self, files: Sequence[SiteFile]) -> Iterator[str]:
        """The paths of those `files` that are there as they were sent."""
        with TemporaryDirectory(prefix="sayso-publish-") as folder:
            copies = {file.path: Path(folder) / str(number) for number, file in enumerate(files)}
            # As in `read_manifest`, a connection that breaks must not look like files that aren't there.
            self._run("pwd", *(f"-get {_quoted(self._at(path))} {_quoted(str(at))}" for path, at in copies.items()))
            for file in files:
                copy = copies[file.path]
                if copy.is_file() and make_site_file(file.path, copy.read_bytes()).sha256 == file.sha256:
                    yield file.path

    def delete(self, paths: Iterable[str]) -> None:
        """Remove `paths`, then the folders that are empty by that."""
        paths = tuple(paths)
        folders = {parent for path in paths for parent in _parents(path)}
        removals = [f"-rm {_quoted(self._at(path))}" for path in paths]
        emptied = [f"-rmdir {_quoted(self._at(folder))}" for folder in sorted(folders, key=len, reverse=True)]
        if removals:
            self._run(*removals, *emptied)

    def _send(self, lines: list[str], paths: list[str]) -> None:
        """Run `lines`, which send `paths`; what is half there when that fails is removed: it may be what fills a disk."""
        try:
            self._run(*lines)
        except PublishError:
            with contextlib.suppress(PublishError):
                self._run(*(f"-rm {_quoted(self._part(path))}" for path in paths))
            raise

    def _part(self, path: str) -> str:
        return self._at(posixpath.join(posixpath.dirname(path), f".{posixpath.basename(path)}{PART}"))

    def _upload(self, local: Path, path: str) -> list[str]:
        part = self._part(path)
        return [f"put {_quoted(str(local))} {_quoted(part)}", f"rename {_quoted(part)} {_quoted(self._at(path))}"]

    def _make_folders(self, paths: list[str]) -> list[str]:
        own = [*_parents(self._settings.path.rstrip("/") + "/x")]
        below = {self._at(folder) for path in paths for folder in _parents(path)}
        wanted = [folder for folder in (*reversed(own), *sorted(below, key=len)) if folder not in self._made]
        self._made |= set(wanted)
        return [f"-mkdir {_quoted(folder)}" for folder in wanted]

    def _list_folder(self, folder: str) -> dict[str, int]:
        """Names and sizes in `folder`; nothing where it doesn't exist."""
        listed = self._run(f"-ls -lan {_quoted(self._at(folder))}")
        found = {}
        for line in listed.splitlines():
            parts = line.split(maxsplit=8)
            if len(parts) == 9 and parts[4].isdigit():
                name = posixpath.basename(parts[8])
                if name not in (".", "..") and not name.endswith(PART):
                    found[name] = int(parts[4])
        return found

    def _at(self, path: str) -> str:
        return posixpath.join(self._settings.path, path).rstrip("/")

    def _run(self, *lines: str) -> str:
        options = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15"]
        command = [*shlex.split(self._settings.command), *options, "-q", "-b", "-"]
        if self._settings.port:
            command += ["-P", str(self._settings.port)]
        try:
            done = subprocess.run(
                [*command, self._settings.host],
                input="\n".join(lines) + "\n",
                text=True,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise PublishError("OpenSSH's sftp is not installed", hint="Install the OpenSSH client.") from error
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit code {done.returncode}"
            raise PublishError(
                f"the transfer failed: {reason}",
                path=self.name,
                hint="Check that `sftp` reaches this host without asking anything, then run this again: it goes on from here.",
            )
        return done.stdout


def _batches(files: Iterable[SiteFile]) -> Iterator[list[SiteFile]]:
    """`files` in groups of not much more than `READ_BACK_BYTES`, which is what reading one back takes up on this machine."""
    batch: list[SiteFile] = []
    size = 0
    for file in files:
        batch.append(file)
        size += file.size
        if size >= READ_BACK_BYTES or len(batch) >= READ_BACK_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parents(path: str) -> list[str]:
    """`a/b/c.html` -> `a/b`, `a`."""
    found = []
    while (path := posixpath.dirname(path)) and path != "/":
        found.append(path)
    return found


def _quoted(path: str) -> str:
    """As sftp's batch language reads it; it also expands * ? [ in most commands, which a backslash stops."""
    escaped = "".join(f"\\{character}" if character in '\\"*?[' else character for character in path)
    return f'"{escaped}"'
