"""What earlier builds knew of the articles, for `sayso diff`: that of the last few builds, in the store, and lost with it.

The states of articles are content-addressed: a build that changes one article adds one state and one list. A build that changes
nothing adds nothing. Where more must last (for the site's own page of changes, for another machine) a state is a file of its own.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator.changes import ArticleState, SiteState
from generator.errors import ConfigError
from generator.memo import BATCH_BYTES
from generator.store import Store

BUILDS_KEPT = 20
BUILD, STATE = "build", "article state"


class Entry(Struct, frozen=True, array_like=True):
    """An article of a build: its file, a digest of all that its state is made of, and the name of its state."""

    path: str
    key: bytes
    state: str


class PastBuild(Struct, frozen=True, array_like=True):
    """What one build knew. `time` is in seconds since 1970 (UTC); the digests are those of `SiteState`."""

    id: str
    time: int
    analysis: str
    rules: str
    articles: dict[str, Entry]


Described = Iterable[tuple[str, str, bytes, Callable[[], ArticleState]]]
"""Each article's slug, path and key, and what describes it where the key is a new one."""


def record_build(
    store: Store, described: Described, *, failed: frozenset[str], analysis: str, rules: str, time: int
) -> None:
    """Keep what a build knows, if the build before knew anything else. Articles whose files `failed` stay as they were."""
    last = next(read_builds(store), None)
    before = last.articles if last else {}
    articles = {slug: entry for slug, entry in before.items() if entry.path in failed}
    states: dict[str, bytes | None] = {}
    waiting = 0
    for slug, path, key, describe in described:
        entry = before.get(slug)
        if entry is None or entry.key != key or entry.path != path:
            content = msgspec.json.encode(describe())
            entry = Entry(path, key, hashlib.blake2b(content, digest_size=16).hexdigest())
            states[entry.state] = packed = zlib.compress(content, 1)
            waiting += len(packed)
            if waiting > BATCH_BYTES:
                store.write_records(STATE, states)
                states, waiting = {}, 0
        articles[slug] = entry
    named = sorted((slug, entry.state) for slug, entry in articles.items())
    id_ = hashlib.blake2b(msgspec.json.encode(named), digest_size=4).hexdigest()
    build = PastBuild(id_, time, analysis, rules, articles)
    if last is not None and last.id == id_:
        if last != replace(build, time=last.time):
            store.write_records(
                BUILD, {max(store.record_names(BUILD)): msgspec.msgpack.encode(replace(build, time=last.time))}
            )
        return
    numbers = sorted(store.record_names(BUILD))
    number = int(numbers[-1]) + 1 if numbers else 0
    store.write_records(STATE, states)
    store.write_records(BUILD, {f"{number:09}": msgspec.msgpack.encode(build)})
    _forget(store)


def read_builds(store: Store) -> Iterator[PastBuild]:
    """The builds that are kept, the latest first."""
    for name in sorted(store.record_names(BUILD), reverse=True):
        try:
            yield msgspec.msgpack.decode(store.read_record(BUILD, name) or b"", type=PastBuild)
        except msgspec.DecodeError:
            continue


def read_build(store: Store, build: PastBuild) -> SiteState:
    """All that `build` knew; an article whose state is damaged is left out."""
    articles = {}
    for slug, entry in build.articles.items():
        try:
            content = zlib.decompress(store.read_record(STATE, entry.state) or b"")
            articles[slug] = msgspec.json.decode(content, type=ArticleState)
        except (zlib.error, msgspec.DecodeError):
            continue
    return SiteState(analysis=build.analysis, rules=build.rules, articles=articles)


def encode_state(state: SiteState) -> bytes:
    """`state` as a file: JSON, a value a line, so that version control shows what changed."""
    return msgspec.json.format(msgspec.json.encode(state, order="sorted"), indent=1) + b"\n"


def find_build(store: Store, since: str | None, now: SiteState) -> tuple[PastBuild, SiteState]:
    """The build whose id begins with `since`, and what it knew; without `since` the latest that knew anything else than `now`.

    Where each knew the same, the latest. Raises ConfigError where there is none.
    """
    builds = tuple(read_builds(store))
    hint = "Build the site first; or name a file that sayso diff --save wrote."
    if not builds:
        raise ConfigError("there is no earlier build to compare with", hint=hint)
    if since is None:
        known = ((build, read_build(store, build)) for build in builds)
        latest = builds[0], read_build(store, builds[0])
        return next((pair for pair in known if pair[1].articles != now.articles), latest)
    found = next((build for build in builds if build.id.startswith(since)), None)
    if found is None:
        raise ConfigError(
            f"no build “{since}” is kept, and no such file is there",
            hint=f"There are: {', '.join(b.id for b in builds)}.",
        )
    return found, read_build(store, found)


def read_state(path: Path, shown: str) -> SiteState:
    """The state in the file `path`, which the user knows as `shown`. Raises ConfigError."""
    hint = f"Make one with: sayso diff --save {shown}"
    try:
        return msgspec.json.decode(path.read_bytes(), type=SiteState)
    except OSError as error:
        raise ConfigError(f"the baseline cannot be read: {error.strerror}", path=shown, hint=hint) from error
    except msgspec.DecodeError as error:
        raise ConfigError(f"this is no baseline of sayso diff: {error}", path=shown, hint=hint) from error


def _forget(store: Store) -> None:
    """Leave only the last builds, and the states that they name."""
    names = sorted(store.record_names(BUILD))
    if len(names) <= BUILDS_KEPT:
        return
    store.write_records(BUILD, dict.fromkeys(names[:-BUILDS_KEPT]))
    used = {entry.state for build in read_builds(store) for entry in build.articles.values()}
    store.write_records(STATE, dict.fromkeys(store.record_names(STATE) - used))
