"""Articles and the index to pages.

The articles are rendered first, one at a time, because only then is known which part of a long article each attribution stands in;
the pages that link to them follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.config import Config
from generator.model import Article, ArticleAnalysis, CorpusIndex, Notice, Page, StandingPage
from generator.render import contexts, listings, permalinks
from generator.render.accuracy import read_accuracy
from generator.render.articles import build_article
from generator.render.listings import Site
from generator.render.permalinks import Permalinks
from generator.render.templates import Renderer, templates_folder
from generator.standing import Standing


def render_site(
    config: Config,
    analysed: Iterable[tuple[Article, ArticleAnalysis]],
    index: CorpusIndex,
    notices: tuple[Notice, ...],
    standing: Standing | None = None,
) -> Iterator[Page | StandingPage]:
    """Every page of the site; `notices` are those of all stages before, for the notices page.

    What `standing` knows to be unchanged is not made anew. An article's pages go by what `build_article` is given, so that not even
    their contexts are made; every other page goes by its context.
    """
    standing = standing or Standing(config.output)
    site = Site(config=config, index=index, notices=len(notices))
    renderer = Renderer(config.templates, standing)
    cards = {summary.slug: listings.build_card(summary) for summary in index.articles}
    source_keys: dict[str, dict[str, str]] = defaultdict(dict)
    for statement in index.statements:
        if statement.source_key:
            source_keys[statement.article_slug][statement.attribution_id] = statement.source_key

    yield from renderer.static_pages()
    frame = (site.page("", ""), config.house_rules)  # what every page shows of the rest of the site
    engines = set()
    parts_of: dict[str, dict[str, int]] = {}
    for article, analysis in analysed:
        engines.add(analysis.engine)
        keys = source_keys[article.slug]
        card = cards[article.slug]
        key = standing.key(
            frame, renderer.template_key("pages/article.html"), standing.article_key(article, analysis), card, keys
        )
        unit = standing.find(f"articles/{article.slug}", key)
        if unit is None:
            pages = build_article(site, article, analysis, card, keys)
            parts = _parts(pages) if len(pages) > 1 else {}
            paths = [permalinks.article_path(article.slug, page.part) for page in pages]
            for path, page in zip(paths, pages, strict=True):
                yield renderer.render(path, "pages/article.html", page)
            standing.record(f"articles/{article.slug}", key, paths, parts)
        else:
            parts = unit.parts
            yield from standing.pages(unit)
        if parts:
            parts_of[article.slug] = parts

    links = Permalinks(parts_of)
    yield renderer.page(permalinks.HOME, "pages/home.html", listings.build_home(site))
    yield renderer.page(permalinks.SOURCES, "pages/sources.html", listings.build_sources(site))
    for profile in index.sources:
        source = listings.build_source(site, profile, links, cards)
        yield renderer.page(permalinks.source_path(profile.key), "pages/source.html", source)
    yield renderer.page(permalinks.CLAIMS, "pages/claims.html", listings.build_claims(site, links, cards))
    yield renderer.page(permalinks.NOTICES, "pages/notices.html", listings.build_notices(site, notices))
    method = listings.build_method(site, tuple(sorted(engines)), read_accuracy(templates_folder() / "accuracy"))
    yield renderer.page(permalinks.METHOD, "pages/method.html", method)
    yield renderer.page(permalinks.NOT_FOUND, "pages/404.html", listings.build_not_found(site))
    if config.base_url:
        yield from _render_addresses(site, config.base_url, renderer)


def _render_addresses(site: Site, base_url: str, renderer: Renderer) -> Iterator[Page | StandingPage]:
    """What needs the site's own address."""
    if site.dated:
        yield renderer.page(permalinks.FEED, "feed.xml", listings.build_feed(site, base_url))
    sitemap = listings.build_sitemap(site, base_url)
    yield renderer.page(permalinks.SITEMAP, "sitemap.xml", sitemap)
    yield renderer.page(permalinks.ROBOTS, "robots.txt", sitemap)


def _parts(pages: tuple[contexts.ArticlePage, ...]) -> dict[str, int]:
    """The part of each attribution, by its id."""
    return {note.id: page.part for page in pages for block in (page.headline, *page.blocks) for note in block.notes}
