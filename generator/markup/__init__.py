"""Sole owner of markdown-it: one token stream gives the plain text that is analysed and the pieces that are shown.

Text and pieces are made side by side, so that every piece knows its offsets and every offset its place in the file; nothing
is searched for afterwards. What the text is:

- Blocks (a paragraph, a heading, a table cell, a code block, a footnote's paragraph) are separated by a blank line.
- A line break within a Markdown paragraph is a space, so that no parser takes it for a border; a hard break is a newline.
- Images, footnote references and rules have no text: what is shown for them carries a class of `NOT_TEXT`.
- Raw HTML is text. Smart punctuation is off: every character is the writer's.
- Characters that could not be shown, or would reorder what is shown (`UNSAFE`), are U+FFFD, one for one.

Plain text is taken as it is, its line breaks included; the class "lines" shows them.
"""

from generator.markup.builder import NOT_TEXT, UNSAFE, Markup, Title
from generator.markup.inline import FindImage
from generator.markup.markdown import read_markdown
from generator.markup.plain import read_plain

__all__ = ["NOT_TEXT", "UNSAFE", "FindImage", "Markup", "Title", "read_markdown", "read_plain"]
