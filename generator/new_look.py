"""A build after an edit of the article's template alone: articles' pages, of what is kept of them, in as many processes as pay off.

Neither articles nor analyses nor the index are looked at. Each process reads what is kept, writes the pages beside the site, and
forces them to disk; only the one that builds puts them in their places, once all have come.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.config import Config
from generator.digests import KEY_LENGTH
from generator.memo import Memo
from generator.model import BuildReport, StagedPage
from generator.receipts import Inputs, LastBuild, report_again, stands
from generator.records import read_units, write_printed
from generator.render.kept import KeptArticles
from generator.render.reprint import TEMPLATE, key_of_look, reprint
from generator.render.templates import Renderer
from generator.standing import ARTICLES, Record, Standing, Unit, decode_record
from generator.store import FOLDER_NAME, Store
from generator.workers import Crashed, TimedOut, Workers
from generator.write import rewrite_pages, stage_pages

WORTH_UNITS = 300
"""So many articles are worth the half second in which processes begin."""

BATCH_UNITS = 25


class _Setting(Struct, frozen=True, kw_only=True):
    """What a process must know besides the articles; `build` tells one build's templates from another's."""

    root: Path
    own: Path | None
    output: Path
    program: bytes
    frame: Mapping[str, object]
    build: int


_Batch = tuple[int, Sequence[tuple[str, Unit]]]


class _Made(Struct, frozen=True):
    """The pages of an article, and what is kept of them."""

    pages: tuple[StagedPage, ...]
    kept: bytes | None


class NotKeptError(Exception):
    """A page has to be made from the beginning."""


def print_again(
    config: Config,
    last: LastBuild,
    inputs: Inputs,
    started: float,
    workers: Workers | None,
    progress: Callable[[str, int, int], None],
) -> BuildReport | None:
    """What a build comes to of whose inputs only templates changed since the `last`; None where it is more than articles' pages.

    Then nothing was written. Raises OutputError as `rewrite_pages` does.
    """
    program = last.receipt.program
    store = Store(config.root / FOLDER_NAME, "")
    try:
        record = decode_record(read_units(store, config.output)[0])
        if record is None or record.look is None or record.base != program:
            return None
        look = record.look
        templates, kept = Memo(store, program), KeptArticles(store, program)
        renderer = Renderer(config.templates, Standing(config.output), templates)
        keys = {name: renderer.template_key(name) for name in look.templates}
        others = {name for name, key in keys.items() if key != look.templates[name]} - {TEMPLATE}
        if others or renderer.static_digests() != look.static:
            return None
        key = key_of_look(renderer, look.frame)
        stale = {name: unit for name, unit in record.units.items() if not unit.key.endswith(key)}
        units = dict(record.units)
        templates.add()  # as they were compiled, for all processes
        setting = _Setting(
            root=config.root,
            own=config.templates,
            output=config.output,
            program=program,
            frame=look.frame,
            build=time.monotonic_ns(),
        )

        def pages() -> Generator[StagedPage, None, None]:
            checked = False
            with closing(_print(setting, stale, workers, renderer, kept)) as printed:
                for done, (name, made) in enumerate(printed):
                    # Looked at while the processes are at work: nothing of what they make is used before.
                    if not checked and not stands(config.output, last):
                        raise NotKeptError
                    checked = True
                    progress("Writing", done, len(stale))
                    if made is None:
                        raise NotKeptError
                    files = {page.path: page.digest for page in made.pages}
                    units[name] = Unit(units[name].key[:KEY_LENGTH] + key, files, units[name].parts)
                    if made.kept is not None:
                        kept.keep(name.removeprefix(ARTICLES), units[name].key, made.kept)
                    yield from made.pages

        try:
            if stale:
                written = rewrite_pages(config.output, last.receipt.manifest, pages()).written
            elif stands(config.output, last):
                written = ()
            else:
                return None
        except NotKeptError:
            return None
        kept.add()
        again = Record(program, units, replace(look, templates=keys))
        write_printed(store, config, last, inputs, again, written, last.receipt.report)
    finally:
        store.close()
    report = report_again(last.receipt, started)
    return replace(report, written=len(written), unchanged=report.unchanged - len(written), changed=written)


def _print(
    setting: _Setting, stale: Mapping[str, Unit], workers: Workers | None, renderer: Renderer, kept: KeptArticles
) -> Generator[tuple[str, _Made | None], None, None]:
    """Each of the units `stale` by name, made again; None where it has to be made from the beginning.

    `renderer` and `kept` are for those that are made in this process.
    """
    coming = iter(stale.items())
    batches = enumerate(iter(lambda: tuple(islice(coming, BATCH_UNITS)), ()))
    if workers is None or workers.jobs == 1 or len(stale) < WORTH_UNITS:
        for batch in batches:
            yield from _make(setting, batch, renderer, kept)
        return
    with closing(workers.run(partial(_print_batch, setting), batches)) as results:
        for _, result in results:
            if isinstance(result, Crashed | TimedOut):
                raise NotKeptError
            yield from result


def _print_batch(setting: _Setting, batch: _Batch) -> list[tuple[str, _Made | None]]:
    store = Store(setting.root / FOLDER_NAME, "")
    try:
        renderer = _read_templates(setting.own, setting.build, Memo(store, setting.program))
        return _make(setting, batch, renderer, KeptArticles(store, setting.program))
    finally:
        store.close()


def _make(setting: _Setting, batch: _Batch, renderer: Renderer, kept: KeptArticles) -> list[tuple[str, _Made | None]]:
    """The units of a batch, which has a number of its own: their pages are written beside the site."""
    number, units = batch
    made = []
    for name, unit in units:
        again = reprint(renderer, setting.frame, kept, setting.output, name.removeprefix(ARTICLES), unit)
        if again is None:
            return [(name, None)]
        made.append((name, again))
    staged = iter(stage_pages(setting.output, f"{number}", [page for _, again in made for page in again.pages]))
    return [
        (name, _Made(tuple(islice(staged, len(again.pages))), again.kept[0] if again.kept else None))
        for name, again in made
    ]


class _ReadTemplates:
    """The templates of one build, as the process read them; `memo` is asked while they are read, and never again."""

    def __init__(self) -> None:
        self._build: tuple[Path | None, int] | None = None
        self._renderer: Renderer | None = None

    def __call__(self, own: Path | None, build: int, memo: Memo) -> Renderer:
        if self._renderer is None or self._build != (own, build):
            self._renderer = Renderer(own, Standing(Path()), memo)
            self._renderer.prepare(TEMPLATE)
            self._build = own, build
        return self._renderer


_read_templates = _ReadTemplates()
