"""Where what the articles say goes back to: each origin, how many of the articles, and by which ways.

The page says by which words, and never that many articles with one origin are wrong, or that few are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import quote

from msgspec import Struct

from generator.model import Origin, OriginRoute
from generator.render import contexts, permalinks
from generator.render.listings import Site
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.words import NAMING_GROUPS, NAMING_WORDS, SHAPES, SOURCE_KIND_WORDS, count

ORIGINS_LENGTH = 60  # on one page of the list
FIRST = 6  # articles of an origin there
ARTICLES_LENGTH = 120  # on one page of its own
ROUTES = 4  # of one article


def build_origins(
    site: Site, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> Iterator[tuple[str, str, Struct]]:
    """Path, template and context: the list, then a page for each origin that more articles go back to than the list shows."""
    origins = site.index.origins
    several = sum(origin.articles > 1 for origin in origins)
    passed_on = sum(any(len(route.steps) > 1 for route in origin.routes) for origin in origins)
    counts = (
        count(len(origins), "origin"),
        f"{several:,} shared by several articles",
        f"{passed_on:,} reached by way of others",
    )
    for path, shown, paging in paginate(origins, ORIGINS_LENGTH, permalinks.ORIGINS):
        yield (
            path,
            "pages/origins.html",
            contexts.OriginsPage(
                page=site.page(path, "Origins", "origins", description="Where what the articles say goes back to."),
                paging=paging,
                origins=tuple(_section(site, origin, _by_article(origin)[:FIRST], links, cards) for origin in shown),
                counts=counts if origins and paging.number == 1 else (),
            ),
        )
    for origin in origins:
        if origin.articles > FIRST:
            yield from _pages_of(site, origin, links, cards)


def _pages_of(
    site: Site, origin: Origin, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> Iterator[tuple[str, str, Struct]]:
    for path, shown, paging in paginate(_by_article(origin), ARTICLES_LENGTH, permalinks.origin_path(origin.key)):
        section = _section(site, origin, shown, links, cards)
        title = f"Back to {origin.name}"
        description = f"The articles that go back to {origin.name}, and by which words."
        yield (
            path,
            "pages/origin.html",
            contexts.OriginPage(
                page=site.page(path, title, "origins", description=description), paging=paging, origin=section
            ),
        )


def _by_article(origin: Origin) -> list[tuple[str, tuple[OriginRoute, ...]]]:
    return [(slug, tuple(routes)) for slug, routes in groupby(origin.routes, key=lambda route: route.article_slug)]


def _section(
    site: Site,
    origin: Origin,
    shown: Sequence[tuple[str, tuple[OriginRoute, ...]]],
    links: Permalinks,
    cards: Mapping[str, contexts.ArticleCard],
) -> contexts.OriginSection:
    group = NAMING_GROUPS[origin.naming]
    kind, naming = SOURCE_KIND_WORDS[origin.kind], NAMING_WORDS[origin.naming]
    others = len({route.article_slug for route in origin.routes if len(route.steps) > 1})
    verb = "goes" if origin.articles == 1 else "go"
    return contexts.OriginSection(
        key=origin.key,
        name=origin.name,
        source_href=quote(permalinks.source_path(origin.key)),
        group=group.value,
        shape=SHAPES[group],
        about=tuple(
            filter(
                None,
                (
                    naming,
                    kind if kind != naming else "",
                    f"{origin.articles:,} of {count(len(site.index.articles), 'article')} {verb} back to it",
                    f"{others:,} by way of others" if others else "",
                ),
            )
        ),
        articles=tuple(_article(slug, routes, links, cards) for slug, routes in shown),
        href=quote(permalinks.origin_path(origin.key)),
        rest=f"All {count(origin.articles, 'article')}" if origin.articles > len(shown) else "",
    )


def _article(
    slug: str, routes: Sequence[OriginRoute], links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> contexts.OriginArticle:
    card = cards[slug]
    longest_first = sorted(routes, key=lambda route: -len(route.steps))
    return contexts.OriginArticle(
        title=card.title,
        href=card.href,
        outlet=card.outlet,
        date_words=card.date_words,
        routes=tuple(_route(route, links, cards) for route in longest_first[:ROUTES]),
        more=f"{len(routes) - ROUTES:,} more" if len(routes) > ROUTES else "",
    )


def _route(route: OriginRoute, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]) -> contexts.RouteRow:
    here = route.article_slug
    steps = []
    for step in route.steps:
        steps.append(
            contexts.RouteStep(
                words=step.words,
                cue=step.cue,
                href=links.statement(step.article_slug, step.attribution_id),
                elsewhere=cards[step.article_slug].title if step.article_slug != here else "",
            )
        )
        here = step.article_slug
    return contexts.RouteRow(steps=tuple(steps))
