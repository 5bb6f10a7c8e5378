"""Which articles can be compared: those that share a source, or claims that speak of the same thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from generator.model import CorpusIndex

NEIGHBOURS = 12  # on either side, in the order of the index, of those that share something: it keeps the cost linear
CLAIM_WEIGHT = 3  # of a shared claim; a shared source has 1
RELATED = 8


def find_related(index: CorpusIndex) -> dict[str, tuple[str, ...]]:
    """By slug, the articles that share most with it, at most `RELATED`; none for one that shares nothing.

    Of the many articles that share one source, each is held against those next to it in the order of the index, which is that of
    their dates.
    """
    order = {article.slug: number for number, article in enumerate(index.articles)}
    scores: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def share(slugs: Iterable[str], weight: int) -> None:
        near = sorted(set(slugs), key=order.__getitem__)
        for position, slug in enumerate(near):
            for other in near[position + 1 : position + 1 + NEIGHBOURS]:
                scores[slug][other] += weight
                scores[other][slug] += weight

    for profile in index.sources:
        share((statement.article_slug for statement in profile.statements), 1)
    for group in index.claim_groups:
        share((version.article_slug for version in group.versions), CLAIM_WEIGHT)
    return {
        slug: tuple(sorted(found, key=lambda other: (-found[other], order[other]))[:RELATED])
        for slug, found in scores.items()
    }
