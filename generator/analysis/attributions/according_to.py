"""Fixed phrases before a source: "according to", "sourced from", "in the words of"."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate, subtree
from generator.analysis.attributions.cues import read_cues
from generator.analysis.attributions.holders import SUBJECTS, holder_words
from generator.parsed import lower_of


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    """The phrases as words, the longest first."""
    return tuple(sorted((tuple(phrase.split()) for phrase in read_cues()["phrase"]), key=len, reverse=True))


def find_by_phrases(doc: Doc) -> list[Candidate]:
    """A candidate for each phrase with a source after it."""
    found = []
    lower = lower_of(doc)
    firsts = {phrase[0] for phrase in _phrases()}
    for index, word in enumerate(lower):
        if word not in firsts:
            continue
        phrase = next((words for words in _phrases() if tuple(lower[index : index + len(words)]) == words), None)
        if phrase is None:
            continue
        last = doc[index + len(phrase) - 1]
        cue = set(range(index, index + len(phrase)))
        holder = _object(last)
        if holder is None or holder.i in cue or holder.sent != last.sent or _is_amount(phrase, holder):
            continue
        if phrase == ("per",) and _is_first_name(doc[index]):
            continue
        source = {i for i in holder_words(holder, away=cue) if i >= last.i}
        opening = next((i for i in sorted(source) if doc[i].text == '"' and i > holder.i), None)
        if opening is not None:  # "in the words of one pilot, “a storm in a cardigan”"
            source = {i for i in source if i < opening}
        content = _content(doc[index], cue | source)
        entry = read_cues()["phrase"][" ".join(phrase)]
        found.append(
            Candidate(
                anchor=index,
                source=source,
                cue=cue,
                content=content,
                cue_class=entry.cue_class,
                stance=entry.stance,
                found_by=" ".join(phrase),
                takes_quotation=True,
                stands_inside=True,
            )
        )
    return found


def _is_amount(phrase: tuple[str, ...], holder: Token) -> bool:
    """ "ten marks per head": a rate, not a source, unless something definite follows "per"."""
    return (
        phrase[0] == "per"
        and holder.pos_ != "PROPN"
        and not any(child.dep_ in {"det", "poss"} for child in holder.children)
    )


def _is_first_name(word: Token) -> bool:
    """ "Coach Per Olsen agreed", "Per Olsen says": capitals inside a sentence, or no other subject for its verb."""
    if not word.text.istitle():
        return False
    return word.i > word.sent.start or not any(child.dep_ in SUBJECTS for child in word.head.children)


def _object(preposition: Token) -> Token | None:
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"}:
            return child
    for head in (preposition.head, preposition.head.head):
        for child in head.subtree:
            if child.dep_ == "pobj" and child.i > preposition.i and child.i - preposition.i <= 4:
                return child
    return None


def _content(first: Token, away: set[int]) -> set[int]:
    """The clause that the phrase hangs from; in "this figure, sourced from the ledger, shows", the noun."""
    head = first.head if first.dep_ in {"prep", "acl", "advcl", "amod", "npadvmod", "advmod", "pcomp"} else first
    if first.lower_ == "sourced":
        return subtree(head, without=away) if head.i not in away and head.pos_ in {"NOUN", "PROPN", "PRON"} else set()
    while head.i in away and head.head != head:
        head = head.head
    while head.dep_ not in {"ROOT", "ccomp", "conj", "parataxis", "advcl", "relcl"} and head.head != head:
        head = head.head
    return subtree(head, without=away)
