"""How a figure is meant: "over", "at least", "or more", before it or after."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from spacy.tokens import Doc

from generator.analysis.quantities.tokens import lemma_at, lower_at, words_at
from generator.analysis.quantities.vocabulary import labels
from generator.lexicons import read_lexicon
from generator.model import Operator

_DURATIONS = {"second", "minute", "hour", "day", "week", "month", "year", "decade"}


def comparator_before(doc: Doc, position: int, unit: str) -> tuple[Operator, int] | None:
    """The comparator that ends at `position`, the longest first, and where it begins."""
    for words, operator in _comparators("before").get(lower_at(doc, position - 1), ()):
        start = position - len(words)
        if start < 0 or words_at(doc, start, len(words)) != words:
            continue
        if words == ("over",) and unit in _DURATIONS:
            return None  # "over six years" is a period
        if words == ("about",) and doc[start].dep_ == "prep" and lemma_at(doc, start - 1) in labels("topic"):
            return None  # "talk about four boats"
        return operator, start
    return None


def comparator_after(doc: Doc, number_end: int, unit_end: int) -> tuple[Operator, tuple[int, int]] | None:
    """The comparator right after the number or after what it counts: "40 or more boats", "40 boats or more", "40-plus"."""
    for position in (number_end, unit_end):
        for words, operator in _comparators("after").get(lower_at(doc, position), ()):
            if words_at(doc, position, len(words)) == words:
                return operator, (position, position + len(words))
    return None


@cache
def _comparators(place: str) -> dict[str, tuple[tuple[tuple[str, ...], Operator], ...]]:
    """Comparators by the word next to the number, the longest first. A hyphen is a token of its own."""
    found: dict[str, list[tuple[tuple[str, ...], Operator]]] = defaultdict(list)
    for expression, operator, where, _ in read_lexicon("comparators"):
        if where == place:
            words = tuple(expression.replace("-", "- ").split())
            found[words[-1 if place == "before" else 0]].append((words, Operator(operator)))
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in found.items()}
