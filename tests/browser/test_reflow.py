"""The sample site where room is short or long: a telephone, zoom, larger text, wider letter spacing, paper, and over http."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser.page_types import find_page_types

WIDER_THAN_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2, 1.4.12: a reader may set the text so, and loses nothing.
TEXT_SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
# Text that is cut: what hides its overflow and has some. A list may show the first two lines of a title; what is clipped whole is
# for screen readers.
CUT = """() => [...document.querySelectorAll('body *')].filter(node => {
  const style = getComputedStyle(node);
  if (!node.checkVisibility() || style.clipPath !== 'none' || style.webkitLineClamp !== 'none') return false;
  const across = node.scrollWidth > node.clientWidth + 1, down = node.scrollHeight > node.clientHeight + 1;
  return node.clientWidth > 0 && (/hidden|clip/.test(style.overflowX) && across || /hidden|clip/.test(style.overflowY) && down);
}).map(node => node.outerHTML.slice(0, 120))"""
# Notes that lie on each other, or on the text beside which they stand.
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.text .note, .text .row > :not(.notes)')].filter(node => node.checkVisibility())
    .map(node => [node.outerHTML.slice(0, 60), node.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1).map(([other]) => [one, other]));
}"""
UNFOLD = "() => { for (const part of document.querySelectorAll('details')) part.open = true; }"


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 375, 640, 800])
def test_no_page_of_the_sample_site_scrolls_sideways(browser: Browser, sample: Path, width: int) -> None:
    articles = sorted(path.relative_to(sample).as_posix() for path in sample.glob("articles/*/index.html"))
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in [*find_page_types(sample), *articles]:
        page.goto((sample / path).as_uri())
        page.evaluate(UNFOLD)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, (path, width)
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("enlarged", ["page", "text"])
def test_twice_as_large_nothing_is_cut_and_nothing_scrolls_sideways(
    browser: Browser, sample: Path, enlarged: str
) -> None:
    """WCAG 2.2, 1.4.4 and 1.4.10: a window of 1440 by 900 with a zoom of 200 percent, or with letters of 32 pixels for 16.

    Zoom is what browsers make of it: half as many CSS pixels, each drawn with twice as many. The size of letters is the browser's
    own setting, on which the pages' breakpoints rest.
    """
    zoom = enlarged == "page"
    context = browser.new_context(
        viewport={"width": 720, "height": 450} if zoom else {"width": 1440, "height": 900},
        device_scale_factor=2 if zoom else 1,
    )
    page = context.new_page()
    if not zoom:
        context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    articles = sorted(path.relative_to(sample).as_posix() for path in sample.glob("articles/*/index.html"))
    for path in [*find_page_types(sample), *articles]:
        page.goto((sample / path).as_uri())
        letters_of = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert (letters_of, page.evaluate("devicePixelRatio")) == ((16, 2) if zoom else (32, 1)), path
        page.evaluate(UNFOLD)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, path
        assert page.evaluate(CUT) == [], path
        assert page.evaluate(OVERLAPS) == [], path
    context.close()


@pytest.mark.slow
def test_what_is_cut_or_lies_on_another_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<p style='width: 3rem; overflow: hidden; white-space: nowrap'>Longer than its box</p>"
        "<div class='text'><div class='row'><p>One</p></div><div class='note' style='margin-top: -2rem'>Two</div></div>"
    )
    assert len(page.evaluate(CUT)) == 1 and len(page.evaluate(OVERLAPS)) == 1
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [375, 1440])
def test_wider_letter_spacing_costs_nothing(browser: Browser, sample: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for path in find_page_types(sample):
        page.goto((sample / path).as_uri())
        page.evaluate(UNFOLD)
        page.add_style_tag(content=TEXT_SPACING)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, (path, width)
    context.close()


@pytest.mark.slow
def test_paper_has_every_note_of_every_sample_article(browser: Browser, sample: Path) -> None:
    page = browser.new_page()
    for path in sorted(sample.glob("articles/*/index.html")):
        page.goto(path.as_uri())
        asked = page.locator(".text .note .ask").all_text_contents()
        names = page.locator(".text .note .who").all_text_contents()
        paper = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
        endnotes = letters(paper).rpartition("Notes")[2]
        assert names, path
        for name in names:
            assert letters(name) in endnotes, (path.parent.name, name)
        assert endnotes.count("?") >= len(asked)
    page.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of `folder` on this machine, as long as the block runs."""
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def test_pages_work_below_a_path_of_a_server(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    with served(site.parent) as address:
        for path in find_page_types(site):
            if path == "search/index.html":  # the small site has no index; test_search.py has one, below a path too
                continue
            page.goto(f"{address}/{site.name}/{path}", wait_until="networkidle")
            asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
            assert [url for url in asked if not url.startswith(address)] == [], path
        page.goto(f"{address}/{site.name}/claims/index.html#group=named")
        shown = page.locator("#claims tbody tr:visible").count()
        assert 0 < shown < page.locator("#claims tbody tr").count(), "a filter from an address works over http too"
    context.close()
    assert complaints == []


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)
