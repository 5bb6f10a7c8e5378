"""What a failed build shows over the page: where, which line stands there, what is wrong with it, what to do."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

BEFORE, AFTER = 50, 70
"""How much of a long line is shown around the place: a paragraph of an article is one line."""


class Problem(Struct, frozen=True, kw_only=True):
    """One error. `where` is file, line and column; `source` the line there, or the part of it around `mark`.

    `mark` is the position in `source`, from 0 and in code points, that the column names.
    """

    where: str = ""
    message: str
    hint: str = ""
    source: str = ""
    mark: int | None = None


def describe_problem(
    message: str,
    hint: str = "",
    *,
    shown: str | None = None,
    path: Path | None = None,
    line: int | None = None,
    column: int | None = None,
) -> Problem:
    """The error at `line` and `column` (from 1) of the file `path`, which the user knows as `shown`.

    Without a line, or where the file can't be read (any more), the source is left out.
    """
    where = ":".join(str(part) for part in (shown, line, column) if part is not None)
    text = _read_line(path, line) if path is not None and line is not None else ""
    if column is None:
        source = text[: BEFORE + AFTER] + ("…" if len(text) > BEFORE + AFTER else "")
        return Problem(where=where, message=message, hint=hint, source=source)
    start = max(0, column - 1 - BEFORE)
    end = start + BEFORE + AFTER
    source = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    mark = column - 1 - start + (1 if start else 0)
    return Problem(where=where, message=message, hint=hint, source=source, mark=mark if mark <= len(source) else None)


def _read_line(path: Path, line: int) -> str:
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except (OSError, ValueError):
        return ""
    return lines[line - 1].replace("\t", " ") if 0 < line <= len(lines) else ""
