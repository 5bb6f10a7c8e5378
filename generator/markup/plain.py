"""Plain text: the first line is the headline, blank lines separate paragraphs, everything stays as it is."""

from __future__ import annotations

import re

from generator.markup.builder import Markup, direction
from generator.model import BodyPiece, SourcePosition, Tag, TextRun, TextSpan

_HEADLINE = re.compile(r"\s*(\S(?:[^\n]*\S)?)[^\S\n]*\n[^\S\n]*\n")
_PARAGRAPH = re.compile(r"[^\S\n]*(\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*)")


def read_plain(source: str) -> Markup:
    """Text and pieces of plain `source`, which is the text; line ends are `\\n`.

    Paragraphs are separated by blank lines. The headline is the first line that isn't blank, if a blank line follows it.
    """
    headline = _HEADLINE.match(source)
    span = TextSpan(*headline.span(1)) if headline else TextSpan(0, 0)
    block = direction(source)
    pieces: list[BodyPiece] = []
    for paragraph in _PARAGRAPH.finditer(source, headline.end() if headline else 0):
        lines = ' class="lines"' if "\n" in paragraph[1] else ""
        run = TextRun(start_char=paragraph.start(1), end_char=paragraph.start(1) + len(paragraph[1].rstrip()))
        pieces += [Tag(html=f"<p{lines}{block}>"), run, Tag(html="</p>\n")]
    line_starts = [0, *(match.end() for match in re.finditer("\n", source))]
    return Markup(
        text=source,
        headline=span,
        headline_pieces=(TextRun(start_char=span.start_char, end_char=span.end_char),) if headline else (),
        body=tuple(pieces),
        positions=tuple(SourcePosition(start, line, 1) for line, start in enumerate(line_starts, 1)),
    )
