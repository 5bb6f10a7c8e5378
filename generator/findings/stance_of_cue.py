"""CUE1: a cue that takes sides.

"Claim" and "insist" hold what is credited at a distance, "reveal" and "show" take it for established. Either can be right; a reader
should know that the verb says it, not the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import SURE, Evidence, Rule, find_overlapping, whole, words_of
from generator.model import Attribution, CueClass, CueStance, Finding, FindingCode, QuotationKind, Severity, SourceKind

RULE = Rule(
    code=FindingCode.CUE1,
    severity=Severity.NOTE,
    says="The cue takes sides.",
    guideline="AP Stylebook, “claim” and “said”; Geis 1987, The Language of Politics; BBC Academy on “claim”",
    answer="Write “said”, if the verb is not meant to say more.",
)

SIDES = {
    CueStance.DISTANCING: "holds what is credited at a distance",
    CueStance.ENDORSING: "takes what is credited for established",
}

NO_REPORT = re.compile(
    r"\b(was|were|been|is) confirmed by\b"
    r"|\bopin\w* (on|against)\b|\bexplain\w* (it|this|that) (this way|so)\b"
    r"|\binsist\w* (on|upon)\b|\bcast\w* doubts?\b|\b(is|are|was|were) accused of (?!covering|hiding)|\bclaim(s|ed|ing)? by\b"
    r"|\bclaim(s|ed|ing)? ((a|an|the|his|her|their) )?([\w-]+ )?"
    r"(responsibility|nomination|success|credit|victory|win|prize|title|mantle|seats?|lives|ground)\b",
    re.IGNORECASE,
)
"""What is insisted on in deed, or claimed as one's own: nothing is reported there."""


NOTHING_SAID = re.compile(
    r"\b(not|never|nor|hardly|rarely|nothing)\b|n[’']t\b|\b(quick|slow|eager|ready|keen|reluctant|willing|afraid|loath) to\b"
    r"|\b(regularly|routinely|usually|typically|often)\b|\b(try|tries|tried|trying|hopes?|hoped|hoping|moved) to\b"
    r"|\bstop(s|ped)?\b",
    re.IGNORECASE,
)
"""In a cue: what is denied or is somebody's way or attempt, and no single statement."""

NOTHING_TOLD = re.compile(r"(almost |nearly |practically )?(nothing|little)\b", re.IGNORECASE)
"""After a cue: "revealed almost nothing"."""

UNSAID = re.compile(r"(will|would|can|could)(not|n[’']t)?\b|(is|are|was|were|been) (pressed|asked|urged|forced) to\b")
"""So begins a cue by which nothing is said: "cannot be portrayed", "was pressed to explain"."""

MIGHT_HAVE = re.compile(r"\b(might|could|would|should) have\b")

ASKED = re.compile(r"((So|But|And) )?(is|are|was|were|did|does|do|has|have) [A-Z]?\w+ ?$", re.IGNORECASE)
"""So begins a question, up to its verb."""

SUIT = re.compile(r"\b(law)?suits?\b|\b(complaint|indictment|petition|filing|plaintiffs?)\b", re.IGNORECASE)
"""Beside "alleging": what papers of a court do, and there it is the word."""

LEGAL = re.compile(r"\b(alleg|accus|claim)\w*", re.IGNORECASE)

ACCUSED = re.compile(r"\b(is|are|was|were|been)\b.*\baccused\b|^accused\b")
"""Without a source: how somebody stands before the law, and nobody's words; a headline leaves out who accuses."""

THINGS = frozenset({"this", "that", "these", "those", "it", "which", "what", "none of this", "all of this", "all this"})
"""A source that is no one: "this explains why"."""

PURPOSE = re.compile(r"\bto [a-z]+\b[^.?!;]*\b(and|or) $")
"""Before a bare verb: "to interpret the survey and explain it"."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each distancing or endorsing cue of the writer's own: what a quoted speaker claims is the speaker's word."""
    touched = find_overlapping(
        quotation.span for quotation in evidence.analysis.quotations if quotation.kind is QuotationKind.SPEECH
    )
    for attribution in evidence.analysis.attributions:
        side = SIDES.get(attribution.stance)
        if (
            not side
            or not attribution.cue
            or attribution.cue_class in (CueClass.EVIDENCE, CueClass.ACT)
            or attribution.confidence < SURE
            or evidence.charges(attribution)
            or _is_paper(evidence, attribution)
        ):
            continue
        cue = " ".join(evidence.text[span.start_char : span.end_char] for span in attribution.cue)
        after = evidence.text[attribution.cue[-1].end_char :][:50].split()[:4]
        alone = cue == "alleged" and not attribution.source  # "the alleged flood"
        said = NOTHING_SAID.search(cue) is None and NOTHING_TOLD.match(" ".join(after)) is None
        alone = alone or (
            not attribution.source and words_of("said-by-some").fullmatch(cue.removesuffix(" of")) is not None
        )
        shows = words_of("attention").search(" ".join((cue, *after[:1]))) is not None and after[:1] != ["that"]
        source = evidence.quoted(*attribution.source).strip("“”")
        mine = re.search(r"\b(I|you|we|us)$", source) is not None  # what the writer, or the reader, says
        thing = shows or mine or source.lower() in THINGS or _is_thing(evidence, attribution)
        if alone or thing or not said or evidence.is_unreal(attribution) or NO_REPORT.search(" ".join((cue, *after))):
            continue
        if words_of("no-cue").search(cue) or UNSAID.match(cue) or _is_supposed(evidence, attribution):
            continue
        if ACCUSED.search(cue) and not attribution.source and not evidence.in_headline(attribution.cue[0]):
            continue
        if LEGAL.search(cue) and SUIT.search(evidence.sentence(attribution.cue[0])):
            continue
        if re.fullmatch(r"[a-z]+(?<!ed)(?<!s)(?<!ing)", cue) and PURPOSE.search(evidence.before(attribution.cue[0])):
            continue
        if not touched(attribution.cue[0]):
            yield RULE.finding(whole(attribution.cue), f"{evidence.quoted(*attribution.cue)} {side}.")


def _is_paper(evidence: Evidence, attribution: Attribution) -> bool:
    """Whether a gauge, a list or a census shows it: there the verb says what papers do, not whose side the writer takes."""
    source = evidence.source_of(attribution)
    papers = (SourceKind.DOCUMENT, SourceKind.POLL)
    endorsed = attribution.stance is CueStance.ENDORSING
    return endorsed and source is not None and source.kind in papers and not evidence.in_headline(attribution.cue[0])


def _is_supposed(evidence: Evidence, attribution: Attribution) -> bool:
    """Whether it is only asked, or what might have been: "they might have pressed it, perhaps by insisting"."""
    before = evidence.before(attribution.cue[0])
    nobody = re.match(r"not (everyone|everybody|all)\b", evidence.quoted(*attribution.source).strip("“"), re.IGNORECASE)
    return nobody is not None or MIGHT_HAVE.search(before) is not None or ASKED.match(before.strip()) is not None


def _is_thing(evidence: Evidence, attribution: Attribution) -> bool:
    """Whether what confirms or shows it is neither somebody nor a paper: there the writer concludes, and reports nobody."""
    source = evidence.source_of(attribution)
    endorsed = attribution.stance is CueStance.ENDORSING
    return endorsed and source is not None and source.kind is SourceKind.UNCLEAR
