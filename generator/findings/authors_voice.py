"""VOICE1: a checkable assertion in the author's voice, and no source.

Reporters may vouch for what they have seen themselves; a reader can't tell it from what they were told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.findings.rule import QUOTATION_MARKS, Evidence, Rule, find_overlapping, whole, words_of
from generator.findings.vouched import SHARES, head_of, is_vouched, lengths_of_time
from generator.findings.wording import content_words
from generator.lexicons import read_lexicon
from generator.model import (
    Certainty,
    Checkability,
    Claim,
    Finding,
    FindingCode,
    HedgeKind,
    Quantity,
    Severity,
    TextSpan,
)

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

FEWEST_WORDS = 13

AT_A_LOOK = 1000
"""So many or more somebody must have counted; smaller numbers are as often seen at a look, or are what everybody knows."""

SUBSET = re.compile(r"\bone of (the )?$")
"""Before a number of people harmed: who is one of them is told, and not how many."""

PRICE = re.compile(
    r" (?!million|billion|trillion|last|since|each|less|per|annually|yearly|worth|during|between|toward|because|away|back|apiece)"
    r"(?!behind|ahead|short|above|below)([a-z]{2,})\b(?<!ed)"
)
"""Behind a sum of money: what has that price or size, "its $5 tickets". It describes the thing, and is not what is asserted."""

BESIDE = 40
"""So near a number, in characters, those who were harmed are who is counted."""

COMPOUND = re.compile(r"(an? )?[\d,.]+-[a-z]")

CURRENCY = 3
"""So many letters has a currency's code."""

ROUND = re.compile(
    r"(some |many |the )?(dozens|scores|hundreds|thousands|(a|one) (hundred|thousand|million))\b", re.IGNORECASE
)

YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b")
"""So the writer says what is history, or somebody's life so far."""

CAPITALS = re.compile(r"\b([A-Z]{2,}\W+){3,}|([a-z][A-Z]\w+.*){3}")
"""Words in capitals that run into the text, or into each other: a heading, or what a site has around its text."""

MARKUP = re.compile(r"[<>]")
"""What a feed has left in the text."""

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

TO_COME = re.compile(r"\bwill\b")
"""What is planned somebody has announced, and nobody has counted."""

WHENEVER = re.compile(r"\b([Ww]hen|[Ww]henever|[Ii]f) [^,]*, $")
"""Before a clause that tells what then happens, again and again."""

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

    A figure that somebody must have counted does, and what is told over and over, unless the clause comments or judges: other
    clauses characterise as often as they report, and what is done in public asks for no source.
    """
    place = whole(claim.content)
    said = evidence.words(claim)
    if (
        evidence.in_headline(place)
        or is_vouched(evidence, claim)
        or words_of("about-itself").search(said)
        or MARKUP.search(said)
        or CAPITALS.search(said)
        or _comments().search(said)
        or POINTING.match(said)
        or DESCRIBES.search(said)
        or GENERALLY.search(said)
        or TO_COME.search(head_of(said))
        or WHENEVER.search(evidence.before(place))
        or evidence.text[place.end_char :].lstrip('”’" ')[:1] == ":"
    ):
        return False
    words = said.split()
    if _judges(words):
        return False
    asserted = place.start_char + len(head_of(evidence.text[place.start_char : place.end_char]))
    counts = (quantity for quantity in claim.quantities if quantity.span.start_char < asserted)
    if any(_is_counted(evidence, claim, quantity) for quantity in counts):
        return True
    return len(words) >= FEWEST_WORDS and NARRATIVE.search(said) is not None and YEAR.search(said) is None


def _is_counted(evidence: Evidence, claim: Claim, quantity: Quantity) -> bool:
    """Whether a figure is one that somebody must have counted: a share, a sum, a number of some size, or of people harmed; neither
    a length of time, an age, a round word nor part of another."""
    if quantity.unit in lengths_of_time() or AGE.search(evidence.text[: quantity.span.end_char][-5:]):
        return False
    if ROUND.match(evidence.text, quantity.span.start_char) or COMPOUND.match(evidence.text, quantity.span.start_char):
        return False  # "hundreds of letters", "a 300-page book"
    if SUBSET.search(evidence.text[max(0, quantity.span.start_char - 12) : quantity.span.start_char]):
        return False
    if (
        YEAR.fullmatch(f"{quantity.value:.0f}")
        and not quantity.unit.isupper()
        and "," not in evidence.quoted(quantity.span)
    ):
        return False  # "the 2008 cycle"
    money = len(quantity.unit) == CURRENCY and quantity.unit.isupper()
    start, end = quantity.span.start_char, quantity.span.end_char
    price = PRICE.match(evidence.text, end)
    dollars = evidence.text[end - 1] == "s"  # "millions of dollars", which stands before no thing
    if money and price and not dollars and content_words(price[1]):
        return False
    if money or quantity.unit in SHARES or quantity.value >= AT_A_LOOK:
        return True
    place = whole(claim.content)
    around = evidence.text[max(place.start_char, start - BESIDE) : min(place.end_char, end + BESIDE)]
    return quantity.value > 2 and words_of("harm").search(around) is not None


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


def _is_of_author(evidence: Evidence) -> bool:
    """Whether the author speaks as "I" or "we", outside all that is quoted or credited."""
    credited = [quotation.span for quotation in evidence.analysis.quotations]
    credited += [span for attribution in evidence.analysis.attributions for span in attribution.content]
    inside = find_overlapping(credited)
    words = (TextSpan(*found.span()) for found in AUTHOR.finditer(evidence.text, evidence.headline.end_char))
    said = [evidence.text[word.start_char : word.end_char] for word in words if not inside(word)]
    return len(said) >= TIMES_AUTHOR or "I" in said
