"""Names: full names first, then the shorter forms and acronyms that one of them explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from generator.analysis.coreference.reading import Reading
from generator.analysis.coreference.referents import Referent, vote
from generator.lexicons import read_lexicon
from generator.model import Mention, MentionForm
from generator.names import initials_of

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_BODIES = {row[0]: row[2] for row in read_lexicon("institutions")}
_PARTICLES = {
    "de",
    "del",
    "della",
    "der",
    "di",
    "da",
    "dos",
    "du",
    "van",
    "von",
    "den",
    "al",
    "bin",
    "ibn",
    "la",
    "le",
    "el",
}
_NAME_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "esq", "esq."}


def resolve_names(reading: Reading, agreement: Mapping[tuple[str, ...], str]) -> None:
    """Full names first, then the shorter forms that one of them explains; of some names the pronoun that agrees is known."""
    named = [mention for mention in reading.mentions if mention.form is MentionForm.NAME]
    acronyms = _find_acronyms(reading.text, named)
    full: dict[tuple[str, ...], Referent] = {}
    alike: dict[tuple[str, str], list[tuple[str, ...]]] = {}  # by first and last word
    bearers: dict[str, list[tuple[str, ...]]] = {}  # by first or last word
    elders = {_name_key(mention.name) for mention in named if not _is_junior(mention.name)}
    surnames = _find_long_surnames({_name_key(mention.name) for mention in named})
    for mention in named:
        key = _name_key(mention.name)
        if len(key) < 2:
            continue
        key = surnames.get(key, key)
        if _is_junior(mention.name) and key in elders:
            key = (f"{key[0]} jr", *key[1:])  # beside "Ilo Brand" in the same text "Ilo Brand Jr." is another
        same = alike.setdefault((key[0], key[-1]), [])
        if key not in full:
            full[key] = next((full[words] for words in same if _same_full_name(words, key)), None) or reading.new()
            same.append(key)
            for word in {key[0], key[-1]}:
                bearers.setdefault(word, []).append(key)
        if key in agreement and key not in full[key].names:
            vote(full[key].agreement, agreement[key], 2)
        full[key].names.add(key)
        reading.join(mention, full[key])
    by_name: dict[str, Referent] = {}
    in_full = {referent: tuple(referent.heads) for referent in full.values()}
    alone: dict[str, list[int]] = {}
    subjects = {offset for offset, token in reading.tokens.items() if token.dep_ in {"nsubj", "nsubjpass"}}
    for mention in named:
        if len(key := _name_key(mention.name)) == 1:
            alone.setdefault(key[0], []).append(mention.head.start_char)
    borne: dict[str, set[Referent]] = {}  # by surname, who bears it alone in the body
    for mention in sorted(named, key=lambda mention: mention.head.start_char < reading.headline_end):
        key = _name_key(mention.name)
        if len(key) != 1:
            continue
        word = key[0]
        in_headline = mention.head.start_char < reading.headline_end
        if in_headline and len(borne.get(word, ())) == 1 and word not in acronyms:
            referent = next(iter(borne[word]))  # of a surname in the headline the body tells whose it is
        elif word in acronyms:
            referent = full.get(acronyms[word]) or by_name.get(word) or reading.new()
        else:
            referent = _find_bearer(
                reading,
                word,
                mention,
                [(key, full[key]) for key in bearers.get(word, ())],
                by_name,
                _Surname(alone[word], in_full, subjects),
            )
        if key in agreement and not referent.agreement:
            vote(referent.agreement, agreement[key], 2)
        referent.names.add(key)
        reading.join(mention, referent)
        if referent.resolved and not in_headline:
            borne.setdefault(word, set()).add(referent)


def _find_long_surnames(keys: set[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Surnames of several words and the one full name that each ends: "De Vell" of "Jon de Vell"."""
    found = {}
    for surname in (key for key in keys if len(key) > 1 and key[0] in _PARTICLES):
        bearers = [key for key in keys if len(key) > len(surname) and key[-len(surname) :] == surname]
        if len(bearers) == 1:
            found[surname] = bearers[0]
    return found


_NEAR = 100  # characters: in one phrase
_JUST = 3  # sentences in which who has been named in full may be meant by the surname


class _Surname(NamedTuple):
    """Where a surname stands alone, and where each referent is named in full; offsets, ascending."""

    alone: Sequence[int]
    in_full: Mapping[Referent, Sequence[int]]
    subjects: Set[int]  # where a subject is named


def _find_bearer(
    reading: Reading,
    word: str,
    mention: Mention,
    full: list[tuple[tuple[str, ...], Referent]],
    by_name: dict[str, Referent],
    surname: _Surname,
) -> Referent:
    """Whom the single name `word` is short for: the one that the text allows, or nobody."""
    bearers: list[Referent] = []
    for words, referent in full:
        last = (
            words[-1] == word and words[0] != "team" and not {"of", "for"}.intersection(words)
        )  # "Friends of Jon Vell"
        shortened = last or (words[0] == word and referent.is_person)
        if shortened and _is_another_body(word, words):
            continue
        if shortened and referent not in bearers and not referent.plural:
            bearers.append(referent)
    gender = next((_TITLES[title][2] for title in mention.titles if title in _TITLES and _TITLES[title][2] != "-"), "")
    if len(bearers) > 1 and gender:
        bearers = [referent for referent in bearers if referent.agreement.get(gender, 0) > 0] or [
            referent for referent in bearers if referent.agrees(gender)
        ]
    if len(bearers) > 1:
        with_surname = [referent for referent in bearers if any(name[-1] == word for name in referent.names)]
        bearers = with_surname if len(with_surname) == 1 else bearers
    if len(bearers) > 1:
        introduced = [referent for referent in bearers if referent.heads[0] < mention.head.start_char]
        if len(introduced) == 1:
            bearers = introduced
    if len(bearers) > 1:
        bearers = _find_owner(bearers, surname) or _find_established(reading, mention, bearers, surname) or bearers
    if len(bearers) == 1:
        return bearers[0]
    if len(bearers) > 1:
        return reading.new(resolved=False)
    if word not in by_name:
        by_name[word] = reading.new()
    return by_name[word]


def _is_another_body(word: str, words: tuple[str, ...]) -> bool:
    """Whether the lexicon knows `word` and `words` as names of different bodies: the House, the White House."""
    alone, whole = _BODIES.get(word), _BODIES.get(" ".join(words))
    return alone is not None and whole is not None and alone != whole


def _find_owner(bearers: list[Referent], surname: _Surname) -> list[Referent]:
    """The one whom the surname alone is left to, where it stands more than once and its other bearers go on being named in full."""
    first = surname.alone[0]
    again = [sum(head > first for head in surname.in_full[bearer]) for bearer in bearers]
    owners = [bearer for bearer, times in zip(bearers, again, strict=True) if not times]
    introduced = [bearer for bearer in bearers if surname.in_full[bearer][0] < first]
    if len(introduced) == 1 and all(
        len(surname.in_full[bearer]) == 1 and surname.in_full[bearer][0] not in surname.subjects
        for bearer in bearers
        if bearer is not introduced[0]
    ):
        return introduced  # the others are only spoken of: "Vell, the brother of Ilo Vell"
    subjects = [one for one in introduced if surname.subjects & set(surname.in_full[one])]
    spoken_of = all(
        surname.in_full[one][-1] - surname.in_full[one][0] < _NEAR for one in bearers if one not in subjects
    )
    if len(introduced) == len(bearers) and len(subjects) == 1 and spoken_of:
        return subjects  # "Ana Vell, whose husband, Ilo Vell, was lost, said"
    others = [times for times in again if times]
    enough = len(surname.alone) > 1 and len(owners) == 1 and min(others, default=0) > 1
    return owners if enough and surname.in_full[owners[0]][0] < first else []


def _find_established(reading: Reading, mention: Mention, bearers: list[Referent], surname: _Surname) -> list[Referent]:
    """The one whose surname the body used alone before it named any other bearer, unless one of those has just been named."""
    named = {one: [head for head in surname.in_full[one] if head > reading.headline_end] for one in bearers}
    heads = sorted(head for found in named.values() for head in found)
    alone = [head for head in surname.alone if heads and head > heads[0]]
    if len(alone) < 3:
        return []
    first = [one for one in bearers if named[one] and named[one][0] < alone[0]]
    here = reading.sentences[reading.tokens[mention.head.start_char].i]
    near = (
        here - reading.sentences[reading.tokens[head].i]
        for one in bearers
        for head in named[one]
        if one not in first and head < mention.head.start_char
    )
    return first if len(first) == 1 and all(away > _JUST for away in near) else []


@lru_cache(maxsize=10_000)
def _name_key(name: str) -> tuple[str, ...]:
    """The words that identify a name: lower case, without initials, suffixes and "the"."""
    words = [word.strip(".,’'").casefold() for word in name.replace("’s", "").replace("'s", "").split()]
    kept = [word for word in words if len(word) > 1 and word not in _NAME_SUFFIXES and word != "the"]
    return tuple(kept or words)


def _is_junior(name: str) -> bool:
    return name.casefold().rstrip(".").endswith((" jr", " ii", " iii"))


def _same_full_name(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Equal first and last words; a middle name may be left out."""
    return one == two or (one[0] == two[0] and one[-1] == two[-1] and (len(one) == 2 or len(two) == 2))


def _find_acronyms(text: str, named: list[Mention]) -> dict[str, tuple[str, ...]]:
    """Acronyms of full names: in brackets behind them, or made of their initials and not of another's too.

    The initials of two words are enough before a turn of an interview: "Ada Quill: ...", then "AQ: ...".
    """
    full = {_name_key(mention.name) for mention in named if len(_name_key(mention.name)) > 1}
    by_initials: dict[str, list[tuple[str, ...]]] = {}
    for key in full:
        by_initials.setdefault(initials_of(key), []).append(key)
    acronyms: dict[str, tuple[str, ...]] = {}
    for i, mention in enumerate(named):
        word = mention.name.replace(".", "")
        if not (2 <= len(word) <= 7 and word.isupper()):
            continue
        start = mention.span.start_char
        before = text[max(0, start - 1) : start]
        preceding = [known for known in named[max(0, i - 3) : i] if 0 <= start - known.head.end_char <= 2]
        if before == "(" and preceding and len(_name_key(preceding[-1].name)) > 1:
            acronyms[_name_key(mention.name)[0]] = _name_key(preceding[-1].name)
            continue
        turn = text[mention.span.end_char : mention.span.end_char + 1] == ":" and before in {"", "\n"}
        matching = [key for key in by_initials.get(word.lower(), ()) if turn or len(key) >= 3]
        if len(matching) == 1:
            acronyms.setdefault(_name_key(mention.name)[0], matching[0])
    return acronyms
