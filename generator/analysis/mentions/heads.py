"""On which word a credited source hangs: the noun or pronoun that stands highest in it, or what joins several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import Attribution, TextSpan

_PEOPLE = {row[0] for row in read_lexicon("source_nouns") if row[1] == "person"}

POSSIBLE_HEADS = {"NOUN", "PROPN", "PRON"}
_BEFORE_LIST = {"—", "–", "--", ":"}  # "the networks — Channel One, Channel Two": the names only say which
# a determiner or number that stands for its noun: "some alleging", "two said"
BARE_QUANTIFIERS = {
    "some", "many", "most", "others", "other", "another", "both", "few", "several", "one", "all", "none",
    "more", "those", "these", "this", "that", "each", "either", "neither", "half",
    "everyone", "everybody", "nobody", "anyone", "anybody", "no",
}  # fmt: skip


def find_source_heads(doc: Doc, attributions: Iterable[Attribution]) -> tuple[TextSpan | None, ...]:
    """For each attribution the head word of its source; None where nobody is named there."""
    heads = (_find_head(doc, attribution.source) for attribution in attributions)
    return tuple(span_of(head) if head is not None else None for head in heads)


def _find_head(doc: Doc, spans: tuple[TextSpan, ...]) -> Token | None:
    """The token that the words in `spans` hang on: the noun or pronoun that stands highest in the parse.

    Of "Brel and Lomm" it is the conjunction, so that what both say is not put into one's mouth.
    """
    tokens = [token for span in spans for token in _tokens(doc, span)]
    inside = {token.i for token in tokens}
    tops = [token for token in tokens if token.i == token.head.i or token.head.i not in inside]
    for token in sorted(tops, key=lambda top: (top.pos_ not in POSSIBLE_HEADS, top.is_punct, top.i)):
        nominal = _first_nominal(token, inside)
        if nominal is not None:
            bearer = _bearer_of(nominal)
            if bearer is not None and bearer.i in inside:
                return bearer
            if _has_two_roles(nominal) or nominal.doc[min(nominal.i + 1, len(nominal.doc) - 1)].text in _BEFORE_LIST:
                return nominal
            joined = [other for other in nominal.conjuncts if other.i in inside and other.pos_ in POSSIBLE_HEADS]
            conjunctions = [
                child
                for member in (nominal, *joined)  # of three, the conjunction hangs on the second
                for child in member.children
                if child.dep_ == "cc" and child.i in inside
            ]
            return conjunctions[0] if conjunctions and joined else nominal
    return tops[0] if tops else None


def _first_nominal(token: Token, inside: set[int]) -> Token | None:
    """`token`, or what it governs, if that is a noun or pronoun ("at" -> "at headquarters", "according" -> ...)."""
    if token.pos_ in POSSIBLE_HEADS or token.lower_ in BARE_QUANTIFIERS or token.like_num:
        return _top_of_name(token, inside)
    for child in token.children:
        if child.i in inside and child.dep_ in {"pobj", "nsubj", "nsubjpass", "dobj", "prep", "pcomp", "poss", "agent"}:
            found = _first_nominal(child, inside)
            if found is not None:
                return found
    return None


def _top_of_name(token: Token, inside: set[int]) -> Token:
    while token.dep_ in {"compound", "nmod"} and token.head.i in inside and token.head.pos_ in POSSIBLE_HEADS:
        token = token.head
    return token


def members_of(conjunction: Token) -> list[Token]:
    """What "and" or "or" joins; nothing for any other token."""
    if (
        conjunction.dep_ != "cc"
        or conjunction.head.pos_ not in POSSIBLE_HEADS
        or _bearer_of(conjunction.head) is not None
        or _has_two_roles(conjunction.head)
    ):
        return []
    others = (token for token in conjunction.head.conjuncts if token.pos_ in POSSIBLE_HEADS)
    return sorted([conjunction.head, *others], key=lambda token: token.i)


def _bearer_of(role: Token) -> Token | None:
    """Who has two roles in "ferryman and former pilot Jon Vell", which the parser takes for two people; else None."""
    if role.tag_ not in {"NN", "NNP"} or role.lemma_.lower() not in _PEOPLE:
        return None
    if any(child.dep_ in {"det", "poss", "compound"} for child in role.children):
        return None
    others = [token for token in role.conjuncts if token.i > role.i]
    if len(others) != 1 or others[0].pos_ != "PROPN":
        return None
    before = [child for child in others[0].lefts if child.lemma_.lower() in _PEOPLE and child.dep_ != "det"]
    return others[0] if before and not any(child.dep_ == "det" for child in others[0].children) else None


def _has_two_roles(role: Token) -> bool:
    """Whether it and what is joined to it are one person: "the front-runner and former governor"."""
    others = list(role.conjuncts)
    if len(others) != 1 or role.pos_ != "NOUN" or not any(child.dep_ == "det" for child in role.children):
        return False
    other = others[0]
    determined = any(child.dep_ in {"det", "poss", "nummod"} for child in other.children)
    roles = all(token.tag_ == "NN" and _names_people(token) for token in (role, other))
    return other.i > role.i and roles and not determined


def _names_people(noun: Token) -> bool:
    compound = noun.i > 1 and noun.nbor(-1).text == "-"  # "front-runner"
    return noun.lemma_.lower() in _PEOPLE or (compound and f"{noun.nbor(-2).lower_}-{noun.lemma_.lower()}" in _PEOPLE)


def heads_phrase(token: Token) -> bool:
    """Whether `token` is the head of its noun phrase, not a name's first part or a noun before a noun."""
    if token.pos_ == "PRON":
        return token.tag_ != "EX"
    if token.text == "-" or _begins_compound(token):
        return False
    return token.dep_ not in {"compound", "nmod", "npadvmod", "nummod", "quantmod"}


def _begins_compound(token: Token) -> bool:
    """Whether a hyphen ties it to the next noun, which the parser puts beside it: "a co-founder"."""
    if token.i + 2 >= len(token.doc) or token.whitespace_:
        return False
    hyphen, after = token.nbor(), token.nbor(2)
    return hyphen.text == "-" and not hyphen.whitespace_ and after.head == token.head and after.dep_ == token.dep_


def span_of(token: Token) -> TextSpan:
    return TextSpan(token.idx, token.idx + len(token))


def _tokens(doc: Doc, span: TextSpan) -> Iterator[Token]:
    found = doc.char_span(span.start_char, span.end_char, alignment_mode="expand")
    yield from found if found is not None else ()
