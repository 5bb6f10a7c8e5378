"""Outermost blocks that would not fit a page: a list, quotation or table is divided between its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from generator.model import BodyPiece, Tag

_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_VOID = ("br", "hr", "img")
_DIVISIBLE = {"blockquote", "li", "ol", "section", "table", "tbody", "ul"}


class _Open(Struct):
    """An open element; for a list, how many of its items are closed."""

    name: str
    html: str
    items: int = 0


def divide_blocks(body: Sequence[BodyPiece], limit: int) -> Iterator[BodyPiece]:
    """The pieces of `body`, where each list, quotation and table longer than `limit` characters is divided into several.

    Divided is between items, rows or paragraphs only, so that none of these is. Numbered lists go on counting; a block's head and
    its `id` stay with its first piece. What is shorter, or can't be divided, stays as it is.
    """
    elements: list[_Open] = []
    length = 0
    for piece, following in zip_longest(body, body[1:]):
        yield piece
        if not isinstance(piece, Tag):
            length += piece.end_char - piece.start_char
            continue
        _follow(piece.html, elements)
        if not elements:
            length = 0
        elif (
            length > limit
            and piece.html.startswith("</")
            and not (isinstance(following, Tag) and following.html.startswith("</"))
            and all(element.name in _DIVISIBLE for element in elements)
        ):
            yield from (Tag(html=f"</{element.name}>\n") for element in reversed(elements))
            yield from (Tag(html=_again(element)) for element in elements)
            length = 0


def _follow(html: str, elements: list[_Open]) -> None:
    """Keep `elements` those that are open after the tag `html`; one that is whole in itself changes nothing."""
    tag = _TAG.match(html.lstrip())
    if tag is None or tag[2] in _VOID or (not tag[1] and "</" in html):
        return
    if not tag[1]:
        elements.append(_Open(tag[2], html))
        return
    elements.pop()
    if tag[2] == "li" and elements:
        elements[-1].items += 1


def _again(element: _Open) -> str:
    html = re.sub(r' id="[^"]*"', "", element.html)
    if element.name == "li":
        return html.replace("<li", '<li class="continued"', 1)
    if element.name != "ol":
        return html
    start = re.search(r' start="(\d+)"', html)
    count = (int(start[1]) if start else 1) + element.items
    return re.sub(r'<ol(?: start="\d+")?', f'<ol start="{count}"', html, count=1)
