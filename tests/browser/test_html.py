"""The pages against the HTML standard, by html-validate (html_rules.mjs); their links, by Sayso's own check and lychee."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.publish.links import find_broken_links
from tests.browser.missing import report_missing
from tests.browser.node import find_module_file, find_node

RULES = Path(__file__).parent / "html_rules.mjs"


def find_html_errors(paths: list[Path]) -> list[str]:
    """What html-validate finds in the files, each with file, line and rule."""
    command = [find_node(), str(find_module_file("html-validate/bin/html-validate.mjs"))]
    options = ["--config", str(RULES), "--formatter", "json", "--max-warnings", "0"]
    done = subprocess.run([*command, *options, *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{report['filePath']}:{message['line']}: {message['ruleId']}: {message['message']}"
        for report in json.loads(done.stdout)
        for message in report["messages"]
    ]


def test_a_mistake_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html>\n<html lang="en"><head><title>x</title></head><body><p id="a"><div id="a"></div></body></html>\n'
    )
    assert any("no-dup-id" in error for error in find_html_errors([page]))


def test_every_page_of_the_small_site_is_valid(site: Path) -> None:
    assert find_html_errors(sorted(site.rglob("*.html"))) == []


@pytest.mark.slow
def test_every_page_of_the_sample_site_is_valid(sample: Path) -> None:
    pages = sorted(sample.rglob("*.html"))
    assert len(pages) > 100
    assert find_html_errors(pages) == []


@pytest.mark.slow
def test_every_link_of_the_sample_site_leads_somewhere(sample: Path) -> None:
    assert find_broken_links(sample) == ()


@pytest.mark.slow
def test_lychee_finds_no_broken_link_either(sample: Path) -> None:
    lychee = shutil.which("lychee", path=str(Path(sys.executable).parent)) or shutil.which("lychee")
    if lychee is None:
        report_missing(
            "NO LYCHEE: links are checked by Sayso alone; pip install --require-hashes -r requirements/ci.txt"
        )
    options = ["--offline", "--include-fragments", "--no-progress", "--format", "json", "--root-dir", str(sample)]
    done = subprocess.run([lychee, *options, str(sample)], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["error_map"] == {} and found["successful"] > 1000
