"""`sayso check`: what it prints in each format, and when it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import sayso
from generator.errors import ConfigError
from generator.model import FindingCode

ARTICLE = """Inspectorate reveals 4,000 homes lie in the path of a flood

The Waterworks Inspectorate said that 4,000 homes could lie in the path of a flood. The company insists that the wall is dry.
"""


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "the wall, 50%.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return Path(path.name)


def _check(*arguments: str) -> Result:
    return CliRunner().invoke(sayso, ["check", *arguments])


def test_text_shows_place_sentence_and_reason(article: Path) -> None:
    done = _check(str(article))
    assert done.exit_code == 1
    assert (
        "the wall, 50%.txt:1:14: error HEAD1\n"
        "    Inspectorate reveals 4,000 homes lie in the path of a flood\n"
        "                 ^^^^^^^^^^^^^^^^^^^\n"
        "    The headline says “reveals 4,000 homes” as a fact;"
    ) in done.stdout
    assert "the wall, 50%.txt:3:97: note CUE1\n    The company insists that the wall is dry.\n" in done.stdout
    assert done.stdout.endswith("1 error, 2 notes. Findings describe the text; they are no verdict on it.\n")


def test_json_has_the_fields_that_programs_read(article: Path) -> None:
    found = json.loads(_check(str(article), "--format", "json").stdout)
    assert [finding["code"] for finding in found] == ["CUE1", "HEAD1", "CUE1"]
    for finding in found:
        start, end = finding["span"]
        assert ARTICLE[start:end] == finding["text"]
        assert finding["path"] == "the wall, 50%.txt" and finding["severity"] in ("note", "error") and finding["reason"]


def test_github_escapes_what_its_runner_would_misread(article: Path) -> None:
    lines = _check(str(article), "--format", "github").stdout.splitlines()
    assert lines[1].startswith(
        "::error file=the wall%2C 50%25.txt,line=1,endLine=1,col=14,endColumn=33,title=HEAD1::The headline"
    )
    assert all(line.startswith("::") for line in lines)


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 0), ("note", 1)])
def test_fail_on_sets_what_fails(article: Path, fail_on: str, code: int) -> None:
    article.write_text("The wall is dry\n\nThe company insists that the wall is dry.\n")
    assert _check(str(article), "--fail-on", fail_on).exit_code == code


def test_with_a_baseline_only_new_findings_fail(article: Path) -> None:
    Path("baseline.json").write_text(_check(str(article), "--format", "json").stdout)
    again = _check(str(article), "--baseline", "baseline.json")
    assert again.exit_code == 0
    assert "3 of them in the baseline" in again.stdout
    article.write_text(
        ARTICLE.replace("\n\n", "\n\nA new beginning was made on Monday.\n\n", 1) + "\nA source said it leaks.\n"
    )
    new = _check(str(article), "--baseline", "baseline.json")
    assert new.exit_code == 1
    assert "ANON2" in new.stdout and "3 of them in the baseline" in new.stdout


def test_a_baseline_that_is_none_is_one_error(article: Path) -> None:
    Path("baseline.json").write_text("{}")
    done = _check(str(article), "--baseline", "baseline.json")
    assert isinstance(done.exception, ConfigError)
    assert "no report of sayso check" in str(done.exception)


def test_a_file_that_cannot_be_read_fails_and_the_others_are_checked(article: Path) -> None:
    Path("bad.txt").write_bytes(b"\xff\xfe\x00")
    done = _check("bad.txt", str(article))
    assert done.exit_code == 1
    assert "bad.txt" in done.stderr
    assert "HEAD1" in done.stdout


def test_an_unknown_code_in_the_settings_is_an_error(article: Path) -> None:
    Path("sayso.toml").write_text('[findings]\nHEAD9 = "off"\n')
    done = _check(str(article))
    assert isinstance(done.exception, ConfigError)
    assert (done.exception.line, done.exception.column) == (2, 1)
    Path("sayso.toml").write_text('[findings]\nHEAD1 = "off"\nCUE1 = "error"\n')
    assert [finding["code"] for finding in json.loads(_check(str(article), "--format", "json").stdout)] == ["CUE1"] * 2


def test_without_files_the_articles_of_the_site_are_checked_and_named_as_one_would_type_them(article: Path) -> None:
    Path("content").mkdir()
    article.rename(Path("content/wall.txt"))
    found = json.loads(_check("--format", "json").stdout)
    assert {finding["path"] for finding in found} == {"content/wall.txt"}


def test_sarif_names_files_by_relative_references_or_whole_addresses(article: Path) -> None:
    for path, uri in (
        (str(article), "the%20wall%2C%2050%25.txt"),
        (str(article.resolve()), article.resolve().as_uri()),
    ):
        log = json.loads(_check(path, "--format", "sarif").stdout)
        locations = [result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"]]
        assert {location["artifactLocation"]["uri"] for location in locations} == {uri}
        assert {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]} == set(FindingCode)


def test_a_file_is_compared_with_the_site_as_it_was_last_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    strike = "The union said that {} drivers had joined the tram strike in Corvale.\n"
    (tmp_path / "content/published.txt").write_text("Trams stand still\n\n" + strike.format(640))
    draft = tmp_path / "draft.txt"
    draft.write_text("The company has another number\n\n" + strike.format(310))
    other = tmp_path / "other" / "draft.txt"
    other.parent.mkdir()
    other.write_text("Rain in the hills of Marlen\n\nIt rained.\n")

    def across(*files: str) -> list[str]:
        found = json.loads(_check(*files, "--format", "json").stdout)
        return [f"{one['path']}: {one['reason']}" for one in found if one["code"] == "FIG1"]

    assert across("draft.txt") == [], "nothing was built yet, and checking doesn't build"
    assert not (tmp_path / ".sayso").exists()
    assert CliRunner().invoke(sayso, ["build", "--quiet"]).exit_code == 0
    found = "draft.txt: “310 drivers” here; of what may be the same “640 drivers” in “Trams stand still”."
    assert across("draft.txt") == [found]
    assert across("draft.txt", "other/draft.txt") == [found], "two files of one name are two articles"
    assert across("draft.txt", "content/published.txt")[0] == found
