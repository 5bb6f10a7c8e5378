"""How much a word or a name says: the fewer articles it stands in, the more.

Articles are counted in steps of half an octave (1, 2, 3, 4, 6, 8, 12 ...). An edit that adds a word to an article, or takes one
away, changes how many articles the word stands in, but seldom the step; then only what has that word must be compared again.

Words and names are known by numbers of 64 bits, which are the same in each process and take little room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b


@lru_cache(200_000)
def word_number(word: str) -> int:
    """The number of a word."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


@lru_cache(50_000)
def name_number(name: str) -> int:
    """The number of a name, which is another than that of the same letters as a word."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8, person=b"name").digest(), "little")


def step_of(count: int) -> int:
    """The step of `count`, which is 1 or more: 1 for 1, 3 for 2, 4 for 3, and 2 more for each doubling."""
    return (count * count).bit_length()


def least_of(step: int) -> int:
    """The least count of `step`."""
    return math.isqrt((1 << (step - 1)) - 1) + 1


class Rarity:
    """Weights by the steps of a corpus."""

    def __init__(self, steps: Mapping[int, int], articles: int) -> None:
        """`steps` are those of words and names, by their numbers; `articles` is the step of all articles."""
        self.steps = steps
        self._articles = least_of(articles)
        self._weights: dict[int, float] = {}  # by step
        self._words = _Remembered(lambda word: self._of_step(steps[word_number(word)]))

    def of_words(self, words: Iterable[str]) -> float:
        """The weights of `words` together."""
        # fsum, because a set has another order in each process, and the sum must not.
        return math.fsum(map(self._words.__getitem__, words))

    def of_names(self, names: Iterable[str]) -> float:
        """The weights of `names` together."""
        return math.fsum(self._of_step(self.steps[name_number(name)]) for name in names)

    def _of_step(self, step: int) -> float:
        """From 1 for what stands in two articles (or in one) towards 0 for what stands in all."""
        weight = self._weights.get(step)
        if weight is None:
            least = math.log(1 + self._articles / least_of(step)) / math.log(1 + self._articles / 2)
            weight = self._weights[step] = min(1.0, least)
        return weight


class _Remembered(dict[str, float]):
    """What `make` makes of each word: asked for millions of times, and so without a call of Python for what is known."""

    def __init__(self, make: Callable[[str], float]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> float:
        weight = self[word] = self._make(word)
        return weight
