"""What the words beside a phrase say that its referent is or does: titles, appositions, predicates, relative clauses."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from generator.analysis.mentions.phrases import is_plural, phrase_span
from generator.lexicons import read_lexicon
from generator.model import MentionForm, TextSpan

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_COURTESY = {"mr", "mrs", "ms", "miss", "mx"}
_PARTY_TAGS = {row[0] for row in read_lexicon("capacity_words") if row[1] == "party-tag"}
_BREAKS = {"—", "–", "--"}  # behind a dateline, before an afterthought
_COPULAS = {"be", "become", "remain"}
_IN_TITLES = {
    "of",
    "for",
    "at",
    "to",
    "then",
    "now",
    "formerly",
    "in",
    "on",
    "once",
    "acting",
    "retired",
}  # "editor at large"
_CAPACITY_VERBS = {
    "advise", "chair", "coach", "coordinate", "direct", "edit", "found", "own", "head", "lead", "manage",
    "oversee", "represent", "run", "serve", "study", "teach", "work", "specialize", "specialise", "govern",
    "command",
}  # fmt: skip


_SAYS_NOTHING = {  # or only what the writer thinks of somebody
    "man", "woman", "person", "guy", "one", "boy", "girl", "fan", "friend", "supporter", "advocate", "champion", "critic",
    "ally", "opponent", "proponent", "believer", "nominee", "broker", "leader", "fighter", "star", "outsider", "insider",
}  # fmt: skip
_ISSUES = {
    "release", "conduct", "publish", "issue", "commission", "write", "produce", "compile", "sponsor", "pay", "make", "send",
    "prepare", "author", "draft",
}  # fmt: skip
_APPOINTS = {"name", "appoint", "elect", "call"}
_BECOMES = {"serve", "take", "work", "act", "appoint", "name", "hire", "elect", "continue", "return", "install"}
# "The Courier's Jon Vell" works there; single words, as a possessor's head is one.
_EMPLOYERS = {row[0] for row in read_lexicon("outlets")} | {row[0] for row in read_lexicon("institutions")}


def find_capacities(head: Token, name: Span | None, named: Token | None, form: MentionForm) -> Iterator[TextSpan]:
    """The stretches that say what the referent is or does, in text order as far as the parse gives it."""
    doc = head.doc
    if named is not None:
        described = phrase_span(head)
        if name is not None and name.start_char < described.end_char:
            described = TextSpan(described.start_char, doc[name.start - 1].idx + len(doc[name.start - 1]))
        yield described
        yield from _clause_capacities(named)
        for child in named.children:
            if child.dep_ == "appos" and child.pos_ == "NOUN":
                yield phrase_span(child)
    elif name is not None:
        office = office_before(name)
        start = min(head.left_edge.i, name.start) if office is None else office.left_edge.i
        start = max([start, *(token.i + 1 for token in doc[start : name.start] if token.text in _BREAKS)])
        before = [
            token
            for token in doc[start : name.start]
            if not token.is_punct and token.dep_ != "poss" and token.lower_ not in {"the", "a", "an", "’s", "'s"}
        ]
        if any(
            (token.tag_ == "CD" and token.lower_ != "one")
            or (token.pos_ in {"ADP", "ADV", "VERB"} and not _in_title(token) and not _in_compound(token))
            for token in before
        ):
            before = []  # the parser has taken a clause for a title
        joined = [
            place
            for place, token in enumerate(before)
            if token.pos_ == "CCONJ" and before[place - 1].ent_type_ == "PERSON"
        ]
        before = before[joined[-1] + 1 :] if joined else before  # "Ana Brel and Speaker Jon Vell"
        while before and before[0].pos_ in {"DET", "ADV", "CCONJ", "SCONJ", "ADP", "NUM"}:
            before.pop(0)
        if before and before[-1].tag_ == "NNS" and before[-1].lower_.removesuffix("s") not in _NOUNS:
            before = []  # "Brand rips Jon Vell": a headline's verb
        while before:  # "an old conservative, columnist Ana Brel": each for itself
            comma = next((i for i, token in enumerate(before[1:], 1) if token.nbor(-1).text == ","), len(before))
            if any(_names_capacity(token) for token in before[:comma]):
                yield TextSpan(before[0].idx, before[comma - 1].idx + len(before[comma - 1]))
            before = before[comma:]
        for child in head.children:
            if (
                child.dep_ == "poss"
                and child.pos_ == "PROPN"
                and (child.lower_ in _EMPLOYERS or child.ent_type_ == "ORG")
            ):
                yield phrase_span(child)
            if child.dep_ == "appos" and child.pos_ in {"NOUN", "PROPN", "ADJ"} and not child.like_num:
                if _stands_apart(child) and (not is_plural(child) or is_plural(head)):
                    yield _whole_compound(child)
                    yield from _said_besides(child)
            elif _is_one_of_several(child) and _stands_apart(child):
                yield phrase_span(child)
            elif child.i == name.end and child.lower_ in {"of", "from", "with", "at"} and _governs_name(child):
                yield TextSpan(child.idx, child.right_edge.idx + len(child.right_edge))
        yield from _said_to_be(head)
        yield from _said_of_all(head)
        yield from _said_before(head)
        yield from _said_in_front(head, name)
        yield from _parenthesis(doc, name.end)
    if form is MentionForm.DESCRIPTION:
        for child in head.children:
            if child.dep_ == "appos" and child is not named and child.pos_ == "NOUN":
                yield phrase_span(child)
    yield from _clause_capacities(head)


def _whole_compound(apposition: Token) -> TextSpan:
    """Its phrase; of "a co-founder of the mill", whose parts are three appositions to the parser, all of it."""
    doc, last = apposition.doc, apposition
    while last.i + 2 < len(doc) and doc[last.i + 1].text == "-" and doc[last.i + 2].head == apposition.head:
        if last.whitespace_ or doc[last.i + 1].whitespace_ or doc[last.i + 2].dep_ != "appos":
            break
        last = doc[last.i + 2]
    return TextSpan(phrase_span(apposition).start_char, phrase_span(last).end_char)


def _said_besides(apposition: Token) -> Iterator[TextSpan]:
    """What else somebody is: "a friend and adviser of the mayor"."""
    for other in apposition.conjuncts:
        noun = _NOUNS.get(other.lemma_.lower())
        person = noun is not None and noun[1] == "person"
        if other.i > apposition.i and other.pos_ == "NOUN" and person and not is_plural(other):
            yield phrase_span(other)


def _is_one_of_several(token: Token) -> bool:
    """Whether it says of a name that it is "one of the mill's founders"."""
    return token.dep_ == "appos" and token.lower_ == "one" and any(child.lower_ == "of" for child in token.children)


def _said_in_front(head: Token, name: Span) -> Iterator[TextSpan]:
    """What the subject is, before a comma at the beginning of the sentence: "A former teacher, Ana Brel said"."""
    comma = min(head.left_edge.i, name.start) - 1
    if head.dep_ not in {"nsubj", "nsubjpass"} or comma <= head.sent.start or head.doc[comma].text != ",":
        return
    for child in head.head.children:
        noun = _NOUNS.get(child.lemma_.lower())
        before = child.left_edge.i == head.sent.start and child.right_edge.i == comma - 1
        if before and noun is not None and noun[1] == "person" and child.pos_ == "NOUN" and not is_plural(child):
            yield phrase_span(child)


def _said_to_be(head: Token) -> Iterator[TextSpan]:
    """What the name is given to: "The two reporters are Ana Brel and Jon Vell"."""
    first = head
    while first.dep_ == "conj":
        first = first.head
    if first.dep_ != "attr" or first.head.lemma_ != "be" or any(child.dep_ == "neg" for child in first.head.children):
        return
    for subject in first.head.children:
        noun = _NOUNS.get(subject.lemma_.lower())
        together = subject.i < first.i and is_plural(subject) == bool(list(first.conjuncts))
        if subject.dep_ == "nsubj" and noun is not None and noun[1] == "person" and together:
            yield phrase_span(subject)


def _said_of_all(head: Token) -> Iterator[TextSpan]:
    """What is said of several together: "Ana Brel and Jon Vell, sociologists at the university"."""
    members = sorted([head, *head.conjuncts], key=lambda member: member.i) if head.conjuncts else []
    for member in members:
        for child in member.children:
            if child.dep_ == "appos" and child.i > members[-1].i and child.pos_ == "NOUN" and is_plural(child):
                yield phrase_span(child)


def _said_before(head: Token) -> Iterator[TextSpan]:
    """What several are before their names: "Two sociologists, Ana Brel and Jon Vell,"."""
    first = head
    while first.dep_ == "conj":
        first = first.head
    noun = _NOUNS.get(first.head.lemma_.lower())
    people = noun is not None and noun[1] == "person"
    if first.dep_ == "appos" and (first is not head or list(first.conjuncts)) and is_plural(first.head) and people:
        yield phrase_span(first.head)


def _stands_apart(apposition: Token) -> bool:
    """Whether a comma or dash is before it, as before what is said of a name; party and place in brackets are read apart."""
    first = apposition.left_edge
    noun = _NOUNS.get(apposition.lemma_.lower())
    if first.tag_ == "PRP$" and (noun is None or noun[1] != "person"):
        return False  # "her use of it" is nobody
    return first.i > 0 and first.nbor(-1).text in {",", ":", *_BREAKS}


def _in_title(token: Token) -> bool:
    return token.lower_ in _IN_TITLES or token.dep_ in {"compound", "amod", "nmod"}


def _in_compound(token: Token) -> bool:
    """Whether a hyphen ties it to its neighbour: "best-selling author"."""
    return any(0 <= i < len(token.doc) and token.doc[i].text == "-" for i in (token.i - 1, token.i + 1))


def office_before(name: Span) -> Token | None:
    """ "Chief" of "Chief of the General Staff Ana Brel", which the parser takes for a phrase about "the General Staff Ana Brel"."""
    of = name.root.head
    noun = _NOUNS.get(of.head.lower_)
    if name.root.dep_ != "pobj" or of.lower_ != "of" or of.head.i >= of.i or not of.head.text[:1].isupper():
        return None
    inside = any(token.dep_ in {"compound", "nmod"} for token in name.doc[name.root.left_edge.i : name.start])
    return of.head if noun is not None and noun[1] == "person" and name.root.ent_type_ == "PERSON" and inside else None


def _governs_name(preposition: Token) -> bool:
    """Whether what it governs has a name and is no place: where somebody lives is no capacity."""
    governed = [child for child in preposition.children if child.pos_ == "PROPN"]
    places = {"GPE", "LOC", "PERSON", ""} if preposition.lower_ in {"of", "from"} else {"GPE", "LOC", "PERSON"}
    people = any(child.ent_type_ == "PERSON" for child in governed)
    return not people and any(
        child.ent_type_ not in places or (child.n_lefts and child.ent_type_ not in {"GPE", "LOC"}) for child in governed
    )


def _parenthesis(doc: Doc, i: int) -> Iterator[TextSpan]:
    """The party and place after a name: "Ana Brel (D-Dunmere)"."""
    if i + 1 < len(doc) and doc[i].text == "(":
        for j in range(i + 1, min(i + 9, len(doc))):
            if doc[j].text == ")":
                words = doc[i + 1 : j].text
                party = words.split(",")[0].strip().lower() in _PARTY_TAGS
                if words[:2] in {"R-", "D-", "I-", "R.", "D.", "I."} or words in {"R", "D", "I"} or party:
                    yield TextSpan(doc[i + 1].idx, doc[j].idx)
                return


def find_predicates(pronoun: Token) -> Iterator[TextSpan]:
    """What "she is a student" says of her, where the noun says more than that she is a woman."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubj" or verb.lemma_ != "be" or verb.tag_ not in {"VBZ", "VBD"}:
        return
    if not any(child.dep_ in {"neg", "aux"} or child.lower_ in {"if", "whether", "unless"} for child in verb.children):
        said = [child for child in verb.children if child.dep_ == "attr"]
        new = all(any(word.lower_ in {"a", "an"} for word in noun.children) for noun in said)
        if new and not {noun.lemma_.lower() for noun in said} & _SAYS_NOTHING:
            yield from _attributes(verb)


def _clause_capacities(head: Token) -> Iterator[TextSpan]:
    """What a copula or a relative clause says the referent is or does."""
    verb = head.head
    if head.dep_ == "nsubj" and verb.lemma_ in _COPULAS and not any(child.dep_ == "neg" for child in verb.children):
        yield from _attributes(verb)
    for child in head.children:
        if child.dep_ == "relcl":
            subjects = [token for token in child.children if token.dep_ == "nsubj"]
            if any(token.lower_ == "who" for token in subjects):
                if child.lemma_ in _COPULAS:
                    yield from _attributes(child)
                elif _does_capacity(child):
                    yield TextSpan(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))
        elif child.dep_ == "acl" and child.tag_ == "VBN":  # "the poll, released by the institute"
            yield from (
                TextSpan(by.idx, by.right_edge.idx + len(by.right_edge))
                for by in child.children
                if by.dep_ == "agent" and child.lemma_ in _ISSUES
            )
            if child.lemma_ in _APPOINTS:  # "recently named chief executive"
                yield from (
                    phrase_span(noun)
                    for noun in child.children
                    if noun.dep_ in {"oprd", "attr", "dobj"} and _is_office(noun)
                )
    if head.dep_ in {"nsubj", "nsubjpass"}:  # "she takes over as chair"
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ == "as" and verb.lemma_ in _BECOMES:
                yield from (phrase_span(noun) for noun in child.children if _is_role(noun))


def _is_role(noun: Token) -> bool:
    return noun.dep_ == "pobj" and _is_office(noun)


def _is_office(noun: Token) -> bool:
    entry = _NOUNS.get(noun.lemma_.lower())
    return noun.pos_ == "NOUN" and entry is not None and entry[1] == "person"


def _does_capacity(verb: Token) -> bool:
    """Whether the verb, or what somebody helps to do, is what capacities consist in: "who runs", "who helped found"."""
    helped = [child for child in verb.children if child.dep_ in {"xcomp", "ccomp"}] if verb.lemma_ == "help" else []
    founded = verb.lower_ == "found" and any(
        child.lower_.startswith("help") for child in verb.children
    )  # to the parser "find"
    return founded or any(one.lemma_ in _CAPACITY_VERBS for one in (verb, *helped))


def _attributes(verb: Token) -> Iterator[TextSpan]:
    for child in verb.children:
        noun = _NOUNS.get(child.lemma_.lower())
        if child.dep_ == "attr" and child.pos_ in {"NOUN", "PROPN"} and noun is not None and noun[1] == "person":
            yield phrase_span(child)


def _names_capacity(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    if word in _COURTESY:
        return False
    return (word in _TITLES and _TITLES[word][1] != "-") or word in _NOUNS or token.tag_ == "NN"
