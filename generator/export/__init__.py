"""The analysis in other people's formats: one module a format, each a pure function from the model to bytes.

`render_data` lists what lies beside the pages; the pipeline writes it with them. What is about one article goes with that article;
what is about the corpus is a phase of its own, the last, and not needed to look at the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.export.brat import render_brat, render_brat_configuration
from generator.export.sqlite import render_sqlite
from generator.export.tables import describe_tables, make_rows, render_tables
from generator.export.tei import render_tei
from generator.export.web_annotation import render_web_annotations
from generator.model import Article, ArticleAnalysis, CorpusIndex, Finding, Page, StandingPage
from generator.standing import Standing

Analysed = tuple[tuple[Article, ArticleAnalysis], ...]
FindingsBySlug = Mapping[str, tuple[Finding, ...]]
Pages = Iterator[Page | StandingPage]

CORPUS = "corpus data"
"""The name of the unit of what is about the corpus."""

__all__ = ["describe_tables", "render_data"]


def render_data(
    analysed: Analysed, index: CorpusIndex, findings: FindingsBySlug | None = None, standing: Standing | None = None
) -> Pages:
    """Every data file of the site: beside each article its annotations, under `data/` the tables of the corpus."""
    standing = standing or Standing(Path())
    yield from render_article_data(analysed, standing)
    yield from render_corpus_data(analysed, index, findings or {}, standing)


def render_article_data(analysed: Analysed, standing: Standing) -> Pages:
    """What lies beside each article's page, as far as it doesn't stand."""
    for article, analysis in analysed:
        name = f"annotations of {article.slug}"
        key = standing.article_key(article, analysis)
        unit = standing.find(name, key)
        if unit is None:
            yield from standing.made(name, key, _annotations(article, analysis))
        else:
            yield from standing.pages(unit)


def render_corpus_data(analysed: Analysed, index: CorpusIndex, findings: FindingsBySlug, standing: Standing) -> Pages:
    """What lies under `data/`, unless it stands. The index is made of the articles, their analyses and sources.yml."""
    keys = [standing.article_key(article, analysis) for article, analysis in analysed]
    key = standing.key(keys, index.known, findings)
    unit = standing.find(CORPUS, key)
    if unit is None:
        yield from standing.made(CORPUS, key, _tables(analysed, index, findings))
    else:
        yield from standing.pages(unit)


def _annotations(article: Article, analysis: ArticleAnalysis) -> Iterator[Page]:
    folder = f"articles/{article.slug}"
    text, annotations = render_brat(article, analysis)
    yield Page(path=f"{folder}/article.txt", content=text)
    yield Page(path=f"{folder}/article.ann", content=annotations)
    yield Page(path=f"{folder}/annotations.jsonld", content=render_web_annotations(article, analysis))
    yield Page(path=f"{folder}/article.tei.xml", content=render_tei(article, analysis))


def _tables(analysed: Analysed, index: CorpusIndex, findings: FindingsBySlug) -> Iterator[Page]:
    yield Page(path="data/annotation.conf", content=render_brat_configuration())
    rows = make_rows(analysed, index, findings)
    yield from render_tables(rows)
    yield Page(path="data/sayso.sqlite", content=render_sqlite(rows))
