"""The pages of the whole site, and those of one article in a preview.

The articles are rendered first, one at a time, because only then is known which part of a long article each attribution stands in;
the pages that link to them follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

from msgspec import Struct

from generator.analysed import AnalysedArticle, Pairs, hold
from generator.changes import ArticleChange
from generator.config import Config
from generator.memo import Memo
from generator.model import (
    RULES_ALONE,
    Article,
    ArticleAnalysis,
    ArticleSummary,
    ClaimGroup,
    CorpusIndex,
    DataTable,
    Finding,
    Notice,
    Page,
    SourceProfile,
    StandingPage,
    Statement,
)
from generator.render import listings, permalinks
from generator.render.accuracy import read_accuracy
from generator.render.changes import build_changes
from generator.render.choose import build_article_rows, build_choice, build_group_rows
from generator.render.compare import Corpus, build_comparison, look_up
from generator.render.contexts import ArticleCard, Shard
from generator.render.findings import NamedFinding, build_findings, name_findings
from generator.render.groups import FIRST, GROUPS_LENGTH, build_group, build_groups
from generator.render.kept import KeptArticles
from generator.render.listings import Site
from generator.render.origins import build_origins
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.press import ArticleJob, PageJob, Press, make_article
from generator.render.related import find_related
from generator.render.reprint import MadeArticle, key_of_look, reprint, site_wide
from generator.render.search import build_open_search, build_search
from generator.render.sources import build_moved_sources, build_source, build_sources
from generator.render.statements import build_claims
from generator.render.templates import Renderer, templates_folder
from generator.render.units import Context, Units
from generator.standing import Look, Standing, Unit
from generator.workers import Workers


def render_site(
    config: Config,
    pairs: Pairs,
    index: CorpusIndex,
    notices: tuple[Notice, ...],
    standing: Standing | None = None,
    *,
    findings: Mapping[str, tuple[Finding, ...]] | None = None,
    tables: tuple[DataTable, ...] = (),
    changes: tuple[ArticleChange, ...] | None = None,
    search_bundles: int = 1,
    workers: Workers | None = None,
    memo: Memo | None = None,
    kept: KeptArticles | None = None,
) -> Iterator[Page | StandingPage]:
    """Every page of the site.

    `notices` are those of all stages before, for the notices page; `findings` are by article; `tables` are for the data page;
    `changes`, where there is a baseline to compare with, for the page of changes; in `search_bundles`, or not at all, comes the
    index for the search page. Many pages are made by `workers`, in any order. `memo` keeps the templates as they were compiled, and
    `kept` what articles' pages are made of.

    What `standing` knows to be unchanged is not made anew. An article's pages go by what `build_article` is given, so that not even
    their contexts are made; every other page goes by its context.
    """
    standing = standing or Standing(config.output)
    analysed = hold(pairs)
    named = {slug: name_findings(slug, found) for slug, found in (findings or {}).items()}
    alone = _rules_alone({one.slug: one.facts.engine for one in analysed})
    counts = {slug: len(found) for slug, found in named.items()}
    site = _site(config, index, len(notices), counts, alone, find_related(index), changes=changes is not None)
    renderer = Renderer(config.templates, standing, memo)
    kept = kept or KeptArticles()
    press = Press(renderer, site, config.templates, workers, kept)
    cards = {summary.slug: listings.build_card(site, summary) for summary in index.articles}
    source_keys = _source_keys(index.statements)

    yield from renderer.static_pages()
    frame = (site.page("", ""), config.house_rules)  # what every page shows of the rest of the site
    shared = site_wide(site.page("", ""))
    look = key_of_look(renderer, shared)
    engines = set()
    parts_of: dict[str, dict[str, int]] = {}
    article_paths: list[str] = []
    jobs: list[Callable[[], ArticleJob]] = []
    reprints: list[tuple[str, Unit, Callable[[], ArticleJob]]] = []
    unmade: dict[str, bytes] = {}  # the keys of what each article's pages show
    for one in analysed:
        slug = one.slug
        engines.add(one.facts.engine)
        keys = source_keys[slug]
        card = cards[slug]
        found = named.get(slug, ())
        content = standing.key(config.house_rules, one.digest, card, keys, found)
        unit = standing.find(f"articles/{slug}", content + look)
        if unit is None:
            unmade[slug] = content
            job = partial(_article_job, one, card, keys, tuple(found))
            earlier = standing.earlier(f"articles/{slug}")
            if earlier is not None and earlier.key.startswith(content):
                reprints.append((slug, earlier, job))
            else:
                jobs.append(job)
            continue
        kept.leave(slug)
        yield from standing.pages(unit)
        article_paths += unit.files
        if unit.parts:
            parts_of[slug] = unit.parts

    def made_articles() -> Iterator[MadeArticle]:
        for slug, unit, job in reprints:
            made = reprint(renderer, shared, kept, config.output, slug, unit)
            if made is None:
                jobs.append(job)
            else:
                yield made
        yield from press.articles(jobs)

    for made in made_articles():
        paths = [page.path for page in made.pages]
        yield from made.pages
        content = unmade[made.slug]
        standing.record(f"articles/{made.slug}", content + look, paths, made.parts)
        if made.kept is not None:
            kept.keep(made.slug, content + look, made.kept[0], content, made.kept[1])
        article_paths += paths
        if made.parts:
            parts_of[made.slug] = made.parts

    listed = sorted(article_paths)

    corpus = look_up(index)
    units = Units(renderer, standing, frame, corpus, Permalinks(parts_of), cards)
    unchanged: list[StandingPage] = []

    def corpus_pages() -> Iterator[PageJob | Context]:
        for made in _corpus_pages(site, corpus, named, Permalinks(parts_of), cards, units):
            path = made[0] if isinstance(made, tuple) else made.path
            if not path.endswith(".js"):
                listed.append(path)
            if isinstance(made, StandingPage):
                unchanged.append(made)
            else:
                yield made

    yield from press.pages(corpus_pages())
    yield from unchanged
    for path, moved in build_moved_sources(site):
        yield renderer.page(path, "pages/source_moved.html", moved)
    if changes is not None:
        for path, shown in build_changes(site, changes, named, Permalinks(parts_of)):
            yield renderer.page(path, "pages/changes.html", shown)
    yield renderer.page(permalinks.DATA, "pages/data.html", listings.build_data(site, tables))
    yield renderer.page(permalinks.SEARCH, "pages/search.html", build_search(site, bundles=search_bundles))
    method = listings.build_method(site, tuple(sorted(engines)), read_accuracy(templates_folder() / "accuracy"))
    yield renderer.page(permalinks.METHOD, "pages/method.html", method)
    for path, listed_notices in listings.build_notices(site, notices):
        yield renderer.page(path, "pages/notices.html", listed_notices)
    yield renderer.page(permalinks.NOT_FOUND, "pages/404.html", listings.build_not_found(site))
    if config.base_url:
        yield from _render_addresses(
            site, config.base_url, renderer, cards, [*listed, permalinks.DATA, permalinks.SEARCH, permalinks.METHOD]
        )
    standing.look = Look(frame=shared, templates=renderer.template_keys(), static=renderer.static_digests())


def _article_job(
    one: AnalysedArticle, card: ArticleCard, keys: Mapping[str, str], findings: tuple[NamedFinding, ...]
) -> ArticleJob:
    """What the pages of one article are made of, read only when its turn comes."""
    return ArticleJob(*one.read(), card, keys, findings)


def _rules_alone(engines: Mapping[str, str]) -> frozenset[str]:
    """The slugs of the articles that the rules analysed without the tagger, which their pages say."""
    return frozenset(slug for slug, engine in engines.items() if engine == RULES_ALONE)


class Surroundings(Struct, frozen=True, kw_only=True):
    """What the pages of one article show of all the others, ready before it is edited.

    `site` is that of the last build, `dated` two of its articles that have a date (one may be the one that is edited), `keys` the
    keys of sources by article and attribution, and `pages` those of the sources that have a page.
    """

    site: Site
    dated: tuple[ArticleSummary, ...]
    keys: Mapping[str, Mapping[str, str]]
    pages: frozenset[str]


def look_around(
    config: Config,
    index: CorpusIndex,
    engines: Mapping[str, str],
    findings: Mapping[str, tuple[Finding, ...]],
    notices: int,
) -> Surroundings:
    """What `render_article` needs to know of a site that was built from `index`, with so many `notices`."""
    counts = {slug: len(some) for slug, some in findings.items()}
    return Surroundings(
        site=_site(config, index, notices, counts, _rules_alone(engines), find_related(index)),
        dated=tuple(islice((article for article in index.articles if article.front_matter.date), 2)),
        keys=_source_keys(index.statements),
        pages=frozenset(profile.key for profile in index.sources),
    )


def render_article(
    renderer: Renderer,
    around: Surroundings,
    article: Article,
    analysis: ArticleAnalysis,
    *,
    own: CorpusIndex,
    findings: tuple[Finding, ...],
) -> tuple[Page, ...]:
    """The pages of one article, as `render_site` would make them but for what its edit changes in the others.

    `own` is the index of this article, and `around` what is known of all from when it was another. `renderer` may be used again as
    long as the templates stay as they are. A source that no page was made for yet isn't linked.
    """
    (summary,) = own.articles
    # Nothing of what follows may cost more among many articles: somebody is waiting.
    before = around.site
    dated = tuple(old for old in around.dated if old.slug != summary.slug)
    site = Site(
        config=before.config,
        index=CorpusIndex(articles=(*dated, summary), sources=(), statements=()),
        notices=before.notices,
        state=before.state,
        related=before.related,
        findings={article.slug: len(findings)},
        alone=_rules_alone({article.slug: analysis.engine}),
    )
    keys = {**_source_keys(own.statements).get(article.slug, {}), **around.keys.get(article.slug, {})}
    linked = {attribution: key for attribution, key in keys.items() if key in around.pages}
    job = ArticleJob(
        article, analysis, listings.build_card(site, summary), linked, tuple(name_findings(article.slug, findings))
    )
    return make_article(renderer, site, job).pages


def _source_keys(statements: Iterable[Statement]) -> defaultdict[str, dict[str, str]]:
    """The key of each attribution's source, by article and attribution."""
    keys: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for statement in statements:
        if statement.source_key:
            keys[statement.article_slug][statement.attribution_id] = statement.source_key
    return keys


def _site(
    config: Config,
    index: CorpusIndex,
    notices: int,
    findings: Mapping[str, int],
    alone: frozenset[str],
    related: Mapping[str, tuple[str, ...]],
    *,
    changes: bool = False,
) -> Site:
    return Site(
        config=config,
        index=index,
        notices=notices,
        changes=changes,
        state=listings.build_state(index.articles, alone),
        alone=alone,
        related=related,
        findings=findings,
    )


def _corpus_pages(
    site: Site,
    corpus: Corpus,
    named: Mapping[str, tuple[NamedFinding, ...]],
    links: Permalinks,
    cards: Mapping[str, ArticleCard],
    units: Units,
) -> Iterator[Context | PageJob | StandingPage]:
    """The pages that list what stands in the articles: path, template and context, or what `units` knows of them."""
    index = site.index
    yield from ((path, "pages/home.html", context) for path, context in listings.build_home(site, cards))
    yield from _list_pages("pages/sources.html", build_sources(site))
    articles = {article.slug: article for article in index.articles}

    def source_pages(profile: SourceProfile) -> Iterator[Context]:
        for path, context in build_source(site, profile, links, cards, articles):
            yield path, "pages/source.html", context

    def group_page(group: ClaimGroup) -> Iterator[Context]:
        yield from ((path, "pages/claim_group.html", page) for path, page in build_group(site, group, links, cards))

    def comparison(slug: str, others: tuple[str, ...]) -> Iterator[Context]:
        path, context = build_comparison(site, slug, others, corpus, links, cards)
        yield path, "pages/compare.html", context

    def article_rows(slug: str) -> Iterator[Context]:
        yield from ((path, permalinks.ROWS, script) for path, script in build_article_rows(slug, corpus, links, cards))

    def group_rows(group: ClaimGroup) -> Iterator[Context]:
        yield from ((path, permalinks.ROWS, script) for path, script in build_group_rows(group))

    for profile in index.sources:
        yield from units.source(profile, partial(source_pages, profile))
    yield from build_origins(site, links, cards)
    yield from build_claims(site, links, cards, units)
    if len(index.claim_groups) > FIRST:  # else the page of claims shows all
        numbers = range(len(index.claim_groups))
        for path, shown, paging in paginate(numbers, GROUPS_LENGTH, permalinks.CLAIM_GROUPS):
            groups = [index.claim_groups[number] for number in shown]
            yield from units.groups(path, paging, shown, partial(build_groups, site, path, paging, groups))
    for number, group in enumerate(index.claim_groups):
        yield from units.group(number, partial(group_page, group))
    for article in index.articles:
        if others := site.related.get(article.slug):
            yield from units.comparison(article.slug, others, partial(comparison, article.slug, others))
    yield from _list_pages("pages/choose.html", build_choice(site, cards))
    if len(index.articles) > 1:
        for article in index.articles:
            yield from units.article_rows(article.slug, partial(article_rows, article.slug))
        for number, group in enumerate(index.claim_groups):
            if len({version.article_slug for version in group.versions}) > 1:
                yield from units.group_rows(number, partial(group_rows, group))
    yield from build_findings(site, named, links, cards)


def _list_pages(template: str, pages: Iterable[tuple[str, Struct]]) -> Iterator[tuple[str, str, Struct]]:
    """The pages of a long list, and the scripts that filter it."""
    for path, context in pages:
        yield path, permalinks.ROWS if isinstance(context, Shard) else template, context


def _render_addresses(
    site: Site, base_url: str, renderer: Renderer, cards: Mapping[str, ArticleCard], listed: list[str]
) -> Iterator[Page | StandingPage]:
    """What needs the site's own address; `listed` are the paths of the pages that search engines may list."""
    yield renderer.page(permalinks.OPENSEARCH, "opensearch.xml", build_open_search(site, base_url))
    if site.dated:
        yield renderer.page(permalinks.FEED, "feed.xml", listings.build_feed(site, base_url, cards))
    for path, sitemap in listings.build_sitemap(base_url, listed):
        yield renderer.page(path, "sitemap.xml", sitemap)
        if path == permalinks.SITEMAP:
            yield renderer.page(permalinks.ROBOTS, "robots.txt", sitemap)
