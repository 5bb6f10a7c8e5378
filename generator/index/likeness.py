"""Whether two passages speak of the same thing, and how they then stand to each other.

Figures come first: what is counted, by how much the two differ, and only then the words. A rare word, name or figure in common says
more than a frequent one, so each weighs by the number of articles it stands in. Rather no pair than a wrong one.
"""

from __future__ import annotations

import re

from generator.blocking import key_of
from generator.findings.figures import agree
from generator.index.passages import GENERAL_FAMILIES, Passage, is_measure
from generator.index.rarity import Rarity
from generator.model import ClaimRelation, Operator, Polarity, Quantity

DAYS = 31
"""Counts change: figures that differ are not set against each other across more days than these. Topics stay: across more days
assertions must have half of all their words in common, and figures that agree one besides."""

DAYS_OF_POLLS = 1
"""Shares are of one poll only as long as none has followed it; across more days those that agree must be told in nearly the same
words."""

SAID = 4
"""So many words that are no names two assertions must share, unless nearly all are the same: names say of whom, and not what."""

_OF_POLLS = {"%", "points"}

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")

_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot)\b|n[’']t\b", re.IGNORECASE)


class Likeness:
    """Compares the passages of one corpus."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._weights: dict[frozenset[str], float] = {}

    def strength(self, one: Passage, other: Passage) -> float:
        """How surely the two speak of the same thing; 0 where that can't be said."""
        return 0.0 if _same_place(one, other) else self._strength(one, other)

    def _strength(self, one: Passage, other: Passage) -> float:
        first, second = one.version.quantity, other.version.quantity
        if (first is None) != (second is None):
            return 0.0
        if first is None or second is None:
            return self._of_assertions(one, other)
        if not _comparable(one, other, first, second):
            return 0.0
        compare = self._of_agreeing if figures_agree(one, other) else self._of_differing
        return compare(one, other, first, second)

    def _of_assertions(self, one: Passage, other: Passage) -> float:
        shared = one.words & other.words
        if len(shared) < 4 or len(one.plain & other.plain) < 3 or _of_others(one, other):
            return 0.0
        if _opposed(one, other) and not _nearly_the_same_words(one, other):
            return 0.0
        weight = self._rarity.of_words(shared)
        weights = sorted((self._weight_of(one), self._weight_of(other)))
        part, whole = weight / weights[0], weight / (weights[0] + weights[1] - weight)
        if weight < 2.2 or part < 0.6 or (whole < 0.5 and _days_between(one, other) > DAYS):
            return 0.0
        if len(one.plain & other.plain) < SAID and whole < 0.75:
            return 0.0
        if whole >= 0.5 or (part >= 0.75 and len(shared) >= 5) or (whole >= 0.4 and one.names & other.names):
            return weight
        return 0.0

    def _of_agreeing(self, one: Passage, other: Passage, first: Quantity, second: Quantity) -> float:
        shared = one.words & other.words
        weight = self._rarity.of_words(shared)
        part = self._part(one, other, shared)
        exact = first.value == second.value
        if one.family in _OF_POLLS and _days_between(one, other) > DAYS_OF_POLLS and part < 0.8:
            return 0.0
        if is_measure(one.family) or first.value < 20 or _is_vague(one) or _is_vague(other):
            enough = len(shared) >= 3 and part >= (0.5 if exact and first.value >= 20 else 0.7) and weight >= 1.8
            return weight + exact if enough else 0.0
        score = (
            weight + 0.7 * self._rarity.of_names(_shared_names(one, other)) + exact * _specificity(first, one.family)
        )
        if exact and is_counted(one, other):
            score += 0.2 * (first.operator == second.operator != Operator.EQUAL)
            same_article = one.version.article_slug == other.version.article_slug
            score += 0.5 * same_article
            often = first.operator is Operator.ABOUT and _digits(first) == 1  # "about 1,000" is said of much
            bound = first.operator == second.operator != Operator.EQUAL and not often
            telling = (_digits(first) > 2 or bound) and _days_between(one, other) <= DAYS
            sign = shared or same_article or telling
            return score if score >= 1.3 and sign else 0.0
        return score if score >= 1.8 and shared and (part >= 0.25 or (exact and _digits(first) > 2)) else 0.0

    def _of_differing(self, one: Passage, other: Passage, first: Quantity, second: Quantity) -> float:
        days = DAYS_OF_POLLS if one.family in _OF_POLLS else DAYS
        if _days_between(one, other) > days:
            return 0.0
        if (
            one.family == ""
            or _of_others(one, other)
            or are_set_apart(one, other)
            or not 0.1 <= first.value / (second.value or 1) <= 10
        ):
            return 0.0
        if first.value in other.beside or second.value in one.beside:  # both sentences may give both
            return 0.0
        shared = one.words & other.words
        weight = self._rarity.of_words(shared)
        part = self._part(one, other, shared)
        whole = weight / self._rarity.of_words(one.words | other.words) if shared else 0.0
        if is_measure(one.family) or min(first.value, second.value) < 10:
            return weight if len(shared) >= 4 and part >= 0.75 and whole >= 0.5 and weight >= 2.5 else 0.0
        alike = (
            0.6 if one.version.article_slug == other.version.article_slug else 0.4
        )  # one article tells two things apart
        if len(shared) >= 3 and part >= 0.6 and whole >= alike and weight >= 1.5:
            return weight
        names = self._rarity.of_names(_shared_names(one, other))
        return weight if len(shared) >= 2 and part >= 0.9 and names >= 0.7 and weight + names >= 2 else 0.0

    def _part(self, one: Passage, other: Passage, shared: frozenset[str]) -> float:
        """The share of the words of the passage with fewer that the other has too."""
        smaller = min(self._weight_of(one), self._weight_of(other))
        return self._rarity.of_words(shared) / smaller if smaller else 0.0

    def _weight_of(self, passage: Passage) -> float:
        """The weight of all words of a passage, which many others are compared with."""
        weight = self._weights.get(passage.words)
        if weight is None:
            weight = self._weights[passage.words] = self._rarity.of_words(passage.words)
        return weight


def _days_between(one: Passage, other: Passage) -> int:
    """How many days lie between their articles; 0 where one has no date."""
    return abs((one.date - other.date).days) if one.date and other.date else 0


def are_set_apart(one: Passage, other: Passage) -> bool:
    """Whether two figures that differ are of two things: each is of other years, or stands beside other figures; or one article has
    both, and of one holder or in a range.
    """
    first, second = one.version, other.version
    if first.article_slug == second.article_slug:
        ranges = any(version.quantity and version.quantity.operator is Operator.RANGE for version in (first, second))
        return ranges or first.source_name == second.source_name
    years = [frozenset(_YEAR.findall(version.text)) for version in (first, second)]
    if one.beside and other.beside and not one.beside & other.beside:
        return True
    return all(years) and not years[0] & years[1]


def relate(one: Passage, other: Passage) -> ClaimRelation:
    """How two passages that speak of the same thing stand to each other."""
    first, second = one.version.quantity, other.version.quantity
    if first and second and not figures_agree(one, other):
        return ClaimRelation.DIFFERENT_FIGURE
    if _opposed(one, other) and _nearly_the_same_words(one, other):
        return ClaimRelation.COUNTERS
    alike = one.version.certainty == other.version.certainty and one.version.polarity == other.version.polarity
    if first and second:
        alike = alike and first.value == second.value and first.operator == second.operator
    return ClaimRelation.SAME if alike else ClaimRelation.SUPPORTS


def figures_agree(one: Passage, other: Passage) -> bool:
    """Whether one writer may mean both figures: "thousands" goes with any number of thousands."""
    first, second = one.version.quantity, other.version.quantity
    assert first and second
    for vague, bound, exact in ((one, first, second), (other, second, first)):
        if _is_vague(vague):
            return bound.value <= exact.value < bound.value * 10 or agree(first, second)
    return agree(first, second)


def _is_vague(passage: Passage) -> bool:
    """Whether the figure is of the kind of "hundreds"."""
    quantity = passage.version.quantity
    return bool(quantity and quantity.operator is Operator.AT_LEAST and not re.search(r"\d", passage.version.figure))


def _opposed(one: Passage, other: Passage) -> bool:
    """Whether one is negative and the other positive, and no word of negation in both makes that doubtful."""
    if {one.version.polarity, other.version.polarity} != {Polarity.POSITIVE, Polarity.NEGATIVE}:
        return False
    return not (_NEGATION.search(one.version.text) and _NEGATION.search(other.version.text))


def _nearly_the_same_words(one: Passage, other: Passage) -> bool:
    """Whether a negation in one of them must be of what the other asserts: two words in three are the same."""
    return 3 * len(one.words & other.words) >= 2 * len(one.words | other.words) > 2


def is_counted(one: Passage, other: Passage) -> bool:
    """Whether both count the same kind of thing by the hundred, so that the same figure is hardly ever chance."""
    first, second = one.version.quantity, other.version.quantity
    if not first or not second or one.family != other.family or min(first.value, second.value) < 100:
        return False
    return one.family not in GENERAL_FAMILIES and not is_measure(one.family)


def _shared_names(one: Passage, other: Passage) -> frozenset[str]:
    """The names that stand in or near both and are not among the words that both have."""
    return ((one.names | one.words) & other.names | one.names & other.words) - (one.words & other.words)


def _of_others(one: Passage, other: Passage) -> bool:
    """Whether both name somebody, and nobody alike."""
    return bool(one.subjects and other.subjects) and not one.subjects & other.subjects


def _digits(quantity: Quantity) -> int:
    """How many digits are left without the zeros at the end."""
    return len(f"{quantity.value:.0f}".rstrip("0"))


def _specificity(quantity: Quantity, family: str) -> float:
    """How little likely it is that two passages give this figure by chance: by its digits, size and noun."""
    if quantity.value < 100 or (_digits(quantity) == 1 and quantity.operator is Operator.AT_LEAST):  # "hundreds"
        score = 0.5
    else:
        score = 0.6 + 0.2 * min(3, _digits(quantity))
    return score * (0.6 if family in GENERAL_FAMILIES else 1.0)


def _comparable(one: Passage, other: Passage, first: Quantity, second: Quantity) -> bool:
    """Whether the two may count the same: the same family, or one so general that it may be any."""
    if Operator.RANGE in (first.operator, second.operator) and one.family != other.family:
        return False
    if one.family == other.family:
        return True
    if is_measure(one.family) or is_measure(other.family) or first.value != second.value:
        return False
    return bool({one.family, other.family} & GENERAL_FAMILIES) and first.value >= 20


def wording_of(passage: Passage) -> int:
    """A number of all that is compared of a passage with those of other articles: that of a reprint is the same."""
    version = passage.version
    quantity = version.quantity
    figure = (quantity.value, quantity.upper, quantity.operator, quantity.unit) if quantity else ()
    sets = (passage.words, passage.plain, passage.names, passage.subjects, passage.beside)
    return key_of(
        version.text,
        version.figure,
        version.takes_up,
        *figure,
        version.certainty,
        version.polarity,
        passage.family,
        passage.date,
        *(sorted(those) for those in sets),
    )


def _same_place(one: Passage, other: Passage) -> bool:
    """Whether the two are of one claim or one sentence of the same article: then they can't be two versions."""
    if one.version.article_slug != other.version.article_slug:
        return False
    if one.sentence == other.sentence:
        return True
    return any(a.start_char < b.end_char and b.start_char < a.end_char for a in one.spans for b in other.spans)
