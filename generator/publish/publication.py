"""One site to one destination: look at what is there, compare, and send what differs. `publish_site` is the whole way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from generator.destinations import Destination, Folder, GitBranch, S3Bucket
from generator.publish.folder import FolderTarget
from generator.publish.git_branch import GitTarget
from generator.publish.manifest import Changes, Manifest, check_removals, compare
from generator.publish.redirects import find_redirects, render_redirects
from generator.publish.sending import Remote, send_changes
from generator.publish.site_files import SiteFile, read_site_files


class Target(Protocol):
    """A destination as the publication sees it."""

    @property
    def name(self) -> str:
        """Where it publishes, for messages."""

    def read_manifest(self) -> Manifest | None:
        """What we published there; None where nothing is; PublishError where it is somebody else's."""

    def extra_files(self, files: tuple[SiteFile, ...]) -> tuple[SiteFile, ...]:
        """Files that this kind of destination wants beside the site's own `files`."""

    def send(self, files: tuple[SiteFile, ...], manifest: Manifest) -> None:
        """Make the destination hold `files` and `manifest`."""


class Publication(Struct, frozen=True, kw_only=True):
    """What a publication did, or with `dry_run` would have done."""

    where: str
    changes: Changes
    sent: bool


def publish_site(
    output: Path,
    articles: dict[str, str],
    destination: Destination,
    root: Path,
    *,
    dry_run: bool = False,
    max_deletes: float = 0.25,
) -> Publication:
    """Publish the built site in `output` to `destination`.

    `articles` maps each article's file in content/ to its page, for redirects; `root` is the folder of sayso.toml;
    `max_deletes` is the share (0 to 1) of published files that may go away. Raises PublishError.
    """
    own_files = read_site_files(output)
    with _opened(destination, root) as target:
        published = target.read_manifest()
        redirects = find_redirects(published, articles, {file.path for file in own_files})
        files = _joined(own_files, target.extra_files(own_files), render_redirects(redirects))
        changes = compare(published, files, destination.keep)
        check_removals(changes, published, max_deletes)
        manifest = Manifest(
            files={file.path: file.sha256 for file in files},
            sizes={file.path: file.size for file in files},
            articles=articles,
            redirects=redirects,
        )
        repairing = published is not None and published.state == "sending"
        if dry_run or not (changes or repairing):
            return Publication(where=target.name, changes=changes, sent=False)
        target.send(files, manifest)
        return Publication(where=target.name, changes=changes, sent=True)


def read_article_pages(output: Path) -> dict[str, str]:
    """Each article's file in content/ and its page, as the site's own table of articles has them; empty where there is none."""
    table = output / "data" / "articles.jsonl"
    if not table.is_file():
        return {}
    rows = (msgspec.json.decode(line, type=_ArticleRow) for line in table.read_bytes().splitlines())
    return {row.path: f"articles/{row.slug}/index.html" for row in rows}


class _ArticleRow(Struct, frozen=True):
    path: str
    slug: str


class _FileByFile:
    """A destination without transactions, seen as one."""

    def __init__(self, remote: Remote, keep: tuple[str, ...]) -> None:
        self._remote = remote
        self._keep = keep

    @property
    def name(self) -> str:
        return self._remote.name

    def read_manifest(self) -> Manifest | None:
        return self._remote.read_manifest()

    def extra_files(self, files: tuple[SiteFile, ...]) -> tuple[SiteFile, ...]:
        return ()

    def send(self, files: tuple[SiteFile, ...], manifest: Manifest) -> None:
        published = self._remote.read_manifest()
        send_changes(self._remote, published, compare(published, files, self._keep), manifest)


@contextlib.contextmanager
def _opened(destination: Destination, root: Path) -> Iterator[Target]:
    if isinstance(destination, GitBranch):
        with GitTarget(destination, root) as branch:
            yield branch
    elif isinstance(destination, Folder):
        with FolderTarget(destination, root) as folder:
            yield folder
    elif isinstance(destination, S3Bucket):
        from generator.publish.s3 import S3Remote  # 5 MB of client that only this target needs

        yield _FileByFile(S3Remote(destination), destination.keep)
    else:
        from generator.publish.sftp import SftpRemote

        yield _FileByFile(SftpRemote(destination), destination.keep)


def _joined(*groups: tuple[SiteFile, ...]) -> tuple[SiteFile, ...]:
    """All files, the first of a path winning, in the order they go up."""
    by_path: dict[str, SiteFile] = {}
    for file in (file for group in groups for file in group):
        by_path.setdefault(file.path, file)
    return tuple(sorted(by_path.values(), key=lambda file: (file.order, file.path)))
