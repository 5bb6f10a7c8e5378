"""The last phases of a build: the data of the whole corpus, and the search index.

They are not needed to look at the site, so a preview leaves them out; what stands of them is not made again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from itertools import chain

from generator.analysed import Analysed, AnalysedArticle
from generator.export import render_corpus_data
from generator.memo import Memo
from generator.model import CorpusIndex, Finding, Notice, NoticeLevel, Page, SourceProfile, StandingPage
from generator.render.search import SearchDocuments
from generator.search import SearchError, bundle_of, count_bundles, render_search
from generator.standing import ARTICLES, Standing

Pages = Generator[Page | StandingPage, None, Notice | None]
"""Pages, and then what failed without harm to the rest."""


def render_last_phases(
    language: str,
    analysed: Analysed,
    index: CorpusIndex,
    findings: Mapping[str, tuple[Finding, ...]],
    standing: Standing,
    memo: Memo,
) -> Pages:
    """All pages of the last phases; `language` (BCP 47) is that of the articles."""
    yield from render_corpus_data(analysed, index, findings, standing, memo)
    return (yield from _render_search(language, analysed, index, standing, memo))


def _render_search(language: str, analysed: Analysed, index: CorpusIndex, standing: Standing, memo: Memo) -> Pages:
    """The search index, of which only the bundles are made anew whose documents changed."""

    def parts_of(slug: str) -> Mapping[str, int]:
        return standing.parts(f"{ARTICLES}{slug}")

    bundles = count_bundles(len(analysed))
    articles: defaultdict[int, list[AnalysedArticle]] = defaultdict(list)
    for one in analysed:
        articles[bundle_of(one.slug, bundles)].append(one)
    sources: defaultdict[int, list[SourceProfile]] = defaultdict(list)
    for profile in index.sources:
        sources[bundle_of(_home(profile), bundles)].append(profile)
    documents = SearchDocuments(index, parts_of, memo)
    # The first comes last: where another fails, there are no programs to search with, and the search page says so.
    for bundle in reversed(range(bundles)):
        own = tuple(documents.of_sources(sources[bundle]))
        name = f"search {bundle}"
        key = standing.key([(one.digest, parts_of(one.slug)) for one in articles[bundle]], own)
        unit = standing.find(name, key)
        if unit is not None:
            yield from standing.pages(unit)
            continue
        pages = render_search(chain(documents.of_articles(articles[bundle]), own), language, bundle)
        try:
            yield from standing.made(name, key, pages)
        except SearchError as error:
            return Notice(
                level=NoticeLevel.NOTICE,
                code="search-failed",
                message=f"the search index could not be made: {error}",
                hint="The site is whole without it; its search page says so. "
                "Install again what requirements/site.txt lists.",
            )
    return None


def _home(profile: SourceProfile) -> str:
    """The article that a source's document goes with: the oldest that credits it, so that a newer one does not move it."""
    return profile.statements[-1].article_slug if profile.statements else profile.key
