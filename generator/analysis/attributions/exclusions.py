"""What has the shape of an attribution and is none: nobody is credited with anything by it.

A source that asks not to be named says nothing about the news; who merely looks like a holder ("the merger underscores …") is the
author's way of speaking; and "it", "neither" say nothing that could be shown as somebody's words. What is left out here stays in
the author's voice.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from generator.analysis.attributions.cues import Cue
from generator.lexicons import read_following, read_lexicon

# Who asks, wants or declines to be named, quoted or to have a name printed speaks of being a source.
NAMING = frozenset({"name", "identify", "quote", "anonymity", "anonymous"})
NAME_IS_USED = frozenset({"use", "print", "publish", "disclose", "reveal", "give", "mention", "withhold"})
REQUESTS = frozenset(
    {"ask", "request", "want", "wish", "prefer", "decline", "refuse", "insist", "agree", "demand", "fear"}
)
# "was not authorized to speak" is why a source is not named.
SPEAKING = frozenset({"speak", "talk", "comment", "discuss", "disclose", "say", "brief"})

# What things as well as people do; of things only those that are evidence count as sources.
SHOWING = frozenset(
    {"show", "suggest", "indicate", "imply", "signal", "underscore", "underline", "highlight", "demonstrate", "prove"}
    | {"illustrate", "reveal", "evidence", "emphasize", "emphasise", "reflect", "confirm"}
)
EVIDENCE = frozenset(
    {"gauge", "meter", "sensor", "instrument", "reading", "list", "test", "result", "experiment", "trial", "sample"}
    | {"measurement", "scan", "chart", "graph", "table", "index", "inspection", "inquiry", "investigation", "probe"}
    | {"exercise", "model", "simulation", "calculation", "count", "tally", "register", "return", "receipt", "dashboard"}
    | {"clip", "camera", "satellite", "screenshot", "page", "paper", "text", "exchange", "disclosure", "notes"}
)
SPEAKERS = frozenset({"PERSON", "NORP", "ORG", "GPE", "FAC", "WORK_OF_ART", "LAW", "PRODUCT"})
PEOPLE = frozenset({"adult", "people", "person", "man", "woman", "child", "boy", "girl", "household", "passer-by"})
PERSONAL = frozenset({"i", "you", "he", "she", "it", "we", "they", "who", "some", "others", "many", "few", "most"})

PRONOUNS = frozenset(
    {"it", "this", "that", "him", "her", "them", "us", "me", "you", "neither", "both", "either", "one"}
)
# With these even "it" is something: the holder takes a stand on what was said before.
TAKES_A_STAND = frozenset(
    {"deny", "confirm", "dispute", "reject", "refute", "dismiss", "condemn", "denounce", "welcome", "endorse", "oppose"}
    | {"support", "back", "doubt", "order", "demand", "recommend", "propose", "request", "regret"}
)
NOBODY = frozenset({"nobody", "none", "nothing"})


def is_excluded(cue: Cue, holder: Token | None, content: set[int], rule: str) -> bool:
    """Whether the verb with its content only looks like an attribution."""
    return (
        _speaks_of_being_named(cue, content)
        or _has_no_words(cue, content, rule)
        or _asks_for_something(cue, rule)
        or _is_held_by_nobody(cue, holder)
        or _is_a_way_of_speaking(cue, holder)
        or _has_people_for_object(cue, rule)
    )


def is_aside(doc: Doc, cue: set[int], source: set[int]) -> bool:
    """ "and I'm quoting": who quotes says so in passing; the words are those of whom they quote."""
    first_person = {doc[index].lower_ for index in source} & {"i", "we"}
    return bool(first_person) and any(doc[index].lemma_.lower() == "quote" for index in cue)


# A content of these words alone says nothing: "what they said:", "said so", "plans to".
EMPTY = frozenset(
    {"to", "not", "so", "what", "that", "which", "who", "this", "it", "as", "much", "otherwise", "is", "was"}
)


def says_nothing(doc: Doc, cue: set[int], content: set[int]) -> bool:
    """Whether a content that was found without looking at grammar is none: no word but a pronoun or "to"; or, of "citing", whom."""
    words = [doc[index] for index in sorted(content) if doc[index].text.isalnum()]
    lemmas = {doc[index].lemma_.lower() for index in cue}
    if {word.lower_ for word in words} <= EMPTY and [word.lower_ for word in words] != ["not", "so"]:
        return not lemmas & TAKES_A_STAND
    if {doc[index].lemma_.lower() for index in cue} == {"be"} and doc[min(content)].is_sent_start:
        return True  # a quotation that stands by itself, beside another sentence
    said = {word.lemma_.lower() for word in words}
    if lemmas & REQUESTS and said & NAMING and said & {"not", "anonymity", "anonymous"} and len(said) < 12:
        return True  # "who asked not to be named": what a source asks for itself
    if not lemmas & {"cite", "quote", "question"} or len(words) > 5:
        return False
    head = doc[words[0].i : words[-1].i + 1].root
    return _is_somebody(head) or ("question" not in lemmas and _is_outlet_or_office(head))


def is_remark(doc: Doc, cue: set[int], content: set[int]) -> bool:
    """ "…, the report says, painting a picture of decline": such a participle beside a statement is the author's remark."""
    for index in cue:
        verb = doc[index]
        nouns = read_following("figures_of_speech").get(verb.lemma_.lower())
        if nouns is None or verb.tag_ != "VBG" or verb.dep_ not in {"advcl", "acl"}:
            continue
        if any(doc[word].lemma_.lower() in nouns and doc[word].head == verb for word in cue | content):
            return True
    return False


def can_speak(holder: Token) -> bool:
    """Whether the holder is somebody, or a thing that things are read off: a document, a poll, an instrument."""
    lemma = holder.lemma_.lower()
    if holder.pos_ == "PRON" or holder.tag_ in {"PRP", "WP", "DT", "JJ", "CD", "EX"}:
        return holder.lower_ in PERSONAL or holder.pos_ in {"NUM", "ADJ"}
    if holder.pos_ == "PROPN" or holder.ent_type_ in SPEAKERS:
        return True
    if lemma in {"figure", "number", "estimate"} and holder.tag_ == "NN":
        return any(child.dep_ in {"acl", "poss"} for child in holder.children)  # it has a source of its own
    return lemma in source_nouns() or lemma in PEOPLE or lemma in EVIDENCE


@cache
def source_nouns() -> dict[str, str]:
    """The nouns by which a source is described -> what kind of source."""
    return {entry[0]: entry[1] for entry in read_lexicon("source_nouns")}


def _speaks_of_being_named(cue: Cue, content: set[int]) -> bool:
    words = {cue.token.doc[index].lemma_.lower() for index in content}
    lemma = cue.entry.lemma
    if lemma == "authorize":
        return bool(words & SPEAKING)
    if lemma not in REQUESTS:
        return False
    if words & {"anonymity", "anonymous"}:
        return True
    doc = cue.token.doc
    passive = any(doc[index].lemma_.lower() in NAMING and doc[index].tag_ == "VBN" for index in content)
    name = any(doc[index].lemma_.lower() == "name" and doc[index].pos_ == "NOUN" for index in content)
    return passive or (name and bool(words & NAME_IS_USED))


def _has_no_words(cue: Cue, content: set[int], rule: str) -> bool:
    """Only "to" (the verb is left out), or only a pronoun after a verb that says nothing about it."""
    words = {cue.token.doc[index].lower_ for index in content if not cue.token.doc[index].is_punct}
    if not words:
        return False
    if words <= {"to", "not"}:
        return True
    return rule in {"object", "preposition"} and words <= PRONOUNS and cue.entry.lemma not in TAKES_A_STAND


def _asks_for_something(cue: Cue, rule: str) -> bool:
    """ "asked us for tea"; "you had better ask": nothing is said by that, a thing or a question is wanted."""
    if cue.entry.lemma != "ask":
        return False
    children = list(cue.token.children)
    if rule == "preposition":
        return any(child.dep_ in {"dobj", "dative"} and child.pos_ == "PRON" for child in children)
    subject = next((child.lower_ for child in children if child.dep_ == "nsubj"), "")
    return subject == "you" and any(child.dep_ == "aux" and child.tag_ in {"MD", "VBD"} for child in children)


def _is_held_by_nobody(cue: Cue, holder: Token | None) -> bool:
    """ "Nobody calls it a scandal"; but nobody in a certain group is that group."""
    if holder is None or holder.dep_ == "pobj":
        return False
    nobody = holder.lower_ in NOBODY or (holder.lower_ == "one" and holder.i > 0 and holder.nbor(-1).lower_ == "no")
    return nobody and not any(child.dep_ in {"prep", "relcl", "acl"} for child in holder.children)


def _is_a_way_of_speaking(cue: Cue, holder: Token | None) -> bool:
    """ "The merger underscores an effort": events and abstract things say nothing, the author does."""
    if holder is None:
        return False
    if holder.like_num and any(map(str.isdigit, holder.text)) and not any(c.dep_ == "prep" for c in holder.children):
        return True  # "the 3,500 agreed with neither"
    if cue.token.lemma_.lower() not in SHOWING:
        return False
    if holder.lower_ in {"which", "that"} and holder.head.dep_ == "relcl":
        holder = holder.head.head
    return not can_speak(holder)


def _has_people_for_object(cue: Cue, rule: str) -> bool:
    """ "questioned 804 adults" asks them; "citing the Courier" passes on where it comes from."""
    if rule != "object" or cue.entry.lemma not in {"question", "cite"}:
        return False
    things = [child for child in cue.token.children if child.dep_ == "dobj"]
    return any(_is_somebody(thing) or (cue.entry.lemma == "cite" and _is_outlet_or_office(thing)) for thing in things)


def _is_somebody(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return noun.ent_type_ in {"PERSON", "NORP"} or source_nouns().get(lemma) == "person" or lemma in PEOPLE


def _is_outlet_or_office(noun: Token) -> bool:
    kind = source_nouns().get(noun.lemma_.lower())
    return noun.ent_type_ == "ORG" or noun.pos_ == "PROPN" or kind in {"outlet", "institution"}
