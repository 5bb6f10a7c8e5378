"""HEAD1: the headline states as certain what the body hedges.

A headline is read by many who never read the body, so its certainty is the article's. Compared are the headline's figures with the
figures of hedged claims in the body, then the headline's words with theirs. A headline that hedges itself is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings.figures import same_figure
from generator.findings.rule import Evidence, Rule, whole
from generator.findings.wording import content_words, share_said
from generator.lexicons import read_lexicon
from generator.model import Certainty, Claim, Finding, FindingCode, HedgeKind, Severity, TextSpan

RULE = Rule(
    code=FindingCode.HEAD1,
    severity=Severity.ERROR,
    says="The headline states as certain what the body hedges.",
    guideline="Reuters Handbook, “Headlines”: a headline must be supported by the story, its sourcing and its caution included",
    answer="Hedge the headline as the body does, or state in the body what makes it certain.",
)

HEDGED = (Certainty.PROBABLE, Certainty.POSSIBLE)

SAME_WORDS = 0.75
"""So much of the headline must a hedged claim say to be about the same thing, and no unhedged one may."""

FEWEST_WORDS = 4
"""So many words must the headline have that say what it is about: fewer are its topic, which much in the body has."""

NEGATES = re.compile(r"\b(not|no|never|nobody|none|without)\b|n[’']t\b", re.IGNORECASE)


CREDITS = re.compile(r"[^:\n]{2,60}: ")
"""Before what a headline credits: "Quill: The wall leaks"."""


def find(evidence: Evidence) -> Iterator[Finding]:
    """At most one finding: the hedged claim with the headline's figure, else the one with most of its words."""
    headline = evidence.headline
    if headline.start_char == headline.end_char or _hedges_itself(evidence):
        return
    body = [claim for claim in evidence.analysis.claims if not evidence.in_headline(whole(claim.content))]
    for figure in evidence.quantities(headline=True):
        if evidence.text[figure.span.start_char - 1 : figure.span.start_char] == "#":
            continue  # "#2" counts nothing
        for claim in body:
            same = [quantity for quantity in claim.quantities if same_figure(figure, quantity)]
            if same and claim.certainty in HEDGED:
                yield _finding(evidence, _stated(evidence, figure.span), claim, same[0].span)
                return
    words = evidence.text[headline.start_char : headline.end_char]
    if NEGATES.search(words) or len(content_words(words)) < FEWEST_WORDS:
        return
    alike = [(share_said(words, _words(evidence, claim)), claim) for claim in body]
    near = [claim for share, claim in alike if share >= SAME_WORDS]
    credited = CREDITS.match(words) is not None  # a headline that credits somebody with it states nothing itself
    if near and not credited and all(claim.certainty in HEDGED for claim in near):
        yield _finding(evidence, headline, near[0], None)


def _finding(evidence: Evidence, stated: TextSpan, claim: Claim, figure: TextSpan | None) -> Finding:
    hedges = [hedge.span for hedge in claim.hedges if hedge.kind is not HedgeKind.APPROXIMATOR]
    # “may reach 4,000 homes” says it all; where the figure comes first, the hedged words come after it.
    hedged = whole((hedges[0], figure)) if hedges and figure and hedges[0] < figure else whole(claim.content)
    reason = f"The headline says {evidence.quoted(stated)} as a fact; the body says {evidence.quoted(hedged)}."
    if hedges:
        reason = f"{reason[:-1]}, hedged by {evidence.quoted(hedges[0])}."
    return RULE.finding(stated, reason, hedged)


def _stated(evidence: Evidence, figure: TextSpan) -> TextSpan:
    """The headline's words from the cue that vouches for the figure, if there is one, to the figure."""
    for attribution in evidence.analysis.attributions:
        contents = [span for span in attribution.content if span.start_char <= figure.start_char < span.end_char]
        if contents and attribution.cue and attribution.cue[0] < figure:
            return whole((attribution.cue[0], figure))
    return figure


def _hedges_itself(evidence: Evidence) -> bool:
    if any(
        evidence.in_headline(whole(claim.content)) and claim.certainty is not Certainty.CERTAIN
        for claim in evidence.analysis.claims
    ):
        return True
    words = evidence.text[evidence.headline.start_char : evidence.headline.end_char].lower().split()
    # A noun hedges by what follows it, "the risk that": "4,000 homes at risk" is flat.
    no_hedge = (HedgeKind.APPROXIMATOR, HedgeKind.NOUN)
    hedges = {entry[0] for entry in read_lexicon("hedges") if entry[1] not in no_hedge}
    return "?" in "".join(words) or not hedges.isdisjoint(word.strip("“”‘’'\",.:;") for word in words)


def _words(evidence: Evidence, claim: Claim) -> str:
    return " ".join(evidence.text[span.start_char : span.end_char] for span in claim.content)
