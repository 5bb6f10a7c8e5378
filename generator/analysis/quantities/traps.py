"""What looks like a figure and is none: ages, names, list numbers, "one" as a pronoun, compounds such as "two-way"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from generator.analysis.quantities.comparators import comparator_before
from generator.analysis.quantities.dates import is_date, is_year
from generator.analysis.quantities.numbers import read_count, read_upper
from generator.analysis.quantities.parts import Number
from generator.analysis.quantities.tokens import lower_at, words_at
from generator.analysis.quantities.units import head_noun
from generator.analysis.quantities.vocabulary import currency_at, labels, unit_at, unit_of

_NAMES = {"ORG", "PRODUCT", "WORK_OF_ART", "FAC", "LAW", "EVENT"}


def is_label(doc: Doc, number: Number) -> bool:
    """Dates, years, times, ages, numbers in names and addresses, "one" as a pronoun, and compounds such as "two-way"."""
    if number.share or number.open:
        return False
    if currency_at(doc, number.start) or unit_at(doc, number.end, "share"):
        return False
    return (
        is_date(doc, number)
        or is_year(doc, number)
        or _is_age(doc, number)
        or _is_name(doc, number)
        or _is_pronoun(doc, number)
        or _is_compound(doc, number)
        or _is_enumeration(doc, number)
    )


def label_end(doc: Doc, number: Number) -> int:
    """Where a label ends: the other end of a range of dates, ages or a score belongs to it."""
    if lower_at(doc, number.end) in {"-", "–", "to", "and"}:
        position = number.end + 1
        other = read_count(doc, position)
        if other and (lower_at(doc, number.end) in {"-", "–"} or _is_age(doc, number) or is_date(doc, number)):
            return other.end
    return number.end


def _is_age(doc: Doc, number: Number) -> bool:
    """ "aged 40", "40-year-old", "40 years old", "Lund, 40, said", "when she was 40"."""
    if not number.value < 125 or number.value != int(number.value):
        return False
    if lower_at(doc, number.start - 1) in {"age", "ages", "aged"}:
        return True
    if lower_at(doc, number.start - 1) in {"of", "between"} and lower_at(doc, number.start - 2) in {"age", "ages"}:
        return True
    if lower_at(doc, number.start - 1) in {"and", "to"} and {"age", "ages", "aged"} & set(
        words_at(doc, number.start - 5, 4)
    ):
        return True
    words = tuple(word for word in words_at(doc, number.end, 8) if word != "-")
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
        previous.lemma_ == "be" and lower_at(doc, number.start - 2) in {"he", "she", "i"}
    ) or previous.lemma_ == "turn"


def _is_name(doc: Doc, number: Number) -> bool:
    """ "Highway 61", "the S&P 500", "Precinct 4", "1600 Harbour Street", a title such as "Seven Winters"."""
    token = doc[number.start]
    previous = doc[number.start - 1] if number.start else None
    following = doc[number.end] if number.end < len(doc) else None
    if previous is not None:
        if previous.lower_ in labels("label") and not _is_counted(following):
            return True
        if previous.text == "." and lower_at(doc, number.start - 2) in {"no", "sept"}:
            return True
        if (
            previous.text in {"-", "/"}
            and not previous.whitespace_
            and number.start > 1
            and doc[number.start - 2].is_alpha
        ):
            return not doc[number.start - 2].whitespace_ and read_count(doc, number.start - 2) is None
        if previous.pos_ == "PROPN" and previous.text[:1].isupper() and not _is_counted(following):
            return not previous.is_sent_start or previous.lower_ not in labels("weekday")
        if previous.text == "/":
            return True
    if following is not None:
        if following.text == "/" and not token.whitespace_:
            return True
        if any(
            token.lower_ in labels("street") and token.text[:1].isupper() for token in doc[number.end : number.end + 4]
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
        return following.text[:1].isupper() and not comparator_before(doc, number.start, "")
    return (
        following is not None
        and previous is not None
        and not token.is_sent_start
        and head_noun(doc, number.end) == following
        and bool(unit_of(following, "measure"))
        and following.text[:1].isupper()
        and not previous.text[:1].isupper()
    )


def _is_counted(token: Token | None) -> bool:
    """Whether what follows a number can be what it counts."""
    if token is None:
        return False
    return (token.pos_ in {"NOUN", "ADJ"} and token.text[:1].islower()) or token.text == "%"


def _is_pronoun(doc: Doc, number: Number) -> bool:
    """ "one of them", "no one", "one another", "at one point"; "the two" as people spoken of."""
    token = doc[number.start]
    previous = lower_at(doc, number.start - 1)
    if number.end != number.start + 1 or number.digits:
        return False
    counted = head_noun(doc, number.end)
    if token.lower_ == "one":
        if counted is None or previous in {"no", "any", "every", "each", "that", "this", "which", "another", "some"}:
            return True
        if lower_at(doc, number.end) in {"another", "-"}:
            return lower_at(doc, number.end) == "another"
        if counted.lemma_.lower() in labels("idiom") and counted.i == number.end:
            return lower_at(doc, counted.i + 1) not in {"after", "before", "later", "ago", "earlier", "left"}
        return False
    if counted is not None or lower_at(doc, number.end) in {"of", "-"} or read_upper(doc, number):
        return False
    if previous == "or" and number.start > 1 and doc[number.start - 2].pos_ == "NOUN":
        return True  # "a week or two"
    return previous in {"the", "these", "those", "all", "other"}


def _is_compound(doc: Doc, number: Number) -> bool:
    """ "two-way", "six-pointed", "one-issue"; a compound with a measure ("30-second") or a scale is a figure."""
    if lower_at(doc, number.end) not in {"-", "–"} or doc[number.end - 1].whitespace_ or number.end + 1 >= len(doc):
        return False
    following = doc[number.end + 1]
    if following.lower_ in {"plus", "odd", "ish", "to", "or", "year"} or following.is_digit:
        other = read_count(doc, number.end + 1)
        return other is not None and other.value <= number.value  # a score: "5-4"
    return not any(unit_of(following, kind) for kind in ("measure", "points", "share")) and (
        read_count(doc, number.end + 1) is None
    )


def _is_enumeration(doc: Doc, number: Number) -> bool:
    """ "1." or "(2)" at the head of a paragraph."""
    before = doc[number.start - 1] if number.start else None
    starts = before is None or before.is_space or before.text in {"("}
    return bool(number.digits and starts and lower_at(doc, number.end) in {".", ")"})
