"""The benchmark of builds runs; what it measures is for people, on a quiet machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("Osterby", "Marle", "Hovden", "Quayle", "Tansy")


@pytest.mark.slow
def test_the_benchmark_of_builds_runs(tmp_path: Path) -> None:
    texts = [
        f"The ferry of {place} was late\n\nThe harbour master of {place} said on day {day} that {day + 10} boats would wait.\n"
        for day, place in enumerate(PLACES * 2)
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.scale", str(corpus), "--small"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" x ") >= 10
