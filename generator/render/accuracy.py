"""How accurate the analysis is, as measured: each file of site_templates/accuracy/ is what `sayso evaluate --format json` printed.

The method page shows these figures and no others; where there is no file, it says that nothing was measured. A file is renewed by
the command that made it: sayso evaluate GOLD.jsonl --format json > site_templates/accuracy/NAME.json
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from generator.errors import ConfigError
from generator.render.contexts import Accuracy, Measure

MEASURES = {
    "exact": "content found to the letter",
    "overlap": "content found, at least half of it shared",
    "end_to_end": "content found, and credited to the right source",
}


class _Score(Struct):
    precision: float
    recall: float
    f1: float


class _Kind(Struct):
    gold: int
    exact: _Score
    overlap: _Score
    end_to_end: _Score


class _Report(Struct):
    """The part of the report that is shown; shares are from 0 to 1."""

    documents: int
    kinds: dict[str, _Kind]


def read_accuracy(folder: Path) -> tuple[Accuracy, ...]:
    """The measurements in `folder`, one a corpus, by file name. Raises ConfigError where a file is not such a report."""
    measured = []
    for path in sorted(folder.glob("*.json")):
        try:
            report = msgspec.json.decode(path.read_bytes(), type=_Report)
        except msgspec.DecodeError as error:
            raise ConfigError(f"not a report of sayso evaluate: {error}", path=str(path)) from error
        whole = report.kinds["all"]
        measured.append(
            Accuracy(
                corpus=path.stem,
                documents=report.documents,
                attributions=whole.gold,
                measures=tuple(_measure(label, getattr(whole, name)) for name, label in MEASURES.items()),
            )
        )
    return tuple(measured)


def _measure(label: str, score: _Score) -> Measure:
    precision, recall, f1 = (f"{share * 100:.1f}" for share in (score.precision, score.recall, score.f1))
    return Measure(label=label, precision=precision, recall=recall, f1=f1)
