"""The analysis in other people's formats: one module a format, each a pure function from the model to bytes.

`render_data` lists what lies beside the pages; the pipeline writes it with them.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.export.brat import render_brat, render_brat_configuration
from generator.export.sqlite import render_sqlite
from generator.export.tables import make_rows, render_tables
from generator.export.web_annotation import render_web_annotations
from generator.model import Article, ArticleAnalysis, CorpusIndex, Page


def render_data(analysed: tuple[tuple[Article, ArticleAnalysis], ...], index: CorpusIndex) -> Iterator[Page]:
    """Every data file of the site: beside each article its annotations, under `data/` the tables of the corpus."""
    for article, analysis in analysed:
        folder = f"articles/{article.slug}"
        text, annotations = render_brat(article, analysis)
        yield Page(path=f"{folder}/article.txt", content=text)
        yield Page(path=f"{folder}/article.ann", content=annotations)
        yield Page(path=f"{folder}/annotations.jsonld", content=render_web_annotations(article, analysis))
    yield Page(path="data/annotation.conf", content=render_brat_configuration())
    rows = make_rows(analysed, index)
    yield from render_tables(rows)
    yield Page(path="data/sayso.sqlite", content=render_sqlite(rows))
