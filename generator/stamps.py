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
"""The fields of a `Stamp`, for those who compare tens of thousands; of the inode, INODE_BITS."""

INODE_BITS = (1 << 63) - 1
"""So much of an inode is kept, which is all of it but on a few systems: so each number of a stamp has eight bytes."""


def read_plain_stamp(path: str) -> PlainStamp | None:
    """As `read_stamp`."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino & INODE_BITS


def read_stamp(path: Path | str) -> Stamp | None:
    """The stamp of the file at `path`, links followed; None where there is none to be read."""
    try:
        status = os.stat(path)  # noqa: PTH116  twenty thousand times: a Path each would double the cost
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


def digest_trees(roots: Iterable[Path | None]) -> bytes | None:
    """What the names and stamps of all files in and below `roots` come to; None while one of them isn't settled.

    Hidden files and byte code are passed over, links to folders are followed, since templates are found through them. A root that
    isn't there counts as that.
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
    waiting, linked = [root], set[str]()
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted((entry.name, entry.is_dir(), entry.is_symlink()) for entry in found)
        except OSError:
            entries = []
        lines = [f"\0\0{folder}"]
        for name, is_folder, is_link in entries:
            path = f"{folder}{os.sep}{name}"
            if name.startswith(".") or name == "__pycache__":
                continue
            if is_folder:
                target = os.path.realpath(path) if is_link else ""
                lines.append(f"\0{name}\0{target}")
                if target not in linked:  # a link may lead to where it stands
                    waiting.append(path)
                if target:
                    linked.add(target)
                continue
            plain = read_plain_stamp(path)
            if plain is not None and plain[1] >= now - SETTLED_NS:
                return False
            lines.append(f"\0{name}\0{plain}")
        digest.update("\0".join(lines).encode("utf-8", "surrogateescape"))
    return True
