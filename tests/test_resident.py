"""Builds of a preview, one after the other: the edited article comes first, and in the end the site is that of a clean build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import generator.pipeline
from generator.config import Config, default_config
from generator.model import BuildReport
from generator.pipeline import build_site
from generator.resident import ResidentBuilder
from generator.workers import Workers
from tests.test_incremental import quick_analysis

WALL = "# The wall\n\nIlse Brandt said the wall would hold. Nobody asked her.\n"
DAM = "# The dam\n\nIlse Brandt said the dam was dry. Tomas Okur said the ferry was late.\n"
WALL_PAGE = "articles/wall/index.html"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    def quick(article: object, pipeline: str, *_: object) -> object:
        return quick_analysis(article, pipeline)  # type: ignore[arg-type]

    monkeypatch.setattr(generator.pipeline, "analyse_article", quick)
    (tmp_path / "content").mkdir()
    (tmp_path / "sayso.toml").write_text("")
    (tmp_path / "content" / "wall.md").write_text(WALL)
    (tmp_path / "content" / "dam.md").write_text(DAM)
    return default_config(tmp_path)


def never() -> bool:
    return False


class Builder:
    """A resident builder of one site."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._builder = ResidentBuilder(None, drafts=False)

    def build(self, overtaken: Callable[[], bool] = never) -> list[BuildReport]:
        settings = self.config.root / "sayso.toml"
        return list(self._builder.build(self.config, settings, lambda *_: None, overtaken))

    def write(self, name: str, text: str) -> None:
        (self.config.content / name).write_text(text)


@pytest.fixture
def builder(config: Config) -> Builder:
    one = Builder(config)
    assert len(one.build()) == 1
    return one


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def check_clean(config: Config) -> None:
    """The site is what a build makes that knows nothing of earlier ones."""
    other = replace(config, root=config.root / "elsewhere", output=config.root / "elsewhere" / "output")
    other.root.mkdir()
    build_site(other, preview=True)
    assert tree(config.output) == tree(other.output)
    shutil.rmtree(other.root)


def test_the_edited_article_comes_first_and_the_rest_follows(builder: Builder) -> None:
    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    first, whole = builder.build()
    assert first.changed == (WALL_PAGE,)
    assert WALL_PAGE not in whole.changed, "what was shown first is what the whole build makes"
    assert "index.html" in whole.changed or any(path.startswith("sources/") for path in whole.changed)
    check_clean(builder.config)


def test_an_edit_with_a_new_source_is_put_right_by_the_whole_build(builder: Builder) -> None:
    builder.write("wall.md", WALL.replace("Ilse Brandt", "Vera Lind"))
    first, whole = builder.build()
    assert first.changed == (WALL_PAGE,)
    assert WALL_PAGE in whole.changed, "now the new source has a page to link to"
    check_clean(builder.config)


def test_an_edit_that_shows_nothing_new_changes_nothing(builder: Builder) -> None:
    builder.write("wall.md", WALL + "\n\n")
    assert [report.changed for report in builder.build()] == [(), ()]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: (content / "new.md").write_text(WALL.replace("wall", "mill")),
        lambda content: (content / "wall.md").unlink(),
        lambda content: (content / "wall.md").write_text("---\nslug: mill\n---\n\n" + WALL),
        lambda content: (content / "wall.md").write_text("---\ndraft: true\n---\n\n" + WALL),
        lambda content: (content / "wall.md").write_text("---\ndate: soon\n---\n\n" + WALL),
        lambda content: [(content / name).write_text(WALL + "More.\n") for name in ("wall.md", "dam.md")],
        lambda content: (content.parent / "sayso.toml").write_text("[site]\n"),
    ],
    ids=["added", "removed", "another slug", "a draft now", "an error", "two at once", "settings"],
)
def test_whatever_is_more_than_one_edit_waits_for_the_whole_build(
    builder: Builder, change: Callable[[Path], object]
) -> None:
    change(builder.config.content)
    assert len(builder.build()) == 1


def test_a_build_that_is_overtaken_writes_nothing_and_the_next_one_catches_up(builder: Builder) -> None:
    before = tree(builder.config.output)
    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    (first,) = builder.build(overtaken=lambda: True)
    assert {path for path, content in tree(builder.config.output).items() if before[path] != content} == {WALL_PAGE}
    assert first.changed == (WALL_PAGE,)
    builder.write("dam.md", DAM.replace("dry", "wet"))
    first, whole = builder.build()
    assert first.changed == ("articles/dam/index.html",)
    assert len(whole.changed) > 0
    check_clean(builder.config)


def test_a_change_during_the_build_is_seen_by_the_next(builder: Builder) -> None:
    changed = iter([True])

    def meddle(stage: str, done: int, total: int) -> None:
        if stage == "Writing" and next(changed, False):
            builder.write("dam.md", DAM.replace("dry", "wet"))

    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    list(builder._builder.build(builder.config, builder.config.root / "sayso.toml", meddle, never))
    first, _ = builder.build()
    assert first.changed == ("articles/dam/index.html",)
    check_clean(builder.config)


class _Here(Workers):
    """Works in this process, and notes what is to be made ready."""

    def __init__(self) -> None:
        super().__init__(1)
        self.prepared: list[object] = []

    def run(self, function: Any, items: Any, jobs: int | None = None) -> Any:
        return ((number, function(item)) for number, item in enumerate(items))

    def prepare(self, function: Any, item: Any) -> None:
        self.prepared.append(item.path)


def test_the_pipeline_is_made_ready_although_the_store_knows_every_article(config: Config) -> None:
    """Else the first save would wait for it to be loaded."""
    build_site(config, preview=True)
    with _Here() as workers:
        builder = ResidentBuilder(workers, drafts=False)
        (report,) = builder.build(config, config.root / "sayso.toml", lambda *_: None, never)
        assert report.analysed == 0
        assert workers.prepared == ["wall.md"]
