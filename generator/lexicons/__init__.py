"""Word lists as data files, each line with its code, and the loader that reads them all.

A lexicon is `generator/lexicons/NAME.tsv`: UTF-8, one entry a line, columns divided by tabs. Lines that begin with `#` are
comments; the first of them names the columns, the next say where the codes come from.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def read_lexicon(name: str) -> tuple[tuple[str, ...], ...]:
    """The entries of `NAME.tsv` in order, each with as many fields as the header names columns; a column left out is "".

    Raises ValueError, naming the line, where an entry has more fields than the header names, and FileNotFoundError where
    there is no such lexicon.
    """
    entries: list[tuple[str, ...]] = []
    columns = 0
    lines = (files(__name__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if number == 1:
            columns = len(line.lstrip("# ").split("\t"))
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) > columns:
            raise ValueError(f"{name}.tsv:{number}: {len(fields)} fields, the header names {columns}")
        entries.append(tuple(fields + [""] * (columns - len(fields))))
    return tuple(entries)


@cache
def read_following(name: str) -> dict[str, frozenset[str]]:
    """The entries of `NAME.tsv` by their first field: all that stands second beside it."""
    found: dict[str, frozenset[str]] = {}
    for word, following, *_ in read_lexicon(name):
        found[word] = found.get(word, frozenset()) | {following}
    return found
