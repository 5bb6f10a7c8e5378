"""ANON4: a claim that rests on unnamed sources alone.

Somebody named, or a document, who says the same in the article is support; the same is read off figures first, then off wording.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.figures import same_figure
from generator.findings.rule import UNNAMED, Evidence, Rule, whole
from generator.findings.wording import share_said
from generator.model import Checkability, Claim, Finding, FindingCode, Naming, Severity

RULE = Rule(
    code=FindingCode.ANON4,
    severity=Severity.WARNING,
    says="A claim that rests on unnamed sources alone.",
    guideline="Reuters Handbook, “Sourcing”: one unnamed source alone is the exception; BBC Editorial Guidelines, Accuracy",
    answer="Find somebody who can be named, a document, or say what else supports it.",
)

FACTUAL = (Checkability.FIGURE, Checkability.EVENT, Checkability.CAUSAL, Checkability.COMPARISON)
WEAK = (*UNNAMED, Naming.N0, Naming.N1, Naming.UNCLEAR)

SAME_WORDS = 0.6


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each factual claim of an unnamed source that nobody else in the article bears out."""
    for source, attribution, claim in evidence.unnamed_statements():
        if claim.checkability not in FACTUAL or any(
            _supports(evidence, claim, other) for other in evidence.analysis.claims
        ):
            continue
        who = evidence.quoted(evidence.best_mention(source))
        reason = f"Only {who}, unnamed, vouches for {evidence.quoted(*attribution.content)}"
        yield RULE.finding(whole(attribution.content), reason, *attribution.source)


def _supports(evidence: Evidence, claim: Claim, other: Claim) -> bool:
    if other is claim or other.source_id == claim.source_id:
        return False
    naming = evidence.naming(other)
    if naming is None or naming in WEAK:
        return False
    if any(same_figure(one, two) for one in claim.quantities for two in other.quantities):
        return True
    return share_said(evidence.words(claim), evidence.words(other)) >= SAME_WORDS
