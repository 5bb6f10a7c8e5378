"""ANON1: an unnamed source, and no reason given.

A formula ("on condition of anonymity") says that there was a bargain, not why: only a circumstance ("fearing for her job", "because
he was not authorized to speak") is a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule
from generator.model import AnonymityReason, Finding, FindingCode, Severity, SourceKind

RULE = Rule(
    code=FindingCode.ANON1,
    severity=Severity.WARNING,
    says="An unnamed source, and no reason given.",
    guideline="AP, News Values and Principles: stories explain why the source requested anonymity",
    answer="Say in a few words why the source can't be named.",
)


REASON = re.compile(
    r"\b(anonym\w+|unnamed|not (to )?be (named|identified))\b[^.\n]{0,60}\b(because|since|for fear|fearing|not authori[sz]ed)\b"
)
"""A reason that the article gives for some of those whom it doesn't name: of several people it may be the reason, too."""


INFORMANTS = re.compile(
    r"\b(sources?|people|persons?|officials?|aides?|advis[eo]rs?|associates|allies|insiders|staffers?|staff for|lawmakers?"
    r"|diplomats?|friends|veterans?|executives?|employees|donors|operatives|members (of|within) (the|his|her|their|its|both)"
    r"|involved in|familiar with|close to|briefed on|knowledge of)\b",
    re.IGNORECASE,
)
"""What reporters call several whom they have spoken to and don't name; other groups are classes."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such source, at the words that describe it best."""
    seen: set[str] = set()  # several who are described in the same words are asked about once
    for source, anonymity in evidence.unnamed():
        shared = source.kind is SourceKind.GROUP and REASON.search(evidence.text)
        if anonymity.reason is AnonymityReason.SPECIFIC or shared:
            continue
        mention = evidence.best_mention(source)
        if REASON.search(evidence.rest_of_paragraph(mention)):
            continue  # told behind, of "the woman" or "she"
        if source.kind is SourceKind.GROUP and not INFORMANTS.search(evidence.called(source)):
            continue
        if evidence.called(source).casefold() in seen:
            continue
        seen.add(evidence.called(source).casefold())
        if anonymity.reason is AnonymityReason.FORMULA:
            why = f"{evidence.quoted(*anonymity.words)} is a formula and no reason"
        else:
            why = "nothing says why"
        yield RULE.finding(mention, f"{evidence.called(source)} is unnamed, and {why}.", *anonymity.words)
