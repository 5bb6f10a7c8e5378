"""Markdown to text and pieces: CommonMark with tables, footnotes and strikethrough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it.token import Token
from msgspec import Struct

from generator.markup.builder import Markup, TextBuilder, Title, direction
from generator.markup.inline import FindImage, InlineWriter
from generator.markup.notices import NoticeList, shorten
from generator.markup.tokens import Places, SourceLines, markdown_parser, take_footnotes
from generator.model import TextSpan

_LEAF_BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "th", "td")


def read_markdown(source: str, *, find_image: FindImage, title: Title | None = None, first_line: int = 1) -> Markup:
    """Text and pieces of `source`; line ends are `\\n`, and nothing in it is `UNSAFE`.

    The headline is `title`, else the first heading of level 1; a heading that says the same as `title` is not repeated.
    `first_line` is the line of the file that `source` begins with. Raises ArticleError where quotes and lists are nested too deep.
    """
    return _MarkdownReader(source, find_image, first_line).read(title)


class _Footnote(Struct, kw_only=True):
    """A footnote that is referred to, and how often so far. An inline one is the tokens of one paragraph, and their places."""

    number: int
    tokens: list[Token]
    source: str = ""
    places: Places | None = None
    references: int = 0


class _MarkdownReader:
    """Walks the tokens of one source and writes them to a `TextBuilder`."""

    def __init__(self, source: str, find_image: FindImage, first_line: int) -> None:
        self._env: dict[str, Any] = {"first_line": first_line}
        tokens = markdown_parser().parse(source, self._env)
        self._used_addresses = {
            str(child.attrs.get("href", child.attrs.get("src")))
            for token in tokens
            for child in _walk(token.children or [])
            if child.type in ("link_open", "image")
        }
        self._tokens, self._definitions = take_footnotes(tokens)
        self._lines = SourceLines(source, first_line)
        self._direction = direction(source)
        self._builder = TextBuilder()
        self._notices = NoticeList()
        self._inline = InlineWriter(self._builder, self._notices, find_image, self._refer)
        self._footnotes: dict[str | int, _Footnote] = {}

    def read(self, title: Title | None) -> Markup:
        builder = self._builder
        heading = self._find_headline(title)
        if title is not None and (heading is None or _words(self._tokens[heading + 1]) != title.text):
            builder.add_text(title.text, title.line, title.column)
        elif heading is not None:
            self._write_inline(self._tokens[heading + 1], one_line=True)
        headline_pieces, builder.pieces = builder.pieces, []
        headline = builder.text
        if heading is not None:
            del self._tokens[heading : heading + 3]
        self._write_blocks(self._tokens)
        self._write_footnotes()
        self._notice_what_is_not_shown()
        return Markup(
            text=builder.text,
            headline=TextSpan(len(headline) - len(headline.lstrip()), len(headline.rstrip())),
            headline_pieces=tuple(headline_pieces),
            body=tuple(builder.pieces),
            positions=tuple(builder.positions),
            notices=tuple(self._notices.notices),
        )

    def _find_headline(self, title: Title | None) -> int | None:
        """The index of the first heading of level 1, if it is the headline or says the same as `title`."""
        for index, token in enumerate(self._tokens):
            if token.type == "heading_open" and token.tag == "h1" and token.level == 0:
                words = _words(self._tokens[index + 1])
                if words:
                    return index if title is None or words.casefold() == title.text.casefold() else None
        return None

    # --- blocks

    def _write_blocks(self, tokens: Sequence[Token]) -> None:
        builder = self._builder
        in_cell = False
        row, column = 0, 0  # of a table: the index of its line, and the column where the last cell ended
        for token in tokens:
            if token.type == "inline" and in_cell:
                places, column = self._lines.find_cell(token.content, row, column)
                self._write_inline(token, places)
            elif token.type == "inline":
                self._write_inline(token)
            elif token.type in ("fence", "code_block"):
                self._write_code(token)
            elif token.type == "hr":
                builder.add_tag("<hr>\n")
            elif not token.hidden:
                builder.add_tag(self._block_tag(token))
            if token.type in ("th_open", "td_open", "th_close", "td_close"):
                in_cell = token.nesting > 0
            elif token.type == "tr_open":
                row, column = (token.map or [0])[0], 0
            elif token.type == "tr_close":
                self._notice_lost_cells(row, column)

    def _block_tag(self, token: Token) -> str:
        tag = "h2" if token.tag == "h1" else token.tag  # the page's only h1 is the headline
        if token.nesting < 0:
            return f"</{tag}>" if tag in ("th", "td") else f"</{tag}>\n"
        attributes = self._direction if tag in _LEAF_BLOCKS else ""
        if tag == "ol" and "start" in token.attrs:
            attributes += f' start="{token.attrs["start"]}"'
        if "style" in token.attrs:  # only cells have one; a class goes with a strict content security policy
            align = str(token.attrs["style"]).removeprefix("text-align:")
            attributes += f' class="align-{align}"'
        return f"<{tag}{attributes}>"

    def _write_inline(self, token: Token, places: Places | None = None, *, one_line: bool = False) -> None:
        self._builder.begin_block()
        self._inline.write(
            token.content, token.children or [], places or self._lines.find_inline(token), one_line=one_line
        )

    def _write_code(self, token: Token) -> None:
        if not token.content.strip():
            return
        places = self._lines.find_code(token)
        self._builder.begin_block()
        self._builder.add_tag("<pre><code>")
        offset = 0
        for line in token.content.rstrip("\n").splitlines(keepends=True):
            self._builder.add_text(line, *places.find(offset))
            offset += len(line)
        self._builder.add_tag("</code></pre>\n")

    def _notice_lost_cells(self, row: int, column: int) -> None:
        """A row with more cells than the table's first is cut off, as GitHub's specification has it."""
        rest = self._lines[row][column:]
        lost = rest.strip(" \t|")
        if lost:
            self._notices.add(
                "table-cells",
                f"this row has more cells than the table's first row; “{shorten(lost)}” is left out",
                self._lines.place(row, column + rest.index(lost)),
                "Give the table's first row as many cells.",
            )

    # --- footnotes: numbered as they are first referred to, shown in that order below the text

    def _refer(self, token: Token, places: Places) -> str:
        key = token.meta.get("label", token.meta["id"])
        if key not in self._footnotes:
            self._footnotes[key] = self._make_footnote(token, places)
        footnote = self._footnotes[key]
        footnote.references += 1
        return (
            f'<sup class="footnote-ref"><a href="#footnote-{footnote.number}"'
            f' id="{_reference_id(footnote.number, footnote.references)}">{footnote.number}</a></sup>'
        )

    def _make_footnote(self, token: Token, places: Places) -> _Footnote:
        number = len(self._footnotes) + 1
        if "label" in token.meta:
            label = token.meta["label"]
            tokens = next(inside for opening, inside in self._definitions if opening.meta["label"] == label)
            return _Footnote(number=number, tokens=tokens)
        inline = self._env["footnotes"]["list"][token.meta["id"]]
        start = (token.map or [0])[0] + len("^[")
        return _Footnote(number=number, tokens=inline["tokens"], source=inline["content"], places=places.moved(start))

    def _write_footnotes(self) -> None:
        builder = self._builder
        written = 0
        while written < len(self._footnotes):  # a footnote may refer to another
            footnote = list(self._footnotes.values())[written]
            if not written:
                builder.add_tag('<section class="footnotes" aria-label="Footnotes">\n')
                builder.add_tag("<ol>\n")
            builder.add_tag(f'<li id="footnote-{footnote.number}">')
            if footnote.places is not None:
                builder.add_tag(f"<p{self._direction}>")
                builder.begin_block()
                self._inline.write(footnote.source, footnote.tokens, footnote.places)
                self._write_back_links(footnote)
                builder.add_tag("</p>\n")
            elif footnote.tokens and footnote.tokens[-1].type == "paragraph_close":
                self._write_blocks(footnote.tokens[:-1])
                self._write_back_links(footnote)
                builder.add_tag("</p>\n")
            else:
                self._write_blocks(footnote.tokens)
                self._write_back_links(footnote)
            builder.add_tag("</li>\n")
            written += 1
        if written:
            builder.add_tag("</ol>\n")
            builder.add_tag("</section>\n")

    def _write_back_links(self, footnote: _Footnote) -> None:
        for count in range(1, footnote.references + 1):
            self._builder.add_tag(
                f' <a class="footnote-backref" href="#{_reference_id(footnote.number, count)}"'
                ' aria-label="Back to the text">↩</a>'
            )

    # --- what Markdown takes out of the text

    def _notice_what_is_not_shown(self) -> None:
        first: dict[str, int] = {}
        for opening, _ in self._definitions:
            label, index = opening.meta["label"], (opening.map or [0])[0]
            if label in first:
                self._notices.add(
                    "footnote-twice",
                    f"the footnote “{shorten(label)}” is defined twice; the first, in line"
                    f" {self._lines.place(first[label], 0)[0]}, is shown",
                    self._lines.place(index, self._lines[index].find("[^")),
                    "Give this one another name.",
                )
            elif label not in self._footnotes:
                self._notices.add(
                    "footnote-unused",
                    f"nothing refers to the footnote “{shorten(label)}”, so it is not shown",
                    self._lines.place(index, self._lines[index].find("[^")),
                    f"Refer to it: [^{shorten(label)}].",
                )
            first.setdefault(label, index)
        definitions = [*self._env.get("references", {}).values(), *self._env.get("duplicate_refs", [])]
        for definition in sorted(definitions, key=lambda definition: definition["map"]):
            index = definition["map"][0]
            if definition["href"] not in self._used_addresses:
                self._notices.add(
                    "definition-unused",
                    f"“{shorten(self._lines[index])}” defines a link that nothing uses, so it is not shown",
                    self._lines.place(index, self._lines[index].find("[")),
                    "If it is text, write a backslash before the first bracket.",
                )
        if self._inline.html_places:
            count = len(self._inline.html_places)
            self._notices.add(
                "raw-html",
                f"HTML is shown as text{f' ({count} tags, here the first)' if count > 1 else ''}",
                min(self._inline.html_places),
                "Write Markdown instead.",
            )


def _reference_id(number: int, count: int) -> str:
    return f"footnote-{number}-ref" if count == 1 else f"footnote-{number}-ref-{count}"


def _walk(tokens: Sequence[Token]) -> list[Token]:
    """Inline tokens, those inside images too."""
    return [found for token in tokens for found in (token, *_walk(token.children or []))]


def _words(token: Token) -> str:
    """The text of an inline token on one line."""
    words = (" " if child.type.endswith("break") else child.content for child in token.children or [])
    return " ".join("".join(words).split())
