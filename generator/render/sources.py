"""Sources across articles: the list of all, and a page for each, with when it was credited and which outlets carry it."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from urllib.parse import quote

from msgspec.structs import replace

from generator.model import ArticleSummary, SourceProfile
from generator.render import contexts, facets, permalinks
from generator.render.listings import Site
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.statements import statement_row
from generator.render.words import (
    AFFILIATION_WORDS,
    GROUP_WORDS,
    NAMING_GROUPS,
    NAMING_WORDS,
    SHAPES,
    SOURCE_KIND_WORDS,
    NamingGroup,
    count,
    date_words,
)

SOURCES_LENGTH = 250  # rows of one page; of the longest that there are, so many make less than 300 kB
SOURCE_LENGTH = 150
NAMES = 8  # other forms of a source's name that its page shows
OUTLETS = 12  # lines of a timeline
ENTRIES = 60  # lines of the table behind it
MARGIN = 3.0  # percent of a timeline's length on either side of its first and last day
UNSTATED = "outlet not stated"

Articles = Mapping[str, ArticleSummary]


def build_sources(site: Site) -> Iterator[tuple[str, contexts.SourcesPage | contexts.Shard]]:
    """The table of all sources; where it is longer than a page, also the scripts that filter it."""
    articles = {article.slug: article for article in site.index.articles}
    whole = [_source_row(profile, articles) for profile in site.index.sources]
    days = facets.shorten_dates([row.days for row in whole])
    rows = tuple(replace(row, days=told) for row, told in zip(whole, days, strict=True))
    groups = Counter(row.group for row in rows)
    counts = (
        count(len(rows), "source"),
        *(f"{groups[group.value]:,} {GROUP_WORDS[group]}" for group in NamingGroup if groups[group.value]),
    )
    asked = _facets(rows)
    scripts, shards = facets.shard_list(permalinks.SOURCES, rows, _fields, longer_than=SOURCES_LENGTH, section=_section)
    later = facets.without_counts(asked)
    for path, shown, paging in paginate(rows, SOURCES_LENGTH, permalinks.SOURCES, section=_section):
        yield (
            path,
            contexts.SourcesPage(
                page=site.page(path, "Sources", "sources", description="Everybody who is credited, and with how much."),
                paging=paging,
                sources=shown,
                facets=asked if paging.number == 1 else later,
                shards=shards,
                counts=counts if paging.number == 1 else (),
            ),
        )
    yield from scripts


def build_source(
    site: Site, profile: SourceProfile, links: Permalinks, cards: Mapping[str, contexts.ArticleCard], articles: Articles
) -> Iterator[tuple[str, contexts.SourcePage]]:
    """One source: when and where it is credited, and everything it is credited with, article by article."""
    row = _source_row(profile, articles)
    timeline = _timeline(profile, articles, cards)
    for path, shown, paging in paginate(profile.statements, SOURCE_LENGTH, permalinks.source_path(profile.key)):
        yield (
            path,
            contexts.SourcePage(
                page=site.page(path, row.name, "sources", description=f"Everything that {row.name} is credited with."),
                paging=paging,
                source=row,
                names=_other_names(profile),
                about=profile.about,
                link=profile.link,
                known=profile.known,
                groups=tuple(
                    contexts.StatementGroup(
                        article=cards[slug], statements=tuple(statement_row(s, links, cards) for s in statements)
                    )
                    for slug, statements in groupby(shown, key=lambda statement: statement.article_slug)
                ),
                timeline=timeline if paging.number == 1 else None,
                counts=(count(row.statements, "statement"), count(row.articles, "article")),
            ),
        )


def build_moved_sources(site: Site) -> Iterator[tuple[str, contexts.SourceMovedPage]]:
    """A page at every address that a source had by itself: it leads on to where it is now, so that no permalink is ever broken."""
    for profile in site.index.sources:
        for key in profile.other_keys:
            path = permalinks.source_path(key)
            page = site.page(path, profile.name, "sources", listed=False)
            yield (
                path,
                contexts.SourceMovedPage(page=page, name=profile.name, href=quote(permalinks.source_path(profile.key))),
            )


def _other_names(profile: SourceProfile) -> tuple[str, ...]:
    """The other forms of the name, without what the articles add to it after a comma."""
    forms = dict.fromkeys(name.partition(",")[0] for name in profile.names)
    return tuple(form for form in forms if form.casefold() != profile.name.casefold())[:NAMES]


def _source_row(profile: SourceProfile, articles: Articles) -> contexts.SourceRow:
    group = NAMING_GROUPS[profile.naming]
    found = [articles[slug] for slug in dict.fromkeys(statement.article_slug for statement in profile.statements)]
    return contexts.SourceRow(
        name=profile.name,
        href=quote(permalinks.source_path(profile.key)),
        group=group.value,
        shape=SHAPES[group],
        naming=NAMING_WORDS[profile.naming],
        kind=SOURCE_KIND_WORDS[profile.kind],
        affiliation=AFFILIATION_WORDS[profile.affiliation],
        statements=len(profile.statements),
        articles=len(found),
        where=found[0].title if len(found) == 1 else "",
        outlets=tuple(dict.fromkeys(_outlet(article) for article in found if article.front_matter.outlet)),
        days=tuple(sorted({day for article in found for day in facets.day_of(article.front_matter.date)})),
    )


def _section(row: contexts.SourceRow) -> tuple[int, str]:
    """Rows that belong together: those with as many statements and the same initial, since that is the order of the list."""
    return row.statements, row.name[:1].casefold()


def _facets(rows: tuple[contexts.SourceRow, ...]) -> tuple[contexts.Facet, ...]:
    groups = [(group.value, GROUP_WORDS[group]) for group in NamingGroup]
    kinds = [(words, words) for words in SOURCE_KIND_WORDS.values()]
    affiliations = [(words or "unclear", words or "unclear") for words in AFFILIATION_WORDS.values()]
    asked = (
        facets.build_facet("group", "Naming", groups, ([row.group] for row in rows)),
        facets.build_facet("kind", "Kind", kinds, ([row.kind] for row in rows)),
        facets.build_facet("affiliation", "Affiliation", affiliations, ([r.affiliation or "unclear"] for r in rows)),
        facets.build_names_facet("outlet", "Outlet", (row.outlets for row in rows)),
        facets.build_date_facet("day", "Date", (row.days for row in rows)),
    )
    return tuple(facet for facet in asked if len(facet.options) > 1)


def _fields(row: contexts.SourceRow) -> dict[str, object]:
    """A row as the filtering script is given it; the names are those of pages/sources.html."""
    return {
        "name": row.name,
        "href": row.href,
        "group": row.group,
        "shape": row.shape,
        "naming": row.naming,
        "kind": row.kind,
        "about": row.affiliation,
        "affiliation": row.affiliation or "unclear",
        "statements": row.statements,
        "articles": row.articles,
        "outlets": len(row.outlets),
        "where": row.where,
        "outlet": row.outlets,
        "day": row.days,
    }


def _timeline(
    profile: SourceProfile, articles: Articles, cards: Mapping[str, contexts.ArticleCard]
) -> contexts.Timeline | None:
    """When it was credited, outlet by outlet; None where one article alone does."""
    statements = Counter(statement.article_slug for statement in profile.statements)
    if len(statements) < 2:
        return None
    dates = {slug: articles[slug].front_matter.date for slug in statements}
    days = sorted({_day(date) for date in dates.values() if date})
    by_outlet: defaultdict[str, list[str]] = defaultdict(list)
    for slug in statements:
        by_outlet[_outlet(articles[slug])].append(slug)
    ordered = sorted(by_outlet, key=lambda outlet: (-sum(statements[slug] for slug in by_outlet[outlet]), outlet))
    lines = []
    for outlet in ordered[:OUTLETS]:
        slugs = by_outlet[outlet]
        per_day: Counter[datetime.date] = Counter()
        for slug in slugs:
            if date := dates[slug]:
                per_day[_day(date)] += statements[slug]
        lines.append(
            contexts.TimelineLine(
                outlet=outlet,
                statements=count(sum(statements[slug] for slug in slugs), "statement"),
                articles=count(len(slugs), "article"),
                marks=tuple(
                    contexts.TimelineMark(x=_position(day, days), size=min(3, 1 + number // 2))
                    for day, number in sorted(per_day.items())
                ),
                summary="; ".join(f"{date_words(day)}: {number}" for day, number in sorted(per_day.items()))
                or "no date is stated",
            )
        )
    newest = sorted(statements, key=lambda slug: (dates[slug] is None, _reversed(dates[slug]), slug))
    return contexts.Timeline(
        first=date_words(days[0]) or "" if days else "",
        last=date_words(days[-1]) or "" if len(days) > 1 else "",
        lines=tuple(lines),
        more=f"and {count(len(ordered) - OUTLETS, 'more outlet')}" if len(ordered) > OUTLETS else "",
        entries=tuple(
            contexts.TimelineEntry(article=cards[slug], statements=statements[slug]) for slug in newest[:ENTRIES]
        ),
    )


def _outlet(article: ArticleSummary) -> str:
    return " ".join((article.front_matter.outlet or UNSTATED).split())


def _day(date: datetime.date) -> datetime.date:
    return date.date() if isinstance(date, datetime.datetime) else date


def _reversed(date: datetime.date | None) -> int:
    return -_day(date).toordinal() if date else 0


def _position(day: datetime.date, days: list[datetime.date]) -> float:
    """Where `day` stands between the first and the last, in percent."""
    length = (days[-1] - days[0]).days
    return round(MARGIN + (100 - 2 * MARGIN) * (day - days[0]).days / length, 2) if length else 50.0
