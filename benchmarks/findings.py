"""How often a finding is right: the share of those that were judged by reading, rule by rule.

    python -m benchmarks.findings CORPUS [--wrong] [--unjudged] [--all-rules]
    python -m benchmarks.findings CORPUS --recall [--wrong]
    python -m benchmarks.findings --first

CORPUS is PolNeAR (lines of JSON with "id" and "text") or the Lee corpus (`lee_background.cor`, an article a line). `findings.jsonl`
holds for each article its id, the sample it belongs to and the findings that a reader judged: code, span, right or wrong. The
articles are looked up in CORPUS and checked anew, so the figures are of what the program finds today among what was judged; how
many it finds besides is said too. `--first` counts, without a corpus, what was right when it was first judged, before anything was
mended by it: from sample 11 on the file holds just that. `--recall` counts how many of the findings that a reader asked for before
the program read the articles (`findings_wanted.jsonl`) it makes, at the same words. How it was judged stands in findings.md.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import click
from msgspec.structs import replace

from benchmarks.corpora import LEE, is_lee, read_texts
from generator.config import default_config
from generator.findings import RULES, find_findings
from generator.house_rules import HouseRules
from generator.model import Article, Finding, FindingCode, FrontMatter
from generator.pipeline import analyse_article
from generator.read.articles import read_article

JUDGED = Path(__file__).with_suffix(".jsonl")
WANTED = Path(__file__).with_name("findings_wanted.jsonl")

FIRST_ONLY = 11
"""From this sample on a finding that a later version makes is not added."""

OUTLETS = {
    "breitbart": "Breitbart News",
    "huff-post": "The Huffington Post",
    "nyt": "The New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "The Washington Post",
    "west-journal": "Western Journalism",
}
"""How an article's id begins, and what its front matter would call the outlet."""


class Judged(NamedTuple):
    """A finding, and what the reader said of it; None where nobody has read it."""

    sample: int
    article: Article
    finding: Finding
    right: bool | None


@click.command()
@click.argument("corpus", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--first", is_flag=True, help="Count what was right when first judged, of samples 11 and later.")
@click.option("--wrong", is_flag=True, help="Show the findings that are wrong.")
@click.option("--unjudged", is_flag=True, help="Show the findings that nobody has judged.")
@click.option("--all-rules", is_flag=True, help="Count those, too, that are off by default.")
@click.option("--recall", is_flag=True, help="Count how many of the findings that a reader asked for are made.")
def main(corpus: Path | None, first: bool, wrong: bool, unjudged: bool, all_rules: bool, recall: bool) -> None:
    """Check the judged articles of CORPUS anew, and print the precision of each rule."""
    if first:
        _print_first(_read_lines(JUDGED))
        return
    if corpus is None:
        raise click.UsageError("Give CORPUS, or --first.")
    lines, texts = _lines_of(corpus, WANTED if recall else JUDGED)
    if recall:
        print_recall(lines, texts, misses=wrong)
        return
    on = {rule.code: rule.severity for rule, _ in RULES} if all_rules else {}
    found = [judged for line in lines for judged in _judge(line, texts[line["id"]], HouseRules(changes=on))]
    for sample in sorted({line["sample"] for line in lines}):
        articles = sum(line["sample"] == sample for line in lines)
        click.echo(f"sample {sample}: {articles} articles")
        _print_table([judged for judged in found if judged.sample == sample])
    click.echo("all")
    _print_table(found)
    for judged in found:
        if (wrong and judged.right is False) or (unjudged and judged.right is None):
            span = judged.finding.span
            words = " ".join(judged.article.text[span.start_char : span.end_char].split())
            click.echo(f"{judged.article.slug} {span.start_char} {judged.finding.code} {words[:100]}")


def _read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of one of the benchmark's own files."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _lines_of(corpus: Path, coded: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The lines of `coded` that are of CORPUS, and by id the texts of all its articles.

    Raises ClickException where the corpus lacks one of them.
    """
    lines = [line for line in _read_lines(coded) if line["id"].startswith(LEE) is is_lee(corpus)]
    texts = read_texts(corpus)
    if missing := {line["id"] for line in lines} - texts.keys():
        raise click.ClickException(f"{corpus} lacks {len(missing)} of the articles: {min(missing)}")
    return lines, texts


def _find(id_: str, text: str, house_rules: HouseRules) -> tuple[Article, tuple[Finding, ...]]:
    """An article of a corpus, and what the program finds in it today."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "article.txt")
        headline, gap, body = text.partition("\n\n")
        path.write_text(headline.replace("\n", " ") + gap + body, encoding="utf-8")  # a headline of two lines is one
        outlet = "ABC" if id_.startswith(LEE) else OUTLETS[id_.partition("_")[0]]
        article = replace(read_article(path, path.parent), slug=id_, front_matter=FrontMatter(outlet=outlet))
        analysis = analyse_article(article, default_config(path.parent).pipeline)
    if isinstance(analysis, Exception):
        raise analysis
    return article, find_findings(article, analysis, house_rules)


def _judge(line: dict[str, Any], text: str, house_rules: HouseRules) -> list[Judged]:
    """What the program finds in one article today, with the reader's judgement of each."""
    article, findings = _find(line["id"], text, house_rules)
    judgements = {(finding["code"], *finding["span"]): finding["right"] for finding in line["findings"]}
    return [
        Judged(
            sample=line["sample"],
            article=article,
            finding=finding,
            right=judgements.get((str(finding.code), finding.span.start_char, finding.span.end_char)),
        )
        for finding in findings
    ]


def print_recall(lines: list[dict[str, Any]], texts: dict[str, str], *, misses: bool) -> None:
    """By rule, how many of the findings that a reader asked for are made: of the same code, and with words in common."""
    asked: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for line in lines:
        article, findings = _find(line["id"], texts[line["id"]], HouseRules())
        for wanted in line["findings"]:
            code, (start, end) = wanted["code"], wanted["span"]
            asked[code] += 1
            if any(
                finding.code == code and finding.span.start_char < end and start < finding.span.end_char
                for finding in findings
            ):
                made[code] += 1
            elif misses:
                click.echo(f"{article.slug} {start} {code} {article.text[start:end]}")
    click.echo(f"{len(lines)} articles")
    for code in sorted(asked):
        click.echo(f"  {code:8} {made[code] / asked[code]:.2f}   made {made[code]:3} of {asked[code]:3}")
    click.echo(f"  {'all':8} {made.total() / asked.total():.2f}   made {made.total():3} of {asked.total():3}")


def _print_first(lines: list[dict[str, Any]]) -> None:
    """What was right when first judged: by sample, and by corpus and rule over all samples of which the file holds nothing else."""
    by_sample: dict[str, Counter[bool]] = {}
    by_rule: dict[str, dict[str, Counter[bool]]] = {"PolNeAR": {}, "Lee": {}}
    for line in lines:
        if line["sample"] >= FIRST_ONLY:
            corpus = "Lee" if line["id"].startswith(LEE) else "PolNeAR"
            for finding in line["findings"]:
                by_sample.setdefault(f"sample {line['sample']}", Counter())[finding["right"]] += 1
                by_rule[corpus].setdefault(finding["code"], Counter())[finding["right"]] += 1
    _print_counts(by_sample)
    for corpus, counts in by_rule.items():
        click.echo(corpus)
        _print_counts(dict(sorted(counts.items())) | {"all": sum(counts.values(), Counter())})


def _print_counts(counted: dict[str, Counter[bool]]) -> None:
    for name, counts in counted.items():
        click.echo(f"  {name:9} {counts[True] / counts.total():.2f}   right {counts[True]:3} of {counts.total():3}")


def _print_table(found: list[Judged]) -> None:
    """Precision by rule and over all."""
    total = Counter(judged.finding.code for judged in found if judged.right is not None)
    right = Counter(judged.finding.code for judged in found if judged.right)
    unjudged = Counter(judged.finding.code for judged in found if judged.right is None)
    for code in FindingCode:
        if total[code] or unjudged[code]:
            share = f"{right[code] / total[code]:.2f}" if total[code] else "  - "
            click.echo(f"  {code:8} {share}   right {right[code]:3} of {total[code]:3}   not judged {unjudged[code]:3}")
    share = f"{right.total() / total.total():.2f}" if total else "  - "
    click.echo(f"  {'all':8} {share}   right {right.total():3} of {total.total():3}   not judged {unjudged.total():3}")


if __name__ == "__main__":
    main()
