"""What could be checked about a claim: a figure, an event, a cause, a comparison, a prediction; or an opinion, where nothing can.

The types follow Konstantinovskiy et al. (2021), *Toward Automated Factchecking*; the words stand in `lexicons/checkability.tsv`. A
claim is an opinion where its predicate judges ("the effects are profound") or says what ought to be; a judging word elsewhere ("the
startling report came on Monday") leaves it what it is. Clauses that nobody is credited with must clear a higher bar: they are left
`unclear` unless they name somebody, something or a figure, and where they set the scene.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import Attribution, Certainty, Checkability, Polarity, Quantity, TextSpan
from generator.parsed import starts_of, words_in

_PREDICATE_PARTS = {"acomp", "attr", "oprd", "dobj", "xcomp"}
_MODIFIERS = {"amod", "compound", "advmod"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_SPEAKERS = {"i", "we", "you"}
_COPULAS = {"be", "remain", "become", "seem", "stay", "prove", "feel"}
_NAMED = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}


def find_checkability(
    doc: Doc,
    attributions: tuple[Attribution, ...],
    assertions: tuple[TextSpan, ...],
    certainties: tuple[tuple[Certainty, Polarity], ...],
    quantities: tuple[Quantity, ...],
) -> tuple[Checkability, ...]:
    """What each attribution's content asserts, then what each of the author's own `assertions` does, in the same order.

    `certainties` are those of both, `quantities` those of the text.
    """
    figures = _Figures(starts_of(doc), quantities)
    codes = []
    for attribution, (certainty, _) in zip(attributions, certainties, strict=False):
        tokens = words_in(doc, attribution.content)
        code = _read(tokens, certainty, figures)
        if code in {Checkability.EVENT, Checkability.FIGURE} and any(
            _is(token, "prediction") for token in words_in(doc, attribution.cue)
        ):
            code = Checkability.PREDICTION
        codes.append(code)
    for span, (certainty, _) in zip(assertions, certainties[len(attributions) :], strict=True):
        tokens = words_in(doc, (span,))
        code = _read(tokens, certainty, figures)
        if certainty is Certainty.UNDERSPECIFIED or (
            code is not Checkability.OPINION and not _says_enough(tokens, figures)
        ):
            code = Checkability.UNCLEAR
        codes.append(code)
    return tuple(codes)


class _Figures:
    """Which tokens belong to a figure."""

    def __init__(self, starts: Sequence[int], quantities: tuple[Quantity, ...]) -> None:
        self.positions = {
            position
            for quantity in quantities
            for position in range(
                bisect_left(starts, quantity.span.start_char), bisect_left(starts, quantity.span.end_char)
            )
        }

    def __contains__(self, token: Token) -> bool:
        return token.i in self.positions


def _read(tokens: list[Token], certainty: Certainty, figures: _Figures) -> Checkability:
    """The code of a content or clause, from its first predicate; the order is that of `Checkability`."""
    counted = any(token in figures for token in tokens)
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if (token.head.i not in inside or token.head == token) and not token.is_punct]
    head = next((token for token in heads if token.pos_ in {"VERB", "AUX"}), None)
    if head is None:
        return Checkability.FIGURE if counted and certainty is not Certainty.UNDERSPECIFIED else Checkability.UNCLEAR
    core = _predicate(head, inside)
    duty = any(child.dep_ == "aux" and child.lower_ in {"should", "must", "ought"} for child in head.children)
    if duty or any(_is(token, "evaluation") for token in core):
        return Checkability.OPINION
    links = [child for token in core for child in token.children if child.i in inside]
    foretold = any(_is(child, "prediction") for child in head.children if child.dep_ == "aux")
    conditional = any(child.dep_ == "advcl" and child.i in inside for child in head.children)
    if certainty is Certainty.UNDERSPECIFIED and not (foretold and conditional and tokens[-1].text != "?"):
        return Checkability.UNCLEAR
    if any(_is(child, "prediction") for child in (*core, *links) if child.dep_ == "aux" or child in core):
        return Checkability.PREDICTION
    if counted:
        return Checkability.FIGURE
    if any(_is(token, "causal") for token in (*core, *links, *(leaf for link in links for leaf in link.children))):
        return Checkability.CAUSAL
    if any(_is(token, "comparison") for token in (*core, *links)) or _compares(tokens, figures):
        return Checkability.COMPARISON
    return Checkability.EVENT


def _says_enough(tokens: list[Token], figures: _Figures) -> bool:
    """Whether a clause that nobody is credited with says enough to be checked: something named or counted, and not a scene."""
    inside = {token.i for token in tokens}
    head = next((token for token in tokens if token.head.i not in inside or token.dep_ == "ROOT"), None)
    if head is None or _is(head, "scene"):
        return False
    subject = next((child for child in head.children if child.dep_ in _SUBJECTS), None)
    if subject is not None and (subject.lower_ in _SPEAKERS or _is(subject, "scene") or _is_errand(head, subject)):
        return False
    if any(child.dep_ == "attr" and _is(child, "scene") for child in head.children):
        return False
    if _characterises(head, figures) or any(
        child.dep_ == "aux" and child.lower_ in {"can", "ca", "would", "'d", "’d"} for child in head.children
    ):
        return False
    if any(token in figures or token.ent_type_ in _NAMED for token in tokens):
        return True
    return subject is not None and _has_happened(head) and _can_act(subject)


def _characterises(head: Token, figures: _Figures) -> bool:
    """Whether a copula only says what something is or is like: "the plan was vague", "the idea is that donors can give".

    One that counts or compares can be checked: "it is the oldest mill", "the house was one of forty".
    """
    if head.lemma_ not in _COPULAS:
        return False
    said = [child for child in head.children if child.dep_ in {"attr", "acomp", "ccomp", "oprd"}]
    if not said:
        return False
    words = [word for child in head.children if child.i > head.i for word in (child, *child.subtree)]
    return not any(word in figures or word.tag_ in {"JJR", "JJS", "RBR", "RBS"} for word in words)


def _is_errand(head: Token, subject: Token) -> bool:
    """What somebody is seen doing, "was taping up the doors", "has sold her last loaf": a scene, whoever it is."""
    people = subject.tag_ == "NNS" and _kinds_of_nouns().get(subject.lemma_.lower()) == "person"
    if subject.ent_type_ != "PERSON" and subject.lower_ not in {"he", "she"} and not people:
        return False
    things = [child for child in head.children if child.dep_ == "dobj"]
    owned = any(word.lower_ in {"his", "her", "their"} for thing in things for word in thing.children)
    seen = head.tag_ == "VBG" and any(
        child.dep_ == "aux" and child.lower_ in {"was", "were"} for child in head.children
    )
    return (owned and seen) if people else (owned or seen)


def _has_happened(head: Token) -> bool:
    """Whether the verb is in the past, the perfect or the passive of either."""
    auxiliaries = {child.lower_ for child in head.children if child.dep_ in {"aux", "auxpass"}}
    past = {"have", "has", "had", "was", "were", "'ve", "'s"}
    return head.tag_ == "VBD" or (head.tag_ == "VBN" and bool(auxiliaries & past))


def _can_act(subject: Token) -> bool:
    """Whether the noun stands for an institution, a paper, or a class of people: "insurers", "the survey"."""
    kind = _kinds_of_nouns().get(subject.lemma_.lower())
    return kind is not None and (kind != "person" or subject.tag_ == "NNS")


@cache
def _kinds_of_nouns() -> dict[str, str]:
    return {row[0]: row[1] for row in read_lexicon("source_nouns")}


def _predicate(head: Token, inside: set[int]) -> list[Token]:
    """The predicate's own words: verb, predicate noun or adjective, object, and what modifies them directly."""
    words, waiting = [], [head]
    while waiting:
        word = waiting.pop()
        words.append(word)
        for child in word.children:
            if child.i not in inside:
                continue
            if word.pos_ in {"VERB", "AUX"} and child.dep_ in _PREDICATE_PARTS:
                waiting.append(child)
            elif child.dep_ in _MODIFIERS and word != head:
                words.append(child)
    return words


def _compares(tokens: list[Token], figures: _Figures) -> bool:
    """ "higher than last year"; not "more than 40", which is a figure."""
    return any(
        token.tag_ in {"JJR", "RBR"}
        and token not in figures
        and any(word.lower_ == "than" for word in token.doc[token.i + 1 : token.i + 6])
        for token in tokens
    )


def _is(token: Token, kind: str) -> bool:
    """Whether the lexicon lists the word, or it and those after it, under `kind`."""
    words = _lexicon(kind)
    if (token.lemma_.lower(), token.pos_) in words or token.lower_ in words:
        return True
    phrase = token.lemma_.lower() if token.pos_ == "VERB" else token.lower_
    if phrase not in _openings(kind):
        return False
    for word in token.doc[token.i + 1 : token.i + 4]:
        phrase = f"{phrase} {word.lower_}"
        if phrase in words:
            return True
    return False


@cache
def _lexicon(kind: str) -> frozenset[str | tuple[str, str]]:
    """Single words as (lemma, part of speech), links, modals and longer expressions as they stand."""
    words: set[str | tuple[str, str]] = set()
    for expression, part, of_kind, _ in read_lexicon("checkability"):
        if of_kind != kind:
            continue
        if " " in expression or part in {"link", "modal"}:
            words.add(expression)
        else:
            words.add((expression, {"adjective": "ADJ", "noun": "NOUN", "verb": "VERB"}[part]))
    return frozenset(words)


@cache
def _openings(kind: str) -> frozenset[str]:
    """With which words the expressions of several words begin."""
    return frozenset(words.split()[0] for words in _lexicon(kind) if isinstance(words, str) and " " in words)
