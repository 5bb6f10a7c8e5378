"""The pages about all articles: home, data, notices, method, and what search engines and feed readers ask for."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from generator.config import Config
from generator.model import (
    ArticleSummary,
    AttributionKind,
    Certainty,
    CorpusIndex,
    CueStance,
    DataTable,
    Notice,
    NoticeLevel,
)
from generator.render import contexts, permalinks
from generator.render.bars import build_naming_bar, build_words_bar, source_counts, sources_by_group
from generator.render.json_ld import build_page_node, render_json_ld
from generator.render.paging import paginate
from generator.render.words import (
    CERTAINTY_MEANINGS,
    CERTAINTY_WORDS,
    KIND_MEANINGS,
    KIND_WORDS,
    NAMING_GROUPS,
    NAMING_MEANINGS,
    NAMING_WORDS,
    RULES_ALONE_MARK,
    SHAPES,
    STANCE_MEANINGS,
    STANCE_WORDS,
    NamingGroup,
    count,
    date_words,
    made_by_words,
    rules_alone_words,
    state_words,
)

NO_BREAK = "\N{NO-BREAK SPACE}"
FEED_LENGTH = 30

# Rows of one page; of the longest that there are, so many make less than 300 kB.
HOME_LENGTH = 60
DATA_LENGTH = 200
NOTICES_LENGTH = 200
SITEMAP_LENGTH = 40_000  # sitemaps.org allows 50,000


class Site(Struct, frozen=True, kw_only=True, dict=True):
    """What every page needs to know of the site."""

    config: Config
    index: CorpusIndex
    notices: int
    state: contexts.State  # of all articles
    related: Mapping[str, tuple[str, ...]] = {}  # articles to compare each with, by slug
    findings: Mapping[str, int] = {}  # how many, by article
    changes: bool = False  # whether there is a page of changes
    alone: frozenset[str] = frozenset()  # the slugs of what was analysed by rules alone

    def page(
        self,
        path: str,
        title: str,
        section: str = "",
        *,
        description: str = "",
        listed: bool = True,
        state: contexts.State | None = None,
        node: Mapping[str, Any] | None = None,
    ) -> contexts.Page:
        """The `page` of a template, for the page at `path`; without a `state` of its own it has that of the whole site.

        `node` is what schema.org calls what the page shows; without it, a page.
        """
        base = self.config.base_url
        return contexts.Page(
            title=title,
            site_title=self.config.title,
            author=self.config.author,
            language=self.config.language,
            root=permalinks.root_of(path),
            section=section,
            notices=self.notices,
            state=state or self.state,
            description=description,
            canonical=permalinks.absolute(base, path) if base and listed else None,
            feed=base + permalinks.FEED if base and self.dated else None,
            search=base + permalinks.OPENSEARCH if base else None,
            index=listed,
            json_ld=render_json_ld(
                node
                or build_page_node(
                    title,
                    self.config.title,
                    self.config.language,
                    base,
                    permalinks.absolute(base, path) if base and listed else None,
                )
            ),
            changes=self.changes,
        )

    def frame(self) -> Site:
        """The same without the articles: enough for `page`."""
        dated = tuple(article for article in self.index.articles if article.front_matter.date)[:1]
        return Site(
            config=self.config,
            index=CorpusIndex(articles=dated, sources=(), statements=()),
            notices=self.notices,
            state=self.state,
            changes=self.changes,
        )

    @cached_property
    def dated(self) -> bool:
        """Whether there is an article that a feed could carry."""
        return any(article.front_matter.date for article in self.index.articles)


def build_state(articles: Sequence[ArticleSummary], alone: frozenset[str]) -> contexts.State:
    """How much of `articles` people have looked at, and how many are `alone`: analysed without the model that finds most."""
    by_rules = sum(one.slug in alone for one in articles)
    reviewed, attributions = sum(one.reviewed for one in articles), sum(one.attributions for one in articles)
    reviewers = tuple(dict.fromkeys(name for one in articles for name in one.reviewers))
    return contexts.State(
        reviewed=reviewed > 0,
        words=state_words(reviewed, attributions, reviewers) + (RULES_ALONE_MARK if by_rules else ""),
        sentence=made_by_words(reviewed, attributions) + (f" {rules_alone_words(by_rules)}" if by_rules else ""),
    )


def build_card(site: Site, summary: ArticleSummary) -> contexts.ArticleCard:
    """An article as lists show it."""
    matter = summary.front_matter
    return contexts.ArticleCard(
        title=summary.title,
        href=quote(permalinks.article_path(summary.slug)),
        language=matter.language or "",
        outlet=matter.outlet,
        byline=matter.byline,
        date=matter.date.isoformat() if matter.date else None,
        date_words=date_words(matter.date),
        summary=matter.summary,
        counts=(
            count(summary.words, "word"),
            count(summary.attributions, "attribution"),
            *source_counts(sources_by_group(summary), summary.unnamed_with_reason),
        ),
        state=build_state((summary,), site.alone),
        findings=count(site.findings.get(summary.slug, 0), "finding").replace(" ", NO_BREAK),
        words_bar=build_words_bar(summary),
        naming_bar=build_naming_bar(summary),
        compare_href=quote(permalinks.compare_path(summary.slug)) if summary.slug in site.related else "",
        related=len(site.related.get(summary.slug, ())),
        choose_href=f"{permalinks.COMPARE}?a={quote(summary.slug)}",
    )


def build_home(site: Site, cards: Mapping[str, contexts.ArticleCard]) -> Iterator[tuple[str, contexts.HomePage]]:
    """All articles, newest first, each with its signature."""
    articles = site.index.articles
    groups: Counter[NamingGroup] = Counter()
    for article in articles:
        groups.update(sources_by_group(article))
    counts = [
        count(len(articles), "article"),
        count(sum(article.attributions for article in articles), "attribution"),
        *source_counts(groups, sum(article.unnamed_with_reason for article in articles)),
        count(sum(site.findings.values()), "finding"),
    ]
    for path, shown, paging in paginate(articles, HOME_LENGTH, permalinks.HOME):
        yield (
            path,
            contexts.HomePage(
                page=site.page(
                    path, "Articles", "home", description="On whose say-so? Every article, and how it is sourced."
                ),
                paging=paging,
                articles=tuple(cards[article.slug] for article in shown),
                counts=tuple(counts) if paging.number == 1 else (),
            ),
        )


def build_data(site: Site, tables: Sequence[DataTable]) -> contexts.DataPage:
    """What lies beside the pages for programs."""
    licenses = Counter(article.front_matter.license for article in site.index.articles)
    unstated = licenses.pop(None, 0)
    shown = site.index.articles[:DATA_LENGTH]
    return contexts.DataPage(
        page=site.page(permalinks.DATA, "Data", "data", description="The same facts as tables and annotations."),
        tables=tuple(
            contexts.DataTableRow(
                name=table.name,
                meaning=table.meaning,
                rows=count(table.rows, "row"),
                fields=table.fields,
                files=tuple(
                    contexts.DataFileLink(label=label, href=f"data/{table.name}.{suffix}")
                    for label, suffix in (("CSV", "csv"), ("JSON Lines", "jsonl"), ("JSON Schema", "schema.json"))
                ),
            )
            for table in tables
        ),
        articles=tuple((article.title, _folder(article), _article_files(article)) for article in shown),
        more_articles=len(site.index.articles) - len(shown),
        licenses=tuple(
            contexts.Option(value=license_, label=license_, count=number)
            for license_, number in licenses.most_common()
            if license_
        ),
        unstated=unstated,
    )


def _folder(article: ArticleSummary) -> str:
    return quote(permalinks.article_path(article.slug))


def _article_files(article: ArticleSummary) -> tuple[contexts.DataFileLink, ...]:
    folder = quote(permalinks.article_path(article.slug)).removesuffix("index.html")
    return (
        contexts.DataFileLink(label="Web Annotations", href=f"{folder}annotations.jsonld"),
        contexts.DataFileLink(label="text", href=f"{folder}article.txt"),
        contexts.DataFileLink(label="brat standoff", href=f"{folder}article.ann"),
        contexts.DataFileLink(label="TEI", href=f"{folder}article.tei.xml"),
    )


def build_notices(site: Site, notices: Sequence[Notice]) -> Iterator[tuple[str, contexts.NoticesPage]]:
    """What the build has to say about the files, errors first."""
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
        for notice in sorted(notices, key=lambda notice: notice.level != NoticeLevel.ERROR)
    ]
    errors = sum(level == NoticeLevel.ERROR for level, _ in rows)
    for path, shown, paging in paginate(rows, NOTICES_LENGTH, permalinks.NOTICES):
        yield (
            path,
            contexts.NoticesPage(
                page=site.page(
                    path, "Notices", "notices", description="What the build has to say about the files.", listed=False
                ),
                paging=paging,
                errors=tuple(row for level, row in shown if level == NoticeLevel.ERROR),
                notices=tuple(row for level, row in shown if level == NoticeLevel.NOTICE),
                all_errors=errors,
                all_notices=len(rows) - errors,
            ),
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


def build_feed(site: Site, base_url: str, cards: Mapping[str, contexts.ArticleCard]) -> contexts.Feed:
    """The newest dated articles; the feed is as new as they are, so that a rebuild doesn't make it look changed."""
    entries = []
    dated = (article for article in site.index.articles if article.front_matter.date)
    for article in islice(dated, FEED_LENGTH):
        matter, card = article.front_matter, cards[article.slug]
        assert matter.date is not None
        entries.append(
            contexts.FeedEntry(
                title=article.title,
                address=permalinks.absolute(base_url, permalinks.article_path(article.slug)),
                published=_rfc3339(matter.date),
                updated=_rfc3339(matter.updated or matter.date),
                summary=" · ".join(
                    (
                        *((matter.summary,) if matter.summary else ()),
                        *card.counts,
                        card.state.words,
                    )
                ),
                author=matter.byline or matter.outlet,
            )
        )
    return contexts.Feed(
        title=site.config.title,
        author=site.config.author or site.config.title,
        language=site.config.language,
        address=base_url,
        self_address=base_url + permalinks.FEED,
        updated=max(entry.updated for entry in entries),
        entries=tuple(entries),
    )


def build_sitemap(base_url: str, paths: Sequence[str]) -> Iterator[tuple[str, contexts.Sitemap]]:
    """The pages that search engines may list; where they are too many for one file, several and one that lists these."""
    files = [paths[start : start + SITEMAP_LENGTH] for start in range(0, len(paths), SITEMAP_LENGTH)]
    if len(files) > 1:
        names = [permalinks.SITEMAP.replace(".", f"-{number}.") for number in range(1, len(files) + 1)]
        yield permalinks.SITEMAP, _sitemap(base_url, names, lists_sitemaps=True)
    else:
        names = [permalinks.SITEMAP]
    for name, file in zip(names, files, strict=True):
        yield name, _sitemap(base_url, file)


def _sitemap(base_url: str, paths: Sequence[str], *, lists_sitemaps: bool = False) -> contexts.Sitemap:
    return contexts.Sitemap(
        addresses=tuple(permalinks.absolute(base_url, path) for path in paths),
        address=base_url + permalinks.SITEMAP,
        lists_sitemaps=lists_sitemaps,
    )


def _rfc3339(date: datetime.date) -> str:
    if not isinstance(date, datetime.datetime):
        return f"{date.isoformat()}T00:00:00Z"
    return date.isoformat() if date.tzinfo else f"{date.isoformat()}Z"


def _place(notice: Notice) -> str:
    parts = [notice.path] if notice.path else []
    if notice.line is not None:
        parts.append(f"line {notice.line}")
        if notice.column is not None:
            parts.append(f"column {notice.column}")
    return ", ".join(parts)
