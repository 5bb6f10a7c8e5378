"""schema.org in the pages, held to SHACL shapes of our own, and safe inside its script element."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from msgspec.structs import replace

from generator.model import FrontMatter, Page
from generator.render.json_ld import render_json_ld
from tests.linked_data import find_problems
from tests.render import sites

BASE_URL = "https://dunmere.example/file/"
ADDRESSES = ("url", "isBasedOn")
CONTEXTS = {
    "https://schema.org": {
        "@context": {"@vocab": "https://schema.org/", **{name: {"@type": "@id"} for name in ADDRESSES}}
    }
}


def read_node(page: Page) -> Any:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode(), re.DOTALL)
    return json.loads(script)


def problems(node: Any, path: str) -> str:
    return find_problems(node, "schema_org.shapes.ttl", CONTEXTS, BASE_URL + path)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The small site, with a verdict of a person on a report and on a quotation."""
    article, analysis = sites.wall()
    signed = analysis.attributions[11].review
    assert signed
    verdict = replace(signed, verdict="Not so", why="The log has </script> one entry & no more.")
    attributions = tuple(
        replace(attribution, review=verdict) if attribution.id in ("a0000002", "a0000003") else attribution
        for attribution in analysis.attributions
    )
    made = ((article, replace(analysis, attributions=attributions)), sites.plain(), sites.ledger())
    return sites.render(sites.make_config(tmp_path_factory.mktemp("site"), base_url=BASE_URL), made)


@pytest.mark.parametrize(
    "path", ["articles/wall/index.html", "articles/plain/index.html", "index.html", "claims/index.html"]
)
def test_a_page_holds_to_the_shapes(pages: dict[str, Page], path: str) -> None:
    assert problems(read_node(pages[path]), path) == ""


def test_every_page_but_the_one_for_no_page_says_what_it_is(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if path.endswith(".html") and path != "404.html" and 'http-equiv="refresh"' not in page.content.decode():
            assert read_node(page)["@type"] in ("WebPage", "NewsArticle"), path


def test_quotations_and_claims_have_their_speakers_and_their_permalinks(pages: dict[str, Page]) -> None:
    _, analysis = sites.wall()
    parts = {part["@id"].partition("#")[2]: part for part in read_node(pages["articles/wall/index.html"])["hasPart"]}
    assert list(parts) == [attribution.id for attribution in analysis.attributions]
    quoted = parts["a0000003"]
    assert quoted["@type"] == "Quotation" and quoted["@id"] == f"{BASE_URL}articles/wall/#a0000003"
    assert quoted["spokenByCharacter"] == {"@type": "Person", "description": "an engineer who worked on the survey"}
    assert parts["a0000002"]["author"] == {"@type": "Organization", "name": "The Waterworks Inspectorate"}
    assert parts["a0000011"]["isBasedOn"]["@type"] == "CreativeWork", "a notice is no speaker"
    assert "author" not in parts["a0000010"], "nobody is stated"
    assert parts["a0000012"]["creativeWorkStatus"] == "reviewed by R. Pell"


def test_a_verdict_stands_only_where_a_person_wrote_one(pages: dict[str, Page], tmp_path: Path) -> None:
    reviews = read_node(pages["articles/wall/index.html"])["review"]
    assert [(r["author"]["name"], r["datePublished"], r["reviewRating"]["alternateName"]) for r in reviews] == [
        ("R. Pell", "2026-03-14", "Not so")
    ] * 2
    assert "whose own verdict on what is claimed is “Not so”" in pages["articles/wall/index.html"].content.decode()
    unsigned = sites.render(sites.make_config(tmp_path), (sites.wall(),))
    assert "review" not in read_node(unsigned["articles/wall/index.html"])


MISTAKES: dict[str, Callable[[dict[str, Any]], object]] = {
    "an unsigned verdict": lambda node: node["review"][0].pop("author"),
    "an undated verdict": lambda node: node["review"][0].pop("datePublished"),
    "a verdict without grounds": lambda node: node["review"][0].pop("reviewBody"),
    "a quotation without words": lambda node: node["hasPart"][2].pop("text"),
    "a word that schema.org doesn't have": lambda node: node["hasPart"][2].update(truthfulness="low"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(pages: dict[str, Page], mistake: str) -> None:
    node = read_node(pages["articles/wall/index.html"])
    MISTAKES[mistake](node)
    assert problems(node, "articles/wall/index.html")


@pytest.mark.parametrize(
    "attack",
    ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028\u2029", "&lt;/script>", '"}};alert(1)//'],
)
def test_nothing_breaks_out_of_the_script(attack: str, tmp_path: Path) -> None:
    assert not set("<>&\u2028\u2029") & set(render_json_ld({"name": attack}))
    assert json.loads(render_json_ld({"name": attack}))["name"] == attack
    article, analysis = sites.wall()
    matter = FrontMatter(byline=attack, outlet=attack, summary=attack, license=attack, tags=(attack,))
    page = sites.render(sites.make_config(tmp_path, title=attack), ((replace(article, front_matter=matter), analysis),))
    document = html5lib.parse(page["articles/wall/index.html"].content.decode(), namespaceHTMLElements=False)
    assert len([script for script in document.iter("script") if not script.get("src")]) == 1
    assert read_node(page["articles/wall/index.html"])["publisher"]["name"] == attack
