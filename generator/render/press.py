"""Pages made in several processes at once, where there are many; else in this one, and either way the same bytes.

The processes are those of `workers`, which may stay from one build to the next: so each job names its build, and a process that
meets a new one reads the templates anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from generator.errors import ConfigError
from generator.model import Article, ArticleAnalysis, Page, StandingPage
from generator.render import contexts, permalinks
from generator.render.articles import build_article, ids_by_part
from generator.render.findings import NamedFinding
from generator.render.kept import KeptArticles, encode_kept
from generator.render.listings import Site
from generator.render.reprint import TEMPLATE, MadeArticle
from generator.render.templates import Renderer
from generator.standing import Standing
from generator.workers import Crashed, TimedOut, Workers

Item = TypeVar("Item")
Made = TypeVar("Made")

WORTH_ARTICLES = 60
"""So many articles, or `WORTH_PAGES` of other pages, are worth the time in which processes begin."""

WORTH_PAGES = 1000
BATCH_ARTICLES = 8
BATCH_PAGES = 100


class ArticleJob(Struct, frozen=True):
    """What the pages of one article are made of."""

    article: Article
    analysis: ArticleAnalysis
    card: contexts.ArticleCard
    source_keys: Mapping[str, str]
    findings: tuple[NamedFinding, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        """Between processes the analysis passes as MessagePack, twenty times sooner than as it is."""
        analysis = msgspec.msgpack.encode(self.analysis)
        return _unpack_job, (self.article, analysis, self.card, self.source_keys, self.findings)


class PageJob(Struct, frozen=True):
    """A page that is not about one article."""

    path: str
    template: str
    context: Struct


class Press:
    """What makes the pages of one build. Raises ConfigError where a template is wrong."""

    def __init__(
        self,
        renderer: Renderer,
        site: Site,
        own: Path | None,
        workers: Workers | None,
        kept: KeptArticles | None = None,
    ) -> None:
        """`own` is the site's own folder of templates; without `workers`, everything is made in this process.

        `kept` keeps what articles' pages can be made of again.
        """
        keep = kept is not None and kept.wanted
        self._keep = keep
        self._renderer = renderer
        self._site = site
        self._workers = workers if workers is not None and workers.jobs > 1 else None
        self._setting = _Setting(own=own, site=site.frame(), build=time.monotonic_ns(), keep=keep)

    def articles(self, jobs: Sequence[Callable[[], ArticleJob]]) -> Iterator[MadeArticle]:
        """The pages of each article, in any order; no more of `jobs` are asked for at a time than are at work."""
        if self._workers is None or len(jobs) < WORTH_ARTICLES:
            for job in jobs:
                yield make_article(self._renderer, self._site, job(), keep=self._keep)
            return
        yield from self._spread(_make_articles, _batches((job() for job in jobs), BATCH_ARTICLES))

    def pages(self, contexts: Iterable[PageJob | tuple[str, str, Struct]]) -> Iterator[Page | StandingPage]:
        """The pages of `contexts` (path, template, context), in any order; those that stand are not made again.

        Of a `PageJob` it is known already that its page doesn't stand.
        """
        standing: list[StandingPage] = []

        def wanted() -> Iterator[PageJob]:
            for given in contexts:
                if isinstance(given, PageJob):
                    yield given
                    continue
                path, template, context = given
                page = self._renderer.find(path, template, context)
                if page is None:
                    yield PageJob(path, template, context)
                else:
                    standing.append(page)

        jobs = wanted()
        first = list(islice(jobs, WORTH_PAGES))
        if self._workers is None or len(first) < WORTH_PAGES:
            for job in chain(first, jobs):
                yield self._renderer.render(job.path, job.template, job.context)
        else:
            yield from self._spread(_make_pages, _batches(chain(first, jobs), BATCH_PAGES))
        yield from standing

    def _spread(
        self, make: Callable[[_Setting, Sequence[Item]], list[Made] | ConfigError], batches: Iterable[Sequence[Item]]
    ) -> Iterator[Made]:
        """What `make` makes of `batches` in the processes; where one of these fails, in this one."""
        assert self._workers is not None
        under_way: dict[int, Sequence[Item]] = {}

        def noted() -> Iterator[Sequence[Item]]:
            for number, batch in enumerate(batches):
                under_way[number] = batch
                yield batch

        for number, result in self._workers.run(partial(make, self._setting), noted()):
            batch = under_way.pop(number)
            if isinstance(result, Crashed | TimedOut):
                result = make(self._setting, batch)
            if isinstance(result, ConfigError):
                raise result
            yield from result


class _Setting(Struct, frozen=True, kw_only=True):
    """What a process must know besides the jobs; `build` tells one build's templates from another's."""

    own: Path | None
    site: Site
    build: int
    keep: bool


def _make_articles(setting: _Setting, jobs: Sequence[ArticleJob]) -> list[MadeArticle] | ConfigError:
    try:
        return [
            make_article(_renderer(setting.own, setting.build), setting.site, job, keep=setting.keep) for job in jobs
        ]
    except ConfigError as error:
        return error


def _make_pages(setting: _Setting, jobs: Sequence[PageJob]) -> list[Page] | ConfigError:
    try:
        renderer = _renderer(setting.own, setting.build)
        return [renderer.render(job.path, job.template, job.context) for job in jobs]
    except ConfigError as error:
        return error


def make_article(renderer: Renderer, site: Site, job: ArticleJob, *, keep: bool = False) -> MadeArticle:
    """The pages of one article, in this process, and where `keep` says so, what is kept of them."""
    given = build_article(site, job.article, job.analysis, job.card, job.source_keys, job.findings)
    slug = job.article.slug
    paths = [permalinks.article_path(slug, context.part) for context in given]
    kept = None
    if keep:
        made = [renderer.render_and_keep(path, TEMPLATE, context) for path, context in zip(paths, given, strict=True)]
        pages = tuple(page for page, _ in made)
        found = [one for _, one in made if one is not None]
        if len(found) == len(pages):
            kept = encode_kept([page for page, _ in found]), encode_kept([late for _, late in found])
    else:
        pages = tuple(renderer.render(path, TEMPLATE, one) for path, one in zip(paths, given, strict=True))
    parts = ids_by_part([(context.headline, *context.blocks) for context in given]) if len(given) > 1 else {}
    return MadeArticle(slug=slug, pages=pages, parts=parts, kept=kept)


@lru_cache(maxsize=1)
def _renderer(own: Path | None, build: int) -> Renderer:
    return Renderer(own, Standing(Path()))


def _unpack_job(article: Article, analysis: bytes, *rest: Any) -> ArticleJob:
    return ArticleJob(article, _ANALYSIS.decode(analysis), *rest)


_ANALYSIS = msgspec.msgpack.Decoder(ArticleAnalysis)


def _batches(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
