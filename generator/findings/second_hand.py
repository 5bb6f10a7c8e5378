"""CHAIN1: second-hand, and the origin is not stated.

What somebody passes on is as good as where it comes from. The links are those of the attribution chain: where the last is an
outlet, or a report that nobody answers for, nobody who can be asked stands at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import ASKS, SENTENCE_END, STATING, Evidence, Rule, overlap, whole, words_of
from generator.model import (
    Attribution,
    AttributionKind,
    Checkability,
    Finding,
    FindingCode,
    Naming,
    ProvenanceEnd,
    ProvenanceLink,
    Severity,
    Source,
    SourceKind,
)
from generator.names import fold_name

RULE = Rule(
    code=FindingCode.CHAIN1,
    severity=Severity.WARNING,
    says="Second-hand: the origin is not stated.",
    guideline="Reuters Handbook, “Sourcing”: say where information from other media and from documents comes from",
    answer="Say from whom or from which document it comes, or that you don't know.",
)

PASSES_ON = (SourceKind.OUTLET, SourceKind.POST)
"""What is never an origin by itself. A poll or a study is its own, and who made it is mostly said elsewhere."""

GENERIC = re.compile(r"(the|this|that) (news ?)?(paper|magazine|outlet|site|network|station)$", re.IGNORECASE)
"""An outlet that has been spoken of before, mostly of its own opinion."""

BASED = re.compile(r"[^.\n]{0,20},? based on\b")
"""Behind a cue: then what it rests on is stated."""

REFERS = re.compile(
    r"^(i|you|he|she|it|they|we|one|this|that|what|which|who|his|her|its|their|(the )?(ones?|same)\b.*|(both|all|several) .*)$",
    re.IGNORECASE,
)
"""A source that only refers to another."""

ANSWERED = (Naming.N4, Naming.N5, Naming.N6)
"""Of a report somebody answers who is named."""

ISSUED = re.compile(
    r"[Rr]eport,? ((which|that) )?(was |is )?(issued|released|prepared|compiled|commissioned|written|published|by|from)\b"
    r"|\b(?!The|This|That|A|An|New)([A-Z][\w.]+ )(of )?(\w+ )*(['’]s (\w+ )?)?[Rr]eport\b"
)
"""Right after a report has been spoken of: whose it is."""

RELEASED = re.compile(r"\b(released|issued|published|compiled|prepared|commissioned) by\b")

SPOKE = re.compile(r"\b(said|says|told|announced|according to|(reported|confirmed) (finding|that|it|they|he|she|on))\b")

NEXT = 150
"""So many characters before a report, and twice as many behind it, may say whose it is."""

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
        if evidence.in_headline(whole(attribution.cue)) or attribution.cue_class not in STATING:
            continue
        if not _passes_on(evidence, last, source, attribution):
            continue
        seen.add(source.id)
        path = " ← ".join(f"{evidence.quoted(*link.source)} ({evidence.quoted(*link.cue)})" for link in chain.links)
        reason = (
            f"The chain ends with {evidence.quoted(*last.source)}, and where that has it from is not stated: {path}."
        )
        yield RULE.finding(whole(last.source), reason, *attribution.content)


def _passes_on(evidence: Evidence, last: ProvenanceLink, source: Source, attribution: Attribution) -> bool:
    """Whether the last of a chain is an outlet or a report that tells there what others know."""
    words = evidence.text[last.source[0].start_char : last.source[-1].end_char]
    cue = evidence.quoted(*attribution.cue)
    if GENERIC.match(words) or BASED.match(evidence.text, attribution.cue[-1].end_char):
        return False
    if ASKS.search(cue) or words_of("outlet-own").search(cue):
        return False
    if REFERS.search(words) or words_of("own-origin").search(words) or words_of("outlet-person").search(words):
        return False
    if evidence.before(last.source[0]).endswith((" in ", " of ")):
        return False  # "the bank, in a report": the report is the bank's
    report = source.kind is SourceKind.DOCUMENT and words_of("report").search(words)
    if not (report or source.kind in PASSES_ON):
        return False
    claim = evidence.claim_of(attribution)
    if claim and claim.checkability is Checkability.OPINION:
        return False  # an outlet's judgement is its own
    if report:
        told = words_of("report-told").search(cue) is not None and source.naming not in ANSWERED
        return told and not _is_introduced(evidence, last) and not _is_told(evidence, attribution)
    if attribution.kind is AttributionKind.DIRECT:
        return False  # its own words, which anybody can look up
    if not words_of("outlet-passes-on").search(cue):
        return False  # what it says, finds or confirms is its own
    if evidence.outlet and set(fold_name(words)) <= set(fold_name(evidence.outlet)):
        return False  # it is the outlet's own
    counts = [quantity.unit or "" for quantity in claim.quantities] if claim else []
    if any(words_of("own-count").fullmatch(unit) for unit in counts):
        return False  # outlets poll and count votes themselves
    if counts and "delegates" in evidence.sentence(attribution.cue[0]):
        return False
    if not counts and words_of("seen-by-reporters").search(evidence.quoted(*attribution.content)):
        return False  # what is done in public its reporters have seen
    itself = ITSELF.match(evidence.quoted(*attribution.content).strip("“"))
    return not (itself or _is_bearer(evidence, words) or _is_told(evidence, attribution))


def _is_introduced(evidence: Evidence, last: ProvenanceLink) -> bool:
    """Whether "the report" has been spoken of before as somebody's: "the guild's report", "a report by the guild"; or the sentence
    behind "a report" says whose it is.
    """
    start = last.source[0].start_char
    words = evidence.text[start : last.source[-1].end_char]
    definite = re.match(
        r"(the|this|that|these|those) ((\w+ )?)(reports?|accounts?|stor(?:y|ies)|articles?)$", words, re.IGNORECASE
    )
    if definite is None:
        following = SENTENCE_END.split(evidence.text[last.source[-1].end_char :][: 2 * NEXT])[1:2]
        return re.match(r"(a|an|another|one) ", words, re.IGNORECASE) is not None and any(map(ISSUED.search, following))
    if RELEASED.search(evidence.text[max(0, start - NEXT) : start]):
        return True
    whose = rf"(\w['’]s?|\b(its|his|her|their|an?)) ([\w-]+ ){{0,3}}{definite[4]}\b|\b{definite[4]} (by|from|of|on)\b"
    return re.search(whose, evidence.text[evidence.headline.end_char : start], re.IGNORECASE) is not None


def _is_bearer(evidence: Evidence, words: str) -> bool:
    """Whether an outlet's name is somebody's here: "Guardian" where the article speaks of "Don Guardian"."""
    return words.isalpha() and re.search(rf"\b(?!The\b)[A-Z][a-z]+ {words}\b(?! [A-Z])", evidence.text) is not None


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
