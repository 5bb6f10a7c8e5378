"""`sayso evaluate`: how well the analysis finds what people marked in a gold corpus."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--predictions", type=click.Path(path_type=Path), help="Write what was found here, as JSON lines.")
@click.option(
    "--against", type=click.Path(path_type=Path), help="Other predictions for GOLD: how much better than those."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="[default: table]")
@click.option("--nested", is_flag=True, help="Count attributions inside other attributions too.")
def evaluate(gold: Path, predictions: Path | None, against: Path | None, form: str, nested: bool) -> None:
    """Analyse the texts of GOLD (JSON lines) and score what is found against its attributions.

    A line of GOLD is {"id", "text", "attributions": [{"source": [[start, end], ...], "cue": [...], "content": [...]}]}, with
    half-open offsets in code points. docs/accuracy.md defines the measures.
    """
    import msgspec

    from generator.config import default_config
    from generator.evaluation import (
        Analysed,
        analyse_gold,
        build_evaluation,
        read_gold,
        read_predictions,
        render_table,
        write_predictions,
    )

    documents = read_gold(gold)
    others = read_predictions(against, documents) if against is not None else None
    analysed: list[Analysed] = []
    with click.progressbar(
        analyse_gold(documents, default_config(Path.cwd()).pipeline, nested, others),
        length=len(documents),
        label="Analysing",
        file=sys.stderr,
    ) as bar:
        analysed.extend(bar)
    if predictions is not None:
        write_predictions(predictions, (one.prediction for one in analysed))
    evaluation = build_evaluation(analysed)
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(evaluation), indent=2).decode())
    else:
        click.echo(render_table(evaluation))
