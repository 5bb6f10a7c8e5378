"""What an editor is asked to look at: rules over the analysis of an article, and over all articles together.

Findings rest on the analysis alone, never on spaCy, and are cheap: they are made anew at each build, so that another house rule
set costs no new analysis. Each rule is a module with a `RULE` and one entry, `find`.
"""

from __future__ import annotations

from msgspec.structs import replace

from generator.corrections import apply_to_findings
from generator.findings import (
    anonymity_reason,
    anonymous_opinion,
    authors_voice,
    bare_source,
    basis_of_knowledge,
    corroboration,
    headline_certainty,
    headline_figure,
    headline_source,
    second_hand,
    stance_of_cue,
    two_figures,
    unattributed_quotation,
    unnamed_alone,
    vague_collective,
)
from generator.findings.rule import Evidence, Find, Rule
from generator.house_rules import HouseRules
from generator.model import Article, ArticleAnalysis, Finding

RULES: tuple[tuple[Rule, Find], ...] = (
    (headline_certainty.RULE, headline_certainty.find),
    (headline_source.RULE, headline_source.find),
    (headline_figure.RULE, headline_figure.find),
    (anonymity_reason.RULE, anonymity_reason.find),
    (bare_source.RULE, bare_source.find),
    (anonymous_opinion.RULE, anonymous_opinion.find),
    (unnamed_alone.RULE, unnamed_alone.find),
    (corroboration.RULE, corroboration.find),
    (basis_of_knowledge.RULE, basis_of_knowledge.find),
    (vague_collective.RULE, vague_collective.find),
    (second_hand.RULE, second_hand.find),
    (authors_voice.RULE, authors_voice.find),
    (stance_of_cue.RULE, stance_of_cue.find),
    (unattributed_quotation.RULE, unattributed_quotation.find),
    (two_figures.RULE, two_figures.find),
)
"""Each rule and its entry, in the order of the coding scheme."""


def find_findings(article: Article, analysis: ArticleAnalysis, house_rules: HouseRules) -> tuple[Finding, ...]:
    """The findings of one article in text order, with the severities of `house_rules`; rules that are off there find nothing,
    and what a person has rejected is left out."""
    evidence = Evidence(text=article.text, headline=article.headline, analysis=analysis)
    found = []
    for rule, find in RULES:
        severity = house_rules.severity(rule.code, rule.severity)
        if severity is not None:
            found += [replace(finding, severity=severity) for finding in find(evidence)]
    return apply_to_findings(article, sorted(found, key=lambda finding: (finding.span, finding.code)))
