"""An article beside those that share its sources or speak of the same things: who is in both, and which figures differ.

Two articles that share neither have nothing to be compared by. So each article has one page, with its nearest, and the pages grow
with the articles and not with their pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from urllib.parse import quote

from msgspec import Struct

from generator.model import ClaimGroup, ClaimRelation, CorpusIndex, SourceProfile, Statement
from generator.render import contexts, permalinks
from generator.render.groups import RELATION_WORDS, group_title, version_row
from generator.render.listings import Site
from generator.render.permalinks import Permalinks
from generator.render.words import NAMING_GROUPS, NAMING_WORDS, SHAPES, count

SOURCES_SHOWN = 10  # of one comparison
CLAIMS_SHOWN = 8
QUOTED = 140  # characters of a statement

ORDER = tuple(RELATION_WORDS)
CONFLICTS = (ClaimRelation.DIFFERENT_FIGURE, ClaimRelation.COUNTERS)
UNRELATED = "speak of the same thing"  # of two versions whose relation isn't given


class Corpus(Struct, frozen=True, kw_only=True):
    """What the comparisons look up: by article and source key, the statements; by article and group, the versions."""

    said: Mapping[str, Mapping[str, list[Statement]]]
    versions: Mapping[str, Mapping[int, list[int]]]
    profiles: Mapping[str, SourceProfile]
    groups: tuple[ClaimGroup, ...]


def build_comparison(
    site: Site,
    slug: str,
    others: Sequence[str],
    corpus: Corpus,
    links: Permalinks,
    cards: Mapping[str, contexts.ArticleCard],
) -> tuple[str, contexts.ComparePage]:
    """The page, with its path, of the article `slug` beside `others`."""
    path = permalinks.compare_path(slug)
    card = cards[slug]
    return (
        path,
        contexts.ComparePage(
            page=site.page(
                path,
                f"{card.title}, beside others",
                "home",
                description="Shared sources, shared claims, different figures.",
                state=card.state,
            ),
            card=card,
            others=tuple(_compare(corpus, slug, other, links, cards) for other in others),
        ),
    )


def _compare(
    corpus: Corpus, one: str, other: str, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> contexts.Comparison:
    here, there = corpus.said[one], corpus.said[other]
    shared = sorted(
        here.keys() & there.keys(), key=lambda key: (-len(here[key]) - len(there[key]), corpus.profiles[key].name)
    )
    claims = sorted(
        (
            _claim(corpus.groups[group], corpus.versions[one][group], corpus.versions[other][group], links, cards)
            for group in sorted(corpus.versions[one].keys() & corpus.versions[other].keys())
        ),
        key=lambda claim: not claim.differ,
    )
    differing = sum(claim.differ for claim in claims)
    counts = [count(len(shared), "source") + " in both" if shared else "no source in both"]
    counts.append(count(len(claims), "claim") + " of the same thing" if claims else "no claim of the same thing")
    if differing:
        counts.append(f"{differing:,} of {len(claims):,} differ")
    return contexts.Comparison(
        id=f"with-{other}",
        card=cards[other],
        counts=tuple(counts),
        sources=tuple(_source(corpus, key, one, other, links) for key in shared[:SOURCES_SHOWN]),
        more_sources=max(len(shared) - SOURCES_SHOWN, 0),
        claims=tuple(claims[:CLAIMS_SHOWN]),
        more_claims=max(len(claims) - CLAIMS_SHOWN, 0),
    )


def _source(corpus: Corpus, key: str, one: str, other: str, links: Permalinks) -> contexts.SharedSource:
    profile = corpus.profiles[key]
    group = NAMING_GROUPS[profile.naming]

    def side(slug: str) -> contexts.SharedStatements:
        statements = corpus.said[slug][key]
        first = statements[0]
        level = Counter(statement.naming for statement in statements).most_common(1)[0][0]
        return contexts.SharedStatements(
            count=count(len(statements), "statement"),
            naming=NAMING_WORDS[level],
            text=cut(first.text, QUOTED),
            href=links.statement(slug, first.attribution_id),
        )

    return contexts.SharedSource(
        name=profile.name,
        href=quote(permalinks.source_path(key)),
        group=group.value,
        shape=SHAPES[group],
        here=side(one),
        there=side(other),
    )


def _claim(
    group: ClaimGroup, here: list[int], there: list[int], links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> contexts.SharedClaim:
    """The pair of versions that says most of how the two stand: one that differs before one that agrees."""
    relations = {(pair.one, pair.other): pair.relation for pair in group.pairs}

    def relate(pair: tuple[int, int]) -> ClaimRelation | None:
        one, other = sorted(map(group.original, pair))
        return ClaimRelation.SAME if one == other else relations.get((one, other))

    across = [(pair, relation) for pair in product(here, there) if (relation := relate(pair))]
    (first, second), relation = min(
        across,
        key=lambda found: (ORDER.index(found[1]), *sorted(found[0])),
        default=((here[0], there[0]), None),
    )
    return contexts.SharedClaim(
        title=group_title(group),
        href=quote(permalinks.claim_group_path(group.id)),
        relation=RELATION_WORDS[relation] if relation else UNRELATED,
        differ=relation in CONFLICTS,
        here=version_row(group.versions[first], 1, links, cards),
        there=version_row(group.versions[second], 2, links, cards),
    )


def cut(text: str, length: int) -> str:
    """`text`, or as many of its words as `length` characters hold."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def look_up(index: CorpusIndex) -> Corpus:
    """What is said and by whom, article by article."""
    said: defaultdict[str, defaultdict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in index.statements:
        if statement.source_key:
            said[statement.article_slug][statement.source_key].append(statement)
    versions: defaultdict[str, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, group in enumerate(index.claim_groups):
        for position, version in enumerate(group.versions):
            versions[version.article_slug][number].append(position)
    profiles = {profile.key: profile for profile in index.sources}
    return Corpus(said=said, versions=versions, profiles=profiles, groups=index.claim_groups)
