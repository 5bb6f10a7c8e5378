"""What a reader sees and does, in a browser, with the pages opened from disk."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.conftest import Reader

PAINTED = """() => new Promise(done => new PerformanceObserver(list =>
  list.getEntriesByName('first-contentful-paint').forEach(done)).observe({ type: 'paint', buffered: true }))"""
WALL = "articles/wall/index.html"
BOXES = "nodes => nodes.map(n => n.getBoundingClientRect()).map(r => [r.top, r.bottom, r.left, r.right])"
NARROW = {"width": 375, "height": 800}
CLAIMS = "claims/index.html"


def every_page(site: Path) -> list[str]:
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(paths) > 15
    return paths


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_opens_from_disk_without_a_complaint(reader: Reader, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in every_page(reader.site):
        page = reader.open(path)
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background == ("rgb(252, 251, 248)" if scheme == "light" else "rgb(23, 23, 26)"), path


def test_the_fonts_that_come_along_are_used(reader: Reader) -> None:
    page = reader.open(WALL)
    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family))"
    )
    assert {name.strip('"') for name in loaded} == {"Source Serif 4", "Source Sans 3"}


@pytest.mark.window(viewport=NARROW)
def test_nothing_is_wider_than_a_telephone(reader: Reader) -> None:
    for path in every_page(reader.site):
        page = reader.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path


@pytest.mark.window(viewport={"width": 640, "height": 400}, device_scale_factor=2)
def test_nothing_is_cut_off_at_a_zoom_of_200_percent(reader: Reader) -> None:
    for path in every_page(reader.site):
        page = reader.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path


def test_the_first_paint_waits_for_no_script(reader: Reader) -> None:
    page = reader.page
    held: list[str] = []
    page.route("**/*.js", lambda route: held.append(route.request.url))  # and never answered
    for path in (WALL, CLAIMS, "compare/index.html"):
        page.goto(f"{reader.site.as_uri()}/{path}", wait_until="commit")
        page.evaluate(PAINTED)
        assert page.locator("h1").is_visible() and page.evaluate("document.readyState") != "complete", path
    assert len(held) == 3


@pytest.mark.window(java_script_enabled=False)
def test_without_javascript_notes_stand_beside_their_first_words_and_apart(reader: Reader) -> None:
    page = reader.open(WALL)
    notes = page.locator(".text .note:not(.acts)").evaluate_all(BOXES)
    beside = page.locator(".text [data-anchor][id]:not(.acts)").evaluate_all(BOXES)
    assert len(notes) == len(beside) == 10, (
        "nine statements and a finding; one more stands inside another, one is an act"
    )
    for upper, lower in itertools.pairwise(notes):
        assert lower[0] >= upper[1], "a note begins below the one before"
    right_edge = page.locator(".text").evaluate_all(BOXES)[0][3]
    assert all(note[2] > right_edge and note[1] > note[0] for note in notes)
    for note, words in zip(notes, beside, strict=True):
        assert note[0] >= words[0] - 1, "never above its first word"
    assert abs(notes[0][0] - beside[0][0]) < 12, "and beside it where there is room"


def test_the_text_does_not_wait_for_the_notes(reader: Reader) -> None:
    page = reader.open(WALL)
    gaps = page.evaluate(
        "() => { const p = [...document.querySelectorAll('.text > .row > p, .text > p')].map(n => n.getBoundingClientRect());"
        " return p.slice(1, 3).map((r, i) => r.top - p[i].bottom) }"
    )
    assert all(gap < 30 for gap in gaps)


@pytest.mark.window(viewport=NARROW)
def test_on_a_narrow_screen_notes_follow_their_paragraph_closed_and_open_from_their_number(reader: Reader) -> None:
    page = reader.open(WALL)
    note = page.locator("#note-a0000003")
    assert not note.is_visible()
    page.locator('a.ref[href="#note-a0000003"]').click()
    assert note.is_visible(), "a browser opens what the address leads to"
    paragraph = page.locator(".row", has=note).locator("p").first.bounding_box()
    box = note.bounding_box()
    assert paragraph and box and box["y"] > paragraph["y"] + paragraph["height"]


def test_a_permalink_shows_its_statement(reader: Reader) -> None:
    page = reader.open(f"{WALL}#a0000011")
    said = page.locator("#a0000011")
    box = said.bounding_box()
    assert box and 0 <= box["y"] <= 900
    page.emulate_media(reduced_motion="reduce")
    assert said.evaluate("n => getComputedStyle(n).backgroundColor") == "rgb(255, 240, 184)"


@pytest.mark.window(java_script_enabled=False)
def test_claims_are_complete_without_javascript(reader: Reader) -> None:
    page = reader.open(CLAIMS)
    assert page.locator("#claims tbody tr:visible").count() == 14
    assert not page.locator("form.tools").is_visible(), "no control that does nothing"


def test_claims_are_filtered_and_the_filter_is_in_the_address(reader: Reader) -> None:
    page = reader.open(CLAIMS)
    rows = page.locator("#claims tbody tr:visible")
    page.get_by_label("Source", exact=True).select_option("named")
    assert rows.count() == 6
    page.get_by_label("Words").fill("kitchen gossip")
    assert rows.count() == 1
    assert page.locator("output").inner_text() == "1 of 14 claims"
    address = page.url
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelector('output').textContent === 'All 14 claims'")
    page.goto("about:blank")
    page.goto(address)
    assert rows.count() == 1 and page.get_by_label("Words").input_value() == "kitchen gossip"


def test_claims_are_sorted_by_a_press_on_a_heading(reader: Reader) -> None:
    page = reader.open(CLAIMS)
    header = page.get_by_role("columnheader", name="How sure")
    certainties = page.locator("#claims tbody tr td:nth-child(4)")
    header.get_by_role("button").press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    texts = certainties.all_inner_texts()
    assert texts == sorted(texts) and texts[-1] == "probable"
    header.get_by_role("button").press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    assert certainties.all_inner_texts() == texts[::-1] or certainties.first.inner_text() == "probable"


def test_an_address_made_by_somebody_else_does_no_harm(reader: Reader) -> None:
    page = reader.open(f"{CLAIMS}#group=%3Cimg%20src%3Dx%3E&sort=99&words=%3Cscript%3E")
    assert page.locator("#claims tbody tr:visible").count() == 0
    assert page.locator("img").count() == 0


def test_sources_are_sorted_by_number_the_largest_first(reader: Reader) -> None:
    page = reader.open("sources/index.html")
    page.get_by_role("columnheader", name="Statements").get_by_role("button").click()
    counts = [int(text) for text in page.locator("#sources tbody td:nth-child(4)").all_inner_texts()]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]


def test_the_keyboard_reaches_the_text_first(reader: Reader) -> None:
    page = reader.open(WALL)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "focus is seen"


def test_print_has_the_notes_at_the_end(reader: Reader) -> None:
    page = reader.open(WALL)
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    last_words = text.index("gesellschaft")
    for number, who in enumerate(
        ["The Waterworks Inspectorate", "an engineer who worked on the survey", "Ilse Marrow", "Some"], 2
    ):
        assert f"{number} {who}" in text[last_words:], f"note {number} stands after the text"
    assert "Articles Sources" not in text, "no navigation on paper"
