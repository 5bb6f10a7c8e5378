"""Excerpts: what may not be shown is in no file of the site and of no export, however it is packed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.cli import sayso
from generator.config import read_config
from generator.errors import ArticleError, ConfigError
from generator.excerpts import make_excerpt
from generator.model import Article, ArticleAnalysis, Show, TextSpan
from generator.pipeline import build_site
from generator.read.articles import read_article
from tests.render import sites

# Words like “zorvane” stand nowhere but where no more than an excerpt may reach.
ARTICLE = """---
title: Ferry to Skell is to stop in May
date: 2026-03-12
outlet: The Skellmouth Ledger
byline: Tamsin Ode
url: https://ledger.example/ferry
{show}---
The zorvane quay was quiet on Monday, wet and grey. In the whole long street stood only two carts and a *barrow of*
bricks from the qualbrick yard, and it rained.

The ferry will stop in May, the harbour master, Idris Pole, said on Tuesday. It rained on Tuesday too, and the streets were
empty until the evening. Puddles as deep as drembolt barrels stood on the pier, with 4,170 frellingtons of rain in each.

- A list with a [vexmoor link](https://vexmoor.example/wurbled) and more of the same on every line that follows here.
- ![A picture of the plasquid boat](boat.png) lies at the pier where it has always been, as long as anybody can recall.

“We were never asked,” said Maud Ferris, who runs the café on the pier. “Nobody came to see us.”

| House | Height |
| --- | --- |
| Grobbing Mill | 88 |

It is the third klimmering in a row, and the last one for a very long time by the look of the empty,
wind-swept jobbelquay at night.[^1]

[^1]: A note on the yarvish line of ferries, which nobody remembers.
"""
HIDDEN = (
    *("zorvane", "qualbrick", "drembolt", "frellington", "4,170", "vexmoor", "wurbled", "plasquid", "grobbing"),
    *("klimmering", "jobbelquay", "yarvish"),
)
SHOWN = ("The ferry will stop in May", "We were never asked", "Nobody came to see us", "Idris Pole", "Maud Ferris")


def make_site(folder: Path, show: str = "", settings_: str = "") -> Path:
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "ferry.md").write_text(ARTICLE.format(show=show), encoding="utf-8")
    (folder / "content" / "boat.png").write_bytes(bytes.fromhex("89504e470d0a1a0a"))
    (folder / "content" / "quay.txt").write_text("The quay\n\nThe quay is old, Idris Pole said.\n", encoding="utf-8")
    (folder / "sayso.toml").write_text(f'[site]\nbase_url = "https://dunmere.example/"\n{settings_}', encoding="utf-8")
    return folder


def find_words(folder: Path, words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Each of `words` with each file below `folder` that holds it, packed or not, in whichever encoding."""
    found = set()
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        texts = [content.decode("utf-8", "replace").lower(), content.decode("utf-16-le", "replace").lower()]
        name = path.relative_to(folder).as_posix()
        found |= {(word, name) for word in words if any(word.lower() in text for text in (*texts, name.lower()))}
    return found


@pytest.mark.parametrize(
    ("show", "settings_"),
    [("show: excerpts\n", ""), ("", 'show = "excerpts"\n')],
    ids=["one article", "the whole site"],
)
def test_no_file_of_the_site_holds_what_is_left_out(tmp_path: Path, show: str, settings_: str) -> None:
    root = make_site(tmp_path / "site", show, settings_)
    report = build_site(read_config(root / "sayso.toml"))
    assert report.articles == 2 and (root / "output" / "pagefind").is_dir()
    assert find_words(root / "output", HIDDEN) == set()
    kinds = {Path(name).suffix for words in SHOWN for word, name in find_words(root / "output", (words,))}
    assert {".html", ".csv", ".jsonl", ".sqlite", ".txt", ".xml", ".jsonld", ".pf_fragment"} <= kinds


def test_the_words_that_are_looked_for_would_be_found(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    build_site(read_config(root / "sayso.toml"))
    assert {word for word, _ in find_words(root / "output", HIDDEN)} == set(HIDDEN)


@pytest.mark.parametrize("form", ["all", "gold"])
def test_no_export_holds_it_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.chdir(make_site(tmp_path / "site", "show: excerpts\n"))
    done = CliRunner().invoke(sayso, ["export", form, "--output", "out"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert find_words(Path("out"), HIDDEN) == set()


def test_an_article_may_be_shown_whole_on_a_site_of_excerpts(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", "show: whole\n", 'show = "excerpts"\n')
    build_site(read_config(root / "sayso.toml"))
    page = (root / "output" / "articles" / "ferry" / "index.html").read_text(encoding="utf-8")
    assert "zorvane" in page and "An excerpt:" not in page


def test_an_excerpt_says_that_it_is_one_and_counts_the_whole(tmp_path: Path) -> None:
    pages = {}
    for show in Show:
        root = make_site(tmp_path / show, f"show: {show}\n")
        build_site(read_config(root / "sayso.toml"))
        pages[show] = (root / "output" / "articles" / "ferry" / "index.html").read_text(encoding="utf-8")
    excerpt = pages[Show.EXCERPTS]
    assert "An excerpt:" in excerpt and "[…]" in excerpt
    words = {show: re.findall(r"[\d,]+ words", page)[:4] for show, page in pages.items()}
    assert words[Show.EXCERPTS] == words[Show.WHOLE] != []


@pytest.mark.parametrize(
    ("front", "settings_", "error"),
    [("show: some\n", "", ArticleError), ("", 'show = "some"\n', ConfigError)],
)
def test_a_way_to_show_that_there_is_not_is_refused(
    tmp_path: Path, front: str, settings_: str, error: type[Exception]
) -> None:
    root = make_site(tmp_path / "site", front, settings_)
    with pytest.raises(error, match="some"):
        read_config(root / "sayso.toml")
        read_article(root / "content" / "ferry.md", root / "content")


def test_what_is_left_out_is_marked_once_in_each_place() -> None:
    article, analysis = sites.wall()
    text = make_excerpt(article, analysis, ())[0].text
    assert text.endswith("says that the hall is full.\n\n[…]\n\nMarrow wants the sirens mended.\n\n[…]")
    assert "The survey has […]\n\nIlse Marrow" in text and "going anywhere.’\n\n[…] so-called" in text


def words_at(text: str, spans: tuple[TextSpan, ...]) -> list[str]:
    return [text[span.start_char : span.end_char] for span in spans]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 800), st.integers(1, 120)), max_size=6))
def test_whatever_is_credited_keeps_its_words(places: list[tuple[int, int]]) -> None:
    article, analysis = sites.wall()
    length = len(article.text)
    contents = [TextSpan(min(start, length - 1), min(start + size, length)) for start, size in places]
    contents = [span for span in contents if article.text[span.start_char : span.end_char].strip()]
    attributions = tuple(
        replace(analysis.attributions[0], id=f"x{n}", source=(), cue=(), content=(span,))
        for n, span in enumerate(contents)
    )
    made: ArticleAnalysis = replace(analysis, attributions=attributions, claims=())
    excerpt: Article
    excerpt, kept, _ = make_excerpt(article, made, sites.wall_findings())
    for before, after in zip(attributions, kept.attributions, strict=True):
        assert words_at(excerpt.text, after.content) == words_at(article.text, before.content)
    shown = re.sub(r"\s*\[…\]\s*", "\0", excerpt.text)
    assert all(piece.strip() in article.text for piece in shown.split("\0"))
    assert excerpt.title == article.title
    for span in kept.quotations:
        assert words_at(excerpt.text, (span.span,))[0] in article.text
