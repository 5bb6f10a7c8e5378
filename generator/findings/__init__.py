"""What an editor is asked to look at: rules over the analysis of an article, and over all articles together.

Findings rest on the analysis alone, never on spaCy, and are cheap: they are made anew at each build, so that another house rule
set costs no new analysis. Each rule is a module with a `RULE` and one entry, `find`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from generator.analysed import Pairs, hold
from generator.corrections import apply_to_findings
from generator.findings import (
    anonymity_reason,
    anonymous_opinion,
    authors_voice,
    bare_source,
    basis_of_knowledge,
    corroboration,
    figures_across,
    headline_certainty,
    headline_figure,
    headline_source,
    one_origin,
    other_words,
    second_hand,
    stance_of_cue,
    two_figures,
    unattributed_quotation,
    unnamed_alone,
    vague_collective,
)
from generator.findings.rule import Corpus, Evidence, Find, FindAcross, Rule
from generator.house_rules import HouseRules
from generator.memo import Memo
from generator.model import Article, ArticleAnalysis, CorpusIndex, Finding

RULES: tuple[tuple[Rule, Find | None], ...] = (
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
    (one_origin.RULE, one_origin.find),
    (authors_voice.RULE, authors_voice.find),
    (stance_of_cue.RULE, stance_of_cue.find),
    (unattributed_quotation.RULE, unattributed_quotation.find),
    (other_words.RULE, None),
    (two_figures.RULE, two_figures.find),
)
"""Each rule and its entry for one article, if it has one, in the order of the coding scheme."""

ACROSS: tuple[tuple[Rule, FindAcross], ...] = (
    (one_origin.RULE, one_origin.find_across),
    (other_words.RULE, other_words.find_across),
    (figures_across.RULE, figures_across.find_across),
)
"""The rules that look at all articles together, and their entries."""


def find_findings(
    article: Article, analysis: ArticleAnalysis, house_rules: HouseRules, across: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """The findings of one article in text order, with the severities of `house_rules`; rules that are off there find nothing,
    and what a person has rejected is left out. `across` are those that all articles together have in this one."""
    evidence = Evidence(article, analysis)
    found = [*across]
    for rule, find in RULES:
        severity = house_rules.severity(rule.code, rule.severity if rule.on else None)
        if find is not None and severity is not None:
            found += [replace(finding, severity=severity) for finding in find(evidence)]
    return apply_to_findings(article, sorted(found, key=lambda finding: (finding.span, finding.code)))


def find_across(
    analysed: Pairs,
    index: CorpusIndex,
    house_rules: HouseRules,
    memo: Memo | None = None,
) -> Mapping[str, tuple[Finding, ...]]:
    """By slug, the findings that rest on several articles; their cost grows about in line with the number of articles.

    With a `memo`, what is compared is read anew only in articles that changed.
    """
    corpus = Corpus(hold(analysed), index, memo or Memo())
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for rule, find in ACROSS:
        severity = house_rules.severity(rule.code, rule.severity if rule.on else None, across=True)
        if severity is not None:
            for slug, finding in find(corpus):
                found[slug].append(replace(finding, severity=severity))
    return {slug: tuple(findings) for slug, findings in found.items()}
