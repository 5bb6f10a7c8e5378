"""The pages about all articles: home, sources, claims, notices, method, and what search engines and feed readers ask for."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import quote

from msgspec import Struct

from generator.config import Config
from generator.model import (
    ArticleSummary,
    AttributionKind,
    Certainty,
    CorpusIndex,
    CueStance,
    Notice,
    NoticeLevel,
    SourceProfile,
    Statement,
)
from generator.render import contexts, permalinks
from generator.render.bars import build_naming_bar, build_words_bar, sources_by_group
from generator.render.permalinks import Permalinks
from generator.render.words import (
    CERTAINTY_MEANINGS,
    CERTAINTY_WORDS,
    GROUP_WORDS,
    KIND_MEANINGS,
    KIND_WORDS,
    NAMING_GROUPS,
    NAMING_MEANINGS,
    NAMING_WORDS,
    SHAPES,
    SOURCE_KIND_WORDS,
    STANCE_MEANINGS,
    STANCE_WORDS,
    NamingGroup,
    certainty_words,
    count,
    source_label,
)

FEED_LENGTH = 30


class Site(Struct, frozen=True, kw_only=True):
    """What every page needs to know of the site."""

    config: Config
    index: CorpusIndex
    notices: int

    def page(
        self, path: str, title: str, section: str = "", *, description: str = "", listed: bool = True
    ) -> contexts.Page:
        """The `page` of a template, for the page at `path`."""
        base = self.config.base_url
        return contexts.Page(
            title=title,
            site_title=self.config.title,
            author=self.config.author,
            language=self.config.language,
            root=permalinks.root_of(path),
            section=section,
            notices=self.notices,
            description=description,
            canonical=permalinks.absolute(base, path) if base and listed else None,
            feed=base + permalinks.FEED if base and self.dated else None,
            index=listed,
        )

    @property
    def dated(self) -> bool:
        """Whether there is an article that a feed could carry."""
        return any(article.front_matter.date for article in self.index.articles)


def build_card(summary: ArticleSummary) -> contexts.ArticleCard:
    """An article as lists show it."""
    matter = summary.front_matter
    sources = sources_by_group(summary)
    total = sum(sources.values())
    counts = [count(summary.words, "word"), count(summary.attributions, "attribution")]
    if total:
        counts.append(f"{sources[NamingGroup.UNNAMED]:,} of {count(total, 'source')} unnamed")
    if sources[NamingGroup.VAGUE]:
        counts.append(f"{sources[NamingGroup.VAGUE]:,} vague")
    if sources[NamingGroup.UNCLEAR]:
        counts.append(f"{sources[NamingGroup.UNCLEAR]:,} unclear")
    return contexts.ArticleCard(
        title=summary.title,
        href=quote(permalinks.article_path(summary.slug)),
        language=matter.language or "",
        outlet=matter.outlet,
        byline=matter.byline,
        date=matter.date.isoformat() if matter.date else None,
        date_words=date_words(matter.date),
        summary=matter.summary,
        counts=tuple(counts),
        words_bar=build_words_bar(summary),
        naming_bar=build_naming_bar(summary),
    )


def build_home(site: Site) -> contexts.HomePage:
    """All articles, newest first, each with its signature."""
    articles = site.index.articles
    groups: Counter[NamingGroup] = Counter()
    for article in articles:
        groups.update(sources_by_group(article))
    counts = [count(len(articles), "article"), count(sum(article.attributions for article in articles), "attribution")]
    if total := groups.total():
        counts.append(f"{groups[NamingGroup.UNNAMED]:,} of {count(total, 'source')} unnamed")
    if groups[NamingGroup.VAGUE]:
        counts.append(f"{groups[NamingGroup.VAGUE]:,} vague")
    return contexts.HomePage(
        page=site.page(
            permalinks.HOME, "Articles", "home", description="On whose say-so? Every article, and how it is sourced."
        ),
        articles=tuple(build_card(article) for article in articles),
        counts=tuple(counts),
    )


def build_sources(site: Site) -> contexts.SourcesPage:
    """The table of all sources."""
    titles = {article.slug: article.title for article in site.index.articles}
    rows = tuple(_source_row(profile, titles) for profile in site.index.sources)
    groups = Counter(row.group for row in rows)
    return contexts.SourcesPage(
        page=site.page(
            permalinks.SOURCES, "Sources", "sources", description="Everybody who is credited, and with how much."
        ),
        sources=rows,
        naming=_facet("group", "Naming", [(g.value, GROUP_WORDS[g]) for g in NamingGroup], groups),
        counts=(
            count(len(rows), "source"),
            *(f"{groups[group]:,} {GROUP_WORDS[group]}" for group in NamingGroup if groups[group]),
        ),
    )


def build_source(
    site: Site, profile: SourceProfile, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> contexts.SourcePage:
    """One source: everything it is credited with, article by article."""
    titles = {slug: card.title for slug, card in cards.items()}
    row = _source_row(profile, titles)
    groups = tuple(
        contexts.StatementGroup(
            article=cards[slug], statements=tuple(_statement_row(s, links, cards) for s in statements)
        )
        for slug, statements in groupby(profile.statements, key=lambda statement: statement.article_slug)
    )
    return contexts.SourcePage(
        page=site.page(
            permalinks.source_path(profile.key),
            row.name,
            "sources",
            description=f"Everything that {row.name} is credited with.",
        ),
        source=row,
        names=tuple(name for name in profile.names if name != profile.name),
        groups=groups,
        counts=(count(row.statements, "statement"), count(row.articles, "article")),
    )


def build_claims(site: Site, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]) -> contexts.ClaimsPage:
    """The table of everything that anybody is credited with."""
    rows = tuple(_statement_row(statement, links, cards) for statement in site.index.statements)
    unstated = sum(1 for row in rows if not row.source_href)
    counts = [count(len(rows), "claim")]
    if rows:
        counts.append(f"{unstated:,} of {len(rows):,} without a stated source")
    return contexts.ClaimsPage(
        page=site.page(
            permalinks.CLAIMS, "Claims", "claims", description="Every attributed claim: who, how sure, in which words."
        ),
        claims=rows,
        facets=(
            _facet(
                "group", "Source", [(g.value, GROUP_WORDS[g]) for g in NamingGroup], Counter(row.group for row in rows)
            ),
            _facet(
                "kind",
                "Told as",
                [(k.value, KIND_WORDS[k]) for k in AttributionKind],
                Counter(row.kind for row in rows),
            ),
            _facet(
                "stance", "Cue", [(s.value, STANCE_WORDS[s]) for s in CueStance], Counter(row.stance for row in rows)
            ),
            _facet(
                "certainty",
                "How sure",
                [(c.value, CERTAINTY_WORDS[c]) for c in Certainty],
                Counter(row.certainty for row in rows),
            ),
        ),
        counts=tuple(counts),
    )


def build_notices(site: Site, notices: Sequence[Notice]) -> contexts.NoticesPage:
    """What the build has to say about the files."""
    rows = [
        (
            notice.level,
            contexts.NoticeRow(
                level=notice.level.value,
                code=notice.code,
                message=notice.message,
                hint=notice.hint,
                place=_place(notice),
            ),
        )
        for notice in notices
    ]
    return contexts.NoticesPage(
        page=site.page(
            permalinks.NOTICES,
            "Notices",
            "notices",
            description="What the build has to say about the files.",
            listed=False,
        ),
        errors=tuple(row for level, row in rows if level == NoticeLevel.ERROR),
        notices=tuple(row for level, row in rows if level == NoticeLevel.NOTICE),
    )


def build_method(site: Site, engines: tuple[str, ...], accuracy: tuple[contexts.Accuracy, ...]) -> contexts.MethodPage:
    """What is coded, how well, and what it can't do."""
    return contexts.MethodPage(
        page=site.page(
            permalinks.METHOD, "Method", "method", description="What is coded, how accurate it is, what it can't do."
        ),
        engines=engines,
        accuracy=accuracy,
        naming=tuple(
            contexts.Term(
                css=NAMING_GROUPS[level].value,
                shape=SHAPES[NAMING_GROUPS[level]],
                name=NAMING_WORDS[level],
                meaning=NAMING_MEANINGS[level],
            )
            for level in NAMING_WORDS
        ),
        kinds=tuple(
            contexts.Term(css=k.value, shape="", name=KIND_WORDS[k], meaning=KIND_MEANINGS[k]) for k in AttributionKind
        ),
        certainties=tuple(
            contexts.Term(css="", shape="", name=CERTAINTY_WORDS[c], meaning=CERTAINTY_MEANINGS[c]) for c in Certainty
        ),
        stances=tuple(
            contexts.Term(css="", shape="", name=STANCE_WORDS[s], meaning=STANCE_MEANINGS[s]) for s in CueStance
        ),
    )


def build_not_found(site: Site) -> contexts.NotFoundPage:
    """404.html is served for any address, so its links are absolute where the site has an address of its own."""
    page = site.page(permalinks.NOT_FOUND, "Page not found", listed=False)
    return contexts.NotFoundPage(page=page, home=site.config.base_url or permalinks.HOME)


def build_feed(site: Site, base_url: str) -> contexts.Feed:
    """The newest dated articles; the feed is as new as they are, so that a rebuild doesn't make it look changed."""
    entries = []
    for article in site.index.articles:
        matter = article.front_matter
        if matter.date is None:
            continue
        card = build_card(article)
        entries.append(
            contexts.FeedEntry(
                title=article.title,
                address=permalinks.absolute(base_url, permalinks.article_path(article.slug)),
                published=_rfc3339(matter.date),
                updated=_rfc3339(matter.updated or matter.date),
                summary=" · ".join(
                    (*((matter.summary,) if matter.summary else ()), *card.counts, "machine, unreviewed")
                ),
                author=matter.byline or matter.outlet,
            )
        )
    entries = entries[:FEED_LENGTH]
    return contexts.Feed(
        title=site.config.title,
        author=site.config.author or site.config.title,
        language=site.config.language,
        address=base_url,
        self_address=base_url + permalinks.FEED,
        updated=max(entry.updated for entry in entries),
        entries=tuple(entries),
    )


def build_sitemap(site: Site, base_url: str) -> contexts.Sitemap:
    """Every page that search engines may list."""
    paths = [
        permalinks.HOME,
        permalinks.SOURCES,
        permalinks.CLAIMS,
        permalinks.METHOD,
        *(permalinks.article_path(article.slug) for article in site.index.articles),
        *(permalinks.source_path(profile.key) for profile in site.index.sources),
    ]
    return contexts.Sitemap(
        addresses=tuple(permalinks.absolute(base_url, path) for path in paths),
        address=base_url + permalinks.SITEMAP,
    )


def date_words(date: datetime.date | None) -> str | None:
    """`12 March 2026`, whatever the machine's locale."""
    if date is None:
        return None
    months = (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )
    return f"{date.day} {months[date.month - 1]} {date.year}"


def _rfc3339(date: datetime.date) -> str:
    if not isinstance(date, datetime.datetime):
        return f"{date.isoformat()}T00:00:00Z"
    return date.isoformat() if date.tzinfo else f"{date.isoformat()}Z"


def _source_row(profile: SourceProfile, titles: Mapping[str, str]) -> contexts.SourceRow:
    group = NAMING_GROUPS[profile.naming]
    slugs = {statement.article_slug for statement in profile.statements}
    return contexts.SourceRow(
        name=profile.name,
        href=quote(permalinks.source_path(profile.key)),
        group=group.value,
        shape=SHAPES[group],
        naming=NAMING_WORDS[profile.naming],
        kind=SOURCE_KIND_WORDS[profile.kind],
        statements=len(profile.statements),
        articles=len(slugs),
        where=titles[next(iter(slugs))] if len(slugs) == 1 else "",
    )


def _statement_row(
    statement: Statement, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> contexts.StatementRow:
    card = cards[statement.article_slug]
    group = NAMING_GROUPS[statement.naming]
    return contexts.StatementRow(
        text=statement.text,
        href=links.statement(statement.article_slug, statement.attribution_id),
        article_title=card.title,
        article_href=card.href,
        date=card.date,
        date_words=card.date_words,
        outlet=card.outlet,
        source=source_label(statement.source_name),
        source_href=quote(permalinks.source_path(statement.source_key)) if statement.source_key else "",
        group=group.value,
        shape=SHAPES[group],
        naming=NAMING_WORDS[statement.naming],
        kind=statement.kind.value,
        kind_words=KIND_WORDS[statement.kind],
        cue=statement.cue,
        stance=statement.stance.value,
        stance_words=STANCE_WORDS[statement.stance],
        certainty=statement.certainty.value,
        certainty_words=certainty_words(statement.certainty, statement.polarity),
    )


def _facet(name: str, label: str, options: list[tuple[str, str]], counts: Counter[str]) -> contexts.Facet:
    return contexts.Facet(
        name=name,
        label=label,
        options=tuple(
            contexts.Option(value=value, label=words, count=counts[value]) for value, words in options if counts[value]
        ),
    )


def _place(notice: Notice) -> str:
    parts = [notice.path] if notice.path else []
    if notice.line is not None:
        parts.append(f"line {notice.line}")
        if notice.column is not None:
            parts.append(f"column {notice.column}")
    return ", ".join(parts)
