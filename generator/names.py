"""When two names are one name: what of a name is form only, and what tells people apart.

Titles, full stops, legal forms, the kind of apostrophe, and accents that one of the two leaves out are form. First names, surnames
and what follows them (Jr.) are not: the same surname alone never makes two full names one, and two different first names never do.
There are no lists of names here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from msgspec import Struct
from rapidfuzz.distance import OSA

from generator.lexicons import read_lexicon

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What tells a father from a son."""

LEGAL_FORMS = frozenset({"inc", "ltd", "limited", "llc", "plc", "corp", "corporation", "co", "gmbh", "ag", "sa", "nv"})

LONG = 7
"""From so many letters on, one letter more, less, other or swapped may be a slip of the pen; in short words it is another word."""


@lru_cache(100_000)
def normalise_name(name: str) -> str:
    """`name` without what means nothing: case, white space, kind of apostrophe, a leading article, a final possessive."""
    plain = " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").casefold().split())
    return plain.removeprefix("the ").removesuffix("'s")


@cache
def fold_name(name: str) -> tuple[str, ...]:
    """The words of `name` without accents, full stops and other marks; a hyphen stays, because it makes one name of two."""
    plain = unicodedata.normalize("NFKD", normalise_name(name).replace("&", " and "))
    bare = "".join(char for char in plain if not unicodedata.combining(char) and char not in ".'")
    return tuple(word.strip("-") for word in re.findall(r"[^\W_][\w-]*", bare))


def strip_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    """`words` (see `fold_name`) without the titles before the name; a title alone stays."""
    start = 0
    while start < len(words) - 1 and words[start] in _titles():
        start += 1
    return words[start:]


class PersonName(Struct, frozen=True):
    """A full name in parts, folded."""

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str
    spelling: str  # of first name and surname, with their accents


def read_person_name(name: str) -> PersonName | None:
    """The parts of a full name, titles left out; None where there is no first name, or no surname."""
    words = strip_titles(fold_name(name))
    suffix = words[-1] if words and words[-1] in SUFFIXES else ""
    words = words[:-1] if suffix else words
    if len(words) < 2:
        return None
    spelt = [
        word for word in normalise_name(name).replace(".", "").split() if fold_name(word)[:1] in (words[:1], words[-1:])
    ]
    return PersonName(first=words[0], middle=words[1:-1], last=words[-1], suffix=suffix, spelling=" ".join(spelt))


def same_person_name(one: PersonName, other: PersonName) -> bool:
    """Whether the two differ in form only: first name, surname and suffix are equal, and middle names at most abbreviated.

    A middle name that only one of the two gives must be an initial: "Mary Ann Lee" and "Mary Lee" may well be two people.
    """
    if (one.first, one.last, one.suffix) != (other.first, other.last, other.suffix):
        return False
    if not same_spelling(one.spelling, other.spelling):
        return False
    short, long = sorted((one.middle, other.middle), key=len)
    if len(short) == len(long):
        return all(a == b or a == b[0] or b == a[0] for a, b in zip(short, long, strict=True))
    return not short and all(len(word) == 1 for word in long)


def same_spelling(one: str, other: str) -> bool:
    """Whether two names of the same letters may be one: where both have accents, these must be the same."""
    return one == other or one.isascii() or other.isascii()


def institution_words(name: str) -> tuple[str, ...]:
    """The folded words of an institution's name without its legal form."""
    words = fold_name(name)
    end = len(words)
    while end > 1 and words[end - 1] in LEGAL_FORMS:
        end -= 1
    return words[:end]


def initials_of(words: Iterable[str]) -> str:
    """The first letters of a name's words, as acronyms are made of them: without "of", "and", "for" and "the"."""
    return "".join(word[0] for word in words if word not in {"of", "and", "for", "the"})


def nearly_same_word(one: str, other: str) -> bool:
    """Whether one of the two long words could be a slip for the other: one letter more, less, other, or two swapped."""
    if one == other or min(len(one), len(other)) < LONG or one[0] != other[0]:
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def differing_word(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str] | None:
    """The pair of words in which two names of equal length differ; None unless it is one pair."""
    if len(one) != len(other):
        return None
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return pairs[0] if len(pairs) == 1 else None


@cache
def _titles() -> frozenset[str]:
    return frozenset(row[0] for row in read_lexicon("titles"))
