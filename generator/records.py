"""What one build leaves for the next: which files were read, what was made of them, and whether there is anything to do at all.

Everything here may be lost, and is checked before it is believed. Nothing that analyses, renders or parses is imported, because a
build with nothing to do should cost nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator.config import Config
from generator.digests import digest_bytes
from generator.errors import ArticleError
from generator.model import Article, Asset, BuildReport, FrontMatter, Notice, NoticeLevel
from generator.receipts import PACKAGE, Inputs, LastBuild, Receipt, decode_stamps, encode_stamps
from generator.stamps import Stamp, read_plain_stamp, read_stamp
from generator.standing import Record, Standing, encode_record
from generator.store import Store, place_of, text_hash
from generator.write import MANIFEST_NAME

READING_KIND = "reading"

LIBRARIES = ("cbor2", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "msgspec", "pagefind-bin", "pyyaml")
"""What, besides our own code, reading and rendering are done with."""


class Heading(Struct, frozen=True, array_like=True):
    """What is known of an article without its text; the dates stand outside the front matter, as text."""

    slug: str
    path: str
    front_matter: FrontMatter
    date: str | None
    updated: str | None
    assets: tuple[Asset, ...]
    notices: tuple[Notice, ...]
    characters: int
    text: str  # the hash of its text, see `text_hash`
    place: bytes  # where its words stand, see `place_of`
    body: bytes  # a digest of all of it


class ReadArticle(Struct, frozen=True, array_like=True):
    """An article as it was read. `stamp` is None where the file might have changed again under the same one."""

    stamp: Stamp | None
    content: bytes  # the hash of the file
    heading: Heading


class ReadingOf(Struct, frozen=True, array_like=True):
    """All articles by their paths below the content folder, as the program `reader` has read them."""

    reader: bytes
    articles: dict[str, ReadArticle]


class HeldArticle:
    """An article of which only the heading need be in memory."""

    def __init__(self, heading: Heading, read: Callable[[], Article]) -> None:
        self.heading = heading
        self.slug = heading.slug
        self.path = heading.path
        dates = {"date": _date(heading.date), "updated": _date(heading.updated)}
        self.front_matter = replace(heading.front_matter, **dates) if any(dates.values()) else heading.front_matter
        self.read = read

    @classmethod
    def of(cls, article: Article) -> HeldArticle:
        """One that stays in memory."""
        return cls(_heading(article, digest_bytes(_encode(article))), lambda: article)


SLUGS = msgspec.msgpack.Decoder(dict[str, str])
READING = msgspec.msgpack.Decoder(ReadingOf)
ARTICLE = msgspec.msgpack.Decoder(tuple[Article, str | None, str | None])

BATCH_BYTES = 4_000_000
"""So much is kept back, to be written at once."""


def digest_program(config: Config) -> bytes:
    """What, besides contexts and templates, a page depends on: our code, the libraries, and the settings that shape pages."""
    from importlib.metadata import PackageNotFoundError, version

    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(f"\0{path.relative_to(PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    for library in LIBRARIES:
        try:
            digest.update(f"\0{library} {version(library)}".encode())
        except PackageNotFoundError:
            digest.update(f"\0{library}".encode())
    folders: dict[str, Any] = {
        "root": PACKAGE,
        "content": PACKAGE,
        "output": PACKAGE,
        "templates": None,
        "baseline": None,
        "destinations": {},
    }
    return (
        digest.digest()
        + hashlib.blake2b(msgspec.msgpack.encode(replace(config, **folders), enc_hook=str), digest_size=16).digest()
    )


def digest_rules(config: Config) -> str:
    """What findings depend on besides the analysis: our rules, and the house's choice among them."""
    digest = hashlib.blake2b(msgspec.json.encode(config.house_rules), digest_size=8)
    for path in sorted((PACKAGE / "findings").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_units(store: Store, output: Path) -> tuple[bytes | None, bytes | None]:
    """The records of the units in `output`: those of articles' pages, and the others."""
    return store.read_record("article units", str(output)), store.read_record("units", str(output))


def write_records(
    store: Store,
    config: Config,
    standing: Standing,
    files: Mapping[str, str | None],
    receipt: tuple[Inputs | None, bytes, BuildReport],
) -> None:
    """Keep what stands now. The receipt is only given where the same inputs are sure to make the same site again."""
    output = str(config.output)
    inputs, program, report = receipt
    manifest = read_stamp(config.output / MANIFEST_NAME)
    sure = inputs is not None and manifest is not None and not _is_uncertain(report)
    store.write_records("receipt", {output: None})
    store.write_records("stamps", {output: encode_stamps(standing.new_stamps(files))})
    articles, others = standing.encode(files)
    store.write_records("article units", {output: articles})
    store.write_records("units", {output: others})
    if sure and inputs is not None and manifest is not None:
        store.write_records("receipt", {output: msgspec.msgpack.encode(Receipt(inputs, program, manifest, report))})
    for kind in ("receipt", "stamps", "article units", "units", "slugs"):
        gone = [name for name in store.record_names(kind) if not Path(name).is_dir()]
        store.write_records(kind, dict.fromkeys(gone))


def write_printed(
    store: Store,
    config: Config,
    last: LastBuild,
    inputs: Inputs,
    record: Record,
    written: Iterable[str],
    report: BuildReport,
) -> None:
    """The same where only articles' pages were `written` again: else the site of `last` stands; `record` is of their units."""
    output = str(config.output)
    manifest = read_stamp(config.output / MANIFEST_NAME)
    store.write_records("receipt", {output: None})
    if written:
        new = {path: stamp for path in written if (stamp := read_plain_stamp(f"{output}/{path}"))}
        store.write_records("stamps", {output: encode_stamps({**decode_stamps(last.stamps), **new})})
    store.write_records("article units", {output: encode_record(record)})
    if manifest is not None:
        receipt = Receipt(inputs, last.receipt.program, manifest, report)
        store.write_records("receipt", {output: msgspec.msgpack.encode(receipt)})


def _is_uncertain(report: BuildReport) -> bool:
    """An error may have had a cause that no stamp shows (a right, a lack of memory); what was kept is looked at each time."""
    uncertain = {"strays-kept", "store-rebuilt", "store-unusable", "image-missing", "image-outside", "search-failed"}
    return any(notice.level is NoticeLevel.ERROR or notice.code in uncertain for notice in report.notices)


def find_gone(store: Store, config: Config, articles: Iterable[HeldArticle]) -> tuple[str, ...]:
    """The folders of articles whose files stood there at the last preview and don't now: they are gone, whatever else is wrong.

    A build doesn't go so far, since a file that was renamed and can't be read may still be meant to have the page.
    """
    output = str(config.output)
    try:
        earlier = SLUGS.decode(store.read_record("slugs", output) or b"\x80")
    except msgspec.DecodeError:
        earlier = {}
    present = {path: slug for path, slug in earlier.items() if (config.content / path).exists()}
    present |= {article.path: article.slug for article in articles}
    store.write_records("slugs", {output: msgspec.msgpack.encode(present)})
    return tuple(sorted(f"articles/{slug}/" for slug in set(earlier.values()) - set(present.values())))


class ReadArticles:
    """The articles as they were last read, by path below the content folder."""

    def __init__(self, store: Store, content: Path, reader: bytes, *, paranoid: bool) -> None:
        """`reader` is a digest of the program that reads (see `digest_program`)."""
        self._store = store
        self._reader = reader
        self._paranoid = paranoid
        self._content = content
        self._kind = f"article {content}"
        self._old = self._read_old()
        self._now: dict[str, ReadArticle] = {}
        self._bodies: dict[str, bytes | None] = {}
        self._waiting = 0

    def find(self, name: str, path: Path, stamp: Stamp | None) -> HeldArticle | None:
        """The article of the file `path`, if that is what was read: by its stamp, or else by its content."""
        old = self._old.get(name)
        if old is None:
            return None
        if self._paranoid or old.stamp is None or old.stamp != stamp:
            try:
                if _hash(path.read_bytes()) != old.content:
                    return None
            except OSError:
                return None
            old = replace(old, stamp=_settled(path, stamp))
        self._now[name] = old
        return HeldArticle(old.heading, partial(self._load, name, old.heading.body))

    def keep(self, name: str, path: Path, stamp: Stamp | None, article: Article) -> HeldArticle:
        """Keep `article`, read from `path` after it had `stamp`; not where it shows images, which may come and go."""
        if article.assets or any(notice.code.startswith("image-") for notice in article.notices):
            return HeldArticle.of(article)
        try:
            content = _hash(path.read_bytes())
        except OSError:
            return HeldArticle.of(article)
        if stamp is None or read_stamp(path) != stamp:  # it changed while it was read
            return HeldArticle.of(article)
        body = _encode(article)
        heading = _heading(article, digest_bytes(body))
        self._now[name] = ReadArticle(_settled(path, stamp), content, heading)
        self._bodies[name] = body
        self._waiting += len(body)
        if self._waiting > BATCH_BYTES:
            self._flush()
        return HeldArticle(heading, partial(self._load, name, heading.body))

    def write(self) -> None:
        """Write what is new, and forget what is gone."""
        if self._now != self._old:
            self._bodies.update(dict.fromkeys(self._store.record_names(self._kind) - self._now.keys()))
            self._flush()
            encoded = msgspec.msgpack.encode(ReadingOf(self._reader, self._now))
            self._store.write_records(READING_KIND, {str(self._content): encoded})

    def _flush(self) -> None:
        self._store.write_records(self._kind, self._bodies)
        self._bodies = {}
        self._waiting = 0

    def _read_old(self) -> dict[str, ReadArticle]:
        data = self._store.read_record(READING_KIND, str(self._content))
        try:
            reading = READING.decode(data) if data is not None else None
        except msgspec.DecodeError:
            return {}
        return reading.articles if reading is not None and reading.reader == self._reader else {}

    def _load(self, name: str, body: bytes) -> Article:
        """The article `name` as it was read; where the record is lost, from its file again."""
        waiting = self._bodies.get(name)
        data = waiting if waiting is not None else self._store.read_record(self._kind, name)
        if data is not None and digest_bytes(data) == body:
            try:
                article, date, updated = ARTICLE.decode(data)
            except msgspec.DecodeError:
                pass
            else:
                matter = replace(article.front_matter, date=_date(date), updated=_date(updated))
                return replace(article, front_matter=matter)
        return self._read_again(name, body)

    def _read_again(self, name: str, body: bytes) -> Article:
        from generator.read.articles import read_article

        article = read_article(self._content / name, self._content)
        if digest_bytes(_encode(article)) != body:
            raise ArticleError("was changed while the site was built", path=name, hint="Build again.")
        return article


def _encode(article: Article) -> bytes:
    matter = article.front_matter
    date, updated = (value.isoformat() if value else None for value in (matter.date, matter.updated))
    plain = replace(article, front_matter=replace(matter, date=None, updated=None))
    return msgspec.msgpack.encode((plain, date, updated))


def _heading(article: Article, body: bytes) -> Heading:
    matter = article.front_matter
    date, updated = (value.isoformat() if value else None for value in (matter.date, matter.updated))
    return Heading(
        slug=article.slug,
        path=article.path,
        front_matter=replace(matter, date=None, updated=None),
        date=date,
        updated=updated,
        assets=article.assets,
        notices=article.notices,
        characters=len(article.text),
        text=text_hash(article),
        place=place_of(article),
        body=body,
    )


def _settled(path: Path, stamp: Stamp | None) -> Stamp | None:
    """`stamp` where any later change of the file will show by another, None where it might not."""
    if stamp is None or read_stamp(path) != stamp or not stamp.is_settled(time.time_ns()):
        return None
    return stamp


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _date(written: str | None) -> datetime.date | None:
    if written is None:
        return None
    return datetime.date.fromisoformat(written) if len(written) == 10 else datetime.datetime.fromisoformat(written)
