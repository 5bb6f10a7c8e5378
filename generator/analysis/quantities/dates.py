"""Numbers that are days, years and decades."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from generator.analysis.quantities.comparators import comparator_before
from generator.analysis.quantities.parts import Number
from generator.analysis.quantities.tokens import lower_at
from generator.analysis.quantities.vocabulary import currency_at, labels


def is_date(doc: Doc, number: Number) -> bool:
    if lower_at(doc, number.start - 1) in labels("month") and doc[number.start - 1].text[:1].isupper():
        return True
    if lower_at(doc, number.end) in labels("clock"):
        return True
    following = doc[number.end] if number.end < len(doc) else None
    return following is not None and following.lower_ in labels("month") - {"may"} and following.text[:1].isupper()


def is_year(doc: Doc, number: Number) -> bool:
    """Four digits without a comma that count nothing; "2000 people" and "more than 2000" do count."""
    text = doc[number.start].text
    if number.end != number.start + 1 or not re.fullmatch(r"1[5-9]\d\d|20\d\d|21\d\d", text):
        return False
    if comparator_before(doc, number.start, "") or currency_at(doc, number.start):
        return False
    following = doc[number.end] if number.end < len(doc) else None
    previous = lower_at(doc, number.start - 1)
    counted = following is not None and following.tag_ == "NNS" and following.i == number.end
    return not (
        counted and previous not in {"the", "in", "since", "of", "'s", "’s", "a", "this", ","} | labels("month")
    )
