"""QUOTE1: a quotation nobody is credited with.

Only what the analysis takes for somebody's speech: words held at a distance, titles and terms are no such quotation. One whose
words stand elsewhere in the article with a speaker (a headline's, a caption's) has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, overlap
from generator.model import Finding, FindingCode, QuotationKind, Severity, TextSpan

RULE = Rule(
    code=FindingCode.QUOTE1,
    severity=Severity.ERROR,
    on=False,
    says="A quotation nobody is credited with.",
    guideline="AP Stylebook, “quotations in the news”: every quotation is attributed",
    answer="Say who said it, or take the quotation marks away.",
)

FEWEST_WORDS = 4
"""Shorter ones are as often words held at a distance, and which they are can't be read off them."""

FEWEST_WORDS_WITHIN = 8
"""The same for what begins within a sentence: "the people's republic of the lock" is a nickname."""


LED_OUT = re.compile(r",[”’\"»']+ +\w")
"""A comma, the mark that closes, and words: a quotation that its speaker follows."""


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
        if (
            _plain(words) not in credited
            and not _is_odd(evidence, quotation.span)
            and not _is_led_out(evidence, quotation.span)
        ):
            yield RULE.finding(quotation.span, f"Nobody is credited with {evidence.quoted(quotation.span)}")


def _is_odd(evidence: Evidence, span: TextSpan) -> bool:
    """Whether straight marks don't pair in its paragraph: then which words are quoted can't be said."""
    paragraph = evidence.paragraph(span)
    return evidence.text[span.start_char] == '"' and paragraph.count('"') % 2 == 1


def _is_led_out(evidence: Evidence, span: TextSpan) -> bool:
    """Whether it, or the one before it in its paragraph, ends with a comma within the marks and words follow: “It leaks,” an angry
    keeper retorted. Somebody is credited there, even where the analysis doesn't know the verb."""
    paragraph = evidence.paragraph(span)
    return LED_OUT.search(paragraph) is not None


def _plain(words: str) -> str:
    """The words without case and punctuation, so that a headline's ‘I thought, it’s wet’ is the body's “I thought: it’s wet.”"""
    return " ".join(re.findall(r"\w+", words.casefold()))
