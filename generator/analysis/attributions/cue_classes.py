"""The class and stance of a cue that no rule looked for: by the lexicons, by what a word is derived from, by the construction.

The tagger finds cues that no list foresees ("took issue with", "was so consumed with", "is poised to"). Nothing is found by what
stands here; it only says what kind of thing a cue does, and leaves it unclear where nothing tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from spacy.tokens import Doc, Token

from generator.analysis.attributions.cue_stances import find_stance
from generator.analysis.attributions.cues import find_entry
from generator.analysis.attributions.exclusions import EVIDENCE, source_nouns
from generator.lexicons import read_lexicon
from generator.model import CueClass, CueStance

Coding = tuple[CueClass, CueStance]

UNKNOWN: Coding = (CueClass.UNCLEAR, CueStance.UNCLEAR)
# They carry the noun or adjective that says what is meant: "made a promise", "took issue with", "was adamant".
LIGHT = frozenset(
    {
        "be",
        "have",
        "do",
        "make",
        "take",
        "give",
        "get",
        "draw",
        "come",
        "go",
        "put",
        "hold",
        "keep",
        "become",
        "remain",
        "bring",
    }
    | {
        "seem",
        "appear",
        "feel",
        "stay",
        "show",
        "express",
        "offer",
        "provide",
        "deliver",
        "lay",
        "find",
        "see",
        "serve",
        "use",
    }
)
# What a noun or adjective is derived from, by its ending: "supporter" from "support", "reluctance" from "reluctant".
SUFFIXES = (
    ("ers", ""), ("ers", "e"), ("er", ""), ("er", "e"), ("ors", ""), ("ors", "e"), ("or", ""), ("or", "e"),
    ("ments", ""), ("ment", ""), ("ations", ""), ("ation", ""), ("ations", "e"), ("ation", "e"), ("ations", "ate"),
    ("ation", "ate"), ("ions", ""), ("ion", ""), ("ions", "e"), ("ion", "e"), ("als", ""), ("al", ""), ("al", "e"),
    ("ance", "ant"), ("ence", "ent"), ("ance", ""), ("ence", ""), ("ance", "e"), ("ence", "e"), ("ness", ""), ("iness", "y"),
    ("ity", ""), ("ity", "e"), ("ly", ""), ("ily", "y"), ("ism", ""), ("ists", ""), ("ist", ""), ("ive", "e"), ("ive", ""),
)  # fmt: skip
PREFIXES = ("re-", "re", "over", "under", "mis", "un", "dis", "counter-", "pre-", "co-")
RECLINED = frozenset({"lay", "lain"})  # of the "lie" that says nothing; whoever says what isn't true "lied"
# What suggests something when it is read off a count, a poll or an instrument, and says it when it is somebody.
READ_OFF = frozenset({"suggest", "indicate", "reveal", "imply", "confirm", "tell", "signal", "point"})
PREPOSED = frozenset({"ADP", "PART", "SCONJ", "CCONJ", "PUNCT", "SPACE", "SYM", "DET", "ADV", "PRON", "AUX", "X"})


def is_read_off(doc: Doc, cue: set[int], source: set[int]) -> bool:
    """Whether the source is a thing that something is read off: "this figure suggests", "the poll indicates"."""
    if not source or not any(doc[index].lemma_.lower() in READ_OFF and doc[index].pos_ == "VERB" for index in cue):
        return False
    head = doc[min(source) : max(source) + 1].root
    return head.pos_ == "NOUN" and head.lemma_.lower() in instruments()


def find_coding(doc: Doc, cue: set[int], content: set[int]) -> Coding:
    """Class and stance of the cue, given in tokens; `content` is what it credits."""
    cue_class, stance = _find_by_class(doc, cue, content)
    listed = find_stance(doc, cue)
    return cue_class, stance if listed is CueStance.UNCLEAR else listed


def knows(word: Token) -> bool:
    """Whether a list of cues has the word, or what it is derived from; light verbs say nothing by themselves."""
    return word.lemma_.lower() not in LIGHT and word.lower_ not in RECLINED and _look_up(word) is not None


def _find_by_class(doc: Doc, cue: set[int], content: set[int]) -> Coding:
    entry = find_entry(doc, cue) if cue else None
    if entry is not None:
        return entry.cue_class, entry.stance
    words = [doc[index] for index in sorted(cue)]
    codings = [coding for word in _by_weight(words) if (coding := _look_up(word)) is not None]
    wanting = next((coding for coding in codings if coding[0] is CueClass.INTENTION), None)
    if wanting is not None and _goes_on_with_to(doc, cue, content):
        return wanting
    if codings:
        return codings[0]
    return _by_construction(doc, words, cue, content)


def _by_weight(words: list[Token]) -> Iterator[Token]:
    """The words that may say what the cue does: verbs, the last first, then nouns, adjectives and adverbs, then light verbs."""
    verbs = [word for word in reversed(words) if word.pos_ in {"VERB", "AUX"}]
    others = [word for word in reversed(words) if word.pos_ not in PREPOSED and word not in verbs]
    return chain(
        (word for word in verbs if word.lemma_.lower() not in LIGHT),
        (word for word in others if word.lemma_.lower() not in LIGHT),
        (word for word in verbs if word.lemma_.lower() in LIGHT and word.lemma_.lower() not in {"be", "have", "do"}),
    )


def _look_up(word: Token) -> Coding | None:
    codings = read_codings()
    return next((codings[form] for form in _forms(word) if form in codings), None)


@cache
def read_codings() -> dict[str, Coding]:
    """Lemma -> class and stance: the list for classes alone, and the cues that rules look for, whatever their part of speech."""
    table: dict[str, Coding] = {}
    for lemma, _, _, cue_class, stance, *_ in read_lexicon("cues"):
        table.setdefault(lemma, (CueClass(cue_class), CueStance(stance)))
    for lemma, cue_class, stance in read_lexicon("cue_classes"):
        table.setdefault(lemma, (CueClass(cue_class), CueStance(stance)))
    return table


COUNTS = frozenset(
    {"figure", "number", "data", "datum", "statistic", "evidence", "estimate", "trend", "percentage", "average"}
)


@cache
def instruments() -> frozenset[str]:
    """The nouns for what things are read off: instruments, counts and polls."""
    return EVIDENCE | COUNTS | {noun for noun, kind in source_nouns().items() if kind == "poll"}


def _forms(word: Token) -> Iterator[str]:
    """What may stand in a list for the word: itself, its lemma, what it is inflected or derived from."""
    lower = word.lower_
    yield from (word.lemma_.lower(), lower)
    stem = re.sub(r"(?:ing|ed|es|s)$", "", lower)
    yield from (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)
    for suffix, ending in SUFFIXES:
        if lower.endswith(suffix) and len(lower) > len(suffix) + 2:
            root = lower.removesuffix(suffix)
            yield root + ending
            if ending == "" and root[-2:-1] == root[-1:]:
                yield root[:-1]
            if ending == "" and root.endswith("i"):
                yield f"{root[:-1]}y"
    for prefix in PREFIXES:
        if lower.startswith(prefix) and len(lower) > len(prefix) + 3:
            yield word.lemma_.lower().removeprefix(prefix)
    if "-" in lower:
        yield from reversed(lower.split("-"))


def _goes_on_with_to(doc: Doc, cue: set[int], content: set[int]) -> bool:
    """Whether the cue ends in "to" or its content begins with it: "is trying to", "is poised | to close the lock"."""
    following = [index for index in content if index > min(cue)]
    return any(doc[index].lower_ == "to" for index in cue) or bool(following and doc[min(following)].lower_ == "to")


def _by_construction(doc: Doc, words: list[Token], cue: set[int], content: set[int]) -> Coding:
    """By what goes with the cue: words in quotation marks are said, "to" and a verb meant, a copula's adjective felt; what
    somebody does to a thing, without saying or thinking, is an act."""
    if content and doc[min(content)].text == '"':
        return CueClass.SPEECH, CueStance.NEUTRAL
    verb = next((word for word in reversed(words) if word.pos_ == "VERB"), None)
    if _goes_on_with_to(doc, cue, content) if cue else False:
        return CueClass.INTENTION, CueStance.MENTAL
    if any(word.pos_ == "ADJ" and word.dep_ in {"acomp", "oprd"} for word in words):
        return CueClass.ATTITUDE, CueStance.MENTAL
    if verb is None or not content or _has_subject(doc, content):
        return UNKNOWN
    return CueClass.ACT, CueStance.NEUTRAL


def _has_subject(doc: Doc, content: set[int]) -> bool:
    """Whether the content is a clause: then it may be said, believed or found out, and an unknown verb doesn't tell which."""
    return any(doc[index].dep_ in {"nsubj", "nsubjpass", "expl"} and doc[index].head.i in content for index in content)
