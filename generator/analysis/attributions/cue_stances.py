"""Where a cue puts the writer, whoever marked it: by expressions of several words, else by the word that governs the cue.

The words stand in `lexicons/cues.tsv`, which the rules go by, and in `lexicons/cue_stances.tsv`, for cues that only the tagger or a
person marks. A cue without a word that could have a stance ("for", a colon) names the holder and nothing else: neutral.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from spacy.tokens import Doc, Token

from generator.analysis.attributions.cues import read_cues
from generator.lexicons import read_lexicon
from generator.model import CueStance

# What these begin or seem to do is said by the verb after them: "continued to insist", "seems to confirm".
LEADING = frozenset({"continue", "begin", "seem", "appear", "go", "come"})
WITHOUT_STANCE = frozenset({"ADP", "PUNCT", "PART", "DET", "PRON", "CCONJ", "SCONJ", "SYM", "SPACE"})


def find_stance(doc: Doc, cue: Set[int]) -> CueStance:
    """The stance of the cue, given in tokens; `unclear` where nothing of it is listed."""
    words = [doc[index] for index in sorted(cue)]
    if entry := read_cues()["phrase"].get(" ".join(word.lower_ for word in words)):
        return entry.stance
    if (expression := _find_expression(doc, words)) is not None:
        return expression
    verbs = [word for word in sorted(words, key=lambda word: _depth(word, cue)) if _look_up("verb", word)]
    governing = next((word for word in verbs if word.lemma_.lower() not in LEADING), verbs[0] if verbs else None)
    above = (
        None
        if governing is None
        else next((word for word in governing.ancestors if word.i in cue and _look_up("noun", word)), None)
    )
    if above is not None:
        return _look_up("noun", above) or CueStance.UNCLEAR  # "has advice for crews celebrating the win"
    if governing is not None:
        return CueStance.DIRECTIVE if _directs(governing) else _look_up("verb", governing) or CueStance.UNCLEAR
    for part in ("noun", "adjective", "light verb", "adverb"):
        if stance := next((stance for word in reversed(words) if (stance := _look_up(part, word))), None):
            return stance
    if words and all(word.pos_ in WITHOUT_STANCE for word in words):
        return CueStance.NEUTRAL
    return CueStance.UNCLEAR


def _directs(verb: Token) -> bool:
    """Whether somebody is told or asked to do something: "told the crew to wait", not "told the crew that it was late"."""
    if verb.lemma_.lower() not in {"tell", "ask"}:
        return False
    return any(
        child.dep_ in {"xcomp", "ccomp", "advcl"}
        and child.tag_ == "VB"
        and any(mark.lower_ == "to" and mark.dep_ == "aux" for mark in child.children)
        for child in verb.children
    )


def _find_expression(doc: Doc, words: list[Token]) -> CueStance | None:
    """An entry of several words that stand in the cue in this order; the last may be the particle right behind it."""
    after = doc[words[-1].i + 1] if words and words[-1].i + 1 < len(doc) else None
    forms = [_forms(word) for word in words]
    if after is not None and after.pos_ in {"ADP", "PART"}:
        forms.append(_forms(after))
    for place, first in enumerate(forms):
        for form in first:
            for expression, stance in _read_expressions().get(form, ()):
                rest = iter(forms[place + 1 :])
                if all(any(word in options for options in rest) for word in expression[1:]):
                    return stance
    return None


def _depth(word: Token, cue: Set[int]) -> int:
    """How many of its ancestors are words of the same cue."""
    return sum(ancestor.i in cue for ancestor in word.ancestors)


def _look_up(part: str, word: Token) -> CueStance | None:
    """What is listed for the word as `part`; a headline's verb often passes for a name, a participle for an adjective."""
    if word.pos_ in WITHOUT_STANCE or (part in {"verb", "light verb"} and not _may_be_verb(word)):
        return None
    stances = _read_stances().get(part, {})
    return next((stances[form] for form in _forms(word) if form in stances), None)


def _may_be_verb(word: Token) -> bool:
    """Nouns aside; but in a headline "Calls" is a verb, and "alleging" is one anywhere."""
    if word.pos_ == "NOUN":
        return (word.is_title and word.lower_.endswith("s")) or word.lower_.endswith("ing")
    return word.pos_ in {"VERB", "AUX", "PROPN", "X", "ADJ"} and word.dep_ not in {"amod", "compound"}


def _forms(word: Token) -> tuple[str, ...]:
    """The lemma as the parse gives it, the word as it stands, and what an ending may come from where the parse erred."""
    lower = word.lower_
    stem = re.sub(r"(?:ing|ed|es|s)$", "", lower) if len(lower) > 4 else lower
    return word.lemma_.lower(), lower, stem, f"{stem}e", re.sub(r"ie[sd]$", "y", lower)


@cache
def _read_stances() -> dict[str, dict[str, CueStance]]:
    """Part of speech -> lemma -> stance, of both lists."""
    table = {part: {lemma: entry.stance for lemma, entry in entries.items()} for part, entries in read_cues().items()}
    for lemma, part, stance, _ in read_lexicon("cue_stances"):
        table.setdefault(part, {}).setdefault(lemma, CueStance(stance))
    return table


@cache
def _read_expressions() -> dict[str, tuple[tuple[tuple[str, ...], CueStance], ...]]:
    """The entries of several words by their first, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], CueStance]]] = {}
    for part, stances in _read_stances().items():
        if part == "phrase":
            continue
        for lemma, stance in stances.items():
            words = tuple(lemma.split())
            if len(words) > 1:
                found.setdefault(words[0], []).append((words, stance))
    return {first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in found.items()}
