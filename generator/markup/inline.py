"""What stands within a block: text, emphasis, code, links, images, references to footnotes, line breaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import unquote

from markdown_it.token import Token
from msgspec.structs import replace

from generator.markup.builder import UNSAFE, TextBuilder
from generator.markup.notices import NoticeList, shorten
from generator.markup.tokens import Places
from generator.model import Notice

LINK_SCHEMES = ("http", "https", "mailto", "tel", "ftp")

FindImage = Callable[[str], str | Notice]
"""From the path of a local image, as the article has it, to the address that shows it, or to why it can't be shown."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_EMPHASIS = {"em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"}


class InlineWriter:
    """Writes the inline tokens of one block after the other to `builder`.

    `refer` counts a reference to a footnote, and gives its HTML.
    """

    def __init__(
        self,
        builder: TextBuilder,
        notices: NoticeList,
        find_image: FindImage,
        refer: Callable[[Token, Places], str],
    ) -> None:
        self._builder = builder
        self._notices = notices
        self._find_image = find_image
        self._refer = refer
        self._links: list[bool] = []  # for each open link, the outer first, whether it is shown
        self._after_link: list[str] = []
        self.html_places: list[tuple[int, int]] = []  # where raw HTML stands

    def write(self, source: str, tokens: Sequence[Token], places: Places, *, one_line: bool = False) -> None:
        """Write the tokens of the inline `source`; with `one_line` every break is a space."""
        builder = self._builder
        tags = [tag.start() for tag in _HTML.finditer(source)]
        end = 0  # of the text written so far, in the source
        for token in tokens:
            start = token.map[0] if token.map else end
            match token.type:
                case "text" | "text_special":
                    end = self._write_text(source, token, max(start, end), places, tags)
                case "softbreak":
                    builder.add_text(" ", *places.find(start))
                case "hardbreak" if one_line:
                    builder.add_text(" ", *places.find(start))
                case "hardbreak":
                    builder.add_break("<br>\n", *places.find(start))
                case "code_inline":
                    self._write_code(source, token, start, places)
                case "link_open":
                    self._open_link(token, places.find(start))
                case "link_close":
                    self._close_link()
                case "image":
                    self._write_image(token, places.find(start))
                case "footnote_ref":
                    self._add_outside_links(self._refer(token, places))
                case kind if kind in _EMPHASIS:
                    builder.add_tag(f"<{token.tag}>" if token.nesting > 0 else f"</{token.tag}>")
                case kind:
                    raise AssertionError(f"markdown-it made a token that nobody asked for: {kind}")

    def _write_text(self, source: str, token: Token, start: int, places: Places, tags: Sequence[int]) -> int:
        words = token.content
        # The text of an escape begins after its backslash, that of an autolink after its bracket.
        if not source.startswith(words, start) and source.startswith(words, start + 1):
            start += 1
        place = places.find(start)
        if token.type == "text_special":
            words = words.replace("\n", " ")
            words = UNSAFE.sub("\ufffd", words)
            if "\ufffd" in words and "\ufffd" not in token.markup:
                message = f"“{token.markup}” stands for a control character; it is replaced by U+FFFD"
                self._notices.add("control-character", message, place, "Take it out.")
        self._builder.add_text(words, *place)
        first = bisect_left(tags, start)
        self.html_places += [places.find(tag) for tag in tags[first : bisect_left(tags, start + len(words))]]
        return start + len(words)

    def _write_code(self, source: str, token: Token, start: int, places: Places) -> None:
        start += len(token.markup)
        if source[start : start + len(token.content)].replace("\n", " ") != token.content:
            start += 1  # the space that keeps the backticks apart
        self._builder.add_tag("<code>")
        # Each line has its own place; its newline has become a space.
        lines = source[start : start + len(token.content)].split("\n")
        offset = 0
        for line in lines:
            end = min(offset + len(line) + 1, len(token.content))
            self._builder.add_text(token.content[offset:end], *places.find(start + offset))
            offset = end
        self._builder.add_tag("</code>")

    # --- links

    def _open_link(self, token: Token, place: tuple[int, int]) -> None:
        written = str(token.attrs["href"])
        address = _link_address(written)
        if address is None:
            relative = not _SCHEME.match(written)
            self._notices.add(
                "link-dropped",
                f"the link to “{shorten(unquote(written))}” is dropped; its words stay",
                place,
                "Write the whole address, with https://." if relative else f"Links may be {', '.join(LINK_SCHEMES)}.",
            )
        shown = address is not None and not any(self._links)
        self._links.append(shown)
        if shown:
            title = f' title="{_attribute(token.attrs["title"])}"' if "title" in token.attrs else ""
            self._builder.add_tag(f'<a href="{_attribute(address)}"{title}>')

    def _close_link(self) -> None:
        if not self._links.pop():
            return
        self._builder.add_tag("</a>")
        for html in self._after_link:
            self._builder.add_tag(html)
        self._after_link.clear()

    def _add_outside_links(self, html: str) -> None:
        """Add what holds a link: HTML has no links in links."""
        if any(self._links):
            self._after_link.append(html)
        else:
            self._builder.add_tag(html)

    # --- images

    def _write_image(self, token: Token, place: tuple[int, int]) -> None:
        address = str(token.attrs["src"])
        alt = "".join(" " if child.type.endswith("break") else child.content for child in token.children or [])
        title = f' title="{_attribute(token.attrs["title"])}"' if "title" in token.attrs else ""
        remote = address.startswith("//") or _SCHEME.match(address) is not None
        link = _link_address(address) if remote else None
        if link is not None:
            self._notices.add(
                "remote-image",
                f"the image “{shorten(unquote(address))}” is on another site; it is a link here",
                place,
                "To show it, save it beside the article.",
            )
            words = escape(UNSAFE.sub("\ufffd", f"Image: {alt or link}"), quote=False)
            self._add_outside_links(f'<a class="image-link" href="{_attribute(link)}"{title}>{words}</a>')
            return
        found = self._find_image(unquote(address)) if not remote else None
        if isinstance(found, str):
            self._builder.add_tag(f'<img src="{_attribute(found)}" alt="{_attribute(alt)}"{title}>')
            return
        if found is None:
            self._notices.add(
                "image-dropped",
                f"the image “{shorten(unquote(address))}” is dropped; what it is said to show stays",
                place,
                "Save the image as a file beside the article.",
            )
        else:
            self._notices.notices.append(replace(found, line=place[0], column=place[1]))
        words = escape(UNSAFE.sub("\ufffd", f"Image: {alt or shorten(unquote(address))}"), quote=False)
        self._builder.add_tag(f'<span class="image-missing">{words}</span>')


def _link_address(written: str) -> str | None:
    """The address that a link may lead to; None for those that could run something or lead nowhere on this site."""
    if written.startswith("//"):
        return f"https:{written}"
    scheme = _SCHEME.match(written)
    return written if scheme and scheme[1].lower() in LINK_SCHEMES else None


def _attribute(value: object) -> str:
    return escape(UNSAFE.sub("\ufffd", str(value)))
