"""`sayso diff` on a small site with the real analysis: edits, corrections, house rules, files, and the page of changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner

from generator.cli import sayso
from generator.config import read_config
from generator.errors import ConfigError
from generator.pipeline import build_site
from generator.publish.links import find_broken_links

DAM = "# The dam\n\nVera Lind, the mayor, said that the dam would hold until the spring.\n"
MILL = "# The mill\n\nTomas Okur said that the mill had closed.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "sayso.toml").write_text("")
    (tmp_path / "content" / "dam.md").write_text(DAM)
    (tmp_path / "content" / "mill.md").write_text(MILL)
    return tmp_path


def build(site: Path) -> None:
    build_site(read_config(site / "sayso.toml"))


def diff(*arguments: str) -> str:
    done = CliRunner().invoke(sayso, ["diff", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_an_edit_is_told_with_what_it_did(site: Path) -> None:
    build(site)
    assert diff().startswith("Nothing differs from build ")
    (site / "content" / "dam.md").write_text(
        DAM.replace("said that", "insisted that").replace("the spring", "the summer")
    )
    (site / "content" / "mill.md").unlink()
    told = diff()
    assert (
        "content/dam.md: the text was edited\n"
        "  ~ Vera Lind [insisted] “that the dam would hold until the summer”\n"
        "      cue: said -> insisted\n"
        "      content: that the dam would hold until the spring -> that the dam would hold until the summer\n"
        "      stance: neutral -> distancing\n"
        "  + CUE1 note “insisted”: "
    ) in told
    assert "content/mill.md: removed, with 1 attribution and 0 findings\n" in told
    assert "2 articles differ from build " in told
    build(site)
    assert diff().splitlines()[:-1] == told.splitlines()[:-1], (
        "after the build that knows it, still against the one that didn't"
    )
    first, second = (line.split()[0] for line in diff("--builds").splitlines())
    assert diff("--since", first).startswith("Nothing differs")
    assert "insisted" in diff("--since", second)


def test_a_correction_is_told_as_one(site: Path) -> None:
    build(site)
    (site / "content" / "mill.corrections.yml").write_text(
        "- change: attribution\n  quote: that the mill had closed\n  by: Maud Ferris\n  date: 2026-03-14\n"
        "  to: {naming: N3}\n"
    )
    (changed,) = json.loads(diff("--format", "json"))
    assert (changed["path"], changed["change"], changed["causes"]) == ("mill.md", "changed", ["correction"])
    (said,) = changed["attributions"]
    assert said["fields"] == ["reviewed", "naming"]
    assert said["after"]["codings"]["naming"] == "N3"
    assert said["after"]["reviewed"] == "change by Maud Ferris"


def test_another_house_rule_is_told_as_one(site: Path) -> None:
    (site / "content" / "dam.md").write_text(DAM.replace("said", "insisted"))
    build(site)
    (site / "sayso.toml").write_text('[findings]\nCUE1 = "error"\n')
    told = diff()
    assert "content/dam.md: the rules of findings are others\n  ~ CUE1 error “insisted”" in told
    assert "      severity: note -> error\n" in told


def test_an_article_that_cannot_be_read_is_no_change(site: Path) -> None:
    build(site)
    (site / "content" / "dam.md").write_text("---\ndate: soon\n---\n\nText.\n")
    told = diff()
    assert told.startswith("Nothing differs")
    assert "Left out, because it cannot be read: dam.md" in told


def test_without_a_store_there_is_nothing_to_compare_with_but_a_file(site: Path) -> None:
    build(site)
    assert diff("--save", "baseline.json") == "Wrote baseline.json: 2 articles\n"
    shutil.rmtree(site / ".sayso")
    done = CliRunner().invoke(sayso, ["diff"])
    assert isinstance(done.exception, ConfigError)
    assert "no earlier build" in str(done.exception)
    assert diff("--since", "baseline.json") == "Nothing differs from baseline.json.\n"
    (site / "content" / "mill.md").write_text(MILL.replace("closed", "opened"))
    assert "content: that the mill had closed -> that the mill had opened" in diff("--since", "baseline.json")


def test_with_a_baseline_the_site_has_a_page_of_changes_the_same_in_every_build(site: Path) -> None:
    diff("--save", "baseline.json")
    build(site)
    assert not (site / "output" / "changes").exists()
    (site / "sayso.toml").write_text('[site]\nbaseline = "baseline.json"\n')
    build(site)
    page = site / "output" / "changes" / "index.html"
    assert "Nothing: the analysis says what it said." in page.read_text()
    (site / "content" / "dam.md").write_text(DAM.replace("said", "insisted"))
    (site / "content" / "mill.md").unlink()
    (site / "content" / "ferry.md").write_text("# The ferry\n\nNobody came.\n")
    build(site)
    text = page.read_text()
    html5lib.HTMLParser(strict=True).parse(text)
    assert "1 changed article, 1 added article, 1 removed article" in text
    assert "stance of the cue: <del>neutral</del> → <ins>distancing</ins>" in text
    assert 'href="../changes/index.html">What changed</a>' in (site / "output" / "findings" / "index.html").read_text()
    assert find_broken_links(site / "output") == ()
    incremental = {p.relative_to(site): p.read_bytes() for p in (site / "output").rglob("*") if p.is_file()}
    shutil.rmtree(site / ".sayso")
    shutil.rmtree(site / "output")
    build(site)
    assert incremental == {p.relative_to(site): p.read_bytes() for p in (site / "output").rglob("*") if p.is_file()}


def test_a_baseline_that_is_not_there_is_one_error(site: Path) -> None:
    (site / "sayso.toml").write_text('[site]\nbaseline = "gone.json"\n')
    with pytest.raises(ConfigError, match="cannot be read: No such file") as caught:
        build(site)
    assert caught.value.hint == "Make one with: sayso diff --save gone.json"
