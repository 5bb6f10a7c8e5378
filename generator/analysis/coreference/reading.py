"""The text as it is read for coreference: where its sentences and quotations are, and which referent each mention has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple

from spacy.tokens import Doc, Token

from generator.analysis.coreference.referents import Referent, vote
from generator.lexicons import read_lexicon
from generator.model import Attribution, Mention, MentionForm, Quotation, QuotationKind, SourceKind, TextSpan
from generator.parsed import lower_of, text_of, tokens_of

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_INSTITUTION_NOUNS = {noun for noun, row in _NOUNS.items() if row[1] in {"institution", "outlet"}}
_FORMER = {"former", "ex", "then", "late", "outgoing", "acting", "deputy", "vice"}
_LOCATIVES = {"in", "near", "outside", "across", "throughout", "around"}


class Seat(NamedTuple):
    """Where the head of a mention stands, as far as the parse says."""

    token: int  # its index
    clause: int  # index of the verb of its clause
    place: int  # of its sentence among those that are not wholly quoted
    quotation: int | None  # in which it stands
    weight: float  # how present that makes its referent
    is_main_argument: bool  # subject or object of the main clause


class Reading:
    """One text, its mentions, and the referents found so far."""

    def __init__(
        self,
        doc: Doc,
        quotations: Sequence[Quotation],
        mentions: tuple[Mention, ...],
        attributions: Sequence[Attribution],
        heads: Sequence[TextSpan | None],
    ) -> None:
        self.text = text_of(doc)
        self.doc = doc
        self.headline_end = max(0, self.text.find("\n\n"))  # the headline is the first of several paragraphs
        self.mentions = mentions
        self.tokens = {token.idx: token for token in tokens_of(doc)}
        self.lower = lower_of(doc)
        self.names = sorted(mention.head.start_char for mention in mentions if mention.name)  # where their heads begin
        self.source_heads = {head.start_char for head in heads if head is not None}
        self.sentences = {i: number for number, span in enumerate(doc.sents) for i in range(span.start, span.end)}
        self.quotation_at = {
            offset: number
            for number, quotation in enumerate(quotations)
            if quotation.depth == 0 and quotation.kind is QuotationKind.SPEECH
            for offset in range(quotation.span.start_char, quotation.span.end_char)
        }
        # whose words a quotation holds: the head word of the source of the attribution that covers it
        self.speaker_of = {
            self.quotation_at[span.start_char]: head.start_char
            for attribution, head in zip(attributions, heads, strict=True)
            for span in attribution.content
            if attribution.depth == 0 and head is not None and span.start_char in self.quotation_at
        }
        self.places = _number_narrative(doc, self.quotation_at)
        self._seats: dict[int, Seat] = {}  # what only the parse decides is asked once for both readings
        self._capacity_nouns: dict[TextSpan, str] = {}
        self._begin()

    def again(self) -> Reading:
        """The same text, of whose referents nothing is known yet."""
        reading = copy(self)
        reading._begin()
        return reading

    def _begin(self) -> None:
        self.referent_of: dict[int, Referent] = {}  # by the offset of the mention's head
        self.referents: list[Referent] = []
        self.by_noun: dict[str, dict[Referent, None]] = {}  # every noun that the text has used of it, in this order
        self.things: dict[Referent, None] = {}  # those that a name stands for and a "which" takes up
        self.by_words: dict[str, Referent] = {}  # the latest that these very words stood for
        self.recent: list[dict[Referent, None]] = [{} for _ in range(len(set(self.sentences.values())) or 1)]

    def new(self, *, resolved: bool = True) -> Referent:
        referent = Referent(resolved=resolved)
        self.referents.append(referent)
        return referent

    def join(self, mention: Mention, referent: Referent) -> None:
        token = self.tokens[mention.head.start_char]
        sentence = self.sentences[token.i]
        if not referent.mentions:
            referent.plural = mention.plural
        referent.add(mention, sentence)
        for span in mention.capacities:
            if span not in self._capacity_nouns:
                self._capacity_nouns[span] = self._capacity_noun(span)
            head = self._capacity_nouns[span]
            if head:
                referent.nouns.add(head)
                words = self.words_of(span).split()
                if words[0] not in {"a", "an", "one"} and not _FORMER.intersection(words):
                    referent.offices.add(head)
                entry = _NOUNS.get(head)
                if entry is not None and entry[4] not in {"", "-"} and not mention.plural:
                    vote(referent.agreement, entry[4], 3)
                if entry is not None and entry[1] == "person" and not mention.plural:
                    vote(referent.kinds, SourceKind.PERSON, 2)
        self.referent_of[mention.head.start_char] = referent
        if token.dep_ == "pobj" and token.head.lower_ in _LOCATIVES:
            referent.place = True
        last_words = {name[-1] for name in referent.names} & _INSTITUTION_NOUNS
        referent.offices |= last_words
        if mention.name and any(
            child.dep_ == "relcl" and any(word.lower_ == "which" for word in child.children) for child in token.children
        ):
            self.things[referent] = None
        for noun in referent.nouns | last_words:
            self.by_noun.setdefault(noun, {})[referent] = None
        if mention.form is MentionForm.DESCRIPTION:
            self.by_words[self.words_of(mention.span)] = referent
        self.recent[sentence][referent] = None

    def _capacity_noun(self, span: TextSpan) -> str:
        """The last noun before the first preposition: "campaign manager" of "campaign manager for Ana Brel"."""
        noun = ""
        found = self.doc.char_span(span.start_char, span.end_char, alignment_mode="expand")
        for token in found if found is not None else ():
            if noun and (token.dep_ == "prep" or token.is_punct):
                break
            word = token.lower_.rstrip(".")
            if token.pos_ in {"NOUN", "PROPN"} or word in _TITLES:
                title = _TITLES.get(word)
                noun = title[1] if title is not None and title[1] != "-" else token.lemma_.lower()
        return noun

    def seat(self, start: int) -> Seat:
        """Where the mention stands whose head begins at `start`."""
        if start not in self._seats:
            token = self.tokens[start]
            top = token
            while top.dep_ in {"conj", "cc"} and top.head.i != top.i:
                top = top.head
            place, above = top.dep_, top.head.dep_
            self._seats[start] = Seat(
                token=token.i,
                clause=find_clause(token).i,
                place=self.places[self.sentences[token.i]],
                quotation=self.quotation_at.get(start),
                weight=_weigh_place(place, above) + (0.6 if start in self.source_heads else 0),
                is_main_argument=place in {"nsubj", "nsubjpass", "dobj", "dative"} and above == "ROOT",
            )
        return self._seats[start]

    def words_of(self, span: TextSpan) -> str:
        return self.text[span.start_char : span.end_char].casefold()


def _weigh_place(place: str, above: str) -> float:
    """Subject before object before the rest (Lappin & Leass); a possessor counts little. `above` is the relation of the verb."""
    if place in {"nsubj", "nsubjpass"}:
        return 1.6 if above in {"ROOT", "conj", "ccomp"} else 1.3
    if place in {"dobj", "dative"}:
        return 1.3  # close to the subject: after "Fenn met Brand" nothing tells who "he" is
    if place in {"attr", "agent", "appos"}:
        return 0.9
    if place == "poss":
        return 0.6
    return 0.7


def find_clause(token: Token) -> Token:
    """The verb of the clause; of one without a subject of its own ("called to thank him"), the verb that has its subject."""
    while token.head.i != token.i and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    while token.dep_ in {"xcomp", "advcl", "conj", "aux"} and token.head.pos_ in {"VERB", "AUX"}:
        if any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children):
            break
        token = token.head
    return token


def _number_narrative(doc: Doc, quotation_at: Mapping[int, int]) -> list[int]:
    """For each sentence its number among those that are not wholly quoted: a long quotation puts nobody out of mind."""
    numbers, number = [], 0
    for sentence in doc.sents:
        if not (quotation_at and _is_quoted(sentence, quotation_at) and _is_quoted(reversed(sentence), quotation_at)):
            number += 1
        numbers.append(number)
    return numbers


def _is_quoted(tokens: Iterable[Token], quotation_at: Mapping[int, int]) -> bool:
    """Whether the first word of `tokens` stands in a quotation."""
    first = next((token for token in tokens if not token.is_space and not token.is_punct), None)
    return first is not None and first.idx in quotation_at
