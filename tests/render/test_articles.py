"""Blocks and parts."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.model import BodyPiece, Tag, TextRun
from generator.render import permalinks
from generator.render.articles import split_blocks, split_parts
from generator.render.contexts import Block
from generator.render.permalinks import Permalinks


def pieces(html: str) -> list[BodyPiece]:
    return [TextRun(start_char=0, end_char=1) if part == "x" else Tag(html=part) for part in html.split("|")]


def test_a_block_is_an_outermost_element() -> None:
    body = pieces('<p>|x|</p>|<ul>|<li>|<p>|x|</p>|</li>|</ul>|<hr>|<p>|x|<br>|x|<img src="a/b>c.png" alt="">|</p>')
    assert [len(block) for block in split_blocks(body)] == [3, 7, 1, 6]


def test_a_tag_may_open_several_elements() -> None:
    assert [len(block) for block in split_blocks(pieces("<pre><code>|x|</code></pre>|<p>|x|</p>"))] == [3, 3]


@given(st.lists(st.integers(1, 50)), st.integers(1, 100))
def test_parts_keep_every_block_in_order_and_the_limit(sizes: list[int], limit: int) -> None:
    blocks = [Block(html=Markup("x" * size), notes=()) for size in sizes]
    parts = split_parts(blocks, limit)
    assert [block for part in parts for block in part] == blocks
    assert all(len(part) == 1 or sum(len(block.html) for block in part) <= limit for part in parts if part)


def test_a_permalink_names_the_part_that_holds_the_statement() -> None:
    links = Permalinks({"long": {"ab": 1, "cd": 3}})
    assert links.statement("long", "ab") == "articles/long/index.html#ab"
    assert links.statement("long", "cd") == "articles/long/part-3/index.html#cd"
    assert links.statement("other", "ef") == "articles/other/index.html#ef"


def test_paths_lead_back_to_the_root_and_addresses_leave_index_out() -> None:
    assert permalinks.root_of("index.html") == ""
    assert permalinks.root_of(permalinks.article_path("a", 2)) == "../../../"
    assert (
        permalinks.absolute("https://a.example/b/", "articles/wäl/index.html")
        == "https://a.example/b/articles/w%C3%A4l/"
    )
