"""What stands in one noun phrase: how far it goes, its noun, its number, the words that narrow it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from generator.lexicons import read_lexicon
from generator.model import TextSpan

_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_OUTLETS = {row[0] for row in read_lexicon("outlets") if row[2] == "name"}
_PARTIES = {"republican", "democratic", "democrat", "conservative", "liberal", "labour", "labor", "socialist", "gop"}
_PLURAL_NOUNS = {
    "police",
    "people",
    "staff",
    "media",
    "public",
    "crowd",
    "audience",
    "electorate",
    "military",
    "pair",
    "couple",
    "duo",
    "trio",
    "family",
}
_PLURAL_PRONOUNS = {
    "they", "them", "their", "themselves", "we", "us", "our", "some", "many", "most", "others", "both", "few",
    "several", "all", "those", "these", "everyone", "everybody", "nobody", "anyone", "anybody", "none",
}  # fmt: skip


def phrase_span(head: Token) -> TextSpan:
    """The noun phrase of `head` with its modifiers, without relative clauses, appositions and what follows a comma."""
    start, end = head.left_edge, _last_word(head)
    for token in head.lefts:
        if token.dep_ in {"punct", "cc", "advmod", "mark", "prep", "advcl", "preconj"} and token.left_edge.i == start.i:
            start = head.doc[min(token.right_edge.i + 1, head.i)]
    return TextSpan(start.idx, end.idx + len(end))


def _last_word(head: Token) -> Token:
    """The last of the words after `head` that belong to it without a gap, up to what is no part of the phrase."""
    end, at = head, head.i
    for branch in head.children:
        if branch.right_edge.i < at:
            continue
        other = branch.dep_ in {"relcl", "appos", "conj", "cc", "punct"} or branch.tag_ == "POS"
        for token in branch.subtree:
            if token.i <= at:
                continue
            if other or token.i != end.i + 1 or (token.is_punct and token.text not in {"-", "'", "’", "&", "."}):
                return end
            end = token
    return end


def find_modifiers(head: Token) -> Iterator[str]:
    """The words that narrow the description, names with their capitals, the rest lower-cased."""
    for branch in head.children:
        if branch.dep_ in {"appos", "conj", "cc", "det", "punct", "case", "relcl"}:
            continue
        for token in branch.subtree:
            if token.is_punct or token.is_space or token.tag_ in {"POS", "DT"}:
                continue
            named = token.pos_ == "PROPN" or (token.ent_type_ == "NORP" and token.lower_ not in _PARTIES)
            yield token.text if named and token.text[:1].isupper() else token.lower_


def noun_of(head: Token) -> str:
    lemma, lower = head.lemma_.lower(), head.lower_
    if head.i > 1 and head.nbor(-1).text == "-" and not head.nbor(-1).whitespace_:
        compound = f"{head.nbor(-2).lower_}-{lemma}"  # "front-runner", three words to the parser
        if compound in _NOUNS:
            return compound
    if lower in _NOUNS or lower in _OUTLETS:
        return lower
    if lemma in _NOUNS:
        return lemma
    if lower.endswith("s") and lower[:-1] in _NOUNS:
        return lower[:-1]
    return lemma


def is_plural(head: Token) -> bool:
    if head.ent_type_ == "PERSON" and head.text[:1].isupper() and head.lower_ not in _NOUNS:
        return False
    if head.tag_ == "NNPS":  # also what the tagger makes of a surname that ends with s
        named = head.ent_type_ == "NORP" or noun_of(head) in _NOUNS
        return named or any(child.dep_ == "det" for child in head.children)
    return head.tag_ == "NNS" or head.lower_ in _PLURAL_NOUNS or head.lower_ in _PLURAL_PRONOUNS
