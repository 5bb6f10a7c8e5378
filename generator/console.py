"""What a build says while it runs and when it is done: a progress bar on a terminal, plain lines in a pipe.

Progress and problems go to standard error, the summary to standard output. rich is imported only for a terminal.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.config import Config, shown_path
from generator.model import BuildReport, Notice, NoticeLevel

if TYPE_CHECKING:
    from generator.pipeline import Progress

SHOWN_NOTICES = 30
"""More would bury the summary; the notices page has them all."""

DRAWN_SECONDS = 0.05
"""How often the progress bar is told how far things are."""


@contextmanager
def build_progress(quiet: bool) -> Iterator[Progress]:
    """What to hand to `build_site` as its `progress`."""
    if quiet:
        yield lambda stage, done, total: None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _Lines()


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        current, drawn = "Reading", 0.0

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal current, drawn
            now = time.monotonic()
            if stage == current and done != total and now - drawn < DRAWN_SECONDS:
                return  # of tens of thousands of pages: to tell rich of each would cost more than to find that it stands
            drawn = now
            if stage != current:
                current = stage
                bar.reset(task, description=stage)
            bar.update(task, completed=done, total=total or None)

        yield progress


class _Lines:
    """One line a stage, and one each tenth of a long analysis, so that a log shows life."""

    def __init__(self) -> None:
        self._stage = ""
        self._tenth = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._stage, self._tenth = stage, 0
            if stage == "Writing":
                click.echo("Writing the site", err=True)
            elif total:
                click.echo(f"{stage} {_count(total, 'article')}", err=True)
        elif stage == "Analysing" and total >= 20 and done * 10 // total > self._tenth:
            self._tenth = done * 10 // total
            click.echo(f"{stage} {done} of {total}", err=True)


def print_notices(report: BuildReport, config: Config, *, quiet: bool = False) -> None:
    """The notices of a build, errors first, to standard error; when quiet, errors alone."""
    errors = [notice for notice in report.notices if notice.level is NoticeLevel.ERROR]
    others = [] if quiet else [notice for notice in report.notices if notice.level is not NoticeLevel.ERROR]
    shown = [*errors, *others][: max(len(errors), SHOWN_NOTICES)]
    for notice in shown:
        click.echo(notice_text(notice, config), err=True)
    if len(shown) < len(errors) + len(others):
        click.echo(f"... and {len(errors) + len(others) - len(shown)} more, on the site's notices page", err=True)


def notice_text(notice: Notice, config: Config) -> str:
    """`notice` as one line, file, line and column first, and its hint below."""
    level = "Error" if notice.level is NoticeLevel.ERROR else "Notice"
    text = ": ".join(filter(None, (level, notice_place(notice, config), notice.message)))
    return f"{text}\n  {notice.hint}" if notice.hint else text


def notice_place(notice: Notice, config: Config) -> str:
    """File, line and column of `notice`, as editors and terminals know to open them; empty for one about the whole site."""
    file = shown_path(config.content / notice.path) if notice.path else None
    return ":".join(str(part) for part in (file, notice.line, notice.column) if part is not None)


def print_summary(report: BuildReport, preview: str) -> None:
    """What was built, where it is, and `preview`, the command that shows it live."""
    click.echo(
        f"{_count(report.articles, 'article')} ({report.analysed} analysed anew), "
        f"{_count(report.attributions, 'attribution')}, {_count(report.sources, 'source')}, {_count(report.claims, 'claim')}, "
        f"{_count(len(report.notices), 'notice')} in {report.seconds:.1f} s"
    )
    click.echo(f"{_count(report.written, 'file')} written, {report.unchanged} unchanged, {report.removed} removed")
    click.echo(f"The site:     {shown_path(Path(report.index_path))}")
    click.echo(f"Live preview: {preview}")


def typed_command() -> str:
    """How the user can type `sayso` in this shell."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return f"{Path(sys.executable).name} -m generator"
    found = shutil.which(program.name)
    if found and Path(found).resolve() == program.resolve():
        return program.name
    return shown_path(program.absolute())


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
