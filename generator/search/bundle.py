"""Pagefind's files as the site ships them: without what the site doesn't use, and with the same bytes for the same documents.

Pagefind lists filters and their values in the order of a hash table, which differs from run to run, and names the files by their
content. So both are put in order here, and the files that name them are written anew. Its files are CBOR after a fixed word, packed
with gzip; the version is pinned, because none of this is promised.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import cbor2
import msgspec

from generator.search.service import SearchError

MAGIC = b"pagefind_dcd"
ENTRY = "pagefind-entry.json"
PROGRAMS = ("pagefind.js", "pagefind-worker.js")
"""What the search page loads; Pagefind's own interfaces, and the core for languages that it doesn't know, stay behind."""


def read_bundle(files: Mapping[str, bytes], *, programs: bool = True) -> Iterator[tuple[str, bytes]]:
    """Name and content of each of Pagefind's `files` that a browser asks for; without `programs` only the index itself.

    Raises SearchError.
    """
    try:
        entry = msgspec.json.decode(files[ENTRY])
        ((language, loaded),) = entry["languages"].items()
        filters, meta = _in_order(files, _unpack(files[f"pagefind.{loaded['hash']}.pf_meta"]))
        packed = _pack(meta)
        loaded["hash"] = f"{language}_{hashlib.sha256(packed).hexdigest()[:10]}"
        shipped = (*PROGRAMS, f"wasm.{loaded['wasm'] or 'unknown'}.pagefind") if programs else ()
        written = [(name, files[name]) for name in shipped]
    except (ValueError, KeyError, TypeError, cbor2.CBORDecodeError, msgspec.DecodeError) as error:
        raise SearchError(f"Pagefind's index is of a form that is not known: {error!r}") from error
    yield from written
    yield ENTRY, msgspec.json.encode(entry)
    yield f"pagefind.{loaded['hash']}.pf_meta", packed
    for hash_, content in filters:
        yield f"filter/{hash_}.pf_filter", content
    for path in sorted(files):
        if path.startswith(("fragment/", "index/")):
            yield path, files[path]


def _in_order(files: Mapping[str, bytes], meta: Any) -> tuple[list[tuple[str, bytes]], Any]:
    """The filter files by their new names, and the list of all files that names them."""
    version, pages, chunks, filters, *rest = meta
    ordered = []
    renamed = []
    for name, hash_ in sorted(filters):
        read, values = _unpack(files[f"filter/{hash_}.pf_filter"])
        content = _pack([read, sorted(values)])
        hash_ = f"{hash_.partition('_')[0]}_{hashlib.sha256(content).hexdigest()[:10]}"
        renamed.append([name, hash_])
        ordered.append((hash_, content))
    return ordered, [version, pages, chunks, renamed, *rest]


def _unpack(content: bytes) -> Any:
    return cbor2.loads(gzip.decompress(content).removeprefix(MAGIC))


def _pack(value: Any) -> bytes:
    return gzip.compress(MAGIC + cbor2.dumps(value), mtime=0)
