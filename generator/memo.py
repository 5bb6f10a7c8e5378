"""What was worked out in the last build, for the next: each value with a digest of all that it was worked out from.

A memo that is out of date costs time and is never wrong: a value is only used under the very key that it was kept under, and a
digest of the program and its settings is part of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Protocol, TypeVar

import msgspec

from generator.analysed import AnalysedArticle
from generator.digests import KEY_LENGTH, digest
from generator.model import Article, ArticleAnalysis

Value = TypeVar("Value")

BATCH_BYTES = 4_000_000
"""So much is kept back, to be written at once."""


class Records(Protocol):
    """Bytes by kind and name that last from build to build; the store is one."""

    def read_record(self, kind: str, name: str) -> bytes | None: ...
    def read_records(self, kind: str) -> dict[str, bytes]: ...
    def write_records(self, kind: str, records: Mapping[str, bytes | None]) -> None: ...
    def record_names(self, kind: str) -> frozenset[str]: ...


class Memo:
    """Values by kind and name. Without `records` it knows nothing and keeps nothing."""

    def __init__(
        self, records: Records | None = None, base: bytes = b"", checkpoint: Callable[[], None] | None = None
    ) -> None:
        """`base` is part of each key: a digest of the program and its settings. `checkpoint` is called before each value, and may
        raise, to end what asks for them."""
        self._records = records
        self._base = base
        self._checkpoint = checkpoint
        self._seen: dict[str, set[str]] = {}
        self._new: dict[str, dict[str, bytes]] = {}
        self._gathered: dict[str, dict[str, bytes]] = {}
        self._waiting = 0

    def recall(self, kind: str, name: str, inputs: Any, type_: Any, make: Callable[[], Value]) -> Value:
        """The value of `type_` that `make` works out from `inputs`: that of the last build, where it had the same inputs."""
        if self._checkpoint is not None:
            self._checkpoint()
        if self._records is None:
            return make()
        key = digest(self._base, inputs)
        self._seen.setdefault(kind, set()).add(name)
        kept = self._find(kind, name)
        if kept is not None and kept[:KEY_LENGTH] == key:
            try:
                value: Value = _decoder(type_).decode(memoryview(kept)[KEY_LENGTH:])
                return value
            except msgspec.DecodeError:
                pass
        value = make()
        self._keep(kind, name, key + msgspec.msgpack.encode(value))
        return value

    def recall_of(
        self,
        kind: str,
        one: AnalysedArticle,
        inputs: Any,
        type_: Any,
        make: Callable[[Article, ArticleAnalysis], Value],
    ) -> Value:
        """The same for what is worked out from one article, its analysis and `inputs`; these are only read where it isn't known."""
        if self._records is None:
            return make(*one.read())
        return self.recall(kind, one.slug, (one.digest, inputs), type_, lambda: make(*one.read()))

    def gather(self, kind: str) -> None:
        """Read all there is of `kind` at once, because it will be asked for."""
        if self._records is not None:
            self._gathered[kind] = self._records.read_records(kind)

    def last(self, kind: str, type_: Any, name: str = "") -> Any:
        """The value of `type_` that this very program last kept with `keep`, or None.

        It was worked out from other inputs: whoever asks must see by the value itself what of it still holds.
        """
        self.leave(kind, (name,))
        kept = self._records.read_record(kind, name) if self._records is not None else None
        if kept is None or kept[:KEY_LENGTH] != digest(self._base):
            return None
        try:
            return _decoder(type_).decode(memoryview(kept)[KEY_LENGTH:])
        except msgspec.DecodeError:
            return None

    def keep(self, kind: str, value: Any, name: str = "") -> None:
        """Keep `value`, to be asked for with `last`."""
        if self._records is not None:
            self._keep(kind, name, digest(self._base) + msgspec.msgpack.encode(value))

    def leave(self, kind: str, names: Iterable[str]) -> None:
        """Let stand what is kept under `names`, though it wasn't asked for."""
        self._seen.setdefault(kind, set()).update(names)

    def add(self) -> None:
        """Keep what is new, and all that was kept before."""
        if self._records is not None:
            self._flush()

    def write(self) -> None:
        """Keep what is new, and forget what was not asked for."""
        if self._records is not None:
            self._flush()
            for kind, seen in self._seen.items():
                self._records.write_records(kind, dict.fromkeys(self._records.record_names(kind) - seen))

    def _find(self, kind: str, name: str) -> bytes | None:
        assert self._records is not None
        gathered = self._gathered.get(kind, {}).pop(name, None)
        return gathered if gathered is not None else self._records.read_record(kind, name)

    def _keep(self, kind: str, name: str, data: bytes) -> None:
        self._new.setdefault(kind, {})[name] = data
        self._waiting += len(data)
        if self._waiting > BATCH_BYTES:
            self._flush()

    def _flush(self) -> None:
        assert self._records is not None
        for kind, records in self._new.items():
            self._records.write_records(kind, records)
        self._new = {}
        self._waiting = 0


@cache
def _decoder(type_: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(type_)
