"""Reading an article: layers, keys, the way from a statement to its source and back."""

from __future__ import annotations

import io
import itertools

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Reader

WALL = "articles/wall/index.html"
ACT = "#note-a0000012"
TAG = ".text .tag.{}"


def tagged(page: Page, layer: str) -> list[str]:
    return [text for text in page.locator(TAG.format(layer)).all_inner_texts() if text]


@pytest.mark.window(java_script_enabled=False)
def test_layers_are_switched_without_javascript(reader: Reader) -> None:
    page = reader.open(WALL)
    assert not page.locator(ACT).is_visible()
    page.get_by_label("intentions, attitudes and acts").check()
    assert page.locator(ACT).is_visible()
    assert not page.locator(TAG.format("voice")).first.is_visible()
    page.get_by_label("who vouches, sentence by sentence").check()
    assert tagged(page, "voice") == ["the author", "◌\N{NO-BREAK SPACE}Some", "the author"]
    page.get_by_label("certainty").check()
    assert tagged(page, "sure") == ["possible", "probable"]
    page.get_by_label("figures").check()
    assert tagged(page, "figures") == ["≤ 4,000"]


@pytest.mark.window(java_script_enabled=False)
def test_findings_speak_in_the_notes_and_the_light_ones_on_demand(reader: Reader) -> None:
    page = reader.open(WALL)
    assert page.get_by_text("Nobody can be asked: “Some”, “suspect”.").is_visible()
    light = page.get_by_text("No source is stated for it.")
    assert not light.is_visible()
    page.get_by_label("findings in the text").check()
    assert light.is_visible()
    line = page.locator(".text .flagged").first.evaluate("n => getComputedStyle(n).textDecorationLine")
    assert line == "underline", "marked by more than colour"


def test_what_is_switched_on_is_in_the_address(reader: Reader) -> None:
    page = reader.open(WALL)
    page.keyboard.press("i")
    page.keyboard.press("w")
    assert page.url.endswith("#layers=acts,vouch")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert page.locator(ACT).is_visible() and tagged(page, "voice")


def test_keys_lead_through_the_statements_and_can_be_switched_off(reader: Reader) -> None:
    page = reader.open(WALL)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#note-a0000001"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#note-a0000002"
    assert page.url.endswith("#a0000002"), "where one is can be shared"
    page.get_by_label("keys on").uncheck()
    page.keyboard.press("j")
    assert "keys=off" in page.url and "at=a0000002" in page.url


def test_an_act_that_is_linked_to_is_shown(reader: Reader) -> None:
    page = reader.open(f"{WALL}#a0000012")
    assert page.get_by_label("intentions, attitudes and acts").is_checked()
    assert page.locator(ACT).is_visible()


def test_what_else_a_source_says_lights_up(reader: Reader) -> None:
    page = reader.open(WALL)
    page.locator("#a0000004 .source").first.hover()
    lit = page.locator(".text .said.lit[id]").evaluate_all("nodes => nodes.map(n => n.id)")
    assert lit == ["a0000004", "a0000006", "a0000008", "a0000012"]
    page.locator('a.ref[href="#note-a0000005"]').focus()
    assert page.locator(".text .said.lit[id]").evaluate_all("nodes => nodes.map(n => n.id)") == ["a0000005"]


def test_a_hidden_note_leaves_no_gap_and_no_overlap(reader: Reader) -> None:
    page = reader.open(WALL)
    page.evaluate("document.querySelector('#note-a0000005').classList.add('acts')")
    boxes = page.locator(".text .note:visible").evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect()).map(r => [r.top, r.bottom])"
    )
    assert all(lower[0] >= upper[1] for upper, lower in itertools.pairwise(boxes))


@pytest.mark.window(viewport={"width": 375, "height": 800})
def test_on_a_narrow_screen_the_ledger_is_folded_and_notes_with_findings_are_open(reader: Reader) -> None:
    page = reader.open(WALL)
    assert not page.locator(".ledger").first.is_visible()
    assert page.locator("#note-a0000005").is_visible(), "a finding is not folded away"
    assert not page.locator("#note-a0000009").is_visible()


def test_print_tells_everything_that_a_layer_or_a_fold_hides(reader: Reader) -> None:
    pdf = PdfReader(io.BytesIO(reader.open(WALL).pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    for words in ("the company", "No source is stated for it.", "VAGUE1", "“wants”", "A notice by the door"):
        assert words in text[text.index("gesellschaft") :], words
    assert "Show also" not in text


@pytest.mark.window(viewport={"width": 375, "height": 800}, java_script_enabled=False)
def test_a_wide_table_scrolls_by_itself_and_by_key(reader: Reader) -> None:
    page = reader.open(WALL)
    assert page.locator(".text .wide > table").count() == 1 and page.locator(".text .wide > pre").count() == 1
    wide = page.locator(".text .wide").first
    assert wide.get_attribute("tabindex") == "0"
    wide.focus()
    assert wide.evaluate("n => getComputedStyle(n).overflowX") == "auto"
