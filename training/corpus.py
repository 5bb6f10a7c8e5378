"""Reads what the tagger is trained on: JSON lines, or PolNeAR as its authors publish it (brat standoff).

A document of either kind becomes a `Document`; its offsets are half-open and count Unicode code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Spans = tuple[tuple[int, int], ...]
ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Gold:
    """One coded attribution; each role may be discontinuous, and source or cue may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True)
class Document:
    """A coded article."""

    id: str
    text: str
    attributions: tuple[Gold, ...]


def read_corpus(path: Path) -> list[Document]:
    """The documents of a `.jsonl` file, or of a folder of brat files (`*.ann` beside `*.txt`, at any depth), in order of id."""
    documents = list(read_brat(path) if path.is_dir() else read_jsonl(path))
    if not documents:
        raise ValueError(
            f"{path}: no documents; give a .jsonl file or a folder that holds .ann files beside their .txt files"
        )
    return sorted(documents, key=lambda document: document.id)


def read_jsonl(path: Path) -> Iterator[Document]:
    """One document a line: {"id", "text", "attributions": [{"source", "cue", "content": [[start, end], ...]}]}."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                attributions = tuple(
                    Gold(
                        **{role: tuple((int(start), int(end)) for start, end in item.get(role) or ()) for role in ROLES}
                    )
                    for item in record["attributions"]
                )
                yield Document(record["id"], record["text"], attributions)
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: not a coded document ({error})") from error


def read_brat(folder: Path) -> Iterator[Document]:
    """Brat standoff as PolNeAR has it: entities Source, Cue, Content; relations or events that tie them into attributions.

    An attribution is what hangs together: every content goes with the cue that a relation or event names beside it, and with the
    sources of that cue. A content that nothing ties to a cue is left out, since nobody is credited with it.
    """
    for path in sorted(folder.rglob("*.ann")):
        text_path = path.with_suffix(".txt")
        text = text_path.read_bytes().decode(
            "utf-8"
        )  # bytes, because reading as text would turn \r\n into one character
        yield Document(path.stem, text, tuple(_tie(path, path.read_text(encoding="utf-8"))))


def _tie(path: Path, lines: str) -> Iterator[Gold]:
    entities: dict[str, tuple[str, Spans]] = {}
    ties: list[tuple[str, ...]] = []
    events: dict[str, str] = {}
    for number, line in enumerate(lines.splitlines(), start=1):
        key, _, rest = line.partition("\t")
        try:
            if key.startswith("T"):
                label, _, offsets = rest.split("\t")[0].partition(" ")
                spans = tuple((int(start), int(end)) for start, end in (piece.split() for piece in offsets.split(";")))
                entities[key] = (label.lower(), _join_lines(spans))
            elif key.startswith("R"):
                ties.append(tuple(part.partition(":")[2] for part in rest.split()[1:]))
            elif key.startswith("E"):
                parts = [part.partition(":")[2] for part in rest.split()]
                events[key] = parts[0]
                ties.append(tuple(parts))
        except ValueError as error:
            raise ValueError(f"{path}:{number}: not a brat line ({error})") from error
    groups: dict[str, list[str]] = {}
    for tie in ties:
        members = [events.get(name, name) for name in tie]
        cues = [name for name in members if entities.get(name, ("",))[0] == "cue"]
        for name in members:
            for cue in cues:
                if name != cue and name in entities and name not in groups.setdefault(cue, []):
                    groups[cue].append(name)
    for cue, members in groups.items():
        role_spans = {
            role: tuple(sorted(span for name in members if entities[name][0] == role for span in entities[name][1]))
            for role in ("source", "content")
        }
        if role_spans["content"]:
            yield Gold(source=role_spans["source"], cue=entities[cue][1], content=role_spans["content"])


def _join_lines(spans: Spans) -> Spans:
    """Brat breaks a span at each line end; pieces with one character between them are one span."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
