"""CUE1: a cue that takes sides.

"Claim" and "insist" hold what is credited at a distance, "reveal" and "show" take it for established. Either can be right; a reader
should know that the verb says it, not the source.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, overlap, whole
from generator.model import CueStance, Finding, FindingCode, QuotationKind, Severity

RULE = Rule(
    code=FindingCode.CUE1,
    severity=Severity.NOTE,
    says="The cue takes sides.",
    guideline="AP Stylebook, “claim” and “said”; Geis 1987, The Language of Politics; BBC Academy on “claim”",
    answer="Write “said”, if the verb is not meant to say more.",
)

SIDES = {
    CueStance.DISTANCING: "holds what is credited at a distance",
    CueStance.ENDORSING: "takes what is credited for established",
}


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each distancing or endorsing cue of the writer's own: what a quoted speaker claims is the speaker's word."""
    quotations = [
        quotation.span for quotation in evidence.analysis.quotations if quotation.kind is QuotationKind.SPEECH
    ]
    for attribution in evidence.analysis.attributions:
        side = SIDES.get(attribution.stance)
        if not side or not attribution.cue:
            continue
        if not any(overlap(attribution.cue[0], quotation) for quotation in quotations):
            yield RULE.finding(whole(attribution.cue), f"{evidence.quoted(*attribution.cue)} {side}.")
