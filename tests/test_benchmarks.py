"""The benchmarks of speed run; what they measure is for people, on a quiet machine. Sizes are the same on any machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

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
