"""What a rule finds, in tokens, before it becomes an `Attribution` in characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from msgspec import Struct
from spacy.tokens import Doc, Token

from generator.model import Anchoring, CueClass, CueStance, TextSpan

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
"""The parts of speech that a phrase can be headed by."""


class SourceBy(Enum):
    """Who named a candidate's source."""

    TAGGER = "tagger"
    BOTH = "both"  # the same head
    RULES = "rules"


class Candidate(Struct, kw_only=True):
    """One attribution in the making: sets of token indices of the whole `Doc`, so that rules can take words out of each other's
    way before spans are drawn. `anchor` is the cue's main token; it decides where the candidate stands."""

    anchor: int
    source: set[int]
    cue: set[int]
    content: set[int]
    cue_class: CueClass
    stance: CueStance
    found_by: str
    anchoring: Anchoring = Anchoring.EXPLICIT
    takes_quotation: bool = False  # whether the cue may introduce or follow a quotation
    confidence: float | None = None  # the tagger's, where it found it: that the content is right
    source_confidence: float | None = None  # likewise, that its source is
    agreed: bool = False  # whether tagger and rules both found it
    source_by: SourceBy = SourceBy.RULES
    beside_tagger: bool = False  # whether the tagger read the text too, and found nothing there
    is_passive: bool = False  # whether its verb is a passive: "is thought to"
    stands_inside: bool = False  # whether it counts inside another's content, where mere wishes and topics don't


Ruled = list[tuple[Candidate, int]]
"""What the rules find, each with its depth: 1 inside another's content."""


def subtree(token: Token, without: Iterable[int] = ()) -> set[int]:
    """The indices of the token and all that depends on it, leaving out the branches that hang from the tokens `without`."""
    cut = set(without)
    found: set[int] = set()
    stack = [token]
    while stack:
        word = stack.pop()
        if word.i in cut:
            continue
        found.add(word.i)
        stack.extend(word.children)
    return found


UNIT_AND_STOP = re.compile(r"[a-z]{1,2}\.")  # after a figure, and one token to the parser: "a fee of £12m."
OPENING = frozenset('"“‘([«')
CLOSING = frozenset('"”’)]»')


def draw_spans(doc: Doc, tokens: set[int]) -> tuple[TextSpan, ...]:
    """Spans in text order, one for each run of tokens that only white space interrupts; punctuation at their ends is left out, but
    for quotation marks and brackets, and a full stop or comma before a closing mark."""
    runs: list[list[int]] = []
    for index in sorted(tokens):
        if runs and all(doc[between].is_space for between in range(runs[-1][-1] + 1, index)):
            runs[-1].append(index)
        else:
            runs.append([index])
    spans = []
    for run in runs:
        start, end = 0, len(run)
        while start < end and _is_trimmed(doc[run[start]], OPENING):
            start += 1
        while end > start and _is_trimmed(doc[run[end - 1]], CLOSING):
            end -= 1
        if start < end and any(any(map(str.isalnum, doc[index].text)) for index in run[start:end]):
            last = doc[run[end - 1]]
            after_figure = last.i > 0 and doc[last.i - 1].like_num and not doc[last.i - 1].whitespace_
            stop = bool(after_figure and UNIT_AND_STOP.fullmatch(last.text))
            spans.append(TextSpan(doc[run[start]].idx, last.idx + len(last) - stop))
    return tuple(spans)


def _is_trimmed(token: Token, kept: frozenset[str]) -> bool:
    if token.text == "%":
        return False
    return (token.is_punct or token.is_space or token.text in {"--", "-", "–", "—"}) and token.text[-1:] not in kept
