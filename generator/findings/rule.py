"""What a rule is, and what it may look at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import Any, TypeVar

from msgspec import Struct

from generator.analysed import Analysed
from generator.lexicons import read_lexicon
from generator.memo import Memo
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
    SourceKind,
    TextSpan,
)

Value = TypeVar("Value")

QUOTATION_MARKS = "\"“”‘’'«»„‚‹›`"

PRONOUNS = frozenset({"he", "she", "they", "it", "who", "whom", "him", "her", "them"})

UNNAMED = (Naming.N2, Naming.N3)

STATING = (CueClass.SPEECH, CueClass.DOCUMENT, CueClass.EVIDENCE)

FACTUAL = (Checkability.FIGURE, Checkability.EVENT, Checkability.CAUSAL, Checkability.COMPARISON)

KIN = (
    "son|daughter|nephew|niece|grand(?:son|daughter|father|mother|parents?|children)|wife|husband|mother|father|parents?"
    "|brother|sister|uncle|aunt|cousin|widow|widower|fianc[eé]e?|family"
)
ONE_TO_TEN = r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten)"

SHARE = re.compile(
    rf"%|\bper ?cent\b|\b(half|thirds?|quarters?|fourths?|majority|most)( of\b|$)|\b{ONE_TO_TEN} (in|out of) {ONE_TO_TEN}\b",
    re.IGNORECASE,
)
"""A share of those polled: "almost half", "six in ten voters", "two-thirds of the guests"."""

POLL = re.compile(
    r"\b(polls?|polled|polling|pollsters?|surveys?|surveyed|census|margin of error|stud(y|ies)|research|researchers)\b",
    re.IGNORECASE,
)

OFTEN = 3
"""An article that speaks of polls so many times is about one."""

MOUTHPIECE = re.compile(
    r"\b(voice-?\s?over|narrator|translator|interpreter|moderator|media sources?|judges?|jury|jurors|courts?)\b",
    re.IGNORECASE,
)
"""Those who lend somebody their voice, outlets, and those whose words stand in the record of a court."""

NO_INTRODUCTION = re.compile(
    rf"^(the|this|that|these|those|each|every|both|either|neither|all)\b|(['’]s?|\b(his|her|their|my|our|your))\s([\w-]+\s)?({KIN})\b"
    r"|^([\w.]+ )?(analysts|experts|observers|pundits|critics|commentators|strategists|operatives|leaders)$"
    r"|^(his|her|their|its|my|our) (own )?(team|staff|campaign|camp|office)$"
    r"|\b(one|two|three|four|some|many|most) of the (two|three|four|five|six|\d+)\b"
    r"|^(his|her|their) ([\w-]+ )?(friends|supporters|fans|colleagues|neighbou?rs)$"
    r"|^(he|she|they) and\b|^(some|many|most|other)\b|\b(reporters?|correspondents?|journalists?)\b",
    re.IGNORECASE,
)
"""What refers back to somebody or names somebody by a relative; and a class of experts, or reporters."""

NAMED = re.compile(
    r"\b(?!(?:to|of|for|at|in|by|with|from|near|on|over|under|within|around|and)\b)"
    r"[a-z]{3,} [A-Z][a-z]+( (el|al|de|da|la|van|von|bin|ibn))*( [A-Z][a-z]+)+( [A-Z]{2,4})?(?=$|,| and )"
    r"|(,|--|—|–|including) ?[A-Z][a-z]+ ([a-z]{2,3})?[A-Z][a-z]+|(including|—|--) .*[A-Z]\w+\.? [A-Z][a-z]+"
    r"|^[A-Z][a-z]+ [A-Z][a-z]+ and\b|^(Mr|Mrs|Ms|Dr|Sens?|Govs?|Reps?)\. "
    r"|^(Professor|Dr|Sir|Dame|Judge|Justice|Sergeant|Captain|General) [A-Z][a-z]+ [A-Z]"
    r"|^[A-Z]{2,}( [A-Z.]{2,})+$|^[A-Z][a-z]+, (the|a|an|who) "
)
"""A noun with a name after it: "top aides Ada Quill and Bram Oster", "a keeper of the lock, Ada Quill", "Mr. Quill and
others"; or a name with others."""

UNREAL = re.compile(
    r"^(to|would|could|can|may|might|should|must|if)\b"
    r"|\b(obliged|required|forced|compelled|urged|expected|likely|poised|able) to\b",
    re.IGNORECASE,
)
"""A cue by which nothing is said yet: "to claim", "would be able to claim", "are obliged to disclose"."""

INTRODUCED = re.compile(
    r"(?:even )?(?:an?|one|the) (?:[\w-]+ ){0,3}?([\w-]+)(?= (?:at|of|in|from|with|for|on|who)\b|,|$)", re.IGNORECASE
)
"""Somebody who is brought in, up to the noun: "a retired teacher at the school"."""

CHARGES = re.compile(
    r"\b[Cc]harg(e|es|ed|ing)\b(?! that\b)((\W+[\w’'-]+){1,12}?\W+with\b| (him|her|them|the|an?|[A-Z]\w+)\b)"
    r"|\b[Cc]harg(e|es|ed|ing)$"
)
"""What prosecutors do to somebody: an act, and no report of anything; read with the words after the cue, or alone."""

CHARGE = re.compile(r"\b[Cc]harg(e|es|ed|ing)\b")

PASSIVE = re.compile(r"\b(is|are|was|were|been|being)\b")

SURE = 0.7
"""Only so sure a credit is asked about: what is no statement at all is mostly among those that are less sure."""

SENTENCE_END = re.compile(r"[.!?][’”\"]*\s|\n")

BETWEEN_SENTENCES = re.compile(r"[.!?][’”\"]*\s+|\n\s*")

BETWEEN_PARAGRAPHS = re.compile(r"\n\s*")

YEAR_BEFORE = re.compile(r"\b[Ii]n (1[5-9]|20)\d\d\b")

TAKEN_UP = re.compile(r"(an?|his|her|its|their|my|our) ", re.IGNORECASE)

BARE_NAME = re.compile(
    r"(?:[A-Z][a-z]+ )+(?!Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)([A-Z][a-z]+)"
    r" (?:is|was|has|had|says|said|told|spoke|wrote|added|did|does|will|would)\b"
)
"""So begins a sentence about somebody with a name and no description: who is new there has been spoken of before, unnamed."""

DESCRIBED = re.compile(r", (an?|one of) ")
"""Behind a name: then it is somebody else's than of whom the sentence before speaks."""

NEXT = 40
"""So soon after a statement the next sentence names whom it begins with."""

ASKS = re.compile(r"\b(ask|wonder|question|query|queri)(s|es|ed|ing)?\b", re.IGNORECASE)


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

    def __init__(self, article: Article, analysis: ArticleAnalysis) -> None:
        self.text = article.text
        self.headline = article.headline
        self.outlet = article.front_matter.outlet
        self.analysis = analysis

    def quoted(self, *spans: TextSpan) -> str:
        """The words of `spans`, in quotation marks, on one line; a long passage is cut after some thirty words."""
        words = " … ".join(self.text[span.start_char : span.end_char] for span in spans).split()
        shown = " ".join(words if len(words) <= 30 else [*words[:28], "…"])
        return f"“{shown.strip(QUOTATION_MARKS)}”"

    def before(self, span: TextSpan) -> str:
        """What stands before `span` in its own sentence."""
        return SENTENCE_END.split(self.text[max(0, span.start_char - 400) : span.start_char])[-1]

    def sentence(self, span: TextSpan) -> str:
        """The words around `span`, from the end of the sentence before to its own end."""
        following = self.text[span.end_char : span.end_char + 400]
        return f"{self.before(span)}{self.text[span.start_char : span.end_char]}{SENTENCE_END.split(following)[0]}"

    def in_headline(self, span: TextSpan) -> bool:
        """Whether `span` lies in the headline."""
        return self.headline.start_char <= span.start_char and span.end_char <= self.headline.end_char

    def paragraph(self, span: TextSpan) -> str:
        """The words of the paragraph in which `span` begins."""
        start = self.text.rfind("\n", 0, span.start_char) + 1
        end = self.text.find("\n", span.start_char)
        return self.text[start : end if end >= 0 else len(self.text)]

    def rest_of_paragraph(self, span: TextSpan) -> str:
        """The words of the paragraph from `span` on."""
        return self.text[span.start_char :].partition("\n")[0]

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
            people = source.kind in (SourceKind.PERSON, SourceKind.GROUP, SourceKind.UNCLEAR)
            if source.naming not in UNNAMED or source.anonymity is None or source.id not in self._stating or not people:
                continue
            if all(map(self.in_headline, source.mentions)):  # there articles are left out, and the body names
                continue
            words = {self.text[mention.start_char : mention.end_char] for mention in source.mentions}
            if words <= {said for said in words if said.lower() in PRONOUNS}:
                # "Ada Quill, a keeper who" has a name, and "her gender" is nobody.
                words = set() if TAKEN_UP.match(source.name) else {source.name}
            named = any(map(self._is_named_later, words)) or self._is_named_next(source) or self._is_history(source)
            if any(map(_introduces, words)) and not named:
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

    def is_unreal(self, attribution: Attribution) -> bool:
        """Whether the cue says of nobody that it was said: "had the chance to claim", "would say"."""
        if not attribution.cue:
            return False
        start = attribution.cue[0].start_char
        before = self.text[max(0, start - 3) : start]
        words = self.before(attribution.cue[0])
        would = re.search(r"\b(would|could|might|may|should|must)( \w+ly)?( be| have)? $", words)
        cue = self.quoted(*attribution.cue).strip("“”")
        return before.lower() == "to " or would is not None or UNREAL.search(cue) is not None

    def asks(self, attribution: Attribution) -> bool:
        """Whether the sentence, from the cue on, is a question."""
        end = attribution.cue[-1].end_char if attribution.cue else self.headline.end_char
        found = re.search(r"[.!?](?=[’”\"')]*(\s+[“‘\"'(]?[A-Z]|\s*$))|\n", self.text[end : end + 600])
        return found is not None and found[0] == "?"

    def charges(self, attribution: Attribution) -> bool:
        """Whether the cue says that somebody is charged with something."""
        if not attribution.cue:
            return False
        start, end = attribution.cue[0].start_char, attribution.cue[-1].end_char
        verb = CHARGE.search(self.text, start, end)
        if verb is None:
            return False
        if PASSIVE.search(self.text, start, verb.start()):
            return True
        words = self.text[verb.start() : end + 120].split("\n")[0]
        return CHARGES.match(re.split(r"[.;]\s", words)[0]) is not None

    def _is_generic(self, attribution: Attribution) -> bool:
        """Whether it tells what somebody should say ("why a keeper should prefer") or hasn't said, or what officials have said all
        along."""
        if not attribution.source:
            return False
        following = self.text[attribution.source[-1].end_char :][:10]
        words = self.text[attribution.source[0].start_char : attribution.source[-1].end_char]
        said = self.quoted(*attribution.cue).strip("“”")
        if re.search(r"\b(not|never)\b|n[’']t\b", said):
            return True
        ought = re.match(r" (should|would|could|might|must|ought)\b", following) is not None
        return ought or (words.endswith(("officials", "executives")) and re.match(r"(have|has)\b", said) is not None)

    def _is_whenever(self, attribution: Attribution) -> bool:
        """Whether it tells what happens whenever somebody says so: "when a man tells a woman"."""
        if not attribution.source or not attribution.cue:
            return False
        before = self.before(attribution.source[0])
        present = self.quoted(*attribution.cue).strip("“”").endswith("s")
        return present and re.search(r"\b(when|whenever|if|unless)\s$", before, re.IGNORECASE) is not None

    def _is_named_later(self, words: str) -> bool:
        """Whether "a teacher at the school" is the one of whom the article says "the teacher, Ada Quill"."""
        noun = INTRODUCED.match(words)
        if noun is None:
            return False
        bearer = re.escape(noun[1])
        named = rf"\b[Tt]he {bearer},? [A-Z]\w+ [A-Z]|\b[A-Z]\w+ [A-Z]\w+, (an? |the )?(\w+ ){{0,2}}{bearer}\b"
        return re.search(named, self.text) is not None

    def _is_named_next(self, source: Source) -> bool:
        """Whether the next sentence begins with somebody in full who hasn't been named before: "A keeper is calling for a new
        wall. Ada Quill said", where the name is kept for the second sentence."""
        stated = self._stating[source.id]
        if source.kind is not SourceKind.PERSON:
            return False
        end = whole((*stated[-1].content, *stated[-1].source, *stated[-1].cue)).end_char
        ends = [] if stated[-1].kind is AttributionKind.DIRECT else [end]
        lead = self.text[self.headline.end_char : end].strip()
        if "\n" not in lead and (border := self.text.find("\n", end)) >= 0:  # a first paragraph, and the second
            ends.append(border)
        near = [first for first in self._introductions for end in ends if end < first.start_char <= end + NEXT]
        if any(DESCRIBED.search(self.text, first.start_char, first.end_char + 7) is None for first in near):
            return True
        following = (BARE_NAME.match(self.text, ended.end()) for ended in self._borders_after(end))
        return any(name and not re.search(rf"\b{name[1]}\b", self.text[: name.start()]) for name in following)

    def _borders_after(self, end: int) -> Iterator[re.Match[str]]:
        """What stands before the next sentence and before the next paragraph."""
        for border in (BETWEEN_SENTENCES, BETWEEN_PARAGRAPHS):
            if (found := border.search(self.text, end)) is not None:
                yield found

    def _is_history(self, source: Source) -> bool:
        """Whether the statement is of a year that its sentence names: whom others spoke to then, this article doesn't hide."""
        stated = self._stating[source.id][0]
        return YEAR_BEFORE.search(self.before(stated.source[0])) is not None if stated.source else False

    @cached_property
    def _introductions(self) -> list[TextSpan]:
        """Where the body first has each person who is named in full."""
        found = []
        for source in self.analysis.sources:
            body = [mention for mention in source.mentions if not self.in_headline(mention)]
            if body and source.kind is SourceKind.PERSON and source.naming in (Naming.N5, Naming.N6):
                first = min(body)
                if " " in self.text[first.start_char : first.end_char]:
                    found.append(first)
        return found

    @cached_property
    def _stating(self) -> dict[str, list[Attribution]]:
        """By source, the statements that the article itself credits it with."""
        found: dict[str, list[Attribution]] = {}
        for attribution in self.analysis.attributions:
            quoted = attribution.kind is AttributionKind.DIRECT
            asks = ASKS.search(self.quoted(*attribution.cue)) if attribution.cue else None
            states = (quoted or attribution.cue_class in STATING) and not asks and not self.charges(attribution)
            sure = attribution.confidence >= SURE and not self._is_whenever(attribution)
            cue = self.quoted(*attribution.cue)
            nothing = words_of("cried").search(cue) or words_of("no-account").search(cue)
            heard = attribution.cue and (self.is_unreal(attribution) or nothing or self._is_generic(attribution))
            if attribution.source_id and not attribution.depth and states and sure and not heard:
                found.setdefault(attribution.source_id, []).append(attribution)
        return found

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.analysis.sources}

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.attribution_id: claim for claim in self.analysis.claims if claim.attribution_id}


Find = Callable[[Evidence], Iterator[Finding]]


EVIDENCE_HELD = 64
"""So many articles are held in memory at a time by a rule across articles."""


class Corpus:
    """All articles as a rule across articles sees them; `evidence` gives that of one, by its slug."""

    def __init__(self, analysed: Analysed, index: CorpusIndex, memo: Memo) -> None:
        self.index = index
        self.memo = memo
        self.sources = {profile.key: profile for profile in index.sources}
        self.articles = {article.slug: article for article in index.articles}
        self._analysed = {one.slug: one for one in analysed}
        self.evidence = lru_cache(EVIDENCE_HELD)(self._read)

    @property
    def slugs(self) -> Iterable[str]:
        """Those of all articles, in their order."""
        return self._analysed.keys()

    def digest(self, slug: str) -> bytes:
        """The digest of the article `slug` and its analysis."""
        return self._analysed[slug].digest

    def recall(
        self, kind: str, slug: str, inputs: Any, type_: Any, make: Callable[[Article, ArticleAnalysis], Value]
    ) -> Value:
        """What `make` makes of one article and `inputs`; it is only read where that isn't known (see `Memo.recall_of`)."""
        return self.memo.recall_of(kind, self._analysed[slug], inputs, type_, make)

    def called(self, slug: str) -> str:
        """An article as a reason names it: its headline, and its outlet where it has one."""
        article = self.articles[slug]
        outlet = article.front_matter.outlet
        return f"“{article.title.strip(QUOTATION_MARKS)}”" + (f" ({outlet})" if outlet else "")

    def _read(self, slug: str) -> Evidence:
        return Evidence(*self._analysed[slug].read())


FindAcross = Callable[[Corpus], Iterator[tuple[str, Finding]]]
"""The findings of a rule across articles, each with the slug of the article that it is in."""


@cache
def words_of(use: str) -> re.Pattern[str]:
    """The patterns of `use` in finding_words.tsv as one, of whole words, whatever their case.

    Raises ValueError where no entry has the use.
    """
    patterns = [pattern for pattern, its_use, _ in read_lexicon("finding_words") if its_use == use]
    if not patterns:
        raise ValueError(f"finding_words.tsv has nothing for “{use}”")
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


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
    """Whether the words bring somebody in who has no name: neither "the ..." nor a pronoun, no kin, no share, no mouthpiece."""
    said = " ".join(words.split()).strip(QUOTATION_MARKS + "[]")
    if " " not in said:  # a bare noun, as in headlines: "Woman reveals"
        return False
    if words_of("officials").search(said):  # they speak for their office
        return False
    if said.lower() in PRONOUNS or SHARE.search(said) or MOUTHPIECE.search(said):
        return False
    if re.search(
        r"\b(handle|username|columnist|identified as|known as|calls (?:him|her)self|dozens|hundreds|million)\b"
        r"|\bmembers? of (Congress|Parliament|parliament)\b",
        said,
    ):
        return False  # who can be found by it; and a class
    return not (NO_INTRODUCTION.search(said) or NAMED.search(said) or _is_name(said) or _is_office(said))


def _is_name(said: str) -> bool:
    """Whether the words, up to a clause, are a name and describe nobody: “Marrow Pollster, which”."""
    words = said.split(",")[0].split()
    return len(words) > 1 and all(word[:1].isupper() for word in words) and not words[-1].endswith("s")


def _is_office(said: str) -> bool:
    """Whether they name an office that one person holds, and whose it is: “Quill's campaign manager”."""
    return (
        re.search(rf"\w['’]s? ([\w-]+ ){{0,3}}?{words_of('office').pattern}( to [A-Z]\w+)?$", said, re.IGNORECASE)
        is not None
    )
