"""FIG1: two figures for the same thing in one article.

The same noun is counted in two claims that share nearly all of their other words, and neither figure could be the other's rounding
or bound. Money, shares and points are left out: their unit doesn't say what it is the price or the share of. So are two figures of
one holder: who gives both speaks of two things.
Hardly any such pair that was read spoke of one thing, so in one article the rule is off unless a house puts it on.
Different figures can both be right (two days, two counts); the reader should be told which is which.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from generator.findings.figures import agree
from generator.findings.rule import Evidence, Rule
from generator.findings.wording import content_words
from generator.model import Claim, Finding, FindingCode, Quantity, Severity

RULE = Rule(
    code=FindingCode.FIG1,
    severity=Severity.WARNING,
    on=False,
    says="Two figures for the same thing.",
    guideline="Reuters Handbook, “Accuracy”: where accounts differ, say so and attribute each",
    answer="Say which figure is whose, and of when.",
)

SAME_WORDS = 0.75
"""Of the words of the shorter claim, besides its figures, so many stand in the other."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such pair of claims, at the later figure."""
    counted: dict[str, list[tuple[Claim, Quantity]]] = {}
    for claim in evidence.analysis.claims:
        for quantity in claim.quantities:
            if quantity.unit.islower() and quantity.unit != "points":
                counted.setdefault(quantity.unit, []).append((claim, quantity))
    pairs = itertools.chain.from_iterable(itertools.combinations(group, 2) for group in counted.values())
    for (one, first), (other, second) in pairs:
        if one is other or one.source_id == other.source_id or agree(first, second):
            continue
        if _alike(evidence, one, first, other, second):
            early, late = sorted((first.span, second.span))
            reason = f"{evidence.quoted(late)} here, {evidence.quoted(early)} above, of what may be the same."
            yield RULE.finding(late, reason, early)


def _alike(evidence: Evidence, one: Claim, first: Quantity, other: Claim, second: Quantity) -> bool:
    words = [_words(evidence, claim, quantity) for claim, quantity in ((one, first), (other, second))]
    shared = len(words[0] & words[1])
    return shared >= 3 and shared >= SAME_WORDS * min(len(words[0]), len(words[1]))


def _words(evidence: Evidence, claim: Claim, quantity: Quantity) -> frozenset[str]:
    text = " ".join(evidence.text[span.start_char : span.end_char] for span in claim.content)
    return content_words(text) - content_words(evidence.text[quantity.span.start_char : quantity.span.end_char])
