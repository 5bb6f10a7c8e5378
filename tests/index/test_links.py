"""Links between passages: after any edits, those that are kept and those that are found anew are all that there are."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import blocking
from generator.digests import digest
from generator.index import links
from generator.index.links import Component, KeptLinks, Links, Pair
from generator.index.passages import Passage
from generator.index.rarity import least_of, step_of
from generator.model import Certainty, ClaimVersion, Operator, Polarity, Quantity, TextSpan, Voice

WORDS = ("barge", "canal", "ferry", "harbour", "island", "keeper", "lock", "mooring", "pilot", "tide")


def make_passage(slug: str, place: int, words: frozenset[str], value: float | None, *, takes_up: int | None) -> Passage:
    figure = TextSpan(100 * place, 100 * place + 5)
    quantity = Quantity(span=figure, value=value, operator=Operator.EQUAL, unit="boat") if value else None
    version = ClaimVersion(
        article_slug=slug,
        claim_id=f"c{place}",
        attribution_id=None,
        voice=Voice.AUTHOR,
        source_key=None,
        source_name="",
        naming=None,
        place=figure,
        text=" ".join(sorted(words)),
        cue="",
        figure=str(value or ""),
        quantity=quantity,
        takes_up="",
        certainty=Certainty.CERTAIN,
        polarity=Polarity.POSITIVE,
        stance=None,
        hedges=(),
    )
    return Passage(
        version=version,
        spans=(figure,),
        sentence=place,
        words=words,
        plain=words,
        subjects=frozenset(),
        names=frozenset(sorted(words)[:1]),
        family="boat" if value else "",
        takes_up=TextSpan(100 * takes_up, 100 * takes_up + 5) if takes_up is not None else None,
        date=datetime.date(2026, 3, 1),
    )


REPRINTED = (
    (frozenset(WORDS[:6]), None, False),
    (frozenset(WORDS[3:8]), 250.0, False),
    (frozenset(WORDS[3:8]), 260.0, True),
)


@st.composite
def articles(draw: st.DrawFn) -> list[tuple[frozenset[str], float | None, bool]]:
    """For each passage its words, its figure, and whether it takes up the passage before."""
    passage = st.tuples(
        st.frozensets(st.sampled_from(WORDS), min_size=3, max_size=7),
        st.sampled_from([None, 12.0, 250.0, 260.0]),
        st.booleans(),
    )
    return draw(st.lists(passage | st.sampled_from(REPRINTED), max_size=3))


EDITS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.none() | articles()), min_size=6, max_size=14)


def find(texts: dict[str, list[tuple[frozenset[str], float | None, bool]]], kept: KeptLinks | None) -> Links:
    passages = {
        slug: tuple(
            make_passage(slug, place, words, value, takes_up=place - 1 if leans and place else None)
            for place, (words, value, leans) in enumerate(text)
        )
        for slug, text in sorted(texts.items())
    }
    return Links({slug: digest(those) for slug, those in passages.items()}, passages.__getitem__, kept)


def everything(found: Links) -> tuple[list[Component], dict[Pair, float]]:
    return list(found.components()), {(one, other): strength for one, other, strength in found.keep().links}


@given(edits=EDITS)
@settings(max_examples=60, deadline=None)
def test_what_is_kept_comes_to_the_same_as_comparing_everything_anew(edits: list) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "NEIGHBOURS", 2)  # so that passages are often too far from each other
        texts: dict = {}
        kept = None
        for slug, text in edits:
            if text is None:
                texts.pop(slug, None)
            else:
                texts[slug] = text
            found = find(texts, kept)
            assert everything(found) == everything(find(texts, None))
            kept = msgspec.msgpack.decode(msgspec.msgpack.encode(found.keep()), type=KeptLinks)


def test_an_article_that_comes_between_parts_others_and_brings_them_together_when_it_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(links, "NEIGHBOURS", 2)
    monkeypatch.setattr(
        links, "wording_of", lambda passage: blocking.key_of(passage.version.article_slug)
    )  # no reprints
    text = [(frozenset(WORDS[:6]), None, False)]
    without, between = (dict.fromkeys(slugs, text) for slugs in ("abde", "abcde"))
    for before, after in ((without, between), (between, without)):
        found, anew = find(after, find(before, None).keep()), find(after, None)
        assert everything(found) == everything(anew)
        assert len(anew.keep().links) == 2 * len(after) - 3


def test_a_reprint_is_compared_with_what_it_repeats_alone() -> None:
    text = [(frozenset(WORDS[:6]), None, False)]
    other = [(frozenset(WORDS[1:7]), None, False)]
    texts = {**dict.fromkeys("acde", text), "b": other}
    (component,) = find(texts, None).components()
    assert component.originals == (0, 1, 0, 0, 0)
    assert set(component.links) == {(0, 1), (0, 2), (0, 3), (0, 4)}


def test_where_the_first_goes_or_is_edited_the_next_is_what_the_others_repeat() -> None:
    text = [(frozenset(WORDS[:6]), None, False), (frozenset(WORDS[2:8]), 250.0, False)]
    before = dict.fromkeys("abcd", text)
    kept = find(before, None).keep()
    for after in (dict.fromkeys("bcd", text), {**before, "a": text[1:]}, {"0": text, **before}, {**before, "c": []}):
        assert everything(find(after, kept)) == everything(find(after, None))


def test_many_keys_are_looked_at_one_part_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [frozenset(WORDS[start : start + 6]) for start in range(5)]
    texts = {slug: [(words[number % 5], None, False)] for number, slug in enumerate("abcdefgh")}
    whole = everything(find(texts, None))
    monkeypatch.setattr(blocking, "KEYS_AT_ONCE", 10)
    assert everything(find(texts, None)) == whole
    assert whole[1]


def test_what_nobody_edits_is_not_read() -> None:
    text = [(frozenset(WORDS[:5]), None, False)]
    texts = dict.fromkeys("abcdef", text) | {"g": [(frozenset(WORDS[5:]), None, False)]}
    kept = find(texts, None).keep()
    inputs = {slug: outline.inputs for slug, outline in kept.outlines.items()}
    edited = (make_passage("g", 0, frozenset(WORDS[4:9]), None, takes_up=None),)
    Links({**inputs, "g": b"edited"}, {"g": edited}.__getitem__, kept)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 8, 12, 16, 1000, 20_000])
def test_steps_are_half_octaves(count: int) -> None:
    assert least_of(step_of(count)) <= count < 2**0.5 * least_of(step_of(count)) + 1
    assert step_of(2 * count) == step_of(count) + 2
