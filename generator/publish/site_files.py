"""The files of a site as they are published: what they hold, what they are served as, and in which order they go up."""

from __future__ import annotations

import hashlib
import mimetypes
from enum import IntEnum
from pathlib import Path

from msgspec import Struct

from generator.errors import PublishError

# Not every platform's table knows these, and a wrong type breaks the page on a host that believes it.
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".jsonld": "application/ld+json",
    ".sqlite": "application/vnd.sqlite3",
    ".svg": "image/svg+xml",
    ".tei.xml": "application/tei+xml",
    ".txt": "text/plain; charset=utf-8",
    ".ann": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}

IMMUTABLE = "public, max-age=31536000, immutable"


class Order(IntEnum):
    """A page goes up after everything it needs, and what lists pages after the pages."""

    ASSET = 0
    DATA = 1
    PAGE = 2
    LISTING = 3  # feeds and sitemaps: they announce pages, so these must be there


class SiteFile(Struct, frozen=True, kw_only=True):
    """One file to publish: `path` is relative to the site's root, with forward slashes; `content` its bytes, or where they lie."""

    path: str
    content: bytes | Path
    size: int
    sha256: str

    @property
    def order(self) -> Order:
        """When it goes up."""
        if self.path.endswith(".html"):
            return Order.PAGE
        if self.path in ("sitemap.xml", "feed.xml", "opensearch.xml", "robots.txt", "_redirects"):
            return Order.LISTING
        return Order.ASSET if self.path.startswith("static/") else Order.DATA

    @property
    def content_type(self) -> str:
        """The media type it is served as."""
        for ending, content_type in CONTENT_TYPES.items():
            if self.path.endswith(ending):
                return content_type
        return mimetypes.guess_type(self.path)[0] or "application/octet-stream"

    @property
    def cache_control(self) -> str:
        """How long a browser may keep it: an asset whose name changes with its content for a year, the rest is asked for again."""
        return IMMUTABLE if _has_hashed_name(self.path) else "public, max-age=0, must-revalidate"

    def read(self) -> bytes:
        """Its bytes."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


def make_site_file(path: str, content: bytes) -> SiteFile:
    """A file that is not in output/, such as `.nojekyll`."""
    return SiteFile(path=path, content=content, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def read_site_files(output: Path) -> tuple[SiteFile, ...]:
    """The files of the built site in `output`, in the order they go up; dotfiles (our own manifest among them) stay here.

    Raises PublishError where there is no built site, or where a link leads out of it.
    """
    if not (output / "index.html").is_file():
        raise PublishError("there is no built site here", path=str(output), hint="Build it first with: sayso build")
    files = []
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or path.is_dir():
            continue
        if path.is_symlink():
            raise PublishError(
                "a symbolic link is not published", path=str(path), hint="Replace it by the file it points to."
            )
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        files.append(SiteFile(path=name, content=path, size=path.stat().st_size, sha256=digest))
    return tuple(sorted(files, key=lambda file: (file.order, file.path)))


def _has_hashed_name(path: str) -> bool:
    stem = path.rpartition("/")[2].split(".")
    return path.startswith("static/") and any(
        len(part) >= 8 and all(character in "0123456789abcdef" for character in part) for part in stem[1:-1]
    )
