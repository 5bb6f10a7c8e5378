"""An edit of a template makes anew only what it touches, and never shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import new_look, pipeline, stamps
from generator.config import read_config
from generator.pipeline import build_site
from generator.render import press
from generator.render.templates import templates_folder
from generator.workers import Workers
from generator.write import STAGING_NAME

ARTICLE = "The dam\n\nThe dam holds, Ilse Brandt said. “It is old”, Tomas Okur said.\n\nVera Lind denied that it had fallen.\n"


OWN_TEXT = "{% for block in blocks %}{{ block.html }}{{ notes_on(block.notes, page.root) if block.notes }}{% endfor %}"
"""What a site's own template may do with what is kept: look into it, and leave the rest to macros."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name in ("a", "b"):
        (tmp_path / "content" / f"{name}.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "own" / "pages").mkdir(parents=True)
    (tmp_path / "own" / "partials").mkdir()
    (tmp_path / "sayso.toml").write_text('[folders]\ntemplates = "own"\n')
    return tmp_path


def override(site: Path, name: str, old: str, new: str) -> None:
    """Copies a shipped template into the site's own folder, with a change."""
    shipped = (templates_folder() / name).read_text(encoding="utf-8")
    assert old in shipped
    (site / "own" / name).write_text(shipped.replace(old, new), encoding="utf-8")


def build(site: Path, workers: Workers | None = None) -> dict[str, bytes]:
    build_site(read_config(site / "sayso.toml"), workers=workers)
    output = site / "output"
    return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*.html")}


def clean_build(site: Path) -> dict[str, bytes]:
    for folder in ("output", ".sayso"):
        (site / folder).rename(site / f"{folder}-before")
    return build(site)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("pages/article.html", '<div class="text">', '<div class="text mine">'),
        ("base.html", "Skip to the text", "To the text"),
        ("partials/notes.html", "permalink</a>", "link</a>"),
        ("partials/strip.html", "Sentence by sentence", "Each sentence"),
        ("partials/ledger.html", "words, statements", "words and statements"),
        ("partials/text.html", "notes_on(block.notes, root)", 'notes_on(block.notes, "/elsewhere/")'),
        ("partials/text.html", '<div class="row">', '<div class="row">{{ block.notes|length }}'),
        ("partials/figures.html", "nor for", "and not for"),
        ("partials/bars.html", 'class="measure"', 'class="measure mine"'),
        ("pages/article.html", "{{ text_of(", "{{ blocks|length }}{{ text_of("),
        ("pages/article.html", "{{ text_of(blocks, page.root) -}}", OWN_TEXT),
        ("pages/article.html", '<div class="text">', '<div class="text">{{ ledger|map(attribute="name")|join(", ") }}'),
    ],
)
def test_after_an_edit_of_a_template_articles_are_made_of_what_was_kept(
    site: Path, name: str, old: str, new: str
) -> None:
    before = build(site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "build_article", lambda *_: pytest.fail("the article was made from the beginning"))
        override(site, name, old, new)
        after = build(site)
        if old != "nor for":  # there are too few sentences without a source
            assert after["articles/a/index.html"] != before["articles/a/index.html"]
        (site / "own" / name).unlink()
        assert build(site) == before
        override(site, name, old, new)
        assert build(site) == after
    assert clean_build(site) == after


@pytest.mark.parametrize(
    "text",
    [
        "{% extends 'shipped/pages/article.html' %}{% block head %}{{ (ledger + ledger)|length }}{% endblock %}",
        "{% extends 'base.html' %}{% block main %}{{ blocks[0].html|upper }}{% endblock %}",
        "{% from 'partials/strip.html' import strip_drawing with context %}{{ strip_drawing(strip) }}",
        "{% macro mine(bar) %}{{ bar.name }}{{ page.title }}{% endmacro %}{{ mine(card.words_bar) }}",
    ],
)
def test_what_a_template_asks_of_more_than_is_kept_is_made_from_the_beginning(site: Path, text: str) -> None:
    build(site)
    (site / "own" / "pages" / "article.html").write_text(text)
    build(site)
    (site / "own" / "pages" / "article.html").write_text(f"{text}<!-- -->")
    after = build(site)
    assert clean_build(site) == after


def test_a_page_that_was_changed_by_hand_is_not_cut_up(site: Path) -> None:
    build(site)
    page = site / "output" / "articles" / "a" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Ilse", "Elsi"), encoding="utf-8")
    override(site, "base.html", "Skip to the text", "To the text")
    after = build(site)
    assert b"Elsi" not in after["articles/a/index.html"]
    assert clean_build(site) == after


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_edit_of_the_articles_template_is_no_whole_build(
    site: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "SETTLED_NS", 0)
    for name, value in (("WORTH_UNITS", 2), ("BATCH_UNITS", 1)):
        monkeypatch.setattr(new_look, name, value)
    override(site, "pages/article.html", '<div class="text">', '<div class="text">')
    build(site)
    with pytest.MonkeyPatch.context() as patch, Workers(jobs) as workers:
        patch.setattr(pipeline, "_build", lambda *_: pytest.fail("all was built"))
        # The second changes no page, and the third still finds what was kept.
        for new in ('<div class="text mine">', '<div {# #}class="text mine">', '<div class="text ours">'):
            override(site, "pages/article.html", '<div class="text">', new)
            after = build(site, workers)
            assert build(site, workers) == after
    assert b'<div class="text ours">' in after["articles/a/index.html"]
    assert clean_build(site) == after


def test_a_process_that_dies_at_a_template_leaves_it_to_the_whole_build(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "SETTLED_NS", 0)
    before = build(site)
    monkeypatch.setattr(new_look, "_print", _die)
    override(site, "pages/article.html", '<div class="text">', '<div class="text mine">')
    after = build(site)
    assert after != before
    assert not (site / "output" / STAGING_NAME).exists()
    assert clean_build(site) == after


def _die(*_: object) -> Iterator[None]:
    raise new_look.NotKeptError
    yield
