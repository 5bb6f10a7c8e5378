"""The tables of the corpus as one SQLite database, for SQL, Datasette and notebooks.

Made from the rows in their order, never from the cache, and packed by VACUUM INTO: the same rows give the same bytes.
"""

from __future__ import annotations

import sqlite3
import types
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, get_type_hints

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


class Database:
    """The database while its rows come, in a temporary file; to be used in a `with` statement."""

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="sayso-export-")
        self._database = sqlite3.connect(Path(self._folder.name) / "rows.sqlite")
        self._database.execute("PRAGMA journal_mode = OFF")  # what is lost with the process is made again
        self._database.execute("PRAGMA synchronous = OFF")
        self._inserts = {}
        for name, type_ in TABLES.items():
            columns = ", ".join(f'"{field}" {_column(hint)}' for field, hint in get_type_hints(type_).items())
            self._database.execute(f'CREATE TABLE "{name}" ({columns}, PRIMARY KEY ({KEYS[name]})) WITHOUT ROWID')
            fields = type_.__struct_fields__
            marks = ", ".join("?" * len(fields))
            self._inserts[name] = f'INSERT INTO "{name}" VALUES ({marks})', attrgetter(*fields)
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, name: str, rows: Iterable[Struct]) -> None:
        """Add `rows` to the table `name`."""
        insert, values = self._inserts[name]
        self._database.executemany(insert, map(values, rows))

    def pack(self) -> bytes:
        """The database's bytes."""
        self._database.commit()
        path = Path(self._folder.name) / "sayso.sqlite"
        self._database.execute("VACUUM INTO ?", (str(path),))
        return path.read_bytes()


def _column(hint: Any) -> str:
    """`int` to INTEGER NOT NULL, `str | None` to TEXT."""
    optional = isinstance(hint, types.UnionType)
    plain = next(part for part in hint.__args__ if part is not types.NoneType) if optional else hint
    kind = {bool: "INTEGER", int: "INTEGER", float: "REAL", str: "TEXT"}[plain]
    return kind if optional else f"{kind} NOT NULL"
