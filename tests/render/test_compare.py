"""An article beside others: shared sources, shared claims, different figures."""

from __future__ import annotations

import re
from pathlib import Path

from generator.model import Page
from tests.render import sites


def text_of(page: Page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_source_in_both_is_shown_with_what_each_credits_it_with(tmp_path: Path) -> None:
    pages = sites.render(sites.make_config(tmp_path))
    text = text_of(pages["compare/wall/index.html"])
    assert "Mayor stays put 1 source in both · no claim of the same thing" in text
    assert "Ilse Marrow" in text and "4 statements · named, with role" in text and "2 statements" in text
    assert 'href="../../articles/ledger/index.html#a0000001"' in pages["compare/wall/index.html"].content.decode()


def test_the_article_leads_to_its_comparison_and_one_that_shares_nothing_has_none(tmp_path: Path) -> None:
    pages = sites.render(sites.make_config(tmp_path))
    assert "Beside 1 article on the same" in text_of(pages["articles/wall/index.html"])
    assert "compare/plain/index.html" not in pages
    assert "on the same" not in text_of(pages["articles/plain/index.html"])
