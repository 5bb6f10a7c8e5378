"""`sayso analyze`: one file, several, bad ones."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import sayso

TEXT = "The pier\n\n“The pier is shut,” said harbour master Jon Vell. A source said it was not.\n"


@pytest.fixture
def pier(tmp_path: Path) -> Path:
    path = tmp_path / "pier.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(sayso, ["analyze", *map(str, words)])


def test_text_numbers_the_attributions_and_has_a_note_for_each(pier: Path) -> None:
    result = run(pier)
    assert result.exit_code == 0
    flat = " ".join(result.output.split())
    assert "‹1 “The pier is shut,”› _said_ [harbour master Jon Vell]" in flat
    assert "1 ● Jon Vell, person (N6: named, with role)" in flat
    assert "2 ○ A source, person (N2: unnamed, not described)" in flat
    assert "\x1b" not in result.output


def test_debug_says_what_found_each_and_what_each_quotation_is_taken_for(pier: Path) -> None:
    flat = " ".join(run(pier, "--debug").output.split())
    assert "Engine: rules" in flat
    assert "found by: " in flat
    assert "source s1, mentioned as “harbour master Jon Vell”" in flat
    assert "quotation, speech, depth 0: “The pier is shut,”" in flat


def test_json_has_one_object_a_file(pier: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# The inn\n\nThe inn is *shut*, the innkeeper said.\n", encoding="utf-8")
    result = run(pier, other, "--format", "json")
    assert result.exit_code == 0
    first, second = json.loads(result.output)
    assert first["text"].rstrip() == TEXT.rstrip()
    assert second["text"].startswith("The inn\n\nThe inn is shut")


def test_a_bad_file_costs_the_others_nothing(pier: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"Pier\n\n\xff\xfe\n")
    result = run(bad, pier, "--format", "json")
    assert result.exit_code == 1
    assert result.stderr.count("Error: ") == 1 and str(bad) in result.stderr
    assert [one["path"] for one in json.loads(result.stdout)] == [str(pier)]


def test_a_missing_file_is_a_usage_error(pier: Path, tmp_path: Path) -> None:
    result = run(pier, tmp_path / "none.txt")
    assert result.exit_code == 2
    assert "none.txt" in result.stderr


def test_help_loads_neither_spacy_nor_rich() -> None:
    code = (
        "import sys; from generator.cli import sayso; "
        "sayso(['analyze', '--help'], standalone_mode=False); "
        "assert not {'spacy', 'rich', 'msgspec'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_characters_that_steer_a_terminal_are_not_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "sly.txt"
    path.write_text("The pier\n\nJon Vell said the pier \x1b[31mis\u202e shut.\n", encoding="utf-8")
    result = run(path)
    assert "\x1b" not in result.output and "\u202e" not in result.output


def test_a_source_below_the_bound_is_unclear(pier: Path) -> None:
    def credited(*options: str) -> list[bool]:
        (record,) = json.loads(run(pier, "--format", "json", *options).output)
        return [bool(one["source"]) for one in record["attributions"]]

    assert credited("--source-bound", "0") == [True, True]
    assert credited("--source-bound", "1") == [False, False]
    assert run(pier, "--source-bound", "2").exit_code == 2
