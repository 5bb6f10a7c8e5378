"""The rules that look at several articles: tests/cases/findings_across.md; and what they cost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.config import default_config
from generator.findings import ACROSS, find_across, find_findings
from generator.house_rules import HouseRules
from generator.index import build_index
from generator.model import Article, ArticleAnalysis, FindingCode, Severity
from generator.pipeline import analyse_article
from generator.read.articles import read_article
from tests.readable_cases import Case, read_cases
from tests.steps import count_steps

Pair = tuple[Article, ArticleAnalysis]

ON = {rule.code: rule.severity for rule, _ in ACROSS}
"""Those, too, that are off by default."""


def analysed(folder: Path, *texts: str) -> tuple[Pair, ...]:
    pairs = []
    for letter, text in zip("abcdefgh", texts, strict=False):
        path = folder / f"{letter}.txt"
        path.write_text(text.strip() + "\n", encoding="utf-8")
        article = read_article(path, folder)
        analysis = analyse_article(article, default_config(folder).pipeline)
        assert isinstance(analysis, ArticleAnalysis), analysis
        pairs.append((article, analysis))
    return tuple(pairs)


@pytest.mark.parametrize("case", read_cases("findings_across"))
def test_findings_across(case: Case, tmp_path: Path) -> None:
    pairs = analysed(tmp_path, *case.text.split("\n---\n"))
    across = find_across(pairs, build_index(pairs), HouseRules(changes=ON))
    code = re.match(r"\w+", case.title)
    assert code is not None and code[0] in FindingCode.__members__, case.title
    case.check(
        {
            "article": article.slug,
            "words": article.text[finding.span.start_char : finding.span.end_char],
            "reason": finding.reason,
        }
        for article, analysis in pairs
        for finding in find_findings(article, analysis, HouseRules(), across.get(article.slug, ()))
        if finding.code == code[0]
    )


def test_each_rule_has_twelve_cases_at_least() -> None:
    titles = [case.values[0].title for case in read_cases("findings_across")]
    for rule, _ in ACROSS:
        assert sum(title.startswith(rule.code) for title in titles) >= 12, rule.code


def test_a_house_may_turn_them_off_or_up(tmp_path: Path) -> None:
    pairs = analysed(
        tmp_path,
        "Trams stand\n\nThe union said that 640 drivers had joined the tram strike in Corvale.",
        "Trams run\n\nThe company said that 310 drivers had joined the tram strike in Corvale.",
    )
    index = build_index(pairs)
    off = HouseRules("default", {FindingCode.FIG1: None})
    assert find_across(pairs, index, off) == {}
    loud = HouseRules("default", {FindingCode.FIG1: Severity.ERROR})
    assert {finding.severity for found in find_across(pairs, index, loud).values() for finding in found} == {"error"}


def test_work_grows_with_the_articles_and_no_faster(tmp_path: Path) -> None:
    """Every article quotes what some others quote, with another word."""
    ((article, analysis),) = analysed(
        tmp_path, "Wall sound\n\n“We have inspected the east wall twice this winter,” Edda Voll, the mayor, said."
    )
    steps = []
    for size in (250, 2_000):
        pairs = []
        for number in range(size):
            word, verb = (f"{chr(97 + number // 3 // 26 % 26)}{chr(97 + number // 3 % 26)}w", f"v{number // 3:05}")
            text = article.text.replace("east", word[:4].ljust(4, "x")).replace("inspected", verb.ljust(9, "q"))
            pairs.append((replace(article, slug=f"x{number}", text=text), analysis))
        index = build_index(tuple(pairs))
        steps.append(count_steps(lambda pairs=pairs, index=index: find_across(pairs, index, HouseRules())))
    assert steps[1] < 8 * 1.5 * steps[0]
