"""Pronouns: the most salient candidate before them, where it stands clear of the second."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from generator.analysis.coreference.reading import Reading
from generator.analysis.coreference.referents import Referent, is_collective, is_thing, vote
from generator.analysis.coreference.salience import find_salient
from generator.analysis.coreference.turns import answers, find_interviewee
from generator.lexicons import read_lexicon
from generator.model import Mention, SourceKind

HE = {"he", "him", "his", "himself"}
SHE = {"she", "her", "hers", "herself"}
THEY = {"they", "them", "their", "theirs", "themselves"}
IT = {"it", "its", "itself"}
FIRST = {"i", "me", "my", "mine", "myself"}
_COUNTRIES = {row[0] for row in read_lexicon("countries")}  # which take "it"
_PLACES = {"country", "nation", "state", "city", "town", "village", "county", "kingdom", "municipality"}
_GENDERS = dict.fromkeys(HE, "he") | dict.fromkeys(SHE, "she")
_ASKING = {"ask", "inquire", "enquire", "question", "press", "demand"}
_ANSWERING = {"reply", "answer", "respond", "retort"}
_ANSWERED_WITHIN = 2  # sentences
RELATIVE = {"who", "whom", "which", "that", "whose"}


def learn_agreement(reading: Reading) -> dict[tuple[str, ...], str]:
    """By name, the pronoun that `reading` has used of its bearer at least twice, and three times as often as any other.

    Once is enough where somebody else bears the same surname, so that "Mrs. Vell" is told from "Mr. Vell".
    """
    learned = {}
    surnames = Counter(name[-1] for referent in reading.referents for name in _full_names(referent))
    for referent in reading.referents:
        if not referent.is_person:
            continue
        he, she = (referent.agreement.get(gender, 0) + referent.pronouns.get(gender, 0) for gender in ("he", "she"))
        least = 1 if any(surnames[name[-1]] > 1 for name in _full_names(referent)) else 2
        if max(he, she) >= max(least, 3 * min(he, she)):
            learned.update(dict.fromkeys(referent.names, "he" if he > she else "she"))
    return learned


def _full_names(referent: Referent) -> set[tuple[str, ...]]:
    return {name for name in referent.names if len(name) > 1}


def find_agreement(reading: Reading) -> None:
    """Bind reflexives and possessives to the subject of their clause where nobody else comes into question."""
    for i, word in enumerate(reading.lower):
        gender = _GENDERS.get(word)
        if gender is None or word in {"he", "she", "him"}:
            continue
        clause = token = reading.doc[i]
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
            vote(referent.agreement, gender, 1)


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
    for of in (child for child in token.children if child.lower_ == "of"):  # "both of whom"
        for child in of.children:
            if child.lower_ in {"whom", "which"}:
                return _resolve_relative(reading, child)
    if word in FIRST:
        quoted = token.idx in reading.quotation_at
        return (
            find_interviewee(reading)
            if not quoted and answers(reading.text, token)
            else _speaker_around(reading, token)
        )
    if word in _GENDERS:
        return _resolve_personal(reading, mention, token, _GENDERS[word])
    if word in THEY:
        credited = token.idx in reading.source_heads
        return find_salient(reading, token, _may_speak if credited else _may_be_they)
    if word in IT:
        return find_salient(reading, token, is_thing)
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
    while token.lower_ in {"who", "whom"} and noun.dep_ == "pobj":
        if _is_people(reading, noun) and not _disagrees(reading, noun, verb, token):
            break
        noun = noun.head.head  # "a resident of Corvale, who ..." is often parsed as Corvale's clause
    if token.lower_ == "who" and not _is_people(reading, noun):
        noun = _named_just_before(reading, token) or noun
    if token.lower_ == "who" and _disagrees(reading, noun, verb, token):
        if noun.dep_ == "pobj" and noun.head.lower_ in {
            "as",
            "like",
            "including",
        }:  # "bakers such as Ana Brel, who are"
            above = noun.head.head
            return reading.referent_of.get((above.head if above.lower_ == "such" else above).idx)
        return None  # "those backing Lomm, who are angry": it is not she
    return reading.referent_of.get(noun.idx)


def _named_just_before(reading: Reading, relative: Token) -> Token | None:
    """The name before "who", where the parser hangs its clause on a thing: "a split between her and Ana Brel, who ..."."""
    i = relative.i - 1
    while i > 0 and reading.doc[i].text in {",", "(", "--", "—"}:
        i -= 1
    before = reading.doc[i]
    referent = reading.referent_of.get(before.idx)
    return before if referent is not None and referent.may_be_person and referent.names else None


def _disagrees(reading: Reading, noun: Token, verb: Token, subject: Token) -> bool:
    """Whether the number of the clause's finite verb, whose subject is `subject`, is not that of the person that `noun` names."""
    referent = reading.referent_of.get(noun.idx)
    if referent is None or referent.plural or not (referent.is_person and referent.names) or subject.dep_ != "nsubj":
        return False
    finite = next((child for child in verb.children if child.dep_ in {"aux", "auxpass"}), verb)
    return finite.lower_ in {"are", "were", "have", "’re", "'re"} or (finite is verb and finite.tag_ == "VBP")


def _is_people(reading: Reading, noun: Token) -> bool:
    referent = reading.referent_of.get(noun.idx)
    return referent is not None and (referent.is_person or SourceKind.GROUP in referent.kinds)


def _speaker_around(reading: Reading, token: Token) -> Referent | None:
    """Whose quoted words `token` stands in."""
    head = reading.speaker_of.get(reading.quotation_at.get(token.idx, -1))
    speaker = reading.referent_of.get(head) if head is not None else None
    return speaker if speaker is not None and speaker.is_person and speaker.resolved else None


def _resolve_personal(reading: Reading, mention: Mention, token: Token, gender: str) -> Referent | None:
    asked = _find_asker(reading, token)
    referent = find_salient(
        reading, token, lambda known: known.may_be_person and known.agrees(gender) and known is not asked, gender
    )
    if referent is not None and token.dep_ in {"nsubj", "nsubjpass"}:
        vote(referent.pronouns, gender, 1)  # a subject goes on with whom the text is about; an object may be anybody
    return referent


def _find_asker(reading: Reading, token: Token) -> Referent | None:
    """Whoever has just asked what the subject `token` answers, and so is somebody else: "the coroner asked why. “Fear,” she
    replied"."""
    verb = token.head
    if token.dep_ != "nsubj" or verb.lemma_.lower() not in _ANSWERING:
        return None
    here = reading.sentences[token.i]
    for before in reversed(reading.doc[: token.i]):
        if before.lemma_.lower() in _ASKING and before.pos_ == "VERB":
            asker = next((child for child in before.children if child.dep_ == "nsubj"), None)
            return reading.referent_of.get(asker.idx) if asker is not None else None
        if reading.sentences[before.i] < here - _ANSWERED_WITHIN:
            break
    return None


def _may_be_they(referent: Referent) -> bool:
    place = (
        referent.place or bool(referent.nouns & _PLACES) or any(" ".join(name) in _COUNTRIES for name in referent.names)
    )
    return referent.plural or (is_collective(referent) and not place)


def _may_speak(referent: Referent) -> bool:
    """Whether it is known to be people or a body of them, and not only something in the plural."""
    return _may_be_they(referent) and bool(referent.kinds or referent.guesses)
