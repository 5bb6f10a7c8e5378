"""FIG1: two figures for the same thing, in two articles.

The index groups claims that speak of the same thing; here those of a group are compared whose figures no rounding and no bound
reconciles. An article that gives the other figure as well has told its reader, and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.figures import agree
from generator.findings.rule import Corpus
from generator.findings.two_figures import RULE
from generator.model import ClaimGroup, ClaimRelation, ClaimVersion, Finding, TextSpan

__all__ = ["RULE", "find_across"]

SHOWN = 3
"""So many of the other articles a reason names; the others are counted."""


def find_across(corpus: Corpus) -> Iterator[tuple[str, Finding]]:
    """One finding for each article and group, at the article's first figure that another article contradicts."""
    for group in corpus.index.claim_groups:
        others: dict[int, list[ClaimVersion]] = {}
        for pair in group.pairs:
            if pair.relation is ClaimRelation.DIFFERENT_FIGURE:
                for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
                    if not _is_told(group, group.versions[one].article_slug, group.versions[other]):
                        others.setdefault(one, []).append(group.versions[other])
        seen = set()
        for position in sorted(others):
            version = group.versions[position]
            if version.article_slug not in seen:
                seen.add(version.article_slug)
                yield version.article_slug, _finding(corpus, version, others[position])


def _is_told(group: ClaimGroup, slug: str, other: ClaimVersion) -> bool:
    """Whether the article `slug` itself gives the figure of `other`, or one that agrees with it."""
    return any(
        version.article_slug == slug and version.quantity and other.quantity and agree(version.quantity, other.quantity)
        for version in group.versions
    )


def _finding(corpus: Corpus, version: ClaimVersion, others: list[ClaimVersion]) -> Finding:
    evidence = corpus.evidence[version.article_slug]
    by_article = {other.article_slug: other for other in reversed(others)}
    named = sorted(by_article.values(), key=lambda other: [o is other for o in others].index(True))
    told = "; ".join(f"“{other.figure}” in {corpus.called(other.article_slug)}" for other in named[:SHOWN])
    more = f"; and another in {len(named) - SHOWN} more articles" if len(named) > SHOWN else ""
    span = TextSpan(version.place.start_char, version.place.start_char + len(version.figure))
    place = version.place if version.place.end_char > version.place.start_char else span
    return RULE.finding(place, f"{evidence.quoted(place)} here; of what may be the same {told}{more}.")
