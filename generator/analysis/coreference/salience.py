"""How present each referent is to a reader at some word, and who stands clear of the rest (after Lappin & Leass 1994)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from spacy.tokens import Token

from generator.analysis.coreference.reading import Reading, find_clause
from generator.analysis.coreference.referents import Referent

_WINDOW = 4  # sentences that a pronoun looks back
_MARGIN = 0.22  # how far, of the first candidate's salience, the second must stay behind
_FLOOR = 0.45  # the least salience that decides between several
_FLOOR_ALONE = 0.25  # and where only one comes into question
_SPEAKS_ON = 1.2  # what somebody who is credited elsewhere gains where the pronoun is credited
_CENTRE = 1.25  # what the arguments of the sentence before gain for a subject (Grosz, Joshi & Weinstein 1995)

_SUBJECTS = {"nsubj", "nsubjpass"}
_ADDED = {"relcl", "appos", "acl"}


def find_salient(reading: Reading, token: Token, fits: Callable[[Referent], bool], gender: str = "") -> Referent | None:
    """The one that `fits` and is most present at `token`, where it stands clear of the second; `gender` is of a pronoun."""
    here = reading.sentences[token.i]
    first = here
    while first > 0 and reading.places[here] - reading.places[first - 1] <= _WINDOW:
        first -= 1
    clause = find_clause(token).i
    near = dict.fromkeys(known for sentence in reading.recent[first : here + 1] for known in sentence)
    ranked = sorted(
        ((_salience(reading, known, token, clause, range(first, here + 1), gender), i, known)
         for i, known in enumerate(near) if (known.resolved or known.names) and fits(known)),
        reverse=True,
    )  # fmt: skip
    others = set(_find_named_below(reading, token))
    if ranked and ranked[0][2] in others:
        return None  # and not the next best, who has less for it
    ranked = [one for one in ranked if one[2] not in others]
    if not ranked or ranked[0][0] < (_FLOOR if len(ranked) > 1 else _FLOOR_ALONE):
        return None
    if len(ranked) > 1 and ranked[1][0] > (1 - _MARGIN) * ranked[0][0]:
        return None
    return ranked[0][2] if ranked[0][2].resolved else None


def _find_named_below(reading: Reading, token: Token) -> Iterator[Referent]:
    """Who is named in what the subject `token` does or says, and so is somebody else (principle C of Chomsky 1981).

    "He said Brand was late": he is not Brand. Names in quotation marks are left aside, since some speak of themselves by name, and
    so are those in a clause that is joined by "and" or that the author adds on something ("a man whom Brand admires").
    """
    if token.dep_ not in _SUBJECTS:
        return
    verb = token.head
    end = verb.right_edge.idx
    for offset in reading.names[bisect_right(reading.names, token.idx) : bisect_right(reading.names, end)]:
        word = reading.tokens[offset]
        if offset in reading.quotation_at or offset not in reading.referent_of:
            continue
        added = False
        while word.head.i not in {verb.i, word.i}:
            added = added or word.dep_ in _ADDED
            word = word.head
        if not added and word.dep_ != "conj":
            yield reading.referent_of[offset]


def _salience(reading: Reading, referent: Referent, token: Token, clause: int, near: range, gender: str) -> float:
    """How present `referent` is at `token`: its mentions before, in the sentences `near`, each by its place and distance.

    `clause` is the index of the verb of `token`'s clause.
    """
    here = reading.places[reading.sentences[token.i]]
    quotation = reading.quotation_at.get(token.idx)
    subject = token.dep_ in _SUBJECTS
    apart = token.dep_ != "poss" and not token.lower_.endswith("self")  # from the others in its clause
    weights = []
    for mention in (known for sentence in near for known in referent.mentions_in.get(sentence, ())):
        other = reading.seat(mention.head.start_char)
        if other.token >= token.i:
            continue
        distance = here - other.place
        if distance == 0 and other.clause == clause and apart:
            return 0.0
        if quotation is not None and other.quotation is None:
            continue  # whom a quoted speaker means by "they" is not for the author's words to say
        weight = other.weight
        if other.quotation != quotation:
            weight *= 0.25
        elif distance == 1 and subject and other.is_main_argument:
            weight *= _CENTRE
        weights.append(weight * 0.6**distance)
    if not weights:
        return 0.0
    total = max(weights) + 0.3 * (sum(weights) - max(weights))
    if gender and referent.agreement.get(gender, 0) > 0:
        total *= 1.5
    if token.idx in reading.source_heads and reading.source_heads.intersection(referent.heads):
        total *= _SPEAKS_ON
    return total if not gender or referent.is_person else 0.85 * total
