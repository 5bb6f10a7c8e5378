"""Which passages of all articles speak of the same thing: the links between them, and how much of these an edit can change.

Only passages are compared that share a key (see `blocking`): a figure with its noun, two rare words, a noun and a name. A key that
many share compares each passage with its nearest neighbours only, so the cost grows about in line with the number of passages.

A reprint, a passage in the words of an older one, is compared with that one alone: it stands to all others as that one does.

From build to build an `Outline` of each article is kept, and the links. An article is fresh when its passages are others than
before, when one of its words has become rarer or more frequent by a step (see `rarity`).
"""

from __future__ import annotations

import itertools
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.blocking import Numbers, Pair, find_pairs, pack, unpack
from generator.digests import digest
from generator.index.likeness import Likeness, wording_of
from generator.index.passages import Passage, is_measure
from generator.index.rarity import Rarity, name_number, step_of, word_number

RAREST = 7
"""Of a passage's words so many make keys, the rarest that another passage has too, two by two."""

NEIGHBOURS = 12
"""So many of the passages after it in a key each passage is compared with."""


class Outline(Struct, frozen=True, array_like=True):
    """What says with which others the passages of an article are compared."""

    inputs: bytes  # a digest of what the passages were read from
    features: bytes  # the words and names of its passages, each once, by their numbers, packed
    roots: tuple[int, ...]  # by passage the one that it takes up, directly or by way of others, or itself
    wordings: bytes  # by passage the number of its wording, packed; 0 where it can be no reprint
    steps: bytes  # in how many articles each feature stands, in steps
    reprints: bytes  # by passage 1 where an article before has the same wording
    keys: tuple[bytes, ...]  # by passage, all that it can be found by, packed


class KeptLinks(Struct, frozen=True, array_like=True):
    """What is kept: the outlines in the order of the articles, and the links by the numbers of their passages."""

    articles: int  # how many there were, in steps
    outlines: dict[str, Outline]
    links: tuple[tuple[int, int, float], ...]


class Component(Struct, frozen=True):
    """Passages that hang together by links or by taking one another up."""

    key: bytes  # a digest of all that their grouping depends on
    passages: tuple[int, ...]  # by their numbers
    roots: tuple[int, ...]  # as in `Outline`, by their places in `passages`
    originals: tuple[int, ...]  # by passage, the same of what it is a reprint of, or of itself
    links: dict[Pair, float]  # the same


class Links:
    """The links of all passages, with their strength, as far as possible from those that were kept."""

    def __init__(
        self, inputs: Mapping[str, bytes], read: Callable[[str], Sequence[Passage]], kept: KeptLinks | None = None
    ) -> None:
        """`inputs` gives for each article, by slug and in order, a digest of what its passages are read from; `read` reads them."""
        self._read = read
        self._passages: dict[int, Passage] = {}
        self._articles = step_of(max(1, len(inputs)))
        old = kept if kept and kept.articles == self._articles else KeptLinks(self._articles, {}, ())
        self._outlines = {slug: _known(old, slug, key) or _outline(key, read(slug)) for slug, key in inputs.items()}
        counts: Counter[int] = Counter()
        for outline in self._outlines.values():
            counts.update(unpack(outline.features))
        steps = {feature: step_of(count) for feature, count in counts.items()}
        self.likeness = Likeness(Rarity(steps, self._articles))
        fresh = set()
        first: dict[int, str] = {}  # by wording, the article that has it first
        for slug, outline in self._outlines.items():
            own = bytes(map(steps.__getitem__, unpack(outline.features)))
            wordings = unpack(outline.wordings)
            reprints = bytes(wording != 0 and first.setdefault(wording, slug) != slug for wording in wordings)
            if outline is not old.outlines.get(slug) or (own, reprints) != (outline.steps, outline.reprints):
                passages = read(slug) if 0 in reprints else ()
                keys = tuple(
                    pack([wording] if again else [*_keys(passages[place], steps), wording])
                    for place, (wording, again) in enumerate(zip(wordings, reprints, strict=True))
                )
                self._outlines[slug] = replace(outline, steps=own, reprints=reprints, keys=keys)
                fresh.add(slug)
        self._reprints = b"".join(outline.reprints for outline in self._outlines.values())  # by the numbers of passages
        keys_now, keys_then = (
            {slug: outline.keys for slug, outline in outlines.items()} for outlines in (self._outlines, old.outlines)
        )
        self._numbers = Numbers(keys_now)
        self._links = find_pairs(
            keys_now, fresh, earlier=keys_then, alike=old.links, near=self._near, compare=self._compare
        )
        self.changed = bool(fresh) or list(self._outlines) != list(old.outlines)

    def keep(self) -> KeptLinks:
        """What the next build needs."""
        links = tuple((one, other, strength) for (one, other), strength in self._links.items())
        return KeptLinks(self._articles, self._outlines, links)

    def passage(self, number: int) -> Passage:
        """The passage of that number."""
        passage = self._passages.get(number)
        if passage is None:
            slug, place = self._numbers.place(number)
            passage = self._passages[number] = self._read(slug)[place]
        return passage

    def _near(self, members: Sequence[int]) -> Iterator[Pair]:
        """A key that only a wording makes has its reprints, each near the first alone; else each is near those that follow."""
        if any(self._reprints[number] for number in members if number >= 0):
            yield from ((members[0], number) for number in members[1:])
            return
        for here, one in enumerate(members):
            for other in members[here + 1 : here + 1 + NEIGHBOURS]:
                yield one, other

    def _compare(self, one: int, other: int) -> float | None:
        return self.likeness.strength(self.passage(one), self.passage(other)) or None

    def components(self) -> Iterator[Component]:
        """All of more than one passage, by their first."""
        starts = self._numbers.starts
        roots = {
            number: starts[slug] + root
            for slug, outline in self._outlines.items()
            for number, root in enumerate(outline.roots, starts[slug])
            if number != starts[slug] + root
        }
        states = {
            slug: digest(self._articles, outline.inputs, outline.steps, outline.reprints)
            for slug, outline in self._outlines.items()
        }
        members = _connect(itertools.chain(self._links, roots.items()))
        home = {number: first for first, those in members.items() for number in those}
        inside: defaultdict[int, list[tuple[Pair, float]]] = defaultdict(list)
        for pair, strength in self._links.items():
            inside[home[pair[0]]].append((pair, strength))
        for first in sorted(members):
            numbers = sorted(members[first])
            places = {number: place for place, number in enumerate(numbers)}
            links = {(places[one], places[other]): strength for (one, other), strength in inside[first]}
            own_roots = tuple(places[roots.get(number, number)] for number in numbers)
            repeats = {other: one for one, other in links if self._reprints[numbers[other]]}
            originals = tuple(repeats.get(place, place) for place in range(len(numbers)))
            own = [(states[slug], place) for slug, place in map(self._numbers.place, numbers)]
            key = digest(own, sorted((*pair, strength) for pair, strength in links.items()))
            yield Component(key, tuple(numbers), own_roots, originals, links)


def _known(old: KeptLinks, slug: str, inputs: bytes) -> Outline | None:
    outline = old.outlines.get(slug)
    return outline if outline is not None and outline.inputs == inputs else None


def _outline(inputs: bytes, passages: Sequence[Passage]) -> Outline:
    """The outline of an article of which it isn't known yet how rare its words are."""
    features = {word_number(word) for passage in passages for word in passage.words}
    features |= {name_number(name) for passage in passages for name in passage.names}
    roots = tuple(_find_roots(passages))
    # What takes up another passage goes where that one goes.
    wordings = array(
        "Q", (0 if passage.takes_up is not None else wording_of(passage) for passage in passages)
    ).tobytes()
    return Outline(inputs, pack(features), roots, wordings, steps=b"", reprints=b"", keys=(b"",) * len(passages))


def _find_roots(passages: Sequence[Passage]) -> Iterator[int]:
    places = {passage.version.place: number for number, passage in enumerate(passages)}
    for number in range(len(passages)):
        root = number
        while (taken_up := passages[root].takes_up) is not None:
            root = places[taken_up]
        yield root


def _keys(passage: Passage, steps: Mapping[int, int]) -> Iterator[int]:
    """What a passage can be found by."""
    ranked = sorted((steps[number], number) for number in map(word_number, passage.words))
    words = sorted(number for step, number in [one for one in ranked if one[0] > 1][:RAREST])
    quantity = passage.version.quantity
    if quantity is None:
        yield from (_key("assertion", *pair) for pair in itertools.combinations(words, 2))
        return
    yield from (_key(f"family {passage.family}", *pair) for pair in itertools.combinations(words, 2))
    if is_measure(passage.family):
        return
    names = sorted((steps[number], number) for number in map(name_number, passage.names))[:4]
    yield from (_key(f"name {passage.family}", number) for _, number in names)
    if quantity.value >= 20:
        yield _key(f"figure {quantity.value} {quantity.upper}")
        yield from (_key(f"figure {quantity.value}", number) for number in words)


def _key(kind: str, one: int = 0, other: int = 0) -> int:
    return ((word_number(kind) * 0x9E3779B97F4A7C15 + one) * 0xC2B2AE3D27D4EB4F + other) & 0xFFFF_FFFF_FFFF_FFFF


def _connect(edges: Iterable[Pair]) -> dict[int, list[int]]:
    """What hangs together by `edges`, by the least of each."""
    home: dict[int, list[int]] = {}
    for one, other in edges:
        first, second = home.setdefault(one, [one]), home.setdefault(other, [other])
        if first is second:
            continue
        if len(first) < len(second):
            first, second = second, first
        first += second
        for number in second:
            home[number] = first
    return {min(those): those for those in {id(those): those for those in home.values()}.values()}
