"""Every lexicon is read whole, and every code in it is one the model knows."""

import re
from pathlib import Path

import pytest

from generator import findings
from generator.lexicons import read_lexicon
from generator.model import Affiliation, AnonymityReason, CueClass, CueStance, KnowledgeBasis, SourceKind, SourceRole

PREPOSITIONS = {"of", "for", "about", "against", "to", "with", "on", "at", "in", "over", "by"}
FRAMES = {
    "quote",
    "clause",
    "inf",
    "someone",
    "object",
    "as",
    "small",
    "raise",
    "figure",
    "prefix",
    "sentence",
} | PREPOSITIONS


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
    keys = [(entry[0], entry[1]) for name in ("cues", "cue_stances") for entry in read_lexicon(name)]
    assert len(keys) == len(set(keys))


def test_cues_listed_for_their_stance_carry_known_codes() -> None:
    for lemma, part, stance, example in read_lexicon("cue_stances"):
        assert part in {"verb", "light verb", "noun", "adjective", "adverb"}, (lemma, part)
        assert stance in set(CueStance), (lemma, stance)
        assert example, (lemma, "has no example")


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


def test_sources_carry_known_codes() -> None:
    for noun, kind, affiliation, role, agreement in read_lexicon("source_nouns"):
        assert kind in set(SourceKind), noun
        assert affiliation == "-" or affiliation in set(Affiliation), noun
        assert role == "-" or role in set(SourceRole), noun
        assert agreement in {"he", "she", "-"}, noun
    for name, kind, affiliation in read_lexicon("institutions"):
        assert kind in set(SourceKind) and (affiliation == "-" or affiliation in set(Affiliation)), name
    for name, affiliation, form in read_lexicon("outlets"):
        assert affiliation in {Affiliation.MEDIA_STATE, Affiliation.MEDIA_OTHER} and form in {"name", "word"}, name


def test_titles_stand_for_known_nouns_or_none() -> None:
    for title, noun, agreement in read_lexicon("titles"):
        assert noun == "-" or noun.isalpha(), title
        assert agreement in {"he", "she", "-"}, title


def test_patterns_of_anonymity_match_their_examples() -> None:
    codes = set(AnonymityReason) | set(KnowledgeBasis)
    for pattern, code, example in read_lexicon("anonymity"):
        assert code in codes
        assert re.search(pattern, example), (pattern, example)


@pytest.mark.parametrize("name", ["source_nouns", "titles", "institutions", "outlets", "anonymity"])
def test_no_entry_is_listed_twice(name: str) -> None:
    keys = [entry[0] for entry in read_lexicon(name)]
    assert len(keys) == len(set(keys))


def test_capacity_words_have_a_use_and_an_example_that_holds_them() -> None:
    uses = {
        "running",
        "leads",
        "serves",
        "works-for",
        "ally",
        "helps",
        "partisan",
        "share",
        "party",
        "president-of-state",
        "somebody's",
        "speaks-for-self",
        "staff",
        "speaks-for",
        "takes-part",
        "scholar",
        "gives",
        "before-a-kind",
        "backs",
        "related",
        "party-tag",
        "possessive",
        "cause",
    }
    _check_uses("capacity_words", uses)


def test_naming_words_have_a_use_and_an_example_that_holds_them() -> None:
    uses = {
        "speaks-for",
        "source",
        "staff",
        "somebody's",
        "vague",
        "circumstance",
        "says-nothing",
        "number",
        "share",
        "partisan",
        "chamber",
    }
    _check_uses("naming_words", uses, in_plural=True)


def _check_uses(name: str, uses: set[str], *, in_plural: bool = False) -> None:
    """Fail unless the lexicon's entries have these uses, none twice, each with an example that holds the word."""
    entries = read_lexicon(name)
    assert {use for _, use, _ in entries} == uses
    assert len(entries) == len({(word, use) for word, use, _ in entries})
    for word, use, example in entries:
        stem = word[:-1] if in_plural and word.endswith("y") else word  # "deputies"
        assert stem in example.lower(), (word, use)


def test_things_that_end_as_people_do_are_no_people_and_stand_once() -> None:
    entries = read_lexicon("things_in_er")
    assert len(entries) == len({word for word, _ in entries})
    people = {row[0] for row in read_lexicon("source_nouns") if row[1] == "person"}
    assert not people.intersection(word for word, _ in entries)
    for word, example in entries:
        assert word.endswith(("er", "or")) and word in example, word


def test_words_of_findings_are_found_in_their_examples_and_used() -> None:
    entries = read_lexicon("finding_words")
    assert len(entries) == len(set(entries))
    for pattern, use, example in entries:
        assert re.search(rf"(?<!\w)(?:{pattern})(?!\w)", example, re.IGNORECASE), (pattern, use, example)
    code = "".join(path.read_text(encoding="utf-8") for path in Path(findings.__file__).parent.glob("*.py"))
    assert {use for _, use, _ in entries} == set(re.findall(r"words_of\([\"']([\w-]+)[\"']\)", code))
