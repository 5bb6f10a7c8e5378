"""A report of a common shape, with everything an editor must be asked about it: `articles/border-guard.txt`."""

from pathlib import Path

import pytest

from generator.config import default_config
from generator.findings import find_findings
from generator.house_rules import HouseRules
from generator.model import Article, Finding
from generator.pipeline import analyse_article
from generator.read.articles import read_article

FOLDER = Path(__file__).parent / "articles"


@pytest.fixture(scope="module")
def found() -> tuple[Article, tuple[Finding, ...]]:
    article = read_article(FOLDER / "border-guard.txt", FOLDER)
    analysis = analyse_article(article, default_config(FOLDER).pipeline)
    assert not isinstance(analysis, Exception), analysis
    return article, find_findings(article, analysis, HouseRules())


def words(found: tuple[Article, tuple[Finding, ...]], code: str) -> list[str]:
    article, findings = found
    return [article.text[f.span.start_char : f.span.end_char] for f in findings if f.code == code]


def test_the_headline_is_surer_than_the_body_and_credits_another(found: tuple[Article, tuple[Finding, ...]]) -> None:
    assert words(found, "HEAD1") == ["Reveals Over 2,000 Corvale Sailors"]
    assert words(found, "HEAD2") == ["Marlen Border Guard"]
    (reason,) = (finding.reason for finding in found[1] if finding.code == "HEAD2")
    assert all(f"“{name}”" in reason for name in ("the Corvale Ledger", "Corvale ministry warnings", "the report"))


def test_three_are_unnamed_without_a_reason(found: tuple[Article, tuple[Finding, ...]]) -> None:
    starts = ["A source within", "A resident of Dunmere", "A Corvale customs officer"]
    unnamed = words(found, "ANON1")
    assert len(unnamed) == 3
    assert all(text.startswith(start) for text, start in zip(unnamed, starts, strict=True))


def test_vague_collectives_are_quoted_by_who_they_are(found: tuple[Article, tuple[Finding, ...]]) -> None:
    reasons = [finding.reason for finding in found[1] if finding.code == "VAGUE1"]
    assert any("“harbour officials”" in reason for reason in reasons)
    assert any("“some”" in reason for reason in reasons)


def test_chains_end_with_an_outlet_and_a_report(found: tuple[Article, tuple[Finding, ...]]) -> None:
    assert {"the Corvale Ledger", "the report"} <= set(words(found, "CHAIN1"))


def test_an_assertion_without_a_source_is_asked_about_and_an_evaluation_is_not(
    found: tuple[Article, tuple[Finding, ...]],
) -> None:
    alone = words(found, "VOICE1")
    assert any(text.startswith("the promise of calm and trade continues") for text in alone)
    assert not any("profound" in text for text in alone)


def test_cues_that_take_sides_are_noted_and_every_quotation_is_credited(
    found: tuple[Article, tuple[Finding, ...]],
) -> None:
    assert {"alleging", "insists"} <= set(words(found, "CUE1"))
    assert words(found, "QUOTE1") == []
