"""The tables of the corpus as one SQLite database, for SQL, Datasette and notebooks.

Made from the rows in their order, never from the cache, and packed by VACUUM INTO: the same rows give the same bytes.
"""

from __future__ import annotations

import sqlite3
import types
from collections.abc import Callable, Iterable
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

from msgspec import Struct

from generator.export.tables import TABLES

KEYS = {
    "articles": "slug",
    "attributions": "article, id",
    "sources": "key",
    "claims": "article, id",
    "findings": "article, fingerprint",
    "origins": "article, attribution",
}


def render_sqlite(rows_of: Callable[[str], Iterable[Struct]]) -> bytes:
    """The database's bytes; `rows_of` gives the rows of each table."""
    database = sqlite3.connect(":memory:")
    for name, type_ in TABLES.items():
        columns = ", ".join(f'"{field}" {_column(hint)}' for field, hint in get_type_hints(type_).items())
        database.execute(f'CREATE TABLE "{name}" ({columns}, PRIMARY KEY ({KEYS[name]})) WITHOUT ROWID')
        fields = type_.__struct_fields__
        marks = ", ".join("?" * len(fields))
        database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', map(attrgetter(*fields), rows_of(name)))
    database.commit()
    with TemporaryDirectory(prefix="sayso-export-") as folder:
        path = Path(folder) / "sayso.sqlite"
        database.execute("VACUUM INTO ?", (str(path),))
        database.close()
        return path.read_bytes()


def _column(hint: Any) -> str:
    """`int` to INTEGER NOT NULL, `str | None` to TEXT."""
    optional = isinstance(hint, types.UnionType)
    plain = next(part for part in hint.__args__ if part is not types.NoneType) if optional else hint
    kind = {bool: "INTEGER", int: "INTEGER", float: "REAL", str: "TEXT"}[plain]
    return kind if optional else f"{kind} NOT NULL"
