"""`sayso export`: the same files as beside the pages, without the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import sayso


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/wall.txt").write_text("The wall\n\nThe mayor said that 300 pumps could fail.\n")
    return tmp_path


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (
            "csv",
            {f"data/{name}.csv" for name in ("articles", "attributions", "sources", "claims", "findings", "origins")},
        ),
        ("sqlite", {"data/sayso.sqlite"}),
        ("brat", {"articles/wall/article.ann", "articles/wall/article.txt", "data/annotation.conf"}),
        ("web-annotation", {"articles/wall/annotations.jsonld"}),
        ("tei", {"articles/wall/article.tei.xml"}),
        ("jsonld", {"articles/wall/article.jsonld"}),
    ],
)
def test_each_format_writes_its_files_and_no_others(site: Path, form: str, names: set[str]) -> None:
    done = CliRunner().invoke(sayso, ["export", form, "--output", "out"], catch_exceptions=False)
    assert done.output.startswith(f"{len(names)} file")
    written = {path.relative_to("out").as_posix() for path in Path("out").rglob("*") if path.is_file()}
    assert {name for name in written if not name.startswith(".")} == names


def test_all_is_what_a_build_writes_beside_the_pages(site: Path) -> None:
    CliRunner().invoke(sayso, ["export", "all"], catch_exceptions=False)
    CliRunner().invoke(sayso, ["build", "--quiet"], catch_exceptions=False)
    exported = {path.relative_to("export"): path.read_bytes() for path in Path("export").rglob("*.*") if path.is_file()}
    shown = {path: content for path, content in exported.items() if not path.name.startswith(".")}
    assert {path: Path("output", path).read_bytes() for path in shown} == shown
    assert Path("data/claims.csv") in shown
    assert b"<= " not in shown[Path("data/claims.csv")] and b"= 300 pump" in shown[Path("data/claims.csv")]


def test_a_folder_of_somebody_elses_is_refused(site: Path) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("years of work")
    done = CliRunner().invoke(sayso, ["export", "csv", "--output", "mine"])
    assert "holds files that Sayso did not write" in str(done.exception)
    assert Path("mine/thesis.txt").read_text() == "years of work"
