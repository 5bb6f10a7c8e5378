"""VAGUE1: a vague collective ("some", "critics") is credited.

Nobody can be asked, and nobody can object: the words may stand for two people or for two million. The scale of naming calls it N1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.rule import MOUTHPIECE, OFTEN, POLL, PRONOUNS, SHARE, Evidence, Rule, overlap, whole
from generator.model import CueClass, Finding, FindingCode, Naming, QuotationKind, Severity, SourceKind

RULE = Rule(
    code=FindingCode.VAGUE1,
    severity=Severity.WARNING,
    says="A vague collective is credited.",
    guideline="Wikipedia, Manual of Style, “Unsupported attributions”; Reuters Handbook, “Sourcing”: be specific",
    answer="Name one of them, give their number, or say what binds them.",
)


SURE = 0.8
"""Only so sure a credit makes a group one that is credited."""

SAYS = {CueClass.SPEECH, CueClass.BELIEF, CueClass.ATTITUDE, CueClass.DOCUMENT}
"""What a cue must be: deputies who voted can be counted, whoever they are."""

NOBODY = re.compile(r"\b(nobody|no one|no-one|none|neither|everyone|everybody|anyone|anybody)\b", re.IGNORECASE)
NARROWED = re.compile(
    r"(his|her|its|their|my|our|your|he|she|of)\b|([^\s,]+ )?[^\s,]+['’]s?\s|the (?!media|public|critics)"
    r"|(both|all of the|all$)\b|[A-Z][a-z]+ and others\b|(dozens|scores|hundreds|police)\b|\d"
    r"|(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(twen|thir|for|fif|six|seven|eigh|nine)ty)\b",
    re.IGNORECASE,
)
"""A possessive or a number narrows a group, and "the ..." refers back to one: "his neighbours", "two unions", "the jurors"; police
are those of the place."""
INCLUDING = re.compile(r"[^.\n]*\b(including|among them|such as) [A-Z]")
"""Behind a cue: one of them is named."""
RECKONED = re.compile(r"\b(calculations?|estimates?|returns|figures|data|results|tall(y|ies)|ratings)\b", re.IGNORECASE)
"""What somebody has worked out is nobody."""
EXAMPLES = re.compile(
    r"\b(like|including|such as|with .*ties to)\b.*[A-Z]"
    r"|\b(aides|advisers|advisors|strategists|staffers|employees|members)( \w+)* (to|for|of|at) (the )?[A-Z]"
    r"|\bwho (have |has |had )?(work|serve|travel|know|knew)\w* (with|for|under|about|him|her|them)\b"
)
"""Members who are named, or an employer or friend who is."""
UNDERGOES = re.compile(
    r"\b(is|are|was|were|been|being|be)\b( \w+ly)? "
    r"(?!concerned|convinced|worried|opposed|alarmed|divided|determined|excited|pleased)\w+(ed|en)\b"
    r"|\b(not|never)\b|n[’']t\b",
    re.IGNORECASE,
)
"""A cue by which the group does not speak: "were recognized", "never realized"."""
SUPPOSED = re.compile(
    r"\b(if|unless|would|could|might|scenario|likely|imagine|suppose|perhaps|maybe|why)\b|['’]d\b", re.IGNORECASE
)
"""Before a group in its sentence: "it would take Democrats to say so" credits nobody with having said so."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such source, at its first mention with a cue of the writer's own."""
    quotations = [
        quotation.span for quotation in evidence.analysis.quotations if quotation.kind is QuotationKind.SPEECH
    ]
    vague = {
        source.id: source for source in evidence.analysis.sources if source.naming is Naming.N1 and source.mentions
    }
    of_polls = len(POLL.findall(evidence.text)) >= OFTEN
    for attribution in evidence.analysis.attributions:
        source = vague.get(attribution.source_id or "")
        if source is None or not attribution.source or not attribution.cue or attribution.cue_class not in SAYS:
            continue
        if of_polls and attribution.cue_class in (CueClass.BELIEF, CueClass.ATTITUDE):
            continue
        if min(attribution.confidence, attribution.source_confidence) < SURE or evidence.charges(attribution):
            continue
        if attribution.depth or any(overlap(attribution.source[0], quotation) for quotation in quotations):
            continue
        name = source.name
        if source.kind is SourceKind.DOCUMENT or NOBODY.match(name) or NARROWED.match(name) or SHARE.search(name):
            continue
        words = " ".join(evidence.text[span.start_char : span.end_char] for span in attribution.source)
        if NARROWED.match(words) or MOUTHPIECE.search(name) or RECKONED.search(words):
            continue
        if {name.lower(), words.lower()} & (PRONOUNS - {"they", "who"}) or _is_surname(evidence, name):
            continue
        before = evidence.text[: attribution.source[0].start_char].rstrip()
        narrowed = any(EXAMPLES.search(evidence.text[span.start_char : span.end_char]) for span in source.mentions)
        if narrowed or (words == "who" and not before.endswith(",")):  # "voters who say so" are those voters
            continue
        if UNDERGOES.search(evidence.quoted(*attribution.cue)) or words in ("that", "which"):
            continue
        if INCLUDING.match(evidence.text, attribution.cue[-1].end_char):
            continue
        if SUPPOSED.search(_sentence_before(before)) or evidence.is_unreal(attribution):
            continue
        del vague[source.id]
        yield RULE.finding(
            whole(attribution.source), f"Nobody can be asked: “{name}”, {evidence.quoted(*attribution.cue)}."
        )


def _sentence_before(before: str) -> str:
    """What stands before a place in its own sentence."""
    return re.split(r"[.!?:]['’”\"]*(?:\s|$)|\n", before)[-1]


def _is_surname(evidence: Evidence, name: str) -> bool:
    """Whether what looks like a class is somebody's name: it stands after a name or title, and nowhere without its capital."""
    last = name.rpartition(" ")[2]
    singular = last.removesuffix("s")
    if not re.fullmatch(r"([A-Z]\w+ )*[A-Z]\w+", name) or re.search(
        rf"\b({singular.lower()}|{last.lower()})\b", evidence.text
    ):
        return False
    if singular != last and re.search(rf"\b{singular}\b", evidence.text, re.IGNORECASE):
        return False
    return re.search(rf"\b([A-Z]\w+|(Mr|Mrs|Ms|Dr|Sen|Gov|Rep)\.) {last}\b", evidence.text) is not None
