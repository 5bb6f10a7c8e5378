"""The search as a reader uses it: over http below a sub-path, and from disk, where it can't run and says so."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.index import build_index
from generator.model import Article, ArticleAnalysis, Checkability, Naming
from generator.render.search import SearchDocuments
from generator.search import render_search
from tests.browser.conftest import Reader
from tests.browser.test_accessibility import find_violations
from tests.render import sites

PATH = "search/index.html"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def told_by_nobody() -> tuple[Article, ArticleAnalysis]:
    """An article that claims one thing in its own voice, and credits a clerk with another."""
    article = sites.make_article(
        "tannery",
        "The tannery lane",
        "<p>Tannery lane is older than the mill. A clerk said that the tannery stood empty.</p>",
    )
    credits = sites.Credits(article).credit("A clerk", "said", "that the tannery stood empty", naming=Naming.N3)
    return article, credits.claim("Tannery lane is older than the mill", Checkability.COMPARISON).analysis()


@contextmanager
def served(folder: Path, bundles: int) -> Iterator[str]:
    """The small site with its index, each article with its sources in the next of `bundles`, served below a sub-path."""
    analysed = (sites.wall(), sites.plain(), sites.ledger(), told_by_nobody())
    index = build_index(analysed)
    documents = SearchDocuments(index, lambda slug: {})
    pages = sites.render(sites.make_config(folder), analysed, search_bundles=bundles)
    for bundle in range(bundles):
        articles = analysed[bundle::bundles]
        slugs = {article.slug for article, _ in articles}
        sources = [one for one in index.sources if one.statements[0].article_slug in slugs]
        own = (*documents.of_articles(articles), *documents.of_sources(sources))
        pages |= {page.path: page for page in render_search(own, "en", bundle)}
    sites.write(pages, folder / "www" / "file")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "www")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/file/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("search"), 1) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A window in which nothing may complain, and nothing may be asked of another host."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith(address) else None)
    page.on(
        "requestfailed",
        lambda r: complaints.append(f"{r.url}: {r.failure}") if "ABORTED" not in str(r.failure) else None,
    )
    yield page
    context.close()
    assert complaints == []


def test_hits_are_shown_in_the_words_of_whom_they_stand_and_the_search_is_in_the_address(
    page: Page, address: str
) -> None:
    page.goto(address + PATH)
    page.get_by_label("Words").fill("wall")
    statement = page.locator(".claims-found > li", has_text="Nobody in that building")
    expect(statement).to_contain_text("○ an engineer who worked on the survey direct quotation · certain")
    expect(statement.locator("mark")).to_have_text("wall")
    expect(page.locator("output")).to_have_text("1 page")
    assert page.url == f"{address}{PATH}?q=wall"
    statement.get_by_role("link").click()
    page.wait_for_url(f"{address}articles/wall/index.html#a0000003")
    assert "believes the wall is safe" in page.locator("#a0000003").inner_text()


def test_a_shared_address_shows_the_same_search(page: Page, address: str) -> None:
    page.goto(f"{address}{PATH}?q=wall&kind=claim&naming=named")
    expect(page.locator("#results > li")).to_have_count(1)
    expect(page.locator("#results > li")).to_contain_text("Ilse Marrow")
    assert page.get_by_label("In", exact=True).input_value() == "claim"
    assert page.get_by_label("Source", exact=True).input_value() == "named"


def test_each_claim_is_a_result_of_its_own(page: Page, address: str) -> None:
    page.goto(f"{address}{PATH}?q=wall&kind=claim")
    found = page.locator("#results > li")
    expect(page.locator("output")).to_have_text(re.compile("^[0-9]+ claims$"))
    assert page.locator("output").inner_text() == f"{found.count()} claims"
    assert found.count() > page.locator("#results .claims-found").count() == 0
    one = found.filter(has_text="Nobody in that building")
    assert one.locator("h2").inner_text() == "○ an engineer who worked on the survey direct quotation · certain"
    assert one.locator("mark").all_inner_texts() == ["wall"]
    expect(one).to_contain_text("in Inspectorate: 4,000 homes")
    before = found.count()
    page.get_by_label("Source", exact=True).select_option("named")
    expect(found).not_to_have_count(before)
    expect(one).to_have_count(0)
    page.get_by_label("Source", exact=True).select_option("")
    one.locator("h2").get_by_role("link").click()
    page.wait_for_url(f"{address}articles/wall/index.html#a0000003")


def test_a_claim_in_the_authors_voice_is_a_result_that_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}{PATH}?q=tannery&kind=claim")
    found = page.locator("#results > li")
    expect(page.locator("output")).to_have_text("2 claims")
    own = found.filter(has_text="older than the mill")
    assert own.locator("h2").inner_text() == "the author’s voice no credit found · comparison · certain"
    page.get_by_label("Source", exact=True).select_option("author")
    expect(page.locator("output")).to_have_text("1 claim")
    expect(found).to_contain_text("older than the mill")
    own.locator("h2").get_by_role("link").click()
    page.wait_for_url(f"{address}articles/tannery/index.html**")
    assert page.url.startswith(f"{address}articles/tannery/index.html")


def test_sources_are_found_by_name_and_narrowed_by_outlet(page: Page, address: str) -> None:
    page.goto(f"{address}{PATH}?q=marrow&kind=source")
    found = page.locator(".found-source")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("named, with role · person · ")
    page.get_by_label("Outlet").select_option("The Skellmouth Ledger")
    expect(found).to_have_count(1)
    page.get_by_label("Words").fill("inspectorate")
    expect(page.locator("output")).to_have_text("Nothing found")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("#results > li")).to_have_count(0)


def test_words_that_nobody_is_credited_with_are_told_apart(page: Page, address: str) -> None:
    page.goto(f"{address}{PATH}?q=kettle")
    expect(page.locator("#results > li").first).to_contain_text("not in what anybody is credited with")


def test_what_is_typed_by_somebody_else_does_no_harm(page: Page, address: str) -> None:
    page.goto(f"{address}{PATH}?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&kind=%22%3E&outlet=zz")
    expect(page.locator("output")).not_to_have_text("")
    assert page.locator("img").count() == 0 and page.get_by_label("In", exact=True).input_value() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_results_meet_wcag_and_stay_in_the_window(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}{PATH}?q=wall")
    expect(page.locator("#results > li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = find_violations(page)
    context.close()
    assert found == []


def test_what_lies_in_several_bundles_is_found_as_in_one(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    with served(tmp_path, 4) as divided:
        for query in ("wall", "wall&kind=claim", "tannery&kind=claim&naming=author", "clerk&kind=source", "homes"):
            shown = []
            for place in (address, divided):
                page.goto(f"{place}{PATH}?q={query}")
                expect(page.locator("#results > li").first).to_be_visible()
                expect(page.locator("output")).not_to_contain_text("Reading")
                shown.append(
                    (page.locator("output").inner_text(), sorted(page.locator("#results > li").all_inner_texts()))
                )
            assert shown[0] == shown[1]
    context.close()
    assert complaints == []


@pytest.mark.parametrize("missing", ["**/pagefind/**", "**/pagefind/1/**"])
def test_an_index_that_is_not_there_is_said_to_be_missing(browser: Browser, tmp_path: Path, missing: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(missing, lambda route: route.abort())
    with served(tmp_path, 2) as divided:
        page.goto(f"{divided}{PATH}?q=wall")
        expect(page.locator("#elsewhere")).to_contain_text("The search index cannot be loaded here.")
        assert not page.locator("#search").is_visible()
    context.close()


def test_from_disk_the_page_says_that_it_cannot_search_and_where_to_filter(reader: Reader) -> None:
    page = reader.open(PATH)
    assert "needs JavaScript, and the site on a web server" in page.locator("#elsewhere").inner_text()
    assert not page.locator("#search").is_visible()
    page.get_by_role("link", name="the claims").click()
    assert page.locator("#claims tbody tr:visible").count() == 14


@pytest.mark.window(java_script_enabled=False)
def test_without_javascript_no_control_is_shown_that_does_nothing(reader: Reader) -> None:
    page = reader.open(PATH)
    assert not page.locator("#search").is_visible() and page.locator("#elsewhere").is_visible()
