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


def test_an_articles_script_stays_when_others_come(tmp_path: Path) -> None:
    config = sites.make_config(tmp_path)
    two = sites.render(config, (sites.wall(), sites.ledger()))
    three = sites.render(config, (sites.wall(), sites.plain(), sites.ledger()))
    scripts = {path for path in three if re.fullmatch(r"articles/[^/]+/compare-\d+\.js", path)}
    assert scripts == {f"articles/{slug}/compare-1.js" for slug in ("wall", "plain", "ledger")}
    for slug in ("wall", "ledger"):
        path = f"articles/{slug}/compare-1.js"
        assert two[path].content == three[path].content


def test_an_article_with_much_to_compare_has_several_small_scripts(tmp_path: Path) -> None:
    people = [f"Anna Vale{number}" for number in range(300)]
    article = sites.make_article(
        "long",
        "Three hundred houses",
        "".join(f"<p>{name} said that the house of {name} is dry.</p>" for name in people),
    )
    credits = sites.Credits(article)
    for name in people:
        credits.credit(name, "said", f"that the house of {name} is dry")
    pages = sites.render(sites.make_config(tmp_path), ((article, credits.analysis()), sites.ledger()))
    scripts = [page for path, page in sorted(pages.items()) if path.startswith("articles/long/compare-")]
    assert len(scripts) > 1 and all(len(script.content) < 60_000 for script in scripts)
    assert sum(script.content.count(b'"source":') for script in scripts) == len(people)
    assert [script.content.rstrip().endswith(b"[null]]);") for script in scripts] == [False] * (len(scripts) - 1) + [
        True
    ]
