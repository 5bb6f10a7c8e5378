"""FIG1: two figures for the same thing, in two articles.

The index groups claims that speak of the same thing; here those of a group are compared whose figures no rounding and no bound
reconciles. An article that gives the other figure as well has told its reader, and is left alone; so are two passages of which each
names what the other doesn't: the same words about two towns are about two things.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import chain

from msgspec.structs import replace

from generator.findings.figures import agree
from generator.findings.rule import Corpus
from generator.findings.two_figures import RULE as IN_ONE_ARTICLE
from generator.lexicons import read_lexicon
from generator.model import ClaimGroup, ClaimRelation, ClaimVersion, Finding, TextSpan

RULE = replace(IN_ONE_ARTICLE, on=True)

INSIDE = re.compile(r"(?<=[\w,;:] )[A-Z]\w+")
"""A word with a capital inside a sentence."""

FIRST = re.compile(r"(?:^|(?<=[.!?”’] )|(?<=[“‘]))[A-Z]\w+", re.MULTILINE)

SHOWN = 3
"""So many of the other articles a reason names; the others are counted."""


def find_across(corpus: Corpus) -> Iterator[tuple[str, Finding]]:
    """One finding for each article and group, at the article's first figure that another article contradicts."""
    names = _Names(corpus)
    for group in corpus.index.claim_groups:
        others: dict[int, list[int]] = {}  # by the first in the same words
        for pair in group.pairs:
            first, second = group.versions[pair.one], group.versions[pair.other]
            if pair.relation is ClaimRelation.DIFFERENT_FIGURE and names.agree(first, second):
                others.setdefault(pair.one, []).append(pair.other)
                others.setdefault(pair.other, []).append(pair.one)
        if not others:
            continue
        worded: dict[int, list[int]] = {}
        for position in range(len(group.versions)):
            worded.setdefault(group.original(position), []).append(position)
        seen = set()
        for position, version in enumerate(group.versions):
            slug = version.article_slug
            if slug in seen:
                continue
            untold = (
                worded[other]
                for other in others.get(group.original(position), ())
                if not _is_told(group, slug, group.versions[other])
            )
            if found := sorted(chain.from_iterable(untold)):
                seen.add(slug)
                yield slug, _finding(corpus, version, [group.versions[other] for other in found])


class _Names:
    """What is named around a figure: in its sentence and the one before, the sources of both articles left out."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._sources: dict[str, frozenset[str]] = {}
        self._capitals: dict[str, frozenset[str]] = {}

    def agree(self, one: ClaimVersion, other: ClaimVersion) -> bool:
        """Whether not each of the two names something that the other doesn't."""
        sources = self._sources_of(one.article_slug) | self._sources_of(other.article_slug)
        first, second = (self._around(version) - sources for version in (one, other))
        return first <= second or second <= first

    def _around(self, version: ClaimVersion) -> frozenset[str]:
        evidence = self._corpus.evidence(version.article_slug)
        sentences = evidence.analysis.sentences
        number = bisect_right(sentences, version.place.start_char, key=lambda sentence: sentence.span.start_char) - 1
        if number < 0:
            return frozenset()
        before = number - 1 if number and not evidence.in_headline(sentences[number - 1].span) else number
        text = evidence.text[sentences[before].span.start_char : sentences[number].span.end_char]
        names = {*INSIDE.findall(text), *(self._capitals_of(version.article_slug) & {*FIRST.findall(text)})}
        return frozenset(name for name in names if name.casefold() not in _function_words())

    def _capitals_of(self, slug: str) -> frozenset[str]:
        """The names that stand inside a sentence somewhere: at its beginning any word has a capital."""
        if slug not in self._capitals:
            self._capitals[slug] = frozenset(INSIDE.findall(self._corpus.evidence(slug).text))
        return self._capitals[slug]

    def _sources_of(self, slug: str) -> frozenset[str]:
        if slug not in self._sources:
            evidence = self._corpus.evidence(slug)
            words = " ".join(source.name for source in evidence.analysis.sources if source.named)
            self._sources[slug] = frozenset(re.findall(r"\w+", words))
        return self._sources[slug]


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row[0] for row in read_lexicon("function_words"))


def _is_told(group: ClaimGroup, slug: str, other: ClaimVersion) -> bool:
    """Whether the article `slug` itself gives the figure of `other`, or one that agrees with it."""
    return any(
        version.article_slug == slug and version.quantity and other.quantity and agree(version.quantity, other.quantity)
        for version in group.versions
    )


def _finding(corpus: Corpus, version: ClaimVersion, others: list[ClaimVersion]) -> Finding:
    evidence = corpus.evidence(version.article_slug)
    by_article = {other.article_slug: other for other in reversed(others)}
    named = sorted(by_article.values(), key=lambda other: [o is other for o in others].index(True))
    told = "; ".join(f"“{other.figure}” in {corpus.called(other.article_slug)}" for other in named[:SHOWN])
    more = f"; and another in {len(named) - SHOWN} more articles" if len(named) > SHOWN else ""
    span = TextSpan(version.place.start_char, version.place.start_char + len(version.figure))
    place = version.place if version.place.end_char > version.place.start_char else span
    return RULE.finding(place, f"{evidence.quoted(place)} here; of what may be the same {told}{more}.")
