"""Who runs for an office, by the article's own words: in a campaign, few people are called candidates in every article.

"Lomm's campaign", "the Lomm supporters", "she won the primary", "vote for Lomm", "candidates like Lomm": each says that Lomm runs.
Of somebody who is said to be something else one weak sign is not enough, since those who govern have supporters and rivals too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from generator.lexicons import read_lexicon
from generator.model import CoreferenceChain, MentionForm, SourceKind, TextSpan
from generator.parsed import text_of, tokens_of

_USES: dict[str, set[str]] = {}
for _expression, _use, _, _ in read_lexicon("candidacies"):
    _USES.setdefault(_use, set()).add(_expression)
_STRONG = {(row[0], row[1]) for row in read_lexicon("candidacies") if row[2] == "strong"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_PEOPLE = {row[0] for row in read_lexicon("source_nouns") if row[1] == "person"}
_RELATED = {row[0] for row in read_lexicon("capacity_words") if row[1] == "related"}
_SEEMS = {"seem", "sound", "look"}
_ON_BEHALF = {"with", "for", "alongside"}


def find_candidacies(
    doc: Doc, chains: Sequence[CoreferenceChain], kinds: Sequence[SourceKind]
) -> tuple[tuple[TextSpan, ...], ...]:
    """For each of `chains`, which are of `kinds`, the words that say that it runs for an office, in text order; empty for most."""
    chain_at = {mention.head.start_char: i for i, chain in enumerate(chains) for mention in chain.mentions}
    by_surname = _find_surnames(chains)
    members = _find_members(chains, chain_at)
    signs: dict[int, list[tuple[TextSpan, float]]] = {}
    said_of_all: dict[int, list[TextSpan]] = {}
    for token in tokens_of(doc):
        number = chain_at.get(token.idx)
        if number is None and token.dep_ in {"compound", "nmod"}:
            number = by_surname.get(token.text)
        if number is not None and kinds[number] in {SourceKind.PERSON, SourceKind.UNCLEAR}:
            sure = 0.5 if token.pos_ == "PRON" else 1.0  # whose campaign "his campaign" is, is less sure
            weights = ((span, sure * (2 if strong else 1)) for span, strong in _find_signs(token))
            signs.setdefault(number, []).extend(weights)
        elif number in members:  # "their campaigns"
            strong_ones = (span for span, strong in _find_signs(token) if strong)
            said_of_all.setdefault(number, []).extend(strong_ones)
    for number, together in members.items():
        called = [mention.span for mention in chains[number].mentions if mention.noun in _USES["is"]]
        for span in [*said_of_all.get(number, ()), *called][:1]:  # "the two candidates"
            for who in together:
                if not any(mention.capacities for mention in chains[who].mentions):
                    signs.setdefault(who, []).append((span, 1.0))
    text = text_of(doc)
    return tuple(_weigh(text, chain, signs.get(i, ())) for i, chain in enumerate(chains))


def _find_members(chains: Sequence[CoreferenceChain], chain_at: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """By chain of people named together, the chains of the single ones; what is said of all is said of each."""
    return {
        i: tuple(dict.fromkeys(chain_at[part.start_char] for mention in chain.mentions for part in mention.parts))
        for i, chain in enumerate(chains)
        if any(mention.parts for mention in chain.mentions)
    }


def _weigh(text: str, chain: CoreferenceChain, signs: Sequence[tuple[TextSpan, float]]) -> tuple[TextSpan, ...]:
    """The spans of `signs` where they weigh enough: a strong one, or two; of somebody who is said to be nothing else a weak one."""
    total = sum(weight for _, weight in signs)
    enough = total >= 1 and (total >= 2 or not _has_capacity(text, chain))
    return tuple(sorted(span for span, _ in signs)) if enough else ()


def _find_surnames(chains: Sequence[CoreferenceChain]) -> dict[str, int]:
    """Each single word that the text uses as the name of one referent alone, and that referent.

    Of several with one surname it is the only one for whom it stands alone somewhere.
    """
    bearers: dict[str, set[int]] = {}
    alone: dict[str, set[int]] = {}
    for i, chain in enumerate(chains):
        for mention in chain.mentions:
            if mention.form is MentionForm.NAME and chain.resolved:
                words = mention.name.split()
                bearers.setdefault(words[-1], set()).add(i)
                if len(words) == 1:
                    alone.setdefault(words[-1], set()).add(i)
    owners = {name: numbers if len(numbers) == 1 else alone.get(name, set()) for name, numbers in bearers.items()}
    return {name: min(numbers) for name, numbers in owners.items() if len(numbers) == 1}


def _has_capacity(text: str, chain: CoreferenceChain) -> bool:
    """Whether the article says anything else that the referent is, but whose friend, husband or donor."""
    spans = {span for mention in chain.mentions for span in mention.capacities}
    return any(not _is_private(text[span.start_char : span.end_char].lower()) for span in spans)


def _is_private(capacity: str) -> bool:
    """Whether the nouns for people in the phrase only say whose friend or relative somebody is."""
    called = re.split(r"\s(?:of|to|for|from|with|in|at)\s|[,(]", capacity)[0]
    nouns = {word for word in re.findall(r"[\w-]+", called) if word in _PEOPLE}
    return bool(nouns) and nouns <= _RELATED


def _find_signs(token: Token) -> Iterator[tuple[TextSpan, bool]]:
    """What the words around the mention with the head `token` say of it, and whether one such sign is enough."""
    first = token
    while first.dep_ == "conj":
        first = first.head
    head, place = first.head, first.dep_
    found: set[tuple[str, str]] = set()
    end = head
    if place in {"compound", "nmod", "poss"}:
        found = {(word, "of") for word in _named(head) & _USES["of"]}
        after = token.nbor() if token.i + 1 < len(token.doc) else token
        if after is not head and after.head == head:  # "Lomm campaign aides"
            found |= {(word, "of") for word in {after.lower_} & _USES["of"]}
        for child in head.children if place == "poss" else ():  # "Lomm's campaign manager"
            found |= {(word, "of") for word in _named(child) & _USES["of"] if child.dep_ == "compound"}
    elif place == "pobj":
        end = head.head
        noun = end.lemma_.lower()
        found = {(word, "beside") for word in {f"{noun} {head.lower_}"} & _USES["beside"]}
        found |= {(word, "of") for word in _named(end) & _USES["of"] if head.lower_ == "of"}
        found |= {(word, "gets") for word in {f"{noun} {head.lower_}"} & _USES["gets"]}
    elif place in _SUBJECTS:
        found = {(word, "does") for verb in _verbs_of(head) for word in _done(verb) & _USES["does"]}
        found |= {(word, "is") for noun in _likened(head) for word in _named(noun) & _USES["is"]}
        found |= {(word, "reaches") for noun in _reached(head) for word in _named(noun) & _USES["reaches"]}
    elif place == "dobj":
        over = head.lemma_ == "elect" and head.tag_ in {"VBD", "VBN"}  # who has been elected holds the office
        found = set() if over else {(word, "gets") for word in {head.lemma_.lower()} & _USES["gets"]}
    elif place == "attr":  # "the candidate in the lead was Lomm"
        subjects = (child for child in head.children if child.dep_ in _SUBJECTS)
        found = {(word, "is") for subject in subjects for word in _named(subject) & _USES["is"]}
    called = _class_of(first)
    if called is not None:
        found |= {(word, "is") for word in _named(called) & _USES["is"]}
        end = called
    if found:
        yield _span(token, end), bool(found & _STRONG)


def _named(noun: Token) -> set[str]:
    """The noun in the forms that the lexicon may list: alone, and with the word before it."""
    lemma = noun.lemma_.lower()
    before = noun.nbor(-1).lower_ if noun.i else ""
    return {lemma, noun.lower_, f"{before} {lemma}", f"{before} {noun.lower_}"}


def _verbs_of(verb: Token) -> Iterator[Token]:
    """`verb` and those that share its subject: "lost money before launching his bid"."""
    yield verb
    for child in verb.children:
        below = [child, *child.children] if child.dep_ == "prep" else [child]
        for other in below:
            shared = other.dep_ in {"conj", "xcomp", "advcl", "pcomp"} and other.pos_ == "VERB"
            if shared and not any(one.dep_ in _SUBJECTS for one in other.children):
                yield other


def _done(verb: Token) -> set[str]:
    """The verb as the lexicon may list it: alone, and with its object or preposition; not where it is done for another."""
    lemma = verb.lemma_.lower()
    if any(
        child.dep_ == "prep" and child.lower_ in _ON_BEHALF and any(_is_somebody(noun) for noun in child.children)
        for child in verb.children
    ):
        return set()
    return {lemma, *(f"{lemma} {child.lemma_.lower()}" for child in verb.children if child.dep_ in {"dobj", "prep"})}


def _likened(verb: Token) -> Iterator[Token]:
    """What the subject is said to be like: "doesn't seem like the kind of candidate", "sounds like a nominee"."""
    for like in verb.children if verb.lemma_ in _SEEMS else ():
        if like.lower_ == "like":
            for noun in (child for child in like.children if child.dep_ == "pobj"):
                yield noun
                yield from (kind for of in noun.children if of.lower_ == "of" for kind in of.children)


def _is_somebody(noun: Token) -> bool:
    return noun.ent_type_ == "PERSON" or noun.lower_ in {"him", "her", "them", "who", "whom"}


def _reached(verb: Token) -> Iterator[Token]:
    """The nouns of the predicate, without those of its clauses."""
    for child in verb.children:
        if child.dep_ in {"dobj", "attr", "prep", "pobj", "xcomp", "acomp"}:
            if child.pos_ == "NOUN":
                yield child
            yield from _reached(child)


def _class_of(token: Token) -> Token | None:
    """Of which noun the mention is an example: "candidates like Lomm and Brand", "her rivals, Lomm and Brand"."""
    if token.dep_ == "appos":
        return token.head
    if token.dep_ == "pobj" and token.head.lower_ in {"like", "as", "including"}:
        preposition = token.head
        return preposition.head.head if preposition.head.lower_ == "such" else preposition.head
    return None


def _span(first: Token, last: Token) -> TextSpan:
    one, other = sorted((first, last), key=lambda token: token.i)
    return TextSpan(one.idx, other.idx + len(other))
