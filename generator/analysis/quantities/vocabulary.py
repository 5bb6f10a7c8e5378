"""The lists that the grammar goes by: units, currencies, and the words that make a number a label."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from generator.analysis.quantities.parts import Unit
from generator.lexicons import read_lexicon


def currency_at(doc: Doc, position: int) -> str:
    """The currency whose sign stands before the number at `position`."""
    if position < 1:
        return ""
    return _units().get((doc[position - 1].lower_, "symbol"), "")


def unit_at(doc: Doc, position: int, kind: str) -> Unit | None:
    """The unit of that kind that stands at `position`, in one word or two ("per cent", "percentage points")."""
    for length in (2, 1):
        words = doc[position : position + length]
        if len(words) == length:
            name = _units().get((" ".join([*(w.lower_ for w in words[:-1]), words[-1].lemma_.lower()]), kind))
            name = name or _units().get((words.text.lower(), kind))
            if name:
                return Unit(name, position + length)
    return None


def unit_of(token: Token, kind: str) -> str:
    return _units().get((token.lemma_.lower(), kind)) or _units().get((token.lower_.removesuffix("s"), kind), "")


@cache
def labels(kind: str) -> frozenset[str]:
    return frozenset(expression for expression, of_kind, _ in read_lexicon("labels") if of_kind == kind)


@cache
def _units() -> dict[tuple[str, str], str]:
    return {(expression, kind): unit for expression, kind, unit, _ in read_lexicon("units")}
