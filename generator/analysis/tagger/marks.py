"""Quotation marks of every kind, rewritten at equal length as the plain double mark.

The tagger has read far more double marks than single ones, so what it is shown has only double marks: `‘No,’ she said` and
`''No,'' she said` come to it as `"No," she said`. Every offset stays what it was, because each mark is replaced by as many
characters as it has. A curly closing mark is also the apostrophe; which of the two it is decides `_closes_single`.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

PARAGRAPH = re.compile(r"[^\n]+")
DOUBLED = re.compile(r"''|``")
ELISION = re.compile(r"['’‘](?:\d\ds?|em|til|tis|twas|cause|cos|bout|round|n)\b", re.IGNORECASE)
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "`": "'"})
BEFORE_OPENING = frozenset("([{—–-/\"'“‘«…:")


def normalise_marks(text: str) -> tuple[str, NDArray[np.uint8]]:
    """The text with plain double quotation marks, and for each code point 1 where it stands between such marks (or is one).

    A quotation without a closing mark reaches to the end of its paragraph, as in a speech that goes on in the next one. A single
    opening mark without a closing one is no quotation.
    """
    characters = list(text.translate(APOSTROPHES))
    inside = np.zeros(len(text), np.uint8)
    for paragraph in PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        doubles = _find_doubles(text, start, end)
        for opening, closing, width in doubles:
            inside[opening : min(closing + width, end)] = 1
        singles = _find_singles(text, start, end, inside) if re.search(r"['’‘`]", text[start:end]) else []
        for opening, closing, width in doubles + singles:
            inside[opening : min(closing + width, end)] = 1
            characters[opening : opening + width] = " " * (width - 1) + '"'
            if closing < end:
                characters[closing : closing + width] = '"' + " " * (width - 1)
    return "".join(characters), inside


def _find_doubles(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """(opening, closing, width) of the double, doubled and angle marks of one paragraph; closing is `end` where there is none."""
    found = []
    opening, width, position = -1, 1, start
    while position < end:
        character = text[position]
        size = 1
        if character in "'`" and text.startswith(character * 2, position):
            size = 2
        elif character not in '“”"«»':
            position += 1
            continue
        before = text[position - 1] if position > start else " "
        after = text[position + size] if position + size < end else " "
        if opening < 0:
            opens = character in "“«`" or (not after.isspace() and (before.isspace() or before in BEFORE_OPENING))
            if opens or (character in '"”' and not after.isspace() and not before.isalnum()):
                opening, width = position, size
        elif character not in "“«`" and size == width:
            found.append((opening, position, width))
            opening = -1
        position += size
    if opening >= 0:
        found.append((opening, end, width))
    return found


def _find_singles(text: str, start: int, end: int, inside: NDArray[np.uint8]) -> list[tuple[int, int, int]]:
    """The same for single marks that stand outside double ones."""
    found = []
    opening = -1
    for position in range(start, end):
        if text[position] not in "'’‘`" or inside[position]:
            continue
        before = text[position - 1] if position > start else " "
        after = text[position + 1] if position + 1 < end else " "
        if opening < 0 or (text[position] == "‘" and not before.isalnum()):
            if _opens_single(text, position, before, after):
                opening = position
        elif _closes_single(text, position, end, before, after):
            found.append((opening, position, 1))
            opening = -1
    return found


def _opens_single(text: str, position: int, before: str, after: str) -> bool:
    if before.isalnum() or before in ".,!?" or after.isspace() or ELISION.match(text, position):
        return False
    return text[position] in "‘`" or (text[position] == "'" and (after.isalnum() or after in '…[.$£€“"'))


def _closes_single(text: str, position: int, end: int, before: str, after: str) -> bool:
    """Whether the mark closes rather than being an apostrophe: "the soldiers’ pay" goes on to a later closing mark."""
    if text[position] == "‘" or after.isalnum() or before.isspace():
        return False
    if before == "s" and after == " ":
        later = re.compile(r"['’](?!\w)").search(text, position + 1, end)
        another = re.compile(r"(?<!\w)['‘]\w").search(text, position + 1, end)
        return later is None or (another is not None and another.start() < later.start())
    return True
