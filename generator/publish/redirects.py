"""Addresses that moved: an article whose slug changes keeps its old address, as a redirect, for as long as the site is published.
So does a part of a long article that is no longer one.

Hosts that read `_redirects` (Netlify, Cloudflare Pages) answer with the new address themselves; everywhere else a page at the old
address sends the reader on.
"""

from __future__ import annotations

import json
import posixpath
import re
from html import escape

from generator.publish.manifest import Manifest
from generator.publish.site_files import SiteFile, make_site_file

PART = re.compile(r"(?P<article>articles/[^/]+/)(?P<part>part-\d+/index\.html)")


def find_redirects(published: Manifest | None, articles: dict[str, str], pages: set[str]) -> dict[str, str]:
    """Old page -> present page: the ones known so far, and the articles whose page has moved since.

    `articles` maps each article's file to its page now; a part that is gone leads to the same part, or else the first, of its
    article; a redirect from a page that exists again, or to one that is gone, ends.
    """
    known = dict(published.redirects) if published else {}
    moved = {
        page: articles[source]
        for source, page in (published.articles.items() if published else ())
        if source in articles and articles[source] != page
    }
    joined = {old: moved.get(new, new) for old, new in known.items()} | moved
    for page in published.files if published else ():
        if (part := PART.fullmatch(page)) and page not in pages:
            first = f"{part['article']}index.html"
            whole = joined.get(first, first)
            same = f"{whole.removesuffix('index.html')}{part['part']}"
            joined[page] = same if same in pages else whole
    return {old: new for old, new in sorted(joined.items()) if old not in pages and new in pages}


def render_redirects(redirects: dict[str, str]) -> tuple[SiteFile, ...]:
    """`_redirects`, and a page at each old address. No file where nothing moved."""
    if not redirects:
        return ()
    lines = "".join(f"/{_address(old)} /{_address(new)} 301\n" for old, new in redirects.items())
    return (make_site_file("_redirects", lines.encode()), *(_page(old, new) for old, new in redirects.items()))


def _page(old: str, new: str) -> SiteFile:
    path = posixpath.relpath(new, posixpath.dirname(old) or ".")
    target, quoted = escape(path), json.dumps(path).replace("<", "\\u003c")
    html = (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="robots" content="noindex">\n'
        f"<script>location.replace({quoted} + location.hash)</script>\n"  # a refresh alone would lose which statement is meant
        f'<meta http-equiv="refresh" content="0; url={target}">\n<title>This page has moved</title>\n'
        f'<p>This page has moved: <a href="{target}">here it is</a>.</p>\n</html>\n'
    )
    return make_site_file(old, html.encode())


def _address(page: str) -> str:
    return page.removesuffix("index.html")
