"""What stands in the output folder from earlier builds, and what each page was made of: so that no page is made twice.

A unit is one or several pages that are made together, under a key: a digest of all that they are made of. A unit stands as long as
its key is asked for again and each of its files is, by its stamp or else by its hash, what was written. So a record that is out of
date, or of another folder, costs time and is never wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from generator.digests import digest
from generator.model import Page, StandingPage
from generator.stamps import PlainStamp, read_plain_stamp

ARTICLES = "articles/"
"""The units of articles' pages are called by this and the slug."""


class Unit(Struct, frozen=True, array_like=True):
    """Pages that are made together. `parts` are those of each attribution of an article that is split, by attribution id."""

    key: bytes
    files: dict[str, str]  # the SHA-256 of each page, by its path
    parts: dict[str, int] = {}


class Look(Struct, frozen=True, array_like=True):
    """What a site's pages were made with: the fields of all pages' contexts that are the same, and the templates' keys by name.

    `static` are the SHA-256 of static files, by path.
    """

    frame: dict[str, Any]
    templates: dict[str, bytes]
    static: dict[str, str]


class Record(Struct, frozen=True, array_like=True):
    """What is kept from build to build: under `base`, a digest of the program itself, the units by name.

    `look` is only of articles' pages.
    """

    base: bytes
    units: dict[str, Unit]
    look: Look | None = None


def decode_record(data: bytes | None) -> Record | None:
    """What `encode_record` gave; None where that is damaged, or nothing."""
    try:
        return _RECORD.decode(data) if data is not None else None
    except msgspec.DecodeError:
        return None


def encode_record(record: Record) -> bytes:
    """A record, to be kept."""
    return msgspec.msgpack.encode(record)


class Standing:
    """Asked by whoever makes pages, before they do. Without a record nothing stands."""

    def __init__(
        self,
        output: Path,
        *,
        base: bytes = b"",
        records: Iterable[bytes | None] = (),
        stamps: Mapping[str, PlainStamp] | None = None,
        written: Mapping[str, str | None] | None = None,
        paranoid: bool = False,
    ) -> None:
        """`records` and `stamps` are what `encode` and `new_stamps` gave after the last build; `written` the manifest's digests."""
        self._output = str(output)
        self._base = base
        self._stamps = stamps or {}
        self._written = written or {}
        self._paranoid = paranoid
        self._old: dict[str, Unit] = {}
        self._new: dict[str, Unit] = {}
        self._kept: dict[str, PlainStamp] = {}
        self.look: Look | None = None
        for record in records if written else ():
            read = decode_record(record)
            if read is not None and read.base == base:
                self._old |= read.units

    def key(self, *inputs: Any) -> bytes:
        """A digest of `inputs`: structs, text, numbers, bytes, or collections of them."""
        return digest(*inputs)

    def find(self, name: str, key: bytes) -> Unit | None:
        """The unit `name` if it was made under `key` and all of it stands."""
        unit = self._old.get(name)
        if unit is None or unit.key != key:
            return None
        for path, content in unit.files.items():
            if not self._stands(path, content):
                return None
        self._new[name] = unit
        return unit

    def earlier(self, name: str) -> Unit | None:
        """The unit `name` under whichever key it was made, if all of it stands; it counts as made only once it is recorded."""
        unit = self._old.get(name)
        if unit is None or not all(self._stands(path, content) for path, content in unit.files.items()):
            return None
        return unit

    def pages(self, unit: Unit) -> Iterator[StandingPage]:
        """What the writer is given for the pages of a unit that stands."""
        for path, content in unit.files.items():
            yield StandingPage(path=path, digest=content)

    def record(self, name: str, key: bytes, paths: Iterable[str], parts: Mapping[str, int] | None = None) -> None:
        """Say that the unit `name` has been made anew."""
        files = dict.fromkeys(paths, "")
        self._new[name] = Unit(key, files, dict(parts or {}))
        for path in files:  # which stood when they were asked for, and do no longer
            self._kept.pop(path, None)

    def parts(self, name: str) -> Mapping[str, int]:
        """The `parts` of the unit `name`, found or recorded in this build."""
        unit = self._new.get(name)
        return unit.parts if unit else {}

    def made(self, name: str, key: bytes, pages: Iterable[Page]) -> Iterator[Page]:
        """`pages` as they come, and then their unit on record."""
        paths = []
        for page in pages:
            paths.append(page.path)
            yield page
        self.record(name, key, paths)

    def encode(self, written: Mapping[str, str | None]) -> tuple[bytes, bytes]:
        """The records for the next build, that of articles' pages first; `written` are the digests of all pages, by path."""
        articles, others = dict[str, Unit](), dict[str, Unit]()
        for name, unit in self._new.items():
            if unit is not self._old.get(name):  # else its digests are known
                unit = Unit(unit.key, {path: written[path] or "" for path in unit.files}, unit.parts)
            (articles if name.startswith(ARTICLES) else others)[name] = unit
        return encode_record(Record(self._base, articles, self.look)), encode_record(Record(self._base, others))

    def new_stamps(self, paths: Iterable[str]) -> dict[str, PlainStamp]:
        """The stamps of `paths`, which have just been written or found to stand."""
        stamps = {}
        for path in paths:
            stamp = self._kept.get(path) or read_plain_stamp(f"{self._output}/{path}")
            if stamp is not None:
                stamps[path] = stamp
        return stamps

    def _stands(self, path: str, digest: str) -> bool:
        if self._written.get(path) != digest:  # a later build wrote it, and was stopped before it could say of what
            return False
        file = f"{self._output}/{path}"
        stamp = read_plain_stamp(file)
        if stamp is None:
            return False
        if self._paranoid or self._stamps.get(path) != stamp:
            try:
                content = Path(file).read_bytes()
            except OSError:
                return False
            if hashlib.sha256(content).hexdigest() != digest:
                return False
        self._kept[path] = stamp
        return True


_RECORD = msgspec.msgpack.Decoder(Record)
