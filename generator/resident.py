"""A preview's builder: what the last build knew stays in memory, so that an edit of one article is shown before the site is built.

Whoever edits waits for one page. So where exactly one article's text has changed, its pages are made first, beside everything that
was known of the others; the whole build follows and puts right what that edit changes elsewhere. A build that is overtaken by the
next change is given up where that costs nothing: before anything is written.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.config import Config
from generator.corrections import apply_corrections
from generator.errors import ArticleError
from generator.model import Article, ArticleAnalysis, BuildReport, Page
from generator.pipeline import Known, Progress, analyse_article, analyse_one, build_site
from generator.stamps import Stamp, read_stamp
from generator.standing import Standing
from generator.store import analysis_key
from generator.workers import Workers

if TYPE_CHECKING:
    from generator.render.templates import Renderer


class OvertakenError(Exception):
    """Something changed while a build was under way."""


class ResidentBuilder:
    """Builds previews into one folder, again and again."""

    def __init__(self, workers: Workers | None, *, drafts: bool) -> None:
        """`workers` analyse, and keep their pipeline loaded; without them this process does."""
        self._workers = workers
        self._drafts = drafts
        self._known: Known | None = None
        self._config: Config | None = None
        self._stamps: dict[str, Stamp] = {}
        self._renderer: Renderer | None = None  # with its templates compiled
        self._key: str | None = None
        self._related: dict[str, tuple[str, ...]] = {}

    def build(
        self, config: Config, settings: Path, progress: Progress, overtaken: Callable[[], bool]
    ) -> Iterator[BuildReport]:
        """Build the site of `config`, which stands in the file `settings`: the one article that changed, if it was one, then all.

        Each report says which files changed. Where `overtaken` says so, the second comes to nothing. Raises SaysoError.
        """
        stamps = _read_stamps(config, settings)
        if config != self._config:
            self._known = self._key = None
        if config != self._config or self._templates(config, stamps) != self._templates(config, self._stamps):
            self._renderer = None
        edited = self._edited(config, stamps)
        if edited is not None:
            report = self._build_article(config, edited)
            if report is not None:
                self._stamps[str(edited)] = stamps[str(edited)]
                yield report

        def watched_progress(stage: str, done: int, total: int) -> None:
            progress(stage, done, total)
            if stage == "Writing" and overtaken():
                raise OvertakenError

        known: list[Known] = []
        try:
            report = build_site(
                config,
                drafts=self._drafts,
                preview=True,
                workers=self._workers,
                progress=watched_progress,
                learn=known.append,
            )
        except OvertakenError:
            return
        self._config, self._stamps = config, stamps
        yield report
        if known:
            self._prepare(config, known[-1])

    def _prepare(self, config: Config, known: Known) -> None:
        """Have ready what the next edit needs, while nobody waits."""
        from generator.render.related import find_related
        from generator.render.templates import Renderer

        self._known = known
        self._related = find_related(known.index)
        self._key = self._key or analysis_key(config.pipeline, config.source_bound)
        self._renderer = self._renderer or Renderer(config.templates, Standing(config.output))
        if self._workers is not None and known.articles:
            analysis = partial(analyse_article, pipeline=config.pipeline, source_bound=config.source_bound)
            shortest = min(known.articles.values(), key=lambda article: len(article.text))
            self._workers.prepare(analysis, shortest)  # where the store knew all, no process has the pipeline yet

    @staticmethod
    def _templates(config: Config, stamps: dict[str, Stamp]) -> dict[str, Stamp]:
        folder = f"{config.templates}{os.sep}"
        return {path: stamp for path, stamp in stamps.items() if path.startswith(folder)}

    def _edited(self, config: Config, stamps: dict[str, Stamp]) -> Path | None:
        """The one article whose file is another than it was, where all else that a build depends on is the same."""
        if self._known is None or config != self._config or stamps.keys() != self._stamps.keys():
            return None
        changed = [path for path, stamp in stamps.items() if self._stamps[path] != stamp]
        if len(changed) != 1 or not changed[0].endswith((".md", ".txt")):
            return None
        path = Path(changed[0])
        return path if path.is_relative_to(config.content) else None

    def _build_article(self, config: Config, path: Path) -> BuildReport | None:
        """Write the pages of the article in `path`; None where that has to wait for the whole build."""
        from generator.findings import find_findings
        from generator.index import build_index
        from generator.index.register import Register
        from generator.read.articles import read_article
        from generator.render import render_article

        started = time.perf_counter()
        known = self._known
        assert known is not None and self._renderer is not None and self._key is not None
        try:
            article = read_article(path, config.content)
        except ArticleError:
            return None  # which the build will say
        old = known.articles.get(article.path)
        if old is None or not _same_place(old, article):
            return None
        analysis = analyse_one(article, config, self._key, self._workers)
        if not isinstance(analysis, ArticleAnalysis):
            return None
        analysis, _ = apply_corrections(article, Register(known.sources).apply(article, analysis))
        pages = render_article(
            config,
            self._renderer,
            article,
            analysis,
            own=build_index(((article, analysis),), known.sources),
            index=known.index,
            engines={**known.engines, article.slug: analysis.engine},
            related=self._related,
            findings={**known.findings, article.slug: find_findings(article, analysis, config.house_rules)},
            notices=known.notices,
        )
        written = _write(config.output, pages)
        if written is None:
            return None
        seconds = time.perf_counter() - started
        return replace(known.report, analysed=1, written=len(written), changed=written, seconds=seconds)


def _same_place(old: Article, new: Article) -> bool:
    """Whether nothing outside the article's own pages has to change for it to be shown."""
    return (old.slug, old.assets, old.front_matter.draft) == (new.slug, new.assets, new.front_matter.draft)


def _write(output: Path, pages: tuple[Page, ...]) -> tuple[str, ...] | None:
    """Replace the files of `pages` that differ, and say which; None, and nothing, where one isn't there yet."""
    if not all((output / page.path).is_file() for page in pages):
        return None
    written = []
    for page in pages:
        file = output / page.path
        if hashlib.sha256(file.read_bytes()).digest() == hashlib.sha256(page.content).digest():
            continue
        new = file.with_name(f".{file.name}.new")
        new.write_bytes(page.content)
        new.replace(file)
        written.append(page.path)
    return tuple(written)


def _read_stamps(config: Config, settings: Path) -> dict[str, Stamp]:
    """The stamps of all files that a preview is made of, by path."""
    found = {}
    for root in filter(None, (config.content, config.templates)):
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                stamp = read_stamp(f"{folder}{os.sep}{name}") if not name.startswith(".") else None
                if stamp is not None:
                    found[f"{folder}{os.sep}{name}"] = stamp
    stamp = read_stamp(settings)
    return {**found, str(settings): stamp} if stamp is not None else found
