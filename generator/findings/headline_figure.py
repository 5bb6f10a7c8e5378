"""HEAD3: the headline's figure differs from the body's.

Only where the body counts the same noun, and gives no figure for it that the headline's could be: rounding and bounds ("over
1,000" for 1,140) are no difference.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.figures import agree, same_unit
from generator.findings.rule import Evidence, Rule
from generator.model import Finding, FindingCode, Severity

RULE = Rule(
    code=FindingCode.HEAD3,
    severity=Severity.ERROR,
    says="The headline's figure differs from the body's.",
    guideline="AP Stylebook, “headlines”: numbers in a headline are those of the story",
    answer="Take the body's figure, or say in the body where the headline's comes from.",
)


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each figure of the headline that no figure of the body bears out, though it counts the same noun."""
    body = evidence.quantities(headline=False)
    for figure in evidence.quantities(headline=True):
        counted = [quantity for quantity in body if same_unit(figure, quantity)]
        if counted and not any(agree(figure, quantity) for quantity in body):
            given = ", ".join(dict.fromkeys(evidence.quoted(quantity.span) for quantity in counted))
            reason = f"The headline says {evidence.quoted(figure.span)}; the body says {given}."
            yield RULE.finding(figure.span, reason, *(quantity.span for quantity in counted))
