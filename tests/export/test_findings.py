"""Findings in the formats that programs read, held to their standards: OASIS's schema, Microsoft's validator, GitHub's commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from generator.config import default_config
from generator.export.findings import (
    LocatedFinding,
    locate_findings,
    render_answers,
    render_github,
    render_json,
    render_sarif,
    render_text,
)
from generator.findings import RULES, find_findings
from generator.house_rules import HouseRules
from generator.model import Finding, FindingCode, Severity, TextSpan
from generator.pipeline import analyse_article
from generator.read.articles import read_article
from tests.browser.node import find_module_file, find_node

ARTICLE = """Inspectorate reveals 4,000 homes lie in the path of a flood

The Waterworks Inspectorate said that 4,000 homes could lie in the path of a flood. The company insists that the wall is dry: 😀.

Critics say that nobody looked. “We never saw anyone inspect that wall.”

An engineer at the dam, speaking on condition of anonymity, said that 300 pumps
failed in October.
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[LocatedFinding]:
    folder = tmp_path_factory.mktemp("findings")
    path = folder / "the wall, 50%.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    article = read_article(path, folder)
    analysis = analyse_article(article, default_config(folder).pipeline)
    assert not isinstance(analysis, Exception), analysis
    on = {rule.code: rule.severity for rule, _ in RULES}
    findings = locate_findings(path.name, article, find_findings(article, analysis, HouseRules(changes=on)))
    assert {"HEAD1", "CUE1", "VAGUE1", "ANON1", "ANON4"} <= {finding.code for finding in findings}
    return findings


@pytest.mark.parametrize("some", [True, False])
def test_sarif_keeps_the_schema_of_the_standard(found: list[LocatedFinding], some: bool) -> None:
    schema = json.loads(find_module_file("@microsoft/sarif-multitool-linux/sarif-2.1.0.json").read_text("utf-8-sig"))
    jsonschema.validators.validator_for(schema)(schema).validate(json.loads(render_sarif(found if some else [])))


def test_the_schema_refuses_what_is_no_sarif(found: list[LocatedFinding]) -> None:
    schema = json.loads(find_module_file("@microsoft/sarif-multitool-linux/sarif-2.1.0.json").read_text("utf-8-sig"))
    log = json.loads(render_sarif(found))
    log["runs"][0]["results"][0]["level"] = "dreadful"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validators.validator_for(schema)(schema).validate(log)


@pytest.mark.slow
def test_microsofts_validator_has_nothing_to_say(found: list[LocatedFinding], tmp_path: Path) -> None:
    find_module_file("@microsoft/sarif-multitool-linux/Sarif.Multitool").chmod(0o755)  # its install script does no more
    log, report = tmp_path / "findings.sarif", tmp_path / "report.sarif"
    log.write_bytes(render_sarif(found))
    tool = find_module_file("@microsoft/sarif-multitool/bin.js")
    done = subprocess.run(
        [find_node(), tool, "validate", log, "--output", report],
        env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (run,) = json.loads(report.read_text("utf-8-sig"))["runs"]
    said = [(result["ruleId"], result["message"]) for result in run["results"] if result.get("level") != "note"]
    # An address of the tool's own would name a host, and there is none yet.
    assert [rule for rule, _ in said if rule != "SARIF2005"] == []


def test_sarif_places_are_those_of_the_words(found: list[LocatedFinding]) -> None:
    lines = ARTICLE.split("\n")
    (run,) = json.loads(render_sarif(found))["runs"]
    assert len(run["results"]) == len(found)
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        if region["startLine"] == region["endLine"]:
            line = lines[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_json_is_an_array_with_the_fields_that_are_promised(found: list[LocatedFinding]) -> None:
    array = json.loads(render_json(found))
    assert [finding["code"] for finding in array] == [finding.code for finding in found]
    for finding in array:
        assert {"code", "severity", "path", "span", "reason", "line", "column", "text", "fingerprint"} <= finding.keys()
        assert ARTICLE[slice(*finding["span"])] == finding["text"]
    assert len({finding["fingerprint"] for finding in array}) == len(array)


def test_each_github_command_is_one_line_that_its_runner_can_read(found: list[LocatedFinding]) -> None:
    lines = render_github(found).decode().splitlines()
    assert len(lines) == len(found)
    for line, finding in zip(lines, found, strict=True):
        command = re.fullmatch(r"::(notice|warning|error) ([^:]*)::(.+)", line)
        assert command is not None, line
        properties = dict(pair.split("=", 1) for pair in command[2].split(","))
        assert properties["file"] == "the wall%2C 50%25.txt"
        assert (int(properties["line"]), int(properties["col"])) == (finding.line, finding.column)
        assert properties["title"] == finding.code
        said = command[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        assert said == finding.reason


def test_the_terminal_shows_the_whole_passage_underlined_within_its_width(tmp_path: Path) -> None:
    words = "an engineer at the dam who had worked there for thirty years and asked for no name to be given"
    path = tmp_path / "wall.txt"
    path.write_text(
        f"The wall leaks\n\nIt was raining when {words} said so. 水が漏れる before dawn.\n", encoding="utf-8"
    )
    article = read_article(path, tmp_path)

    def shown(passage: str, width: int) -> list[str]:
        start = article.text.index(passage)
        finding = Finding(
            code=FindingCode.ANON1,
            severity=Severity.WARNING,
            span=TextSpan(start, start + len(passage)),
            reason="Nothing says why.",
            evidence=(),
        )
        (located,) = locate_findings("wall.txt", article, [finding])
        return render_text(located, article, width).splitlines()

    for width in (40, 60, 100):
        place, *lines = shown(words, width)
        assert place == "wall.txt:3:21: warning ANON1"
        assert all(len(line) <= width for line in lines)
        marked = [
            line[marks.index("^") : len(marks)]
            for line, marks in pairwise(lines)
            if marks.strip() and set(marks.strip()) == {"^"}
        ]
        assert " ".join(marked) == words
    assert shown("水が漏れる", 100)[2] == "    " + "^" * 10  # wide characters take two columns


def test_each_rule_that_found_something_says_once_how_to_answer(found: list[LocatedFinding]) -> None:
    said = render_answers(found)
    for rule, _ in RULES:
        assert (rule.code in said) is (rule.code in {finding.code for finding in found})
