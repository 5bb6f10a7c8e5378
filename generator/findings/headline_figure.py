"""HEAD3: the headline's figure differs from the body's.

Only where the body counts the same noun, and gives no figure for it that the headline's could be: rounding and bounds ("over
1,000" for 1,140) are no difference.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.figures import agree, same_unit
from generator.findings.rule import Evidence, Rule
from generator.findings.wording import share_said
from generator.model import Finding, FindingCode, Quantity, Severity

RULE = Rule(
    code=FindingCode.HEAD3,
    severity=Severity.ERROR,
    says="The headline's figure differs from the body's.",
    guideline="AP Stylebook, “headlines”: numbers in a headline are those of the story",
    answer="Take the body's figure, or say in the body where the headline's comes from.",
)


CURRENCY = 3
"""So many letters has a currency's code."""

SAME_WORDS = 0.5


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each figure of the headline that no figure of the body bears out, though it counts the same noun."""
    body = evidence.quantities(headline=False)
    for figure in evidence.quantities(headline=True):
        counted = [quantity for quantity in body if same_unit(figure, quantity) and _is_same_matter(evidence, quantity)]
        if counted and not any(agree(figure, quantity) for quantity in body):
            given = ", ".join(dict.fromkeys(evidence.quoted(quantity.span) for quantity in counted))
            reason = f"The headline says {evidence.quoted(figure.span)}; the body says {given}."
            yield RULE.finding(figure.span, reason, *(quantity.span for quantity in counted))


def _is_same_matter(evidence: Evidence, quantity: Quantity) -> bool:
    """Whether a figure of the body may be the headline's: a counted noun says so, of sums and shares the words around them must."""
    if (
        len(quantity.unit) > 1
        and not (len(quantity.unit) == CURRENCY and quantity.unit.isupper())
        and quantity.unit != "points"
    ):
        return True
    headline = evidence.text[evidence.headline.start_char : evidence.headline.end_char]
    return share_said(headline, evidence.sentence(quantity.span)) >= SAME_WORDS
