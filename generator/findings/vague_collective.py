"""VAGUE1: a vague collective ("some", "critics") is credited.

Nobody can be asked, and nobody can object: the words may stand for two people or for two million. The scale of naming calls it N1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, overlap, whole
from generator.model import CueClass, Finding, FindingCode, Naming, QuotationKind, Severity

RULE = Rule(
    code=FindingCode.VAGUE1,
    severity=Severity.WARNING,
    says="A vague collective is credited.",
    guideline="Wikipedia, Manual of Style, “Unsupported attributions”; Reuters Handbook, “Sourcing”: be specific",
    answer="Name one of them, give their number, or say what binds them.",
)


SAYS = {CueClass.SPEECH, CueClass.BELIEF, CueClass.ATTITUDE, CueClass.INTENTION, CueClass.DOCUMENT, CueClass.EVIDENCE}
"""What a cue must be: deputies who voted can be counted, whoever they are."""

NOBODY = re.compile(r"\b(nobody|no one|no-one|none|neither|everyone|everybody|anyone|anybody)\b", re.IGNORECASE)
NARROWED = re.compile(r"(his|her|its|their|my|our|your)\b|[^\s,]+['’]s?\s", re.IGNORECASE)
"""A possessive narrows a group: "his neighbours", "the mayor's aides"."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such source, at its first mention with a cue of the writer's own."""
    quotations = [
        quotation.span for quotation in evidence.analysis.quotations if quotation.kind is QuotationKind.SPEECH
    ]
    vague = {
        source.id: source for source in evidence.analysis.sources if source.naming is Naming.N1 and source.mentions
    }
    for attribution in evidence.analysis.attributions:
        source = vague.get(attribution.source_id or "")
        if source is None or not attribution.source or not attribution.cue or attribution.cue_class not in SAYS:
            continue
        if attribution.depth or any(overlap(attribution.source[0], quotation) for quotation in quotations):
            continue
        name = source.name
        if NOBODY.match(name) or NARROWED.match(name):
            continue
        del vague[source.id]
        yield RULE.finding(
            whole(attribution.source), f"Nobody can be asked: “{name}”, {evidence.quoted(*attribution.cue)}."
        )
