"""QUOTE1: a quotation nobody is credited with.

Only what the analysis takes for somebody's speech: words held at a distance, titles and terms are no such quotation. One whose
words stand elsewhere in the article with a speaker (a headline's, a caption's) has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, overlap
from generator.model import Finding, FindingCode, QuotationKind, Severity

RULE = Rule(
    code=FindingCode.QUOTE1,
    severity=Severity.ERROR,
    says="A quotation nobody is credited with.",
    guideline="AP Stylebook, “quotations in the news”: every quotation is attributed",
    answer="Say who said it, or take the quotation marks away.",
)

FEWEST_WORDS = 4
"""Shorter ones are as often words held at a distance, and which they are can't be read off them."""

FEWEST_WORDS_WITHIN = 8
"""The same for what begins within a sentence: "the people's republic of the lock" is a nickname."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each outer quotation that is speech and that no attribution covers."""
    outer = [attribution for attribution in evidence.analysis.attributions if attribution.depth == 0]
    contents = [span for attribution in outer for span in attribution.content]
    credited = _plain(" ".join(evidence.text[span.start_char : span.end_char] for span in contents))
    for quotation in evidence.analysis.quotations:
        if quotation.kind is not QuotationKind.SPEECH or quotation.depth:
            continue
        words = evidence.text[quotation.span.start_char : quotation.span.end_char].strip("\"“”‘’'«»„`., ")
        fewest = FEWEST_WORDS if words[:1].isupper() else FEWEST_WORDS_WITHIN
        if len(words.split()) < fewest or any(overlap(quotation.span, span) for span in contents):
            continue
        if _plain(words) not in credited:
            yield RULE.finding(quotation.span, f"Nobody is credited with {evidence.quoted(quotation.span)}")


def _plain(words: str) -> str:
    """The words without case and punctuation, so that a headline's ‘I thought, it’s wet’ is the body's “I thought: it’s wet.”"""
    return " ".join(re.findall(r"\w+", words.casefold()))
