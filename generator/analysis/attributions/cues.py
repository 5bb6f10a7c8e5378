"""Which tokens of a parse are cues, by the lexicon `cues.tsv`."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from msgspec import Struct
from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import CueClass, CueStance
from generator.parsed import tokens_of


class CueEntry(Struct, frozen=True):
    """One line of the lexicon. `frames` say where the content stands; the lexicon's header explains them."""

    lemma: str
    part: str
    frames: frozenset[str]
    cue_class: CueClass
    stance: CueStance


class Cue(Struct, frozen=True):
    """A cue in a parse: its main token, and the indices of all its words."""

    token: Token
    words: frozenset[int]
    entry: CueEntry


@cache
def read_cues() -> dict[str, dict[str, CueEntry]]:
    """The lexicon as part of speech -> lemma -> entry."""
    table: dict[str, dict[str, CueEntry]] = {}
    for lemma, part, frames, cue_class, stance, _ in read_lexicon("cues"):
        entry = CueEntry(lemma, part, frozenset(frames.split(",")), CueClass(cue_class), CueStance(stance))
        table.setdefault(part, {})[lemma] = entry
    return table


@cache
def _particles() -> dict[str, tuple[str, ...]]:
    """The second words of two-word verbs, by their first: point -> (out,)."""
    found: dict[str, tuple[str, ...]] = {}
    for lemma in read_cues()["verb"]:
        verb, _, particle = lemma.partition(" ")
        if particle:
            found[verb] = (*found.get(verb, ()), particle)
    return found


def find_verb_cues(doc: Doc) -> list[Cue]:
    """The verbs that credit somebody, with their particle, auxiliaries and the adverbs between ("has repeatedly pointed out")."""
    verbs, particles = read_cues()["verb"], _particles()
    found = []
    for token in tokens_of(doc):
        lemma = _verb_lemma(token)
        if lemma is None:
            continue
        entry = verbs.get(lemma)
        words = {token.i}
        for particle in particles.get(lemma, ()):
            for child in token.children:
                if child.lower_ == particle and child.i > token.i:
                    entry = verbs[f"{lemma} {particle}"]
                    words |= set(range(token.i, child.i + 1)) if child.i == token.i + 1 else {token.i, child.i}
        if entry:
            found.append(Cue(token, frozenset(words | _helpers(token)), entry))
    return found


def _verb_lemma(token: Token) -> str | None:
    """The lemma of a verb in use as one; also of a gerund taken for a noun that has a subject or a clause ("with some alleging
    that")."""
    if token.pos_ in {"VERB", "AUX"}:
        return None if token.dep_ in {"amod", "compound", "aux", "auxpass"} else token.lemma_.lower()
    if token.lower_.endswith("ing") and any(child.dep_ in {"nsubj", "ccomp"} for child in token.children):
        stem = token.lower_.removesuffix("ing")
        return next((lemma for lemma in (stem, stem + "e") if lemma in read_cues()["verb"]), None)
    return None


def find_word_cues(doc: Doc, part: str) -> list[Cue]:
    """The nouns, adjectives or adverbs (`part`) that credit somebody."""
    words, strings = read_cues()[part], doc.vocab.strings
    tags = {"noun": ["NOUN"], "adjective": ["ADJ", "VERB"], "adverb": ["ADV"]}[part]
    # "worried" and "concerned" are listed as they stand; their lemma is a verb's
    columns = doc.to_array(["POS", "LOWER" if part == "adjective" else "LEMMA"]).reshape(-1, 2)
    found = []
    for i in np.flatnonzero(np.isin(columns[:, 0], [strings[tag] for tag in tags])).tolist():
        entry = words.get(strings[int(columns[i, 1])].lower())
        if entry:
            found.append(Cue(doc[i], frozenset({i}), entry))
    return found


def find_entry(doc: Doc, words: set[int]) -> CueEntry | None:
    """The lexicon's entry for a cue that was not found by it: of its last verb, else of its last noun, adjective or adverb."""
    table = read_cues()
    phrase = " ".join(doc[index].lower_ for index in sorted(words))
    if phrase in table["phrase"]:
        return table["phrase"][phrase]
    for part in ("verb", "noun", "adjective", "adverb"):
        for index in sorted(words, reverse=True):
            entry = next((table[part][form] for form in _forms(doc[index]) if form in table[part]), None)
            if entry:
                return entry
    return None


def _forms(token: Token) -> tuple[str, ...]:
    """The lemma as the parse gives it, the word as it stands, and what an "-ing" or "-ed" may come from where the parse erred."""
    stem = re.sub(r"(?:ing|ed)$", "", token.lower_)
    return token.lemma_.lower(), token.lower_, stem, f"{stem}e"


def _helpers(verb: Token) -> set[int]:
    """Auxiliaries, "not" and adverbs directly before the verb."""
    found: set[int] = set()
    index = verb.i - 1
    while index >= 0 and verb.doc[index].head == verb and verb.doc[index].dep_ in {"aux", "auxpass", "neg", "advmod"}:
        found.add(index)
        index -= 1
    return found
