"""File by file, for places that have no transaction (S3, SFTP): an order in which a cut at any moment leaves a readable site.

1. The manifest says "sending" and names every path that will change, so that the next run trusts none of them.
2. Assets and data, then pages, then feeds: no page ever links to what isn't there yet.
3. Everything sent is looked at where it landed.
4. Only then what is gone is removed, and the manifest says "whole".

Between steps the manifest is read again: another run's name in it means that somebody else publishes at the same time. Then we
stop, and since the manifest stays "sending", whoever runs next looks at every path that either of us touched.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from typing import Protocol

import msgspec

from generator.errors import PublishError
from generator.publish.manifest import Changes, Manifest
from generator.publish.site_files import SiteFile


class Remote(Protocol):
    """A place that takes files one by one. Every method raises PublishError where the place can't be reached."""

    @property
    def name(self) -> str:
        """Where it publishes, for messages."""

    def read_manifest(self) -> Manifest | None:
        """What we published there; PublishError where the place is somebody else's."""

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest, whole."""

    def put(self, files: Iterable[SiteFile]) -> None:
        """Send `files`, each replaced whole."""

    def find_wrong(self, files: Iterable[SiteFile]) -> list[str]:
        """The paths of `files` that are not there as they were sent."""

    def delete(self, paths: Iterable[str]) -> None:
        """Remove `paths`; one that isn't there is no error."""


def send_changes(remote: Remote, published: Manifest | None, changes: Changes, after: Manifest) -> None:
    """Make `remote` what `after` says. Raises PublishError; the next run then goes on from there."""
    run = uuid.uuid4().hex
    before = published or Manifest()
    to_send = sorted((*changes.added, *changes.changed), key=lambda file: (file.order, file.path))
    touched = {file.path for file in to_send} | set(changes.removed)
    sending = msgspec.structs.replace(
        before,
        state="sending",
        run=run,
        files={**before.files, **after.files},
        sizes={**before.sizes, **after.sizes},
        pending=tuple(sorted(touched | set(before.pending))),
        redirects=after.redirects,
    )
    remote.write_manifest(sending)
    already = _already_there(remote, before, to_send)
    for _, files in itertools.groupby(
        (file for file in to_send if file.path not in already), key=lambda file: file.order
    ):
        _check_still_ours(remote, run)
        remote.put(tuple(files))
    wrong = remote.find_wrong([file for file in to_send if file.path not in already])
    if wrong:
        raise PublishError(
            f"{len(wrong)} files did not arrive as they were sent, such as “{wrong[0]}”",
            path=remote.name,
            hint="Nothing was removed. Run sayso publish again: it sends what is missing.",
        )
    _check_still_ours(remote, run)
    remote.delete(changes.removed)
    _check_still_ours(remote, run)
    remote.write_manifest(msgspec.structs.replace(after, run=run))


def _already_there(remote: Remote, before: Manifest, to_send: list[SiteFile]) -> set[str]:
    """Of a run that was cut, what had arrived: it isn't sent twice."""
    doubtful = [file for file in to_send if before.state == "sending" and file.path in before.pending]
    return {file.path for file in doubtful} - set(remote.find_wrong(doubtful)) if doubtful else set()


def _check_still_ours(remote: Remote, run: str) -> None:
    present = remote.read_manifest()
    if present is None or present.run != run:
        if present is not None and present.state == "whole":
            # The other run has finished and trusts what it listed; what we sent meanwhile must not be trusted.
            remote.write_manifest(
                msgspec.structs.replace(present, state="sending", pending=tuple(sorted(present.files)))
            )
        raise PublishError(
            "somebody else is publishing here at the same time",
            path=remote.name,
            hint="Wait until they are done, then run sayso publish again: it repairs what the two runs left.",
        )
