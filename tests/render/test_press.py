"""Pages are the same in however many processes they are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.config import Config
from generator.errors import ConfigError
from generator.index import build_index
from generator.model import Page
from generator.render import press
from generator.render.site import render_site
from generator.workers import Workers
from tests.render import sites

BASE_URL = "https://example.org/"


def rendered(config: Config, workers: Workers | None) -> dict[str, bytes]:
    analysed = (sites.wall(), sites.plain(), sites.ledger())
    findings = {"wall": sites.wall_findings()}
    pages = render_site(config, analysed, build_index(analysed), (), findings=findings, workers=workers)
    return {page.path: page.content for page in pages if isinstance(page, Page)}


@pytest.fixture(autouse=True)
def every_page_is_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORTH_ARTICLES", "WORTH_PAGES", "BATCH_ARTICLES", "BATCH_PAGES"):
        monkeypatch.setattr(press, name, 2)


def test_two_processes_make_the_pages_that_one_makes(tmp_path: Path) -> None:
    config = sites.make_config(tmp_path, base_url=BASE_URL)
    with Workers(2) as workers:
        assert rendered(config, workers) == rendered(config, None)


def test_processes_that_stay_read_the_templates_of_each_build(tmp_path: Path) -> None:
    own = tmp_path / "own" / "pages"
    own.mkdir(parents=True)
    config = replace(sites.make_config(tmp_path), templates=tmp_path / "own")
    with Workers(2) as workers:
        for words in ("First", "Second"):
            (own / "article.html").write_text(f"{words} {{{{ headline.html }}}}", encoding="utf-8")
            assert rendered(config, workers)["articles/wall/index.html"].startswith(words.encode())


def test_a_wrong_template_is_said_from_another_process_too(tmp_path: Path) -> None:
    own = tmp_path / "own" / "pages"
    own.mkdir(parents=True)
    (own / "article.html").write_text("{{ nothing }}", encoding="utf-8")
    config = replace(sites.make_config(tmp_path), templates=tmp_path / "own")
    with Workers(2) as workers, pytest.raises(ConfigError, match="nothing"):
        rendered(config, workers)
