"""Candidates that share words: one inside another's content is nested, two readings of the same words are one."""

from __future__ import annotations

from generator.analysis.attributions.candidates import Candidate
from generator.analysis.attributions.speech import Utterance
from generator.model import QuotationKind

DEEPEST = 1


def resolve_overlaps(candidates: list[Candidate], utterances: list[Utterance]) -> list[tuple[Candidate, int]]:
    """The candidates that stay, each with its depth: 0, or 1 where its cue stands inside another's content or inside a
    quotation. Two on the same level never share content: the later one keeps what the earlier doesn't have."""
    spoken = {index for utterance in utterances if utterance.kind is QuotationKind.SPEECH for index in utterance.words}
    outer: list[Candidate] = []
    inner: list[Candidate] = []
    taken: set[int] = set()
    inner_taken: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: (c.anchor in spoken, -len(c.content), c.anchor)):
        if not candidate.content:
            continue
        nested = bool(candidate.cue) and (candidate.anchor in spoken or candidate.anchor in taken)
        if not nested:
            candidate.content -= taken
            if candidate.content:
                taken |= candidate.content
                outer.append(candidate)
        elif candidate.stands_inside and not candidate.content & inner_taken and candidate.anchor not in inner_taken:
            inner_taken |= candidate.content
            inner.append(candidate)
    return [(candidate, 0) for candidate in outer] + [(candidate, DEEPEST) for candidate in inner]
