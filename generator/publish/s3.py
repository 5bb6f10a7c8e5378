"""A bucket behind any S3-compatible endpoint. Credentials come from the environment or the platform (AWS_ACCESS_KEY_ID ..., or the
machine's role), as obstore finds them; none is read from sayso.toml.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from generator.destinations import S3Bucket
from generator.errors import PublishError
from generator.publish.manifest import MARKER, Manifest, check_foreign, read_manifest
from generator.publish.site_files import SiteFile

if TYPE_CHECKING:
    from obstore import ObjectMeta  # a type only: it isn't there at run time


class S3Remote:
    """The bucket and prefix of one target."""

    def __init__(self, settings: S3Bucket) -> None:
        self._settings = settings
        self._tags: dict[str, str | None] = {}  # what the endpoint answered to our own uploads
        plain = bool(settings.endpoint and settings.endpoint.startswith("http://"))
        self._store = S3Store(
            settings.bucket,
            prefix=settings.prefix or None,
            region=settings.region,
            endpoint=settings.endpoint,
            client_options={"allow_http": plain},
        )

    @property
    def name(self) -> str:
        """Where it publishes, for messages."""
        return f"s3://{self._settings.bucket}/{self._settings.prefix}"

    def read_manifest(self) -> Manifest | None:
        """What we published there; None where the prefix is empty. Raises PublishError where it is somebody else's."""
        with self._explained():
            try:
                return read_manifest(bytes(obstore.get(self._store, MARKER).bytes()), self.name)
            except (FileNotFoundError, NotFoundError):
                pass
            for batch in obstore.list(self._store):
                check_foreign((found["path"] for found in batch), None, self._settings.keep, self.name)
        return None

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest, whole."""
        with self._explained():
            attributes = {"Content-Type": "application/json", "Cache-Control": "no-store"}
            obstore.put(self._store, MARKER, manifest.encode(), attributes=attributes, use_multipart=False)

    def put(self, files: Iterable[SiteFile]) -> None:
        """Send `files` with their types and how long they may be cached."""
        with self._explained():
            for file in files:
                attributes = {"Content-Type": file.content_type, "Cache-Control": file.cache_control}
                sent = obstore.put(self._store, file.path, file.read(), attributes=attributes, use_multipart=False)
                self._tags[file.path] = sent["e_tag"]

    def find_wrong(self, files: Iterable[SiteFile]) -> list[str]:
        """The paths whose size or hash (the ETag of a single PUT is its MD5) is not what was sent."""
        with self._explained():
            there = {found["path"]: found for batch in obstore.list(self._store) for found in batch}
        return [file.path for file in files if not self._is_same(file, there.get(file.path))]

    def delete(self, paths: Iterable[str]) -> None:
        """Remove `paths`."""
        with self._explained():
            for path in paths:
                with contextlib.suppress(FileNotFoundError, NotFoundError):
                    obstore.delete(self._store, path)

    def _is_same(self, file: SiteFile, found: ObjectMeta | None) -> bool:
        if found is None or found["size"] != file.size:
            return False
        # Encrypted buckets give tags that are no MD5, but the same ones that the upload was answered with.
        tag = (found["e_tag"] or "").strip('"')
        return (
            found["e_tag"] == self._tags.get(file.path, "")
            or tag == hashlib.md5(file.read(), usedforsecurity=False).hexdigest()
        )

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            # Only the first line: the rest may quote the request, and a request is signed.
            reason = str(error).strip().partition("\n")[0][:300]
            raise PublishError(
                f"the bucket does not answer as it should: {reason}",
                path=self.name,
                hint="Check bucket, endpoint and region in sayso.toml, and the credentials in the environment.",
            ) from error
