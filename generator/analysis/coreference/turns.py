"""Interviews in turns that are labelled "Q:" and "A:": who answers is whom the introduction names, if it names one person only."""

from __future__ import annotations

import re
import sys

from spacy.tokens import Token

from generator.analysis.coreference.reading import Reading
from generator.analysis.coreference.referents import Referent
from generator.model import Mention, SourceKind

_NEVER = sys.maxsize
_TURN = re.compile(r"^(?P<label>[QA]):", re.MULTILINE)


def labels_turn(mention: Mention) -> bool:
    """Whether `mention` is the label of a turn, which is read as an unnamed person."""
    return mention.noun in {"q", "a"} and mention.kind is SourceKind.PERSON and not mention.name


def answers(text: str, token: Token) -> bool:
    """Whether `token` stands in a paragraph of `text` that is labelled as an answer."""
    start = text.rfind("\n", 0, token.idx) + 1
    turn = _TURN.match(text, start)
    return turn is not None and turn["label"] == "A"


def find_interviewee(reading: Reading) -> Referent | None:
    """The only person named in full before the first turn, or in the headline; None where several may be, or no turn is."""
    turns = list(_TURN.finditer(reading.text))
    if len(turns) < 2 or "A" not in {turn["label"] for turn in turns}:
        return None
    people = [
        known
        for known in reading.referents
        if known.is_person and known.heads[0] < turns[0].start() and any(len(name) > 1 for name in known.names)
    ]
    if len(people) > 1:  # the only one in the headline, where the body begins with the same
        in_headline = [known for known in people if known.heads[0] < reading.headline_end]
        first = min(
            people, key=lambda known: min(head for head in (*known.heads, _NEVER) if head >= reading.headline_end)
        )
        people = in_headline if in_headline == [first] else []
    return people[0] if len(people) == 1 and people[0].resolved else None
