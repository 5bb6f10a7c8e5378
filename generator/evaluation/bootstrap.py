"""How far the figures may be off by the choice of documents: percentile bootstrap (Efron 1979), documents drawn with replacement.

Two sets of predictions are compared on the same drawn documents each time (paired), so that what makes a document hard for both
doesn't blur their difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.evaluation.corpus import Analysed
from generator.evaluation.counting import Counts, EvaluationReport, build_report, count_predictions

SAMPLES = 1000
SEED = 20161108  # fixed, so that a figure is printed alike each time
LOW, HIGH = 2.5, 97.5  # percentiles

Figures = dict[tuple[str, str], float]  # (group, measure) -> share


class Interval(Struct, frozen=True, array_like=True):
    """The middle 95 % of what other draws of documents give; in JSON `[low, high]`."""

    low: float
    high: float


class Difference(Struct, frozen=True, kw_only=True):
    """How much higher a figure is than that of the other predictions, with the interval of this difference."""

    difference: float
    interval: Interval


class Evaluation(EvaluationReport, frozen=True, kw_only=True):
    """The report with what found the predictions, how sure its figures are, and how far they are from those of others."""

    engine: str
    intervals: dict[str, dict[str, Interval]]  # by group ("all", a kind, a class, "characters") and measure
    differences: dict[str, dict[str, Difference]] | None = None  # likewise; None where nothing is compared


def build_evaluation(analysed: Sequence[Analysed]) -> Evaluation:
    """The figures over all documents, of which there is at least one; differences where there are other predictions."""
    gold = [one.gold for one in analysed]
    counts = count_predictions(gold, [one.prediction for one in analysed])
    others = [one.other for one in analysed if one.other is not None]
    return Evaluation(
        **msgspec.structs.asdict(build_report(counts)),
        engine=analysed[0].engine,
        intervals=build_intervals(counts),
        differences=build_differences(counts, count_predictions(gold, others)) if others else None,
    )


def build_intervals(documents: Sequence[Counts]) -> dict[str, dict[str, Interval]]:
    """For each group ("all", a kind, a class, "characters") and measure, the interval of its share."""
    drawn = [_figures(report) for report in _draw(documents)]
    intervals: dict[str, dict[str, Interval]] = {}
    for group, measure in _figures(build_report(documents)):
        values = [figures.get((group, measure), 0.0) for figures in drawn]
        intervals.setdefault(group, {})[measure] = _interval(values)
    return intervals


def build_differences(documents: Sequence[Counts], others: Sequence[Counts]) -> dict[str, dict[str, Difference]]:
    """The same of how much higher the figures of `documents` are than those of `others`, document by document the same texts."""
    ours, theirs = _figures(build_report(documents)), _figures(build_report(others))
    drawn = list(zip(map(_figures, _draw(documents)), map(_figures, _draw(others)), strict=True))
    differences: dict[str, dict[str, Difference]] = {}
    for key in ours | theirs:
        values = [one.get(key, 0.0) - other.get(key, 0.0) for one, other in drawn]
        group, measure = key
        differences.setdefault(group, {})[measure] = Difference(
            difference=ours.get(key, 0.0) - theirs.get(key, 0.0), interval=_interval(values)
        )
    return differences


def _draw(documents: Sequence[Counts]) -> Iterator[EvaluationReport]:
    """The reports of `SAMPLES` draws of as many documents as there are, the same documents for the same number of them."""
    keys = sorted({key for counts in documents for key in counts})
    table = np.array([[counts[key] for key in keys] for counts in documents], np.int64).reshape(len(documents), -1)
    generator = np.random.default_rng(SEED)
    for _ in range(SAMPLES):
        chosen = generator.integers(0, len(documents), len(documents))
        totals: NDArray[np.int64] = table[chosen].sum(0)
        yield build_report([Counter(dict(zip(keys, totals.tolist(), strict=True)))])


def _figures(report: EvaluationReport) -> Figures:
    figures: Figures = {("characters", "f1"): report.characters.f1}
    for name, group in (report.kinds | report.classes).items():
        figures[name, "exact"] = group.exact.f1
        figures[name, "overlap"] = group.overlap.f1
        figures[name, "end_to_end"] = group.end_to_end.f1
        figures[name, "source"] = group.source_accuracy
        figures[name, "speech"] = group.speech_recall_end_to_end
    return figures


def _interval(values: Sequence[float]) -> Interval:
    low, high = np.percentile(values, [LOW, HIGH]).tolist()
    return Interval(low, high)
