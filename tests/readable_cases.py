"""Cases that a reader can check without Python: a fragment of news and what is to be found in it, in Markdown.

A case file is `tests/cases/NAME.md`. Under a second-level heading stand, in this order:

- a fenced block with the fragment (kept to the letter, its last newline aside);
- perhaps a line `xfail: reason` for a known failure, which must go on failing;
- either a table, one row for each thing to be found, in text order, its columns chosen by the case; or the word `Nothing.`.

In a cell, `…` between spaces joins the spans of a discontinuous whole, `-` stands for none, and a run of white space (a paragraph
break too) is one space; `\\|` is a bar. Everything else is comment. A test module takes a file so:

    @pytest.mark.parametrize("case", read_cases("quantities"))
    def test_quantities(case: Case) -> None:
        case.check([{"value": ..., "unit": ...} for quantity in find_quantities(case.text)])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.model import TextSpan

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """One fragment; `rows` are the records to be found, each with the same columns."""

    title: str
    where: str  # file and line, for the failure message
    text: str
    rows: tuple[dict[str, str], ...]

    def check(self, found: Iterable[Mapping[str, str]]) -> None:
        """Fail unless `found`, reduced to the columns that the case names, equals its rows in order."""
        columns = tuple(self.rows[0]) if self.rows else None
        got = [{key: shown(record[key]) for key in (columns or record)} for record in found]
        assert got == list(self.rows), f"{self.where}: {self.title}"

    def words(self, spans: Iterable[TextSpan]) -> str:
        """How the spans are written in a cell."""
        return " … ".join(self.text[span.start_char : span.end_char] for span in spans) or "-"


def read_cases(name: str) -> list[Any]:
    """The cases of `tests/cases/NAME.md` as pytest parameters, each with its title as its id."""
    path = FOLDER / f"{name}.md"
    parameters = []
    titles = set()
    heading = re.compile(r"^## (.+)\n", re.MULTILINE)
    text = path.read_text(encoding="utf-8")
    heads = list(heading.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        title = head[1].strip()
        line = text.count("\n", 0, head.start()) + 1
        where = f"tests/cases/{path.name}:{line}"
        if title in titles:
            raise ValueError(f"{where}: there is another case “{title}”")
        titles.add(title)
        section = text[head.end() : following.start() if following else len(text)]
        case, reason = _read_case(title, where, section)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        parameters.append(pytest.param(case, id=title, marks=marks))
    if not parameters:
        raise ValueError(f"tests/cases/{path.name} has no case")
    return parameters


def _read_case(title: str, where: str, section: str) -> tuple[Case, str | None]:
    fence = re.search(r"^(`{3,})\w*\n(.*?)\n\1$", section, re.MULTILINE | re.DOTALL)
    if not fence:
        raise ValueError(f"{where}: no fenced fragment")
    rest = section[fence.end() :]
    lines = [line for line in rest.splitlines() if line.startswith("|")]
    reason = re.search(r"^xfail: (.+)$", rest, re.MULTILINE)
    if not lines and not re.search(r"^Nothing\.$", rest, re.MULTILINE):
        raise ValueError(f"{where}: neither a table nor “Nothing.”")
    cells = [[_cell(cell) for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])] for line in lines]
    rows = [dict(zip(cells[0], row, strict=True)) for row in cells[2:]] if lines else []
    return Case(title, where, fence[2], tuple(rows)), reason[1] if reason else None


def _cell(cell: str) -> str:
    return cell.replace("\\|", "|").strip()


def shown(value: str) -> str:
    """A found value as a cell shows it: white space collapsed, "-" where there is nothing."""
    return " ".join(str(value).split()) or "-"
