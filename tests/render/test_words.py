"""Codes in words."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import (
    Affiliation,
    Anonymity,
    AnonymityReason,
    AttributionKind,
    Certainty,
    CueClass,
    CueStance,
    KnowledgeBasis,
    Naming,
    Operator,
    Polarity,
    Review,
    ReviewVerb,
    Source,
    SourceKind,
    SourceRole,
    SourceStatus,
    Voice,
)
from generator.render import words
from generator.render.words import certainty_words, count, percentages, quantity_words, source_question


def test_every_code_has_its_words() -> None:
    assert set(words.NAMING_GROUPS) == set(words.NAMING_WORDS) == set(words.NAMING_MEANINGS) == set(Naming)
    assert set(words.SHAPES) == set(words.GROUP_WORDS) == set(words.NamingGroup)
    assert set(words.KIND_WORDS) == set(words.KIND_MEANINGS) == set(AttributionKind)
    assert set(words.STANCE_WORDS) == set(words.STANCE_MEANINGS) == set(CueStance)
    assert set(words.CERTAINTY_WORDS) == set(words.CERTAINTY_MEANINGS) == set(Certainty)
    assert set(words.SOURCE_KIND_WORDS) == set(SourceKind)
    assert set(words.AFFILIATION_WORDS) == set(Affiliation)
    assert set(words.ROLE_WORDS) == set(SourceRole) and set(words.STATUS_WORDS) == set(SourceStatus)
    assert set(words.CUE_CLASS_WORDS) == set(CueClass) and set(words.VOICE_WORDS) == set(Voice)


def test_no_word_is_a_verdict() -> None:
    tables = (words.NAMING_WORDS, words.GROUP_WORDS, words.STANCE_WORDS, words.CERTAINTY_WORDS, words.KIND_WORDS)
    said = " ".join(word for table in tables for word in table.values())
    assert not [
        verdict for verdict in ("unsourced", "false", "true", "score", "misleading", "reliable") if verdict in said
    ]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6).map(tuple))
def test_percentages_add_up_and_are_less_than_one_off(parts: tuple[int, ...]) -> None:
    shares = percentages(parts)
    total = sum(parts)
    assert sum(shares) == (100 if total else 0)
    assert all(abs(share - part * 100 / total) < 1 for share, part in zip(shares, parts, strict=True) if total)


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 sources"), (1, "1 source"), (2, "2 sources"), (4000, "4,000 sources")]
)
def test_count(number: int, said: str) -> None:
    assert count(number, "source") == said


@pytest.mark.parametrize(
    ("reason", "basis", "said"),
    [
        (AnonymityReason.NONE, KnowledgeBasis.UNSTATED, ("no reason given",)),
        (AnonymityReason.FORMULA, KnowledgeBasis.SECOND_HAND, ("reason: a formula only", "knows at second hand")),
        (AnonymityReason.SPECIFIC, KnowledgeBasis.DIRECT, ("reason given", "knows at first hand")),
    ],
)
def test_an_unnamed_source_is_told_with_its_reason(
    reason: AnonymityReason, basis: KnowledgeBasis, said: tuple[str, ...]
) -> None:
    assert words.anonymity_words(Anonymity(stated=True, reason=reason, basis=basis)) == said


def test_a_negative_claim_is_told_as_one() -> None:
    assert certainty_words(Certainty.CERTAIN, Polarity.NEGATIVE) == "certain, in the negative"
    assert certainty_words(Certainty.POSSIBLE, Polarity.POSITIVE) == "possible"


def make_source(naming: Naming, kind: SourceKind = SourceKind.PERSON, anonymity: Anonymity | None = None) -> Source:
    return Source(id="s1", name="a clerk", kind=kind, naming=naming, anonymity=anonymity, mentions=())


def unnamed(reason: AnonymityReason, basis: KnowledgeBasis) -> Source:
    return make_source(Naming.N3, anonymity=Anonymity(stated=True, reason=reason, basis=basis))


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        (None, "Who says so?"),
        (make_source(Naming.N6), ""),
        (make_source(Naming.N4, SourceKind.INSTITUTION), ""),
        (make_source(Naming.N1), "Who are they, and how many?"),
        (make_source(Naming.UNCLEAR), "Who is meant?"),
        (unnamed(AnonymityReason.FORMULA, KnowledgeBasis.UNSTATED), "Why unnamed? How do they know?"),
        (unnamed(AnonymityReason.SPECIFIC, KnowledgeBasis.UNSTATED), "How do they know?"),
        (unnamed(AnonymityReason.SPECIFIC, KnowledgeBasis.DIRECT), ""),
    ],
)
def test_only_what_is_left_open_is_asked(source: Source | None, asked: str) -> None:
    assert source_question(source) == asked


@pytest.mark.parametrize(
    ("operator", "value", "upper", "said"),
    [
        (Operator.EQUAL, 4000, None, "4,000"),
        (Operator.AT_MOST, 4000, None, "≤ 4,000"),
        (Operator.RANGE, 3, 5, "3 to 5"),
        (Operator.RANGE, 1_500_000, 2_500_000, "1,500,000 to 2,500,000"),
        (Operator.ABOUT, 12_345_678, None, "≈ 12,345,678"),
        (Operator.EQUAL, 2.5, None, "2.5"),
    ],
)
def test_a_figure_is_told_as_it_is_meant(operator: Operator, value: float, upper: float | None, said: str) -> None:
    assert quantity_words(operator, value, upper) == said


def test_a_review_says_who_when_and_why() -> None:
    review = Review(
        verb=ReviewVerb.CHANGE, by="R. Pell", date=datetime.date(2026, 3, 14), why="It stands in the minutes."
    )
    assert (
        words.review_words(review)
        == "Corrected by R. Pell, 14\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026: It stands in the minutes."
    )
    assert words.review_words(None) == ""


@pytest.mark.parametrize(
    ("reviewed", "attributions", "reviewers", "said"),
    [
        (0, 18, (), "machine, unreviewed"),
        (3, 18, ("R. Pell",), "3 of 18 reviewed by R. Pell; the rest: machine, unreviewed"),
        (18, 18, ("R. Pell", "T. Ode"), "18 of 18 reviewed by R. Pell and T. Ode"),
        (
            2,
            18,
            ("R. Pell", "T. Ode", "A. Quay"),
            "2 of 18 reviewed by R. Pell and 2 others; the rest: machine, unreviewed",
        ),
    ],
)
def test_a_page_says_how_much_people_have_looked_at(
    reviewed: int, attributions: int, reviewers: tuple[str, ...], said: str
) -> None:
    assert words.state_words(reviewed, attributions, reviewers) == said
    unchecked = reviewed < attributions
    assert ("unreviewed" in words.made_by_words(reviewed, attributions)) == unchecked
