"""Any two articles beside each other: a page to choose them on, and a script for each article that says what can be compared.

So many pairs can't be pages. The page loads the scripts of the two that are chosen, finds what is in both, and asks the script of
each group of claims that both belong to how their passages stand to each other. An article's script changes with
another article only where the two share a source or a group. Without a script the page leads to the comparisons that are pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from msgspec import Struct

from generator.model import ClaimGroup, ClaimRelation, Statement
from generator.render import contexts, facets, permalinks
from generator.render.compare import CONFLICTS, QUOTED, UNRELATED, Corpus, cut
from generator.render.groups import RELATION_WORDS, group_title, version_row
from generator.render.listings import Site
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.words import NAMING_GROUPS, NAMING_WORDS, SHAPES, count

LIST_LENGTH = 30  # articles of one page, each with its eight related ones
STATEMENTS = 3  # of one source
LONGEST_TITLE = 200
LONGEST_PASSAGE = 300

RELATIONS = tuple(RELATION_WORDS)

Cards = Mapping[str, contexts.ArticleCard]


def build_choice(site: Site, cards: Cards) -> Iterator[tuple[str, contexts.ChoosePage | contexts.Shard]]:
    """The page, the further pages of what it lists, and the scripts that list the articles."""
    articles = site.index.articles
    choices = [
        {"slug": article.slug, "title": _title(cards[article.slug]), "about": _about(cards[article.slug])}
        for article in articles
    ]
    scripts = facets.build_shards(permalinks.COMPARISONS, choices)
    shards = facets.describe_shards(permalinks.COMPARISONS, len(scripts), choices[0]) if len(articles) > 1 else None
    related = [
        _related(article.slug, others, cards) for article in articles if (others := site.related.get(article.slug))
    ]
    for path, shown, paging in paginate(related, LIST_LENGTH, permalinks.COMPARE, permalinks.COMPARISONS):
        yield (
            path,
            contexts.ChoosePage(
                page=site.page(
                    path,
                    "Two articles, side by side",
                    "home",
                    description="Shared sources, shared claims, different figures of any two articles.",
                ),
                paging=paging,
                related=shown,
                shards=shards if path == permalinks.COMPARE else None,
                choose_href=permalinks.COMPARE,
            ),
        )
    if shards is not None:
        yield from scripts


def build_article_rows(
    slug: str, corpus: Corpus, links: Permalinks, cards: Cards
) -> tuple[tuple[str, contexts.Shard], ...]:
    """The scripts that hold one article."""
    return facets.build_scripts(permalinks.article_rows_path(slug), _lines(_article_rows(slug, corpus, links, cards)))


def build_group_rows(group: ClaimGroup) -> tuple[tuple[str, contexts.Shard], ...]:
    """The scripts that say how the versions of a group of claims stand to each other."""
    return facets.build_scripts(permalinks.group_rows_path(group.id), _lines(_group_rows(group)))


def _lines(rows: Iterable[object]) -> Iterator[Mapping[str, object]]:
    """One value a row; the last is null, by which a reader knows that no further script follows."""
    yield from ({"row": row} for row in rows)
    yield {"row": None}


def _related(slug: str, others: Iterable[str], cards: Cards) -> contexts.RelatedArticles:
    href = quote(permalinks.compare_path(slug))
    return contexts.RelatedArticles(
        title=_title(cards[slug]),
        href=href,
        about=_about(cards[slug]),
        others=tuple(
            contexts.StatementLink(label=_title(cards[other]), href=f"{href}#{quote(f'with-{other}')}")
            for other in others
        ),
    )


def _article_rows(slug: str, corpus: Corpus, links: Permalinks, cards: Cards) -> Iterator[Struct]:
    card = cards[slug]
    yield contexts.ComparedArticle(title=_title(card), href=card.href, about=_about(card))
    for key, statements in sorted(corpus.said[slug].items()):
        yield _source(key, statements, corpus, links)
    for number, positions in sorted(corpus.versions[slug].items()):
        group = corpus.groups[number]
        for order, position in enumerate(positions):
            row = version_row(group.versions[position], order, links, cards)
            hedges = f" ({', '.join(f'“{hedge}”' for hedge in row.hedges)})" if row.hedges else ""
            yield contexts.ComparedClaim(
                claims=group.id,
                number=order,
                before=cut(row.before, LONGEST_PASSAGE),
                figure=row.figure,
                after=row.after,
                href=row.href,
                who=cut(row.who, LONGEST_TITLE),
                group=row.group,
                shape=row.shape,
                about=" · ".join(filter(None, (row.naming, row.certainty + hedges))),
            )


def _source(key: str, statements: list[Statement], corpus: Corpus, links: Permalinks) -> contexts.ComparedSource:
    profile = corpus.profiles[key]
    level = Counter(statement.naming for statement in statements).most_common(1)[0][0]
    group = NAMING_GROUPS[profile.naming]
    return contexts.ComparedSource(
        source=key,
        name=cut(profile.name, LONGEST_TITLE),
        href=quote(permalinks.source_path(key)),
        group=group.value,
        shape=SHAPES[group],
        naming=NAMING_WORDS[level],
        count=count(len(statements), "statement"),
        statements=tuple(
            (cut(statement.text, QUOTED), links.statement(statement.article_slug, statement.attribution_id))
            for statement in statements[:STATEMENTS]
        ),
    )


def _group_rows(group: ClaimGroup) -> Iterator[object]:
    """The group; its versions: the article's slug, `ComparedClaim.number`, and the position of the first version in the same words;
    each pair of these: two positions among the versions, and one in `ComparedGroup.relations`."""
    yield contexts.ComparedGroup(
        title=cut(group_title(group), LONGEST_TITLE),
        href=quote(permalinks.claim_group_path(group.id)),
        relations=(*((RELATION_WORDS[relation], relation in CONFLICTS) for relation in RELATIONS), (UNRELATED, False)),
        same=RELATIONS.index(ClaimRelation.SAME),
    )
    seen: Counter[str] = Counter()
    for position, version in enumerate(group.versions):
        yield version.article_slug, seen[version.article_slug], group.original(position)
        seen[version.article_slug] += 1
    for pair in group.pairs:
        if group.original(pair.one) != group.original(pair.other):
            yield pair.one, pair.other, RELATIONS.index(pair.relation)


def _title(card: contexts.ArticleCard) -> str:
    return cut(card.title, LONGEST_TITLE)


def _about(card: contexts.ArticleCard) -> str:
    return " · ".join(filter(None, (cut(card.outlet or "", LONGEST_TITLE), card.date_words))) or "not dated"
