"""ANON3: an unnamed source's opinion or attack.

Anonymity shelters those who give information; a judgement, or blame for somebody else, should have a name under it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, whole
from generator.model import AnonymousContent, Finding, FindingCode, Severity

RULE = Rule(
    code=FindingCode.ANON3,
    severity=Severity.ERROR,
    on=False,
    says="An unnamed source's opinion or attack.",
    guideline="AP, News Values and Principles: information, not opinion or speculation; The New York Times: no anonymous attacks",
    answer="Name the source, leave the passage out, or keep only what it knows.",
)


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such statement, at its content."""
    for source, attribution, _ in evidence.unnamed_statements():
        content = evidence.anonymous_content(attribution)
        if content in {AnonymousContent.OPINION, AnonymousContent.ATTACK}:
            what = "attacks somebody" if content is AnonymousContent.ATTACK else "judges"
            who = evidence.called(source)
            reason = f"{who} is unnamed, and {what}: {evidence.quoted(*attribution.content)}"
            yield RULE.finding(whole(attribution.content), reason, *attribution.source)
