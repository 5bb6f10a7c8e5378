"""Without a mouse: every control of every page type is reached by Tab, in the order of the page, and is seen to be reached."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Reader
from tests.browser.page_types import find_page_types

NUMBER_CONTROLS = """() => {
  for (const part of document.querySelectorAll('details')) part.open = true;
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(node => node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !node.disabled);
  controls.forEach((node, number) => node.setAttribute('data-number', number));
  return controls.length;
}"""
FOCUSED = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  return {
    number: Number(node.getAttribute('data-number') ?? -1), what: node.outerHTML.slice(0, 120),
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    inside: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0,
  };
}"""


def walk(reader: Reader, path: str) -> list[dict[str, Any]]:
    """What has the focus at each press of Tab, from the top of the page until it leaves the page."""
    page = reader.open(path)
    count = page.evaluate(NUMBER_CONTROLS)
    reached: list[dict[str, Any]] = []
    for _ in range(count + 1):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        reached.append(focused)
    assert [focused["number"] for focused in reached[:count]] == list(range(count)), path
    return reached[:count]


@pytest.mark.parametrize("width", [375, 1440])
def test_tab_reaches_every_control_in_order_and_shows_it(reader: Reader, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 900})
    for path in find_page_types(reader.site):
        for focused in walk(reader, path):
            assert focused["outline"] >= 1, (path, focused)
            assert focused["inside"], (path, focused)
