"""VAGUE1: a vague collective ("some", "critics") is credited.

Nobody can be asked, and nobody can object: the words may stand for two people or for two million. The scale of naming calls it N1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.findings.rule import (
    ASKS,
    MOUTHPIECE,
    OFTEN,
    POLL,
    PRONOUNS,
    QUOTATION_MARKS,
    SHARE,
    Evidence,
    Rule,
    overlap,
    whole,
    words_of,
)
from generator.lexicons import read_lexicon
from generator.model import (
    Attribution,
    CueClass,
    Finding,
    FindingCode,
    Naming,
    QuotationKind,
    Severity,
    Source,
    SourceKind,
)

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

POSSESSIVE = re.compile(r"\w['’]s? ")

INCLUDING = re.compile(r"[^.\n]*\b(including|among them|such as) [A-Z]")
"""Behind a cue: one of them is named."""

NAME_AMONG = re.compile(r"((Mr|Mrs|Ms|Dr)\. )?([A-Z][\w.’'-]+ )*[A-Z][\w.’'-]+,? and (others?|his|her)\b")
"""Somebody who is named, with others: "Quill and her allies"."""

OF_NAMED = re.compile(
    r"\b(acting for|on behalf of|representing|like|including|such as|in particular|especially|notably|with .*ties to)\b.*[A-Z]"
)
"""Members who are named, or an employer or friend who is."""

UNDERGOES = re.compile(r"\b(is|are|was|were|been|being|be)\b( \w+ly)? (\w+(ed|en))\b|n[’']t\b", re.IGNORECASE)
"""A cue by which the group does not speak: "were recognized", "didn't say"."""

QUANTIFIER = re.compile(r"(some|many|most|several|others|critics)( who\b|$)", re.IGNORECASE)

TO_COME = re.compile(r"\b(will|would|could|should|may|might|can)\b")
"""Between a group and its cue: nothing has been said yet."""

TALLY = re.compile(r"\d ?(%|percent|per cent)|\b[Bb]y (nearly |almost |about )?\d+(\.\d+)?-\d|\d%?-\d+%")
"""How a poll came out: "by 2-1", "76%-21%"."""

SINGULAR = re.compile(r"(has|is|was|says|does)\b")
"""So begins a cue that is somebody else's."""

RESTRICTS = re.compile(r"([a-z]+ing|seen|known|described|regarded|considered|called) ?\b")
"""A participle right behind a group that says which is meant: "voters saying so"."""

OBJECTS = frozenset({"him", "her", "it", "them", "the", "this", "that", "his", "their"})
"""Before one of these "called" is a verb and no participle."""

INITIAL = re.compile(r"([A-Z]\. ?)+([A-Z][\w’'-]+ )?[A-Z][\w’'-]+|([A-Z][\w’'-]+ )([A-Z]\. ?)+[A-Z][\w’'-]+")
"""A name with an initial: "M. Bram Oster", "Ada R. Quill"."""

FIRM = re.compile(r"[A-Z][a-z]+(?<!s)")
"""One word with a capital, inside a sentence, that is no plural: a name."""

PEOPLE = ("person", "institution")
"""The kinds of nouns by which those are described who can say something."""

DEMONYM = r"(?!Republican|Democratic|Conservative|Catholic|Christian|Muslim|Islamic)[A-Z][a-z]+(?:ish|an|ese|i|ch)"
"""Of a place that is named."""

CLAUSE = re.compile(r",| (of|by|from|in|on|to|with|who|that|which|released|published|obtained|made|seen)\b")
"""What the noun of a group stands before."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such source, at its first mention with a cue of the writer's own."""
    quotations = [
        quotation.span for quotation in evidence.analysis.quotations if quotation.kind is QuotationKind.SPEECH
    ]
    vague = {source.id: source for source in evidence.analysis.sources if _is_vague(source)}
    seen: set[str] = set()  # a class is asked about once, however often it is credited
    of_polls = len(POLL.findall(evidence.text)) >= OFTEN
    for attribution in evidence.analysis.attributions:
        source = vague.get(attribution.source_id or "")
        if source is None or not attribution.source or not attribution.cue or attribution.cue_class not in SAYS:
            continue
        if of_polls and attribution.cue_class in (CueClass.BELIEF, CueClass.ATTITUDE):
            continue
        if min(attribution.confidence, attribution.source_confidence) < SURE or evidence.charges(attribution):
            continue
        if evidence.in_headline(attribution.source[0]):  # the body says which
            continue
        if attribution.depth or any(overlap(attribution.source[0], quotation) for quotation in quotations):
            continue
        if _is_narrowed(evidence, attribution, source, of_polls) or not _is_said(evidence, attribution):
            continue
        del vague[source.id]
        if source.name.casefold() in seen:
            continue
        seen.add(source.name.casefold())
        yield RULE.finding(
            whole(attribution.source), f"Nobody can be asked: “{source.name}”, {evidence.quoted(*attribution.cue)}."
        )


def _is_vague(source: Source) -> bool:
    """Whether it is coded as a vague collective, and is neither paper nor poll."""
    return (
        source.naming is Naming.N1
        and bool(source.mentions)
        and source.kind not in (SourceKind.DOCUMENT, SourceKind.POLL)
    )


def _is_narrowed(evidence: Evidence, attribution: Attribution, source: Source, of_polls: bool) -> bool:
    """Whether the group is nobody, a share of those polled, or told by whose it is, how many or who belongs to it."""
    name = source.name
    words = " ".join(evidence.text[span.start_char : span.end_char] for span in attribution.source)
    for said in (name, words):
        if words_of("vague-nobody").match(said) or words_of("vague-narrowed").match(said) or SHARE.search(said):
            return True
        if words_of("respondents").search(said) or NAME_AMONG.match(said):
            return True
    if any(mark in words for mark in QUOTATION_MARKS if mark not in "'’") or "''" in words:
        return True  # a book's title
    if of_polls and (re.search(r"\bvoters\b", name) or words_of("told-apart-in-polls").fullmatch(name)):
        return True
    if re.fullmatch(r"\w*[a-z][A-Z]\w*", name) or INITIAL.match(name):  # a site's name, or somebody's
        return True
    if _of_place().match(name) or (_of_employer().match(name) and name.split()[0].lower() not in evidence.text):
        return True
    before = evidence.text[: attribution.source[0].start_char].rstrip()
    if FIRM.fullmatch(name) and before[-1:].islower():
        return True
    if source.kind is SourceKind.UNCLEAR and not _are_people(name):
        return True
    if TALLY.search(evidence.sentence(attribution.cue[0])):
        return True  # respondents, however they are called
    if MOUTHPIECE.search(name) or words_of("vague-reckoned").search(words):
        return True
    if words.lower() in PRONOUNS and (POSSESSIVE.search(name) or not _are_people(name)):
        return True  # "some of these outsiders' moments", which no "they" takes up
    if {name.lower(), words.lower()} & (PRONOUNS - {"they", "who"}) or words in ("that", "which"):
        return True
    if words == "who" and not evidence.text[: attribution.source[0].start_char].rstrip().endswith(","):
        return True  # "voters who say so" are those voters
    mentions = (evidence.text[span.start_char : span.end_char] for span in source.mentions)
    if any(OF_NAMED.search(said) or _employed().search(said) or _tied().search(said) for said in mentions):
        return True
    return _is_surname(evidence, name) or INCLUDING.match(evidence.text, attribution.cue[-1].end_char) is not None


def _is_said(evidence: Evidence, attribution: Attribution) -> bool:
    """Whether the cue says that they say, think or feel it: neither done to them, denied, asked, supposed, nor of a heading."""
    cue = evidence.quoted(*attribution.cue).strip("“”")
    between = evidence.text[attribution.source[-1].end_char : attribution.cue[0].start_char]
    behind = evidence.text[attribution.cue[-1].end_char : attribution.source[0].start_char].strip()
    by_them = (cue.endswith(" by") or behind == "by") and not cue.lower().startswith(
        "be "
    )  # "was criticised by some keepers"
    others = not by_them and evidence.quoted(*attribution.source).endswith("s”") and SINGULAR.match(cue)
    if TO_COME.search(f"{between}{cue}") or others:
        return False
    done = UNDERGOES.search(cue)
    if done and not by_them and not (done[3] and words_of("vague-feels").fullmatch(done[3])):
        return False
    if ASKS.search(cue) or words_of("vague-nothing-said").search(f"{cue} {_after(evidence, attribution)}"):
        return False
    before = evidence.text[: attribution.source[0].start_char].rstrip()
    if (
        before.lower().endswith((" as", "\nas"))
        and between.isspace()
        and evidence.quoted(*attribution.source) == "“they”"
    ):
        return False  # "as they say"
    if words_of("vague-supposed").search(_sentence_before(before)):
        return False
    if before.endswith((" when", " whenever")) and re.fullmatch(r"[a-z]+(?<!ed)(?<!said)", cue):
        return False  # what happens whenever they do
    verb = cue == "called" and _after(evidence, attribution).lower() in OBJECTS
    if between.isspace() and RESTRICTS.match(cue) and not verb and not before.endswith((" with", ",", "—", "-")):
        return False
    heading = cue[:1].isupper() and not evidence.in_headline(attribution.cue[0]) and between.isspace()
    return not heading and not evidence.asks(attribution) and not evidence.is_unreal(attribution)


def _after(evidence: Evidence, attribution: Attribution) -> str:
    """The word behind the cue."""
    return " ".join(evidence.text[attribution.cue[-1].end_char :][:40].split()[:1])


def _are_people(name: str) -> bool:
    """Whether a noun of the group's name is one by which sources are described."""
    return (
        any(word.lower().removesuffix("s") in _source_nouns() for word in CLAUSE.split(name)[0].split())
        or QUANTIFIER.match(name) is not None
    )


@cache
def _source_nouns() -> frozenset[str]:
    return frozenset(row[0] for row in read_lexicon("source_nouns") if row[1] in PEOPLE)


@cache
def _of_place() -> re.Pattern[str]:
    """Authorities of a place that is named, or of an office: "Flemish authorities", "fire authorities"."""
    office = words_of("office-of-authorities").pattern
    return re.compile(rf"({DEMONYM}|(?i:{office})|([A-Z]\w+ ){{2,}}(\w+)?) ?(authorities|forces)$")


@cache
def _of_employer() -> re.Pattern[str]:
    """Workers of an employer that is named: "Lockair maintenance workers"."""
    return re.compile(rf"(?!{DEMONYM}\b)[A-Z]\w+ ([a-z]+ )?{words_of('employed').pattern}$")


@cache
def _employed() -> re.Pattern[str]:
    """Whose employer or principal is named: "aides to Quill"."""
    return re.compile(rf"(?i:{words_of('vague-members').pattern})( \w+)* (to|for|of|at) (the )?[A-Z]")


@cache
def _tied() -> re.Pattern[str]:
    """Who is told by whom they work with: "who have worked with her"."""
    return re.compile(rf"\bwho {words_of('vague-ties').pattern}", re.IGNORECASE)


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
