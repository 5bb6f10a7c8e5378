"""The bars of speed and memory in one table: a whole build beside the bare spaCy pipeline, a cold start, a book, two processes.

    python -m benchmarks.throughput CORPUS.jsonl [-n 84] [--book 200000] [--small]

The articles are texts of CORPUS (lines with "text"). Each figure comes from processes of its own, so that nothing is warm and
memory is theirs alone; the whole build and the bare pipeline run in turn, three times, and the median of each counts, in seconds of
CPU. The bare pipeline is `nlp.pipe` over the same texts, without its loading; the build is all of it. `--small` shows that
everything runs; its figures mean nothing.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from benchmarks.length import join_texts, measure_length
from benchmarks.scale import Cost, time_new_build, write_article
from generator.config import default_config
from generator.read.articles import read_article

ROUNDS = 3
Result = TypeVar("Result")


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-n", "number", default=84, show_default=True, help="How many articles are built.")
@click.option(
    "--book", default=200_000, show_default=True, help="The words of the long article; beside it, one of a quarter."
)
@click.option("--small", is_flag=True, help="A few articles and a short book, to see that everything runs.")
def main(corpus: Path, number: int, book: int, small: bool) -> None:
    """Print a row for each bar: what was measured, the bar, and whether it is reached."""
    if small:
        number, book = 4, 4_000
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode, and so has a second build
    with corpus.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][:number]
    words = sum(len(text.split()) for text in texts)
    pipeline = default_config(Path()).pipeline
    bare: list[float] = []
    alone: list[Cost] = []
    both: list[Cost] = []
    for _ in range(1 if small else ROUNDS):
        bare.append(_alone(_run_bare, texts, pipeline))
        alone.append(_build(texts, 1))
        both.append(_build(texts, 2))
    click.echo(f"{len(texts)} articles, {words:,} words, {pipeline}, {os.cpu_count()} cores\n")
    rate = words / statistics.median(bare)
    built = words / statistics.median(cost.cpu for cost in alone)
    walls = [statistics.median(cost.wall for cost in costs) for costs in (alone, both)]
    _row("bare nlp.pipe, words a CPU second", rate)
    _row("build --jobs 1, words a CPU second", built)
    _row("build beside bare", built / rate, at_least=0.55)
    _row("--jobs 1 beside --jobs 2, wall time", walls[0] / walls[1], at_least=1.7)
    _row("most memory of a process, MB", max(cost.memory for cost in (*alone, *both)), at_most=400)
    _row("first article after spaCy's import, CPU s", _alone(_start_cold, texts[0], pipeline), at_most=1.5)
    long, quarter = (_alone(measure_length, join_texts(corpus, size), pipeline) for size in (book, book // 4))
    _row(f"an article of {long.words:,} words, CPU s", long.parsing + long.analysis)
    cost = (long.parsing + long.analysis) / long.words * quarter.words / (quarter.parsing + quarter.analysis)
    _row(f"    a word, beside one of {quarter.words:,} words", cost, at_most=1.25)
    _row("    most memory, MB", long.memory)


def _row(name: str, value: float, *, at_least: float | None = None, at_most: float | None = None) -> None:
    bar = ""
    if at_least is not None:
        bar = f"at least {at_least:g}: {'reached' if value >= at_least else 'missed'}"
    if at_most is not None:
        bar = f"at most {at_most:g}: {'reached' if value <= at_most else 'missed'}"
    click.echo(f"{name:<48}{value:>10,.2f}   {bar}".rstrip())


def _alone(function: Callable[..., Result], *arguments: object) -> Result:
    """What `function` gives in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def _run_bare(texts: list[str], pipeline: str) -> float:
    """CPU seconds of `nlp.pipe`."""
    import spacy

    nlp = spacy.load(pipeline)
    started = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return time.process_time() - started


def _start_cold(text: str, pipeline: str) -> float:
    """CPU seconds from spaCy's import to the analysis of the first article."""
    import spacy  # noqa: F401  its import is what the bar leaves out

    started = time.process_time()
    from generator.pipeline import analyse_article

    with tempfile.TemporaryDirectory(prefix="sayso-benchmark-") as folder:
        config = default_config(Path(folder))
        analysis = analyse_article(read_article(write_article(config, 0, text), config.content), pipeline)
    if isinstance(analysis, Exception):
        raise analysis
    return time.process_time() - started


def _build(texts: list[str], jobs: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="sayso-benchmark-") as folder:
        return time_new_build(Path(folder), texts, jobs=jobs)


if __name__ == "__main__":
    main()
