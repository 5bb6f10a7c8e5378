"""How a text is laid out: its paragraphs, and which quotation marks open and close what.

Both are read off the characters alone, so that the parse (which sees straight double marks only, whatever the article
uses) and the analysis of quotations agree on every border. One pass a paragraph, no search that starts anew at each mark:
the cost grows with the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise, zip_longest

from msgspec import Struct

from generator.model import TextSpan

# --- paragraphs ----------------------------------------------------------------------------------------------------

WIDEST_WRAP = 120  # a line longer than this was not broken by hand or by a mail program
NARROWEST_WRAP = 40


def find_paragraphs(text: str) -> tuple[TextSpan, ...]:
    """The paragraphs of `text` in order, without the white space around them.

    A blank line ends a paragraph. A single newline does too, unless it merely wraps: then every line of its block is as full as the
    next word allows (RFC 3676 calls such text fixed), or the next line goes on in small letters after a line that no
    punctuation ends.
    """
    found = []
    for block in re.finditer(r"\S(?:[^\n]|\n(?![ \t\r]*\n))*", text):
        lines = [match.span() for match in re.finditer(r"[^\n]+", block[0])]
        wrapped = _is_hard_wrapped([block[0][start:end] for start, end in lines])
        start = 0
        for (line_start, line_end), following in zip_longest(lines, lines[1:]):
            if following and (wrapped or _goes_on(block[0][line_start:line_end], block[0][slice(*following)])):
                continue
            piece = block[0][start:line_end]
            if piece.strip():
                left = block.start() + start + len(piece) - len(piece.lstrip())
                found.append(TextSpan(left, block.start() + start + len(piece.rstrip())))
            start = line_end
    return tuple(found)


def _is_hard_wrapped(lines: list[str]) -> bool:
    width = max(len(line.rstrip()) for line in lines)
    if len(lines) < 3 or not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return False
    return all(
        len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
        for line, following in pairwise(lines)
        if following.strip()
    )


def _goes_on(line: str, following: str) -> bool:
    return len(line) <= WIDEST_WRAP and following.lstrip()[:1].islower() and line.rstrip()[-1:] not in '.!?:;”"'


# --- quotation marks -------------------------------------------------------------------------------------------------


class MarkPair(Struct, frozen=True, kw_only=True):
    """An opening mark and what closes it.

    `span` includes the marks, `inner` does not; where `closed` is False the closing mark is missing and both end with the
    paragraph, or where the next opening mark of the same kind stands. `continues` says that the next paragraph opens anew,
    as a speech over several paragraphs is set. `depth` counts the pairs around it.
    """

    span: TextSpan
    inner: TextSpan
    closed: bool
    continues: bool
    depth: int


CLOSING = {
    "“": '”"“',  # the last typed the wrong way round
    "”": '”"',  # typed the wrong way round
    '"': '"”',
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "'": "'",
    "''": "''",
    "``": "''",
}
ELISION = re.compile(
    r"['’‘](?:\d\d(?:s|\b)|(?:em|til|tis|twas|twere|cause|cos|n|bout|round|neath|ere|er|im)\b)", re.IGNORECASE
)
MARK = re.compile(r"''|``|[“”„«»\"‘’']")
BEFORE_OPENING = "([{—–-/\"“‘'«"


class _Open(Struct):
    mark: str
    start: int


def find_mark_pairs(text: str, paragraphs: tuple[TextSpan, ...] | None = None) -> tuple[MarkPair, ...]:
    """The pairs of quotation marks of `text`, by where they open.

    Double (curly, straight, low, guillemets, two apostrophes) and single marks (curly, straight), nested at will. An apostrophe
    within a word, at the end of a plural possessive or in place of left-out letters closes and opens nothing; a single mark that
    nothing closes opens nothing either, unless it begins its paragraph.
    """
    pairs: list[MarkPair] = []
    paragraphs = find_paragraphs(text) if paragraphs is None else paragraphs
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        next_mark = MARK.match(text, following.start_char) if following else None
        pairs += _pairs_of_paragraph(text, paragraph, next_mark[0] if next_mark else "")
    return tuple(sorted(pairs, key=lambda pair: (pair.span.start_char, -pair.span.end_char)))


def _pairs_of_paragraph(text: str, paragraph: TextSpan, next_mark: str) -> list[MarkPair]:
    begin, end = paragraph.start_char, paragraph.end_char
    marks = [
        match for match in MARK.finditer(text, begin, end) if match[0] not in "’'" or not _within_word(text, match)
    ]
    single = _SingleMarks(text, marks, end, next_mark)
    open_marks: list[_Open] = []
    pairs: list[MarkPair] = []

    def close(level: int, inner_end: int, outer_end: int, closed: bool) -> None:
        mark = open_marks[level]
        continues = not closed and outer_end == end and bool(next_mark) and next_mark[0] == mark.mark[0]
        span = TextSpan(mark.start, outer_end)
        inner = TextSpan(mark.start + len(mark.mark), max(inner_end, mark.start + len(mark.mark)))
        pairs.append(MarkPair(span=span, inner=inner, closed=closed, continues=continues, depth=level))
        del open_marks[level:]

    for number, match in enumerate(marks):
        mark, start, stop = match[0], match.start(), match.end()
        before = text[start - 1] if start > begin else " "
        after = text[stop] if stop < end else " "
        level = next((i for i in range(len(open_marks) - 1, -1, -1) if mark in _closers(open_marks[i].mark)), None)
        if level is not None and _may_close(mark, before, after) and not (mark in "’'" and single.is_apostrophe(match)):
            close(level, start, stop, closed=True)
        elif _may_open(mark, before, after) and (mark not in "‘'" or single.may_open(match, begin)):
            again = next((i for i, other in enumerate(open_marks) if _same_kind(other.mark, mark)), None)
            if again is not None and not _stands_inside(text, paragraph, open_marks[again], marks[number:], next_mark):
                left = _rstrip(text, start, begin)
                close(again, left, left, closed=False)
            open_marks.append(_Open(mark, start))
    if open_marks:
        close(0, end, end, closed=False)
    return pairs


def _rstrip(text: str, end: int, begin: int) -> int:
    while end > begin and text[end - 1].isspace():
        end -= 1
    return end


def _closers(mark: str) -> tuple[str, ...]:
    closing = CLOSING[mark]
    return (closing,) if closing == "''" else tuple(closing)


def _same_kind(one: str, other: str) -> bool:
    return one == other or (one in '“"' and other in '“"')


def _stands_inside(text: str, paragraph: TextSpan, outer: _Open, marks: list[re.Match[str]], next_mark: str) -> bool:
    """Whether the first of `marks`, a double one of another shape than the open one, opens a quotation inside that: what closes the
    outer comes after what closes the inner, before another opens, or the outer goes on in the next paragraph."""
    inner = marks[0][0]
    if {inner, outer.mark} != {"“", '"'}:
        return False
    closed = False
    for match in marks[1:]:
        mark = match[0]
        before, after = text[match.start() - 1], text[match.end()] if match.end() < paragraph.end_char else " "
        if not closed:
            closed = mark == {"“": "”", '"': '"'}[inner] and _may_close(mark, before, after)
        elif mark == {"“": "”", '"': '"'}[outer.mark]:
            return _may_close(mark, before, after) and not after.isalnum()
        elif mark == outer.mark:
            return False
    return closed and outer.mark == '"' and outer.start == paragraph.start_char and next_mark == '"'


def _within_word(text: str, match: re.Match[str]) -> bool:
    return (
        match.start() > 0
        and match.end() < len(text)
        and text[match.start() - 1].isalnum()
        and text[match.end()].isalnum()
    )


def _may_open(mark: str, before: str, after: str) -> bool:
    if mark == "«" and after in " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}":  # as French sets them
        return before.isspace() or before in BEFORE_OPENING
    if after.isspace() or mark in ("”", "’"):
        return mark == "”" and after.isalnum() and before.isspace()  # typed the wrong way round
    if mark in "“„«":
        return True
    return before.isspace() or before in BEFORE_OPENING


def _may_close(mark: str, before: str, after: str) -> bool:
    if mark in "”»":
        return True
    if mark == "“":  # as Germans close, or typed the wrong way round
        return not before.isspace() and before not in "([{—–" and not after.isalnum()
    return not before.isspace() and not (after.isalnum() and mark in "’'")


class _SingleMarks:
    """Looks ahead among the single marks of one paragraph: a plural possessive ("the drivers’ hut") and a closing mark look
    alike, so what decides is whether a mark that can only close comes first, or one that can only open."""

    def __init__(self, text: str, marks: list[re.Match[str]], end: int, next_mark: str) -> None:
        self.text = text
        self.next_mark = next_mark
        self.closing: list[int] = []  # where a mark may close
        self.certain: list[int] = []  # where punctuation before it, or after it, says that it does
        self.opening: list[int] = []
        for match in marks:
            if match[0] not in "‘’'":
                continue
            at = match.start()
            before = text[at - 1] if at else " "
            after = text[at + 1] if at + 1 < end else " "
            if match[0] != "‘" and not before.isspace() and not after.isalnum():
                self.closing.append(at)
                if before in ".,!?…—–" or (not before.isalnum() and not before.isspace()) or after in ".,;:!?":
                    self.certain.append(at)
            if match[0] != "’" and (before.isspace() or before in BEFORE_OPENING) and after.isalnum():
                self.opening.append(at)

    def is_apostrophe(self, match: re.Match[str]) -> bool:
        """Whether this mark, though a single quotation is open, ends a word: "the drivers’ hut", "goin’ home"."""
        at = match.start()
        if self.certain[bisect_right(self.certain, at) - 1 :][:1] == [at]:
            return False
        if not re.search(r"(?:s|in|\bo|\ban)$", self.text[max(0, at - 3) : at]):
            return False
        certain = _next(self.certain, at)
        opening = _next(self.opening, at)
        return certain is not None and (opening is None or certain < opening)

    def may_open(self, match: re.Match[str], begin: int) -> bool:
        """Whether a mark follows that may close this one. One that begins its paragraph may stay unclosed, and one that begins a
        sentence where the next paragraph opens anew, as a speech over several paragraphs is set."""
        at = match.start()
        if ELISION.match(self.text, at):
            return False
        if _next(self.closing, at) is not None or (match[0] == "‘" and at == begin):
            return True
        return self.next_mark == match[0] and self.text[begin:at].rstrip()[-1:] in {"", *".!?,:"}


def _next(positions: list[int], at: int) -> int | None:
    index = bisect_right(positions, at)
    return positions[index] if index < len(positions) else None


# --- what the parser sees ------------------------------------------------------------------------------------------


def normalise_marks(text: str, pairs: tuple[MarkPair, ...] | None = None) -> str:
    """`text` with every outer quotation mark as `"`, inner ones as `'` and apostrophes as `'`, at equal length.

    Doubled apostrophes become one mark and a space on its outer side. English parsers were trained on text that hardly ever has
    single curly marks around speech; with them the parse goes wrong just where attributions stand.
    """
    characters = list(text.translate(str.maketrans("‘’", "''")))
    for pair in find_mark_pairs(text) if pairs is None else pairs:
        mark = '"' if pair.depth % 2 == 0 else "'"
        opening = pair.inner.start_char - pair.span.start_char
        characters[pair.span.start_char : pair.inner.start_char] = list(mark.rjust(opening))
        if pair.closed:
            closing = pair.span.end_char - pair.inner.end_char
            characters[pair.inner.end_char : pair.span.end_char] = list(mark.ljust(closing))
    return "".join(characters)
