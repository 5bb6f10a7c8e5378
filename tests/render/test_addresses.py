"""What feed readers, search engines and browsers ask for, each held to its standard: Atom, sitemap, robots.txt, OpenSearch.

The schema of sitemaps is that of sitemaps.org, which npm's package `sitemap` carries. Atom's is in RFC 4287 and in no package,
OpenSearch has none; tests/schemas has for both the part that Sayso writes, written after their text, and stricter: without foreign
markup.
"""

from __future__ import annotations

from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from generator.model import Page
from tests.browser.node import find_module_file
from tests.render import sites

SCHEMAS = Path(__file__).parent.parent / "schemas"
BASE_URL = "https://dunmere.example/file/"
SITEMAP = "sitemap/schema/sitemap.xsd"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
LONG = "The whole of the Dunmere & Carrow file, with <all> that was ever said in it"


@pytest.fixture(scope="module", params=["The Dunmere file", LONG])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return sites.render(sites.make_config(tmp_path_factory.mktemp("site"), title=request.param, base_url=BASE_URL))


def check(schema: etree._Validator, page: Page) -> etree._Element:
    document = etree.fromstring(page.content)
    assert schema.validate(document), schema.error_log
    return document


def test_the_feed_is_atom(pages: dict[str, Page]) -> None:
    feed = check(etree.RelaxNG(file=str(SCHEMAS / "atom.rng")), pages["feed.xml"])
    ids = [entry.findtext("{*}id") for entry in feed.iterfind("{*}entry")]
    assert ids and len(ids) == len(set(ids)), "RFC 4287, 4.1.1: no two entries of an id"
    links = [(link.get("rel"), link.get("href")) for link in feed.iterfind("{*}link")]
    assert ("self", f"{BASE_URL}feed.xml") in links


def test_the_sitemap_is_one(pages: dict[str, Page]) -> None:
    sitemap = check(etree.XMLSchema(file=str(find_module_file(SITEMAP))), pages["sitemap.xml"])
    addresses = [entry.text or "" for entry in sitemap.iterfind("{*}url/{*}loc")]
    assert addresses and all(address.startswith(BASE_URL) for address in addresses)
    assert len(addresses) == len(set(addresses))


def test_robots_are_let_in_and_told_of_the_sitemap(pages: dict[str, Page]) -> None:
    robots = RobotFileParser()
    robots.parse(pages["robots.txt"].content.decode().splitlines())
    assert robots.can_fetch("*", f"{BASE_URL}articles/wall/")
    assert robots.site_maps() == [f"{BASE_URL}sitemap.xml"]


def test_a_browser_is_told_how_to_search(pages: dict[str, Page]) -> None:
    description = check(etree.RelaxNG(file=str(SCHEMAS / "opensearch.rng")), pages["opensearch.xml"])
    results, own = description.iterfind(f"{OPENSEARCH}Url")
    assert results.get("template") == f"{BASE_URL}search/?q={{searchTerms}}"
    assert own.get("rel") == "self" and own.get("template") == f"{BASE_URL}opensearch.xml"
    home = pages["index.html"].content.decode()
    assert (
        'rel="search" type="application/opensearchdescription+xml"' in home
        and f'href="{BASE_URL}opensearch.xml"' in home
    )


@pytest.mark.parametrize(
    ("schema", "name", "old", "new"),
    [
        ("atom.rng", "feed.xml", b"<updated>", b"<updated>soon "),
        (SITEMAP, "sitemap.xml", b"</loc>", b"</loc><lastmod>yesterday</lastmod>"),
        ("opensearch.rng", "opensearch.xml", b"<Description>", b"<Verdict/><Description>"),
    ],
)
def test_a_mistake_is_found(pages: dict[str, Page], schema: str, name: str, old: bytes, new: bytes) -> None:
    read = etree.XMLSchema if schema.endswith(".xsd") else etree.RelaxNG
    file = find_module_file(schema) if schema == SITEMAP else SCHEMAS / schema
    broken = pages[name].content.replace(old, new, 1)
    assert not read(file=str(file)).validate(etree.fromstring(broken))
