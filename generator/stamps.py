"""Whether files are what they were, without reading them: size, time of change and inode, as git's index does it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was looked at may change again under the same time (FAT counts in two seconds)."""


class Stamp(Struct, frozen=True, array_like=True):
    """What `stat` says of a file; two equal ones, the first of them settled, are of the same content."""

    size: int
    mtime_ns: int
    inode: int

    def is_settled(self, now_ns: int) -> bool:
        """Whether, looked at at `now_ns`, any later change will show."""
        return self.mtime_ns < now_ns - SETTLED_NS


PlainStamp = tuple[int, int, int]
"""The fields of a `Stamp`, for those who compare tens of thousands."""


def read_plain_stamp(path: str) -> PlainStamp | None:
    """As `read_stamp`."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def read_stamp(path: Path | str) -> Stamp | None:
    """The stamp of the file at `path`, links followed; None where there is none to be read."""
    try:
        status = os.stat(path)  # noqa: PTH116  twenty thousand times: a Path each would double the cost
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


def digest_trees(roots: Iterable[Path | None]) -> bytes | None:
    """What the names and stamps of all files in and below `roots` come to; None while one of them isn't settled.

    Hidden files and byte code are passed over. A root that isn't there counts as that.
    """
    digest = hashlib.blake2b(digest_size=16)
    now = time.time_ns()
    for root in roots:
        digest.update(f"\0\0{root}\0".encode("utf-8", "surrogateescape"))
        if root is not None and not _update(digest, str(root), now):
            return None
    return digest.digest()


def _update(digest: hashlib.blake2b, root: str, now: int) -> bool:
    if not os.path.isdir(root):  # noqa: PTH112
        stamp = read_stamp(root)
        digest.update(repr(stamp).encode())
        return stamp is None or stamp.is_settled(now)
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        digest.update(f"\0{folder}\0{folders}".encode("utf-8", "surrogateescape"))
        for name in sorted(files):
            if name.startswith("."):
                continue
            stamp = read_stamp(f"{folder}{os.sep}{name}")
            if stamp is not None and not stamp.is_settled(now):
                return False
            line = f"{name}\0{stamp.size}\0{stamp.mtime_ns}\0{stamp.inode}\0" if stamp else f"{name}\0\0"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return True
