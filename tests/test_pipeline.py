"""Small sites through every stage: what one bad article costs, what is kept, and that nothing depends on chance."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
import spacy.tokens

import generator.analysis
import generator.pipeline
import generator.workers
from generator.config import Config, default_config
from generator.errors import ConfigError, OutputError
from generator.model import Article, ArticleAnalysis, BuildReport
from generator.pipeline import build_site
from generator.workers import Workers


def site(folder: Path, **articles: str) -> Config:
    """A site in `folder` with text articles by name."""
    (folder / "content").mkdir(exist_ok=True)
    for name, body in articles.items():
        (folder / "content" / f"{name}.txt").write_text(f"The {name}\n\n{body}\n")
    return default_config(folder)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def codes(report: BuildReport) -> set[str]:
    return {notice.code for notice in report.notices} - {"no-base-url"}


WALL = "The mayor said that the wall is safe."
DAM = "Ilse Brandt, who runs the dam, said it would hold."


def test_an_article_comes_out_annotated(tmp_path: Path) -> None:
    report = build_site(site(tmp_path, wall=WALL))
    assert (report.articles, report.analysed, report.attributions) == (1, 1, 1)
    page = (tmp_path / "output" / "articles" / "wall" / "index.html").read_text()
    assert "<mark" in page
    assert "the wall is safe" in page


def test_an_unchanged_article_is_not_analysed_again(tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL, dam=DAM)
    assert build_site(config).analysed == 2
    again = build_site(config)
    assert (again.analysed, again.written, again.removed) == (0, 0, 0)
    site(tmp_path, dam=DAM + " It did.")
    assert build_site(config).analysed == 1


def test_an_edit_reads_no_article_but_the_one_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = site(tmp_path, wall=WALL, dam=DAM, pier="Ilse Brandt, who runs the dam, said the pier was shut.")
    build_site(config)
    read = set()
    whole = generator.pipeline._with_peoples_word

    def noted(article: Article, *rest: Any) -> Any:
        read.add(article.slug)
        return whole(article, *rest)

    monkeypatch.setattr(generator.pipeline, "_with_peoples_word", noted)
    site(tmp_path, wall=WALL + " It stands.")
    assert build_site(config).analysed == 1
    assert read == {"wall"}


def test_two_builds_are_the_same_bytes_whatever_the_processes(tmp_path: Path) -> None:
    trees = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        with Workers(jobs) as workers:
            build_site(site(folder, wall=WALL, dam=DAM, pier=WALL), workers=workers)
        trees.append(tree(folder / "output"))
    assert trees[0] == trees[1]


def failing_on_dam(article: Article, doc: spacy.tokens.Doc, source_bound: float | None) -> ArticleAnalysis:
    if article.slug == "dam":
        raise ValueError("a rule fell over")
    return real_analyse(article, doc)


real_analyse = generator.analysis.analyse


def test_an_analysis_that_raises_costs_its_article_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = site(tmp_path, wall=WALL, dam=DAM)
    build_site(config)
    site(tmp_path, dam=DAM + " Later.")
    monkeypatch.setattr(generator.analysis, "analyse", failing_on_dam)
    report = build_site(config)
    (error,) = (notice for notice in report.notices if notice.code == "article")
    assert report.articles == 1
    assert error.path == "dam.txt"
    assert error.message.startswith("the analysis failed (ValueError: a rule fell over, in test_pipeline.py:")
    assert (tmp_path / "output" / "articles" / "dam" / "index.html").exists(), "its last good page is kept"
    assert "strays-kept" in codes(report)
    monkeypatch.undo()
    assert codes(build_site(config)) == set()


def test_a_removed_article_goes_with_its_page(tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL, dam=DAM)
    build_site(config)
    (tmp_path / "content" / "dam.txt").unlink()
    assert build_site(config).removed >= 1
    assert not (tmp_path / "output" / "articles" / "dam").exists()


def test_an_article_that_cannot_be_read_costs_nobody_else(tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL)
    (tmp_path / "content" / "bad.txt").write_bytes(b"\xff\xfe\x00")
    report = build_site(config)
    assert report.articles == 1
    assert any(notice.path == "bad.txt" for notice in report.notices)


@pytest.mark.parametrize("how", ["empty", "all bad"])
def test_a_site_that_stands_is_kept_when_no_article_is_left(how: str, tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL)
    build_site(config)
    before = tree(tmp_path / "output")
    if how == "empty":
        (tmp_path / "content" / "wall.txt").unlink()
    else:
        (tmp_path / "content" / "wall.txt").write_bytes(b"\xff")
    assert "site-kept" in codes(build_site(config))
    assert tree(tmp_path / "output") == before


def test_drafts_are_built_when_asked_for(tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL)
    (tmp_path / "content" / "idea.md").write_text("---\ndraft: true\n---\n# An idea\n\nThe mayor said no.\n")
    assert build_site(config).articles == 1
    assert build_site(config, drafts=True).articles == 2


def test_a_foreign_output_folder_is_refused_before_the_work(tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL)
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "thesis.txt").touch()
    with pytest.raises(OutputError):
        build_site(config)
    assert not (tmp_path / ".sayso").exists()


def test_a_pipeline_that_is_not_installed_is_one_error(tmp_path: Path) -> None:
    from msgspec.structs import replace

    with Workers(2) as workers:
        for each in (None, workers):
            with pytest.raises(ConfigError, match="zz_none"):
                build_site(replace(site(tmp_path, wall=WALL, dam=DAM), pipeline="zz_none"), workers=each)


def test_a_process_that_is_killed_is_no_loss(tmp_path: Path) -> None:
    """A worker dies from outside in the midst of the work: its article is tried again, and all are built."""
    config = site(tmp_path, **{f"wall{number}": WALL for number in range(6)})
    killed = []

    def kill_one(stage: str, done: int, total: int) -> None:
        if stage == "Analysing" and done == 1 and not killed:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            workers = [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
            os.kill(workers[-1], signal.SIGKILL)
            killed.append(workers[-1])

    if not Path(f"/proc/self/task/{os.getpid()}/children").exists():
        pytest.skip("needs Linux to find the processes")
    with Workers(2) as workers:
        report = build_site(config, workers=workers, progress=kill_one)
    assert killed
    assert report.articles == 6


def test_what_was_analysed_before_ctrl_c_is_not_analysed_again(tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL, dam=DAM, pier=WALL + " It is old.")

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "Analysing" and done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_site(config, progress=interrupt)
    assert not (tmp_path / "output").exists()
    report = build_site(config)
    assert (report.articles, report.analysed) == (3, 1)


def hanging_on_dam(article: Article, pipeline: str, source_bound: float | None = None) -> ArticleAnalysis:
    if article.slug == "dam":
        time.sleep(600)
    return ArticleAnalysis(engine="quick", quotations=(), attributions=(), sources=(), claims=())


def test_an_article_that_hangs_costs_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.pipeline, "analyse_article", hanging_on_dam)
    monkeypatch.setattr(generator.workers, "LOADING_SECONDS", 0.0)
    with Workers(1, timeout=8.0) as workers:
        report = build_site(site(tmp_path, wall=WALL, dam=DAM, pier=DAM), workers=workers)
    (error,) = (notice for notice in report.notices if notice.path == "dam.txt")
    assert error.message == "the analysis took longer than 8 seconds, and was stopped"
    assert report.articles == 2


def test_in_a_preview_a_deleted_article_is_gone_although_another_has_an_error(tmp_path: Path) -> None:
    config = site(tmp_path, wall=WALL, dam=DAM, mill=WALL)
    build_site(config, preview=True)
    (config.content / "wall.txt").unlink()
    (config.content / "dam.txt").write_bytes(b"\0")
    report = build_site(config, preview=True)
    assert any(notice.path == "dam.txt" for notice in report.notices)
    articles = {path.name for path in (config.output / "articles").iterdir()}
    assert articles == {"dam", "mill"}, "what cannot be built keeps its last page"
    (config.content / "dam.txt").unlink()
    build_site(config, preview=True)
    assert {path.name for path in (config.output / "articles").iterdir()} == {"mill"}
