"""Markdown to text and HTML, case by case: tests/cases/markup.md, in which a case is a source, its text and its HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.markup import read_markdown
from generator.render.annotate import annotate

CASES = Path(__file__).parent.parent / "cases" / "markup.md"
_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n+````markdown\n(?P<source>.*?)\n````\n+````text\n(?P<text>.*?)\n````\n+````html\n(?P<html>.*?)\n````$",
    re.MULTILINE | re.DOTALL,
)
_FOUND = list(_CASE.finditer(CASES.read_text(encoding="utf-8")))


def test_every_heading_has_its_case() -> None:
    assert len(_FOUND) == CASES.read_text(encoding="utf-8").count("\n## ")


@pytest.mark.parametrize("case", _FOUND, ids=lambda case: case["title"])
def test_markup(case: re.Match[str]) -> None:
    markup = read_markdown(case["source"], find_image=lambda path: path)
    assert markup.text == case["text"]
    assert annotate(markup.text, markup.body, []).rstrip("\n") == case["html"]
