"""Which figures the text gives: a small grammar of numbers over the tokens, with comparators before and after, and units.

The grammar reads a number (digits, words, "hundreds of", shares such as "two-thirds" and "one in five"), asks whether it is a
figure at all (dates, years, ages, ordinals, numbers in names and "one" as a pronoun are none), then finds its range, its unit and
the comparator that says how it is meant. The words stand in `lexicons/comparators.tsv`, `units.tsv` and `labels.tsv`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import Operator, Quantity, TextSpan

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
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4}
_PARTS |= {"fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}
_DIGITS = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(k|m|mn|bn|b|tn)?", re.IGNORECASE)

_DURATIONS = {"second", "minute", "hour", "day", "week", "month", "year", "decade"}
_NAMES = {"ORG", "PRODUCT", "WORK_OF_ART", "FAC", "LAW", "EVENT"}
_LONGEST_PHRASE = 12  # tokens between a number and its noun


class _Number(NamedTuple):
    """A number in the text: tokens `start` to `end`, half-open."""

    value: float
    start: int
    end: int
    share: bool = False  # a part of a whole: value is in percent
    open: bool = False  # "hundreds": at least
    digits: bool = False


class _Unit(NamedTuple):
    """What is counted: the unit's name, and the token after the last that belongs to the span."""

    name: str
    end: int


def find_quantities(doc: Doc) -> tuple[Quantity, ...]:
    """The quantities of the text in order; of "three $50 prizes" both."""
    found = []
    position = 0
    while position < len(doc):
        number = _read_number(doc, position)
        if number is None:
            position += 1
            continue
        position = number.end
        if not _is_label(doc, number):
            upper = _read_upper(doc, number)
            quantity = _read_quantity(doc, number, upper)
            if quantity:
                found.append(quantity)
                position = upper.end if upper else position
        else:
            position = _label_end(doc, number)
    return tuple(found)


def _read_quantity(doc: Doc, number: _Number, upper: _Number | None) -> Quantity | None:
    last = upper or number
    start = number.start
    symbol = _symbol(doc, start)
    if symbol:
        start -= 1
        unit: _Unit | None = _Unit(symbol, last.end)
    elif number.share:
        whole = _head_noun(doc, last.end) if doc[last.end - 1].lower_ not in _PARTS else None  # "one in five homes"
        unit = _Unit("%", whole.i + 1 if whole is not None else last.end)
    else:
        unit = _read_unit(doc, last)
    if unit is None:
        return None
    operator = Operator.AT_LEAST if number.open else Operator.EQUAL
    comparator: tuple[int, int] | None = None
    end = unit.end
    before = _comparator_before(doc, start, unit.name)
    after = None if before else _comparator_after(doc, last.end, unit.end)
    if before:
        operator, comparator, start = before[0], (before[1], start), before[1]
    elif after:
        operator, comparator, end = after[0], after[1], max(end, after[1][1])
    if upper:
        operator = Operator.RANGE
        if start and doc[start - 1].lower_ == "between":
            comparator, start = (start - 1, start), start - 1
    return Quantity(
        span=_span(doc, start, end),
        value=number.value,
        upper=upper.value if upper else None,
        operator=operator,
        unit=unit.name,
        comparator=_span(doc, *comparator) if comparator else None,
    )


# --- numbers


def _read_number(doc: Doc, position: int) -> _Number | None:
    """The number that begins at `position`, the longest reading first."""
    return (
        _read_share(doc, position)
        or _read_open(doc, position)
        or _read_half(doc, position)
        or _read_single(doc, position)
        or _read_count(doc, position)
    )


def _read_count(doc: Doc, position: int) -> _Number | None:
    """Digits or words with their scales: "1,200", "1.5 million", "two hundred and five", "a million", "two and a half"."""
    token = doc[position]
    match = _DIGITS.fullmatch(token.text)
    if match:
        value = float(match[1].replace(",", "")) * _SHORT_SCALES.get((match[2] or "").lower(), 1)
        if position and doc[position - 1].text in {"-", "−", "+"} and _stands_alone(doc, position - 1):
            value = value if doc[position - 1].text == "+" else -value
            number = _Number(value, position - 1, position + 1, digits=True)
        else:
            number = _Number(value, position, position + 1, digits=True)
        return _scale(doc, number)
    if token.lower_ in {"a", "an"} and _lower(doc, position + 1) in _SCALES:
        return _scale(doc, _Number(1, position, position + 1))
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
    number = _Number(total + value, position, end)
    if _words(doc, end, 3) == ("and", "a", "half"):
        return _scale(doc, _Number(number.value + 0.5, position, end + 3))
    return number


def _continues(doc: Doc, position: int, value: float, total: float) -> bool:
    """Whether a hyphen or "and" stands within a number: "twenty-five", "one-hundred", "two hundred and five"."""
    following = _lower(doc, position + 1)
    if doc[position].text == "-":
        return (following in _ONES and value % 100 in _TENS.values()) or following in _SCALES
    return bool((value and value % 100 == 0) or (total and not value)) and (following in _ONES or following in _TENS)


def _scale(doc: Doc, number: _Number) -> _Number:
    """The number with the scale words after it: "1.5 million", "a hundred thousand"."""
    value, end = number.value, number.end
    while True:
        skip = 1 if _lower(doc, end) == "-" and _lower(doc, end + 1) in _SCALES else 0
        word = _lower(doc, end + skip)
        if word in _SCALES:
            value, end = value * _SCALES[word], end + skip + 1
        elif (number.digits and word in _SHORT_SCALES and word != "m" and not doc[end - 1].whitespace_) or (
            number.digits and word in {"m", "bn"} and _symbol(doc, number.start)
        ):
            value, end = value * _SHORT_SCALES[word], end + 1
        else:
            return number._replace(value=value, end=end)


def _read_half(doc: Doc, position: int) -> _Number | None:
    """ "half a million", "half an hour"."""
    if doc[position].lower_ == "half" and _lower(doc, position + 1) in {"a", "an"}:
        following = doc[position + 2] if position + 2 < len(doc) else None
        if following is not None and following.lower_ in _SCALES:
            return _scale(doc, _Number(0.5, position, position + 2))
        if following is not None and _unit_of(following, "measure"):
            return _Number(0.5, position, position + 2)
    return None


def _read_single(doc: Doc, position: int) -> _Number | None:
    """ "an hour" after a comparator: "less than an hour"."""
    if doc[position].lower_ in {"a", "an"} and position + 1 < len(doc) and _unit_of(doc[position + 1], "measure"):
        return _Number(1, position, position + 1) if _comparator_before(doc, position, "") else None
    return None


def _read_open(doc: Doc, position: int) -> _Number | None:
    """ "dozens", "hundreds of thousands", "several hundred"."""
    word = doc[position].lower_
    if word in {"several", "many"} or (word == "few" and _lower(doc, position - 1) == "a"):
        following = _lower(doc, position + 1)
        if following in _SCALES or following in _PLURAL_SCALES:
            start = position - 1 if word == "few" else position
            value = _SCALES.get(following) or _PLURAL_SCALES[following]
            return _scale(doc, _Number(value, start, position + 2, open=True))
        return None
    if word not in _PLURAL_SCALES or (word in {"tens", "scores"} and _lower(doc, position + 1) != "of"):
        return None
    value, end = _PLURAL_SCALES[word], position + 1
    while _lower(doc, end) == "of" and _lower(doc, end + 1) in _PLURAL_SCALES:
        value, end = value * _PLURAL_SCALES[_lower(doc, end + 1)], end + 2
    return None if word == "tens" and end == position + 1 else _Number(value, position, end, open=True)


def _read_share(doc: Doc, position: int) -> _Number | None:
    """Parts of a whole, in percent: "half", "a third", "two-thirds", "one in five", "nine out of 10"."""
    word = doc[position].lower_
    if word == "half" and _is_share_of_something(doc, position + 1):
        if _lower(doc, position - 1) in {"first", "second", "other", "better", "-"} or _lower(doc, position + 1) in {
            "a",
            "an",
        }:
            return None
        return _Number(50, position, position + 1, share=True)
    if word in {"a", "one"} or (word in _ONES and _ONES[word] > 1):
        count = _ONES.get(word, 1)
        dash = 1 if _lower(doc, position + 1) == "-" else 0
        part = _lower(doc, position + 1 + dash)
        end = position + 2 + dash
        if part in _PARTS and (count < _PARTS[part]) and (count == 1) != part.endswith(("s", "ves")):
            if not _is_share_of_something(doc, end) or _lower(doc, end) in {"a", "an"}:
                return None
            value = 100 * count / _PARTS[part]
            if (
                _lower(doc, end) == "of"
                and _lower(doc, end + 1) in {"1", "one", "a"}
                and _unit_at(doc, end + 2, "share")
            ):
                return _Number(value / 100, position, end + 2)  # "one-half of 1 percent"
            return _Number(value, position, end, share=True)
    first = _read_count(doc, position)
    if first and not first.share:
        for middle in (("out", "of"), ("in",)):
            if _words(doc, first.end, len(middle)) == middle and first.end + len(middle) < len(doc):
                second = _read_count(doc, first.end + len(middle))
                if (
                    second
                    and first.value < second.value
                    and not _is_year(doc, second)
                    and not _symbol(doc, second.start)
                ):
                    if middle == ("in",) and (second.value > 1e6 or first.value > 20 or _is_date(doc, second)):
                        continue
                    return _Number(100 * first.value / second.value, position, second.end, share=True)
    return None


def _is_share_of_something(doc: Doc, position: int) -> bool:
    """Whether "half" or "a third" stands for a part: not "half empty", "a third party", "half-hour"."""
    if position >= len(doc):
        return True
    following = doc[position]
    if following.lower_ in {"of", "the", "its", "their", "his", "her", "our", "my", "your", "that", "what"}:
        return True
    return following.text != "-" and following.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}


def _read_upper(doc: Doc, number: _Number) -> _Number | None:
    """The upper end of a range: "3 to 5", "3-5", "between 3 and 5", "three or four"; not "rose from 3 to 5", not a score."""
    if number.share or number.open or number.end + 1 >= len(doc):
        return None
    joint = doc[number.end]
    between = _lower(doc, number.start - 1) == "between" or (
        _symbol(doc, number.start) and _lower(doc, number.start - 2) == "between"
    )
    if joint.lower_ == "and":
        if not between:
            return None
    elif joint.lower_ not in {"to", "or", "-", "–", "—"}:
        return None
    money = _symbol(doc, number.start)
    position = number.end + 1
    if _symbol(doc, position + 1) and _symbol(doc, position + 1) == money:
        position += 1
    upper = _read_count(doc, position)
    if upper is None or upper.value <= 0:
        return None
    scaled = number.value
    if upper.value > number.value * 1000 and _lower(doc, upper.end - 1) in _SCALES:
        scaled = number.value * _SCALES[_lower(doc, upper.end - 1)]  # "3 to 5 million"
    if scaled >= upper.value or upper.value > 100 * scaled:
        return None
    previous = doc[number.start - 1 - bool(money)] if number.start - bool(money) > 0 else None
    if previous is not None and previous.lower_ == "from":
        before = previous.nbor(-1) if previous.i else previous
        if joint.lower_ == "to" and (before.lemma_ in _labels("change") or before.pos_ == "NOUN"):
            return None
    return upper


# --- what is no figure


def _is_label(doc: Doc, number: _Number) -> bool:
    """Dates, years, times, ages, numbers in names and addresses, "one" as a pronoun, and compounds such as "two-way"."""
    if number.share or number.open:
        return False
    if _symbol(doc, number.start) or _unit_at(doc, number.end, "share"):
        return False
    return (
        _is_date(doc, number)
        or _is_year(doc, number)
        or _is_age(doc, number)
        or _is_name(doc, number)
        or _is_pronoun(doc, number)
        or _is_compound(doc, number)
        or _is_enumeration(doc, number)
    )


def _label_end(doc: Doc, number: _Number) -> int:
    """Where a label ends: the other end of a range of dates, ages or a score belongs to it."""
    if _lower(doc, number.end) in {"-", "–", "to", "and"}:
        position = number.end + 1
        other = _read_count(doc, position) if position < len(doc) else None
        if other and (_lower(doc, number.end) in {"-", "–"} or _is_age(doc, number) or _is_date(doc, number)):
            return other.end
    return number.end


def _is_date(doc: Doc, number: _Number) -> bool:
    if _lower(doc, number.start - 1) in _labels("month") and doc[number.start - 1].text[:1].isupper():
        return True
    if _lower(doc, number.end) in _labels("clock"):
        return True
    following = doc[number.end] if number.end < len(doc) else None
    return following is not None and following.lower_ in _labels("month") - {"may"} and following.text[:1].isupper()


def _is_year(doc: Doc, number: _Number) -> bool:
    """Four digits without a comma that count nothing; "2000 people" and "more than 2000" do count."""
    text = doc[number.start].text
    if number.end != number.start + 1 or not re.fullmatch(r"1[5-9]\d\d|20\d\d|21\d\d", text):
        return False
    if _comparator_before(doc, number.start, "") or _symbol(doc, number.start):
        return False
    following = doc[number.end] if number.end < len(doc) else None
    previous = _lower(doc, number.start - 1)
    counted = following is not None and following.tag_ == "NNS" and following.i == number.end
    return not (
        counted and previous not in {"the", "in", "since", "of", "'s", "’s", "a", "this", ","} | _labels("month")
    )


def _is_age(doc: Doc, number: _Number) -> bool:
    """ "aged 40", "40-year-old", "40 years old", "Lund, 40, said", "when she was 40"."""
    if not number.value < 125 or number.value != int(number.value):
        return False
    if _lower(doc, number.start - 1) in {"age", "ages", "aged"}:
        return True
    if _lower(doc, number.start - 1) in {"of", "between"} and _lower(doc, number.start - 2) in {"age", "ages"}:
        return True
    if _lower(doc, number.start - 1) in {"and", "to"} and {"age", "ages", "aged"} & set(
        _words(doc, number.start - 5, 4)
    ):
        return True
    words = tuple(word for word in _words(doc, number.end, 8) if word != "-")
    if words[:1] == ("to",):
        words = words[2:]
    if words[:2] in {
        ("year", "old"),
        ("years", "old"),
        ("year", "olds"),
        ("month", "old"),
        ("months", "old"),
        ("years", "of"),
    }:
        return words[:2] != ("years", "of") or words[2:3] == ("age",)
    following = doc[number.end] if number.end < len(doc) else None
    counts = following is not None and following.pos_ in {"NOUN", "ADJ", "PROPN", "SYM"}
    if counts or following is None:
        return False
    previous = doc[number.start - 1] if number.start else None
    if previous is None:
        return False
    if previous.text == "," and number.start > 1 and number.digits and following.text in {",", ".", ";", ")", "and"}:
        return doc[number.start - 2].pos_ == "PROPN" or doc[number.start - 2].text[:1].isupper()
    if previous.text == "(" and following.text == ")" and number.digits:
        return number.start > 1 and doc[number.start - 2].pos_ == "PROPN" and number.value > 4
    return (
        previous.lemma_ == "be" and _lower(doc, number.start - 2) in {"he", "she", "i"}
    ) or previous.lemma_ == "turn"


def _is_name(doc: Doc, number: _Number) -> bool:
    """ "Highway 61", "the S&P 500", "Precinct 4", "1600 Harbour Street", a title such as "Seven Winters"."""
    token = doc[number.start]
    previous = doc[number.start - 1] if number.start else None
    following = doc[number.end] if number.end < len(doc) else None
    if previous is not None:
        if previous.lower_ in _labels("label") and not _is_counted(following):
            return True
        if previous.text == "." and _lower(doc, number.start - 2) in {"no", "sept"}:
            return True
        if (
            previous.text in {"-", "/"}
            and not previous.whitespace_
            and number.start > 1
            and doc[number.start - 2].is_alpha
        ):
            return not doc[number.start - 2].whitespace_ and _read_count(doc, number.start - 2) is None
        if previous.pos_ == "PROPN" and previous.text[:1].isupper() and not _is_counted(following):
            return not previous.is_sent_start or previous.lower_ not in _labels("weekday")
        if previous.text == "/":
            return True
    if following is not None:
        if following.text == "/" and not token.whitespace_:
            return True
        if any(
            token.lower_ in _labels("street") and token.text[:1].isupper() for token in doc[number.end : number.end + 4]
        ):
            return number.digits and following.text[:1].isupper()
    if (
        token.text[:1].isupper()
        and not number.digits
        and not token.is_sent_start
        and following is not None
        and previous is not None
    ) and (
        token.ent_type_ in _NAMES
        or (following.text[:1].isupper() and previous.lower_ in {"the", "'s", "’s", "of", "in"})
    ):
        return True
    if token.ent_type_ in _NAMES and number.digits and following is not None and following.ent_type_ == token.ent_type_:
        return following.text[:1].isupper() and not _comparator_before(doc, number.start, "")
    return (
        following is not None
        and previous is not None
        and not token.is_sent_start
        and _head_noun(doc, number.end) == following
        and bool(_unit_of(following, "measure"))
        and following.text[:1].isupper()
        and not previous.text[:1].isupper()
    )


def _is_counted(token: Token | None) -> bool:
    """Whether what follows a number can be what it counts."""
    if token is None:
        return False
    return (token.pos_ in {"NOUN", "ADJ"} and token.text[:1].islower()) or token.text == "%"


def _is_pronoun(doc: Doc, number: _Number) -> bool:
    """ "one of them", "no one", "one another", "at one point"; "the two" as people spoken of."""
    token = doc[number.start]
    previous = _lower(doc, number.start - 1)
    if number.end != number.start + 1 or number.digits:
        return False
    counted = _head_noun(doc, number.end)
    if token.lower_ == "one":
        if counted is None or previous in {"no", "any", "every", "each", "that", "this", "which", "another", "some"}:
            return True
        if _lower(doc, number.end) in {"another", "-"}:
            return _lower(doc, number.end) == "another"
        if counted.lemma_.lower() in _labels("idiom") and counted.i == number.end:
            return _lower(doc, counted.i + 1) not in {"after", "before", "later", "ago", "earlier", "left"}
        return False
    if counted is not None or _lower(doc, number.end) in {"of", "-"} or _read_upper(doc, number):
        return False
    if previous == "or" and number.start > 1 and doc[number.start - 2].pos_ == "NOUN":
        return True  # "a week or two"
    return previous in {"the", "these", "those", "all", "other"}


def _is_compound(doc: Doc, number: _Number) -> bool:
    """ "two-way", "six-pointed", "one-issue"; a compound with a measure ("30-second") or a scale is a figure."""
    if _lower(doc, number.end) not in {"-", "–"} or doc[number.end - 1].whitespace_ or number.end + 1 >= len(doc):
        return False
    following = doc[number.end + 1]
    if following.lower_ in {"plus", "odd", "ish", "to", "or", "year"} or following.is_digit:
        other = _read_count(doc, number.end + 1)
        return other is not None and other.value <= number.value  # a score: "5-4"
    return not any(_unit_of(following, kind) for kind in ("measure", "points", "share")) and (
        _read_count(doc, number.end + 1) is None
    )


def _is_enumeration(doc: Doc, number: _Number) -> bool:
    """ "1." or "(2)" at the head of a paragraph."""
    before = doc[number.start - 1] if number.start else None
    starts = before is None or before.is_space or before.text in {"("}
    return bool(number.digits and starts and _lower(doc, number.end) in {".", ")"})


# --- units


def _read_unit(doc: Doc, number: _Number) -> _Unit | None:
    """What the number counts. Without a noun the unit is "", with "of" it is the noun after it, outside the span."""
    position = number.end
    if _lower(doc, position) in {"-", "–"} and position + 1 < len(doc):
        following = doc[position + 1]
        for kind in ("points", "share", "measure"):
            if name := _unit_of(following, kind):
                return _Unit(name, position + 2)
        if following.lower_ in {"plus", "odd", "ish"}:
            counted = _head_noun(doc, position + 2)
            return _Unit(_noun(counted), counted.i + 1) if counted is not None else _Unit("", position)
    for kind in ("share", "points"):
        if found := _unit_at(doc, position, kind):
            return found
    following_word = _lower(doc, position)
    if following_word in {"or", "and", "to"}:  # "5 and 10 points": the unit is said once
        other = _read_count(doc, position + 1) if position + 1 < len(doc) else None
        if other and (shared := _unit_at(doc, other.end, "points") or _unit_at(doc, other.end, "share")):
            return _Unit(shared.name, position)
    if following_word == "of":
        counted = _head_noun(doc, position + 1)
        if counted is not None and (currency := _unit_of(counted, "currency")) and counted.i == position + 1:
            return _Unit(currency, counted.i + 1)
        return _Unit(_noun(counted) if counted is not None else "", position)
    counted = _head_noun(doc, position)
    if counted is None:
        return _Unit("", position)
    return _Unit(_unit_of(counted, "currency") or _noun(counted), counted.i + 1)


def _head_noun(doc: Doc, position: int) -> Token | None:
    """The head of the noun phrase that goes on at `position`: its last noun, before the phrase is broken off."""
    head: Token | None = None
    aside = 0  # where an acronym in brackets ends: "Harbour Police (HP) officers"
    for token in doc[position : position + _LONGEST_PHRASE]:
        if token.i < aside:
            continue
        if (
            token.text == "("
            and _lower(doc, token.i + 2) == ")"
            and doc[token.i + 1].is_upper
            and _noun_follows(doc, token.i + 3)
        ):
            aside, head = token.i + 3, None
            continue
        hyphened = token.text == "-" and not doc[token.i - 1].whitespace_
        if token.pos_ in {"NOUN", "PROPN"} and token.tag_ != "$":
            if head is not None and (
                token.lower_ in _labels("weekday") | _labels("month") or (_is_plural(head) and token.dep_ != "compound")
            ):
                break
            head = token
        elif head is not None:
            if not (hyphened or _goes_on(doc, head, token)):
                break
        elif (
            token.tag_ == "PRP$"
            or (token.pos_ == "NUM" and token.i == position)
            or not (
                hyphened
                or token.pos_ in {"ADJ", "ADV", "NUM", "SYM"}
                or token.text in {"%", " "}
                or token.tag_ in {"$", "POS"}
                or (token.tag_ in {"VBN", "VBG", "VBD"} and _noun_follows(doc, token.i + 1))
                or (token.pos_ == "DET" and token.i == position and _lower(doc, position - 1) == "of")
                or (
                    token.text in {",", "and"}
                    and token.i > position
                    and doc[token.i - 1].pos_ == "ADJ"
                    and _noun_follows(doc, token.i + 1)
                )
            )
        ):
            break
    return head


def _is_plural(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} and token.dep_ != "compound"


def _goes_on(doc: Doc, head: Token, token: Token) -> bool:
    """Whether an adjective after a noun belongs to a longer phrase: "two state legislative seats"."""
    return token.pos_ == "ADJ" and not _is_plural(head) and _noun_follows(doc, token.i + 1)


def _noun_follows(doc: Doc, position: int) -> bool:
    """Whether a noun stands at `position`, perhaps after an adjective and a participle."""
    for token in doc[position : position + 3]:
        if token.pos_ in {"NOUN", "PROPN"}:
            return True
        if token.pos_ != "ADJ" and token.tag_ not in {"VBN", "VBG", "VBD"}:
            return False
    return False


def _noun(token: Token) -> str:
    """The singular in lower case, with what is hyphened to it. A proper noun's lemma keeps its plural, which is taken off here."""
    lemma = token.lemma_.lower()
    if token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_ and token.nbor(-2).is_alpha:
        lemma = f"{token.nbor(-2).lower_}-{lemma}"
    if token.pos_ == "PROPN" and lemma == token.lower_ and len(lemma) > 3:
        if lemma.endswith("ies"):
            return lemma[:-3] + "y"
        if lemma.endswith("s") and not lemma.endswith(("ss", "us")):
            return lemma[:-1]
    return lemma


def _symbol(doc: Doc, position: int) -> str:
    """The currency whose sign stands before the number at `position`."""
    if position < 1:
        return ""
    return _units().get((doc[position - 1].lower_, "symbol"), "")


def _unit_at(doc: Doc, position: int, kind: str) -> _Unit | None:
    """The unit of that kind that stands at `position`, in one word or two ("per cent", "percentage points")."""
    for length in (2, 1):
        words = doc[position : position + length]
        if len(words) == length:
            name = _units().get((" ".join([*(w.lower_ for w in words[:-1]), words[-1].lemma_.lower()]), kind))
            name = name or _units().get((words.text.lower(), kind))
            if name:
                return _Unit(name, position + length)
    return None


def _unit_of(token: Token, kind: str) -> str:
    return _units().get((token.lemma_.lower(), kind)) or _units().get((token.lower_.removesuffix("s"), kind), "")


@cache
def _labels(kind: str) -> frozenset[str]:
    return frozenset(expression for expression, of_kind, _ in read_lexicon("labels") if of_kind == kind)


@cache
def _units() -> dict[tuple[str, str], str]:
    return {(expression, kind): unit for expression, kind, unit, _ in read_lexicon("units")}


# --- comparators


def _comparator_before(doc: Doc, position: int, unit: str) -> tuple[Operator, int] | None:
    """The comparator that ends at `position`, the longest first, and where it begins."""
    for words, operator in _comparators("before").get(_lower(doc, position - 1), ()):
        start = position - len(words)
        if start < 0 or _words(doc, start, len(words)) != words:
            continue
        if words == ("over",) and unit in _DURATIONS:
            return None  # "over six years" is a period
        if words == ("about",) and doc[start].dep_ == "prep" and _lemma(doc, start - 1) in _labels("topic"):
            return None  # "talk about four boats"
        return operator, start
    return None


def _comparator_after(doc: Doc, number_end: int, unit_end: int) -> tuple[Operator, tuple[int, int]] | None:
    """The comparator right after the number or after what it counts: "40 or more boats", "40 boats or more", "40-plus"."""
    for position in (number_end, unit_end):
        for words, operator in _comparators("after").get(_lower(doc, position), ()):
            if _words(doc, position, len(words)) == words:
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


# --- tokens


def _lower(doc: Doc, position: int) -> str:
    return doc[position].lower_ if 0 <= position < len(doc) else ""


def _lemma(doc: Doc, position: int) -> str:
    return doc[position].lemma_.lower() if 0 <= position < len(doc) else ""


def _words(doc: Doc, position: int, length: int) -> tuple[str, ...]:
    return tuple(_lower(doc, place) for place in range(position, position + length))


def _stands_alone(doc: Doc, position: int) -> bool:
    """Whether a sign is set off from the word before it: "of -11 points", not "Covid-19"."""
    return position == 0 or bool(doc[position - 1].whitespace_)


def _span(doc: Doc, start: int, end: int) -> TextSpan:
    last = doc[end - 1]
    return TextSpan(doc[start].idx, last.idx + len(last))
