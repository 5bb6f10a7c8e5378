"""`_headers` for Netlify and Cloudflare Pages: the caching that `SiteFile.cache_control` asks of S3, in their words."""

from __future__ import annotations

from collections.abc import Iterable

from generator.publish.site_files import IMMUTABLE, SiteFile

EVERYWHERE = """\
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
"""


def render_headers(files: Iterable[SiteFile]) -> bytes:
    """The file's bytes: the assets of `files` that may be kept for a year, each by its name, and what holds for every file."""
    kept = sorted(file.path for file in files if file.cache_control == IMMUTABLE)
    return "".join([*(f"/{path}\n  Cache-Control: {IMMUTABLE}\n" for path in kept), EVERYWHERE]).encode()
