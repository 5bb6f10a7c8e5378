"""ORIGIN1: everything goes back to one origin.

In one article: all that is credited to anybody comes, by the ends of the chains, from one source. Across articles: several tell the
same, and all that say where they have it from come to one source in the end. Many articles with one origin are one source; they
don't confirm one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.findings.rule import FACTUAL, Corpus, Evidence, Rule, whole
from generator.model import (
    ClaimGroup,
    ClaimVersion,
    CueClass,
    Finding,
    FindingCode,
    Naming,
    Polarity,
    Severity,
    Source,
    SourceKind,
    TextSpan,
)
from generator.names import fold_name

RULE = Rule(
    code=FindingCode.ORIGIN1,
    severity=Severity.WARNING,
    says="Everything goes back to one origin.",
    guideline="BBC Editorial Guidelines, section 3, Accuracy: a single source, and how far it can be relied on",
    answer="Ask somebody who doesn't have it from there, or say that it is one source's account.",
)

STATEMENTS = 4
"""So many statements an article must credit before one source for all of them says anything."""

ARTICLES = 3
"""So many articles must tell the same."""

SAID = (CueClass.SPEECH, CueClass.DOCUMENT, CueClass.EVIDENCE, CueClass.BELIEF)
NOBODY = (Naming.N0, Naming.N1, Naming.UNCLEAR)


def find(evidence: Evidence) -> Iterator[Finding]:
    """At most one finding, at the source's fullest mention."""
    chains = {chain.attribution_id: chain for chain in evidence.analysis.provenance}
    sources = {source.id: source for source in evidence.analysis.sources}
    ends: list[Source] = []
    facts = 0  # somebody's opinions have no other origin
    for attribution in evidence.analysis.attributions:
        if attribution.depth or attribution.cue_class not in SAID:
            continue
        if attribution.content and evidence.in_headline(whole(attribution.content)):
            continue
        chain = chains.get(attribution.id)
        # Carried over or without a cue: its own source is the end.
        source = sources.get((chain.links[-1].source_id if chain else attribution.source_id) or "")
        if source is None or source.naming in NOBODY:
            return
        ends.append(source)
        claim = evidence.claim_of(attribution)
        facts += claim is not None and claim.checkability in FACTUAL
    if len(ends) < STATEMENTS or len({source.id for source in ends}) > 1 or not ends[0].mentions:
        return
    if 2 * facts < len(ends) or _is_announced(evidence, ends[0]):
        return
    mention = evidence.best_mention(ends[0])
    reason = f"All {len(ends)} statements that this article credits to anybody go back to {evidence.called(ends[0])}."
    yield RULE.finding(mention, reason)


def _is_announced(evidence: Evidence, source: Source) -> bool:
    """Whether the headline says whose account it is."""
    headline = evidence.text[evidence.headline.start_char : evidence.headline.end_char]
    surname = source.name.split()[-1:] if source.kind is SourceKind.PERSON else []
    return any(map(evidence.in_headline, source.mentions)) or any(word in headline for word in surname)


def find_across(corpus: Corpus) -> Iterator[tuple[str, Finding]]:
    """One finding in each article that tells the same as others, where all that say whence have it from one source."""
    for group in corpus.index.claim_groups:
        for versions in _agreeing(group):
            by_article: dict[str, list[ClaimVersion]] = {}
            for version in versions:
                by_article.setdefault(version.article_slug, []).append(version)
            if len(by_article) >= ARTICLES:
                yield from _findings(corpus, by_article)


def _agreeing(group: ClaimGroup) -> Iterator[list[ClaimVersion]]:
    """The versions of a group by what they say: the same figure, or the same assertion."""
    found: dict[object, list[ClaimVersion]] = {}
    for version in group.versions:
        if version.quantity:
            key: object = (version.quantity.value, version.quantity.upper)
        else:
            key = version.polarity is Polarity.NEGATIVE
        found.setdefault(key, []).append(version)
    return iter(found.values())


def _findings(corpus: Corpus, by_article: Mapping[str, list[ClaimVersion]]) -> Iterator[tuple[str, Finding]]:
    origins = set()
    sourced = set()
    for slug, versions in by_article.items():
        for version in versions:
            if version.route is not None:
                origins.add(version.route.steps[-1].source_key)
                sourced.add(slug)
            elif not _is_own(corpus, version):
                return  # somebody is credited, and it can't be said where that leads
    if len(origins) != 1 or len(sourced) < 2:
        return
    name = corpus.sources[next(iter(origins))].name
    for slug, versions in by_article.items():
        headline = corpus.recall("headlines", slug, (), TextSpan, lambda article, _: article.headline)
        body = [version for version in versions if version.place.end_char > headline.end_char] or versions
        said = body[0].figure or body[0].text
        where = f"in all {len(sourced)} that say whence" if len(sourced) < len(by_article) else "in all of them"
        own = "" if slug in sourced else " Here none is found."
        reason = f"“{_short(said)}” stands in {len(by_article)} articles, and goes back to “{name}” {where}.{own}"
        yield slug, RULE.finding(body[0].place, reason)


def _is_own(corpus: Corpus, version: ClaimVersion) -> bool:
    """Whether nobody but the article itself, or its own outlet, is credited."""
    if version.attribution_id is None:
        return True
    outlet = corpus.articles[version.article_slug].front_matter.outlet
    words = fold_name(version.source_name)
    return bool(outlet and words) and set(words) <= set(fold_name(outlet or ""))


def _short(words: str) -> str:
    shown = words.split()
    return " ".join(shown if len(shown) <= 16 else [*shown[:15], "…"])
