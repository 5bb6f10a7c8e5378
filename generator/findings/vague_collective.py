"""VAGUE1: a vague collective ("some", "critics") is credited.

Nobody can be asked, and nobody can object: the words may stand for two people or for two million. The scale of naming calls it N1.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule
from generator.model import Finding, FindingCode, Naming, Severity

RULE = Rule(
    code=FindingCode.VAGUE1,
    severity=Severity.WARNING,
    says="A vague collective is credited.",
    guideline="Wikipedia, Manual of Style, “Unsupported attributions”; Reuters Handbook, “Sourcing”: be specific",
    answer="Name one of them, give their number, or say what binds them.",
)


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such source, with a cue it stands by."""
    for source in evidence.analysis.sources:
        if source.naming is not Naming.N1 or not source.mentions:
            continue
        mention = evidence.best_mention(source)
        cues = [a.cue for a in evidence.analysis.attributions if a.source_id == source.id]
        said = (
            f"{evidence.quoted(mention)}, {evidence.quoted(*cues[0])}" if cues and cues[0] else evidence.quoted(mention)
        )
        yield RULE.finding(mention, f"Nobody can be asked: {said}.")
