"""ANON6: an unnamed source, and no word on how it knows.

"Who worked on the survey", "with knowledge of the talks": a source that can't be named can still be placed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule
from generator.model import Finding, FindingCode, KnowledgeBasis, Severity

RULE = Rule(
    code=FindingCode.ANON6,
    severity=Severity.NOTE,
    on=False,
    says="An unnamed source, and no word on how it knows.",
    guideline="The New York Times, Guidelines on Integrity: how the source knows; AP: a source placed to know",
    answer="Say how it knows: at first hand, from whom, from which paper.",
)

PLACED = re.compile(
    r"\b(familiar with|with (\w+ )?knowledge|briefed on|involved in|privy to|who (saw|has seen|have seen))\b"
)
"""A description that says how somebody knows."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such source that states a fact, at the words that describe it best."""
    for source, anonymity in evidence.unnamed():
        if anonymity.basis is KnowledgeBasis.UNSTATED and evidence.states_fact(source):
            mention = evidence.best_mention(source)
            if PLACED.search(evidence.text[mention.start_char : mention.end_char]):
                continue
            yield RULE.finding(mention, f"{evidence.called(source)} is unnamed, and nothing says how it knows.")
