"""Hostile articles: whatever they hold is letters on the page. Nothing runs, nothing is loaded, nothing leaves its place.

Pages are opened twice: as they are, where the browser must have nothing to say, and with the Content-Security-Policy switched off,
since the policy is there for what we overlook and not to be leaned upon. That nothing breaks out is checked by vocabulary: a
hostile page is made of the elements, attributes and classes that friendly pages are made of, and of no other.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Dialog, Page, Request

from generator.config import Config, default_config
from generator.markup import UNSAFE
from generator.markup.builder import NOT_TEXT
from generator.markup.inline import LINK_SCHEMES
from generator.model import Article, NoticeLevel
from generator.pipeline import build_site
from generator.read.articles import find_article_paths, read_article
from tests.browser.hostile import read_hostile_articles, write_content
from tests.render import sites

GOOD = Path(__file__).parent.parent / "sites" / "good_articles" / "content"
HOSTILE = read_hostile_articles()
HOSTILE_SETTINGS = {
    "title": "</title><script>alert(1)</script>",
    "author": "\"'><img src=x onerror=alert(1)>",
    "base_url": "https://dunmere.example/",
}
# What markup writes, and no friendly page has.
RARE = {
    *("xhtml img[title]", "xhtml ol[start]", ".align-left", ".parts", ".paging"),
    *(".groups", ".pairs", ".versions", "xhtml tr[id]"),  # a group of claims, which the friendly articles needn't have
    *(".size-1", ".size-2", ".size-3"),  # how many statements of one day a timeline marks
    *(f".{name}" for name in NOT_TEXT),
}
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠].")

VOCABULARY = """() => {
  const words = new Set();
  for (const element of document.querySelectorAll('*')) {
    const name = element.namespaceURI.split('/').pop() + ' ' + element.localName;
    words.add(name);
    for (const attribute of element.attributes) words.add(`${name}[${attribute.name}]`);
    for (const token of element.classList) words.add(`.${token}`);
  }
  return [...words];
}"""
ADDRESSES = """() => [...document.querySelectorAll('[href], [src]')].map(
  element => [element.localName, element.rel || '', String(element.href || element.src)])"""
TOUCH = """() => { for (const node of document.querySelectorAll('main *'))
  for (const kind of ['mouseover', 'focus']) node.dispatchEvent(new Event(kind)); }"""
TEXT = """() => {
  const copy = document.querySelector('main').cloneNode(true);
  for (const own of copy.querySelectorAll(
    '.notes, a.ref, small.tag, .endnotes, .footnote-ref, .footnote-backref, .image-link, .image-missing')) own.remove();
  return [copy.querySelector('h1'), ...copy.querySelectorAll('.text')].map(node => node.textContent).join(' ');
}"""


class Visitor:
    """Opens pages, and keeps what they did: dialogs, console messages, requests that were not for a file of the site."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self._site = site
        self.deeds: list[str] = []
        page.on("dialog", self._dismiss)
        page.on("console", lambda message: self.deeds.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.deeds.append(f"error: {error}"))
        page.on("request", self._look_at)

    def open(self, path: str) -> Page:
        self.page.goto((self._site / path).as_uri())
        return self.page

    def _dismiss(self, dialog: Dialog) -> None:
        self.deeds.append(f"a script ran: {dialog.message}")
        dialog.dismiss()

    def _look_at(self, request: Request) -> None:
        if not request.url.startswith(self._site.as_uri()):
            self.deeds.append(f"asked: {request.url}")


@contextmanager
def visiting(browser: Browser, site: Path, *, bypass_csp: bool = False) -> Iterator[Visitor]:
    context = browser.new_context(bypass_csp=bypass_csp)
    yield Visitor(context.new_page(), site)
    context.close()


@pytest.fixture(scope="module")
def vocabulary(browser: Browser, site: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """What the friendly pages are made of: those of the small site, and of the good articles."""
    root = tmp_path_factory.mktemp("good")
    config = replace(default_config(root), content=GOOD, base_url="https://dunmere.example/", author="Tamsin Ode")
    build_site(config)
    words: set[str] = set()
    for folder in (site, config.output):
        with visiting(browser, folder) as visitor:
            for path in pages_of(folder):
                words |= set(visitor.open(path).evaluate(VOCABULARY))
    return frozenset(words | RARE)


@pytest.fixture(scope="module")
def credited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on which every attack is the name of a source, a cue and what is credited, whatever the analysis makes of it."""
    root = tmp_path_factory.mktemp("credited")
    attacks = dict.fromkeys(UNSAFE.sub("\ufffd", max(article.text.splitlines(), key=len)) for article in HOSTILE)
    path = root / "credited.txt"
    path.write_bytes(
        "\n\n".join(
            [f"{next(iter(attacks))}", *(f"{attack} said {attack} that {attack}" for attack in attacks)]
        ).encode()
    )
    article = read_article(path, root)
    credits = sites.Credits(article)
    for attack in attacks:
        credits.credit(attack, f"said {attack}", f"that {attack}")
    config = sites.make_config(root, **HOSTILE_SETTINGS)
    return sites.write(sites.render(config, ((article, credits.analysis()),)), root / "output")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The whole folder, built as a user builds it."""
    root = tmp_path_factory.mktemp("hostile")
    config = replace(default_config(root), **HOSTILE_SETTINGS)
    write_content(config.content, HOSTILE)
    report = build_site(config)
    errors = {notice.path for notice in report.notices if notice.level is NoticeLevel.ERROR}
    assert errors == {UNSAFE.sub("\ufffd", article.name) for article in HOSTILE if article.refused}
    assert report.articles == sum(not article.refused for article in HOSTILE)
    return config


def pages_of(site: Path) -> list[str]:
    """Every page that stays where it is: one that a source has left leads on at once."""
    return sorted(
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if b'http-equiv="refresh"' not in path.read_bytes()
    )


def check_pages(browser: Browser, site: Path, vocabulary: frozenset[str], paths: list[str]) -> None:
    with visiting(browser, site) as visitor:
        for path in paths:
            page = visitor.open(path)
            check_page(page, path, vocabulary)
            assert visitor.deeds == [], path
    with visiting(browser, site, bypass_csp=True) as visitor:
        for path in paths:
            visitor.open(path).evaluate(TOUCH)
            assert visitor.deeds == [], f"{path} without its policy"


def check_page(page: Page, path: str, vocabulary: frozenset[str]) -> None:
    assert set(page.evaluate(VOCABULARY)) - vocabulary == set(), f"{path} holds what no template writes"
    for element, relation, address in page.evaluate(ADDRESSES):
        scheme = address.partition(":")[0]
        leads = element == "a" or relation in ("canonical", "alternate", "search")
        assert scheme in (LINK_SCHEMES if leads else ()) or scheme == "file", (path, element, address)


def test_there_are_enough_of_them_and_each_says_what_it_tries() -> None:
    assert len(HOSTILE) >= 60
    assert len({article.tries for article in HOSTILE}) == len(HOSTILE)


def test_attacks_that_are_sources_cues_and_statements_are_letters(
    browser: Browser, credited: Path, vocabulary: frozenset[str]
) -> None:
    paths = pages_of(credited)
    sources = [path for path in paths if path.startswith("sources/")]
    assert len(sources) > 60, "a page a source"
    check_pages(browser, credited, vocabulary, sorted({*paths} - {*sources} | {*sources[::12], "sources/index.html"}))


@pytest.mark.slow
def test_attacks_are_letters_on_the_page_of_every_source(
    browser: Browser, credited: Path, vocabulary: frozenset[str]
) -> None:
    check_pages(browser, credited, vocabulary, pages_of(credited))


@pytest.mark.slow
def test_hostile_articles_are_letters_on_every_page(
    browser: Browser, hostile: Config, vocabulary: frozenset[str]
) -> None:
    paths = pages_of(hostile.output)
    assert len(paths) > 120
    check_pages(browser, hostile.output, vocabulary, paths)


@pytest.mark.slow
def test_what_people_write_beside_an_article_is_letters_too(browser: Browser, hostile: Config) -> None:
    with visiting(browser, hostile.output) as visitor:
        told = visitor.open("articles/corrected/index.html").locator("body").text_content() or ""
        assert "R. Pell</b>" in told and "</script><img src=x onerror=alert(1)>" in told and "{{ 7 * 7 }}" in told
        page = visitor.open("sources/pole/index.html")
        assert page.locator("h1").inner_text() == 'Idris Pole "><script>alert(1)</script>'
        assert "</p><svg/onload=alert(1)> keeper" in page.locator("main").inner_text()
        address = page.locator('a[rel="external"]').get_attribute("href") or ""
        assert address.startswith("https://elsewhere.example/?")
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', _read(hostile, "corrected"))[0])
    assert "<script>alert(1)</script>" in json.dumps(data), "the verdict, as letters"


def _read(hostile: Config, slug: str) -> str:
    return (hostile.output / "articles" / slug / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_letter_of_a_hostile_article_is_on_its_page(browser: Browser, hostile: Config) -> None:
    with visiting(browser, hostile.output) as visitor:
        for article in articles_of(hostile):
            page = visitor.open(f"articles/{article.slug}/index.html")
            assert letters(page.evaluate(TEXT)) == letters(article.text), article.path
            everything = page.locator("body").text_content() or ""
            matter = article.front_matter
            for field in (matter.title, matter.outlet, matter.byline, matter.license, *matter.tags):
                assert letters(field or "") in letters(everything), (article.path, field)
            assert letters(page.title()) == letters(f"{article.title} · {HOSTILE_SETTINGS['title']}"), article.path


@pytest.mark.slow
@pytest.mark.parametrize("window", [375, 1440])
def test_words_without_end_stay_in_the_window(browser: Browser, hostile: Config, window: int) -> None:
    with visiting(browser, hostile.output) as visitor:
        visitor.page.set_viewport_size({"width": window, "height": 800})
        for path in pages_of(hostile.output):
            page = visitor.open(path)
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= window, (path, width)


@pytest.mark.slow
def test_what_is_refused_is_told_in_letters(browser: Browser, hostile: Config) -> None:
    with visiting(browser, hostile.output) as visitor:
        told = visitor.open("notices/index.html").locator("main").inner_text()
    for article in HOSTILE:
        if article.refused:
            assert UNSAFE.sub("\ufffd", article.name) in told
    assert "“javascript:alert(1)”" in told and "<img src=x onerror=alert(1)>" in told


@pytest.mark.slow
def test_hostile_articles_leave_the_files_beside_the_pages_whole(hostile: Config) -> None:
    titles = {article.title for article in articles_of(hostile)}
    feed = ElementTree.parse(hostile.output / "feed.xml").getroot()
    assert feed.findtext("{*}title") == HOSTILE_SETTINGS["title"]
    assert {entry.findtext("{*}title") for entry in feed.iterfind("{*}entry")} <= titles
    ElementTree.parse(hostile.output / "sitemap.xml")
    with (hostile.output / "data" / "articles.jsonl").open(encoding="utf-8", newline="\n") as lines:
        assert {json.loads(line)["title"] for line in lines} == titles
    for path in hostile.output.rglob("*.json*"):
        text = path.read_text(encoding="utf-8")
        for part in text.removesuffix("\n").split("\n") if path.suffix == ".jsonl" else [text]:
            json.loads(part)
    for path in (hostile.output / "data").glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
            assert [cell for cell in row if FORMULA.match(cell)] == [], path.name


def articles_of(hostile: Config) -> list[Article]:
    refused = {article.name for article in HOSTILE if article.refused}
    paths = find_article_paths(hostile.content)[0]
    return [read_article(path, hostile.content) for path in paths if path.name not in refused]


def letters(text: str) -> str:
    """`text` without its white space, which pages lay out anew."""
    return "".join(text.split())
