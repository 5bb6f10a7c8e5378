"""Verbs that credit: what they say, think, want or praise, by the frames that the lexicon allows each of them.

The frames are read off the dependency labels of spaCy's English pipelines (ClearNLP style: ccomp, xcomp, dobj, oprd, prep + pobj).
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate, subtree
from generator.analysis.attributions.cue_stances import find_stance
from generator.analysis.attributions.cues import Cue, find_verb_cues, read_cues
from generator.analysis.attributions.exclusions import is_excluded
from generator.analysis.attributions.holders import find_holder, holder_words, is_passive
from generator.model import CueClass, CueStance

REPORTING = frozenset({CueClass.SPEECH, CueClass.DOCUMENT, CueClass.BELIEF, CueClass.EVIDENCE})


def find_by_verbs(doc: Doc) -> list[Candidate]:
    """A candidate for each verb cue that has a content by one of its frames, or may have a quotation for one."""
    found = []
    for cue in find_verb_cues(doc):
        content, more_cue, rule = _content(cue)
        words = set(cue.words) | more_cue
        holder = None if rule == "raise" else find_holder(cue.token)
        source = holder_words(holder, away=words | content | {cue.token.i})
        content -= words | (source if holder is not None and holder.dep_ != "relcl" else set())
        if is_excluded(cue, holder, content, rule):
            continue
        quotes = "quote" in cue.entry.frames
        if content or (quotes and (source or cue.token.dep_ == "ROOT")):
            found.append(
                Candidate(
                    anchor=cue.token.i,
                    source=source,
                    cue=words,
                    content=content,
                    cue_class=CueClass.ACT if _is_withheld(cue, content) else cue.entry.cue_class,
                    stance=find_stance(doc, words),
                    found_by=rule or "quotation",
                    takes_quotation=quotes,
                    is_passive=is_passive(cue.token),
                    stands_inside=_stands_inside(cue, holder, content, rule),
                )
            )
    return found


QUESTION_WORDS = frozenset({"who", "whom", "whose", "which", "what", "why", "when", "where", "how", "whether", "if"})


def _first_word(cue: Cue, content: set[int]) -> str:
    return cue.token.doc[min(content)].lower_ if content else ""


def _is_withheld(cue: Cue, content: set[int]) -> bool:
    """ "would not say why", "did not tell him whether": nothing was said."""
    negated = any(child.dep_ == "neg" for child in cue.token.children)
    return negated and cue.entry.lemma in {"say", "tell"} and _first_word(cue, content) in QUESTION_WORDS


WITHHOLDING = frozenset({"refuse", "decline", "fail", "avoid", "stop", "cease", "forget", "neglect", "hesitate"})


def _stands_inside(cue: Cue, holder: Token | None, content: set[int], rule: str) -> bool:
    """Whether it is an attribution even inside another's content: somebody says or believes a proposition there."""
    if cue.token.dep_ == "xcomp" and cue.token.head.lemma_.lower() in WITHHOLDING:
        return False  # "refused to blame the pilot"
    if holder is not None and rule == "clause" and cue.entry.cue_class is CueClass.ATTITUDE:
        return True  # "feared that the bar was shut"
    if holder is None or cue.entry.cue_class not in REPORTING:
        return False
    if rule == "clause" and cue.entry.cue_class is not CueClass.SPEECH:
        return _first_word(cue, content) not in QUESTION_WORDS
    if rule == "infinitive":
        return cue.entry.stance is not CueStance.DIRECTIVE and {"clause", "inf"} <= cue.entry.frames
    if rule == "object":
        return holder.pos_ != "PRON"
    return rule in {"clause", "as", "small-clause", ""}


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
    for child in _clauses(verb):
        if "clause" in cue.entry.frames or _is_quoted(child):
            content |= subtree(child, without=_inserted(verb, child) | _resumed_that(verb, child))
    for child in verb.children:
        if (
            child.dep_ == "advcl"
            and child.i > verb.i
            and cue.entry.lemma in ASKING
            and _mark(child) in {"whether", "if"}
        ):
            content |= subtree(child)
    if content and "object" in cue.entry.frames:  # "acknowledged the delay: 'Our task is ...'"
        things = [thing for thing in _things(verb) if thing.i < min(content)]
        if things and ":" in {verb.doc[index].text for index in range(things[-1].i, min(content) + 1)}:
            content = content.union(*(subtree(thing) for thing in things))
    if not content and "clause" in cue.entry.frames and _is_parenthetical(verb):
        content = subtree(verb.head, without={verb.i}).union(*(subtree(child) for child in _resumed(verb)))
        content -= {index for index in content if verb.doc[index].sent != verb.sent}
    return content - find_comment(verb.doc, content), set()


def _clauses(verb: Token) -> list[Token]:
    """The finite clauses that the verb takes for its complement, wherever the parser hung them."""
    clauses = [
        child
        for child in verb.children
        if (child.dep_ == "ccomp" or (child.dep_ == "parataxis" and child.i > verb.i))
        and not _is_cut_off(verb, child)
        and not _is_parenthetical(child)
    ]
    if verb.dep_ == "conj" and not clauses:  # "backs the plan but fears that it is late", "fears" taken for a noun
        clauses = [
            child for child in verb.children if child.dep_ == "acl" and child.i > verb.i and _mark(child) == "that"
        ]
    inner = next((child for child in verb.children if child.dep_ == "xcomp" and child.i > verb.i), None)
    if inner is not None and is_passive(inner):  # "recalled being told that ..."
        clauses = [clause for clause in clauses if clause.i < inner.i]
    elif verb.dep_ == "xcomp" and is_passive(verb) and not clauses:
        clauses = [child for child in verb.head.children if child.dep_ == "ccomp" and child.i > verb.i]
    return clauses


def _is_cut_off(verb: Token, clause: Token) -> bool:
    """Whether a colon or semicolon parts the clause before the verb from it: "it may be low: the census shows ..."."""
    return clause.i < verb.i and any(
        verb.doc[index].text in {":", ";"} for index in range(clause.i + 1, verb.i) if verb.doc[index].head == verb
    )


def _inserted(verb: Token, clause: Token) -> set[int]:
    """The participle clause between the verb and its complement: "reported, citing two pilots, that ..."."""
    first = clause.left_edge
    if first.i != verb.i + 2 or verb.doc[verb.i + 1].text != ",":
        return set()
    return {child.i for child in clause.lefts if child.dep_ == "advcl" and child.tag_ == "VBG"}


def _resumed_that(verb: Token, clause: Token) -> set[int]:
    """A further "and that ..." beside a clause without "that", where the verb itself stands in a clause with it: what is said goes
    on there, not what is said to be thought."""
    if _mark(clause) == "that" or _mark(verb) != "that":
        return set()
    further = [child for child in clause.children if child.dep_ == "conj" and _mark(child) == "that"]
    return {child.i for child in further} | {word.i for word in clause.children if further and word.dep_ == "cc"}


RESUMING = frozenset({"if", "unless", "since", "because", "although", "though", "from", "despite", "without"})


def _resumed(verb: Token) -> list[Token]:
    """What follows a parenthetical "she said," and belongs to the clause around it, though the parser hung it from the verb of
    saying: "and were thanked", "if it does not rain"."""
    found = []
    for child in verb.children:
        if child.i < verb.i or not _follows_comma(verb.doc, child.left_edge.i):
            continue
        if child.dep_ == "conj":
            if not any(word.dep_ in {"nsubj", "nsubjpass", "expl"} for word in child.children):
                found += [child, *(word for word in verb.children if word.dep_ == "cc" and word.i > verb.i)]
        elif child.dep_ in {"advcl", "prep"} and (_mark(child) or child.lower_) in RESUMING:
            found.append(child)
    return found


def _follows_comma(doc: Doc, index: int) -> bool:
    """Whether a comma stands before the word, perhaps with "and" between."""
    before = index - 1
    while before > 0 and doc[before].dep_ == "cc":
        before -= 1
    return doc[before].text == ","


# Nouns that take up a whole statement to say something about it: "4,000 homes could flood, a figure that has divided the town".
COMMENTING = frozenset(
    {
        "figure",
        "number",
        "total",
        "sum",
        "claim",
        "charge",
        "allegation",
        "accusation",
        "assertion",
        "statement",
        "view",
    }
    | {"move", "step", "decision", "development", "prospect", "fact", "finding", "result", "shift", "change", "rise"}
    | {"increase", "decline", "estimate", "admission", "reversal", "position", "stance", "argument", "suggestion"}
    | {"idea", "notion", "theory", "point", "warning", "prediction", "promise", "remark", "comment", "sentiment"}
    | {"policy", "plan", "proposal", "remarks", "comments", "words"}
)


def find_comment(doc: Doc, content: set[int]) -> set[int]:
    """The author's remark on an unquoted statement, set after it as an apposition: ", a figure that has divided the town"."""
    if not content or any(doc[index].text == '"' for index in content):
        return set()
    for index in content:
        noun = doc[index]
        if noun.lemma_.lower() not in COMMENTING or noun.dep_ not in {"npadvmod", "appos", "dobj", "attr"}:
            continue
        first = noun.left_edge
        described = any(child.dep_ in {"relcl", "acl"} for child in noun.children)
        if (
            described
            and (first.lower_ in {"a", "an"} or noun.tag_ == "NNS")
            and first.i > 0
            and doc[first.i - 1].text == ","
        ):
            return {word.i for word in noun.subtree}
    return set()


def _is_quoted(token: Token) -> bool:
    return '"' in {token.doc[token.left_edge.i].text, token.doc[max(0, token.left_edge.i - 1)].text}


def _mark(clause: Token) -> str:
    return next((child.lower_ for child in clause.children if child.dep_ == "mark"), "")


def _is_parenthetical(verb: Token) -> bool:
    """ "The wall, she said, holds": a clause of saying without complement, between commas or after one."""
    if verb.dep_ not in {"parataxis", "ccomp"} or verb.lemma_.lower() not in read_cues()["verb"]:
        return False
    first = verb.left_edge.i
    around = {verb.doc[index].text for index in (first - 1, first) if index >= 0}
    if around.isdisjoint({",", "—", "–", "--", '"'}):
        return False
    if _mark(verb) or any(child.dep_ in {"dobj", "xcomp", "ccomp"} for child in verb.children):
        return False
    if verb.head.lemma_.lower() in read_cues()["verb"]:  # else the head is the cue, and this its content
        return verb.dep_ == "parataxis" and verb.i > verb.head.i
    return True


def _infinitive(cue: Cue) -> tuple[set[int], set[int]]:
    """ "vowed to rebuild"; "denied taking the key"; "urged the council to wait"."""
    verb = cue.token
    content: set[int] = set()
    if "inf" in cue.entry.frames:
        for child in verb.children:
            gerund = child.tag_ == "VBG" or any(word.lower_ == "being" for word in child.children)
            if child.dep_ == "xcomp" and child.i > verb.i and (_has_to(child) or gerund):
                content = (content | subtree(child)).union(*(subtree(clause) for clause in _clauses(child)))
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
            if things:
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
    return set[int]().union(*(subtree(thing, without=_further_verbs(thing)) for thing in things)), set()


def _further_verbs(thing: Token) -> set[int]:
    """Finite verbs that the parser coordinated with the object: "backs the plan but fears that ..."."""
    return {
        index
        for child in thing.children
        if child.dep_ == "conj" and child.tag_ in {"VBZ", "VBD"}
        for index in (child.i, *(word.i for word in thing.children if word.dep_ == "cc"))
    }


def _figure(cue: Cue) -> tuple[set[int], set[int]]:
    """ "put the number of boats at about 2,600"."""
    things = _things(cue.token)
    if "figure" not in cue.entry.frames or not things:
        return set(), set()
    for child in cue.token.children:
        if child.dep_ == "prep" and child.lower_ == "at" and any(word.like_num for word in child.subtree):
            return subtree(child).union(*(subtree(thing) for thing in things)), set()
    return set(), set()


# Pronouns that say nothing yet; and what a source asks for itself ("who requested anonymity"), which is not what it says.
EMPTY_OBJECTS = frozenset(
    {"himself", "herself", "itself", "themselves", "myself", "which", "that", "what", "anonymity"}
)


NO_ANSWER = "no-answer"


def _no_answer(cue: Cue) -> tuple[set[int], set[int]]:
    """ "did not respond to a request for comment": what was left unanswered."""
    verb = cue.token
    if not any(child.dep_ == "neg" for child in verb.children):
        return set(), set()
    if cue.entry.lemma not in {"respond", "reply"}:
        return set(), set()
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to" and child.i > verb.i:
            asked = [word for word in child.children if word.dep_ == "pobj" and word.lemma_.lower() in ATTEMPTS]
            if asked:
                return set[int]().union(*(subtree(word) for word in asked)), {child.i}
    return set(), set()


ATTEMPTS = frozenset(
    {"request", "question", "call", "message", "email", "e-mail", "inquiry", "enquiry", "query", "letter"}
)


FRAMES: tuple[tuple[str, Frame], ...] = (
    ("raise", _raise),
    (NO_ANSWER, _no_answer),
    ("small-clause", _small),
    ("clause", _clause),
    ("infinitive", _infinitive),
    ("as", _as),
    ("figure", _figure),
    ("preposition", _preposition),
    ("object", _object),
)
