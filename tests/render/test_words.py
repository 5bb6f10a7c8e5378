"""Codes in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import (
    Anonymity,
    AnonymityReason,
    AttributionKind,
    Certainty,
    CueStance,
    KnowledgeBasis,
    Naming,
    Polarity,
    SourceKind,
)
from generator.render import words
from generator.render.words import certainty_words, count, percentages, question


def test_every_code_has_its_words() -> None:
    assert set(words.NAMING_GROUPS) == set(words.NAMING_WORDS) == set(words.NAMING_MEANINGS) == set(Naming)
    assert set(words.SHAPES) == set(words.GROUP_WORDS) == set(words.NamingGroup)
    assert set(words.KIND_WORDS) == set(words.KIND_MEANINGS) == set(AttributionKind)
    assert set(words.STANCE_WORDS) == set(words.STANCE_MEANINGS) == set(CueStance)
    assert set(words.CERTAINTY_WORDS) == set(words.CERTAINTY_MEANINGS) == set(Certainty)
    assert set(words.SOURCE_KIND_WORDS) == set(SourceKind)


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


@pytest.mark.parametrize(
    ("naming", "kind", "stance", "asked"),
    [
        (Naming.N0, AttributionKind.INDIRECT, CueStance.NEUTRAL, "Who says so?"),
        (Naming.N3, AttributionKind.DIRECT, CueStance.DISTANCING, "Why unnamed, and how do they know?"),
        (Naming.N6, AttributionKind.DIRECT, CueStance.NEUTRAL, "Said where, when, and to whom?"),
        (Naming.N6, AttributionKind.INDIRECT, CueStance.DISTANCING, "Why “claims”, not “said”?"),
        (Naming.UNCLEAR, AttributionKind.INDIRECT, CueStance.UNCLEAR, "Who is meant?"),
    ],
)
def test_the_question_is_first_who_then_how(
    naming: Naming, kind: AttributionKind, stance: CueStance, asked: str
) -> None:
    assert question(naming, kind, stance, "claims") == asked
