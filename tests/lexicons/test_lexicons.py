"""Every lexicon is read whole, and every code in it is one the model knows."""

import pytest

from generator.lexicons import read_lexicon
from generator.model import CueClass, CueStance

PREPOSITIONS = {"of", "for", "about", "against", "to", "with", "on", "at", "in", "over", "by"}
FRAMES = {"quote", "clause", "inf", "someone", "object", "as", "small", "raise", "prefix", "sentence"} | PREPOSITIONS


def test_cues_carry_known_codes() -> None:
    cues = read_lexicon("cues")
    assert len(cues) >= 300
    for lemma, part, frames, cue_class, stance, example in cues:
        assert lemma == lemma.strip() and lemma, (lemma, part)
        assert part in {"verb", "noun", "adjective", "adverb", "phrase"}, (lemma, part)
        assert set(frames.split(",")) <= FRAMES, (lemma, frames)
        assert cue_class in set(CueClass), (lemma, cue_class)
        assert stance in set(CueStance), (lemma, stance)
        assert example, (lemma, "has no example")


def test_no_cue_is_listed_twice() -> None:
    keys = [(entry[0], entry[1]) for entry in read_lexicon("cues")]
    assert len(keys) == len(set(keys))


def test_codes_follow_the_coding_scheme() -> None:
    stance = {(entry[0], entry[1]): entry[4] for entry in read_lexicon("cues")}
    expected = {
        "neutral": "say tell argue call announce suggest deny ask",
        "endorsing": "reveal note show find",
        "distancing": "claim allege insist accuse blame",
        "conceding": "admit acknowledge",
        "emphatic": "declare warn criticize criticise",
        "mental": "think view regard fear seek plan hope",
    }
    for code, lemmas in expected.items():
        for lemma in lemmas.split():
            assert stance[lemma, "verb"] == code, lemma


def test_an_unknown_lexicon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read_lexicon("no-such-list")
