"""CHAIN1: second-hand, and the origin is not stated.

What somebody passes on is as good as where it comes from. The links are those of the attribution chain: where the last is an
outlet, or a report that nobody answers for, nobody who can be asked stands at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import ASKS, STATING, Evidence, Rule, overlap, whole
from generator.model import Attribution, Checkability, Finding, FindingCode, ProvenanceEnd, Severity, SourceKind

RULE = Rule(
    code=FindingCode.CHAIN1,
    severity=Severity.WARNING,
    says="Second-hand: the origin is not stated.",
    guideline="Reuters Handbook, “Sourcing”: say where information from other media and from documents comes from",
    answer="Say from whom or from which document it comes, or that you don't know.",
)

PASSES_ON = (SourceKind.OUTLET, SourceKind.POST)
"""What is never an origin by itself. A poll or a study is its own, and who made it is mostly said elsewhere."""

REPORT = re.compile(r"\b(reports?|accounts?|rumou?rs?|stor(y|ies)|articles?)\b", re.IGNORECASE)
"""A paper that passes on what somebody else has said or seen."""

NO_REPORT = re.compile(
    r"^(i|you|he|she|it|they|we|one|this|that|what|which|who|his|her|its|their|(the )?(ones?|same)\b.*|(both|all|several) .*)$"
    r"|\b(laws?|acts?|bills?|constitution|treaty|e-?mails?|letters?|filings?|platform|orders?|transcripts?|contracts?|records?|recordings?"
    r"|videos?|tapes?|statutes?|rules?|charter|returns|stud(y|ies)|research|papers?|tabloid)\b",
    re.IGNORECASE,
)
"""A word that only refers, or a paper that passes nothing on: a law or a letter is its own origin."""


OWN = re.compile(
    r"\b(not(e|es|ed|ing)|observ\w+|argu\w+|point\w* out|call\w*|publish\w*|print\w*"
    r"|told|announc\w*|characteri[sz]\w*|wrote|writes|promot\w*|appl\w*)\b"
    r"|\bin a statement\b",
    re.IGNORECASE,
)
"""What an outlet remarks or argues is its own, and so is what it prints, announces or states."""

ITS_WORD = re.compile(
    r"^\W*(\w+ly )?(has |have |had )?(always )?(said|says|claim\w*|name[sd]?|naming|previously reported)\b",
    re.IGNORECASE,
)
"""What an outlet says, as a party does, is mostly about itself; what it reports is of others."""

OWN_PERSON = re.compile(r"\b(anchor|editor|columnist|host|correspondent|reporter|critic)\b", re.IGNORECASE)
"""Somebody of an outlet, who speaks for himself."""

SPOKE = re.compile(r"\b(said|says|told|according to)\b")

ITSELF = re.compile(r"(that )?(it|its|we|our)\b", re.IGNORECASE)
"""So begins what an outlet says of its own plans."""


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
        words = evidence.text[last.source[0].start_char : last.source[-1].end_char]
        if evidence.in_headline(whole(attribution.cue)) or attribution.cue_class not in STATING:
            continue
        if ASKS.search(evidence.quoted(*attribution.cue)) or OWN.search(evidence.quoted(*attribution.cue)):
            continue
        report = source.kind is SourceKind.DOCUMENT and REPORT.search(words)
        claim = evidence.claim_of(attribution)
        if (
            NO_REPORT.search(words)
            or OWN_PERSON.search(words)
            or evidence.before(last.source[0]).endswith((" in ", " of "))
        ):
            continue  # "the bank, in a report": the report is the bank's
        if not (report or source.kind in PASSES_ON):
            continue
        if claim and claim.checkability is Checkability.OPINION:
            continue  # an outlet's judgement is its own
        if not report and ITS_WORD.search(evidence.quoted(*attribution.cue)):
            continue
        if not report and (
            ITSELF.match(evidence.quoted(*attribution.content).strip("“")) or _is_told(evidence, attribution)
        ):
            continue
        seen.add(source.id)
        path = " ← ".join(f"{evidence.quoted(*link.source)} ({evidence.quoted(*link.cue)})" for link in chain.links)
        reason = (
            f"The chain ends with {evidence.quoted(*last.source)}, and where that has it from is not stated: {path}."
        )
        yield RULE.finding(whole(last.source), reason, *attribution.content)


def _is_told(evidence: Evidence, attribution: Attribution) -> bool:
    """Whether somebody else is credited with what the outlet passes on, inside it or around it; or is said to have said it."""
    here = whole(attribution.content)
    end = max(here.end_char, *(span.end_char for span in attribution.source))
    around = evidence.text[here.start_char : end]
    for cue in attribution.cue:
        around = around.replace(evidence.text[cue.start_char : cue.end_char], " ")
    return SPOKE.search(around) is not None or any(
        overlap(here, whole(other.content))
        for other in evidence.analysis.attributions
        if other.id != attribution.id
        and other.source_id
        and other.source_id != attribution.source_id
        and other.cue_class in STATING
    )
