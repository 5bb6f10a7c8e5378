"""`sayso serve` from the command line, in a process of its own: ports, the browser, polling, and what no build may hold."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MILL = "# The mill\n\nTomas Okur said that the mill had closed.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site, and a program that the system opens addresses with, which notes them."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "mill.md").write_text(MILL)
    (tmp_path / "sayso.toml").write_text("")
    (tmp_path / "bin").mkdir()
    opener = tmp_path / "bin" / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    return tmp_path


def command(site: Path, *arguments: str) -> subprocess.Popen[str]:
    path = f"{site / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", *arguments],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, "BROWSER": str(site / "bin" / "xdg-open")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_said_with_the_way_out(site: Path, taken: int) -> None:
    process = command(site, "serve", "--port", str(taken))
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert f"Error: port {taken} cannot be used: Address already in use" in said
    assert "Name another with --port N, or leave --port out." in said


@pytest.mark.slow
def test_the_browser_is_opened_and_polled_changes_are_shown_and_no_build_holds_the_script(site: Path) -> None:
    process = command(site, "serve", "--poll", "--open")
    try:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if found := re.match(r"Live preview: (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends it\)", line):
                break
        assert found, said
        page = f"{found[1]}articles/mill/"

        def wait_for(words: str) -> str:
            deadline = time.monotonic() + 120
            while words not in (text := urllib.request.urlopen(page, timeout=60).read().decode()):
                assert time.monotonic() < deadline, text
                time.sleep(0.2)
            return text

        assert "/_sayso/preview.js" in wait_for("the mill had closed")
        (site / "content" / "mill.md").write_text(MILL.replace("closed", "opened again"))
        wait_for("the mill had opened again")
        deadline = time.monotonic() + 30
        while not (site / "opened").is_file() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert (site / "opened").read_text().strip() == found[1]
    finally:
        process.terminate()
        process.wait(30)
    assert not (site / "output").exists(), "a preview leaves the output folder alone"
    built = command(site, "build", "--quiet")
    said, _ = built.communicate(timeout=300)
    assert built.returncode == 0, said
    files = [path.read_bytes() for path in (site / "output").rglob("*") if path.is_file()]
    assert files and not any(b"_sayso/" in content or b"EventSource" in content for content in files)
