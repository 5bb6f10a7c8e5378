"""The analysis in other people's formats: one module a format, each a pure function from the model to bytes.

`render_data` lists what lies beside the pages; the pipeline writes it with them. What is about one article goes with that article;
what is about the corpus is a phase of its own, the last, and not needed to look at the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from generator.analysed import Analysed, Pairs, hold
from generator.export.brat import render_brat, render_brat_configuration
from generator.export.findings import DATA_PATH, join_json
from generator.export.sqlite import Database
from generator.export.tables import (
    ArticleRows,
    Tables,
    describe_tables,
    make_article_rows,
    make_index_rows,
    read_rows,
)
from generator.export.tei import render_tei
from generator.export.web_annotation import render_web_annotations
from generator.memo import Memo
from generator.model import Article, ArticleAnalysis, CorpusIndex, Finding, Page, StandingPage, Statement
from generator.standing import Standing

FindingsBySlug = Mapping[str, tuple[Finding, ...]]
Pages = Iterator[Page | StandingPage]

CORPUS = "corpus data"
"""The name of the unit of what is about the corpus."""

__all__ = ["describe_tables", "render_data"]


def render_data(
    pairs: Pairs, index: CorpusIndex, findings: FindingsBySlug | None = None, standing: Standing | None = None
) -> Pages:
    """Every data file of the site: beside each article its annotations, under `data/` the tables of the corpus."""
    standing = standing or Standing(Path())
    analysed = hold(pairs)
    yield from render_article_data(analysed, standing)
    yield from render_corpus_data(analysed, index, findings or {}, standing)


def render_article_data(analysed: Analysed, standing: Standing) -> Pages:
    """What lies beside each article's page, as far as it doesn't stand."""
    for one in analysed:
        name = f"annotations of {one.slug}"
        unit = standing.find(name, one.digest)
        if unit is None:
            yield from standing.made(name, one.digest, _annotations(*one.read()))
        else:
            yield from standing.pages(unit)


def render_corpus_data(
    analysed: Analysed, index: CorpusIndex, findings: FindingsBySlug, standing: Standing, memo: Memo | None = None
) -> Pages:
    """What lies under `data/`, unless it stands. The index is made of the articles, their analyses and sources.yml.

    With a `memo`, the rows of an article are only made where it changed.
    """
    key = standing.key([one.digest for one in analysed], index.known, findings)
    unit = standing.find(CORPUS, key)
    if unit is None:
        yield from standing.made(CORPUS, key, _tables(analysed, index, findings, memo or Memo()))
    else:
        yield from standing.pages(unit)


def _annotations(article: Article, analysis: ArticleAnalysis) -> Iterator[Page]:
    folder = f"articles/{article.slug}"
    text, annotations = render_brat(article, analysis)
    yield Page(path=f"{folder}/article.txt", content=text)
    yield Page(path=f"{folder}/article.ann", content=annotations)
    yield Page(path=f"{folder}/annotations.jsonld", content=render_web_annotations(article, analysis))
    yield Page(path=f"{folder}/article.tei.xml", content=render_tei(article, analysis))


def _tables(analysed: Analysed, index: CorpusIndex, findings: FindingsBySlug, memo: Memo) -> Iterator[Page]:
    """All files of the corpus, of which no more is in memory than the rows of one article, or one file."""
    yield Page(path="data/annotation.conf", content=render_brat_configuration())
    with ExitStack() as stack:
        tables, database = Tables(stack), stack.enter_context(Database())
        for name, rows in make_index_rows(index, {one.slug: one.facts.engine for one in analysed}).items():
            tables.add_rows(name, rows)
            database.add(name, rows)
        located = []
        for article in _article_rows(analysed, index, findings, memo):
            tables.add_article(article)
            for name, rows in read_rows(article):
                database.add(name, rows)
            located.append(article.located)
        yield from tables.render()
        yield Page(path=DATA_PATH, content=join_json(located))
        yield Page(path="data/sayso.sqlite", content=database.pack())


def _article_rows(
    analysed: Analysed, index: CorpusIndex, findings: FindingsBySlug, memo: Memo
) -> Iterator[ArticleRows]:
    statements: dict[str, list[Statement]] = {one.slug: [] for one in analysed}
    for statement in index.statements:
        statements[statement.article_slug].append(statement)
    for one in analysed:
        own, found = statements[one.slug], findings.get(one.slug, ())
        make = partial(make_article_rows, statements=own, findings=found)
        yield memo.recall_of("rows", one, ([s.source_key for s in own], found), ArticleRows, make)
