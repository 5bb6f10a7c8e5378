"""The only place where the stages meet: read -> parse -> analyse -> store -> index -> render -> write."""

from __future__ import annotations

import time

from generator.config import Config
from generator.errors import ArticleError
from generator.index import build_index
from generator.model import Article, ArticleAnalysis, BuildReport, Notice, NoticeLevel
from generator.read.articles import find_article_paths, read_article
from generator.render import render_site
from generator.store import Store
from generator.write import write_site


def build_site(config: Config) -> BuildReport:
    """Build the whole site of `config`. Raises SaysoError only where nothing can be built at all."""
    started = time.perf_counter()
    store = Store(config.root / ".sayso" / "store.sqlite")
    analysed: list[tuple[Article, ArticleAnalysis]] = []
    notices: list[Notice] = []
    for path in find_article_paths(config.content):
        try:
            article = read_article(path, config)
        except ArticleError as error:
            notices.append(
                Notice(
                    level=NoticeLevel.ERROR,
                    code="article",
                    message=error.message,
                    hint=error.hint or "",
                    path=error.path or "",
                    line=error.line,
                    column=error.column,
                )
            )
            continue
        notices += article.notices
        analysis = store.read_analysis(article, config.pipeline)
        if analysis is None:
            analysis = analyse_article(article, config)
            store.write_analysis(article, config.pipeline, analysis)
        analysed.append((article, analysis))
    index = build_index(tuple(analysed))
    written, unchanged, removed = write_site(config.output, render_site(config, tuple(analysed), index, tuple(notices)))
    return BuildReport(
        index_path=str(config.output / "index.html"),
        articles=len(analysed),
        attributions=sum(len(analysis.attributions) for _, analysis in analysed),
        sources=len(index.sources),
        claims=sum(len(analysis.claims) for _, analysis in analysed),
        notices=tuple(notices),
        seconds=time.perf_counter() - started,
        written=written,
        unchanged=unchanged,
        removed=removed,
    )


def analyse_article(article: Article, config: Config) -> ArticleAnalysis:
    """Parse and analyse one article. spaCy is imported only here, so that a build with nothing to analyse never does."""
    from generator.analysis import analyse
    from generator.parse import parse_text

    return analyse(article, parse_text(article.text, config.pipeline))
