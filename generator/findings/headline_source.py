"""HEAD2: the headline credits another source than the body does.

What the headline's source vouches for is looked up in the body: by its figures if it has any, else by its words. Where all who
vouch for it there are others, the headline has put it in the wrong mouth, or has found it a better one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.findings.figures import same_figure
from generator.findings.rule import MOUTHPIECE, PRONOUNS, STATING, Evidence, Rule, whole
from generator.findings.wording import content_words, share_said
from generator.lexicons import read_lexicon
from generator.model import Attribution, Finding, FindingCode, Naming, Severity, Source, SourceKind

RULE = Rule(
    code=FindingCode.HEAD2,
    severity=Severity.WARNING,
    says="The headline credits another source than the body does.",
    guideline="BBC Editorial Guidelines, section 3, Accuracy: attribution in a headline is that of the report",
    answer="Credit in the headline who is credited in the body.",
)

SAME_WORDS = 0.6
"""So much of what the headline says must a statement with the same figure say."""

NEARLY_ALL_WORDS = 0.8
FEWEST_WORDS = 4
"""So much, and so many words that say what it is about, must one without a figure say: less is the same topic."""

LONGEST_ACRONYM = 6

ANAPHOR = re.compile(
    r"\W*(this|that|these|those|the)\s+(figure|number|total|estimate|toll|count|sum|share)s?\b", re.IGNORECASE
)
"""A content that only takes up a figure: "This figure"."""

NOBODY = re.compile(r"(everyone|everybody|nobody|no one|all|most|many|some)\b", re.IGNORECASE)


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each of the headline's attributions that the body credits to others."""
    attributions = evidence.analysis.attributions
    for stated in attributions:
        if not stated.source or not evidence.in_headline(whole(stated.content)) or _is_role(evidence, stated):
            continue
        source = evidence.source_of(stated)
        if source is not None and source.naming is Naming.N1:  # "Experts": the body says which
            continue
        paper = source is not None and source.kind in (
            SourceKind.DOCUMENT,
            SourceKind.OUTLET,
        )  # its writers speak for it
        words = evidence.quoted(*stated.source).strip("“”")
        if words.lower() in PRONOUNS or (words.isupper() and len(words) <= LONGEST_ACRONYM):
            continue  # "GOP": the body may speak of anybody of it
        if paper or NOBODY.match(evidence.quoted(*stated.source).strip("“”")):
            continue
        if stated.cue_class not in STATING or evidence.asks(stated):  # what one feels or does, others may, too
            continue
        vouching = _vouching(evidence, stated)
        others = [attribution for attribution in vouching if not _same_source(evidence, stated, attribution)]
        if others and len(others) == len(vouching):
            credited = ", ".join(dict.fromkeys(evidence.quoted(*attribution.source) for attribution in others))
            reason = (
                f"The headline credits {evidence.quoted(*stated.source)}; for the same, the body credits {credited}."
            )
            yield RULE.finding(whole(stated.source), reason, *(whole(attribution.source) for attribution in others))


def _vouching(evidence: Evidence, stated: Attribution) -> list[Attribution]:
    """The body's attributions, with a source, of what the headline's attribution says."""
    figures = [
        quantity
        for quantity in evidence.quantities(headline=True)
        if any(span.start_char <= quantity.span.start_char < span.end_char for span in stated.content)
    ]
    words = _words(evidence, stated)
    found: list[Attribution] = []
    for attribution in evidence.analysis.attributions:
        if not attribution.source or evidence.in_headline(whole(attribution.content)):
            continue
        claim = evidence.claim_of(attribution)
        quantities = claim.quantities if claim else ()
        takes_up = bool(found) and ANAPHOR.match(_words(evidence, attribution)) is not None
        share = share_said(words, _words(evidence, attribution))
        if figures:
            pairs = [(figure, quantity) for figure in figures for quantity in quantities]
            same = takes_up or any(
                same_figure(figure, quantity) or (share >= SAME_WORDS and figure.value == quantity.value)
                for figure, quantity in pairs
            )
        else:
            same = share >= NEARLY_ALL_WORDS and len(content_words(words)) >= FEWEST_WORDS
        if same:
            found.append(attribution)
    return found


def _same_source(evidence: Evidence, one: Attribution, other: Attribution) -> bool:
    """Whether both may be credited to the same: one source, or names that share a word of their own."""
    if one.source_id and one.source_id == other.source_id:
        return True
    if MOUTHPIECE.search(evidence.quoted(*other.source)):
        return True  # a voice-over speaks for whoever made the film
    names = [content_words(_called(evidence, attribution)) for attribution in (one, other)]
    if len(names[0] & names[1]) * 2 >= min(len(names[0]), len(names[1])) > 0:
        return True
    return _may_be_one(evidence.source_of(one), evidence.source_of(other))


def _may_be_one(one: Source | None, other: Source | None) -> bool:
    """Whether both are people of whom one goes by a description, which may be the other's: "the new mayor"."""
    if one is None or other is None:
        return one is other is None
    return {one.kind, other.kind} <= {SourceKind.PERSON, SourceKind.UNCLEAR} and not {one.naming, other.naming} <= {
        Naming.N5,
        Naming.N6,
    }


def _called(evidence: Evidence, attribution: Attribution) -> str:
    """The words of the source; where they are a pronoun, what it stands for."""
    words = " ".join(evidence.text[span.start_char : span.end_char] for span in attribution.source)
    source = evidence.source_of(attribution)
    return source.name if source and words.lower() in PRONOUNS else words


def _is_role(evidence: Evidence, stated: Attribution) -> bool:
    """Whether the headline's source is a common noun ("Regulator", "Police", "Minister"), which may be whoever the body credits."""
    words = evidence.quoted(*stated.source).strip("“”").lower().split()
    return len(words) == 1 and words[0] in {form for noun in _role_nouns() for form in (noun, f"{noun}s")}


@cache
def _role_nouns() -> frozenset[str]:
    return frozenset(row[0] for row in read_lexicon("source_nouns"))


def _words(evidence: Evidence, attribution: Attribution) -> str:
    return " ".join(evidence.text[span.start_char : span.end_char] for span in attribution.content)
