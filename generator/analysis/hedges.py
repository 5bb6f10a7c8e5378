"""Where the text hedges: modals, adverbs, adjectives, verbs, nouns, fixed words and approximators, each with its scope.

The kinds follow Hyland (1998), *Hedging in Scientific Research Articles*; which words hedge, and how much they leave, stands in
`lexicons/hedges.tsv`. A verb or noun hedges only where it governs a clause ("thinks that it holds"; not "thinks of it"), or
where it is the cue that credits the content.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import Attribution, Certainty, Hedge, HedgeKind, Operator, Quantity, TextSpan
from generator.parsed import lower_of, starts_of, tokens_of

_BY_POS = {
    "ADV": HedgeKind.ADVERB,
    "ADJ": HedgeKind.ADJECTIVE,
    "VERB": HedgeKind.VERB,
    "AUX": HedgeKind.VERB,
    "NOUN": HedgeKind.NOUN,
}
_COMPLEMENTS = {"ccomp", "xcomp", "acomp", "oprd"}


def find_hedges(
    doc: Doc, attributions: tuple[Attribution, ...] = (), quantities: tuple[Quantity, ...] = ()
) -> tuple[Hedge, ...]:
    """The hedges of the parsed text in order. `attributions` say which words are cues, `quantities` where figures are loose."""
    starts = starts_of(doc)
    cues = _read_cues(attributions, starts)
    taken: set[int] = set()
    hedges = [
        Hedge(
            span=quantity.comparator,
            scope=quantity.span,
            kind=HedgeKind.APPROXIMATOR,
            certainty=Certainty.CERTAIN,
        )
        for quantity in quantities
        if quantity.comparator is not None and quantity.operator is not Operator.EQUAL
    ]
    loose = {hedge.span.start_char for hedge in hedges}
    words = lower_of(doc)
    for token in tokens_of(doc):
        if token.i in taken or token.idx in loose:
            continue
        for phrase, certainty in _phrases().get(words[token.i], ()):
            if tuple(words[token.i : token.i + len(phrase)]) == phrase:
                last = doc[token.i + len(phrase) - 1]
                taken.update(range(token.i, last.i + 1))
                hedges.append(
                    Hedge(
                        span=TextSpan(token.idx, last.idx + len(last)),
                        scope=_extent(token.head),
                        kind=HedgeKind.PHRASE,
                        certainty=certainty,
                    )
                )
                break
        else:
            hedge = _read_word(token, cues.get(token.i))
            if hedge:
                hedges.append(hedge)
    return tuple(sorted(hedges, key=lambda hedge: (hedge.span, hedge.kind)))


def _read_word(token: Token, content: TextSpan | None) -> Hedge | None:
    kind = HedgeKind.MODAL if token.tag_ == "MD" else _BY_POS.get(token.pos_)
    if kind is None:
        return None
    word = token.lower_ if kind in {HedgeKind.MODAL, HedgeKind.ADVERB} else token.lemma_.lower()
    certainty = _words().get((word, kind))
    if certainty is None and kind is HedgeKind.VERB:  # participles before a noun: "the suspected leak"
        kind, word = HedgeKind.ADJECTIVE, token.lower_
        certainty = _words().get((word, kind)) if token.dep_ == "amod" else None
    if certainty is None or (word == "doubt" and token.head.lower_ == "without"):
        return None
    scope: TextSpan | None
    if kind is HedgeKind.MODAL:
        scope = None if _is_ability(token) or _is_duty(token) else _extent(token.head)
    elif kind is HedgeKind.ADVERB:
        scope = _extent(token.head)
    elif kind is HedgeKind.ADJECTIVE:
        scope = content or _extent(_complement(token) or token.head)
    else:
        complement = _complement(token)
        scope = content or (_extent(complement) if complement else _parenthesis(token))
    if scope is None:
        return None
    return Hedge(span=TextSpan(token.idx, token.idx + len(token)), scope=scope, kind=kind, certainty=certainty)


def _complement(token: Token) -> Token | None:
    """The clause, infinitive or predicate that `token` governs: what is thought, what seems, what is likely."""
    for child in token.children:
        if child.dep_ == "acomp" and token.lemma_ == "feel":
            continue  # "felt unsafe" is an emotion
        if child.dep_ in _COMPLEMENTS and child.pos_ != "PUNCT":
            return child
        if token.pos_ == "NOUN" and child.dep_ in {"acl", "relcl"} and child.i > token.i:
            return child
    if token.pos_ in {"ADJ", "NOUN"} and token.head.pos_ == "AUX":  # "it is likely that ..."; "the fear is that ..."
        for child in token.head.children:
            if child.dep_ in {"ccomp", "xcomp", "advcl", "csubj"} and child != token and child.i > token.i:
                return child
    if token.pos_ == "NOUN":  # "the risk of flooding"
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), None)
    if token.lemma_ in {"look", "sound", "seem", "appear", "feel"}:  # "it looks as if ...", "it seems like ..."
        for child in token.children:
            if child.dep_ in {"advcl", "prep"} and child.left_edge.lower_ in {"as", "like"}:
                return child
    return None


def _parenthesis(token: Token) -> TextSpan | None:
    """The clause around "I think" in "the ice, I think, is thin"."""
    if token.pos_ == "VERB" and token.dep_ == "parataxis":
        return _extent(token.head)
    return None


def _is_ability(modal: Token) -> bool:
    """ "could not" says that it did not, or does not: an inability, not a doubt."""
    return modal.lower_ == "could" and any(child.dep_ == "neg" for child in modal.head.children)


def _is_duty(modal: Token) -> bool:
    """ "must leave" is a duty, "must have left" an inference."""
    return modal.lower_ == "must" and not any(
        child.dep_ == "aux" and child.lemma_ == "have" for child in modal.head.children
    )


def _read_cues(attributions: tuple[Attribution, ...], starts: Sequence[int]) -> dict[int, TextSpan]:
    """Token positions of all cues, with the extent of what they credit."""
    cues = {}
    for attribution in attributions:
        if not attribution.content:
            continue
        content = TextSpan(attribution.content[0].start_char, attribution.content[-1].end_char)
        for span in attribution.cue:
            for position in range(bisect_left(starts, span.start_char), bisect_left(starts, span.end_char)):
                cues[position] = content
    return cues


def _extent(token: Token) -> TextSpan:
    """What hangs on `token`, without the marks at either end."""
    first, last = token.left_edge, token.right_edge
    while first.is_punct and first.i < token.i:
        first = first.nbor()
    while last.is_punct and last.i > token.i:
        last = last.nbor(-1)
    return TextSpan(first.idx, last.idx + len(last))


@cache
def _words() -> dict[tuple[str, HedgeKind], Certainty]:
    return {
        (entry[0], HedgeKind(entry[1])): Certainty(entry[2])
        for entry in read_lexicon("hedges")
        if entry[1] != HedgeKind.PHRASE
    }


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], Certainty], ...]]:
    """Fixed words by their first word, the longest first."""
    phrases: dict[str, list[tuple[tuple[str, ...], Certainty]]] = defaultdict(list)
    for entry in read_lexicon("hedges"):
        if entry[1] == HedgeKind.PHRASE:
            words = tuple(entry[0].split())
            phrases[words[0]].append((words, Certainty(entry[2])))
    return {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in phrases.items()}
