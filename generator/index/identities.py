"""Which names of people and institutions differ in form only, across all articles.

Names are compared only with those that share a block with them (first name and surname; an institution's words but one), so the
cost grows about in line with the number of names. Where a name could belong to two others that are not one, it belongs to neither.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from msgspec import Struct

from generator.model import Affiliation
from generator.names import (
    LONG,
    PersonName,
    differing_word,
    institution_words,
    nearly_same_word,
    read_person_name,
    same_person_name,
)

BLOCK = 40
"""Of a block so many names are compared with one another: more that share so much are a common name, and left apart."""


class Identity(Struct):
    """A name that may be several articles', with what these say of who it is."""

    kind: str  # "person" or "institution"
    name: str  # normalised
    person: PersonName | None
    words: tuple[str, ...]
    articles: set[str]
    affiliations: set[Affiliation]
    capacities: Counter[str]  # the words of what the articles say it is

    @classmethod
    def read(cls, kind: str, name: str) -> Identity:
        """The identity of the kind `kind` under the normalised name `name`."""
        person = read_person_name(name) if kind == "person" else None
        return cls(kind, name, person, institution_words(name), set(), set(), Counter())

    def add(self, slug: str, affiliation: Affiliation, capacities: Iterable[str]) -> None:
        """Take up what the article `slug` says of it."""
        self.articles.add(slug)
        if affiliation is not Affiliation.UNCLEAR:
            self.affiliations.add(affiliation)
        self.capacities.update(capacities)


def join_identities(identities: Mapping[str, Identity]) -> dict[str, str]:
    """By the key of each identity that is another's, the key of that other: the first of them, as `identities` are ordered."""
    people = {key: one for key, one in identities.items() if one.person}
    institutions = {key: one for key, one in identities.items() if one.kind == "institution"}
    joined: dict[str, str] = {}
    for group in (*_same_people(people), *_same_institutions(institutions)):
        _join(group, identities, joined)
    for one, other in (*_nearly_same_people(people), *_nearly_same_institutions(institutions)):
        if one not in joined and other not in joined:
            _join([one, other], identities, joined)
    return {key: _root(key, joined) for key in joined}


def _join(group: Iterable[str], identities: Mapping[str, Identity], joined: dict[str, str]) -> None:
    """Make `group` one, unless an article has two of them: that article keeps them apart."""
    first, *rest = dict.fromkeys(_root(key, joined) for key in group)
    articles = Counter(slug for key in (first, *rest) for slug in identities[key].articles)
    if any(count > 1 for count in articles.values()):
        return
    for key in rest:
        joined[key] = first
    identities[first].articles.update(articles)


def _root(key: str, joined: Mapping[str, str]) -> str:
    while key in joined:
        key = joined[key]
    return key


def _same_people(people: Mapping[str, Identity]) -> Iterator[list[str]]:
    """Those of one first name and surname, where no two of them can't be one."""
    blocks = _blocks(people, lambda one: [(one.person.first, one.person.last)] if one.person else [])
    for keys in blocks:
        names = [people[key].person for key in keys]
        if all(same_person_name(a, b) for n, a in enumerate(names) if a for b in names[n + 1 :] if b):
            yield keys
            continue
        equal: defaultdict[PersonName | None, list[str]] = defaultdict(list)
        for key in keys:
            equal[people[key].person].append(key)
        yield from (same for same in equal.values() if len(same) > 1)


def _same_institutions(institutions: Mapping[str, Identity]) -> Iterator[list[str]]:
    """Those of the same letters: "Water Works Inspectorate" and "Waterworks Inspectorate"."""
    for keys in _blocks(institutions, lambda one: ["".join(one.words).replace("-", "")]):
        if len({institutions[key].name for key in keys if not institutions[key].name.isascii()}) <= 1:
            yield keys


def _nearly_same_people(people: Mapping[str, Identity]) -> Iterator[tuple[str, str]]:
    """Those of one first name whose surnames differ by a slip, and who are said to be the same thing."""

    def keys(one: Identity) -> Iterator[Hashable]:
        if one.person and len(one.person.last) >= LONG - 1:
            yield one.person.first, "begins", one.person.last[:3]
            yield one.person.first, "ends", one.person.last[-3:]

    def near(one: Identity, other: Identity) -> bool:
        first, second = one.person, other.person
        if not first or not second or first.first != second.first or first.suffix != second.suffix:
            return False
        same_capacity = {word for word in one.capacities.keys() & other.capacities.keys() if len(word) > 3}
        return (
            nearly_same_word(first.last, second.last)
            and first.middle == second.middle
            and bool(one.affiliations & other.affiliations)
            and bool(same_capacity)
        )

    return _pairs(people, keys, near)


def _nearly_same_institutions(institutions: Mapping[str, Identity]) -> Iterator[tuple[str, str]]:
    """Those of the same words but for one, in which they differ by a slip: "Ministry of Defence", "Ministry of Defense"."""

    def keys(one: Identity) -> Iterator[Hashable]:
        for place, word in enumerate(one.words):
            if len(one.words) > 1 and len(word) >= LONG - 1:
                rest = one.words[:place] + one.words[place + 1 :]
                yield rest, place, "begins", word[:3]
                yield rest, place, "ends", word[-3:]

    def near(one: Identity, other: Identity) -> bool:
        words = differing_word(one.words, other.words)
        return words is not None and nearly_same_word(*words)

    return _pairs(institutions, keys, near)


def _pairs(
    identities: Mapping[str, Identity],
    keys: Callable[[Identity], Iterable[Hashable]],
    near: Callable[[Identity, Identity], bool],
) -> Iterator[tuple[str, str]]:
    """The pairs that are near, each of which is near to nothing else."""
    found: dict[tuple[str, str], None] = {}
    for block in _blocks(identities, keys):
        if len(block) > BLOCK:
            continue
        for number, one in enumerate(block):
            for other in block[number + 1 :]:
                if (one, other) not in found and near(identities[one], identities[other]):
                    found[one, other] = None
    counts = Counter(key for pair in found for key in pair)
    return (pair for pair in found if counts[pair[0]] == counts[pair[1]] == 1)


def _blocks(identities: Mapping[str, Identity], keys: Callable[[Identity], Iterable[Hashable]]) -> list[list[str]]:
    """The keys of the identities that share a block, for each block of two and more, in the order of `identities`."""
    blocks: defaultdict[Hashable, list[str]] = defaultdict(list)
    for key, one in identities.items():
        for block in dict.fromkeys(keys(one)):
            blocks[block].append(key)
    return [members for members in blocks.values() if len(members) > 1]
