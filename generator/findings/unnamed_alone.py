"""ANON4: a claim that rests on unnamed sources alone.

Somebody named, or a document, who says the same in the article is support; the same is read off figures first, then off wording.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.findings.figures import same_figure
from generator.findings.rule import FACTUAL, STATING, UNNAMED, Evidence, Rule, whole
from generator.findings.wording import content_words
from generator.model import AttributionKind, Checkability, Claim, Finding, FindingCode, Naming, Severity

RULE = Rule(
    code=FindingCode.ANON4,
    severity=Severity.WARNING,
    on=False,
    says="A claim that rests on unnamed sources alone.",
    guideline="Reuters Handbook, “Sourcing”: one unnamed source alone is the exception; BBC Editorial Guidelines, Accuracy",
    answer="Find somebody who can be named, a document, or say what else supports it.",
)

WEAK = (*UNNAMED, Naming.N0, Naming.N1, Naming.UNCLEAR)

SAME_WORDS = 0.6


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each factual claim of an unnamed source that nobody else in the article bears out."""
    support = _Support(evidence)
    for source, attribution, claim in evidence.unnamed_statements():
        if claim.checkability not in FACTUAL or attribution.cue_class not in STATING or support.has(claim):
            continue
        if attribution.kind is AttributionKind.DIRECT and claim.checkability is not Checkability.FIGURE:
            continue  # quoted words are as often a judgement
        who = evidence.called(source)
        reason = f"Only {who}, unnamed, vouches for {evidence.quoted(*attribution.content)}"
        yield RULE.finding(whole(attribution.content), reason, *attribution.source)


class _Support:
    """The claims of those who can be asked, by their figures and by their words."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.by_value: dict[float, list[Claim]] = {}
        self.by_word: dict[str, list[Claim]] = {}
        for claim in evidence.analysis.claims:
            if evidence.naming(claim) in (None, *WEAK):
                continue
            for quantity in claim.quantities:
                self.by_value.setdefault(quantity.value, []).append(claim)
            for word in content_words(evidence.words(claim)):
                self.by_word.setdefault(word, []).append(claim)

    def has(self, claim: Claim) -> bool:
        """Whether another's claim gives the same figure, or most of the same words."""
        for quantity in claim.quantities:
            for other in self.by_value.get(quantity.value, ()):
                if other.source_id != claim.source_id and any(same_figure(quantity, two) for two in other.quantities):
                    return True
        words = content_words(self.evidence.words(claim))
        shared = Counter(
            other.id for word in words for other in self.by_word.get(word, ()) if other.source_id != claim.source_id
        )
        return len(words) >= 3 and any(count >= SAME_WORDS * len(words) for count in shared.values())
