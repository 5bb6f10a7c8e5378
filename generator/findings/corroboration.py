"""ANON5: an unnamed source, and no word on corroboration.

Whether somebody else confirms it, or could not be asked, is for the article to say. A note, since few newsrooms ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule
from generator.model import Finding, FindingCode, Severity

RULE = Rule(
    code=FindingCode.ANON5,
    severity=Severity.NOTE,
    on=False,
    says="An unnamed source, and no word on corroboration.",
    guideline="BBC Editorial Guidelines, section 3, Accuracy: whether a single source's claim has been corroborated",
    answer="Say whether it could be confirmed, and by whom, or that it could not.",
)

WORDS = re.compile(
    r"\b(corroborat\w+|independent(ly)?\s+(confirm|verif)\w+|(confirm|verif)(ied|y)\b|could not be (confirmed|verified|reached)"
    r"|has (seen|reviewed|obtained)|have (seen|reviewed|obtained))\b",
    re.IGNORECASE,
)


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each unnamed source of a fact for which nobody else vouches, if the article says nothing of confirmation."""
    if WORDS.search(evidence.text):
        return
    for source, _ in evidence.unnamed():
        if evidence.is_borne_out(source) or not evidence.states_fact(source):
            continue
        mention = evidence.best_mention(source)
        reason = f"{evidence.called(source)} is unnamed, and the article doesn't say whether anybody confirms it."
        yield RULE.finding(mention, reason)
