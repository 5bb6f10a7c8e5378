"""A file's bytes to text that every later stage can trust: UTF-8, line ends `\\n`, nothing that can't be shown.

What is mended keeps its length, so that lines and columns are still those of the file: only a byte order mark and the `\\r` of
line ends go.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from generator.errors import ArticleError
from generator.markup import UNSAFE
from generator.model import Notice, NoticeLevel

MAX_BYTES = 4_000_000
"""About 600,000 English words: far more than an article, and what a machine of 4 GB analyses."""

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PAGE_BREAK = re.compile("[\f\v]")


def read_source(path: Path) -> tuple[str, tuple[Notice, ...]]:
    """The text of the file `path`, and what was mended in it.

    Page breaks (form feed, vertical tab) become spaces, `UNSAFE` characters U+FFFD. Raises ArticleError where the file can't be
    read, is too large, is not UTF-8, or holds nothing.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise ArticleError(
            f"cannot be read: {error.strerror}", code="unreadable", hint="See who may read the file."
        ) from error
    if size > MAX_BYTES:
        raise ArticleError(
            f"the file has {size / 1e6:.1f} MB; an article may have {MAX_BYTES / 1e6:.0f} MB",
            code="too-large",
            hint="Split it into several articles.",
        )
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ArticleError("the file is empty", code="empty", hint="Write the headline, a blank line, and the text.")
    notices: list[Notice] = []
    text = _mend(text, _PAGE_BREAK, " ", "page-break", "the page break {} is read as a space", "Take it out.", notices)
    text = _mend(
        text,
        _BIDI,
        "\ufffd",
        "bidi-control",
        "the control character {} would change the order in which text is shown; it is replaced by U+FFFD",
        "Take it out; text from right to left needs none here.",
        notices,
    )
    text = _mend(
        text,
        UNSAFE,
        "\ufffd",
        "control-character",
        "the control character {} can't be shown; it is replaced by U+FFFD",
        "Take it out.",
        notices,
    )
    return text, tuple(notices)


def _mend(
    text: str, unwanted: re.Pattern[str], wanted: str, code: str, message: str, hint: str, notices: list[Notice]
) -> str:
    """`text` with each `unwanted` character replaced; one notice names the first and counts the others."""
    first = unwanted.search(text)
    if first is None:
        return text
    mended, count = unwanted.subn(wanted, text)
    more = f" ({count} such characters, here the first)" if count > 1 else ""
    notices.append(
        Notice(
            level=NoticeLevel.NOTICE,
            code=code,
            message=message.format(f"U+{ord(first[0]):04X}") + more,
            hint=hint,
            line=text.count("\n", 0, first.start()) + 1,
            column=first.start() - text.rfind("\n", 0, first.start()),
        )
    )
    return mended


def _decode(data: bytes) -> str:
    is_utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if is_utf_16:
            raise ArticleError(
                "not UTF-8 but UTF-16", code="not-utf-8", line=1, column=1, hint="Save the file as UTF-8."
            ) from error
        line = data.rfind(b"\n", 0, error.start) + 1
        byte = data[error.start : error.start + 1]
        raise ArticleError(
            f"not UTF-8: the byte 0x{byte[0]:02X} (in Windows-1252 it is “{byte.decode('cp1252', 'replace')}”)",
            code="not-utf-8",
            line=data.count(b"\n", 0, error.start) + 1,
            column=len(data[line : error.start].decode("utf-8")) + 1,
            hint="Save the file as UTF-8.",
        ) from error
