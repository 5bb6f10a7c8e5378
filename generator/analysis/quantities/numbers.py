"""How a number is written: digits, words and scales, halves, "dozens", shares, and the upper end of a range."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from generator.analysis.quantities.comparators import comparator_before
from generator.analysis.quantities.dates import is_date, is_year
from generator.analysis.quantities.parts import Number
from generator.analysis.quantities.tokens import lower_at, stands_alone, words_at
from generator.analysis.quantities.vocabulary import currency_at, labels, unit_at, unit_of

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_PLURAL_SCALES = {f"{word}s": value for word, value in _SCALES.items()} | {"tens": 10.0, "scores": 20.0}
PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4}
PARTS |= {"fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}
_DIGITS = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(k|m|mn|bn|b|tn|thousand|[mbtr]+illion)?", re.IGNORECASE
)


_FIRST = {*_ONES, *_TENS, *_PLURAL_SCALES, "half", "a", "an", "several", "many", "few", "-"}
"""The words that a number may begin with, apart from digits and their signs."""


def read_number(doc: Doc, position: int) -> Number | None:
    """The number that begins at `position`, the longest reading first."""
    word = doc[position].lower_
    if word not in _FIRST and not word[:1].isdecimal() and word[:1] not in {"+", "-"}:
        return None
    return (
        _read_share(doc, position)
        or _read_open(doc, position)
        or _read_half(doc, position)
        or _read_single(doc, position)
        or read_count(doc, position)
    )


def read_count(doc: Doc, position: int) -> Number | None:
    """Digits or words with their scales: "1,200", "1.5 million", "two hundred and five", "a million", "two and a half".

    None where there is no number at `position`, or no token.
    """
    if position >= len(doc):
        return None
    token = doc[position]
    match = _DIGITS.fullmatch(token.text)
    if match:
        scale = (match[2] or "").lower()  # a text may have lost the space of "33million"
        value = float(match[1].replace(",", "")) * (_SHORT_SCALES | _SCALES).get(scale, 1)
        if position and doc[position - 1].text in {"-", "−", "+"} and stands_alone(doc, position - 1):
            value = value if doc[position - 1].text == "+" else -value
            number = Number(value, position - 1, position + 1, digits=True)
        else:
            number = Number(value, position, position + 1, digits=True)
        return _scale(doc, number)
    if token.lower_ in {"a", "an"} and lower_at(doc, position + 1) in _SCALES:
        return _scale(doc, Number(1, position, position + 1))
    value, end = 0.0, position
    total = 0.0
    while end < len(doc):
        word = doc[end].lower_
        if word in _ONES and (value % 10 == 0 and value % 100 not in {10}):
            if end > position and value % 100 == 0 and value < 100:
                break
            value += _ONES[word]
        elif word in _TENS and value % 100 == 0:
            value += _TENS[word]
        elif word == "hundred" and 0 < value < 100:
            value *= 100
        elif word in {"thousand", "million", "billion", "trillion", "dozen"} and value:
            total, value = total + value * _SCALES[word], 0.0
        elif word in {"-", "and"} and _continues(doc, end, value, total):
            pass
        else:
            break
        end += 1
    if end == position:
        return None
    number = Number(total + value, position, end)
    if words_at(doc, end, 3) == ("and", "a", "half"):
        return _scale(doc, Number(number.value + 0.5, position, end + 3))
    return number


def _continues(doc: Doc, position: int, value: float, total: float) -> bool:
    """Whether a hyphen or "and" stands within a number: "twenty-five", "one-hundred", "two hundred and five"."""
    following = lower_at(doc, position + 1)
    if doc[position].text == "-":
        return (following in _ONES and value % 100 in _TENS.values()) or following in _SCALES
    return bool((value and value % 100 == 0) or (total and not value)) and (following in _ONES or following in _TENS)


def _scale(doc: Doc, number: Number) -> Number:
    """The number with the scale words after it: "1.5 million", "a hundred thousand"."""
    value, end = number.value, number.end
    while True:
        skip = 1 if lower_at(doc, end) == "-" and lower_at(doc, end + 1) in _SCALES else 0
        word = lower_at(doc, end + skip)
        if word in _SCALES:
            value, end = value * _SCALES[word], end + skip + 1
        elif (number.digits and word in _SHORT_SCALES and word != "m" and not doc[end - 1].whitespace_) or (
            number.digits and word in {"m", "bn"} and currency_at(doc, number.start)
        ):
            value, end = value * _SHORT_SCALES[word], end + 1
        else:
            return number._replace(value=value, end=end)


def _read_half(doc: Doc, position: int) -> Number | None:
    """ "half a million", "half an hour"."""
    if doc[position].lower_ == "half" and lower_at(doc, position + 1) in {"a", "an"}:
        following = doc[position + 2] if position + 2 < len(doc) else None
        if following is not None and following.lower_ in _SCALES:
            return _scale(doc, Number(0.5, position, position + 2))
        if following is not None and unit_of(following, "measure"):
            return Number(0.5, position, position + 2)
    return None


def _read_single(doc: Doc, position: int) -> Number | None:
    """ "an hour" after a comparator: "less than an hour"."""
    if doc[position].lower_ in {"a", "an"} and position + 1 < len(doc) and unit_of(doc[position + 1], "measure"):
        return Number(1, position, position + 1) if comparator_before(doc, position, "") else None
    return None


def _read_open(doc: Doc, position: int) -> Number | None:
    """ "dozens", "hundreds of thousands", "several hundred"."""
    word = doc[position].lower_
    if word in {"several", "many"} or (word == "few" and lower_at(doc, position - 1) == "a"):
        following = lower_at(doc, position + 1)
        if following in _SCALES or following in _PLURAL_SCALES:
            start = position - 1 if word == "few" else position
            value = _SCALES.get(following) or _PLURAL_SCALES[following]
            return _scale(doc, Number(value, start, position + 2, open=True))
        return None
    if word not in _PLURAL_SCALES or (word in {"tens", "scores"} and lower_at(doc, position + 1) != "of"):
        return None
    value, end = _PLURAL_SCALES[word], position + 1
    while lower_at(doc, end) == "of" and lower_at(doc, end + 1) in _PLURAL_SCALES:
        value, end = value * _PLURAL_SCALES[lower_at(doc, end + 1)], end + 2
    return None if word == "tens" and end == position + 1 else Number(value, position, end, open=True)


def _read_share(doc: Doc, position: int) -> Number | None:
    """Parts of a whole, in percent: "half", "a third", "two-thirds", "one in five", "nine out of 10"."""
    word = doc[position].lower_
    if word == "half" and _is_share_of_something(doc, position + 1):
        if lower_at(doc, position - 1) in {"first", "second", "other", "better", "-"} or lower_at(
            doc, position + 1
        ) in {
            "a",
            "an",
        }:
            return None
        return Number(50, position, position + 1, share=True)
    if word in {"a", "one"} or (word in _ONES and _ONES[word] > 1):
        count = _ONES.get(word, 1)
        dash = 1 if lower_at(doc, position + 1) == "-" else 0
        part = lower_at(doc, position + 1 + dash)
        end = position + 2 + dash
        if part in PARTS and (count < PARTS[part]) and (count == 1) != part.endswith(("s", "ves")):
            if not _is_share_of_something(doc, end) or lower_at(doc, end) in {"a", "an"}:
                return None
            value = 100 * count / PARTS[part]
            if (
                lower_at(doc, end) == "of"
                and lower_at(doc, end + 1) in {"1", "one", "a"}
                and unit_at(doc, end + 2, "share")
            ):
                return Number(value / 100, position, end + 2)  # "one-half of 1 percent"
            return Number(value, position, end, share=True)
    first = read_count(doc, position)
    if first and not first.share:
        for middle in (("out", "of"), ("in",)):
            if words_at(doc, first.end, len(middle)) == middle and first.end + len(middle) < len(doc):
                second = read_count(doc, first.end + len(middle))
                if (
                    second
                    and first.value < second.value
                    and not is_year(doc, second)
                    and not currency_at(doc, second.start)
                ):
                    if middle == ("in",) and (second.value > 1e6 or first.value > 20 or is_date(doc, second)):
                        continue
                    return Number(100 * first.value / second.value, position, second.end, share=True)
    return None


def _is_share_of_something(doc: Doc, position: int) -> bool:
    """Whether "half" or "a third" stands for a part: not "half empty", "a third party", "half-hour"."""
    if position >= len(doc):
        return True
    following = doc[position]
    if following.lower_ in {"of", "the", "its", "their", "his", "her", "our", "my", "your", "that", "what"}:
        return True
    return following.text != "-" and following.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}


def read_upper(doc: Doc, number: Number) -> Number | None:
    """The upper end of a range: "3 to 5", "3-5", "between 3 and 5", "three or four"; not "rose from 3 to 5", not a score."""
    if number.share or number.open or number.end + 1 >= len(doc):
        return None
    joint = doc[number.end]
    between = lower_at(doc, number.start - 1) == "between" or (
        currency_at(doc, number.start) and lower_at(doc, number.start - 2) == "between"
    )
    if joint.lower_ == "and":
        if not between:
            return None
    elif joint.lower_ not in {"to", "or", "-", "–", "—"}:
        return None
    money = currency_at(doc, number.start)
    position = number.end + 1
    if currency_at(doc, position + 1) and currency_at(doc, position + 1) == money:
        position += 1
    upper = read_count(doc, position)
    if upper is None or upper.value <= 0:
        return None
    scaled = number.value
    if upper.value > number.value * 1000 and lower_at(doc, upper.end - 1) in _SCALES:
        scaled = number.value * _SCALES[lower_at(doc, upper.end - 1)]  # "3 to 5 million"
    if scaled >= upper.value or upper.value > 100 * scaled:
        return None
    previous = doc[number.start - 1 - bool(money)] if number.start - bool(money) > 0 else None
    if previous is not None and previous.lower_ == "from":
        before = previous.nbor(-1) if previous.i else previous
        if joint.lower_ == "to" and (before.lemma_ in labels("change") or before.pos_ == "NOUN"):
            return None
    return upper
