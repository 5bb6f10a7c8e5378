"""`sayso evaluate`: how well the analysis finds what people marked in a gold corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.evaluation import EvaluationReport, Prediction, Score


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--predictions", type=click.Path(path_type=Path), help="Write what was found here, as JSON lines.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="[default: table]")
@click.option("--nested", is_flag=True, help="Count attributions inside other attributions too.")
def evaluate(gold: Path, predictions: Path | None, form: str, nested: bool) -> None:
    """Analyse the texts of GOLD (JSON lines) and score what is found against its attributions.

    A line of GOLD is {"id", "text", "attributions": [{"source": [[start, end], ...], "cue": [...], "content": [...]}]}, with
    half-open offsets in code points. docs/accuracy.md defines the measures.
    """
    import msgspec

    from generator.config import default_config
    from generator.evaluation import predict, read_gold, score_predictions, write_predictions

    documents = read_gold(gold)
    found: list[Prediction] = []
    pipeline = default_config(Path.cwd()).pipeline
    with click.progressbar(
        predict(documents, pipeline, nested),
        length=len(documents),
        label="Analysing",
        file=sys.stderr,
    ) as bar:
        found.extend(bar)
    if predictions is not None:
        write_predictions(predictions, found)
    report = score_predictions(documents, found)
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    else:
        click.echo(_table(report))


def _table(report: EvaluationReport) -> str:
    """The report as lines of percentages: precision, recall, F1."""
    lines = [
        f"{report.documents} documents; precision, recall, F1 in percent",
        f"{'kind':<9} {'gold':>6} {'found':>6}  {'exact':^17}  {'overlap':^17}  {'end to end':^17}  {'source':>6}  {'speech':>6}",
    ]
    for name, kind in report.kinds.items():
        scores = "  ".join(_percent(score) for score in (kind.exact, kind.overlap, kind.end_to_end))
        lines.append(
            f"{name:<9} {kind.gold:>6} {kind.predicted:>6}  {scores}  {100 * kind.source_accuracy:6.1f}"
            f"  {100 * kind.speech_recall_end_to_end:6.1f}"
        )
    lines.append(f"content characters {_percent(report.characters)}")
    lines += [f"{role} spans, exact".ljust(19) + _percent(score) for role, score in report.spans.items()]
    lines.append("source: right, of the pairs that have one; speech: verbs of speaking, recall end to end")
    return "\n".join(lines)


def _percent(score: Score) -> str:
    return f"{100 * score.precision:5.1f} {100 * score.recall:5.1f} {100 * score.f1:5.1f}"
