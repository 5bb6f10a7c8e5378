"""When two figures speak of the same thing, and when they agree: by value, unit and operator, before any likeness of wording."""

from __future__ import annotations

import math

from generator.model import Operator, Quantity

# Counted nouns so general that they may stand for any other of their kind: "1,000 soldiers" and "1,000 people".
GENERAL_UNITS = frozenset({"", "person", "people", "individual", "man and woman", "thing", "case", "total"})


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether the two count the same noun."""
    return bool(one.unit) and one.unit == other.unit


def same_figure(one: Quantity, other: Quantity) -> bool:
    """Whether the two are the same number of what may be the same thing; "over 1,000" and "more than one thousand people" are."""
    if one.value != other.value or one.upper != other.upper:
        return False
    return same_unit(one, other) or (_counts(one) and _counts(other) and bool({one.unit, other.unit} & GENERAL_UNITS))


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether one writer may mean both: the same number, the same rounded, or one that the other's operator allows."""
    return (
        _is_rounded(one.value, other.value)
        or _is_rounded(other.value, one.value)
        or _allows(one, other)
        or _allows(other, one)
    )


def _counts(quantity: Quantity) -> bool:
    """Whether it counts things: money, percentages and points are never the same as a number of people."""
    return quantity.unit not in ("%", "points") and not (len(quantity.unit) == 3 and quantity.unit.isupper())


def _is_rounded(rounded: float, exact: float) -> bool:
    """Whether `rounded` is `exact` to as many digits as `rounded` has, two at the most: 4,000 for 3,960, 12,000 for 11,720.

    More than a tenth off is no rounding: 3,500 people are not 4,000.
    """
    if rounded == exact or rounded == 0 or exact == 0:
        return rounded == exact
    if abs(rounded - exact) > 0.1 * abs(exact):
        return False
    digits = min(2, len(f"{rounded:.0f}".rstrip("0")))
    step = 10 ** (math.floor(math.log10(abs(exact))) - digits + 1)
    return math.isclose(round(exact / step) * step, rounded)


def _allows(bound: Quantity, other: Quantity) -> bool:
    """Whether `bound` is a bound that `other` keeps, and is not far from: "over 1,000" allows 1,100, not 9,000."""
    match bound.operator:
        case Operator.ABOVE | Operator.AT_LEAST:
            return bound.value <= other.value <= bound.value * 1.25
        case Operator.BELOW | Operator.AT_MOST:
            return bound.value / 1.25 <= other.value <= bound.value
        case Operator.ABOUT:
            return abs(bound.value - other.value) <= 0.1 * bound.value
        case Operator.RANGE:
            return bound.value <= other.value <= (bound.upper or bound.value)
        case _:
            return False
