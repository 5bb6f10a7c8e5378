"""What we published where: the marker that makes a place ours, the list that the next run compares with.

It lies at the root of the published site, under a name that no page has. A place without one is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from generator.errors import PublishError
from generator.publish.site_files import SiteFile

MARKER = ".sayso-published.json"


class Manifest(Struct, frozen=True, kw_only=True):
    """The published files by path.

    `state` is "sending" from before the first upload to after the last removal: the paths in `pending` may then hold the old
    file, the new one, or none, and are looked at before they are trusted. `run` tells two publishers apart.
    """

    made_by: Literal["sayso"] = "sayso"
    version: Literal[1] = 1
    state: Literal["whole", "sending"] = "whole"
    run: str = ""
    files: dict[str, str] = {}  # path -> SHA-256 of its bytes
    sizes: dict[str, int] = {}  # path -> how many
    pending: tuple[str, ...] = ()
    articles: dict[str, str] = {}  # path of the article's file in content/ -> path of its page
    redirects: dict[str, str] = {}  # path of a page that moved -> where it is now

    def encode(self) -> bytes:
        """As JSON, the same bytes for the same manifest."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"


def read_manifest(content: bytes, where: str) -> Manifest:
    """The manifest in `content`. Raises PublishError where it isn't one that this version knows."""
    try:
        return msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as error:
        raise PublishError(
            f"the marker {MARKER} cannot be read: {error}",
            path=where,
            hint="It was written by another version, or by hand: remove it and what was published there, then publish again.",
        ) from error


def is_kept(path: str, keep: tuple[str, ...]) -> bool:
    """Whether `path` is one of the files that `keep` lists, or stands in one of its folders."""
    return any(path == kept.rstrip("/") or path.startswith(f"{kept.rstrip('/')}/") for kept in keep)


def check_foreign(paths: Iterable[str], published: Manifest | None, keep: tuple[str, ...], where: str) -> None:
    """Of the files that are there, each must be ours or listed: what replaces the place whole would lose any other.

    Raises PublishError where one isn't.
    """
    ours = {MARKER, *published.files, *published.pending} if published else set()
    foreign = sorted(path for path in paths if path not in ours and not is_kept(path, keep))
    if foreign:
        raise PublishError(
            f"this place holds {len(foreign)} files that Sayso didn't publish, such as “{foreign[0]}”",
            path=where,
            hint="List under `keep` in sayso.toml what is to stay; or name another place there; or empty this one.",
        )


class Changes(Struct, frozen=True, kw_only=True):
    """What publishing would do: files in the order they go up, and the paths that go away."""

    added: tuple[SiteFile, ...]
    changed: tuple[SiteFile, ...]
    removed: tuple[str, ...]
    removed_sizes: dict[str, int] = {}  # in bytes, of those that are known
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(published: Manifest | None, files: tuple[SiteFile, ...], keep: tuple[str, ...] = ()) -> Changes:
    """What has to be sent and removed so that `published` becomes `files`; `pending` paths count as changed."""
    before = published.files if published else {}
    doubtful = set(published.pending) if published else set()
    added, changed, unchanged = [], [], 0
    for file in files:
        if file.path not in before:
            added.append(file)
        elif before[file.path] != file.sha256 or file.path in doubtful:
            changed.append(file)
        else:
            unchanged += 1
    here = {file.path for file in files}
    gone = sorted(path for path in (set(before) | doubtful) - here if not is_kept(path, keep))
    sizes = published.sizes if published else {}
    return Changes(
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(gone),
        removed_sizes={path: sizes[path] for path in gone if path in sizes},
        unchanged=unchanged,
    )


def check_removals(changes: Changes, published: Manifest | None, max_deletes: float) -> None:
    """Raises PublishError where more than the share `max_deletes` (0 to 1) of what is published would go away."""
    before = len(published.files) if published else 0
    if before and len(changes.removed) > max_deletes * before:
        raise PublishError(
            f"{len(changes.removed)} of {before} published files would be removed, more than {max_deletes:.0%}",
            hint="If that is right, allow it with --max-deletes 100%; --dry-run lists them.",
        )
