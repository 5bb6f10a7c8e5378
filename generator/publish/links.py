"""The gate before publishing: every local link and fragment of the built site leads somewhere."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct


class BrokenLink(Struct, frozen=True, order=True):
    """A link on `page` (line from 1) to `target`, and why it leads nowhere."""

    page: str
    line: int
    target: str
    reason: str


def find_broken_links(output: Path) -> tuple[BrokenLink, ...]:
    """The links and fragments in the pages below `output` that lead nowhere; links to other sites are not looked at."""
    pages = {path.relative_to(output).as_posix(): _read_page(path) for path in sorted(output.rglob("*.html"))}
    files = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    broken = []
    for name, page in pages.items():
        for line, target in page.links:
            reason = _reason(name, target, pages, files)
            if reason:
                broken.append(BrokenLink(name, line, target, reason))
    return tuple(broken)


def _reason(page: str, target: str, pages: dict[str, _Page], files: set[str]) -> str | None:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or (parts.path.startswith("/")):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if parts.path.endswith("/") or path == ".":
        path = posixpath.normpath(posixpath.join(path, "index.html"))
    if path not in files:
        return "no such file"
    fragment = unquote(parts.fragment.partition(":~:")[0])
    if fragment and path in pages and fragment not in pages[path].anchors:
        return "no such place on that page"
    return None


class _Page(HTMLParser):
    """The links and anchors of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str]] = []
        self.anchors = {"top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)
            elif name in ("href", "src") and tag != "base":
                self.links.append((self.getpos()[0], value))


def _read_page(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page
