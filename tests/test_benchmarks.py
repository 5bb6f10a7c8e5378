"""The benchmarks of speed run; what they measure is for people, on a quiet machine. Sizes are the same on any machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.corpora import read_texts
from benchmarks.findings import print_recall

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("Osterby", "Marle", "Hovden", "Quayle", "Tansy")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("benchmark", "mark", "least"), [("scale", " x ", 10), ("throughput", "at ", 5), ("preview", " x ", 5)]
)
def test_a_benchmark_of_speed_runs(tmp_path: Path, benchmark: str, mark: str, least: int) -> None:
    texts = [
        f"The ferry of {place} was late\n\nThe harbour master of {place} said on day {day} that {day + 10} boats would wait.\n"
        for day, place in enumerate(PLACES * 2)
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", str(corpus), "--small"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(mark) >= least


@pytest.mark.slow
def test_what_grows_with_the_articles_stays_within_its_limits() -> None:
    command = [sys.executable, "-m", "benchmarks.sizes", "-n", "700", "--pages", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "claims/page-" in done.stdout and "sources/rows-" in done.stdout and "claims/rows-" in done.stdout


def test_both_corpora_are_read_with_their_ids(tmp_path: Path) -> None:
    lines, reports = tmp_path / "corpus.jsonl", tmp_path / "reports.cor"
    lines.write_text(json.dumps({"id": "nyt_2016-01-02_a", "text": "The lock\n\nIt leaks."}) + "\n", encoding="utf-8")
    reports.write_text("The lock leaks. \nIt was mended.\n", encoding="utf-8")
    assert read_texts(lines) == {"nyt_2016-01-02_a": "The lock\n\nIt leaks."}
    assert read_texts(reports) == {"lee-001": "Article 1\n\nThe lock leaks.", "lee-002": "Article 2\n\nIt was mended."}


def test_a_finding_that_was_asked_for_is_made_where_it_shares_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The lock\n\nCritics said that the lock leaks. Some experts think that it holds, and the warden waits."
    id_ = "nyt_2016-01-02_a"
    wanted = [
        {"code": code, "span": [text.index(words), text.index(words) + len(words)]}
        for code, words in (("VAGUE1", "Critics"), ("VAGUE1", "the warden"))
    ]
    print_recall([{"id": id_, "findings": wanted}], {id_: text}, misses=True)
    shown = capsys.readouterr().out
    assert f"{id_} {text.index('the warden')} VAGUE1 the warden" in shown
    assert "VAGUE1   0.50   made   1 of   2" in shown
