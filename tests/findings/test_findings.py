"""The rules on fragments of articles, from the text to the finding: tests/cases/findings.md."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from generator.config import default_config
from generator.findings import ACROSS, RULES, find_findings
from generator.house_rules import SETS, HouseRules
from generator.model import FindingCode, Severity
from generator.pipeline import analyse_article
from generator.read.articles import read_article
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("findings"))
def test_findings(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text(case.text, encoding="utf-8")
    article = read_article(path, tmp_path)
    analysis = analyse_article(article, default_config(tmp_path).pipeline)
    assert not isinstance(analysis, Exception), analysis
    code = re.match(r"\w+", case.title)
    assert code is not None and code[0] in FindingCode.__members__, case.title
    on = {rule.code: rule.severity for rule, _ in RULES}  # those, too, that are off by default
    found = find_findings(article, analysis, HouseRules(changes=on))
    case.check(
        {"code": finding.code, "words": case.words([finding.span]), "reason": finding.reason}
        for finding in found
        if finding.code == code[0]
    )


def test_a_rule_that_is_off_finds_nothing_until_a_house_puts_it_on(tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text(
        "The wall leaks\n\nAn engineer at the dam said that 300 pumps failed in October.\n", encoding="utf-8"
    )
    article = read_article(path, tmp_path)
    analysis = analyse_article(article, default_config(tmp_path).pipeline)
    assert not isinstance(analysis, Exception), analysis
    codes = [
        {finding.code for finding in find_findings(article, analysis, HouseRules(name))} for name in ("default", "bbc")
    ]
    assert [FindingCode.ANON4 in found for found in codes] == [False, True]


def test_two_figures_in_one_article_are_a_matter_for_houses_that_ask(tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    said = "said that {} families had been moved from Sluice Lane."
    path.write_text(
        f"The wall is leaking\n\nThe warden {said.format(312)} A volunteer {said.format(527)}\n", encoding="utf-8"
    )
    article = read_article(path, tmp_path)
    analysis = analyse_article(article, default_config(tmp_path).pipeline)
    assert not isinstance(analysis, Exception), analysis
    asked = (
        HouseRules(),
        HouseRules(across={FindingCode.FIG1: Severity.ERROR}),
        HouseRules(changes={FindingCode.FIG1: Severity.WARNING}),
        HouseRules(article={FindingCode.FIG1: Severity.WARNING}),
    )
    found = [{finding.code for finding in find_findings(article, analysis, rules)} for rules in asked]
    assert [FindingCode.FIG1 in codes for codes in found] == [False, False, True, True]


def test_every_code_has_its_rule() -> None:
    assert [rule.code for rule, _ in RULES] == list(FindingCode)


def test_every_rule_says_what_it_follows_and_how_to_answer_it() -> None:
    for rule, find in (*RULES, *ACROSS):
        assert rule.says.endswith(".") and rule.answer.endswith(".") and rule.guideline, rule.code
        assert find is None or (importlib.import_module(find.__module__).__doc__ or "").startswith(f"{rule.code}:")


@pytest.mark.parametrize("name", SETS)
def test_a_house_may_change_a_severity_or_turn_a_rule_off(name: str) -> None:
    changed = HouseRules(name, {FindingCode.CUE1: None, FindingCode.HEAD2: Severity.ERROR})
    assert changed.severity(FindingCode.CUE1, Severity.NOTE) is None
    assert changed.severity(FindingCode.HEAD2, Severity.WARNING) is Severity.ERROR
    assert changed.severity(FindingCode.FIG1, Severity.WARNING) is Severity.WARNING
    divided = HouseRules(name, article={FindingCode.FIG1: Severity.NOTE}, across={FindingCode.ORIGIN1: None})
    assert divided.severity(FindingCode.FIG1, None) is Severity.NOTE
    assert divided.severity(FindingCode.FIG1, Severity.WARNING, across=True) is Severity.WARNING
    assert divided.severity(FindingCode.ORIGIN1, Severity.WARNING) is Severity.WARNING
    assert divided.severity(FindingCode.ORIGIN1, Severity.WARNING, across=True) is None
