"""Every page type held to WCAG 2.2 AA by axe-core: in both themes, on a telephone and on a wide screen, everything unfolded."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Reader
from tests.browser.node import find_module_file
from tests.browser.page_types import find_page_types

Scheme = Literal["light", "dark"]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW = {"width": 375, "height": 800}
WIDE = {"width": 1440, "height": 900}
UNFOLD = "() => { for (const part of document.querySelectorAll('details')) part.open = true; }"
RUN = (
    "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false })"
)
EVERY_WINDOW = [(scheme, size) for scheme in ("light", "dark") for size in (NARROW, WIDE)]


def find_violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands. It comes in past the Content-Security-Policy, which needs no hole for it."""
    page.evaluate(UNFOLD)
    page.evaluate(find_module_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    assert found["passes"], "axe has looked at nothing"
    return [
        f"{violation['id']}: {node['target'][0]}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def check_pages(browser: Browser, site: Path, paths: list[str], scheme: Scheme, size: dict[str, int]) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for path in paths:
        page.goto((site / path).as_uri())
        found[path] = find_violations(page)
    context.close()
    assert {path: violations for path, violations in found.items() if violations} == {}


def test_a_mistake_is_found(reader: Reader) -> None:
    page = reader.open("index.html")
    page.evaluate("document.querySelector('main').innerHTML = '<p>One<a href=\"index.html\"></a></p>'")
    assert any(violation.startswith("link-name") for violation in find_violations(page))


@pytest.mark.parametrize(("scheme", "size"), [EVERY_WINDOW[1], EVERY_WINDOW[2]], ids=["light-wide", "dark-narrow"])
def test_every_page_type_meets_wcag(browser: Browser, site: Path, scheme: Scheme, size: dict[str, int]) -> None:
    check_pages(browser, site, find_page_types(site), scheme, size)


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "size"), EVERY_WINDOW)
def test_the_sample_site_meets_wcag(browser: Browser, sample: Path, scheme: Scheme, size: dict[str, int]) -> None:
    articles = sorted(path.relative_to(sample).as_posix() for path in sample.glob("articles/*/index.html"))
    check_pages(browser, sample, [*find_page_types(sample), *articles], scheme, size)
