"""The page of origins: k of n articles, by which words, each linked to its place."""

from __future__ import annotations

from pathlib import Path

from generator.index import build_index
from generator.model import Page
from generator.render.site import render_site
from tests.render import sites


def pages(tmp_path: Path, count: int) -> dict[str, str]:
    analysed = []
    for number in range(count):
        article = sites.make_article(
            f"a{number:03}", f"Mayor <{number}>", "<p>Ilse Marrow said that she would stay.</p>"
        )
        credits = sites.Credits(article)
        credits.credit("Ilse Marrow", "said", "that she would stay").chain(1)
        analysed.append((article, credits.analysis()))
    index = build_index(tuple(analysed))
    rendered = render_site(sites.make_config(tmp_path), tuple(analysed), index, ())
    return {
        page.path: page.content.decode() for page in rendered if isinstance(page, Page) and page.path.endswith(".html")
    }


def test_an_origin_is_listed_with_its_articles_and_leads_to_the_words(tmp_path: Path) -> None:
    found = pages(tmp_path, 3)
    page = found["origins/index.html"]
    assert "3 of 3 articles go back to it" in page
    assert page.count('<a href="../articles/a00') == 6, "each article, and the words in it"
    assert "Mayor &lt;0&gt;" in page
    assert not [path for path in found if path.startswith("origins/") and path != "origins/index.html"]


def test_one_that_many_articles_share_has_pages_of_its_own(tmp_path: Path) -> None:
    found = pages(tmp_path, 130)
    own = sorted(path for path in found if path.startswith("origins/ilse-marrow"))
    assert len(own) == 2 and own[1].endswith("/page-2/index.html")
    assert "All 130 articles" in found["origins/index.html"]
    shown = sum(found[path].count('<ul class="routes">') for path in own)
    assert shown == 130
    assert max(len(text) for path, text in found.items() if path.startswith("origins/")) < 300_000


def test_a_site_without_a_shared_origin_says_so(tmp_path: Path) -> None:
    assert "No origin is shared by two articles" in pages(tmp_path, 1)["origins/index.html"]
