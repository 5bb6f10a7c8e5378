"""CHAIN1: second-hand, and the origin is not stated.

What somebody passes on is as good as where it comes from. The links are those of the attribution chain: where the last is an
outlet, a paper of nobody's or a pronoun, nobody who can be asked stands at its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings.rule import Evidence, Rule, whole
from generator.model import Finding, FindingCode, Naming, Provenance, ProvenanceEnd, Severity, SourceKind

RULE = Rule(
    code=FindingCode.CHAIN1,
    severity=Severity.WARNING,
    says="Second-hand: the origin is not stated.",
    guideline="Reuters Handbook, “Sourcing”: say where information from other media and from documents comes from",
    answer="Say from whom or from which document it comes, or that you don't know.",
)

PASSES_ON = (SourceKind.OUTLET, SourceKind.DOCUMENT, SourceKind.POLL, SourceKind.POST)
"""What is never an origin by itself: an outlet, or a paper that nobody answers for."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each source in which a chain of the body ends without an origin, at the attribution that leads to it."""
    attributions = {attribution.id: attribution for attribution in evidence.analysis.attributions}
    sources = {source.id: source for source in evidence.analysis.sources}
    seen = set()
    for chain in evidence.analysis.provenance:
        attribution = attributions[chain.attribution_id]
        last = chain.links[-1]
        source = sources.get(last.source_id or "")
        if chain.end is ProvenanceEnd.STATED or attribution.depth or source is None or source.id in seen:
            continue
        if evidence.in_headline(whole(attribution.cue)) or not _is_second_hand(chain, source.kind, source.naming):
            continue
        seen.add(source.id)
        path = " ← ".join(f"{evidence.quoted(*link.source)} ({evidence.quoted(*link.cue)})" for link in chain.links)
        reason = (
            f"The chain ends with {evidence.quoted(*last.source)}, and where that has it from is not stated: {path}."
        )
        yield RULE.finding(whole(last.source), reason, *attribution.content)


def _is_second_hand(chain: Provenance, kind: SourceKind, naming: Naming) -> bool:
    return kind in PASSES_ON or (len(chain.links) > 1 and naming is not Naming.N1)
