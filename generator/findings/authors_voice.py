"""VOICE1: a checkable assertion in the author's voice, and no source.

Reporters may vouch for what they have seen themselves; a reader can't tell it from what they were told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, whole
from generator.model import Certainty, Checkability, Claim, Finding, FindingCode, HedgeKind, Severity

RULE = Rule(
    code=FindingCode.VOICE1,
    severity=Severity.NOTE,
    says="A checkable assertion in the author's voice, and no source.",
    guideline="Reuters Handbook, “Sourcing”: all facts not witnessed or common knowledge are attributed",
    answer="Say who vouches for it, or that you saw it.",
)

CHECKABLE = {
    Checkability.FIGURE: "a figure",
    Checkability.EVENT: "something that did or didn't happen",
    Checkability.CAUSAL: "a cause",
    Checkability.COMPARISON: "a comparison",
    Checkability.PREDICTION: "a prediction",
}

SUBJECT_WORDS = 3
"""So many words at the beginning of a clause are taken for its subject."""

FEWEST_WORDS = 13

WHEN = re.compile(
    r"\b(\d+|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|yesterday|today|last (week|month|year|night)|this (week|month|year)|ago)\b"
)

POLL = re.compile(r"\b(polls?|polled|surveys?|surveyed|census|margin of error)\b", re.IGNORECASE)

AROUND = 500
"""So many characters before a share may speak of the poll that it comes from."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such claim below the headline that says enough to ask for a source; what only may be so doesn't."""
    for claim in evidence.analysis.claims:
        what = CHECKABLE.get(claim.checkability)
        if claim.certainty is Certainty.POSSIBLE or any(hedge.kind is HedgeKind.ADVERB for hedge in claim.hedges):
            continue
        if claim.attribution_id is None and what and _says_enough(evidence, claim):
            reason = f"No source is stated for {evidence.quoted(*claim.content)}, which asserts {what}."
            yield RULE.finding(whole(claim.content), reason)


def _says_enough(evidence: Evidence, claim: Claim) -> bool:
    """Whether a clause says enough to ask for a source.

    A figure above two, a cause or a comparison does. Else it must name somebody or something other than its subject, and say when,
    or speak at some length: barer clauses characterise as often as they report ("he played it safe").
    """
    if evidence.in_headline(whole(claim.content)) or _is_polled(evidence, claim):
        return False
    if any(quantity.value > 2 for quantity in claim.quantities):
        return True
    if claim.checkability in (Checkability.CAUSAL, Checkability.COMPARISON):
        return True
    words = evidence.words(claim).split()
    names = any(word.lstrip("“”‘’'\"(")[:1].isupper() for word in words[SUBJECT_WORDS:])
    return names and (len(words) >= FEWEST_WORDS or WHEN.search(" ".join(words)) is not None)


def _is_polled(evidence: Evidence, claim: Claim) -> bool:
    """Whether it gives a share or a lead where a poll is spoken of: the poll vouches for it."""
    if not any(quantity.unit in ("%", "points", "point") for quantity in claim.quantities):
        return False
    place = whole(claim.content)
    return POLL.search(evidence.text[max(0, place.start_char - AROUND) : place.end_char]) is not None
