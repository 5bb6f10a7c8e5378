"""How much two passages say the same thing, by their words: the second look, after figures."""

from __future__ import annotations

import re
from functools import cache
from sys import intern

from generator.lexicons import read_lexicon


def content_words(text: str) -> frozenset[str]:
    """The words of `text` that say what it is about, lower-cased and cut to six letters: an inflection changes no topic."""
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    # Interned, since the words of all passages of all articles may be in memory at once.
    return frozenset(intern(word[:6]) for word in words if word not in _function_words())


def share_said(what: str, where: str) -> float:
    """The share (0 to 1) of the content words of `what` that `where` has too; 0 where there are fewer than three to go by."""
    wanted = content_words(what)
    return len(wanted & content_words(where)) / len(wanted) if len(wanted) >= 3 else 0.0


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for (word,) in read_lexicon("function_words"))
