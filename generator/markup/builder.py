"""The text as it grows, the pieces that show it, and where it stands in the file."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.model import BodyPiece, Notice, SourcePosition, Tag, TextRun, TextSpan

# Elements of these classes are the page's own: their words are not the article's, and are not analysed.
NOT_TEXT = ("footnote-ref", "footnote-backref", "image-link", "image-missing")

# Controls but tab and newline, bidirectional embeddings, overrides and isolates, lone surrogates, and noncharacters.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


class Markup(Struct, frozen=True, kw_only=True):
    """What `Article` needs of its text: see there. `notices` have no path yet."""

    text: str
    headline: TextSpan
    headline_pieces: tuple[BodyPiece, ...]
    body: tuple[BodyPiece, ...]
    positions: tuple[SourcePosition, ...]
    notices: tuple[Notice, ...] = ()


class Title(Struct, frozen=True, kw_only=True):
    """A headline that is given apart from the text, and where its first character stands."""

    text: str
    line: int
    column: int


def direction(source: str) -> str:
    """The attribute that lets each block find its own direction, where anything is written from right to left."""
    return ' dir="auto"' if _RIGHT_TO_LEFT.search(source) else ""


class TextBuilder:
    """Adds text and tags in reading order; `length` is the text's so far."""

    def __init__(self) -> None:
        self.pieces: list[BodyPiece] = []
        self.positions: list[SourcePosition] = []
        self.length = 0
        self._text: list[str] = []
        self._gap = False  # a blank line comes before the next text

    @property
    def text(self) -> str:
        return "".join(self._text)

    def begin_block(self) -> None:
        """What is added next stands below a blank line."""
        self._gap = self.length > 0

    def add_tag(self, html: str) -> None:
        self.pieces.append(Tag(html=html))

    def add_text(self, text: str, line: int, column: int) -> None:
        """Add text that is shown, whose first character stands at `line` and `column` of the file."""
        if not text:
            return
        start = self._append(text, line, column)
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, TextRun) and last.end_char == start:
            self.pieces[-1] = TextRun(start_char=last.start_char, end_char=self.length)
        else:
            self.pieces.append(TextRun(start_char=start, end_char=self.length))

    def add_break(self, html: str, line: int, column: int) -> None:
        """Add a newline that an element stands for."""
        if self.length and not self._gap:
            self._append("\n", line, column)
        self.add_tag(html)

    def _append(self, text: str, line: int, column: int) -> int:
        if self._gap:
            self._text.append("\n\n")
            self.length += 2
            self._gap = False
        start = self.length
        last = self.positions[-1] if self.positions else None
        if last is None or (last.line, last.column + start - last.start_char) != (line, column):
            self.positions.append(SourcePosition(start, line, column))
        self._text.append(text)
        self.length += len(text)
        return start
