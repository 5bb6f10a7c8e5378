"""ANON2: a bare "a source".

Nothing is said of who it is, not even where it is placed: a reader cannot weigh it at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, words_of
from generator.model import Finding, FindingCode, Naming, Severity

RULE = Rule(
    code=FindingCode.ANON2,
    severity=Severity.ERROR,
    says="A bare “a source”: nothing is said of who vouches.",
    guideline="AP, News Values and Principles: stories should not describe somebody simply as “a source”",
    answer="Say where the source is placed and how it knows, as exactly as it can bear.",
)


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such source, at its first mention."""
    for source in evidence.analysis.sources:
        if source.naming is Naming.N2 and source.mentions:
            mention = source.mentions[0]
            if evidence.text[mention.start_char : mention.end_char].lower().startswith("the "):
                continue  # "the sources": those who have been described
            if words_of("source-told-apart").search(evidence.quoted(mention)):
                continue
            yield RULE.finding(mention, f"{evidence.quoted(mention)} is all that is said of who vouches for this.")
