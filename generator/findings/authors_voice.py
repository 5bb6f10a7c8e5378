"""VOICE1: a checkable assertion in the author's voice, and no source.

Reporters may vouch for what they have seen themselves; a reader can't tell it from what they were told.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, whole
from generator.model import Checkability, Finding, FindingCode, Severity

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


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such claim below the headline."""
    for claim in evidence.analysis.claims:
        what = CHECKABLE.get(claim.checkability)
        if claim.attribution_id is None and what and not evidence.in_headline(whole(claim.content)):
            reason = f"No source is stated for {evidence.quoted(*claim.content)}, which asserts {what}."
            yield RULE.finding(whole(claim.content), reason)
