"""Pronouns: the most salient candidate before them, where it stands clear of the second."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from generator.analysis.coreference.reading import Reading
from generator.analysis.coreference.referents import Referent, is_collective, is_thing
from generator.model import Mention, SourceKind

HE = {"he", "him", "his", "himself"}
SHE = {"she", "her", "hers", "herself"}
THEY = {"they", "them", "their", "theirs", "themselves"}
IT = {"it", "its", "itself"}
FIRST = {"i", "me", "my", "mine", "myself"}
RELATIVE = {"who", "whom", "which", "that", "whose"}
_WINDOW = 4  # sentences that a pronoun looks back
_MARGIN = 0.22  # how far, of the first candidate's salience, the second must stay behind
_FLOOR = 0.45  # the least salience that decides between several
_FLOOR_ALONE = 0.25  # and where only one comes into question
_SPEAKS_ON = 1.2  # what somebody who is credited elsewhere gains where the pronoun is credited
_CENTRE = 1.25  # what the arguments of the sentence before gain for a subject (Grosz, Joshi & Weinstein 1995)


def learn_agreement(reading: Reading) -> dict[tuple[str, ...], str]:
    """By name, the pronoun that `reading` has used of its bearer at least twice, and three times as often as any other."""
    learned = {}
    for referent in reading.referents:
        votes = referent.agreement + referent.pronouns
        he, she = votes["he"], votes["she"]
        if referent.is_person and max(he, she) >= max(2, 3 * min(he, she)):
            learned.update(dict.fromkeys(referent.names, "he" if he > she else "she"))
    return learned


def find_agreement(reading: Reading) -> None:
    """Bind reflexives and possessives to the subject of their clause where nobody else comes into question."""
    for token in reading.doc:
        gender = gender_of(token)
        if not gender or token.lower_ in {"he", "she", "him"}:
            continue
        clause = token
        while clause.head.i != clause.i and clause.pos_ not in {"VERB", "AUX"}:
            clause = clause.head
        subjects = [child for child in clause.children if child.dep_ == "nsubj"]
        if not subjects or subjects[0].i >= token.i:
            continue
        referent = reading.referent_of.get(subjects[0].idx)
        if referent is None or not referent.is_person or subjects[0].is_ancestor(token):
            continue
        own = token.lower_.endswith("self") or token.nbor().lower_ == "own"
        if own or not _has_rival(reading, referent, token):
            referent.agreement[gender] += 1


def _has_rival(reading: Reading, referent: Referent, token: Token) -> bool:
    """Whether somebody else is named before `token` in its sentence or the one before."""
    here = reading.sentences[token.i]
    near = (known for sentence in reading.recent[max(0, here - 1) : here + 1] for known in sentence)
    return any(known is not referent and known.may_be_person and known.heads[0] < token.idx for known in near)


def resolve_pronoun(reading: Reading, mention: Mention, token: Token) -> Referent | None:
    """Whom the pronoun `mention`, whose word is `token`, stands for; None where the text does not decide."""
    word = token.lower_
    if word in RELATIVE:
        return _resolve_relative(reading, token)
    if word in FIRST:
        return _speaker_around(reading, token)
    if word in HE | SHE:
        return _resolve_personal(reading, mention, token, "he" if word in HE else "she")
    if word in THEY:
        credited = token.idx in reading.source_heads
        return _resolve_salient(reading, token, _may_speak if credited else _may_be_they)
    if word in IT:
        return _resolve_salient(reading, token, is_thing)
    return None


def _resolve_relative(reading: Reading, token: Token) -> Referent | None:
    verb = token
    while verb.dep_ != "relcl" and verb.head.i != verb.i:
        verb = verb.head
    if verb.dep_ != "relcl":
        return None
    noun = verb.head
    together = next((child for child in noun.children if child.dep_ == "cc"), None)
    if together is not None and together.idx in reading.referent_of:
        return reading.referent_of[together.idx]  # "bakers and millers in Corvale, who ...": both
    while token.lower_ in {"who", "whom"} and not _is_people(reading, noun) and noun.dep_ == "pobj":
        noun = noun.head.head  # "a resident of Corvale, who ..." is often parsed as Corvale's clause
    return reading.referent_of.get(noun.idx)


def _is_people(reading: Reading, noun: Token) -> bool:
    referent = reading.referent_of.get(noun.idx)
    return referent is not None and (referent.is_person or referent.kinds[SourceKind.GROUP] > 0)


def _speaker_around(reading: Reading, token: Token) -> Referent | None:
    """Whose quoted words `token` stands in."""
    head = reading.speaker_of.get(reading.quotation_at.get(token.idx, -1))
    speaker = reading.referent_of.get(head) if head is not None else None
    return speaker if speaker is not None and speaker.is_person and speaker.resolved else None


def _resolve_personal(reading: Reading, mention: Mention, token: Token, gender: str) -> Referent | None:
    referent = _resolve_salient(reading, token, lambda known: known.may_be_person and known.agrees(gender), gender)
    if referent is not None and token.dep_ in {"nsubj", "nsubjpass"}:
        referent.pronouns[gender] += 1  # a subject goes on with whom the text is about; an object may be anybody
    return referent


def _may_be_they(referent: Referent) -> bool:
    return referent.plural or (is_collective(referent) and not referent.place)


def _may_speak(referent: Referent) -> bool:
    """Whether it is known to be people or a body of them, and not only something in the plural."""
    return _may_be_they(referent) and bool(referent.kinds or referent.guesses)


def _resolve_salient(
    reading: Reading, token: Token, fits: Callable[[Referent], bool], gender: str = ""
) -> Referent | None:
    here = reading.sentences[token.i]
    first = here
    while first > 0 and reading.places[here] - reading.places[first - 1] <= _WINDOW:
        first -= 1
    near = dict.fromkeys(known for sentence in reading.recent[first : here + 1] for known in sentence)
    ranked = sorted(
        ((_salience(reading, known, token, range(first, here + 1), gender), i, known)
         for i, known in enumerate(near) if (known.resolved or known.names) and fits(known)),
        reverse=True,
    )  # fmt: skip
    if not ranked or ranked[0][0] < (_FLOOR if len(ranked) > 1 else _FLOOR_ALONE):
        return None
    if len(ranked) > 1 and ranked[1][0] > (1 - _MARGIN) * ranked[0][0]:
        return None
    return ranked[0][2] if ranked[0][2].resolved else None


def _salience(reading: Reading, referent: Referent, token: Token, near: range, gender: str) -> float:
    """How present `referent` is at `token`: its mentions before, in the sentences `near`, each by its place and distance."""
    here = reading.places[reading.sentences[token.i]]
    quotation = reading.quotation_at.get(token.idx)
    subject = token.dep_ in {"nsubj", "nsubjpass"}
    weights = []
    for mention in (known for sentence in near for known in referent.mentions_in.get(sentence, ())):
        other = reading.tokens[mention.head.start_char]
        distance = here - reading.places[reading.sentences[other.i]]
        if other.i >= token.i:
            continue
        if distance == 0 and _same_clause(other, token) and token.dep_ != "poss" and not token.lower_.endswith("self"):
            return 0.0
        if quotation is not None and reading.quotation_at.get(other.idx) is None:
            continue  # whom a quoted speaker means by "they" is not for the author's words to say
        weight = _place_weight(other)
        if mention.head.start_char in reading.source_heads:
            weight += 0.6
        if reading.quotation_at.get(other.idx) != quotation:
            weight *= 0.25
        elif distance == 1 and subject and _is_main_argument(other):
            weight *= _CENTRE
        weights.append(weight * 0.6**distance)
    if not weights:
        return 0.0
    total = max(weights) + 0.3 * (sum(weights) - max(weights))
    if gender and referent.agreement[gender] > 0:
        total *= 1.5
    if token.idx in reading.source_heads and reading.source_heads.intersection(referent.heads):
        total *= _SPEAKS_ON
    return total if not gender or referent.is_person else 0.85 * total


def gender_of(token: Token) -> str:
    return "he" if token.lower_ in HE else "she" if token.lower_ in SHE else ""


def _place_weight(token: Token) -> float:
    """Subject before object before the rest (Lappin & Leass); a possessor counts little."""
    while token.dep_ in {"conj", "cc"} and token.head.i != token.i:
        token = token.head
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return 1.6 if token.head.dep_ in {"ROOT", "conj", "ccomp"} else 1.3
    if token.dep_ in {"dobj", "dative"}:
        return 1.3  # close to the subject: after "Fenn met Brand" nothing tells who "he" is
    if token.dep_ in {"attr", "agent", "appos"}:
        return 0.9
    if token.dep_ == "poss":
        return 0.6
    return 0.7


def _is_main_argument(token: Token) -> bool:
    while token.dep_ in {"conj", "cc"} and token.head.i != token.i:
        token = token.head
    return token.dep_ in {"nsubj", "nsubjpass", "dobj", "dative"} and token.head.dep_ == "ROOT"


def _same_clause(one: Token, two: Token) -> bool:
    return _clause(one).i == _clause(two).i


def _clause(token: Token) -> Token:
    """The verb of the clause; of one without a subject of its own ("called to thank him"), the verb that has its subject."""
    while token.head.i != token.i and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    while token.dep_ in {"xcomp", "advcl", "conj", "aux"} and token.head.pos_ in {"VERB", "AUX"}:
        if any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children):
            break
        token = token.head
    return token
