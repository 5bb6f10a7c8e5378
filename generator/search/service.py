"""Pagefind's program, driven by its own messages: base64 of JSON, each ended by a comma, on standard input and output.

Pagefind's Python package speaks the same, but waits a tenth of a second for each answer; here all documents go out at once.
A document is handed over as a page of its own making, because only in HTML can a stretch of text have an id, and Pagefind gives the
ids back with their places: so a hit in an article is known to lie in somebody's words, or in nobody's.
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import escape
from threading import Thread
from typing import IO, Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from generator.model import SearchDocument, SearchPassage

READ_BYTES = 1 << 20


class SearchError(Exception):
    """The index could not be made; the site is whole without it."""


class _File(Struct, frozen=True):
    path: str
    content: bytes


class _Payload(Struct, frozen=True):
    type: str
    message: str = ""
    files: tuple[_File, ...] = ()


class _Answer(Struct, frozen=True):
    payload: _Payload


def index_documents(documents: Iterable[SearchDocument], language: str) -> dict[str, bytes]:
    """Pagefind's files for `documents`, by their paths. Raises SearchError."""
    try:
        from pagefind_bin import get_executable
    except ImportError as error:
        raise SearchError("Pagefind is not installed") from error
    try:
        process = subprocess.Popen(
            [get_executable(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise SearchError(f"Pagefind does not start: {error}") from error
    assert process.stdin is not None and process.stdout is not None
    sender = Thread(target=_send, args=(process.stdin, _messages(documents, language)), daemon=True)
    sender.start()
    try:
        for answer in _answers(process.stdout):
            if answer.type == "Error":
                raise SearchError(f"Pagefind says: {answer.message}")
            if answer.files:
                return {file.path: file.content for file in answer.files}
        raise SearchError(f"Pagefind ended without an index (exit code {process.wait()})")
    finally:
        process.kill()
        sender.join()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream.close()
        process.wait()


def render_document(document: SearchDocument) -> str:
    """The page that Pagefind reads in place of the one that readers see."""
    filters = "".join(
        f'<meta data-pagefind-filter="{escape(name)}[content]" content="{escape(value)}">'
        for name, values in sorted(document.filters.items())
        for value in sorted(set(values))
    )
    body = "".join(f"<p>{''.join(map(_passage, paragraph))}</p>" for paragraph in document.paragraphs)
    return (
        f"<!doctype html><html><head>{filters}</head>"
        f'<body data-pagefind-body><h1 id="{_id(document.label)}">{escape(document.title)}</h1>{body}</body></html>'
    )


def _passage(passage: SearchPassage) -> str:
    text = escape(passage.text)
    return f'<mark id="{_id(passage.label)}">{text}</mark>' if passage.label else text


def _id(label: tuple[str, ...]) -> str:
    """`label` as an id, which is what comes back with a hit and is not searched; of white space Pagefind would keep nothing."""
    return "/".join(quote(part, safe="") for part in label)


def _messages(documents: Iterable[SearchDocument], language: str) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {"force_language": language, "keep_index_url": True}}
    for document in documents:
        page = render_document(document)
        yield {"type": "AddFile", "index_id": 0, "url": document.path, "file_contents": page, "file_path": None}
    # Not “WriteFiles”: that answers, and ends, before the last bytes are on disk.
    yield {"type": "GetFiles", "index_id": 0}


def _send(stream: IO[bytes], messages: Iterable[dict[str, Any]]) -> None:
    # Where the program has gone, whoever reads its answers learns it too.
    with suppress(OSError):
        try:
            for number, message in enumerate(messages, 1):
                stream.write(base64.b64encode(msgspec.json.encode({"message_id": number, "payload": message})) + b",")
        except Exception:
            stream.close()  # which ends the program: else those who wait for its answers would wait for ever
            raise
        stream.flush()  # and not closed: that would end the program before it has answered


def _answers(stream: IO[bytes]) -> Iterator[_Payload]:
    begun = bytearray()
    while data := stream.read1(READ_BYTES):  # type: ignore[attr-defined]
        *ends, rest = data.split(b",")
        for end in ends:
            begun += end
            message = base64.b64decode(begun)
            begun.clear()  # the answer that holds the index is large, and so never there twice
            yield msgspec.json.decode(message, type=_Answer).payload
        begun += rest
