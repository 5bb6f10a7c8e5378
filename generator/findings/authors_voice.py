"""VOICE1: a checkable assertion in the author's voice, and no source.

Reporters may vouch for what they have seen themselves; a reader can't tell it from what they were told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.findings.rule import OFTEN, POLL, QUOTATION_MARKS, Evidence, Rule, find_overlapping, whole, words_of
from generator.lexicons import read_lexicon
from generator.model import Certainty, Checkability, Claim, Finding, FindingCode, HedgeKind, Severity, TextSpan

RULE = Rule(
    code=FindingCode.VOICE1,
    severity=Severity.NOTE,
    says="A checkable assertion in the author's voice, and no source.",
    guideline="Reuters Handbook, “Sourcing”: all facts not witnessed or common knowledge are attributed",
    answer="Say who vouches for it, or that you saw it.",
)

CHECKABLE = {
    Checkability.FIGURE: "a figure",
    Checkability.EVENT: "something that did or didn't happen",
    Checkability.CAUSAL: "a cause",
    Checkability.COMPARISON: "a comparison",
    Checkability.PREDICTION: "a prediction",
}

SUBJECT_WORDS = 3
"""So many words at the beginning of a clause are taken for its subject."""

FEWEST_WORDS = 13

WHEN = re.compile(
    r"\b((1[5-9]|20)\d\d|\d+(st|nd|rd|th)|\d+ [ap]\.?m|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|January|February|March|April|May|June|July"
    r"|August|September|October|November"
    r"|December|yesterday|last (week|month|year|night)|this (week|month|year)|ago)\b"
)

OF_POLL = re.compile(
    r"\b(polls?|polled|surveyed|margin of error|(previous|earlier|recent|new|several|some) studies)\b"
    r"|(\b(this|that|the)|[’']s) (list|ranking|index)\b"
    r"|(\b(his|her|its|their)|[’']s) (\w+ )?(estimates?|projections?|forecasts?)\b",
    re.IGNORECASE,
)

LEAD = re.compile(r"\b[1-9]\d(-| to )[1-9]\d\b|\b(leads?|trails?|ties|tied|edges)\b")
"""How two stand in a poll: "41-40", "leads among women"."""

AROUND = 1000
"""So many characters before or after a share may speak of the poll that it comes from."""

ARGUES = re.compile(
    r"\b(but|yet|still|however|indeed|so|thus|therefore|of course|to be sure|in fact|after all),?\s+$", re.IGNORECASE
)
"""What stands before a clause that weighs or concludes: the writer reasons there, and reports less often than not."""

MARKUP = re.compile(r"[<>]")
"""What a feed has left in the text."""

CAPTION = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+\.? \d{1,2}, \d{4}\b")
"""So full a date stands under a picture, which shows it."""


DEGREE = re.compile(
    r"\b(most|least|too|very|quite|highly|deeply|increasingly|particularly|especially|unusually|extremely|rather|fairly|remarkably)"
    r" (?!of\b|than\b|to\b)\w{3,}"
    r"|\b(biggest|greatest|best|worst|strongest|weakest|toughest|hardest|sharpest|boldest|clearest|latest in a|reputation)\b"
)
"""A judgement by degree: "the most complete", "a highly respected veteran", "the biggest victory yet"."""

GENERALLY = re.compile(
    r"\b(often|usually|rarely|always|typically|generally|seldom|tends? to|thanks to)\b", re.IGNORECASE
)
"""With it the writer sums up."""

COUNTED = 100
"""So many or more can't be taken in at a look."""

SHARES = ("%", "points", "point")

AGE = re.compile(r", \d\d$")
"""Up to a figure that says how old somebody is: "Ada Quill, 35,"."""

POINTING = re.compile(r"(that|this|these|those|there)\b", re.IGNORECASE)
"""So begins what explains or arranges what was said: "That usually means"."""

DESCRIBES = re.compile(
    r"^(it|the (e-?mail|document|paper|memo|report|book|letter|bill|video|ad|spot)(,[^,]*,)?)"
    r" (also )?(covers?|includes?|lists?|contains?|was|were|appears?)\b"
    r"|\b(is|are) included\b|^it(\s?[’']s| is| was) an? ",
    re.IGNORECASE,
)
"""What a document has in it, which the reader is told of; and what a thing is said to be: "It's a promotion"."""

AUTHOR = re.compile(r"(?<![\w’'-])(I|my|[Ww]e|our)(?![\w-])")
"""Where an author says so outside quotations, it is no secret who vouches."""

TIMES_AUTHOR = 2
"""So many times, because one "we" may be anybody; one "I" is enough."""

NARRATIVE = re.compile(
    r"\b(narratives?|rhetoric|propaganda|disinformation|talking points?)\b"
    r"|\b(themes?|topics?|slogans?|refrains?)\b.*\b(media|press|television|broadcasts?|newspapers?|papers|speeches)\b",
    re.IGNORECASE,
)
"""What is told over and over, and somebody must be the one who tells it."""

ASIDE = re.compile(r"\b(who|which|that|where|as|while|when|after|before|because|although|though)\b")
"""Behind such a word the clause has said what it asserts."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such claim below the headline that says enough to ask for a source; what only may be so doesn't."""
    if _is_of_author(evidence):
        return
    for claim in evidence.analysis.claims:
        what = CHECKABLE.get(claim.checkability)
        if claim.certainty is Certainty.POSSIBLE or any(hedge.kind is HedgeKind.ADVERB for hedge in claim.hedges):
            continue
        if claim.attribution_id is None and what and _says_enough(evidence, claim):
            reason = f"No source is stated for {evidence.quoted(*claim.content)}, which asserts {what}."
            yield RULE.finding(whole(claim.content), reason)


def _says_enough(evidence: Evidence, claim: Claim) -> bool:
    """Whether a clause says enough to ask for a source.

    A figure above two that is no length of time, or a cause, does, unless the clause comments. Else it must name somebody or
    something other than its subject, judge nothing, and say when; without a date it must speak at some length, and of an act that
    leaves a trace or of what is told over and over, and neither foretell, compare nor argue: other clauses characterise as often as
    they report ("he played it safe").
    """
    place = whole(claim.content)
    said = evidence.words(claim)
    if (
        evidence.in_headline(place)
        or _is_polled(evidence, claim)
        or words_of("about-itself").search(said)
        or MARKUP.search(said)
        or CAPTION.search(said)
        or words_of("family").search(said)
        or _is_open_to_all(evidence, claim)
        or _comments().search(said)
        or POINTING.match(said)
        or DESCRIBES.search(said)
        or GENERALLY.search(said)
        or evidence.text[place.end_char :].lstrip('”’" ')[:1] == ":"
    ):
        return False
    counts = (
        quantity
        for quantity in claim.quantities
        if quantity.unit not in _lengths_of_time() and not AGE.search(evidence.text[: quantity.span.end_char][-5:])
    )
    if any(quantity.value > 2 for quantity in counts) or claim.checkability is Checkability.CAUSAL:
        return True
    words = said.split()
    if not any(word.lstrip("“”‘’'\"(")[:1].isupper() for word in words[SUBJECT_WORDS:]):
        return False
    if _judges(words):
        return False
    if WHEN.search(said):
        return True
    if len(words) < FEWEST_WORDS or claim.checkability in (Checkability.PREDICTION, Checkability.COMPARISON):
        return False
    before = evidence.text[max(0, place.start_char - 20) : place.start_char]
    return not ARGUES.search(before) and (_is_act(said) or NARRATIVE.search(said) is not None)


def _is_open_to_all(evidence: Evidence, claim: Claim) -> bool:
    """Whether it is known to all or seen by all: where somebody appears, when something is to take place, how a contest stands.

    Such an appearance with a large figure ("before 3,000 people") is asked about, since somebody has counted.
    """
    head = ASIDE.split(evidence.words(claim))[0]
    figures = any(quantity.value > 2 and quantity.unit not in _lengths_of_time() for quantity in claim.quantities)
    counted = any(quantity.value >= COUNTED for quantity in claim.quantities)
    if words_of("procedure").search(head):
        return True
    seen = words_of("appearance").search(head) or words_of("schedule").search(head)
    if seen and not counted and not _is_act(head[: seen.start()]):
        return True
    contest = words_of("contest")
    if not words_of("result").search(head):
        return False
    if words_of("beaten").search(head) and any(quantity.unit in SHARES for quantity in claim.quantities):
        return True
    if not figures:
        return contest.search(evidence.words(claim)) is not None
    if any(quantity.unit and not contest.search(quantity.unit) for quantity in claim.quantities):
        return False  # of a contest only its own figures are
    return contest.search(evidence.paragraph(whole(claim.content))) is not None


def _is_act(said: str) -> bool:
    """Whether the clause tells an act that leaves a trace, before any clause inside it."""
    return not _acts().isdisjoint(ASIDE.split(said)[0].lower().split())


@cache
def _acts() -> frozenset[str]:
    return frozenset(form for _, forms, _ in read_lexicon("acts") for form in forms.split())


@cache
def _lengths_of_time() -> frozenset[str]:
    return frozenset(unit for unit, family, _ in read_lexicon("unit_families") if family == "time")


def _judges(words: list[str]) -> bool:
    """Whether one of the words evaluates, wherever it stands: "her demagogic efforts", "a major threat"."""
    evaluations = {entry[0] for entry in read_lexicon("checkability") if entry[2] == "evaluation"}
    if DEGREE.search(" ".join(words)):
        return True
    return not evaluations.isdisjoint(word.strip(QUOTATION_MARKS + ",.;:()").lower() for word in words)


@cache
def _comments() -> re.Pattern[str]:
    """The expressions with which a clause is the writer's judgement as much as a report."""
    expressions = [re.escape(entry[0]) for entry in read_lexicon("checkability") if entry[2] == "comment"]
    return re.compile(rf"\b({'|'.join(expressions)})\b", re.IGNORECASE)


def _is_polled(evidence: Evidence, claim: Claim) -> bool:
    """Whether it gives a share or a lead where a poll is spoken of, or speaks of the poll: the poll vouches for it."""
    place = whole(claim.content)
    if OF_POLL.search(evidence.words(claim)):
        return True
    shares = any(quantity.unit in SHARES for quantity in claim.quantities)
    if not shares and not LEAD.search(evidence.words(claim)):
        return False
    if len(POLL.findall(evidence.text)) >= OFTEN:
        return True
    around = evidence.text[max(0, place.start_char - AROUND) : place.end_char + AROUND]
    return POLL.search(around) is not None


def _is_of_author(evidence: Evidence) -> bool:
    """Whether the author speaks as "I" or "we", outside all that is quoted or credited."""
    credited = [quotation.span for quotation in evidence.analysis.quotations]
    credited += [span for attribution in evidence.analysis.attributions for span in attribution.content]
    inside = find_overlapping(credited)
    words = (TextSpan(*found.span()) for found in AUTHOR.finditer(evidence.text, evidence.headline.end_char))
    said = [evidence.text[word.start_char : word.end_char] for word in words if not inside(word)]
    return len(said) >= TIMES_AUTHOR or "I" in said
