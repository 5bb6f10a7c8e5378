"""Whose outcry it is: who enters to chants of “…”, or is interrupted by them, doesn't chant."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate
from generator.analysis.attributions.exclusions import can_speak
from generator.analysis.attributions.holders import holder_words, is_passive
from generator.lexicons import read_lexicon

# The prepositions of what somebody only hears, and of what somebody brings others to.
HEARD = frozenset({"to", "amid", "amidst", "over", "despite", "through"})
BRINGING = frozenset({"to", "into", "in"})


@cache
def _outcries(part: str) -> frozenset[str]:
    return frozenset(word for word, kind, _ in read_lexicon("outcries") if kind == part)


def give_to_crowd(doc: Doc, draft: Candidate) -> None:
    """Takes an outcry from the subject of the verb that it only hangs from, and gives it to the object whom that one brings to it
    (“roused the crowd to chants of”); to nobody where the sentence names none."""
    outcry = next((doc[index] for index in sorted(draft.cue) if _is_outcry(doc[index])), None)
    if outcry is None or not draft.source:
        return
    preposition = outcry.head
    verb = preposition.head
    while verb.dep_ in {"prep", "pobj"} and verb.head != verb:
        verb = verb.head
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.i not in draft.source or verb.lemma_.lower() in _outcries("verb"):
        return
    objects = [child for child in verb.children if child.dep_ == "dobj" and can_speak(child)]
    brought = objects[0] if objects and preposition.lower_ in BRINGING else None
    if is_passive(verb) or (brought is None and preposition.lower_ in HEARD):
        draft.source = set()
    elif brought is not None:
        draft.source = holder_words(brought, away=draft.cue | draft.content)


def _is_outcry(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.dep_ == "pobj" and token.lemma_.lower() in _outcries("noun")
