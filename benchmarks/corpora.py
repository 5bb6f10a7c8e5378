"""The corpora whose articles people have read: PolNeAR, and the Lee corpus of short reports (Lee, Pincombe and Welsh 2005)."""

from __future__ import annotations

import json
from pathlib import Path

LEE = "lee-"
"""So begin the ids of the Lee corpus, whose articles have none: then their number, in order, from 001."""


def is_lee(corpus: Path) -> bool:
    """Whether it is the file `lee_background.cor`, an article a line."""
    return corpus.suffix == ".cor"


def read_texts(corpus: Path) -> dict[str, str]:
    """The articles of `corpus` by id: lines with "id" and "text", or those of the Lee corpus, their numbers as headlines."""
    with corpus.open(encoding="utf-8") as lines:
        if is_lee(corpus):
            return {
                f"{LEE}{number:03}": f"Article {number}\n\n{article.strip()}" for number, article in enumerate(lines, 1)
            }
        return {document["id"]: document["text"] for document in map(json.loads, lines)}
