"""The figures on the method page are those of a report, and of nothing else."""

from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.render.accuracy import read_accuracy

SCORE = '{"precision": 0.5, "recall": 0.25, "f1": 0.3333}'
ALL = f'{{"gold": 30, "exact": {SCORE}, "overlap": {SCORE}, "end_to_end": {SCORE}}}'
REPORT = f'{{"documents": 12, "kinds": {{"all": {ALL}}}, "characters": 1}}'


def test_a_report_becomes_figures_in_percent(tmp_path: Path) -> None:
    (tmp_path / "river.json").write_text(REPORT)
    (measured,) = read_accuracy(tmp_path)
    assert (measured.corpus, measured.documents, measured.attributions) == ("river", 12, 30)
    assert [(m.precision, m.recall, m.f1) for m in measured.measures] == [("50.0", "25.0", "33.3")] * 3


def test_without_a_report_nothing_was_measured(tmp_path: Path) -> None:
    assert read_accuracy(tmp_path / "none") == ()


def test_what_is_no_report_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "river.json").write_text('{"documents": "many"}')
    with pytest.raises(ConfigError, match=r"river\.json: not a report"):
        read_accuracy(tmp_path)
