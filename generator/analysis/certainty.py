"""How certain the holder of each claim is said to be, and of what polarity: FactBank's values (Saurí & Pustejovsky 2009).

The reading starts at the cue ("doubts", "did not say"), then takes the first clause of the content that asserts something and
follows the assertion down: from "it is likely" or "I think" to what is likely or thought. A negation on the way turns the polarity,
a hedge on the way weakens the certainty; what hedges a subordinate clause leaves the claim as it is. Questions, orders, wishes,
plans, duties and conditionals assert nothing: `underspecified`, `?`. The words stand in `lexicons/hedges.tsv` and
`lexicons/certainty.tsv`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import Attribution, Certainty, CueClass, CueStance, Hedge, HedgeKind, Polarity, TextSpan
from generator.parsed import lower_of, tokens_of, words_in


class Factuality(NamedTuple):
    """One of FactBank's pairs."""

    certainty: Certainty
    polarity: Polarity


_ASSERTED = Factuality(Certainty.CERTAIN, Polarity.POSITIVE)
_POSSIBLE = Factuality(Certainty.POSSIBLE, Polarity.POSITIVE)
_NOT_ASSERTED = Factuality(Certainty.UNDERSPECIFIED, Polarity.UNKNOWN)
_STRENGTH = tuple(Certainty)  # from certain to underspecified

_PREDICATES = {"VERB", "AUX"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
_GOVERNING = {HedgeKind.VERB, HedgeKind.ADJECTIVE, HedgeKind.NOUN}
_FINAL = {".", "!", "?"}
_NOBODY = {"nobody", "none", "nothing", "neither"}
_UNQUESTIONED = {
    "question",
    "secret",
    "denying",
    "mistake",
    "mistaking",
}  # "there is no question that it fell": it fell
# Whoever it is that "suggests" or "seems", the claim is no surer for it; other verbs weaken only their own subject's claim.
_EVIDENTIAL = {"suggest", "indicate", "imply", "seem", "appear", "look", "sound", "hint", "signal"}
# What somebody doesn't regard as so isn't so for them.
_REGARDING = {"see", "view", "regard", "consider", "deem", "call"}
# With an infinitive these report a habit: "likes to make fun of it".
_LIKING = {"like", "love", "hate"}
# Without a negation these assert; with one they leave open what follows: "it is not clear whether".
_KNOWING = {"know", "say", "clear", "sure", "certain", "known"}


def find_certainty(
    doc: Doc,
    attributions: tuple[Attribution, ...],
    hedges: tuple[Hedge, ...],
    assertions: tuple[TextSpan, ...] = (),
) -> tuple[Factuality, ...]:
    """Certainty and polarity of each attribution's content, then of each of the author's own `assertions`, in the same order.

    `hedges` are those of the same text.
    """
    reader = _Reader(doc, hedges)
    return (
        *(reader.read(attribution) for attribution in attributions),
        *(reader.read_content(words_in(doc, (span,)), infinitive_asserted=False) for span in assertions),
    )


class _Reader:
    """One parsed text, with what is looked up again and again."""

    def __init__(self, doc: Doc, hedges: tuple[Hedge, ...]) -> None:
        self.doc = doc
        self.hedges = {hedge.span.start_char: hedge for hedge in hedges if hedge.kind is not HedgeKind.APPROXIMATOR}
        self.final = _next_final_marks(doc)

    def read(self, attribution: Attribution) -> Factuality:
        """The factuality of one attribution's content for its source."""
        cue = words_in(self.doc, attribution.cue)
        value = self.read_cue(attribution, cue)
        content = words_in(self.doc, attribution.content)
        if value == _NOT_ASSERTED or not content:
            return value
        return _combine(value, self.read_content(content, self.asserts_infinitive(cue)))

    def read_cue(self, attribution: Attribution, tokens: list[Token]) -> Factuality:
        """What the cue makes of its content, whatever that says."""
        denies = any((entry := _entry(token)) and entry.value.polarity is Polarity.NEGATIVE for token in tokens)
        if attribution.stance is CueStance.DIRECTIVE or (attribution.cue_class is CueClass.INTENTION and not denies):
            return _NOT_ASSERTED
        value, governor = _ASSERTED, None
        for token in tokens:
            hedge = self.hedges.get(token.idx)
            if token.lemma_ == "question" and not self.has_clause(attribution):
                continue  # "questioned his biography": that he has one is not in question
            if hedge and hedge.kind in _GOVERNING:
                value, governor = _combine(value, _hedged(token, hedge)), token
            elif hedge and hedge.kind is not HedgeKind.MODAL:  # "may say" doubts that it is said, not what
                value = _combine(value, _hedged(token, hedge))
            elif (entry := _entry(token)) and not (
                entry.value.polarity is Polarity.NEGATIVE and self.calls(attribution)
            ):
                value = _combine(value, entry.value)
        if value.certainty is Certainty.UNDERSPECIFIED:
            return _NOT_ASSERTED
        content = {token.i for token in words_in(self.doc, attribution.content)}
        if not any(token.dep_ == "neg" or _is_negated(token, content) for token in tokens):
            return value
        if attribution.cue_class is CueClass.ATTITUDE:
            return value  # "isn't impressed by the sluice": it is the attitude that is denied
        if any(token.lemma_ in _REGARDING for token in tokens):
            return _flip(value)  # "does not see it that way"
        if any(token.lower_ in {"can", "ca"} for token in tokens):
            return _ASSERTED  # "can't believe that it fell", "can't deny that it fell": it fell
        if governor is None:
            return _NOT_ASSERTED  # "did not say that it fell" leaves open whether it did
        return _negate(value, governor, self.hedges[governor.idx])

    def calls(self, attribution: Attribution) -> bool:
        """Whether the content says what something is called: "dismissed the story as gossip" asserts that it is gossip."""
        content = words_in(self.doc, attribution.content)
        inside = {token.i for token in content}
        return any(token.lower_ == "as" and token.dep_ == "prep" and token.i - 1 in inside for token in content)

    def has_clause(self, attribution: Attribution) -> bool:
        """Whether the content has a predicate of its own, and is not a noun phrase alone."""
        tokens = words_in(self.doc, attribution.content)
        inside = {token.i for token in tokens}
        return any(
            token.head.i not in inside and token.pos_ in _PREDICATES for token in tokens if token.dep_ != "advcl"
        )

    def asserts_infinitive(self, cue: list[Token]) -> bool:
        """Whether "to own it" is asserted: after "claims", "is said", "is believed", "likes"; not after "asked", "would like"."""
        likes = any(token.lemma_ in _LIKING for token in cue)
        if likes and not any(token.tag_ == "MD" for token in cue):
            return True
        entries = (_entry(token) for token in cue)
        return any(token.idx in self.hedges for token in cue) or any(
            entry is not None and entry.value.certainty is Certainty.CERTAIN for entry in entries
        )

    def read_content(self, tokens: list[Token], infinitive_asserted: bool) -> Factuality:
        """The factuality of the first clause that asserts something; not asserted where none does."""
        inside = {token.i for token in tokens}
        roots = [
            token for token in tokens if (token.head.i not in inside or token.head == token) and not token.is_punct
        ]
        clauses = [root for root in roots if root.pos_ in _PREDICATES and root.dep_ not in {"aux", "auxpass"}]
        for root in clauses:
            if _is_infinitive(root) and not infinitive_asserted:
                continue
            for head in _coordinated(root, inside):
                value = self.read_clause(head, inside)
                if value != _NOT_ASSERTED:
                    return value
        if clauses or not roots:
            return _NOT_ASSERTED
        return self.read_phrase(roots[0], inside)

    def read_phrase(self, head: Token, inside: set[int]) -> Factuality:
        """A content without a clause: "a possible delay", "no delay", "Why now?"."""
        entry = _entry(head)
        if self.is_question(head, inside) or (entry and entry.value == _NOT_ASSERTED and _complement(head)):
            return _NOT_ASSERTED  # "a plan to build"
        value = _ASSERTED
        for token in (head, *head.children):
            hedge = self.hedges.get(token.idx)
            if hedge and token.i in inside:
                value = _combine(value, _hedged(token, hedge))
        return _flip(value) if any(child.lower_ == "no" for child in head.children) else value

    def read_clause(self, head: Token, inside: set[int]) -> Factuality:
        """Follow the assertion from a clause's predicate down to what is asserted in the end."""
        value = _ASSERTED
        following: Token | None = head
        while following is not None:
            current, following = following, None
            if self.asserts_nothing(current, inside):
                return _NOT_ASSERTED
            negated = _is_negated(current)
            governor = None
            for token in (current, *_modifiers(current, inside)):
                hedge = self.hedges.get(token.idx)
                if hedge and hedge.kind in _GOVERNING and token.dep_ != "parataxis":
                    if not self.is_somebody_elses(token, inside):
                        governor = governor or token
                elif hedge:
                    value = _combine(value, _hedged(token, hedge))
                elif token.dep_ == "aux" and token.lower_ == "can" and not negated:
                    value = _combine(value, _POSSIBLE)  # what can be need not be; what can't be is not
                elif (entry := _entry(token)) and entry.value.polarity is Polarity.NEGATIVE and token != current:
                    value = _flip(value)  # "it is impossible that"
                    following = _complement(token) or _complement(current)
            if governor is None:
                value = _flip(value) if negated else value
                continue
            hedge = self.hedges[governor.idx]
            own = _hedged(governor, hedge)
            value = _combine(value, _negate(own, governor, hedge) if negated else own)
            if value == _NOT_ASSERTED:
                return value
            following = _governed(governor, current, hedge)
        return value

    def asserts_nothing(self, head: Token, inside: set[int]) -> bool:
        """Questions, orders, conditionals, wishes, plans and duties."""
        if self.is_question(head, inside) or _is_order(head):
            return True
        for child in head.children:
            if child.i not in inside:
                continue
            if child.dep_ == "mark" and child.lower_ in {"if", "whether"}:
                return True
            if child.dep_ == "advcl" and _is_condition(child) and not self.is_possibility(head):
                return True
            entry = _entry(child)
            if entry and entry.value == _NOT_ASSERTED:
                if child.dep_ == "aux" and child.idx not in self.hedges:
                    return True  # "should"; but "must have leaked" is an inference
                if _is_unquestioned(child):
                    continue
                if child.dep_ in {"acomp", "attr", "oprd"} and (_complement(child) or _complement(head)):
                    return True  # "it is unclear whether", "the plan is to build"
        complement = _complement(head)
        if complement is None:
            return False
        entry = _entry(head)
        if entry and entry.value == _NOT_ASSERTED:
            return entry.anybody or not self.is_somebody_elses(head, inside)
        if _is_negated(head) and (head.lemma_ in _KNOWING or any(c.lemma_ in _KNOWING for c in head.children)):
            return True
        if any(child.dep_ == "neg" and _is_contrasted(child) for child in (*head.children, *complement.children)):
            return False  # "our goal is not to hide it but to show it"
        if any(child.dep_ in {"acomp", "attr"} for child in head.children):
            return False  # "it is too early to build"
        return _is_infinitive(complement) and complement.dep_ == "xcomp" and head.lemma_ in {"have", "get", "be"}

    def is_possibility(self, head: Token) -> bool:
        """Whether "could" or "might" stands at the predicate: under a condition, too, that asserts a possibility."""
        hedges = (self.hedges.get(child.idx) for child in head.children if child.dep_ == "aux")
        return any(hedge is not None and hedge.kind is HedgeKind.MODAL for hedge in hedges)

    def is_somebody_elses(self, token: Token, inside: set[int]) -> bool:
        """Whether a verb of thinking or wishing has a subject of its own: "the mayor thinks" is no doubt of who says so."""
        if token.pos_ != "VERB" or token.lemma_ in _EVIDENTIAL:
            return False
        subject = next((child for child in token.children if child.dep_ == "nsubj" and child.i in inside), None)
        return subject is not None and (subject.pos_ != "PRON" or subject.lower_ in {"you", "who", "some", "many"})

    def is_question(self, head: Token, inside: set[int]) -> bool:
        """Whether the next mark that ends a sentence asks, and stands in the content too."""
        position = self.final[head.i]
        return position in inside and tokens_of(self.doc)[position].text == "?"


# --- values


def _combine(outer: Factuality, inner: Factuality) -> Factuality:
    """One within the other: the weaker certainty, the product of the polarities."""
    certainty = max(outer.certainty, inner.certainty, key=_STRENGTH.index)
    if certainty is Certainty.UNDERSPECIFIED:
        return _NOT_ASSERTED
    same = outer.polarity == inner.polarity
    return Factuality(certainty, Polarity.POSITIVE if same else Polarity.NEGATIVE)


def _flip(value: Factuality) -> Factuality:
    return _combine(value, Factuality(Certainty.CERTAIN, Polarity.NEGATIVE))


def _hedged(token: Token, hedge: Hedge) -> Factuality:
    """What the hedge alone makes of an assertion: "doubts that" denies, too."""
    return Factuality(hedge.certainty, _effects().get((_word(token, hedge), hedge.kind), ("+", ""))[0])  # type: ignore[arg-type]


def _negate(value: Factuality, token: Token, hedge: Hedge) -> Factuality:
    """A negated hedge. "don't think": the negation is the content's. "no doubt": none is left. "doesn't suggest": open."""
    _, negated = _effects().get((_word(token, hedge), hedge.kind), (Polarity.POSITIVE, ""))
    if negated == "raised":
        return _flip(value)
    if negated == "certain":
        return _flip(Factuality(Certainty.CERTAIN, value.polarity))
    return _NOT_ASSERTED


# --- the parse


def _next_final_marks(doc: Doc) -> list[int]:
    """For each token the position of the next mark that ends a sentence, or -1."""
    positions, following = [-1] * len(doc), -1
    for position, word in reversed(list(enumerate(lower_of(doc)))):
        if word in _FINAL:
            following = position
        positions[position] = following
    return positions


def _coordinated(head: Token, inside: set[int]) -> Iterator[Token]:
    """The clause and those that are joined to it by "and" or "but" with a subject of their own."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.i in inside and any(word.dep_ in _SUBJECTS for word in child.children):
            yield from _coordinated(child, inside)


def _modifiers(head: Token, inside: set[int]) -> Iterator[Token]:
    """What stands directly at a predicate; other clauses and noun phrases aside."""
    for child in head.children:
        if child.i in inside and child.dep_ in {
            "aux", "advmod", "acomp", "attr", "oprd", "prep", "npadvmod", "intj", "parataxis",
        }:  # fmt: skip
            yield child


def _governed(governor: Token, head: Token, hedge: Hedge) -> Token | None:
    """The predicate of the clause that the hedge is about."""
    for child in (*governor.children, *head.children):
        if child.left_edge.idx == hedge.scope.start_char and child.pos_ in _PREDICATES and child != governor:
            return child
    return None


def _complement(head: Token) -> Token | None:
    return next((child for child in head.children if child.dep_ in {"ccomp", "xcomp", "acl"}), None)


def _is_negated(head: Token, outside: Container[int] = ()) -> bool:
    """Whether "not" or "never" stands at the word, or "no" at its subject, object or predicate noun.

    Tokens in `outside` do not count: in "reported no damage" it is the content that denies, not the cue.
    """
    for child in head.children:
        if child.i in outside:
            continue
        if child.dep_ == "neg" and _is_contrasted(child):
            continue
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in {"never", "nor", "nowhere"}):
            return True
        if _is_unquestioned(child):
            continue
        if child.dep_ == "det" and _is_no(child):
            return True
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and (
            child.lower_ in _NOBODY or any(word.lower_ == "neither" or _is_no(word) for word in child.children)
        ):
            return True
    return False


def _is_no(word: Token) -> bool:
    """Whether the word is "no", and not short for "number": "the No. 1 lock"."""
    return word.lower_ == "no" and not (word.i + 1 < len(word.doc) and word.nbor().text == ".")


def _is_unquestioned(noun: Token) -> bool:
    """ "no question that the wall leaked": it did."""
    dependencies = {child.dep_ for child in noun.children}
    return noun.lower_ in _UNQUESTIONED and "det" in dependencies and bool(dependencies & {"acl", "relcl", "ccomp"})


def _is_contrasted(negation: Token) -> bool:
    """ "not only this", "not to hide it but to show it": what is said in the end is asserted."""
    if negation.i + 1 < len(negation.doc) and negation.nbor().lower_ in {"just", "only", "merely", "simply", "solely"}:
        return True
    following = negation.doc[negation.i + 1 : negation.sent.end]
    return any(token.lower_ == "but" and token.nbor().lower_ == "to" for token in following[:-1])


def _is_infinitive(token: Token) -> bool:
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in token.children)


def _is_order(head: Token) -> bool:
    """A bare verb without a subject: "Stop the trains", "Do not stop", "Never stop" at the head of a quotation."""
    if any(child.dep_ in _SUBJECTS or (child.dep_ == "aux" and child.lemma_ != "do") for child in head.children):
        return False
    return head.tag_ == "VB" or (head.tag_ == "VBP" and _opens(head))


def _opens(head: Token) -> bool:
    """Whether nothing but adverbs stands between an opening mark and the word."""
    position = head.i - 1
    while position >= 0 and (head.doc[position].pos_ in {"ADV", "PART"} or head.doc[position].text == ","):
        position -= 1
    return position >= 0 and head.doc[position].text in {'"', "“", "‘", "'"}


def _is_condition(clause: Token) -> bool:
    """An if-clause that makes the main clause conditional: not "as if", not "even if"."""
    for child in clause.children:
        if child.dep_ == "mark" and child.lower_ in {"if", "unless", "provided"}:
            return child.i == 0 or child.nbor(-1).lower_ not in {"as", "even"}
    return False


# --- the lexicons


class _Entry(NamedTuple):
    value: Factuality
    anybody: bool  # whoever is the subject; else only where the holder is


def _entry(token: Token) -> _Entry | None:
    """What `certainty.tsv` says of a word, first with its preposition ("call for")."""
    kind = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective"}.get(token.pos_, "")
    if token.tag_ == "MD" or (token.pos_ in _PREDICATES and token.lemma_ in {"need", "ought", "suppose"}):
        kind = "duty"
    if not kind:
        return None
    lemma = token.lemma_.lower()
    words = _entries()
    following = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    return words.get((f"{lemma} {following}", kind)) or words.get((lemma, kind))


@cache
def _entries() -> dict[tuple[str, str], _Entry]:
    return {
        (expression, kind): _Entry(Factuality(Certainty(certainty), Polarity(polarity)), subject == "any")
        for expression, kind, certainty, polarity, subject, _ in read_lexicon("certainty")
    }


@cache
def _effects() -> dict[tuple[str, HedgeKind], tuple[Polarity, str]]:
    """Each hedge's own polarity, and what a negation makes of it."""
    return {
        (expression, HedgeKind(kind)): (Polarity(polarity), negated)
        for expression, kind, _, polarity, negated, _ in read_lexicon("hedges")
    }


def _word(token: Token, hedge: Hedge) -> str:
    return token.lower_ if hedge.kind in {HedgeKind.MODAL, HedgeKind.ADVERB} else token.lemma_.lower()
