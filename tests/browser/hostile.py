"""The hostile articles of tests/sites/hostile/articles.md, and a content folder of them."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent.parent / "sites" / "hostile" / "articles.md"

_ARTICLE = re.compile(
    r"^## (?P<tries>[^\n]+)\n\n`(?P<name>[^`\n]+)`\n\n````\n(?P<text>.*?)\n````\n(?P<refused>\nRefused\.\n)?",
    re.MULTILINE | re.DOTALL,
)
_CHARACTER = re.compile(r"\\u\{([0-9A-F]+)\}")
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@dataclass(frozen=True)
class HostileArticle:
    """What it tries, the name of its file, what stands in it, and whether it is to be left out with an error."""

    tries: str
    name: str
    text: str
    refused: bool


def read_hostile_articles() -> tuple[HostileArticle, ...]:
    source = FILE.read_text(encoding="utf-8")
    articles = tuple(
        HostileArticle(found["tries"], _characters(found["name"]), _characters(found["text"]), bool(found["refused"]))
        for found in _ARTICLE.finditer(source)
    )
    assert len(articles) == len(re.findall("^## ", source, re.MULTILINE)), "a heading without an article"
    assert len({article.name for article in articles}) == len(articles), "two articles in one file"
    return articles


def write_content(folder: Path, articles: tuple[HostileArticle, ...]) -> None:
    """The articles as files of `folder`, what stands beside them, and the images that they show."""
    folder.mkdir(parents=True)
    for article in articles:
        (folder / article.name).write_bytes(f"{article.text}\n".encode())
    for file in FILE.parent.glob("*.yml"):  # corrections, and who is who
        (folder / file.name).write_bytes(file.read_bytes())
    for name in ("wall.png", "x' onerror='alert(1).png"):
        (folder / name).write_bytes(_PIXEL)
    for name in ("plan.svg", "plan.png.svg", "false.png"):
        (folder / name).write_bytes(_DRAWING)


def _characters(written: str) -> str:
    return _CHARACTER.sub(lambda found: chr(int(found[1], 16)), written)
