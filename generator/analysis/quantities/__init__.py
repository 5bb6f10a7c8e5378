"""Which figures the text gives: a small grammar of numbers over the tokens, with comparators before and after, and units.

The grammar reads a number (digits, words, "hundreds of", shares such as "two-thirds" and "one in five"), asks whether it is a
figure at all (dates, years, ages, ordinals, numbers in names and "one" as a pronoun are none), then finds its range, its unit and
the comparator that says how it is meant. The words stand in `lexicons/comparators.tsv`, `units.tsv` and `labels.tsv`.
"""

from __future__ import annotations

from spacy.tokens import Doc

from generator.analysis.quantities.comparators import comparator_after, comparator_before
from generator.analysis.quantities.numbers import PARTS, read_number, read_upper
from generator.analysis.quantities.parts import Number, Unit
from generator.analysis.quantities.tokens import span_of
from generator.analysis.quantities.traps import is_label, label_end
from generator.analysis.quantities.units import head_noun, read_unit
from generator.analysis.quantities.vocabulary import currency_at
from generator.model import Operator, Quantity


def find_quantities(doc: Doc) -> tuple[Quantity, ...]:
    """The quantities of the text in order; of "three $50 prizes" both."""
    found = []
    position = 0
    while position < len(doc):
        number = read_number(doc, position)
        if number is None:
            position += 1
            continue
        position = number.end
        if not is_label(doc, number):
            upper = read_upper(doc, number)
            quantity = _read_quantity(doc, number, upper)
            if quantity:
                found.append(quantity)
                position = upper.end if upper else position
        else:
            position = label_end(doc, number)
    return tuple(found)


def _read_quantity(doc: Doc, number: Number, upper: Number | None) -> Quantity | None:
    last = upper or number
    start = number.start
    symbol = currency_at(doc, start)
    if symbol:
        start -= 1
        unit: Unit | None = Unit(symbol, last.end)
    elif number.share:
        whole = head_noun(doc, last.end) if doc[last.end - 1].lower_ not in PARTS else None  # "one in five homes"
        unit = Unit("%", whole.i + 1 if whole is not None else last.end)
    else:
        unit = read_unit(doc, last)
    if unit is None:
        return None
    operator = Operator.AT_LEAST if number.open else Operator.EQUAL
    comparator: tuple[int, int] | None = None
    end = unit.end
    before = comparator_before(doc, start, unit.name)
    after = None if before else comparator_after(doc, last.end, unit.end)
    if before:
        operator, comparator, start = before[0], (before[1], start), before[1]
    elif after:
        operator, comparator, end = after[0], after[1], max(end, after[1][1])
    if upper:
        operator = Operator.RANGE
        if start and doc[start - 1].lower_ == "between":
            comparator, start = (start - 1, start), start - 1
    return Quantity(
        span=span_of(doc, start, end),
        value=number.value,
        upper=upper.value if upper else None,
        operator=operator,
        unit=unit.name,
        comparator=span_of(doc, *comparator) if comparator else None,
    )
