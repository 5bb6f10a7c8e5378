"""Whether something vouches for what the author asserts, though nobody is credited in the sentence.

A poll or a paper that goes on, a speaker who goes on, or everybody's eyes: Reuters asks for no source of what is witnessed or
common knowledge.
"""

from __future__ import annotations

import re
from functools import cache

from generator.findings.rule import OFTEN, POLL, SENTENCE_END, Evidence, whole, words_of
from generator.findings.wording import content_words, share_said
from generator.lexicons import read_lexicon
from generator.model import Attribution, Claim, CueClass, SourceKind

SHARES = ("%", "points", "point")

OF_POLL = re.compile(
    r"\b(polls?|polled|surveyed|margin of error|(previous|earlier|recent|new|several|some) studies)\b"
    r"|(\b(this|that|the)|[’']s) (list|ranking|index)\b"
    r"|(\b(his|her|its|their)|[’']s) (\w+ )?(estimates?|projections?|forecasts?)\b",
    re.IGNORECASE,
)

SAMPLE = 250
"""So soon after a poll is spoken of, any figure may be of it: how many were asked."""

LEAD = re.compile(
    r"\b[1-9]\d(-| to )[1-9]\d\b|\b(leads?|trails?|ties|tied|edges)\b|\b(at|is|was) (minus|plus) ", re.IGNORECASE
)
"""How two stand in a poll: "41-40", "leads among women", "is at minus 40"."""

AROUND = 1000
"""So many characters before or after a share may speak of the poll that it comes from."""

CAPTION = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+\.? \d{1,2}, \d{4}\b")
"""So full a date stands under a picture, which shows it."""

COUNTED = 100
"""So many or more can't be taken in at a look."""

MUCH = 0.25
SHARED = 2
"""So large a share of its words, and so many, a clause has in common with what somebody is credited with beside it."""

NEAR = 300
"""So many characters after a paper has been credited, a figure may still be of it."""

PAPERS = (SourceKind.DOCUMENT, SourceKind.POLL)


def is_vouched(evidence: Evidence, claim: Claim) -> bool:
    """Whether a poll, a paper, a speaker or everybody vouches for a claim of the author's."""
    return (
        _is_polled(evidence, claim)
        or _is_recorded(evidence, claim)
        or _is_spoken(evidence, claim)
        or _is_open_to_all(evidence, claim)
    )


@cache
def lengths_of_time() -> frozenset[str]:
    """The units in which time is measured."""
    return frozenset(unit for unit, family, _ in read_lexicon("unit_families") if family == "time")


def _is_polled(evidence: Evidence, claim: Claim) -> bool:
    """Whether it gives a share or a lead where a poll is spoken of, or speaks of the poll."""
    place = whole(claim.content)
    if OF_POLL.search(evidence.words(claim)):
        return True
    if claim.quantities and POLL.search(evidence.text[max(0, place.start_char - SAMPLE) : place.start_char]):
        return True
    shares = any(quantity.unit in SHARES for quantity in claim.quantities)
    if not shares and not LEAD.search(evidence.words(claim)):
        return False
    if len(POLL.findall(evidence.text)) >= OFTEN:
        return True
    around = evidence.text[max(0, place.start_char - AROUND) : place.end_char + AROUND]
    return POLL.search(around) is not None


def _is_recorded(evidence: Evidence, claim: Claim) -> bool:
    """Whether it gives a figure in an article about filings and the like, soon after a paper or what shows is credited, or where
    figures are credited to one anywhere: its other figures mostly are from there, too."""
    if not claim.quantities:
        return False
    if len(words_of("records").findall(evidence.text)) >= OFTEN:
        return True
    start = whole(claim.content).start_char
    for attribution in evidence.analysis.attributions:
        if not attribution.depth and _is_paper(evidence, attribution):
            held = evidence.claim_of(attribution)
            if start - NEAR <= whole(attribution.content).start_char < start or (held and held.quantities):
                return True
    return False


def _is_paper(evidence: Evidence, attribution: Attribution) -> bool:
    source = evidence.source_of(attribution)
    institution = source is not None and source.kind is SourceKind.INSTITUTION
    according = institution and words_of("according").search(evidence.quoted(*attribution.cue)) is not None
    shows = attribution.cue_class in (CueClass.EVIDENCE, CueClass.DOCUMENT)
    return shows or according or (source is not None and source.kind in PAPERS)


def _is_spoken(evidence: Evidence, claim: Claim) -> bool:
    """Whether one source is credited right before and right after it, in its paragraph, or right before it with much the same: then
    it is that source's."""
    place = whole(claim.content)
    begin = evidence.text.rfind("\n", 0, place.start_char) + 1
    end = evidence.text.find("\n", place.start_char)
    beside = [
        (whole(attribution.content).start_char, attribution.source_id, attribution)
        for attribution in evidence.analysis.attributions
        if not attribution.depth
        and begin <= whole(attribution.content).start_char < (end if end >= 0 else len(evidence.text))
    ]
    if any(_tells(evidence, attribution, claim) for _, source, attribution in beside if source is not None):
        return True
    before = max((one for one in beside if one[0] < place.start_char), default=None, key=lambda one: one[0])
    after = min((one for one in beside if one[0] > place.start_char), default=None, key=lambda one: one[0])
    if before is None or before[1] is None:
        return False
    return after is not None and before[1] == after[1]


def _tells(evidence: Evidence, attribution: Attribution, claim: Claim) -> bool:
    """Whether the sentence right before or right behind the claim credits somebody with much the same."""
    place, content = whole(claim.content), whole(attribution.content)
    between = evidence.text[min(place.end_char, content.end_char) : max(place.start_char, content.start_char)]
    if len(SENTENCE_END.findall(between)) > 1:
        return False
    shared = content_words(evidence.words(claim)) & content_words(evidence.quoted(*attribution.content))
    return len(shared) >= SHARED and share_said(evidence.words(claim), evidence.quoted(*attribution.content)) >= MUCH


def _is_open_to_all(evidence: Evidence, claim: Claim) -> bool:
    """Whether it is known to all or seen by all: where somebody appears, when something is to take place, how a contest stands.

    Such an appearance with a large figure ("before 3,000 people") is asked about, since somebody has counted.
    """
    said = evidence.words(claim)
    if CAPTION.search(said) or words_of("family").search(said) or words_of("procedure").search(said):
        return True
    head = head_of(said)
    contest = words_of("contest")
    figures = any(quantity.value > 2 and quantity.unit not in lengths_of_time() for quantity in claim.quantities)
    counted = any(quantity.value >= COUNTED for quantity in claim.quantities)
    if not counted and (words_of("appearance").search(head) or words_of("schedule").search(head)):
        return True
    if words_of("beaten").search(head) and any(quantity.unit in SHARES for quantity in claim.quantities):
        return True
    if words_of("decided").search(said):
        return True
    shares = any(quantity.unit in SHARES for quantity in claim.quantities)
    if shares and contest.search(said):
        return True
    if any(quantity.unit and contest.search(quantity.unit) for quantity in claim.quantities):
        return True
    if not words_of("result").search(head):
        return False
    if not figures:
        return contest.search(said) is not None
    if any(quantity.unit and not contest.search(quantity.unit) for quantity in claim.quantities):
        return False  # of a contest only its own figures are
    return contest.search(evidence.paragraph(whole(claim.content))) is not None


ASIDE = re.compile(r"\b(who|whose|which|that|where|as|while|when|after|before|because|although|though)\b")


def head_of(said: str) -> str:
    """What a clause asserts, up to any clause inside it."""
    return ASIDE.split(said)[0]
