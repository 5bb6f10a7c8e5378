"""What a rule is, and what it may look at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from generator.model import (
    Anonymity,
    AnonymousContent,
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    Certainty,
    Checkability,
    Claim,
    CorpusIndex,
    CueClass,
    Finding,
    FindingCode,
    Naming,
    Quantity,
    Severity,
    Source,
    TextSpan,
)

QUOTATION_MARKS = "\"“”‘’'«»„‚‹›`"

PRONOUNS = frozenset({"he", "she", "they", "it", "who", "whom", "him", "her", "them"})

UNNAMED = (Naming.N2, Naming.N3)

STATING = (CueClass.SPEECH, CueClass.DOCUMENT, CueClass.EVIDENCE)

FACTUAL = (Checkability.FIGURE, Checkability.EVENT, Checkability.CAUSAL, Checkability.COMPARISON)

KIN = (
    "son|daughter|wife|husband|mother|father|parents?|brother|sister|uncle|aunt|cousin|widow|widower|fianc[eé]e?|family"
)

NO_INTRODUCTION = re.compile(
    rf"^(the|this|that|these|those)\b|%|\bper ?cent\b|(['’]s?|\b(his|her|their|my|our|your))\s([\w-]+\s)?({KIN})\b"
    r"|\b(voice-?over|narrator|translator|interpreter|moderator|media sources?)\b"
    r"|^([\w.]+ )?(analysts|experts|observers|pundits|critics|commentators)$",
    re.IGNORECASE,
)
"""What refers back to somebody, counts the polled, or names somebody by a relative; outlets and those who lend their voice; and a
class of experts, which is vague and not unnamed."""

NAMED = re.compile(
    r"\b(?!(?:to|of|for|at|in|by|with|from|near|on|over|under|within|around|and)\b)[a-z]{3,}( [A-Z][a-z]+){2,}(?=$|,| and )"
    r"|, [A-Z][a-z]+ [A-Z][a-z]+|^(Mr|Mrs|Ms|Dr|Sen|Gov|Rep)\. "
)
"""A noun with a name after it: "top aides Ada Quill and Bram Oster", "a keeper of the lock, Ada Quill", "Mr. Quill and others"."""

ASKS = re.compile(r"\b(ask|wonder|question)(s|ed|ing)?\b", re.IGNORECASE)


class Rule(Struct, frozen=True, kw_only=True):
    """One rule of the coding scheme's section on findings, in words for people."""

    code: FindingCode
    severity: Severity  # where a house rule set doesn't say otherwise
    on: bool = True  # off where it is right too seldom; a house rule set or sayso.toml can put it on
    says: str  # what a finding of this rule says
    guideline: str  # the house rule or paper it follows
    answer: str  # what the editor can do about it

    def finding(self, span: TextSpan, reason: str, *evidence: TextSpan) -> Finding:
        """A finding of this rule."""
        return Finding(code=self.code, severity=self.severity, span=span, reason=reason, evidence=evidence)


class Evidence:
    """One article as a rule sees it."""

    def __init__(self, *, text: str, headline: TextSpan, analysis: ArticleAnalysis) -> None:
        self.text = text
        self.headline = headline
        self.analysis = analysis

    def quoted(self, *spans: TextSpan) -> str:
        """The words of `spans`, in quotation marks, on one line; a long passage is cut after some thirty words."""
        words = " … ".join(self.text[span.start_char : span.end_char] for span in spans).split()
        shown = " ".join(words if len(words) <= 30 else [*words[:28], "…"])
        return f"“{shown.strip(QUOTATION_MARKS)}”"

    def in_headline(self, span: TextSpan) -> bool:
        """Whether `span` lies in the headline."""
        return self.headline.start_char <= span.start_char and span.end_char <= self.headline.end_char

    def paragraph(self, span: TextSpan) -> str:
        """The words of the paragraph in which `span` begins."""
        start = self.text.rfind("\n", 0, span.start_char) + 1
        end = self.text.find("\n", span.start_char)
        return self.text[start : end if end >= 0 else len(self.text)]

    def source_of(self, attribution: Attribution) -> Source | None:
        """Who is credited; None where nobody is named there."""
        return self._sources.get(attribution.source_id or "")

    def claim_of(self, attribution: Attribution) -> Claim | None:
        """What the credited is said to hold."""
        return self._claims.get(attribution.id)

    def quantities(self, *, headline: bool) -> tuple[Quantity, ...]:
        """The figures of the headline, or of the body."""
        return tuple(quantity for quantity in self.analysis.quantities if self.in_headline(quantity.span) is headline)

    def words(self, claim: Claim) -> str:
        """The words of the claim's content."""
        return " ".join(self.text[span.start_char : span.end_char] for span in claim.content)

    def naming(self, claim: Claim) -> Naming | None:
        """How the claim's holder is named; None in the author's voice."""
        source = self._sources.get(claim.source_id or "")
        return source.naming if source else None

    def best_mention(self, source: Source) -> TextSpan:
        """The longest mention, the first of such: a description says more than the pronoun that takes it up."""
        return max(source.mentions, key=lambda span: (span.end_char - span.start_char, -span.start_char))

    def called(self, source: Source) -> str:
        """The words of the best mention, in quotation marks; where there are only pronouns, of what they stand for."""
        mention = self.best_mention(source)
        said = self.text[mention.start_char : mention.end_char]
        return f"“{source.name}”" if said.lower() in PRONOUNS else self.quoted(mention)

    def unnamed(self) -> Iterator[tuple[Source, Anonymity]]:
        """The people whose statements the article gives and whom it doesn't name (N2, N3).

        Left out are those who are only said to act, feel or believe, or whom another source speaks of; a share of those polled; kin
        of somebody named; and descriptions that refer back ("the senator", "he") to somebody who could not be found.
        """
        for source in self.analysis.sources:
            if source.naming not in UNNAMED or source.anonymity is None or source.id not in self._stating:
                continue
            words = {self.text[mention.start_char : mention.end_char] for mention in source.mentions}
            if words <= {said for said in words if said.lower() in PRONOUNS}:
                words = (
                    {source.name} if not source.name.startswith(("a ", "an ")) else set()
                )  # "Ada Quill, a keeper who"
            if any(map(_introduces, words)):
                yield source, source.anonymity

    def states_fact(self, source: Source) -> bool:
        """Whether the source is credited with something that could be checked, and not with a judgement alone."""
        return any(
            claim.checkability in FACTUAL and claim.certainty is not Certainty.UNDERSPECIFIED
            for attribution in self._stating.get(source.id, ())
            if (claim := self.claim_of(attribution))
        )

    def unnamed_statements(self) -> Iterator[tuple[Source, Attribution, Claim]]:
        """What they are credited with, nested statements left out: those are reported by whoever is quoted."""
        unnamed = {source.id: source for source, _ in self.unnamed()}
        for attribution in self.analysis.attributions:
            claim = self.claim_of(attribution)
            if attribution.source_id in unnamed and claim and not attribution.depth:
                yield unnamed[attribution.source_id], attribution, claim

    def anonymous_content(self, attribution: Attribution) -> AnonymousContent | None:
        """Whether an unnamed source is credited with a fact, an opinion or an attack; None for all others."""
        return next((one.content for one in self.analysis.anonymous if one.attribution_id == attribution.id), None)

    def is_borne_out(self, source: Source) -> bool:
        """Whether somebody else is credited with the same as one of the unnamed `source`'s statements."""
        return any(one.others for one in self.analysis.anonymous if one.source_id == source.id)

    @cached_property
    def _stating(self) -> dict[str, list[Attribution]]:
        """By source, the statements that the article itself credits it with."""
        found: dict[str, list[Attribution]] = {}
        for attribution in self.analysis.attributions:
            quoted = attribution.kind is AttributionKind.DIRECT
            asks = ASKS.search(self.quoted(*attribution.cue)) if attribution.cue else None
            states = (quoted or attribution.cue_class in STATING) and not asks
            if attribution.source_id and not attribution.depth and states:
                found.setdefault(attribution.source_id, []).append(attribution)
        return found

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.analysis.sources}

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.attribution_id: claim for claim in self.analysis.claims if claim.attribution_id}


Find = Callable[[Evidence], Iterator[Finding]]


class Corpus:
    """All articles as a rule across articles sees them."""

    def __init__(self, analysed: Sequence[tuple[Article, ArticleAnalysis]], index: CorpusIndex) -> None:
        self.index = index
        self.sources = {profile.key: profile for profile in index.sources}
        self.articles = {article.slug: article for article, _ in analysed}
        self.evidence = {
            article.slug: Evidence(text=article.text, headline=article.headline, analysis=analysis)
            for article, analysis in analysed
        }

    def called(self, slug: str) -> str:
        """An article as a reason names it: its headline, and its outlet where it has one."""
        article = self.articles[slug]
        outlet = article.front_matter.outlet
        return f"“{article.title.strip(QUOTATION_MARKS)}”" + (f" ({outlet})" if outlet else "")


FindAcross = Callable[[Corpus], Iterator[tuple[str, Finding]]]
"""The findings of a rule across articles, each with the slug of the article that it is in."""


def whole(spans: tuple[TextSpan, ...]) -> TextSpan:
    """From the first of `spans` to the end of the last."""
    return TextSpan(min(span.start_char for span in spans), max(span.end_char for span in spans))


def overlap(one: TextSpan, other: TextSpan) -> bool:
    """Whether the two share a character."""
    return one.start_char < other.end_char and other.start_char < one.end_char


def find_overlapping(spans: Iterable[TextSpan]) -> Callable[[TextSpan], bool]:
    """Whether a span shares a character with any of `spans`, asked again and again."""
    ordered = sorted(spans)
    starts = [span.start_char for span in ordered]
    furthest = list(accumulate((span.end_char for span in ordered), max))

    def overlaps_one(span: TextSpan) -> bool:
        before = bisect_left(starts, span.end_char)
        return before > 0 and furthest[before - 1] > span.start_char

    return overlaps_one


def _introduces(words: str) -> bool:
    """Whether the words bring somebody in who has no name: neither "the ..." nor a pronoun, no kin, no share of those polled."""
    said = words.strip(QUOTATION_MARKS + "[]")
    return said.lower() not in PRONOUNS and not NO_INTRODUCTION.search(said) and not NAMED.search(said)
