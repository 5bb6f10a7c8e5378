"""Any two articles, chosen by the reader: shared by the address, from disk as from a server, and hostile ones too."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from generator.model import Article, ArticleAnalysis, FrontMatter, Voice
from tests.browser.conftest import Reader
from tests.browser.node import find_module_file
from tests.browser.test_accessibility import find_violations
from tests.browser.test_reflow import served
from tests.render import sites

CHOOSE = "compare/index.html"
ATTACK = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>"


def weir(slug: str, title: str, homes: int, outlet: str, *more: str) -> tuple[Article, ArticleAnalysis]:
    """An article in which Anna Vale, a named source, gives a figure and says some more."""
    said = f"that {homes:,} homes near the Ostery weir were flooded when the sluice of the upper mill burst"
    words = "".join(f"<p>Anna Vale said {other}.</p>" for other in more)
    article = sites.make_article(
        slug,
        title,
        f"<p>Anna Vale said {said}.</p>{words}",
        FrontMatter(date=datetime.date(2026, 3, 1), outlet=outlet),
    )
    credits = sites.Credits(article)
    for content in (said, *more):
        credits.credit("Anna Vale", "said", content)
    for number, content in enumerate((said, *more), 1):
        credits.sentence(f"Anna Vale said {content}.", Voice.ATTRIBUTED, number)
    analysis = credits.figure(f"{homes:,} homes", homes, "home").analysis()
    first, *others = analysis.claims
    return article, replace(analysis, claims=(replace(first, quantities=analysis.quantities), *others))


def other(number: int) -> tuple[Article, ArticleAnalysis]:
    """One of many articles, each with a source of its own and a long title."""
    title = f"Number {number} of the letters that nobody at the Ostery weir office ever answered or even put away in a drawer"
    article = sites.make_article(f"letter-{number}", title, f"<p>Orla Finch{number} said that gate {number} held.</p>")
    return article, sites.Credits(article).credit(f"Orla Finch{number}", "said", f"that gate {number} held").analysis()


@pytest.fixture(scope="module")
def choices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles about a weir, one with a hostile title, and so many others that their list is several scripts."""
    folder = tmp_path_factory.mktemp("choices")
    analysed = (
        weir("weir", "Weir gives way", 640, "The Sluice", "that the gates were shut"),
        weir("page-2", "Fewer homes flooded", 310, "The Ledger", "that the pumps were late"),
        weir("hostile", ATTACK, 640, f"{ATTACK} Gazette", f"that {'gates ' * 60}were open", "that it rained"),
        *(other(number) for number in range(700)),
    )
    return sites.write(sites.render(sites.make_config(folder), analysed), folder / "output")


def watch(page: Page) -> list[str]:
    """What the page does that it should not."""
    deeds: list[str] = []
    page.on("console", lambda message: deeds.append(message.text))
    page.on("pageerror", lambda error: deeds.append(str(error)))
    page.on("dialog", lambda dialog: (deeds.append(f"ran: {dialog.message}"), dialog.dismiss()))
    return deeds


def test_two_articles_are_chosen_and_the_address_restores_them(browser: Browser, choices: Path) -> None:
    page = browser.new_page()
    deeds = watch(page)
    with served(choices) as address:
        for base in (choices.as_uri(), address):
            page.goto(f"{base}/{CHOOSE}")
            expect(page.locator("output")).to_have_text("Choose two articles.")
            page.get_by_label("Words of the first").fill("weir gives")
            expect(page.locator("#a option")).to_have_text(["not chosen", "Weir gives way · The Sluice · 1 March 2026"])
            page.get_by_label("The first article").select_option("weir")
            expect(page.locator("output")).to_have_text("Choose another article.")
            page.get_by_label("Words of the second").fill("fewer")
            page.get_by_label("The second article").select_option("page-2")
            said = "1 source in both · 1 claim of the same thing · 1 of 1 differ"
            expect(page.locator("output")).to_have_text(said)
            assert page.url == f"{base}/{CHOOSE}?a=weir&b=page-2"
            compared = page.locator("#compared").inner_text()
            page.goto(f"{base}/index.html")
            page.goto(f"{base}/{CHOOSE}?a=weir&b=page-2")
            expect(page.locator("output")).to_have_text(said)
            assert page.locator("#compared").inner_text() == compared
            assert page.get_by_label("The first article").input_value() == "weir"
            assert page.get_by_label("The second article").evaluate("node => node.selectedOptions[0].text") == (
                "Fewer homes flooded · The Ledger · 1\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026"
            )
    page.close()
    assert deeds == []


def test_what_both_have_is_lined_up_and_leads_to_its_place(browser: Browser, choices: Path) -> None:
    page = browser.new_page()
    page.goto(f"{choices.as_uri()}/{CHOOSE}?a=weir&b=page-2")
    rows = page.locator("#compared tbody tr")
    expect(rows).to_have_count(4)
    assert "give different figures" in rows.nth(1).locator("th").inner_text()
    figures = rows.nth(1).locator("td b")
    assert [text.partition(" ")[0] for text in figures.all_inner_texts()] == ["640", "310"]
    source = rows.nth(3)
    assert "Anna Vale" in source.locator("th").inner_text()
    assert source.locator("td").nth(0).locator("a").all_inner_texts()[1] == "that the gates were shut"
    assert source.locator("td").nth(1).locator("a").all_inner_texts()[1] == "that the pumps were late"
    for link in page.locator("#compared a").all():
        target = str(link.evaluate("node => node.href"))
        path, _, fragment = target.removeprefix(choices.as_uri() + "/").partition("#")
        text = (choices / path).read_text(encoding="utf-8")
        assert not fragment or fragment.startswith(":~:") or f'id="{fragment}"' in text
    source.locator("td").nth(1).locator("a").nth(1).click()
    page.wait_for_url("**/articles/page-2/index.html#a0000002")
    page.close()


def test_the_order_of_the_two_is_the_readers(browser: Browser, choices: Path) -> None:
    page = browser.new_page()
    page.goto(f"{choices.as_uri()}/{CHOOSE}?a=page-2&b=weir")
    figures = page.locator("#compared .differ td b")
    expect(figures).to_have_count(2)
    assert [text.partition(" ")[0] for text in figures.all_inner_texts()] == ["310", "640"]
    page.close()


def test_two_that_share_nothing_and_one_that_is_not_there(browser: Browser, choices: Path) -> None:
    page = browser.new_page()
    page.goto(f"{choices.as_uri()}/{CHOOSE}?a=weir&b=letter-650")
    expect(page.locator("output")).to_have_text("No source in both · no claim of the same thing")
    assert "They share neither a source nor a claim." in page.locator("#compared").inner_text()
    page.goto(f"{choices.as_uri()}/{CHOOSE}?a=weir&b=weir")
    expect(page.locator("output")).to_have_text("This is one article. Choose another.")
    for wrong in ("gone", "..", "..%2F..%2Fweir", "%3Cscript%3Ealert(1)%3C/script%3E"):
        page.goto(f"{choices.as_uri()}/{CHOOSE}?a=weir&b={wrong}")
        expect(page.locator("output")).to_contain_text("There is no article “")
        assert page.locator("#compared").inner_text() == ""
    page.close()


@pytest.mark.parametrize("bypass_csp", [False, True])
def test_hostile_articles_are_letters(browser: Browser, choices: Path, bypass_csp: bool) -> None:
    context = browser.new_context(bypass_csp=bypass_csp)
    page = context.new_page()
    deeds = watch(page)
    page.goto(f"{choices.as_uri()}/{CHOOSE}?a=hostile&b=weir")
    expect(page.locator("#compared h2")).to_have_text(f"“{ATTACK}” beside “Weir gives way”")
    expect(page.locator("#a option").nth(1)).to_be_attached()
    page.get_by_label("Words of the second").fill("onerror")
    expect(page.locator("#b option", has_text=ATTACK)).to_have_count(1)
    assert page.locator("main img, main script, main iframe").count() == 0
    context.close()
    assert deeds == []


@pytest.mark.window(java_script_enabled=False)
def test_without_a_script_the_page_leads_to_the_pairs(reader: Reader) -> None:
    page = reader.open(CHOOSE)
    assert not page.locator("#choose").is_visible()
    page.get_by_role("link", name="Mayor stays put").last.click()
    page.wait_for_url("**/compare/wall/index.html#with-ledger")
    page.get_by_role("link", name="Beside any other article").click()
    assert page.url.endswith("compare/index.html?a=wall")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (375, "dark")])
def test_what_is_drawn_meets_wcag(browser: Browser, choices: Path, width: int, scheme: str) -> None:
    find_module_file("axe-core/axe.min.js")
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{choices.as_uri()}/{CHOOSE}?a=hostile&b=page-2")
    expect(page.locator("#compared table")).to_be_visible()
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_nothing_grows_with_the_articles(choices: Path) -> None:
    assert len(list((choices / "comparisons").glob("rows-*.js"))) >= 2
    assert all(script.stat().st_size <= 60_000 for script in choices.rglob("*.js"))
    assert (choices / CHOOSE).stat().st_size <= 300_000
