"""What can be compared across articles: each figure and each claim, with what it counts, its words and the names around it.

A figure often stands without its noun or its topic: "Aldwater's own map shows about 2,600." It then takes up the figure before it,
and is compared by that one's noun and words too; which figure that is, is kept, so that the page can say so.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.wording import content_words
from generator.lexicons import read_lexicon
from generator.model import (
    Article,
    ArticleAnalysis,
    Attribution,
    Claim,
    ClaimVersion,
    Naming,
    Quantity,
    Source,
    TextSpan,
    Voice,
)

GENERAL_FAMILIES = frozenset({"", "people"})
"""What is counted so generally that it may be any other counted thing (nothing named), or anybody."""

MEASURES = frozenset({"%", "points", "time", "metres", "kilometres", "litres", "tonnes"})
"""What things are measured in: that two figures share it says nothing of whether they measure the same thing."""

THIN = 6
"""A passage with so few words besides its figure leans on the figure before."""

NEAR = 3
"""So many sentences back a figure may be taken up; the same value, or that of "the number of homes", from farther."""

FAR = 8

_RUN = re.compile(r"[A-Z][\w’'&-]*(?:\s(?:of|for|and|the)\s[A-Z][\w’'&-]*|[ \t][A-Z][\w’'&-]*)*")
_CAPITALS = re.compile(r"\b[A-Z]\w+")
_CLAUSES = re.compile(r"[:;—–]\s|,\s(?=and\s|but\s|while\s)")
_COUNTED = re.compile(r"\b(?:number|total|count|tally) of (?:[a-z]+ )??([a-z]+?)s\b", re.IGNORECASE)
_METHOD = re.compile(
    r"\bmargin of (?:\w+ )?error\b|\b(?:surveyed|polled|interviewed|questioned)\b|\b(?:poll|survey|sample) of\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:number|figure|estimate|count|total|tally|toll|list|map|census|log|register)s?\b", re.IGNORECASE
)
_COMPOUND = re.compile(r"[\d,.]+-[a-z]+ [a-z]")
_SHOWS = re.compile(
    r"\b(?:list|map|census|log|register|tally|count)\b.*\b(?:shows?|showed|gives?|gave|puts?)\b",
    re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(
    r"\b(?:of (?:them|those|these|which|whom)|another|additional|more|other|others|already|remaining|rest|each|per|now)\b",
    re.IGNORECASE,
)
_START = re.compile(r"(?:^|[.!?:;\n]['\"”’)]*\s*|['\"“‘(—–]\s*)$")


class Passage(Struct, frozen=True, kw_only=True, gc=False):
    """A version with what it is compared by; `words` and `names` are normalised, `family` is of the figure's noun."""

    version: ClaimVersion
    spans: tuple[TextSpan, ...]
    sentence: int  # which of the article's sentences the place stands in
    words: frozenset[str]  # its own, without the figure's
    plain: frozenset[str]  # those of its words that stand there without a capital
    subjects: frozenset[str]  # the names in its own clause
    beside: frozenset[float] = frozenset()  # the values of the other figures in its sentence
    takes_up: TextSpan | None = None  # the place of the figure that it takes up, in the same article
    names: frozenset[str] = frozenset()  # in its sentence and the one before, and its source's
    family: str = ""
    date: datetime.date | None = None


def read_passages(
    article: Article, analysis: ArticleAnalysis, source_keys: Mapping[tuple[str, str], str]
) -> Iterator[Passage]:
    """The figures of the article in text order, then its claims without a figure that are long enough to compare."""
    reader = _Reader(article, analysis, source_keys)
    yield from reader.figures()
    yield from reader.assertions()


class Sharing:
    """Makes passages share the words that they have in common: thousands of them have the same ones, over and over."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._sets: dict[frozenset[Any], frozenset[Any]] = {}

    def share(self, passage: Passage) -> Passage:
        """`passage`, in less room."""
        version = passage.version
        return replace(
            passage,
            version=replace(
                version,
                article_slug=self._word(version.article_slug),
                source_key=self._word(version.source_key) if version.source_key else version.source_key,
                source_name=self._word(version.source_name),
                cue=self._word(version.cue),
            ),
            words=self._set(passage.words),
            plain=self._set(passage.plain),
            subjects=self._set(passage.subjects),
            names=self._set(passage.names),
            beside=self._sets.setdefault(passage.beside, passage.beside),
            family=self._word(passage.family),
        )

    def _word(self, word: str) -> str:
        return self._words.setdefault(word, word)

    def _set(self, words: frozenset[str]) -> frozenset[str]:
        known = self._sets.get(words)
        if known is None:
            known = frozenset(map(self._word, words))
            self._sets[known] = known
        return known


def family_of(unit: str) -> str:
    """What a counted noun may be counted together with: its family, or the noun itself."""
    return _families().get(unit, unit)


def is_measure(family: str) -> bool:
    """Whether it is money, a share, a length of time or the like, and no count of things."""
    return family in MEASURES or (len(family) == 3 and family.isupper())


class _Figure(Struct, frozen=True, kw_only=True):
    """The passage of a figure, and what says which figure before it takes up."""

    passage: Passage
    clause: str  # that it is read from, on one line
    leads: frozenset[str]  # all that may be a name there, as far as the article never writes it small


class _Reader:
    """One article, and what its passages need to know of it."""

    def __init__(self, article: Article, analysis: ArticleAnalysis, source_keys: Mapping[tuple[str, str], str]) -> None:
        self._article = article
        self._text = article.text
        self._analysis = analysis
        self._source_keys = source_keys
        self._sources = {source.id: source for source in analysis.sources}
        self._attributions = {attribution.id: attribution for attribution in analysis.attributions}
        self._starts = [sentence.span.start_char for sentence in analysis.sentences]
        self._names = self._find_names()
        self._all_names = frozenset(name for names in self._names.values() for name in names)
        self._values: dict[int, list[float]] = {}
        for quantity in analysis.quantities:
            self._values.setdefault(self._sentence_at(quantity.span.start_char), []).append(quantity.value)
        date = article.front_matter.date
        self._date = date.date() if isinstance(date, datetime.datetime) else date

    def figures(self) -> Iterator[Passage]:
        """One passage a figure."""
        claims = self._claims_of_figures()
        read: list[_Figure] = []
        for quantity in self._analysis.quantities:
            claim = claims.get(quantity.span)
            if _METHOD.search(self._scope(quantity.span, claim)):  # of a poll itself, in the same words each time
                continue
            if _COMPOUND.match(self._text, quantity.span.start_char) and not is_measure(family_of(quantity.unit)):
                continue  # "the 50-state poll", "a 26-delegate lead": what it is a number of stands behind
            figure = self._figure(quantity, claim, read)
            read.append(figure)
            yield figure.passage

    def assertions(self) -> Iterator[Passage]:
        """One passage a claim without a figure; what is nested counts only where most of it is not the outer claim."""
        outer: list[tuple[TextSpan, frozenset[str]]] = []
        for claim in self._analysis.claims:
            attribution = self._attributions.get(claim.attribution_id or "")
            words = content_words(self._words(claim.content))
            if not claim.content:
                continue
            repeats = any(
                span.start_char <= claim.content[0].start_char < span.end_char and len(words) * 2 >= len(others)
                for span, others in outer
            )
            if attribution and attribution.depth == 0:
                outer += ((span, words) for span in claim.content)
            if claim.quantities or len(words) < 4 or (attribution and attribution.depth and repeats):
                continue
            yield self._passage(claim.content[0], claim, None, self._words(claim.content))

    def _claims_of_figures(self) -> dict[TextSpan, Claim]:
        """The claim that each figure stands in: the innermost whose holder the article identifies, else the outermost."""
        found: dict[TextSpan, tuple[tuple[bool, int], Claim]] = {}
        for claim in self._analysis.claims:
            attribution = self._attributions.get(claim.attribution_id or "")
            source = self._sources.get(attribution.source_id or "") if attribution else None
            known = source is not None and source.naming is not Naming.UNCLEAR
            depth = attribution.depth if attribution else 0
            rank = known, (depth if known else -depth)
            for quantity in claim.quantities:
                if quantity.span not in found or rank > found[quantity.span][0]:
                    found[quantity.span] = rank, claim
        return {span: claim for span, (_, claim) in found.items()}

    def _figure(self, quantity: Quantity, claim: Claim | None, before: list[_Figure]) -> _Figure:
        clause = self._scope(quantity.span, claim)
        passage = self._passage(quantity.span, claim, quantity, clause)
        values = self._values.get(passage.sentence, [])
        passage = replace(passage, beside=frozenset(value for value in values if value != quantity.value))
        counted = "" if quantity.unit else self._counted_before(quantity.span, claim)
        capitals = (word for word in _CAPITALS.findall(clause) if word.lower() not in self._text)
        figure = _Figure(
            passage=replace(passage, family=family_of(quantity.unit or counted)),
            clause=" ".join(clause.split()),
            leads=content_words(" ".join(capitals)),
        )
        earlier = self._taken_up(figure, before, anaphoric=bool(counted))
        if earlier is None:
            return figure
        passage = replace(
            passage,
            family=earlier.family,
            names=passage.names | earlier.names,
            takes_up=earlier.version.place,
            version=replace(passage.version, takes_up=earlier.version.figure),
        )
        return replace(figure, passage=passage)

    def _counted_before(self, place: TextSpan, claim: Claim | None) -> str:
        """The noun of "the number of homes" in the clause of a bare figure; "" where there is none."""
        counted = _COUNTED.search(self._scope(place, claim))
        return counted[1].lower() if counted else ""

    def _taken_up(self, figure: _Figure, before: list[_Figure], *, anaphoric: bool) -> Passage | None:
        """The figure before whose noun and topic this one takes up, if the text lets one say so."""
        passage = figure.passage
        quantity = passage.version.quantity
        assert quantity
        shows = bool(_SHOWS.search(figure.clause))  # "Pole's own list shows 527 names", right after the other count
        if (
            quantity.value < 20
            or is_measure(passage.family)
            or (len(passage.words) > THIN and not (anaphoric or shows))
        ):
            return None
        bare = passage.family == ""
        counts = [
            each
            for each in before
            if each.passage.family and not is_measure(each.passage.family) and each.passage.sentence < passage.sentence
        ]
        if bare and quantity.value >= 100:
            for count in reversed(counts):
                other = count.passage.version.quantity
                if other and other.value == quantity.value:
                    return count.passage
        if _PART.search(figure.clause.replace(passage.version.figure, " ")):
            return None
        for count in reversed(counts):
            earlier = count.passage
            other = earlier.version.quantity
            assert other
            if passage.sentence - earlier.sentence > (FAR if anaphoric else NEAR):
                return None
            if other.value < 20 or not 0.25 <= quantity.value / other.value <= 4:
                continue
            if not bare and not (passage.family == earlier.family and (anaphoric or quantity.unit != other.unit)):
                continue
            if anaphoric or (shows and passage.sentence == earlier.sentence + 1):
                return earlier
            if figure.leads <= count.leads and self._another_count(passage, earlier):
                return earlier
        return None

    def _another_count(self, passage: Passage, earlier: Passage) -> bool:
        """Whether the figure is somebody else's, or that of a list, a map or a count: then it is of the same thing."""
        here, there = passage.version.source_name, earlier.version.source_name
        sentence = self._analysis.sentences[passage.sentence].span
        return bool(here and there and here != there) or bool(
            _COUNT.search(self._text, sentence.start_char, sentence.end_char)
        )

    def _passage(
        self,
        place: TextSpan,
        claim: Claim | None,
        quantity: Quantity | None,
        clause: str,
    ) -> Passage:
        attribution = self._attributions.get(claim.attribution_id or "") if claim else None
        source = self._sources.get(attribution.source_id or "") if attribution else None
        number = self._sentence_at(place.start_char)
        sentence = self._analysis.sentences[number] if self._analysis.sentences else None
        content = claim.content if claim else ((sentence.span if sentence else place),)
        version = ClaimVersion(
            article_slug=self._article.slug,
            claim_id=claim.id if claim else None,
            attribution_id=attribution.id if attribution else None,
            voice=_voice(claim, headline=place.end_char <= self._article.headline.end_char),
            source_key=self._source_keys.get((self._article.slug, source.id)) if source else None,
            source_name=source.name if source else "",
            naming=_naming(attribution, source),
            place=place,
            text=" … ".join(_flat(self._words((span,))) for span in content),
            cue=" … ".join(_flat(self._words((span,))) for span in attribution.cue) if attribution else "",
            figure=_flat(self._words((quantity.span,))) if quantity else "",
            quantity=quantity,
            takes_up="",
            certainty=claim.certainty if claim else None,
            polarity=claim.polarity if claim else None,
            stance=claim.stance if claim else None,
            hedges=tuple(_flat(self._words((hedge.span,))) for hedge in claim.hedges) if claim else (),
        )
        near = self._names.get(number, frozenset()) | self._names.get(number - 1, frozenset())
        own = frozenset({source.name.split()[-1].lower()[:6]}) if source and source.name[:1].isupper() else frozenset()
        figure = content_words(version.figure)
        return Passage(
            version=version,
            spans=content,
            sentence=number,
            words=content_words(clause) - figure,
            plain=content_words(_CAPITALS.sub(" ", clause)) - figure,
            subjects=content_words(" ".join(_CAPITALS.findall(clause))) & self._all_names,
            names=near | own,
            date=self._date,
        )

    def _scope(self, place: TextSpan, claim: Claim | None) -> str:
        """The clause that the figure stands in: of its sentence, as far as it is the claim's."""
        number = self._sentence_at(place.start_char)
        bounds = self._analysis.sentences[number].span if self._analysis.sentences else place
        inside = (
            [span for span in claim.content if span.start_char <= place.start_char < span.end_char] if claim else []
        )
        start = max(bounds.start_char, inside[0].start_char if inside else 0)
        end = max(min(bounds.end_char, inside[0].end_char if inside else bounds.end_char), place.end_char)
        for border in _CLAUSES.finditer(self._text, start, end):
            if border.end() <= place.start_char:
                start = border.end()
            elif border.start() >= place.end_char:
                end = border.start()
                break
        return self._text[start:end]

    def _sentence_at(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    def _words(self, spans: tuple[TextSpan, ...]) -> str:
        return " ".join(self._text[span.start_char : span.end_char] for span in spans)

    def _find_names(self) -> dict[int, frozenset[str]]:
        """The last word of each name by sentence, as `content_words` writes words.

        A capital that begins a sentence or a quotation makes a name only where the word has one elsewhere too; headlines,
        whose words all have capitals, show none.
        """
        found: list[tuple[int, str, bool]] = []
        for run in _RUN.finditer(self._text, self._article.headline.end_char):
            words = [word for word in run[0].split() if word[0].isupper()]
            initial = bool(_START.search(self._text[max(0, run.start() - 4) : run.start()]))
            if initial and content_words(words[0]) == frozenset():
                words, initial = words[1:], False
            last = re.sub(r"[’']s?$", "", words[-1]).lower() if words else ""
            if len(last) > 2:
                found.append((self._sentence_at(run.start()), last, initial and len(words) == 1))
        sure = {name for _, name, initial in found if not initial}
        names: dict[int, set[str]] = {}
        for number, name, _ in found:
            if name in sure:
                names.setdefault(number, set()).add(name[:6])
        return {number: frozenset(those) for number, those in names.items()}


def _voice(claim: Claim | None, *, headline: bool) -> Voice:
    """Of a figure in no claim it is unclear who vouches for it, but for a headline's, which is the outlet's own."""
    if claim:
        return Voice.ATTRIBUTED if claim.attribution_id else Voice.AUTHOR
    return Voice.AUTHOR if headline else Voice.UNCLEAR


def _naming(attribution: Attribution | None, source: Source | None) -> Naming | None:
    if attribution is None:
        return None
    return source.naming if source else attribution.naming


def _flat(words: str) -> str:
    return " ".join(words.split())


@cache
def _families() -> dict[str, str]:
    return {unit: family for unit, family, _ in read_lexicon("unit_families")}
