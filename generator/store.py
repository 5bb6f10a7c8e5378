"""The analyses of earlier builds, in SQLite: a cache, safe to delete at any time.

One row an article: its content hash, the key of the analysis that was made of it, and the `ArticleAnalysis` as JSON. A row is only
used if its checksum holds, because a flipped bit in an offset would credit somebody with the wrong words. Beside them
stand the records of what was read and written, by kind and name, so that what has not changed is neither read nor made again.
Whatever is the matter with the file (truncated, overwritten, of another version, on a read-only disk), the build goes on with one
notice.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from generator.digests import digest_bytes
from generator.model import Article, ArticleAnalysis, Notice, NoticeLevel

FOLDER_NAME = ".sayso"
FILE_NAME = "store.sqlite"
SCHEMA_VERSION = 4
APPLICATION_ID = 0x53415953  # "SAYS": tells our file from any other SQLite database
KEYED = ("analysis", "lexicons", "models", "parse", "parsed", "typography", "names", "model", "errors")
"""The parts of the package that an analysis is made by: whatever parsing and analysing import."""
KEPT_ROWS = 1000
"""How many analyses that no build has asked for are kept, so that undoing an edit costs nothing."""

CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA)

Result = TypeVar("Result")


def analysis_key(pipeline: str, source_bound: float | None = None) -> str:
    """What, besides the text, an analysis depends on: the pipeline and its version, those of spaCy and of what runs the tagger, the
    bound below which a source is left unclear, and our own rules and word lists.

    Found without importing spaCy. `pipeline` is the name of an installed package or the folder of a pipeline.
    """
    package = Path(__file__).resolve().parent
    rules: list[Path] = []
    for part in KEYED:
        inside = (package / part).rglob("*") if (package / part).is_dir() else [(package / part).with_suffix(".py")]
        rules += sorted(path for path in inside if path.is_file() and path.suffix != ".pyc")
    versions = (*map(_version, ("spacy", "onnxruntime", "tokenizers")), pipeline, _version(pipeline), source_bound)
    digest = hashlib.sha256("\0".join(map(str, versions)).encode())
    for path in rules:
        digest.update(f"\0{path.relative_to(package).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    folder = Path(pipeline)
    if folder.is_dir():
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            status = path.stat()
            digest.update(f"\0{path.relative_to(folder).as_posix()}\0{status.st_size}\0{status.st_mtime_ns}".encode())
    return digest.hexdigest()


def text_hash(article: Article) -> str:
    """The content hash of `article`: its text, and where its headline is."""
    headline = f"{article.headline.start_char}-{article.headline.end_char}"
    return hashlib.sha256(f"{headline}\0{article.text}".encode()).hexdigest()


def place_of(article: Article) -> bytes:
    """A digest of where the words of `article` stand in its file."""
    return digest_bytes(msgspec.json.encode((article.path, article.positions)))


class StoredAnalysis(Struct, frozen=True):
    """An analysis that is stored: the digest of its bytes, and `place_of` its article if it has notices."""

    checksum: bytes
    place: bytes | None

    def holds_at(self, place: bytes) -> bool:
        """Whether it is also that of an article with the same text whose words stand at `place`: notices name lines of the file."""
        return self.place is None or self.place == place


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # dear to import, where no analysis is asked for

    try:
        return version(package)
    except (PackageNotFoundError, ValueError):
        return ""


class Store:
    """`ArticleAnalysis` by article text and analysis key. To be closed; `notices` says what was the matter with the file."""

    def __init__(self, folder: Path, key: str) -> None:
        """Open, or make, the store in `folder`, for analyses under `key` (see `analysis_key`)."""
        self._path = folder / FILE_NAME
        self._key = key
        self._used: set[str] = set()
        self.notices: tuple[Notice, ...] = ()
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True)
                (folder / ".gitignore").write_text("*\n")
            self._database = _connect(self._path)
        except (OSError, sqlite3.Error) as error:
            self._recover(error)

    def find_analyses(self) -> dict[str, StoredAnalysis]:
        """What is stored under the key, by the hash of the text: all of it is looked at, and nothing of it read."""
        rows = self._do(
            lambda: self._database.execute(
                "SELECT text, checksum, place FROM analysis WHERE key = ?", (self._key,)
            ).fetchall()
        )
        return {text: StoredAnalysis(checksum, place) for text, checksum, place in rows or []}

    def use(self, texts: Iterable[str]) -> None:
        """Say that the analyses of the texts with these hashes are those of this build."""
        self._used.update(texts)

    def load_analysis(self, text: str, checksum: bytes | None = None) -> ArticleAnalysis | None:
        """The stored analysis of the text with the hash `text`, or None; where `checksum` is given, only if it is that one."""
        found = self._read(text)
        return found[1] if found is not None and checksum in (None, found[0].checksum) else None

    def read_analysis(self, article: Article) -> ArticleAnalysis | None:
        """The stored analysis of `article`'s text, or None."""
        text = text_hash(article)
        self.use((text,))
        found = self._read(text)
        return found[1] if found is not None and found[0].holds_at(place_of(article)) else None

    def _read(self, text: str) -> tuple[StoredAnalysis, ArticleAnalysis] | None:
        row = self._do(
            lambda: self._database.execute(
                "SELECT checksum, place, json FROM analysis WHERE text = ? AND key = ?", (text, self._key)
            ).fetchone()
        )
        if row is None or not isinstance(row[2], bytes) or row[0] != digest_bytes(row[2]):
            return None
        try:
            return StoredAnalysis(row[0], row[1]), msgspec.json.decode(row[2], type=ArticleAnalysis)
        except msgspec.DecodeError:
            return None

    def write_analysis(self, article: Article, analysis: ArticleAnalysis) -> StoredAnalysis:
        """Store `analysis`, at once, so that a build that is stopped can be taken up again."""
        json = msgspec.json.encode(analysis)
        stored = StoredAnalysis(digest_bytes(json), place_of(article) if analysis.notices else None)
        row = (text_hash(article), self._key, stored.checksum, stored.place, json)
        self._do(lambda: self._commit("INSERT OR REPLACE INTO analysis VALUES (?, ?, ?, ?, ?)", [row]))
        return stored

    def read_record(self, kind: str, name: str) -> bytes | None:
        """What was last written as `name` of `kind`, or None."""
        row = self._do(
            lambda: self._database.execute(
                "SELECT checksum, data FROM record WHERE kind = ? AND name = ?", (kind, name)
            ).fetchone()
        )
        return row[1] if row is not None and isinstance(row[1], bytes) and row[0] == digest_bytes(row[1]) else None

    def read_records(self, kind: str) -> dict[str, bytes]:
        """What was last written of `kind`, by name."""
        rows = self._do(
            lambda: self._database.execute("SELECT name, checksum, data FROM record WHERE kind = ?", (kind,)).fetchall()
        )
        return {
            name: data
            for name, checksum, data in rows or []
            if isinstance(data, bytes) and checksum == digest_bytes(data)
        }

    def write_records(self, kind: str, records: Mapping[str, bytes | None]) -> None:
        """Write all of `records` by name, or none; None forgets."""
        rows = [(kind, name, digest_bytes(data), data) for name, data in records.items() if data is not None]
        gone = [(kind, name) for name, data in records.items() if data is None]

        def write() -> None:
            with self._database:
                self._database.executemany("DELETE FROM record WHERE kind = ? AND name = ?", gone)
                self._database.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", rows)

        self._do(write)

    def record_names(self, kind: str) -> frozenset[str]:
        """The names there are of `kind`."""
        rows = self._do(lambda: self._database.execute("SELECT name FROM record WHERE kind = ?", (kind,)).fetchall())
        return frozenset(row[0] for row in rows or [])

    def trim(self) -> None:
        """Forget the analyses that this build did not ask for, once they outnumber both the others and KEPT_ROWS."""
        texts = self._do(lambda: self._database.execute("SELECT text, key FROM analysis").fetchall()) or []
        strays = [row for row in texts if row[0] not in self._used or row[1] != self._key]
        if len(strays) > max(KEPT_ROWS, len(self._used)):
            self._do(lambda: self._commit("DELETE FROM analysis WHERE text = ? AND key = ?", strays))

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        self._database.close()

    def _commit(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._database:
            self._database.executemany(statement, rows)

    def _do(self, step: Callable[[], Result]) -> Result | None:
        """The result of `step`; where the file fails it, None, and the store starts again empty."""
        try:
            return step()
        except sqlite3.ProgrammingError:  # asked after it was closed: our own mistake, and no damage
            raise
        except sqlite3.Error as error:
            self._database.close()
            self._recover(error)
            return None

    def _recover(self, error: Exception) -> None:
        """Make a new file where the old is damaged, and do without one where it can't be used; with one notice."""
        damaged = isinstance(error, sqlite3.DatabaseError) and _code(error) in CORRUPT
        if damaged and not self.notices:
            self._note(
                "store-rebuilt", f"the store of earlier analyses could not be used and was begun anew: {error}", ""
            )
            try:
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
                self._database = _connect(self._path)
                return
            except (OSError, sqlite3.Error):
                pass  # then without a file
        elif not self.notices:
            hint = f"Make {self._path.parent} writable, and earlier analyses are used again."
            self._note("store-unusable", f"analyses cannot be kept for the next build: {error}", hint)
        self._database = _connect(None)

    def _note(self, code: str, message: str, hint: str) -> None:
        self.notices += (Notice(level=NoticeLevel.NOTICE, code=code, message=message, hint=hint),)


def _connect(path: Path | None) -> sqlite3.Connection:
    """A database with our table. Raises sqlite3.DatabaseError for a file that is not ours, or of another version."""
    # What the search index is made of is read by the thread that sends it, while the one that has opened the file waits.
    database = sqlite3.connect(path or ":memory:", timeout=30, check_same_thread=False)
    try:
        version, application = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id")
        )
        fresh = not database.execute("SELECT 1 FROM sqlite_master").fetchone()
        if not fresh and (version, application) != (SCHEMA_VERSION, APPLICATION_ID):
            other = sqlite3.DatabaseError("it was made by another version")
            other.sqlite_errorcode = sqlite3.SQLITE_SCHEMA
            raise other
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        with database:
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "CREATE TABLE IF NOT EXISTS analysis "
                "(text TEXT, key TEXT, checksum BLOB NOT NULL, place BLOB, json BLOB NOT NULL, PRIMARY KEY (text, key))"
            )
            database.execute(
                "CREATE TABLE IF NOT EXISTS record "
                "(kind TEXT, name TEXT, checksum BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, name))"
            )
            database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except BaseException:
        database.close()
        raise
    return database


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # without the extended part
