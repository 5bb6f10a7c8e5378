"""QUOTE2: the same quotation with other words, or another speaker, in another article.

Quotation marks promise the words as they were said. Two articles that quote the same and differ can't both keep that promise; which
of them does, the texts don't say. A shorter quotation, a marked omission (...), what is marked as added [in brackets], another
spelling and a contraction are no other words.

Quotations are compared only where they share three words in a row; which are the same is kept from build to build (see `blocking`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations

from msgspec import Struct
from rapidfuzz.distance import Indel

from generator.blocking import Numbers, Pair, find_pairs, key_of, pack
from generator.findings.rule import QUOTATION_MARKS, Corpus, Evidence, Rule
from generator.lexicons import read_lexicon
from generator.model import (
    Attribution,
    AttributionKind,
    Finding,
    FindingCode,
    Naming,
    QuotationKind,
    Severity,
    SourceKind,
    SourceProfile,
    TextSpan,
)
from generator.names import fold_name

RULE = Rule(
    code=FindingCode.QUOTE2,
    severity=Severity.WARNING,
    on=False,
    says="The same quotation with other words, or another speaker, in another article.",
    guideline="AP, News Values and Principles, “Quotations”: quotations must not be altered, not even for grammar",
    answer="Go back to the recording or the document, and quote what it says; where the words are another's, say whose.",
)

WORDS = 6
"""So many words must be the same before two quotations are taken for one."""

SHARE = 0.7
"""And so much of what stands between the first and the last word that both have."""

COVERED = 0.8
"""And so much of the shorter quotation: phrases that many use (“President of the United States”) make no quotation of two."""

SPOKEN = 6
"""So many words, and hardly any other, before a second speaker is said to be one too many."""

SPOKEN_SHARE = 0.9

COMMON = 30
"""Three words in a row that so many quotations have are an idiom, and make no pair."""

SHOWN = 3
"""So many findings a quotation may have."""

CONTRACTIONS = {"n't": " not", "'re": " are", "'m": " am", "'ll": " will", "'ve": " have"}
IS = re.compile(r"\b(he|she|it|that|there|here|what|who|where)'s\b")
SPELLINGS = ((re.compile(r"(?<=[a-z]{2})our\b"), "or"), (re.compile(r"is(e|ed|es|ing|ation)\b"), r"iz\1"))
FILLERS = frozenset({"er", "uh", "um"})
GAP = "…"
BRACKETED = "[]"


class QuotedWords(Struct, frozen=True, array_like=True):
    """A quotation of an article's body that is long enough to be compared."""

    span: TextSpan
    attribution_id: str | None  # of what it is credited by
    words: tuple[str, ...]  # in the form in which they are compared; GAP and BRACKETED for what is marked
    said: int  # how many of them are not marks
    content: int  # and how many are no function words


class Quoted(Struct, frozen=True, kw_only=True):
    """A quotation with its article and speaker."""

    slug: str
    quotation: QuotedWords
    speaker: SourceProfile | None  # None where it is not clear who speaks


class Likeness(Struct, frozen=True, array_like=True):
    """Of two quotations of the same."""

    other_words: bool  # whether they differ in their words
    spoken: bool  # whether the same words are enough to be surprised by a second speaker


class Outline(Struct, frozen=True, array_like=True):
    """The quotations of an article."""

    inputs: bytes  # a digest of the article and its analysis
    keys: tuple[bytes, ...]  # by quotation, each three words in a row, packed
    attribution_ids: tuple[str | None, ...]  # the same, of what each is credited by


class KeptQuotations(Struct, frozen=True, array_like=True):
    """What is kept: the outlines in the order of the articles, and the pairs of the same by the numbers of the quotations."""

    outlines: dict[str, Outline]
    same: tuple[tuple[int, int, Likeness], ...]


def find_across(corpus: Corpus) -> Iterator[tuple[str, Finding]]:
    """One finding at each of two such quotations."""
    quotations = _Quotations(corpus)
    counts: defaultdict[int, int] = defaultdict(int)
    for (one, other), likeness in sorted(quotations.find_same().items()):
        if not _differ(quotations.speaker(one), quotations.speaker(other), likeness):
            continue
        first, second = quotations.quoted(one), quotations.quoted(other)
        for number, here, there in ((one, first, second), (other, second, first)):
            counts[number] += 1
            if counts[number] <= SHOWN:
                yield here.slug, RULE.finding(here.quotation.span, _reason(corpus, here, there, likeness))


class _Quotations:
    """The quotations of all articles, read where they must be compared."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._read: dict[str, tuple[QuotedWords, ...]] = {}
        self._outlines: dict[str, Outline] = {}
        self._numbers = Numbers({})
        self._speakers = {(one.article_slug, one.attribution_id): one.source_key for one in corpus.index.statements}

    def find_same(self) -> dict[Pair, Likeness]:
        """The pairs of two articles that quote the same, by their numbers in the order of all articles."""
        old = self._corpus.memo.last("quotations", KeptQuotations) or KeptQuotations({}, ())
        outlines = {slug: self._outline(slug, old.outlines.get(slug)) for slug in self._corpus.slugs}
        fresh = {slug for slug, outline in outlines.items() if outline is not old.outlines.get(slug)}
        keys, earlier = ({slug: one.keys for slug, one in those.items()} for those in (outlines, old.outlines))
        self._outlines, self._numbers = outlines, Numbers(keys)
        same = find_pairs(keys, fresh, earlier=earlier, alike=old.same, near=_near, compare=self._compare)
        if fresh or list(outlines) != list(old.outlines):
            kept = tuple((one, other, likeness) for (one, other), likeness in same.items())
            self._corpus.memo.keep("quotations", KeptQuotations(outlines, kept))
        return same

    def speaker(self, number: int) -> SourceProfile | None:
        """Who speaks in the quotation of that number; None where that is not clear."""
        slug, place = self._numbers.place(number)
        key = self._speakers.get((slug, self._outlines[slug].attribution_ids[place] or ""))
        return self._corpus.sources.get(key or "")

    def quoted(self, number: int) -> Quoted:
        """The quotation of that number."""
        slug, place = self._numbers.place(number)
        return Quoted(slug=slug, quotation=self._quotations_of(slug)[place], speaker=self.speaker(number))

    def _outline(self, slug: str, known: Outline | None) -> Outline:
        inputs = self._corpus.digest(slug)
        if known is not None and known.inputs == inputs:
            return known
        quotations = self._quotations_of(slug)
        words = [quotation.words for quotation in quotations]
        runs = ({key_of(*own[start : start + 3]) for start in range(len(own) - 2)} for own in words)
        return Outline(inputs, tuple(map(pack, runs)), tuple(quotation.attribution_id for quotation in quotations))

    def _quotations_of(self, slug: str) -> tuple[QuotedWords, ...]:
        if slug not in self._read:
            self._read[slug] = _read_article(self._corpus.evidence(slug))
        return self._read[slug]

    def _compare(self, one: int, other: int) -> Likeness | None:
        (here, first), (there, second) = self._numbers.place(one), self._numbers.place(other)
        return _compare(self._quotations_of(here)[first], self._quotations_of(there)[second]) if here != there else None


def _read_article(evidence: Evidence) -> tuple[QuotedWords, ...]:
    credited = sorted(
        (one for one in evidence.analysis.attributions if one.kind is not AttributionKind.INDIRECT),
        key=lambda one: -one.depth,
    )
    found = []
    for quotation in evidence.analysis.quotations:
        if quotation.kind is not QuotationKind.SPEECH or quotation.depth or evidence.in_headline(quotation.span):
            continue
        words = _read_words(evidence.text[quotation.span.start_char : quotation.span.end_char])
        said = sum(word not in (GAP, BRACKETED) for word in words)
        if said >= WORDS:
            attribution = next((one for one in credited if _holds(one, quotation.span)), None)
            content = sum(word not in _function_words() for word in words)
            found.append(QuotedWords(quotation.span, attribution.id if attribution else None, words, said, content))
    return tuple(found)


def _holds(attribution: Attribution, quotation: TextSpan) -> bool:
    """Whether the quotation, its marks aside, is credited there."""
    start, end = quotation.start_char + 1, quotation.end_char - 1
    return any(span.start_char <= start and end <= span.end_char for span in attribution.content)


def _read_words(text: str) -> tuple[str, ...]:
    plain = text.strip(QUOTATION_MARKS).replace("’", "'").casefold()
    plain = re.sub(r"\[\s*(?:…|\.\.\.)\s*\]|…|\.\s?\.\s?\.", f" {GAP} ", plain)
    plain = re.sub(r"\[[^\]]*\]|\([^)]*\)", f" {BRACKETED} ", plain)
    for short, long in CONTRACTIONS.items():
        plain = plain.replace(short, long)
    plain = IS.sub(r"\1 is", plain)
    words = re.findall(rf"{GAP}|\[\]|[^\W_]+(?:'[^\W_]+)*", plain)
    # A possessive's s is now left out after an s, now not, and some texts have lost its apostrophe.
    return tuple(_spell(word.removesuffix("'s")) for word in words if word not in FILLERS and word != "s")


def _spell(word: str) -> str:
    for pattern, form in SPELLINGS:
        word = pattern.sub(form, word)
    return word


def _near(members: Sequence[int]) -> Iterator[Pair]:
    """The pairs that share three words in a row."""
    return combinations(members, 2) if len(members) <= COMMON else iter(())


def _compare(one: QuotedWords, other: QuotedWords) -> Likeness | None:
    """Whether the two quote the same, and how they then differ."""
    if one.words == other.words:
        same, changed, content = len(one.words), 0, one.content
    else:
        same, changed, content = _count(one.words, other.words)
    shorter = min(one.said, other.said)
    if same < WORDS or content < 3 or same < SHARE * (same + changed) or same < COVERED * shorter:
        return None
    return Likeness(other_words=changed > 0, spoken=same >= SPOKEN and same >= SPOKEN_SHARE * shorter)


def _differ(one: SourceProfile | None, other: SourceProfile | None, likeness: Likeness) -> bool:
    """Whether two who quote the same can't both be right: other words of one speaker, or the words of two."""
    if likeness.other_words:  # other words of another speaker are two who speak alike
        return _are_one(one, other)
    return likeness.spoken and _are_two(one, other)


@lru_cache(10_000)  # a report that several papers print is compared with others again and again
def _count(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, int, int]:
    """How many words both have, how many differ between the first and last of these, and how many of the same carry meaning.

    What stands before the first and after the last is no difference: one of the two quotes less. Nor is what a mark of omission or
    a bracket stands for.
    """
    same = changed = content = 0
    here = there = 0  # how far both have been read
    for block in Indel.opcodes(one, other):
        if block.tag != "equal":
            continue
        between = (*one[here : block.src_start], *other[there : block.dest_start])
        if same and not {GAP, BRACKETED} & set(between):
            changed += max(block.src_start - here, block.dest_start - there)
        words = one[block.src_start : block.src_end]
        same += len(words)
        content += sum(word not in _function_words() for word in words)
        here, there = block.src_end, block.dest_end
    return same, changed, content


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row[0] for row in read_lexicon("function_words"))


def _are_one(one: SourceProfile | None, other: SourceProfile | None) -> bool:
    """Whether the two are one speaker, or go by names of which one is part of the other."""
    if one is None or other is None:
        return False
    words = [set(fold_name(who.name)) for who in (one, other)]
    return one.key == other.key or (one.named and other.named and (words[0] <= words[1] or words[1] <= words[0]))


def _are_two(one: SourceProfile | None, other: SourceProfile | None) -> bool:
    """Whether the two are people under names that can't be one person's."""
    if one is None or other is None or one.key == other.key:
        return False
    if any(who.kind is not SourceKind.PERSON or who.naming not in (Naming.N5, Naming.N6) for who in (one, other)):
        return False
    first, second = ({word for name in (who.name, *who.names) for word in fold_name(name)} for who in (one, other))
    return not (set(fold_name(one.name)) & second or set(fold_name(other.name)) & first)


def _reason(corpus: Corpus, here: Quoted, there: Quoted, likeness: Likeness) -> str:
    quoted = tuple(corpus.evidence(one.slug).quoted(one.quotation.span) for one in (here, there))
    if likeness.other_words:
        return f"{quoted[0]} here, {quoted[1]} in {corpus.called(there.slug)}."
    speakers = [who.name if who else "" for who in (here.speaker, there.speaker)]
    return f"{quoted[0]} is what “{speakers[0]}” says here, and “{speakers[1]}” in {corpus.called(there.slug)}."
