"""Templates are compiled once and kept; what changed is compiled anew, and never what is wrong is kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from jinja2 import Environment
from msgspec.structs import replace

from generator.errors import ConfigError
from generator.index import build_index
from generator.memo import Memo
from generator.model import Page
from generator.render.site import render_site
from tests.render import sites


class Kept:
    """Records in memory, as a store keeps them."""

    def __init__(self) -> None:
        self.data: dict[str, bytes] = {}

    def read_record(self, kind: str, name: str) -> bytes | None:
        return self.data.get(name)

    def write_records(self, kind: str, records: Mapping[str, bytes | None]) -> None:
        self.data |= {name: data for name, data in records.items() if data is not None}
        for name in [name for name, data in records.items() if data is None]:
            self.data.pop(name, None)

    def record_names(self, kind: str) -> frozenset[str]:
        return frozenset(self.data)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are compiled, as they are."""
    found: list[str] = []
    real = Environment.compile

    def noted(self: Environment, source: object, name: str, filename: str, *rest: object, **options: object) -> object:
        found.append(filename)
        return real(self, source, name, filename, *rest, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    return found


def build(root: Path, kept: Kept, templates: Path | None = None, base: bytes = b"") -> dict[str, bytes]:
    memo = Memo(kept, base)
    analysed = (sites.wall(), sites.plain())
    config = replace(sites.make_config(root), templates=templates)
    pages = {
        page.path: page.content
        for page in render_site(config, analysed, build_index(analysed), (), memo=memo)
        if isinstance(page, Page)
    }
    memo.write()
    return pages


def test_each_template_is_compiled_once_and_then_kept(tmp_path: Path, compiled: list[str]) -> None:
    kept = Kept()
    first = build(tmp_path, kept)
    assert len(compiled) == len(set(compiled)) > 20
    compiled.clear()
    assert build(tmp_path, kept) == first
    assert compiled == []


def test_another_program_compiles_anew(tmp_path: Path, compiled: list[str]) -> None:
    kept = Kept()
    build(tmp_path, kept)
    before = len(compiled)
    build(tmp_path, kept, base=b"other")
    assert len(compiled) == 2 * before


def test_only_what_changed_is_compiled_anew(tmp_path: Path, compiled: list[str]) -> None:
    kept, own = Kept(), tmp_path / "own"
    (own / "pages").mkdir(parents=True)
    template = own / "pages" / "article.html"
    template.write_text('{% extends "shipped/pages/article.html" %}{% block footer %}One{% endblock %}')
    first = build(tmp_path, kept, own)["articles/wall/index.html"]
    assert b"One" in first
    compiled.clear()
    template.write_text('{% extends "shipped/pages/article.html" %}{% block footer %}Two{% endblock %}')
    assert build(tmp_path, kept, own)["articles/wall/index.html"] == first.replace(b"One", b"Two")
    assert compiled == [str(template)]
    template.unlink()
    compiled.clear()
    assert b"Two" not in build(tmp_path, kept, own)["articles/wall/index.html"]
    assert compiled == []  # the shipped one was compiled for the other to extend


def test_a_mistake_is_told_with_its_line_each_time(tmp_path: Path) -> None:
    kept, own = Kept(), tmp_path / "own"
    (own / "pages").mkdir(parents=True)
    (own / "pages" / "article.html").write_text("one\n{% if %}\n")
    for _ in range(2):
        with pytest.raises(ConfigError) as raised:
            build(tmp_path, kept, own)
        assert (raised.value.path, raised.value.line) == (str(own / "pages" / "article.html"), 2)
