"""FIG1: two figures for the same thing, in two articles.

The index groups claims that speak of the same thing; here those of a group are compared whose figures no rounding and no bound
reconciles. An article that gives the other figure as well has told its reader, and is left alone; so are two passages of which each
names what the other doesn't: the same words about two towns are about two things.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.figures import agree
from generator.findings.rule import Corpus, Evidence
from generator.findings.two_figures import RULE as IN_ONE_ARTICLE
from generator.lexicons import read_lexicon
from generator.model import Article, ArticleAnalysis, ClaimGroup, ClaimRelation, ClaimVersion, Finding, TextSpan

RULE = replace(IN_ONE_ARTICLE, on=True)

INSIDE = re.compile(r"(?<=[\w,;:] )[A-Z]\w+")
"""A word with a capital inside a sentence."""

FIRST = re.compile(r"(?:^|(?<=[.!?”’] )|(?<=[“‘]))[A-Z]\w+", re.MULTILINE)

SHOWN = 3
"""So many of the other articles a reason names; the others are counted."""


def find_across(corpus: Corpus) -> Iterator[tuple[str, Finding]]:
    """One finding for each article and group, at the article's first figure that another article contradicts."""
    differing = [group for group in corpus.index.claim_groups if _differs(group)]
    names = _Names(corpus, differing)
    for group in differing:
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
                rivals = [group.versions[other] for other in found]
                yield slug, _finding(corpus, version, names.quoted(version), rivals)


class Around(Struct, frozen=True, array_like=True):
    """A figure of an article: how a reason quotes it, and what is named in its sentence and the one before."""

    quoted: str
    names: tuple[str, ...]


class FiguresOf(Struct, frozen=True, array_like=True):
    """What is asked of the figures of one article, by their places; and the words of its sources' names."""

    sources: tuple[str, ...]
    around: tuple[Around, ...]


class _Names:
    """What is named around a figure, the sources of both articles left out."""

    def __init__(self, corpus: Corpus, groups: Iterable[ClaimGroup]) -> None:
        """All that is asked of an article is asked at once, so that it is read once, and only where it changed."""
        places: dict[str, set[TextSpan]] = {}
        for group in groups:
            for version in group.versions:
                places.setdefault(version.article_slug, set()).add(_place(version))
        corpus.memo.gather("figures")
        self._sources: dict[str, frozenset[str]] = {}
        self._around: dict[tuple[str, TextSpan], Around] = {}
        for slug, asked in places.items():
            ordered = tuple(sorted(asked))
            found = corpus.recall("figures", slug, ordered, FiguresOf, partial(_read_figures, ordered))
            self._sources[slug] = frozenset(found.sources)
            self._around.update(((slug, place), around) for place, around in zip(ordered, found.around, strict=True))

    def agree(self, one: ClaimVersion, other: ClaimVersion) -> bool:
        """Whether not each of the two names something that the other doesn't."""
        sources = self._sources[one.article_slug] | self._sources[other.article_slug]
        first, second = (frozenset(self._of(version).names) - sources for version in (one, other))
        return first <= second or second <= first

    def quoted(self, version: ClaimVersion) -> str:
        """The figure of `version` as a reason quotes it."""
        return self._of(version).quoted

    def _of(self, version: ClaimVersion) -> Around:
        return self._around[version.article_slug, _place(version)]


def _read_figures(places: Iterable[TextSpan], article: Article, analysis: ArticleAnalysis) -> FiguresOf:
    evidence = Evidence(article, analysis)
    capitals = frozenset(INSIDE.findall(article.text))  # inside a sentence somewhere: at its beginning any word has one
    words = " ".join(source.name for source in analysis.sources if source.named)
    return FiguresOf(
        sources=tuple(sorted(set(re.findall(r"\w+", words)))),
        around=tuple(Around(evidence.quoted(place), _named_around(evidence, place, capitals)) for place in places),
    )


def _named_around(evidence: Evidence, place: TextSpan, capitals: frozenset[str]) -> tuple[str, ...]:
    sentences = evidence.analysis.sentences
    number = bisect_right(sentences, place.start_char, key=lambda sentence: sentence.span.start_char) - 1
    if number < 0:
        return ()
    before = number - 1 if number and not evidence.in_headline(sentences[number - 1].span) else number
    text = evidence.text[sentences[before].span.start_char : sentences[number].span.end_char]
    names = {*INSIDE.findall(text), *(capitals & {*FIRST.findall(text)})}
    return tuple(sorted(name for name in names if name.casefold() not in _function_words()))


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row[0] for row in read_lexicon("function_words"))


def _is_told(group: ClaimGroup, slug: str, other: ClaimVersion) -> bool:
    """Whether the article `slug` itself gives the figure of `other`, or one that agrees with it."""
    return any(
        version.article_slug == slug and version.quantity and other.quantity and agree(version.quantity, other.quantity)
        for version in group.versions
    )


def _differs(group: ClaimGroup) -> bool:
    return any(pair.relation is ClaimRelation.DIFFERENT_FIGURE for pair in group.pairs)


def _place(version: ClaimVersion) -> TextSpan:
    """Where the figure of `version` stands, or the passage if it is none."""
    start = version.place.start_char
    return version.place if version.place.end_char > start else TextSpan(start, start + len(version.figure))


def _finding(corpus: Corpus, version: ClaimVersion, quoted: str, others: Iterable[ClaimVersion]) -> Finding:
    by_article: dict[str, ClaimVersion] = {}
    for other in others:
        by_article.setdefault(other.article_slug, other)
    named = list(by_article.values())
    told = "; ".join(f"“{other.figure}” in {corpus.called(other.article_slug)}" for other in named[:SHOWN])
    more = f"; and another in {len(named) - SHOWN} more articles" if len(named) > SHOWN else ""
    return RULE.finding(_place(version), f"{quoted} here; of what may be the same {told}{more}.")
