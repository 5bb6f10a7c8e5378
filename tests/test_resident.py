"""Builds of a preview, one after the other: the edited article comes first, and in the end the site is that of a clean build."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import generator.pipeline
import generator.resident
from generator.config import Config, default_config
from generator.errors import SaysoError
from generator.model import BuildReport
from generator.pipeline import build_site
from generator.render.templates import templates_folder
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
        self.settings = config.root / "sayso.toml"
        self._files: set[Path] = set()
        self._builder = ResidentBuilder(None, drafts=False)

    def build(
        self, overtaken: Callable[[], bool] = never, progress: Callable[..., None] = lambda *_: None
    ) -> list[BuildReport]:
        """What is built now; every file there is or was is said to have been touched, which may be more than were."""
        self._files |= {path.resolve() for path in (self.config.root / "content").rglob("*")}
        touched = frozenset(self._files | {self.settings})
        return list(self._builder.build(self.config, self.settings, progress, overtaken, touched))

    def begin(self, *touched: str) -> Iterator[BuildReport]:
        """The same, step by step, where the files of these names in content/ have been touched."""
        paths = frozenset((self.config.content / name).resolve() for name in touched)
        return self._builder.build(self.config, self.settings, lambda *_: None, never, paths)

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


def test_an_edit_after_one_of_a_template_still_comes_first(builder: Builder) -> None:
    templates = builder.config.root / "own"
    (templates / "pages").mkdir(parents=True)
    builder.config = replace(builder.config, templates=templates)
    builder.build()
    shipped = (templates_folder() / "pages" / "article.html").read_text()
    (templates / "pages" / "article.html").write_text(shipped.replace('<div class="text">', '<div class="text mine">'))
    (whole,) = builder.build()
    assert WALL_PAGE in whole.changed
    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    first, _ = builder.build()
    assert first.changed == (WALL_PAGE,)
    assert b"text mine" in (builder.config.output / WALL_PAGE).read_bytes()
    check_clean(builder.config)


def test_an_edit_that_shows_nothing_new_changes_nothing(builder: Builder) -> None:
    builder.write("wall.md", WALL + "\n\n")
    assert [report.changed for report in builder.build()] == [(), ()]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: (content / "new.md").write_text(WALL.replace("wall", "mill")),
        lambda content: (content / "wall.md").write_text("---\nslug: mill\n---\n\n" + WALL),
        lambda content: (content / "wall.md").write_text("---\ndraft: true\n---\n\n" + WALL),
        lambda content: (content / "wall.md").write_text("---\ndate: soon\n---\n\n" + WALL),
        lambda content: [(content / name).write_text(WALL + "More.\n") for name in ("wall.md", "dam.md")],
        lambda content: (content.parent / "sayso.toml").write_text("[site]\n"),
    ],
    ids=["added", "another slug", "a draft now", "an error", "two at once", "settings"],
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


@pytest.mark.parametrize("stage", ["Reading", "Analysing", "Writing"])
def test_a_build_is_given_up_at_any_stage_once_it_is_overtaken(builder: Builder, stage: str) -> None:
    """Whoever saves again waits for the next file that the build before has to read or make, and for nothing more."""
    seen: list[str] = []
    for name, text in (("dam.md", DAM.replace("dry", "wet")), ("new.md", WALL.replace("wall", "mill"))):
        builder.write(name, text)
    assert builder.build(lambda: stage in seen, lambda now, *_: seen.append(now)) == []
    assert seen[-1] == stage
    # Analyses are done, since to stop them would end the processes that have the pipeline loaded.
    assert seen.count(stage) == (3 if stage == "Analysing" else 1)
    (whole,) = builder.build()
    assert whole.articles == 3
    check_clean(builder.config)


def test_a_build_is_given_up_between_reading_and_writing_too(builder: Builder) -> None:
    """Where what articles have in common is found out, which takes longest of all."""
    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    builder.write("dam.md", DAM.replace("dry", "wet"))
    stages: list[str] = []
    asked: list[int] = []

    def overtaken() -> bool:
        asked.append(len(stages))
        return len(asked) > 2 and asked[-1] == asked[-2] == asked[-3]  # twice without a stage in between

    assert builder.build(overtaken, lambda stage, *_: stages.append(stage)) == []
    assert "Writing" not in stages
    (whole,) = builder.build()
    assert whole.analysed == 0, "what was done before counts"
    check_clean(builder.config)


def test_what_comes_first_looks_at_the_touched_file_alone(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        builder.write(f"more-{number}.md", DAM.replace("dam", f"dam {number}"))
    builder.build()
    looked_at: list[str] = []
    real = generator.resident.read_stamp

    def read_stamp(path: Path | str) -> object:
        looked_at.append(str(path))
        return real(path)

    monkeypatch.setattr(generator.resident, "read_stamp", read_stamp)
    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    assert next(builder.begin("wall.md")).changed == (WALL_PAGE,)
    assert looked_at == [str(builder.config.content / "wall.md")]


def test_the_pages_of_a_deleted_article_are_gone_before_anything_else(builder: Builder) -> None:
    (builder.config.content / "wall.md").unlink()
    steps = builder.begin("wall.md")
    assert WALL_PAGE in next(steps).changed
    assert not (builder.config.output / WALL_PAGE).exists()
    assert len(list(steps)) == 1
    check_clean(builder.config)
    builder.write("wall.md", WALL)
    builder.build()
    assert (builder.config.output / WALL_PAGE).is_file()
    check_clean(builder.config)


def test_an_edit_is_shown_first_although_the_build_after_a_deletion_was_overtaken(builder: Builder) -> None:
    (builder.config.content / "wall.md").unlink()
    assert len(builder.build(overtaken=lambda: True)) == 1
    builder.write("dam.md", DAM.replace("dry", "wet"))
    first, _ = builder.build()
    assert first.changed == ("articles/dam/index.html",)
    check_clean(builder.config)


def test_an_article_whose_file_has_another_name_now_stands_in_the_end(builder: Builder) -> None:
    (builder.config.content / "wall.md").rename(builder.config.content / "the wall.md")
    assert len(builder.build()) == 2
    check_clean(builder.config)


def test_what_editors_leave_beside_the_article_delays_nothing(builder: Builder) -> None:
    """vim makes a file `4913` and removes it, to see whether it may."""
    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    assert next(builder.begin("wall.md", "4913")).changed == (WALL_PAGE,)


def test_a_correction_comes_first_too(builder: Builder) -> None:
    correction = "- reject: attribution\n  quote: the wall would hold\n  by: Maud Ferris\n  date: 2026-01-01\n"
    builder.write("wall.corrections.yml", correction)
    first, _ = builder.build()
    assert first.changed == (WALL_PAGE,)
    check_clean(builder.config)
    builder.write("wall.corrections.yml", correction.replace("hold", "fall"))  # of words that stand nowhere
    first, _ = builder.build()
    assert first.changed == (WALL_PAGE,)
    (builder.config.content / "wall.corrections.yml").unlink()
    assert len(builder.build()) == 2
    check_clean(builder.config)


def test_an_article_of_which_only_an_excerpt_may_be_shown_is_never_shown_whole(builder: Builder) -> None:
    text = "---\nshow: excerpts\n---\n\n" + WALL
    builder.write("wall.md", text)
    builder.build()
    builder.write("wall.md", text.replace("Nobody asked her.", "Nobody asked her twice."))
    assert len(builder.build()) == 1
    check_clean(builder.config)


def test_a_mistake_elsewhere_keeps_the_edit_waiting_for_the_whole_build(builder: Builder) -> None:
    """Until the settings are right again no page is made by those that were."""
    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    builder.write("sources.yml", "not: [a list")
    for _ in range(2):
        with pytest.raises(SaysoError):
            builder.build()
    (builder.config.content / "sources.yml").unlink()
    first, _ = builder.build()
    assert first.changed == (WALL_PAGE,)
    check_clean(builder.config)


def test_a_change_during_the_build_is_seen_by_the_next(builder: Builder) -> None:
    changed = iter([True])

    def meddle(stage: str, done: int, total: int) -> None:
        if stage == "Writing" and next(changed, False):
            builder.write("dam.md", DAM.replace("dry", "wet"))

    builder.write("wall.md", WALL.replace("would hold", "would not hold"))
    builder.build(progress=meddle)
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
