"""Markdown to tokens that know their places: the markdown-it parser, and what Sayso asks of it beyond the usual."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

from generator.errors import ArticleError

MAX_NESTING = 20  # lists count twice; more would make a line full of open brackets slow

_CELL_BAR = re.compile(r"\|")


@cache
def markdown_parser() -> MarkdownIt:
    """CommonMark with tables, footnotes and strikethrough; no HTML, no smart punctuation.

    Inline tokens carry their offset in the inline source as `token.map[0]`, which markdown-it leaves unused. Footnotes stay where
    they are defined.
    """
    parser = MarkdownIt("commonmark")
    parser.inline = _PlacingInlineParser()
    parser.block = _StrictBlockParser()
    parser.configure("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    footnote_plugin(parser, move_to_end=False)
    parser.enable(["table", "strikethrough", "footnote_def", "footnote_inline", "footnote_ref"])
    # Both join tokens, and would lose the places of what they join.
    parser.disable(["fragments_join", "text_join"])
    # Links are judged where they are shown: those that markdown-it refuses, it leaves as raw Markdown.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


class _PlacingInlineState(StateInline):
    _pending_start = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._pending_start = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802
        token = super().pushPending()
        token.map = [self._pending_start, self._pending_start + len(token.content)]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos, self.pos]
        return token


class _PlacingInlineParser(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _PlacingInlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _StrictBlockParser(ParserBlock):
    """Refuses what is nested too deep: markdown-it would leave it out without a word."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level >= MAX_NESTING:
            raise ArticleError(
                f"quotes and lists are nested more than {MAX_NESTING} deep",
                code="nesting",
                line=startLine + state.env["first_line"],
                hint="Take out some levels.",
            )
        super().tokenize(state, startLine, endLine)


class Places:
    """Where the characters of one inline source stand in the file: stretches, each with its line and column from 1."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._places: list[tuple[int, int]] = []

    def add(self, offset: int, line: int, column: int) -> None:
        """From `offset` on (ascending), characters stand side by side from `line` and `column`."""
        self._starts.append(offset)
        self._places.append((line, column))

    def find(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        line, column = self._places[index]
        return line, column + offset - self._starts[index]

    def moved(self, offset: int) -> Places:
        """The places of the source that begins at `offset` of this one."""
        places = Places()
        places.add(0, *self.find(offset))
        for start, place in zip(self._starts, self._places, strict=True):
            if start > offset:
                places.add(start - offset, *place)
        return places


class SourceLines:
    """The lines of a Markdown source, to find the places of its tokens; `first_line` is the number of the first."""

    def __init__(self, source: str, first_line: int) -> None:
        self._lines = source.split("\n")
        self.first_line = first_line

    def __getitem__(self, index: int) -> str:
        """The line at `index`, which counts from 0 as markdown-it does; empty beyond the end."""
        return self._lines[index] if index < len(self._lines) else ""

    def place(self, index: int, column: int) -> tuple[int, int]:
        """Line and column (from 1) in the file of the character at `column` (from 0) of the line at `index`."""
        return index + self.first_line, column + 1

    def find_inline(self, token: Token) -> Places:
        """Where the content of a paragraph or heading stands: each of its lines is the end of a line of the file."""
        first, end = token.map or (0, 1)
        content = token.content.split("\n")
        while end - first > len(content) and not self[first].strip():  # blank to Python, not to markdown-it
            first += 1
        places = Places()
        offset = 0
        for index, words in enumerate(content, first):
            places.add(offset, *self.place(index, self._column(index, words)))
            offset += len(words) + 1
        return places

    def _column(self, index: int, words: str) -> int:
        line, kept = self[index].rstrip(), words.strip()
        start = len(line) - len(kept) if line.endswith(kept) else line.find(kept)
        return max(start - (len(words) - len(words.lstrip())), 0)

    def find_code(self, token: Token) -> Places:
        """Where the content of a code block stands."""
        first = (token.map or (0, 1))[0] + (token.type == "fence")
        places = Places()
        offset = 0
        for index, words in enumerate(token.content.split("\n"), first):
            line = self[index]
            places.add(offset, *self.place(index, len(line) - len(words) if line.endswith(words) else 0))
            offset += len(words) + 1
        return places

    def find_cell(self, content: str, index: int, column: int) -> tuple[Places, int]:
        """Where a table cell stands in the line at `index`, from `column` on, and the column where it ends.

        Bars in the cell have lost the backslash before them.
        """
        line = self[index]
        written = _CELL_BAR.sub(r"\\|", content)
        found = line.find(written, column)
        start = column if found < 0 else found
        places = Places()
        places.add(0, *self.place(index, start))
        for count, bar in enumerate(_CELL_BAR.finditer(content), 1):
            places.add(bar.start(), *self.place(index, start + bar.start() + count))
        return places, start + len(written)


def take_footnotes(tokens: Sequence[Token]) -> tuple[list[Token], list[tuple[Token, list[Token]]]]:
    """The tokens without the definitions of footnotes, and these: each its opening token and what is in it."""
    rest: list[Token] = []
    footnotes: list[tuple[Token, list[Token]]] = []
    open_lists = [rest]
    for token in tokens:
        if token.type == "footnote_reference_open":
            footnotes.append((token, []))
            open_lists.append(footnotes[-1][1])
        elif token.type == "footnote_reference_close":
            open_lists.pop()
        else:
            open_lists[-1].append(token)
    return rest, footnotes
