"""Articles and the index to pages."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.config import Config
from generator.model import Article, ArticleAnalysis, CorpusIndex, Notice, Page
from generator.render.annotate import Annotation, annotate
from generator.render.templates import templates_folder


def render_site(
    config: Config,
    analysed: tuple[tuple[Article, ArticleAnalysis], ...],
    index: CorpusIndex,
    notices: tuple[Notice, ...],
) -> Iterator[Page]:
    """Every page of the site; `notices` are those of all stages before, for the notices page."""
    environment = Environment(
        loader=FileSystemLoader(templates_folder()), undefined=StrictUndefined, autoescape=True, trim_blocks=True
    )
    yield _page("index.html", environment.get_template("pages/home.html").render(site=config, index=index))
    for article, analysis in analysed:
        marks = [Annotation(spans=attribution.content) for attribution in analysis.attributions]
        html = environment.get_template("pages/article.html").render(
            site=config, article=article, body=annotate(article.text, article.body, marks)
        )
        yield _page(f"articles/{article.slug}/index.html", html)


def _page(path: str, html: str) -> Page:
    return Page(path=path, content=html.encode())
