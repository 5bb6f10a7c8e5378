"""Pairs of like things, without comparing each with every other, and from build to build only where an edit can change them.

Things (claims, quotations) are compared only where they share a key. From build to build it is kept under which keys each article's
things were, and which pairs were alike. Where an article is fresh, because it or what its keys rest on is other than before, only
keys that it has or had can bring things together, or part them: so only things under such a key are compared, and what comes out is
what comparing everything anew would give.

Keys are numbers of 64 bits and packed, since there are more of them than of anything else.
"""

from __future__ import annotations

import itertools
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from typing import TypeVar

Value = TypeVar("Value")

KEYS_AT_ONCE = 250_000
"""More keys than these are looked at one part after the other, since a set of them takes a hundred bytes for each."""

MOST_PARTS = 8
"""But in no more parts than these, since every key is passed once for each part."""

Pair = tuple[int, int]
"""Two things by their numbers in the order of all articles, the lower first."""

Keys = Mapping[str, Sequence[bytes]]
"""By article, in order, the packed keys of each of its things."""

STALE = -(10**9)
"""What an article had that is fresh or gone is numbered from here on, below everything that is there."""


def key_of(*parts: object) -> int:
    """The key that `parts` come to, the same in each process."""
    return int.from_bytes(blake2b("\0".join(map(str, parts)).encode(), digest_size=8).digest(), "little")


def pack(keys: Iterable[int]) -> bytes:
    """`keys`, each once, as bytes."""
    return array("Q", sorted(set(keys))).tobytes()


def unpack(packed: bytes) -> memoryview:
    """The keys in `packed`."""
    return memoryview(packed).cast("Q")


class Numbers:
    """The numbers of things in the order of all articles."""

    def __init__(self, keys: Keys) -> None:
        self._articles = list(keys)
        self._starts = list(itertools.accumulate(map(len, keys.values()), initial=0))
        self.starts = dict(zip(self._articles, self._starts, strict=False))

    def place(self, number: int) -> tuple[str, int]:
        """The article of a thing, and which of its things it is."""
        place = bisect_right(self._starts, number) - 1
        return self._articles[place], number - self._starts[place]


def find_pairs(
    keys: Keys,
    fresh: Set[str],
    *,
    earlier: Keys,
    alike: Iterable[tuple[int, int, Value]],
    near: Callable[[Sequence[int]], Iterator[Pair]],
    compare: Callable[[int, int], Value | None],
) -> dict[Pair, Value]:
    """The pairs that are near each other under some key and alike by `compare`, with what it says of them.

    `earlier` and `alike` are the keys and pairs before; all articles with other keys than then are in `fresh`, and the order of the
    others is the same. `near` gives the pairs of those that share a key that are to be compared.
    """
    numbers = Numbers(keys)
    stale = {slug: STALE for slug in earlier if slug in fresh or slug not in keys}
    now_at: list[int] = []
    for slug, own in earlier.items():
        start = stale.get(slug, numbers.starts.get(slug, STALE))
        now_at += range(start, start + len(own))
    moved = ((now_at[one], now_at[other], value) for one, other, value in alike)
    found = {(one, other): value for one, other, value in moved if one >= 0 and other >= 0}
    asked: set[Pair] = set()
    parted: set[Pair] = set()
    touched = [*(keys[slug] for slug in fresh), *(earlier[slug] for slug in stale)]
    parts = min(MOST_PARTS, 1 + sum(len(packed) // 8 for own in touched for packed in own) // KEYS_AT_ONCE)
    for part in range(parts):
        wanted = _in_part(touched, part, parts)
        if len(fresh) == len(keys):
            wanted = _shared(keys, wanted)
        after = _find_blocks(keys, numbers.starts, wanted)
        before = _find_blocks(earlier, {**numbers.starts, **stale}, wanted)
        # Things that are much alike share many keys: each set of them is looked at once.
        for here, there in {(tuple(after.get(key, ())), tuple(before.get(key, ()))) for key in wanted}:
            are_near = set(near(here))
            were_near = {pair for pair in near(there) if min(pair) >= 0}
            asked.update(pair for pair in are_near - were_near if pair not in found)
            parted |= (were_near - are_near) & found.keys()
    for pair in _no_longer_near(parted, keys, numbers, near):
        del found[pair]
    for one, other in sorted(asked):
        value = compare(one, other)
        if value is not None:
            found[one, other] = value
    return found


def _no_longer_near(
    pairs: Set[Pair], keys: Keys, numbers: Numbers, near: Callable[[Sequence[int]], Iterator[Pair]]
) -> Set[Pair]:
    """Those of `pairs` that no key has near each other any more."""

    def keys_of(number: int) -> set[int]:
        slug, place = numbers.place(number)
        return {*unpack(keys[slug][place])}

    shared = {pair: keys_of(pair[0]) & keys_of(pair[1]) for pair in pairs}
    blocks = _find_blocks(keys, numbers.starts, set().union(*shared.values()))
    return {pair for pair, those in shared.items() if not any(pair in set(near(blocks[key])) for key in those)}


def _in_part(keys: Iterable[Sequence[bytes]], part: int, parts: int) -> set[int]:
    every = (key for own in keys for packed in own for key in unpack(packed))
    return {*every} if parts == 1 else {key for key in every if key % parts == part}


def _shared(keys: Keys, wanted: set[int]) -> set[int]:
    """Those of `wanted` that two things have."""
    seen: set[int] = set()
    shared: set[int] = set()
    for own in keys.values():
        for packed in own:
            those = wanted.intersection(unpack(packed))
            shared |= seen & those
            seen |= those
    return shared


def _find_blocks(keys: Keys, starts: Mapping[str, int], wanted: set[int]) -> dict[int, list[int]]:
    """By key, of those that are wanted, the things that have it, in order."""
    blocks: defaultdict[int, list[int]] = defaultdict(list)
    if wanted:
        for slug, own in keys.items():
            for number, packed in enumerate(own, starts[slug]):
                for key in wanted.intersection(unpack(packed)):
                    blocks[key].append(number)
    return blocks
