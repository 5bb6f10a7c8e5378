"""The lists of sources and claims: facets, several values, and lists that are longer than a page."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.model import Article, ArticleAnalysis, Checkability, FrontMatter
from tests.browser.conftest import Reader
from tests.browser.test_reflow import served
from tests.render import sites

CLAIMS = "claims/index.html"
SOURCES = "sources/index.html"


def many(number: int, outlet: str, month: int, people: int, talker: str) -> tuple[Article, ArticleAnalysis]:
    """An article with `people` people, each with a statement of their own, the `talker` with two."""
    told = [(f"Anna Vale{number}x{n}", f"that house {number} of {n} is dry") for n in range(people)]
    told += [(who, "that the cellar is too") for who, _ in told if who == talker]
    said = (
        "".join(f"<p>{who} said {what}.</p>" for who, what in told) + f"<p>Street {number} is older than the mill.</p>"
    )
    article = sites.make_article(
        f"many-{number}", f"Many {number}", said, FrontMatter(date=datetime.date(2026, month, 1), outlet=outlet)
    )
    credits = sites.Credits(article)
    for who, what in told:
        credits.credit(who, "said", what)
    credits.claim(f"Street {number} is older than the mill", Checkability.COMPARISON)
    return article, credits.analysis()


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lists of several pages: 600 sources, 601 statements of theirs, and 2 claims in the author's voice."""
    folder = tmp_path_factory.mktemp("long")
    analysed = (many(1, "The Sluice", 3, 300, ""), many(2, "The Ledger", 4, 300, "Anna Vale2x150"))
    return sites.write(sites.render(sites.make_config(folder), analysed), folder / "output")


def test_a_long_list_is_filtered_on_all_its_pages(browser: Browser, long_site: Path) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with served(long_site) as address:
        for base in (long_site.as_uri(), address):
            page.goto(f"{base}/{CLAIMS}")
            assert page.locator("output").inner_text() == "200 of 603 claims on this page"
            page.get_by_label("Words").fill("vale1x7 ")
            expect(page.locator("output")).to_have_text("11 of 603 claims")
            assert page.locator("#claims tbody tr").count() == 11
            link = page.locator("#claims tbody tr .claim a").first
            assert link.get_attribute("href", timeout=100) == link.evaluate("n => n.getAttribute('href')")
            page.goto(f"{base}/sources/page-2/index.html#outlet=The+Ledger&words=vale2x29")
            expect(page.locator("output")).to_have_text("11 of 600 sources")
            page.locator("#sources tbody tr a").first.click()
            page.wait_for_url("**/sources/*vale2x29*/index.html*")
            assert page.locator("h1").inner_text().startswith("Anna Vale2x29"), "a link of a found row leads on"
    page.close()
    assert complaints == []


def test_a_found_row_is_drawn_like_the_others(browser: Browser, long_site: Path) -> None:
    page = browser.new_page()
    for path, words in ((CLAIMS, "vale2x0 "), (SOURCES, "vale1x0")):
        page.goto(f"{long_site.as_uri()}/{path}")
        row = page.locator("tbody tr", has_text=words.strip().capitalize().replace("Vale", "Anna Vale")).first
        before = " ".join(row.inner_text().split()) if row.count() else ""
        page.get_by_label("Words").fill(words)
        expect(page.locator("output")).to_have_text(re.compile("^[1-9][0-9]* of 60[03]"))
        after = " ".join(page.locator("tbody tr").first.inner_text().split())
        assert before and after.replace("articles:", "").split() == before.split(), path
    page.close()


def test_a_long_list_can_be_shown_whole_again(browser: Browser, long_site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{long_site.as_uri()}/{SOURCES}#day=2026-04")
    expect(page.locator("output")).to_have_text("300 of 600 sources")
    assert page.locator("#sources tbody tr").count() == 300
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("output")).to_have_text("250 of 600 sources on this page")
    assert page.locator("#sources tbody tr").count() == 250
    page.close()


def test_a_long_list_is_ordered_on_all_its_pages(browser: Browser, long_site: Path) -> None:
    everyone = sorted(f"Anna Vale{number}x{n}" for number in (1, 2) for n in range(300))
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with served(long_site) as address:
        for base in (long_site.as_uri(), address):
            page.goto(f"{base}/{CLAIMS}")
            page.get_by_role("button", name="Source").click()
            expect(page.locator("output")).to_have_text("603 of 603 claims, the first 300 shown")
            names = page.locator("#claims tbody bdi").all_inner_texts()
            assert names == everyone[:300], "of all pages, not of the rows shown before"
            page.get_by_role("button", name="Source").click()
            expect(page.locator("#claims tbody bdi").first).to_have_text(everyone[-1])
            assert page.url.endswith("#sort=-1")
            assert page.locator("th[aria-sort=descending]").inner_text() == "Source"

            page.goto(f"{base}/claims/page-3/index.html#words=vale2x29&sort=-1")
            expect(page.locator("output")).to_have_text("11 of 603 claims")
            found = page.locator("#claims tbody bdi").all_inner_texts()
            assert found == [f"Anna Vale2x29{n}" for n in range(9, -1, -1)] + ["Anna Vale2x29"], "a shared address"
            page.get_by_role("button", name="Show all").click()
            expect(page.locator("output")).to_have_text("200 of 603 claims on this page")
            assert page.locator("th[aria-sort]").count() == 0
    page.close()
    assert complaints == []


def test_claims_in_the_authors_voice_are_told_apart_and_filtered_by_kind(browser: Browser, long_site: Path) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{long_site.as_uri()}/{CLAIMS}")
    for label, code, address in (("Source", "author", "#group=author"), ("Kind", "comparison", "#check=comparison")):
        page.get_by_label(label, exact=True).select_option(code)
        expect(page.locator("output")).to_have_text("2 of 603 claims")
        assert page.url.endswith(address)
        row = page.locator("#claims tbody tr").first
        assert " ".join(row.inner_text().split()).startswith(
            "Street 2 is older than the mill no credit found · comparison the author’s voice no cue certain Many 2"
        )
        assert row.locator("a").first.get_attribute("href") == (
            "../articles/many-2/index.html#:~:text=Street%202%20is%20older%20than%20the"
        )
        page.get_by_role("button", name="Show all").click()
        expect(page.locator("output")).to_have_text("200 of 603 claims on this page")
    page.close()
    assert complaints == []


def test_a_long_list_is_ordered_by_number(browser: Browser, long_site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{long_site.as_uri()}/{SOURCES}#sort=3&outlet=The+Ledger")
    expect(page.locator("output")).to_have_text("300 of 600 sources")
    statements = page.locator("#sources tbody td:nth-child(4)")
    assert statements.all_inner_texts() == ["1"] * 299 + ["2"]
    page.get_by_role("button", name="Statements").click()
    expect(statements.first).to_have_text("2 statements")
    assert page.url.endswith("&sort=-3"), "pressed again, the largest first"
    page.close()


def test_no_script_of_a_long_list_is_heavy(long_site: Path) -> None:
    scripts = sorted(long_site.rglob("*.js"))
    assert len([script for script in scripts if script.name.startswith("rows-")]) >= 6
    assert all(script.stat().st_size <= 60_000 for script in scripts)
    assert all(page.stat().st_size <= 300_000 for page in long_site.rglob("*.html"))


def test_claims_are_filtered_by_figure_review_and_what_others_say(reader: Reader) -> None:
    page = reader.open(CLAIMS)
    page.get_by_label("Reviewed").select_option("yes")
    assert page.locator("output").inner_text() == "1 of 14 claims"
    assert page.locator("#claims tbody tr:visible").inner_text().count("✓ reviewed") == 1
    assert page.url.endswith("#reviewed=yes")


def test_sources_are_filtered_by_outlet_of_which_one_may_have_several(reader: Reader) -> None:
    page = reader.open(SOURCES)
    marrow = page.locator("#sources tbody tr:visible", has_text="Ilse Marrow")
    for outlet in ("The Skellmouth Ledger", "The Harrowdale Courier"):
        page.get_by_label("Outlet").select_option(outlet)
        assert marrow.count() == 1
    page.get_by_label("Date").select_option("2026-03-13")
    assert page.url.endswith("#outlet=The+Harrowdale+Courier&day=2026-03-13")
    assert marrow.count() == 1, "each facet asks for one of a row's values"


@pytest.mark.window(java_script_enabled=False)
def test_a_source_is_shown_on_a_timeline_with_its_outlets(reader: Reader) -> None:
    page = reader.open(SOURCES)
    page.get_by_role("link", name="Ilse Marrow").click()
    lines = page.locator(".carried tbody tr")
    assert [" ".join(text.split()) for text in lines.all_inner_texts()] == [
        "The Harrowdale Courier 4 statements in 1 article",
        "The Skellmouth Ledger 2 statements in 1 article",
    ]
    assert page.get_by_role("img", name="12 March 2026: 4").count() == 1
    page.get_by_text("The same as a table").click()
    rows = page.locator("details .list tbody tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == [
        "13\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026",
        "12\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026",
    ]
