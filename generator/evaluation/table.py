"""An evaluation as lines of text: shares in percent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from generator.evaluation.bootstrap import Difference, Evaluation, Interval
from generator.evaluation.counting import KindReport, Score

Cell = TypeVar("Cell", Interval, Difference)

MEASURES = {"exact": "exact", "overlap": "overlap", "end_to_end": "end to end", "source": "source", "speech": "speech"}
HEADING = f"{'gold':>6} {'found':>6}  {'exact':^17}  {'overlap':^17}  {'end to end':^17}  {'source':>6}  {'speech':>6}"


def render_table(evaluation: Evaluation) -> str:
    """Precision, recall and F1 by kind and by class, spans, the intervals, and the differences from other predictions."""
    lines = [
        f"{evaluation.documents} documents, by {evaluation.engine}; precision, recall, F1 in percent",
        f"{'kind':<9} {HEADING}",
        *_rows(evaluation.kinds),
        f"{'class':<9} {HEADING}",
        *_rows(evaluation.classes),
        f"content characters {_percent(evaluation.characters)}",
        *(f"{role} spans, exact".ljust(19) + _percent(score) for role, score in evaluation.spans.items()),
        "source: right, of the pairs that have one; speech: verbs of speaking, recall end to end",
        "\n95 % intervals, documents drawn anew",
        *_columns(evaluation, evaluation.intervals, _range),
    ]
    if evaluation.differences is not None:
        lines.append("\ndifference from the other predictions in points, with its 95 % interval")
        lines += _columns(evaluation, evaluation.differences, _difference)
    return "\n".join(lines)


def _rows(reports: Mapping[str, KindReport]) -> Iterable[str]:
    for name, kind in reports.items():
        scores = "  ".join(_percent(score) for score in (kind.exact, kind.overlap, kind.end_to_end))
        yield (
            f"{name:<9} {kind.gold:>6} {kind.predicted:>6}  {scores}  {100 * kind.source_accuracy:6.1f}"
            f"  {100 * kind.speech_recall_end_to_end:6.1f}"
        )


def _columns(
    evaluation: Evaluation, rows: Mapping[str, Mapping[str, Cell]], show: Callable[[Cell], str]
) -> Iterable[str]:
    cells = {(name, key): show(one) for name, row in rows.items() for key, one in row.items()}
    width = max(map(len, cells.values()), default=0) + 2
    yield " " * 9 + "".join(label.rjust(width) for label in MEASURES.values())
    for name in (*evaluation.kinds, *evaluation.classes):
        yield f"{name:<9}" + "".join(cells.get((name, measure), "").rjust(width) for measure in MEASURES)


def _percent(score: Score) -> str:
    return f"{100 * score.precision:5.1f} {100 * score.recall:5.1f} {100 * score.f1:5.1f}"


def _range(interval: Interval) -> str:
    return f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"


def _difference(one: Difference) -> str:
    return f"{100 * one.difference:+.1f} [{100 * one.interval.low:+.1f}, {100 * one.interval.high:+.1f}]"
