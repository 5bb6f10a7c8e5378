"""A folder on this machine, swapped whole: the new site is made beside the old one, then takes its name.

Unchanged files are hard links where the file system allows, so a publication costs what changed. What stands in the way of the
swap (another device, a parent that we may not write to) is an error before anything is touched.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from generator.destinations import Folder
from generator.errors import PublishError
from generator.publish.headers import render_headers
from generator.publish.manifest import MARKER, Manifest, check_foreign, read_manifest
from generator.publish.site_files import SiteFile, make_site_file

AT_FDCWD = -100  # <fcntl.h>: paths are relative to the current folder
RENAME_EXCHANGE = 2  # <linux/fs.h>


class FolderTarget:
    """The folder as it is now; `send` swaps a new one in."""

    def __init__(self, settings: Folder, root: Path) -> None:
        self._keep = settings.keep
        self._path = (root / settings.path).resolve()
        self._new = self._path.with_name(f".{self._path.name}.sayso-new")
        self._old = self._path.with_name(f".{self._path.name}.sayso-old")
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> FolderTarget:
        with _explained(self.name):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._stack.enter_context(_locked(self._path.parent, self.name))
            self._repair()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def name(self) -> str:
        """Where it publishes, for messages."""
        return str(self._path)

    def read_manifest(self) -> Manifest | None:
        """What we published there; None where the folder is new. Raises PublishError where it is somebody else's."""
        if self._path.exists() and not self._path.is_dir():
            raise PublishError("this is not a folder", path=self.name, hint="Name another in sayso.toml.")
        marker = self._path / MARKER
        manifest = read_manifest(marker.read_bytes(), self.name) if marker.is_file() else None
        check_foreign(self._present(), manifest, self._keep, self.name)
        return manifest

    def _present(self) -> list[str]:
        return [path.relative_to(self._path).as_posix() for path in self._path.rglob("*") if not path.is_dir()]

    def extra_files(self, files: tuple[SiteFile, ...]) -> tuple[SiteFile, ...]:
        """`_headers`, for hosts that a folder is uploaded to."""
        return (make_site_file("_headers", render_headers(files)),)

    def send(self, files: tuple[SiteFile, ...], manifest: Manifest) -> None:
        """Swap in a folder with exactly `files`, the kept foreign files and the manifest."""
        published = self.read_manifest()
        same = published.files if published else {}
        with _explained(self.name):
            try:
                for file in files:
                    self._place(file, same.get(file.path) == file.sha256)
                for path in self._keep:
                    if (self._path / path).exists() and not (self._new / path).exists():
                        _copy(self._path / path, self._new / path)
                (self._new / MARKER).write_bytes(manifest.encode())
            except BaseException:
                shutil.rmtree(self._new, ignore_errors=True)
                raise
            self._swap()

    def _place(self, file: SiteFile, unchanged: bool) -> None:
        target = self._new / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        present = self._path / file.path
        if unchanged and present.is_file() and present.stat().st_size == file.size:
            with contextlib.suppress(OSError):
                os.link(present, target)
                return
        target.write_bytes(file.read())

    def _swap(self) -> None:
        if self._path.exists() and _exchange(self._new, self._path):
            shutil.rmtree(self._new, ignore_errors=True)  # the old site, which has that name now
        else:
            if self._path.exists():
                self._path.rename(self._old)
            self._new.rename(self._path)
        shutil.rmtree(self._old, ignore_errors=True)

    def _repair(self) -> None:
        """Finish what a killed run left: between the two renames the site has no name, and the old one gets it back."""
        if self._old.exists() and not self._path.exists():
            self._old.rename(self._path)
        shutil.rmtree(self._new, ignore_errors=True)
        shutil.rmtree(self._old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Have the two folders take each other's names in one step, so that neither name is ever without a folder; False where the
    system can't (`renameat2` is Linux's, and not of every file system)."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    names = (ctypes.c_int(AT_FDCWD), os.fsencode(one), ctypes.c_int(AT_FDCWD), os.fsencode(other))
    done: int = rename(*names, ctypes.c_uint(RENAME_EXCHANGE))
    return done == 0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target, follow_symlinks=False)


@contextlib.contextmanager
def _locked(parent: Path, name: str) -> Iterator[None]:
    """Hold the folder `parent` as a lock that the system lets go when we die, however we die, and that leaves no file behind."""
    try:
        import fcntl
    except ImportError:  # Windows has no flock; its renames of open folders fail, which is a lock of its own
        yield
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise PublishError(
            "another sayso publish is writing this folder", path=name, hint="Wait for it, then run this again."
        ) from error
    else:
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PublishError(
            f"the folder cannot be written: {error.strerror or error}",
            path=name,
            hint="The old site stands as it was. Make room, or give write access to its parent folder too, then run again.",
        ) from error
