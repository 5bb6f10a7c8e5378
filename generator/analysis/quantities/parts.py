"""The two values that the grammar passes from one step to the next."""

from __future__ import annotations

from typing import NamedTuple


class Number(NamedTuple):
    """A number in the text: tokens `start` to `end`, half-open."""

    value: float
    start: int
    end: int
    share: bool = False  # a part of a whole: value is in percent
    open: bool = False  # "hundreds": at least
    digits: bool = False


class Unit(NamedTuple):
    """What is counted: the unit's name, and the token after the last that belongs to the span."""

    name: str
    end: int
