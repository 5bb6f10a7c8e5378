"""Lists, quotations and tables that would not fit a page are divided between their items."""

from __future__ import annotations

import html5lib
import pytest

from generator.markup import Markup, read_markdown
from generator.model import Tag
from generator.render.annotate import annotate
from generator.render.blocks import divide_blocks


def divided(source: str, limit: int) -> tuple[Markup, str]:
    markup = read_markdown(source, find_image=lambda path: path)
    return markup, annotate(markup.text, divide_blocks(markup.body, limit), [])


def test_what_is_short_stays_as_it_is() -> None:
    markup, html = divided("- one\n- two\n\n> three\n\nfour", 100)
    assert html == annotate(markup.text, markup.body, [])


def test_an_article_without_a_body_has_no_blocks() -> None:
    assert list(divide_blocks((), 1)) == []


def test_a_numbered_list_goes_on_counting() -> None:
    _, html = divided("3. one\n4. two\n5. three", 5)
    assert html == ('<ol start="3"><li>one</li>\n<li>two</li>\n</ol>\n<ol start="5"><li>three</li>\n</ol>\n')


def test_an_item_is_divided_between_its_paragraphs() -> None:
    _, html = divided("> 1. one\n>\n>    two\n>\n> 2. three", 2)
    assert html == (
        "<blockquote><ol><li><p>one</p>\n</li>\n</ol>\n</blockquote>\n"
        '<blockquote><ol start="1"><li class="continued"><p>two</p>\n</li>\n</ol>\n</blockquote>\n'
        '<blockquote><ol start="2"><li><p>three</p>\n</li>\n</ol>\n</blockquote>\n'
    )


def test_a_row_is_never_divided() -> None:
    _, html = divided("| a | b |\n|---|---|\n| c | d |\n| e | f |", 1)
    assert html.count("<table>") == 3
    assert html.count("<tr>") == html.count("</tr>") == 3


def test_a_paragraph_is_never_divided() -> None:
    markup, html = divided("one *two* three\n\n# Four", 1)
    assert html == annotate(markup.text, markup.body, [])


@pytest.mark.parametrize(
    "source",
    [
        "> - " + "one\n>   - two *three*[^1]\n>\n>     four\n> - " * 40 + "x\n\n[^1]: note\n",
        "".join(f"x[^{n}] " for n in range(60))
        + "\n\n"
        + "".join(f"[^{n}]: note\n    > quoted {n}\n\n" for n in range(60)),
    ],
)
@pytest.mark.parametrize("limit", [1, 7, 40, 10_000])
def test_nothing_is_lost_and_the_html_is_valid(source: str, limit: int) -> None:
    markup = read_markdown(source, find_image=lambda path: path)
    pieces = list(divide_blocks(markup.body, limit))
    assert [p for p in pieces if not isinstance(p, Tag)] == [p for p in markup.body if not isinstance(p, Tag)]
    html = annotate(markup.text, pieces, [])
    html5lib.HTMLParser(strict=True).parseFragment(html)
    ids = [part.partition('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
