"""A preview's builder: what the last build knew stays in memory, so that an edit of one article is shown before the site is built.

Whoever edits waits for one page. So where exactly one article's text has changed, its pages are made first, beside everything that
was known of the others; the whole build follows and puts right what that edit changes elsewhere. What comes first costs the same
among however many articles: only the file that was touched is looked at. A build that is overtaken by the next change is given up
where that costs nothing: before anything is written.
"""

from __future__ import annotations

import gc
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.config import Config
from generator.corrections import apply_corrections
from generator.errors import ArticleError
from generator.excerpts import is_excerpt
from generator.model import Article, ArticleAnalysis, BuildReport, Page
from generator.pipeline import Known, Progress, analyse_article, analyse_one, build_site, collecting_rarely
from generator.read.corrections import corrected_article
from generator.records import HeldArticle
from generator.stamps import Stamp, read_stamp
from generator.standing import Standing
from generator.store import FOLDER_NAME, Store, analysis_key
from generator.workers import Workers

if TYPE_CHECKING:
    from generator.render.site import Surroundings
    from generator.render.templates import Renderer


TOLD_SECONDS = 0.05
"""So long the whole build waits after it was told what an edit changed: open pages are told, and loaded, sooner without it."""


class _Shown(Struct, frozen=True):
    """What came of one article's edit, and its analysis, where that isn't stored yet."""

    report: BuildReport
    new: tuple[Article, ArticleAnalysis] | None


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
        # of all files that a preview is made of, as what is shown was made of them
        self._stamps: dict[str, Stamp | None] = {}
        self._touched: frozenset[Path] | None = None  # since the last whole build; None: any file may have been
        self._renderer: Renderer | None = None  # with its templates compiled
        self._key: str | None = None
        self._surroundings: Surroundings | None = None

    def build(
        self,
        config: Config,
        settings: Path,
        progress: Progress,
        overtaken: Callable[[], bool],
        touched: frozenset[Path] | None = None,
    ) -> Iterator[BuildReport]:
        """Build the site of `config`, which stands in the file `settings`: the one article that changed, if it was one, then all.

        `touched` are the files that have changed since this was asked last, links resolved; None where that isn't known. Each
        report says which files of the site changed. Where `overtaken` says so, the second comes to nothing. Raises SaysoError.
        """
        if config != self._config:
            self._known = self._key = self._renderer = None
        self._touched = None if touched is None or self._touched is None else self._touched | touched
        gone = self._remove_gone(config)
        if gone is not None:
            yield gone
        edited = self._edited(config)
        if edited is not None:
            path, stamps = edited
            assert self._key is not None
            store = Store(config.root / FOLDER_NAME, self._key)
            try:
                shown = self._build_article(config, path, store)
                if shown is not None:
                    self._stamps.update(stamps)
                    yield shown.report
                    if shown.new is not None:  # only now: the disk takes its time
                        store.write_analysis(*shown.new)
            finally:
                store.close()
            if shown is not None:
                time.sleep(TOLD_SECONDS)

        def checkpoint() -> None:
            if overtaken():
                raise OvertakenError

        def watched_progress(stage: str, done: int, total: int) -> None:
            progress(stage, done, total)
            # To stop in the midst of analyses would end the processes that are at them, and have the pipeline loaded.
            if stage != "Analysing" or done == total:
                checkpoint()

        present = _read_stamps(config, settings)
        if self._templates(config, present) != self._templates(config, self._stamps):
            self._renderer = None
        known: list[Known] = []
        try:
            report = build_site(
                config,
                drafts=self._drafts,
                preview=True,
                workers=self._workers,
                progress=watched_progress,
                learn=known.append,
                checkpoint=checkpoint,
            )
        except OvertakenError:
            return
        self._config = config
        self._stamps = present
        self._touched = frozenset()
        yield report
        if known:
            self._known = known.pop()
            self._prepare(config, self._known)
        if self._known is not None and self._renderer is None:
            self._prepare_templates(config)

    def _prepare_templates(self, config: Config) -> None:
        from generator.render.templates import Renderer

        self._renderer = Renderer(config.templates, Standing(config.output))
        self._renderer.prepare("pages/article.html")

    def _prepare(self, config: Config, known: Known) -> None:
        """Have ready what the next edit needs, while nobody waits."""
        from generator.read.articles import read_article
        from generator.render.site import look_around

        self._surroundings = look_around(config, known.index, known.engines, known.findings, known.notices)
        self._key = self._key or analysis_key(config.pipeline, config.source_bound)
        if self._workers is not None and known.articles:
            analysis = partial(analyse_article, pipeline=config.pipeline, source_bound=config.source_bound)
            shortest = min(known.articles.values(), key=lambda held: held.heading.characters)
            # Where the store knew all, no process has the pipeline yet. The store is closed, so the article is read from its file.
            with suppress(ArticleError):  # gone again: then the next edit waits for the pipeline
                self._workers.prepare(analysis, read_article(config.content / shortest.path, config.content))
        # What is known is a million values at 2,000 articles. To look for cycles among them takes a third of a second, and would
        # come at any time: now it is done once, and not again before the next whole build.
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    @staticmethod
    def _templates(config: Config, stamps: Mapping[str, Stamp | None]) -> dict[str, Stamp | None]:
        folder = f"{config.templates}{os.sep}"
        return {path: stamp for path, stamp in stamps.items() if path.startswith(folder)}

    def _remove_gone(self, config: Config) -> BuildReport | None:
        """Take away the pages of articles whose files are no longer there; None where all are."""
        if self._known is None or config != self._config:
            return None
        started = time.perf_counter()
        root = config.content.resolve()
        names = [path.relative_to(root).as_posix() for path in self._touched or () if path.is_relative_to(root)]
        gone = [name for name in names if name in self._known.articles and not (config.content / name).exists()]
        removed: list[str] = []
        for name in gone:
            slug = self._known.articles[name].slug
            removed += _remove(config.output, f"articles/{slug}")
            self._stamps[str(config.content / name)] = None
        if not removed:
            return None
        report = replace(self._known.report, analysed=0, written=0, removed=len(removed), changed=tuple(removed))
        return replace(report, seconds=time.perf_counter() - started)

    def _edited(self, config: Config) -> tuple[Path, dict[str, Stamp | None]] | None:
        """The one article that is another than what is shown, by its file or its corrections, and the stamps of these.

        None where anything else has changed, or may have. Only what was touched is looked at, so that many articles cost nothing.
        """
        if self._known is None or config != self._config or self._touched is None:
            return None
        content, root = config.content, config.content.resolve()
        articles: set[Path] = set()
        stamps: dict[str, Stamp | None] = {}
        for touched in self._touched:
            path = content / touched.relative_to(root) if touched.is_relative_to(root) else touched
            stamp = read_stamp(path)
            if stamp == self._stamps.get(str(path)):
                continue  # it was shown already, or came and went, as editors' own files do
            corrected = corrected_article(path)
            article = corrected or path
            if article.suffix not in (".md", ".txt") or str(article) not in self._stamps:
                return None  # an article that is new, or something else
            if not article.is_relative_to(content) or (stamp is None and corrected is None):
                return None
            articles.add(article)
            stamps[str(path)] = stamp
        return (articles.pop(), stamps) if len(articles) == 1 else None

    def _build_article(self, config: Config, path: Path, store: Store) -> _Shown | None:
        """Write the pages of the article in `path`; None where that has to wait for the whole build."""
        from generator.findings import find_findings
        from generator.index import build_index
        from generator.index.register import Register
        from generator.read.articles import read_article
        from generator.render.site import render_article

        started = time.perf_counter()
        known = self._known
        assert known is not None and self._renderer is not None
        assert self._surroundings is not None
        try:
            article = read_article(path, config.content)
        except ArticleError:
            return None  # which the build will say
        old = known.articles.get(article.path)
        if old is None or not _same_place(old, article) or is_excerpt(article.front_matter, config.show):
            return None
        found = analyse_one(article, config, store, self._workers)
        if found is None:
            return None
        with collecting_rarely():
            analysis, _ = apply_corrections(article, Register(known.sources).apply(article, found[0]))
            pages = render_article(
                self._renderer,
                self._surroundings,
                article,
                analysis,
                own=build_index(((article, analysis),), known.sources),
                findings=find_findings(article, analysis, config.house_rules),
            )
        written = _write(config.output, pages)
        if written is None:
            return None
        seconds = time.perf_counter() - started
        report = replace(known.report, analysed=1, written=len(written), changed=written, seconds=seconds)
        return _Shown(report, (article, found[0]) if found[1] else None)


def _same_place(old: HeldArticle, new: Article) -> bool:
    """Whether nothing outside the article's own pages has to change for it to be shown."""
    return (old.slug, old.heading.assets, old.front_matter.draft) == (new.slug, new.assets, new.front_matter.draft)


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


def _remove(output: Path, folder: str) -> list[str]:
    """Remove the files in and below `folder`, and say which they were."""
    removed = []
    for path in (output / folder).rglob("*"):
        if path.is_file():
            path.unlink()
            removed.append(path.relative_to(output).as_posix())
    return removed


def _read_stamps(config: Config, settings: Path) -> dict[str, Stamp | None]:
    """The stamps of all files that a preview is made of, by path."""
    found: dict[str, Stamp | None] = {}
    for root in filter(None, (config.content, config.templates)):
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                stamp = read_stamp(f"{folder}{os.sep}{name}") if not name.startswith(".") else None
                if stamp is not None:
                    found[f"{folder}{os.sep}{name}"] = stamp
    stamp = read_stamp(settings)
    return {**found, str(settings): stamp} if stamp is not None else found
