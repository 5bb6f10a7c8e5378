"""Codes in words: how each value of the coding scheme reads on a page, and what a reader could ask about it.

Every decision about wording is made here, so that templates make none. The words describe the text, never its truth: "no source is
stated" stands where another tool would say "unsourced".
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from generator.model import (
    Affiliation,
    Anonymity,
    AnonymityReason,
    AnonymousContent,
    AttributionKind,
    Certainty,
    Checkability,
    CueClass,
    CueStance,
    KnowledgeBasis,
    Naming,
    Operator,
    Polarity,
    Review,
    ReviewVerb,
    Source,
    SourceKind,
    SourceRole,
    SourceStatus,
    Voice,
)


class NamingGroup(StrEnum):
    """The naming ladder in the five steps that a page tells apart by hue and shape; the value is the CSS class."""

    NAMED = "named"
    INSTITUTION = "institution"
    UNNAMED = "unnamed"
    VAGUE = "vague"
    UNCLEAR = "unclear"


NAMING_GROUPS = {
    Naming.N6: NamingGroup.NAMED,
    Naming.N5: NamingGroup.NAMED,
    Naming.N4: NamingGroup.INSTITUTION,
    Naming.N3: NamingGroup.UNNAMED,
    Naming.N2: NamingGroup.UNNAMED,
    Naming.N1: NamingGroup.VAGUE,
    Naming.N0: NamingGroup.VAGUE,
    Naming.UNCLEAR: NamingGroup.UNCLEAR,
}

SHAPES = {
    NamingGroup.NAMED: "●",
    NamingGroup.INSTITUTION: "◐",
    NamingGroup.UNNAMED: "○",
    NamingGroup.VAGUE: "◌",
    NamingGroup.UNCLEAR: "?",
}

REVIEWED = "✓"
"""Stands by what a person has looked at, always with words."""

GROUP_WORDS = {
    NamingGroup.NAMED: "named",
    NamingGroup.INSTITUTION: "institution",
    NamingGroup.UNNAMED: "unnamed",
    NamingGroup.VAGUE: "vague or not stated",
    NamingGroup.UNCLEAR: "unclear who",
}

NAMING_WORDS = {
    Naming.N6: "named, with role",
    Naming.N5: "named, no role given",
    Naming.N4: "institution",
    Naming.N3: "unnamed, described",
    Naming.N2: "unnamed, not described",
    Naming.N1: "vague collective",
    Naming.N0: "no source is stated",
    Naming.UNCLEAR: "unclear who is meant",
}

KIND_WORDS = {
    AttributionKind.DIRECT: "direct quotation",
    AttributionKind.MIXED: "report with quoted words",
    AttributionKind.INDIRECT: "indirect report",
}

SOURCE_KIND_WORDS = {
    SourceKind.PERSON: "person",
    SourceKind.GROUP: "group of people",
    SourceKind.INSTITUTION: "institution",
    SourceKind.OUTLET: "news outlet",
    SourceKind.DOCUMENT: "document",
    SourceKind.POLL: "poll",
    SourceKind.POST: "post",
    SourceKind.UNCLEAR: "kind unclear",
}

AFFILIATION_WORDS = {
    Affiliation.EXECUTIVE: "government",
    Affiliation.MILITARY: "military",
    Affiliation.LAW_ENFORCEMENT: "law enforcement",
    Affiliation.INTELLIGENCE: "intelligence service",
    Affiliation.COURT: "court",
    Affiliation.LEGISLATURE: "legislature",
    Affiliation.PARTY: "party",
    Affiliation.ARMED_GROUP: "armed group",
    Affiliation.CORPORATE: "company",
    Affiliation.NGO: "non-governmental organisation",
    Affiliation.ACADEMIC: "academia",
    Affiliation.MEDIA_STATE: "state media",
    Affiliation.MEDIA_OTHER: "media",
    Affiliation.ACTOR: "private person",
    Affiliation.WITNESS: "witness",
    Affiliation.VICTIM: "victim",
    Affiliation.UNCLEAR: "",
}

ROLE_WORDS = {
    SourceRole.PARTICIPANT: "participant",
    SourceRole.REPRESENTATIVE: "representative",
    SourceRole.INFORMATIONAL: "informational",
    SourceRole.UNCLEAR: "",
}

STATUS_WORDS = {
    SourceStatus.CURRENT: "",
    SourceStatus.FORMER: "former",
    SourceStatus.UNCLEAR: "",
}

CUE_CLASS_WORDS = {
    CueClass.SPEECH: "speech",
    CueClass.DOCUMENT: "on paper",
    CueClass.BELIEF: "belief",
    CueClass.INTENTION: "intention",
    CueClass.ATTITUDE: "attitude",
    CueClass.EVIDENCE: "evidence",
    CueClass.ACT: "act",
    CueClass.UNCLEAR: "",
}

ANONYMOUS_WORDS = {
    AnonymousContent.FACT: "information",
    AnonymousContent.OPINION: "an opinion",
    AnonymousContent.ATTACK: "an attack",
}

VOICE_WORDS = {
    Voice.ATTRIBUTED: "attributed",
    Voice.AUTHOR: "the author’s voice",
    Voice.MIXED: "both",
    Voice.UNCLEAR: "unclear who",
}

CHECKABILITY_WORDS = {
    Checkability.FIGURE: "figure",
    Checkability.EVENT: "event",
    Checkability.CAUSAL: "cause",
    Checkability.COMPARISON: "comparison",
    Checkability.PREDICTION: "prediction",
    Checkability.OPINION: "opinion",
    Checkability.UNCLEAR: "unclear",
}

UNVOUCHED_WORDS = "the author’s voice, and checkable"

NAMING_MEANINGS = {
    Naming.N6: "The article gives the name and the capacity in which the source speaks.",
    Naming.N5: "The article gives the name only.",
    Naming.N4: "An institution speaks, or somebody who speaks for it and is not named.",
    Naming.N3: "Not named, but described: where the source works, what it saw.",
    Naming.N2: "“A source”, and nothing more.",
    Naming.N1: "“Some”, “critics”: nobody in particular can be asked.",
    Naming.N0: "Something is reported, and the article does not say by whom.",
    Naming.UNCLEAR: "A pronoun or description that the program could not follow back to somebody. It does not guess.",
}

KIND_MEANINGS = {
    AttributionKind.DIRECT: "All of it stands in quotation marks.",
    AttributionKind.MIXED: "Some of it stands in quotation marks.",
    AttributionKind.INDIRECT: "None of it does: the article tells it in its own words.",
}

STANCE_WORDS = {
    CueStance.NEUTRAL: "neutral",
    CueStance.ENDORSING: "endorsing",
    CueStance.DISTANCING: "distancing",
    CueStance.CONCEDING: "conceding",
    CueStance.EMPHATIC: "emphatic",
    CueStance.DIRECTIVE: "directive",
    CueStance.MENTAL: "a state of mind",
    CueStance.UNCLEAR: "stance unclear",
}

STANCE_MEANINGS = {
    CueStance.NEUTRAL: "say, tell, according to: the writer stands nowhere.",
    CueStance.ENDORSING: "reveal, note, show: the writer takes it as so.",
    CueStance.DISTANCING: "claim, allege, insist: the writer keeps a distance.",
    CueStance.CONCEDING: "admit, acknowledge: it is told as given away.",
    CueStance.EMPHATIC: "declare, warn: it is told as said with force.",
    CueStance.DIRECTIVE: "order, urge: somebody is to do something.",
    CueStance.MENTAL: "think, fear, hope: a state of mind, which nobody else can see.",
    CueStance.UNCLEAR: "No cue, or one that is not on the list.",
}

CERTAINTY_WORDS = {
    Certainty.CERTAIN: "certain",
    Certainty.PROBABLE: "probable",
    Certainty.POSSIBLE: "possible",
    Certainty.UNDERSPECIFIED: "not said how sure",
}


CERTAINTY_MEANINGS = {
    Certainty.CERTAIN: "Told without a hedge.",
    Certainty.PROBABLE: "likely, believe, expect, suggest.",
    Certainty.POSSIBLE: "may, might, could, fear.",
    Certainty.UNDERSPECIFIED: "A question, a wish, an order, a condition: it is not said to be so or not so.",
}


ELSEWHERE_WORDS = {
    "differ": "others differ",
    "agree": "others agree",
    "": "",
}
"""What other passages on the same thing say, by a word for it."""


RULES_ALONE_MARK = "; rules alone"


def rules_alone_words(articles: int) -> str:
    """What a page or report says where so many articles were analysed without the tagger."""
    return (
        f"{count(articles, 'article')} found by rules alone, because the trained model could not be loaded:"
        " more is missed than with it."
    )


def source_label(name: str, naming: Naming) -> str:
    """The source's name; without one, that none is stated, or that it is too doubtful who is meant."""
    return name or ("Speaker unclear" if naming is Naming.UNCLEAR else "No source is stated")


def certainty_words(certainty: Certainty, polarity: Polarity) -> str:
    """How sure the holder is said to be, and whether it is said to be so or not: `probable`, `certain, in the negative`."""
    words = CERTAINTY_WORDS[certainty]
    return f"{words}, in the negative" if polarity == Polarity.NEGATIVE else words


def anonymity_words(anonymity: Anonymity) -> tuple[str, ...]:
    """What the article says of why a source is unnamed, and of how it knows; nothing about what it leaves open."""
    reason = {
        AnonymityReason.NONE: "no reason given",
        AnonymityReason.FORMULA: "reason: a formula only",
        AnonymityReason.SPECIFIC: "reason given",
    }[anonymity.reason]
    basis = {
        KnowledgeBasis.DIRECT: "knows at first hand",
        KnowledgeBasis.SECOND_HAND: "knows at second hand",
        KnowledgeBasis.UNSTATED: "",
    }[anonymity.basis]
    return (reason, basis) if basis else (reason,)


def review_words(review: Review | None) -> str:
    """Who has looked at it: `Reviewed by R. Pell, 14 March 2026: the name stands in the minutes.`; empty without a review."""
    if review is None:
        return ""
    verb = {ReviewVerb.ACCEPT: "Reviewed", ReviewVerb.CHANGE: "Corrected", ReviewVerb.REJECT: "Rejected"}[review.verb]
    words = f"{verb} by {review.by}, {date_words(review.date)}"
    if review.verdict:
        words += f", whose own verdict on what is claimed is “{review.verdict}”"
    return f"{words}: {review.why}" if review.why else words


def state_words(reviewed: int, attributions: int, reviewers: tuple[str, ...]) -> str:
    """Who has looked at a page's marks: `3 of 18 reviewed by R. Pell; the rest: machine, unreviewed`."""
    if not reviewed:
        return "machine, unreviewed"
    by = f" by {_names(reviewers)}" if reviewers else ""
    rest = "" if reviewed == attributions else "; the rest: machine, unreviewed"
    return f"{reviewed:,} of {attributions:,} reviewed{by}{rest}"


def made_by_words(reviewed: int, attributions: int) -> str:
    """The same in whole sentences, for the foot of a page."""
    if not reviewed:
        return "Machine, unreviewed: a program marked who is credited with what, and nobody has checked it."
    if reviewed == attributions:
        return f"A program marked who is credited with what; people have looked at all {count(attributions, 'attribution')}."
    return (
        f"A program marked who is credited with what. People have looked at {reviewed:,} of {count(attributions, 'attribution')};"
        " the rest is machine, unreviewed."
    )


def _names(names: tuple[str, ...]) -> str:
    """`R. Pell`, `R. Pell and T. Ode`, `R. Pell and 3 others`."""
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(names)


def date_words(date: datetime.date | None) -> str | None:
    """`12 March 2026`, whatever the machine's locale; its spaces are no-break spaces, so that a date stays in one line."""
    if date is None:
        return None
    return _NO_BREAK.join((str(date.day), _MONTHS[date.month - 1], str(date.year)))


def day_words(day: str) -> str:
    """A date in ISO 8601, whole or not: `12 March 2026`, `March 2026`, `2026`; with no-break spaces."""
    year, month, number = (*day.split("-"), "", "")[:3]
    return _NO_BREAK.join(filter(None, (number.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year)))


_NO_BREAK = "\N{NO-BREAK SPACE}"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def source_words(source: Source) -> tuple[str, ...]:
    """In what capacity the source speaks, what it is to the events, and whether it still is; nothing about what is unclear."""
    return tuple(
        words
        for words in (
            AFFILIATION_WORDS[source.affiliation],
            ROLE_WORDS[source.role],
            STATUS_WORDS[source.status],
        )
        if words
    )


def source_question(source: Source | None) -> str:
    """What a reader could ask about who is speaking, where the article leaves something particular open; else empty."""
    if source is None:
        return "Who says so?"
    if source.naming is Naming.N3 and source.kind is not SourceKind.DOCUMENT and source.anonymity:
        why = "" if source.anonymity.reason is AnonymityReason.SPECIFIC else "Why unnamed?"
        how = "" if source.anonymity.basis is not KnowledgeBasis.UNSTATED else "How do they know?"
        return " ".join(filter(None, (why, how)))
    return {
        Naming.N0: "Who says so?",
        Naming.N1: "Who are they, and how many?",
        Naming.N2: "Who is it, placed where, and why unnamed?",
        Naming.UNCLEAR: "Who is meant?",
    }.get(source.naming, "")


def quantity_words(operator: Operator, value: float, upper: float | None) -> str:
    """A figure as it is meant: `≤ 4,000`, `3 to 5`."""
    if operator is Operator.RANGE and upper is not None:
        return f"{value:,g} to {upper:,g}" if max(value, upper) < 1e6 else f"{value:,.0f} to {upper:,.0f}"
    sign = {"=": "", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "~": "≈ "}.get(operator.value, "")
    return sign + (f"{value:,.0f}" if value == int(value) else f"{value:,g}")


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: `1 source`, `4,000 words`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def percentages(parts: tuple[int, ...]) -> tuple[int, ...]:
    """Whole percentages of the parts that add up to 100 (largest remainder); all 0 where there is nothing to divide."""
    total = sum(parts)
    if not total:
        return (0,) * len(parts)
    exact = [part * 100 / total for part in parts]
    floors = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[: 100 - sum(floors)]:
        floors[i] += 1
    return tuple(floors)
