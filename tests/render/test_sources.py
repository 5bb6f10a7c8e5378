"""The pages of sources: what people say of one, and addresses that lead on."""

from __future__ import annotations

from pathlib import Path

from generator.index import build_index
from generator.model import KnownSource, Page
from generator.render.site import render_site
from tests.render import sites

BASE_URL = "https://dunmere.example/"


def pages(tmp_path: Path, *known: KnownSource) -> dict[str, Page]:
    analysed = (sites.wall(), sites.ledger())
    config = sites.make_config(tmp_path, base_url=BASE_URL)
    rendered = render_site(config, analysed, build_index(analysed, known), ())
    return {page.path: page for page in rendered if isinstance(page, Page)}


def test_an_address_that_was_given_out_leads_on(tmp_path: Path) -> None:
    (old,) = (path for path in pages(tmp_path) if path.startswith("sources/ilse-marrow-"))
    entry = KnownSource(id="mayor", name="Ilse Marrow", about="mayor & baker", link="https://marrow.example/", line=1)
    found = pages(tmp_path, entry)
    moved = found[old].content.decode()
    assert '<meta http-equiv="refresh" content="0; url=../../sources/mayor/index.html">' in moved
    assert '<a href="../../sources/mayor/index.html">together with its other names</a>' in moved
    assert '<meta name="robots" content="noindex">' in moved
    sitemap = found["sitemap.xml"].content.decode()
    assert f"{BASE_URL}sources/mayor/" in sitemap
    assert old.removesuffix("index.html") not in sitemap
    page = found["sources/mayor/index.html"].content.decode()
    assert "mayor &amp; baker" in page
    assert '<a href="https://marrow.example/" rel="external">' in page
    assert "../../sources/mayor/index.html" in found["articles/ledger/index.html"].content.decode()
