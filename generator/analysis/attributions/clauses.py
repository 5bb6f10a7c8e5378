"""Verbs that credit: what they say, think, want or praise, by the frames that the lexicon allows each of them.

The frames are read off the dependency labels of spaCy's English pipelines (ClearNLP style: ccomp, xcomp, dobj, oprd, prep + pobj).
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate, subtree
from generator.analysis.attributions.cues import Cue, find_verb_cues, read_cues
from generator.analysis.attributions.holders import find_holder, holder_words, is_passive
from generator.model import CueClass

SPEAKING = frozenset({CueClass.SPEECH, CueClass.DOCUMENT})


def find_by_verbs(doc: Doc) -> list[Candidate]:
    """A candidate for each verb cue that has a content by one of its frames, or may have a quotation for one."""
    found = []
    for cue in find_verb_cues(doc):
        content, more_cue, rule = _content(cue)
        words = set(cue.words) | more_cue
        holder = None if rule == "raise" else find_holder(cue.token)
        source = holder_words(holder, away=words | content | {cue.token.i})
        content -= words | (source if holder is not None and holder.dep_ != "relcl" else set())
        quotes = "quote" in cue.entry.frames
        if content or (quotes and (source or cue.token.dep_ == "ROOT")):
            found.append(
                Candidate(
                    anchor=cue.token.i,
                    source=source,
                    cue=words,
                    content=content,
                    cue_class=cue.entry.cue_class,
                    stance=cue.entry.stance,
                    found_by=rule or "quotation",
                    takes_quotation=quotes,
                )
            )
    return found


Frame = Callable[[Cue], tuple[set[int], set[int]]]  # -> content, further words of the cue


def _content(cue: Cue) -> tuple[set[int], set[int], str]:
    """What the cue credits, by the first frame that fits: the content, further words of the cue, the frame's name."""
    for name, frame in FRAMES:
        content, more_cue = frame(cue)
        if content:
            return content, more_cue, name
    return set(), set(), ""


def _raise(cue: Cue) -> tuple[set[int], set[int]]:
    """ "The mill seems to be closed", "is expected to close": the subject belongs to the content, nobody is credited."""
    verb = cue.token
    if "raise" not in cue.entry.frames:
        return set(), set()
    active = verb.lemma_ in {"seem", "appear"}
    if not (active or is_passive(verb)) or any(child.dep_ == "agent" for child in verb.children):
        return set(), set()
    complements = [
        child for child in verb.children if child.dep_ in {"xcomp", "oprd", "acomp", "ccomp"} and child.i > verb.i
    ]
    if not complements:
        return set(), set()
    content = set().union(*(subtree(child) for child in complements))
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ != "it":
            content |= subtree(child)
    return content, set()


ASKING = frozenset({"ask", "wonder", "inquire", "enquire"})


def _clause(cue: Cue) -> tuple[set[int], set[int]]:
    """ "said that the wall holds"; "the wall holds, she said"; "asked whether it holds"."""
    verb = cue.token
    if "clause" not in cue.entry.frames and "quote" not in cue.entry.frames:
        return set(), set()
    content: set[int] = set()
    for child in verb.children:
        if child.dep_ == "ccomp" or (child.dep_ == "parataxis" and child.i > verb.i):
            if "clause" not in cue.entry.frames and not _is_quoted(child):
                continue
            content |= subtree(child)
        elif child.dep_ == "advcl" and cue.entry.lemma in ASKING and _mark(child) in {"whether", "if"}:
            content |= subtree(child)
    if content and "object" in cue.entry.frames:  # "acknowledged the delay: 'Our task is ...'"
        things = [thing for thing in _things(verb) if thing.i < min(content)]
        if things and ":" in {verb.doc[index].text for index in range(things[-1].i, min(content) + 1)}:
            content = content.union(*(subtree(thing) for thing in things))
    if not content and "clause" in cue.entry.frames and verb.dep_ in {"parataxis", "ccomp"} and _is_parenthetical(verb):
        content = subtree(verb.head, without={verb.i})
        content -= {index for index in content if verb.doc[index].sent != verb.sent}
    return content, set()


def _is_quoted(token: Token) -> bool:
    return '"' in {token.doc[token.left_edge.i].text, token.doc[max(0, token.left_edge.i - 1)].text}


def _mark(clause: Token) -> str:
    return next((child.lower_ for child in clause.children if child.dep_ == "mark"), "")


def _is_parenthetical(verb: Token) -> bool:
    """ "The wall, she said, holds": a clause without complement, between commas or after one."""
    first = verb.left_edge.i
    around = {verb.doc[index].text for index in (first - 1, first) if index >= 0}
    if around.isdisjoint({",", "—", "–", "--", '"'}):
        return False
    if verb.dep_ == "ccomp" and verb.head.lemma_.lower() in read_cues()["verb"]:
        return False  # the head is the cue, this its content
    return _mark(verb) == "" and not any(child.dep_ in {"dobj", "xcomp", "ccomp"} for child in verb.children)


def _infinitive(cue: Cue) -> tuple[set[int], set[int]]:
    """ "vowed to rebuild"; "denied taking the key"; "urged the council to wait"."""
    verb = cue.token
    content: set[int] = set()
    if "inf" in cue.entry.frames:
        for child in verb.children:
            if child.dep_ == "xcomp" and child.i > verb.i and (_has_to(child) or child.tag_ == "VBG"):
                content |= subtree(child)
    if "someone" in cue.entry.frames and not content:
        for child in verb.children:
            if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.i > verb.i and _has_to(child):
                content |= subtree(child)
                if not is_passive(verb):
                    content = content.union(*(subtree(thing) for thing in _things(verb) if thing.i < child.i))
    return content, set()


def _things(verb: Token) -> list[Token]:
    """The direct objects after the verb."""
    return [child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i]


def _undergoers(verb: Token) -> list[Token]:
    """What is called or described: the objects of an active verb, the subject of a passive."""
    if is_passive(verb):
        return [child for child in verb.children if child.dep_ == "nsubjpass"]
    return _things(verb)


def _has_to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _small(cue: Cue) -> tuple[set[int], set[int]]:
    """ "called the plan a folly", "deemed it unsafe"."""
    verb = cue.token
    if "small" not in cue.entry.frames:
        return set(), set()
    predicates = [
        child for child in verb.children if child.dep_ in {"oprd", "ccomp", "acomp", "attr"} and child.i > verb.i
    ]
    if not predicates:
        return set(), set()
    return set().union(*(subtree(child) for child in predicates + _undergoers(verb))), set()


def _as(cue: Cue) -> tuple[set[int], set[int]]:
    """ "described the road as unsafe"; "who view it as a ploy"."""
    verb = cue.token
    if "as" not in cue.entry.frames:
        return set(), set()
    content: set[int] = set()
    things = _undergoers(verb)
    for head in [verb, *things]:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "as" and child.i > verb.i:
                content |= subtree(child)
    return (content.union(*(subtree(thing) for thing in things)) if content else content), set()


PREPOSITIONS = frozenset({"of", "for", "about", "against", "to", "with", "on", "at", "in", "over", "by"})


def _preposition(cue: Cue) -> tuple[set[int], set[int]]:
    """ "warned of floods", "accused the firm of fraud": with a thing, the preposition belongs to the content, else to the cue."""
    verb = cue.token
    wanted = cue.entry.frames & PREPOSITIONS
    things = _things(verb)
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in wanted and child.i > verb.i:
            objects = [word for word in child.children if word.dep_ in {"pobj", "pcomp"}]
            if not objects:
                continue
            if things and cue.entry.frames & {"object", "of", "for"}:
                return set().union(*(subtree(word) for word in [child, *things])), set()
            if not things:
                return set().union(*(subtree(word) for word in objects)), {child.i}
    for thing in things:  # "the firm of fraud", parsed as one
        if any(child.dep_ == "prep" and child.lower_ in wanted for child in thing.children):
            return subtree(thing), set()
    return set(), set()


def _object(cue: Cue) -> tuple[set[int], set[int]]:
    """ "praised the crew", "emphasized the need for care"."""
    if "object" not in cue.entry.frames or is_passive(cue.token):
        return set(), set()
    things = [thing for thing in _things(cue.token) if thing.lower_ not in EMPTY_OBJECTS]
    return set[int]().union(*(subtree(thing) for thing in things)), set()


# Pronouns that say nothing yet; and what a source asks for itself ("who requested anonymity"), which is not what it says.
EMPTY_OBJECTS = frozenset(
    {"himself", "herself", "itself", "themselves", "myself", "which", "that", "what", "anonymity"}
)


FRAMES: tuple[tuple[str, Frame], ...] = (
    ("raise", _raise),
    ("small-clause", _small),
    ("clause", _clause),
    ("infinitive", _infinitive),
    ("as", _as),
    ("preposition", _preposition),
    ("object", _object),
)
