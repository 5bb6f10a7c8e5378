"""Real builds, killed at random moments: each file stays whole, and the next build repairs everything."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.write import MANIFEST_NAME, STAGING_NAME

ROUNDS = 20
ARTICLES = 60
COMMAND = (sys.executable, "-m", "generator", "build", "--quiet", "--jobs", "1")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_kill_9_at_any_moment_leaves_each_file_whole(tmp_path: Path) -> None:
    content, output, config = tmp_path / "content", tmp_path / "output", tmp_path / "sayso.toml"
    content.mkdir()
    for number in range(ARTICLES):
        text = f"Bridge {number} closes\n\nThe mayor of Osterby {number} said that the bridge would close.\n"
        (content / f"bridge-{number}.txt").write_text(text)
    clean = {}
    for title in ("First", "Second"):
        config.write_text(f'[site]\ntitle = "{title}"\n')
        started = time.monotonic()
        subprocess.run([*COMMAND, "--output", title], cwd=tmp_path, check=True)
        seconds = time.monotonic() - started  # the second time: nothing to analyse
        clean[title] = tree(tmp_path / title)
    assert all(clean["First"][path] != clean["Second"][path] for path in clean["First"] if path.endswith("index.html"))
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    killed = 0
    for number in range(3 * ROUNDS):
        if killed == ROUNDS:
            break
        if number % 7 == 3:
            shutil.rmtree(output, ignore_errors=True)  # killed while a site is made for the first time
        if number % 10 == 9:
            shutil.rmtree(tmp_path / ".sayso", ignore_errors=True)  # killed while articles are analysed
        config.write_text(f'[site]\ntitle = "{("Second", "First")[number % 2]}"\n')
        started = time.monotonic()
        build = subprocess.Popen(COMMAND, cwd=tmp_path)
        try:
            build.wait(chance.uniform(0.2, 1.0) * seconds)
            seconds = time.monotonic() - started  # it came to its end: the machine is quicker than when it was measured
        except subprocess.TimeoutExpired:
            build.kill()
            killed += build.wait() != 0
        for path, data in (tree(output) if output.exists() else {}).items():
            if path != MANIFEST_NAME and not path.startswith(STAGING_NAME):
                assert data in (clean["First"][path], clean["Second"][path]), f"{path} is damaged (seed {seed})"
    assert killed == ROUNDS, "most builds ended before they were killed"
    config.write_text('[site]\ntitle = "First"\n')
    subprocess.run(COMMAND, cwd=tmp_path, check=True)
    assert tree(output) == clean["First"], f"not repaired (seed {seed})"
