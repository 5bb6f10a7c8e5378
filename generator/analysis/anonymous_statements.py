"""What unnamed people are credited with: a fact, an opinion or an attack, and who else is credited with the same.

The newsrooms that allow unnamed sources allow them for information, not for judgements on others, and ask how many of them there
are (AP; The New York Times; BBC). Here is what can be read off the article: an attack has a verb of blame for its cue, or
condemns somebody in its predicate; two say the same when most content words and the figures are the same, or when the second is
said to confirm the first.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import (
    AnonymousContent,
    AnonymousStatement,
    Attribution,
    Checkability,
    Claim,
    CueClass,
    Naming,
    Source,
    SourceKind,
    TextSpan,
)

_CUES = {row[0] for row in read_lexicon("attacks") if row[1] == "cue"}
_WORDS = {row[0] for row in read_lexicon("attacks") if row[1] == "word"}
_PEOPLE = {row[0] for row in read_lexicon("source_nouns") if row[1] in {"person", "institution", "outlet"}}
_PERSONAL = {"he", "she", "they", "you", "who", "it"}
_JUDGES = {CueClass.BELIEF, CueClass.ATTITUDE}
_CONFIRMS = {"confirm", "corroborate", "verify", "second", "echo", "agree", "support"}
_TAKES_UP = {
    "it",
    "this",
    "that",
    "so",
    "account",
    "claim",
    "report",
    "story",
    "version",
    "statement",
    "figure",
    "description",
}
_SAME_WORDS = 0.6  # the share of the shorter content that the other has too
_FEWEST_WORDS = 3  # to go by
_CONTENT_TAGS = {"NOUN", "PROPN", "VERB", "ADJ"}


def find_anonymous_statements(
    doc: Doc, sources: Sequence[Source], attributions: Sequence[Attribution], claims: Sequence[Claim]
) -> tuple[AnonymousStatement, ...]:
    """One for each attribution to people on N2 or N3, in text order, that isn't inside another's content."""
    unnamed = {
        source.id
        for source in sources
        if source.naming in {Naming.N2, Naming.N3} and source.kind in {SourceKind.PERSON, SourceKind.GROUP}
    }
    if not unnamed:
        return ()
    claim_of = {claim.attribution_id: claim for claim in claims if claim.attribution_id}
    outer = [one for one in attributions if not one.depth and one.source_id is not None and one.content]
    alike = _Alike(outer, [_Said.read(doc, one.content) for one in outer])
    confirmed = _find_confirmed(doc, outer)
    return tuple(
        AnonymousStatement(
            attribution_id=one.id,
            source_id=one.source_id,
            content=_find_content(doc, one, claim_of.get(one.id)),
            others=tuple(sorted({*alike.others(one), *confirmed.get(one.id, ())})),
        )
        for one in outer
        if one.source_id in unnamed
    )


# --- what it is -------------------------------------------------------------------------------------------------------


def _find_content(doc: Doc, attribution: Attribution, claim: Claim | None) -> AnonymousContent:
    if any(token.lemma_.lower() in _CUES for token in _tokens(doc, attribution.cue)) or any(
        _condemns(token) for token in _tokens(doc, attribution.content)
    ):
        return AnonymousContent.ATTACK
    judged = claim is not None and claim.checkability is Checkability.OPINION
    return AnonymousContent.OPINION if judged or attribution.cue_class in _JUDGES else AnonymousContent.FACT


def _condemns(token: Token) -> bool:
    """Whether `token` says something bad of somebody: "the mayor is a liar", "called the mayor weak", "an incompetent board"."""
    if token.lemma_.lower() not in _WORDS:
        return False
    verb = token.head
    if token.dep_ in {"attr", "acomp", "oprd", "ccomp"}:
        beside = [*verb.children, *token.children]
        negated = any(child.dep_ == "neg" or child.lower_ == "no" for child in beside)
        targets = [child for child in beside if child.dep_ in {"nsubj", "nsubjpass", "dobj", "oprd"} and child != token]
        return not negated and any(_is_somebody(target) for target in targets)
    return token.dep_ == "amod" and _is_somebody(verb)


def _is_somebody(token: Token) -> bool:
    return (
        token.ent_type_ in {"PERSON", "ORG", "NORP"}
        or token.lower_ in _PERSONAL - {"it"}
        or token.lemma_.lower() in _PEOPLE
    )


# --- who says the same ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """The words and figures of one content."""

    words: frozenset[str]
    figures: frozenset[str]
    denied: bool

    @classmethod
    def read(cls, doc: Doc, content: Sequence[TextSpan]) -> _Said:
        tokens = list(_tokens(doc, content))
        lemmas = (token.lemma_.lower() for token in tokens if token.pos_ in _CONTENT_TAGS)
        return cls(
            words=frozenset(lemma for lemma in lemmas if lemma not in _common()),
            figures=frozenset(token.lower_ for token in tokens if token.like_num),
            denied=any(token.dep_ == "neg" for token in tokens),
        )

    def is_like(self, other: _Said) -> bool:
        fewest = min(len(self.words), len(other.words))
        shared = len(self.words & other.words)
        same_figures = not (self.figures and other.figures) or bool(self.figures & other.figures)
        enough = fewest >= _FEWEST_WORDS and shared >= _SAME_WORDS * fewest
        return enough and same_figures and self.denied == other.denied


@cache
def _common() -> frozenset[str]:
    return frozenset(word for (word,) in read_lexicon("function_words"))


class _Alike:
    """Who is credited with what is like a statement.

    Only those are compared that can be alike: of two that share so many words, the shorter has one of its rarest among them
    (prefix filtering, Chaudhuri et al. 2006). What is said twice in the same words is compared once.
    """

    def __init__(self, outer: Sequence[Attribution], said: Sequence[_Said]) -> None:
        self._sources: dict[_Said, set[str]] = defaultdict(set)
        self._said = {one.id: what for one, what in zip(outer, said, strict=True)}
        for one, what in zip(outer, said, strict=True):
            if one.source_id is not None:
                self._sources[what].add(one.source_id)
        self._frequency = Counter(word for what in self._sources for word in what.words)
        self._by_word: dict[str, list[_Said]] = defaultdict(list)
        self._by_rare_word: dict[str, list[_Said]] = defaultdict(list)
        for what in self._sources:
            for word in what.words:
                self._by_word[word].append(what)
            for word in self._rarest(what):
                self._by_rare_word[word].append(what)

    def others(self, one: Attribution) -> set[str]:
        """The ids of the sources other than its own."""
        what = self._said[one.id]
        longer = (other for word in self._rarest(what) for other in self._by_word[word])
        shorter = (other for word in what.words for other in self._by_rare_word[word])
        near = dict.fromkeys((*longer, *shorter))
        return {source for other in near if what.is_like(other) for source in self._sources[other]} - {one.source_id}

    def _rarest(self, what: _Said) -> list[str]:
        spared = math.ceil(_SAME_WORDS * len(what.words)) - 1
        return sorted(what.words, key=lambda word: (self._frequency[word], word))[: len(what.words) - spared]


def _find_confirmed(doc: Doc, outer: Sequence[Attribution]) -> dict[str, list[str]]:
    """By statement, the sources that are said to confirm it in the sentences next to it: "Two others confirmed the account"."""
    sentence_at = [sentence.start_char for sentence in doc.sents]
    confirmed: dict[str, list[str]] = {}
    ordered = sorted(outer, key=_begins)
    for before, after in pairwise(ordered):
        cue = {token.lemma_.lower() for token in _tokens(doc, after.cue)}
        content = [token.lemma_.lower() for token in _tokens(doc, after.content) if not token.is_punct]
        takes_up = len(content) <= 5 and bool(_TAKES_UP.intersection(content))
        near = bisect_right(sentence_at, _begins(after)) - bisect_right(sentence_at, _begins(before)) <= 2
        if cue & _CONFIRMS and takes_up and near and after.source_id and after.source_id != before.source_id:
            confirmed.setdefault(before.id, []).append(after.source_id)
    return confirmed


def _begins(attribution: Attribution) -> int:
    return min(span.start_char for span in (*attribution.source, *attribution.cue, *attribution.content))


def _tokens(doc: Doc, spans: Iterable[TextSpan]) -> Iterator[Token]:
    for span in spans:
        found = doc.char_span(span.start_char, span.end_char, alignment_mode="expand")
        yield from found if found is not None else ()
