"""`_headers` for Netlify and Cloudflare Pages: the caching that `SiteFile.cache_control` asks of S3, in their words."""

from __future__ import annotations

HEADERS = """\
/static/*
  Cache-Control: public, max-age=31536000, immutable
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
"""


def render_headers() -> bytes:
    """The file's bytes."""
    return HEADERS.encode()
