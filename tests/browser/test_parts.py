"""A long article's parts: the address of a statement holds when an edit moves the statement to another part."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.render import articles
from tests.render import sites


@pytest.fixture
def split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small site with its longest article in parts."""
    monkeypatch.setattr(articles, "split_parts", partial(articles.split_parts, limit=4_000))
    return sites.write(sites.render(sites.make_config(tmp_path)), tmp_path / "output")


def test_an_address_finds_its_statement_in_another_part(browser: Browser, split: Path) -> None:
    folder = split / "articles" / "wall"
    last = max(folder.glob("part-*"))
    assert last.name not in ("part-1", "part-2"), "more than one to look through"
    page = browser.new_page()
    statement = "a0000001"
    first = next(
        path for path in [folder, *folder.glob("part-*")] if f'id="{statement}"' in (path / "index.html").read_text()
    )
    page.goto(f"{(last / 'index.html').as_uri()}#{statement}")
    page.wait_for_url(f"**/{first.name}/index.html#*at={statement}*")
    expect(page.locator(f"[id='{statement}']")).to_have_class(re.compile("here"))


def test_an_address_that_is_nowhere_is_looked_for_once_a_part(browser: Browser, split: Path) -> None:
    page = browser.new_page()
    visited = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    page.goto(f"{(split / 'articles' / 'wall' / 'index.html').as_uri()}#gone")
    parts = 1 + len(list((split / "articles" / "wall").glob("part-*")))
    page.wait_for_url(f"**#at=gone&tried={parts - 1}")
    page.wait_for_timeout(300)
    assert len(visited) == parts
