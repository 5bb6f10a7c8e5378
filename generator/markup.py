"""Sole owner of markdown-it: one token stream gives the plain text that is analysed and the pieces that are shown.

Text and pieces are made side by side, so that every piece of text knows its offsets; nothing is searched for afterwards.
"""

from __future__ import annotations

from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from generator.model import BodyPiece, Tag, TextRun


class Markup(Struct, frozen=True, kw_only=True):
    """Plain text, its blocks separated by a blank line, and the pieces that show it."""

    text: str
    pieces: tuple[BodyPiece, ...]


def read_markdown(source: str, start_char: int = 0) -> Markup:
    """Text and pieces of CommonMark `source`; offsets begin at `start_char`."""
    text = ""
    pieces: list[BodyPiece] = []
    for token in MarkdownIt("commonmark", {"html": False}).parse(source):
        if token.type != "inline":
            pieces.append(Tag(html=_tag(token)))
            continue
        if text:
            text += "\n\n"
        for child in token.children or []:
            run = child.content if child.type == "text" else "\n" if child.type == "softbreak" else ""
            if run:
                pieces.append(TextRun(start_char=start_char + len(text), end_char=start_char + len(text) + len(run)))
                text += run
            elif child.nesting:
                pieces.append(Tag(html=_tag(child)))
    return Markup(text=text, pieces=tuple(pieces))


def read_plain(source: str, start_char: int = 0) -> Markup:
    """Text and pieces of plain `source`, whose paragraphs are separated by blank lines; the text is taken as it is."""
    pieces: list[BodyPiece] = []
    position = 0
    for paragraph in source.split("\n\n"):
        if paragraph:
            run = TextRun(start_char=start_char + position, end_char=start_char + position + len(paragraph))
            pieces += [Tag(html="<p>"), run, Tag(html="</p>")]
        position += len(paragraph) + 2
    return Markup(text=source, pieces=tuple(pieces))


def _tag(token: Token) -> str:
    if token.nesting == -1:
        return f"</{token.tag}>"
    attributes = "".join(f' {name}="{escape(str(value))}"' for name, value in token.attrs.items())
    return f"<{token.tag}{attributes}>"
