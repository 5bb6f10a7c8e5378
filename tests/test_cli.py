"""The command line as it is typed: exit codes, messages, and what it does not import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import COMMANDS

NOTICE = "Notice: without base_url"


def sayso(*words: str, cwd: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run `sayso` in `cwd`; `before` is Python to run first."""
    program = f"{before}\nfrom generator.cli import main\nmain()"
    paths = os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )


PRINT_IMPORTS = "import atexit, sys; atexit.register(lambda: print('IMPORTED', *sorted(sys.modules)))"
HEAVY = (
    "spacy",
    "jinja2",
    "markdown_it",
    "rich",
    "starlette",
    "uvicorn",
    "watchdog",
    "sqlite3",
    "yaml",
    "numpy",
    "asyncio",
)


def test_help_is_instant_and_imports_nothing_heavy(tmp_path: Path) -> None:
    done = sayso("--help", cwd=tmp_path, before=PRINT_IMPORTS)
    listing, _, imported = done.stdout.partition("IMPORTED")
    assert not set(HEAVY) & set(imported.split())
    for command in COMMANDS:
        assert f"\n  {command} " in listing


def test_help_takes_little_time(tmp_path: Path) -> None:
    program = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'generator', '--help'], stdout=subprocess.DEVNULL, check=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime)"
    )
    root = Path(__file__).parent.parent
    seconds = [
        float(subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True).stdout)
        for _ in range(5)
    ]
    assert min(seconds) < 0.15


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("biuld",), "no command “biuld”. Did you mean “build”?"),
        (("zzz",), "no command “zzz”. There are: build"),
        (("build", "--jobz", "2"), "--jobs"),
        (("build", "--jobs", "0"), "--jobs"),
        (("build", "--config", "none.toml"), "none.toml: cannot be read: No such file or directory\n  Name another"),
        (("build",), "the content folder content does not exist\n  Put your articles there"),
        (("build", "--base-url", "x"), "--base-url is not a web address: x\n  It looks like"),
        (("new",), "DIR"),
        (("new", "full"), "the folder full is not empty\n  Name a new one"),
        (("new", "full/file"), "cannot make a site in full/file"),
    ],
)
def test_usage_and_configuration_errors_exit_with_2(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    done = sayso(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_new_site_builds_at_once_and_again_without_spacy(tmp_path: Path) -> None:
    assert sayso("new", "site", cwd=tmp_path).returncode == 0
    assert len((tmp_path / "site" / "README.md").read_text().splitlines()) == 5
    first = sayso("build", cwd=tmp_path / "site")
    assert first.returncode == 0
    assert first.stderr.startswith("Reading 1 article\nAnalysing 1 article\nWriting the site\nNotice: ")
    assert "\nThe site:     output/index.html\nLive preview: " in first.stdout
    again = sayso("build", "--quiet", cwd=tmp_path / "site", before=PRINT_IMPORTS)
    assert (again.returncode, again.stderr) == (0, "")
    assert "spacy" not in again.stdout.split()
    strict = sayso("build", "--strict", "--quiet", cwd=tmp_path / "site")
    assert (strict.returncode, NOTICE in strict.stderr) == (1, True)
    address = sayso("build", "--strict", "--quiet", "--base-url", "https://example.org", cwd=tmp_path / "site")
    assert (address.returncode, address.stderr) == (0, "")


def test_a_bad_article_exits_with_1_and_names_its_place(tmp_path: Path) -> None:
    sayso("new", ".", cwd=tmp_path)
    (tmp_path / "content" / "bad.md").write_bytes(b"# Caf\xe9\n")
    done = sayso("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "Error: content/bad.md" in done.stderr
    assert (tmp_path / "output" / "index.html").exists()
