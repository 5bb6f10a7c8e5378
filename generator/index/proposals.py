"""Aliases that may be worth an entry in sources.yml: what the matching left apart because only people can know.

Nothing here joins anything. Each proposal gives its reason, and names are compared only with those that share a block with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from msgspec import Struct
from rapidfuzz import fuzz

from generator.index.register import INSTITUTIONS
from generator.model import Naming, SourceKind, SourceProfile
from generator.names import fold_name, institution_words, read_person_name, strip_titles

ALIKE = 90
"""From this likeness on (rapidfuzz's ratio, 0 to 100) two names of one first name, or two of institutions, may be one."""

BLOCK = 40
"""Of a block so many names are compared with one another."""

NAMED = (Naming.N4, Naming.N5, Naming.N6)
PEOPLE = (SourceKind.PERSON, SourceKind.UNCLEAR)


class Proposal(Struct, frozen=True, kw_only=True):
    """Names that may be those of `source`, with the reason for each."""

    source: SourceProfile
    aliases: tuple[tuple[str, str], ...]


def propose_aliases(sources: Sequence[SourceProfile]) -> tuple[Proposal, ...]:
    """A proposal for each source that has other names, those with most statements first."""
    named = [one for one in sources if one.named and one.naming in NAMED and fold_name(one.name)]
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    by_key = {one.key: one for one in named}
    for one, other, reason in (
        *_same_names(named),
        *_surnames(named),
        *_full_names(named),
        *_acronyms(named),
        *_shorter_names(named),
        *_alike_names(named),
    ):
        if other.key != one.key and not other.known and other.name not in found[one.key]:
            found[one.key][other.name] = reason
    return tuple(
        Proposal(source=by_key[key], aliases=tuple(sorted(names.items())))
        for key, names in sorted(found.items(), key=lambda item: (-len(by_key[item[0]].statements), item[0]))
        if names
    )


Found = Iterator[tuple[SourceProfile, SourceProfile, str]]


def _same_names(named: Sequence[SourceProfile]) -> Found:
    """One name that is coded now as this, now as that."""
    for block in _blocks(named, lambda one: [fold_name(one.name)]):
        fullest, *rest = sorted(block, key=lambda one: (-len(one.statements), one.key))
        if len({one.kind for one in block}) > 1:
            for one in rest:
                yield fullest, one, f"the same name, read as {one.kind.value} there"


def _surnames(named: Sequence[SourceProfile]) -> Found:
    """A surname alone, where only one full name ends so."""
    full: defaultdict[str, list[SourceProfile]] = defaultdict(list)
    for one in named:
        person = read_person_name(one.name) if one.kind in PEOPLE else None
        if person:
            full[person.last].append(one)
    for one in named:
        words = strip_titles(fold_name(one.name))
        if one.kind in PEOPLE and len(words) == 1 and len(full.get(words[0], ())) == 1:
            yield full[words[0]][0], one, "the only full name that ends so"


def _full_names(named: Sequence[SourceProfile]) -> Found:
    """First names that are abbreviated or differ in a middle name or suffix."""

    def keys(one: SourceProfile) -> list[Hashable]:
        person = read_person_name(one.name) if one.kind in PEOPLE else None
        return [(person.first[0], person.last)] if person else []

    for block in _blocks(named, keys):
        for one, other in _pairs(block):
            first, second = read_person_name(one.name), read_person_name(other.name)
            if not first or not second:
                continue
            longer, shorter = (one, other) if len(one.name) >= len(other.name) else (other, one)
            if first.first == second.first:
                yield longer, shorter, "the same first name and surname"
            elif 1 in (len(first.first), len(second.first)):
                yield longer, shorter, "the same initial and surname"


def _acronyms(named: Sequence[SourceProfile]) -> Found:
    """Capitals that are the first letters of one institution's name."""
    spelt: defaultdict[str, list[SourceProfile]] = defaultdict(list)
    for one in named:
        words = institution_words(one.name) if one.kind in INSTITUTIONS else ()
        if len(words) > 2:
            for letters in {"".join(w[0] for w in words), "".join(w[0] for w in words if len(w) > 3)}:
                spelt[letters].append(one)
    for one in named:
        name = one.name.replace(".", "")
        if name.isupper() and 2 < len(name) < 7 and len(spelt.get(name.lower(), ())) == 1:
            yield spelt[name.lower()][0], one, "its first letters"


def _shorter_names(named: Sequence[SourceProfile]) -> Found:
    """The end of one institution's name, where only one ends so: "Rescue Service" after "Valley Rescue Service"."""
    ends: defaultdict[tuple[str, ...], list[SourceProfile]] = defaultdict(list)
    for one in named:
        words = institution_words(one.name) if one.kind in INSTITUTIONS else ()
        for start in range(1, len(words)):
            ends[words[start:]].append(one)
    for one in named:
        longer = ends.get(institution_words(one.name), ()) if one.kind in INSTITUTIONS else ()
        if len(longer) == 1:
            yield longer[0], one, "the only longer name that ends so"


def _alike_names(named: Sequence[SourceProfile]) -> Found:
    """Full names that are spelled nearly alike, people's with the same first name."""

    def keys(one: SourceProfile) -> Iterator[Hashable]:
        words = institution_words(one.name)
        if one.kind in PEOPLE:
            person = read_person_name(one.name)
            if person:
                yield "person", person.first, person.last[:2]
        elif one.kind in INSTITUTIONS and len(words) > 1:
            yield "institution", words[0], words[-1][:3]

    for block in _blocks(named, keys):
        for one, other in _pairs(block):
            if fuzz.ratio(" ".join(fold_name(one.name)), " ".join(fold_name(other.name)), score_cutoff=ALIKE):
                fuller, rarer = (one, other) if len(one.statements) >= len(other.statements) else (other, one)
                yield fuller, rarer, "spelled nearly alike"


def _blocks(
    named: Sequence[SourceProfile], keys: Callable[[SourceProfile], Iterable[Hashable]]
) -> Iterator[list[SourceProfile]]:
    blocks: defaultdict[Hashable, list[SourceProfile]] = defaultdict(list)
    for one in named:
        for key in keys(one):
            blocks[key].append(one)
    return (members for members in blocks.values() if 1 < len(members) <= BLOCK)


def _pairs(block: Sequence[SourceProfile]) -> Iterator[tuple[SourceProfile, SourceProfile]]:
    return ((one, other) for number, one in enumerate(block) for other in block[number + 1 :])
