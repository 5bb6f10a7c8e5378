"""The pages that `sayso publish --unreviewed` sends: their banner is as valid and as legible as the rest."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser

from generator.export.findings import DATA_PATH, LocatedFinding
from generator.publish.gate import copy_marked
from tests.browser.test_accessibility import EVERY_WINDOW, Scheme, check_pages
from tests.browser.test_html import find_html_errors


@pytest.fixture
def marked(site: Path, tmp_path: Path) -> Path:
    found = msgspec.json.decode((site / DATA_PATH).read_bytes(), type=tuple[LocatedFinding, ...])
    assert found
    copy_marked(site, tmp_path / "marked", found)
    return tmp_path / "marked"


@pytest.mark.parametrize(("scheme", "size"), [EVERY_WINDOW[0], EVERY_WINDOW[3]], ids=["light-narrow", "dark-wide"])
def test_a_marked_page_meets_wcag(browser: Browser, marked: Path, scheme: Scheme, size: dict[str, int]) -> None:
    check_pages(browser, marked, ["index.html", "articles/wall/index.html"], scheme, size)


def test_marked_pages_are_valid(marked: Path) -> None:
    assert find_html_errors(sorted(marked.rglob("*.html"))) == []
