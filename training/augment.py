"""Other ways the same article could have been printed, so that the tagger learns the language and not the year's politics.

Each change keeps the coding: it is a list of edits, and every span is moved along with them.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence

from training.corpus import Document, Gold, Spans

Edit = tuple[int, int, str]  # text[start:end] becomes the string; edits are in text order and do not overlap

QUOTED = re.compile(r"[“\"]([^“”\"\n]{2,}?)[”\"]")
NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
SENTENCE_GAP = re.compile(r"(?<=[.!?”\"]) (?=[A-Z“\"])")
PARAGRAPH_GAP = re.compile(r"\n+")
ONSETS = (*tuple("bcdfghjklmnprstvwz"), "br", "cr", "dr", "gr", "pr", "sh", "tr")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
CODAS = ("n", "r", "l", "s", "m", "nd", "rt", "ck", "th", "x", "ll")
MARKS = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("''", "''"))


def apply_edits(document: Document, edits: Sequence[Edit]) -> Document:
    """The document with its text changed and its spans moved; a span's edge inside an edit goes to that edit's end."""
    if not edits:
        return document
    pieces: list[str] = []
    starts, shifts, limits = [], [], []
    position, shift = 0, 0
    for start, end, new in edits:
        pieces += [document.text[position:start], new]
        position = end
        starts.append(start)
        limits.append((end, end + shift + len(new) - (end - start)))
        shift += len(new) - (end - start)
        shifts.append(shift)
    pieces.append(document.text[position:])

    def move(offset: int) -> int:
        index = bisect_right(starts, offset - 1) - 1
        if index < 0:
            return offset
        end, new_end = limits[index]
        return new_end if offset < end else offset + shifts[index]

    def move_spans(spans: Spans) -> Spans:
        return tuple((move(start), move(end)) for start, end in spans)

    golds = tuple(
        Gold(move_spans(gold.source), move_spans(gold.cue), move_spans(gold.content)) for gold in document.attributions
    )
    return Document(document.id, "".join(pieces), golds)


def vary(document: Document, rng: random.Random, *, rate: float) -> Document:
    """The document in another dress; at `rate` 1 about every second document is changed in each of the usual ways."""
    for chance, change in CHANGES:
        if rng.random() < chance * rate:
            document = change(document, rng)
    return document


def change_marks(document: Document, rng: random.Random) -> Document:
    """Other quotation marks, the same ones throughout; apostrophes curly or straight."""
    opening, closing = rng.choice(MARKS)
    edits: list[Edit] = []
    for quoted in QUOTED.finditer(document.text):
        edits += [(quoted.start(), quoted.start() + 1, opening), (quoted.end() - 1, quoted.end(), closing)]
    if rng.random() < 0.3 and edits:  # a closing mark that somebody forgot
        del edits[2 * rng.randrange(len(edits) // 2) + 1]
    document = apply_edits(document, edits)
    straight, curly = rng.sample(["'", "’"], 2)
    return _same_length(document, re.sub(f"(?<=\\w){straight}(?=\\w)", curly, document.text))


def change_names(document: Document, rng: random.Random) -> Document:
    """Invented words for the names that the article uses often, each for one name throughout."""
    words = Counter(match.group() for match in NAME.finditer(document.text))
    lower = set(re.findall(r"\b[a-z]+\b", document.text))
    frequent = [word for word, count in words.most_common(12) if count > 2 and word.lower() not in lower]
    new = {word: _invent_name(rng) for word in frequent if rng.random() < 0.7}
    found = (match for match in NAME.finditer(document.text) if match.group() in new)
    return apply_edits(document, [(match.start(), match.end(), new[match.group()]) for match in found])


def join_paragraphs(document: Document, rng: random.Random) -> Document:
    """Some paragraphs run on: quotations come to stand back to back."""
    gaps = [gap for gap in PARAGRAPH_GAP.finditer(document.text) if rng.random() < 0.4 and gap.start()]
    return apply_edits(document, [(gap.start(), gap.end(), " ") for gap in gaps])


def split_paragraphs(document: Document, rng: random.Random) -> Document:
    """Some sentences become paragraphs of their own, with a line break or a blank line."""
    separator = rng.choice(["\n", "\n\n"])
    gaps = [gap for gap in SENTENCE_GAP.finditer(document.text) if rng.random() < 0.3]
    return apply_edits(document, [(gap.start(), gap.end(), separator) for gap in gaps])


def change_gaps(document: Document, rng: random.Random) -> Document:
    """Single line breaks for blank lines, or the other way round."""
    separator = rng.choice(["\n", "\n\n"])
    return apply_edits(document, [(gap.start(), gap.end(), separator) for gap in PARAGRAPH_GAP.finditer(document.text)])


def raise_case(document: Document, rng: random.Random) -> Document:
    """All capitals, as in transcripts and headlines."""
    return _same_length(document, document.text.upper())


def lower_case(document: Document, rng: random.Random) -> Document:
    """No capitals at all."""
    return _same_length(document, document.text.lower())


def capitalise_some(document: Document, rng: random.Random) -> Document:
    """Title Case for some paragraphs, as in headlines and picture captions."""

    def capitalise(match: re.Match[str]) -> str:
        return (
            re.sub(r"\b[a-z](?=[a-z]{3})", lambda first: first.group().upper(), match.group())
            if rng.random() < 0.3
            else match.group()
        )

    return _same_length(document, re.sub(r"[^\n]+", capitalise, document.text))


CHANGES: tuple[tuple[float, Callable[[Document, random.Random], Document]], ...] = (
    (0.5, change_names),
    (0.2, join_paragraphs),
    (0.1, split_paragraphs),
    (0.2, change_gaps),
    (0.45, change_marks),
    (0.06, capitalise_some),
    (0.04, raise_case),
    (0.04, lower_case),
)


def _same_length(document: Document, text: str) -> Document:
    return Document(document.id, text, document.attributions) if len(text) == len(document.text) else document


def _invent_name(rng: random.Random) -> str:
    syllables = (rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.choice((1, 2, 2))))
    return ("".join(syllables) + rng.choice(CODAS)).capitalize()
