"""Reads passages that are coded in their text, in Markdown: `[s1 The mayor] [c1 said] [x1 the bridge was safe].`

    python -m training.passages benchmarks/other_kinds.md > gold.jsonl

Each `## ` heading begins a document. `s`, `c` and `x` are source, cue and content; the number says of which attribution
(`[s1,2 She]`: of which two); a span that is broken stands twice. What comes before the first heading is a note to the reader.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.corpus import Document, Gold

CODED = re.compile(r"\[([scx])(\d+(?:,\d+)*) ([^\[\]]+)\]")
ROLE = {"s": "source", "c": "cue", "x": "content"}


def read_passages(path: Path) -> Iterator[Document]:
    """The documents of a file; ValueError names the passage whose coding lacks a cue or a content, or is not closed."""
    for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        yield read_passage(f"{path.stem}-{title.strip().replace(' ', '-')}", body.strip())


def read_passage(name: str, coded: str) -> Document:
    """One passage; offsets count code points of the text without the coding."""
    text, place = "", 0
    spans: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for match in CODED.finditer(coded):
        text += coded[place : match.start()]
        span = (len(text), len(text) + len(match.group(3)))
        text += match.group(3)
        place = match.end()
        for number in match.group(2).split(","):
            spans[int(number)][ROLE[match.group(1)]].append(span)
    text += coded[place:]
    if "[" in text:
        raise ValueError(f"{name}: a bracket that codes nothing, near {text[text.index('[') :][:30]!r}")
    golds = []
    for number, roles in sorted(spans.items()):
        if not roles["content"] or not (roles["cue"] or roles["source"]):
            raise ValueError(f"{name}: attribution {number} has no content, or neither cue nor source")
        golds.append(Gold(*(tuple(roles[role]) for role in ("source", "cue", "content"))))
    return Document(name, text, tuple(golds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=Path)
    for document in read_passages(parser.parse_args().passages):
        attributions = [
            {"source": gold.source, "cue": gold.cue, "content": gold.content} for gold in document.attributions
        ]
        print(json.dumps({"id": document.id, "text": document.text, "attributions": attributions}, ensure_ascii=False))


if __name__ == "__main__":
    main()
