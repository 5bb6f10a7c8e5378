"""Which words of a phrase are a name, without titles, and which titles stand before it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from generator.lexicons import read_lexicon

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_BODIES = {row[0] for row in read_lexicon("institutions")}
_OUTLET_WORDS = {row[0] for row in read_lexicon("outlets") if row[2] == "word"}
_NAME_PARTICLES = {
    "de", "del", "della", "der", "di", "da", "dos", "du", "van", "von", "den", "al", "bin", "ibn", "la", "le",
    "el",
}  # fmt: skip
_NAME_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "esq"}


def find_name(head: Token) -> Span | None:
    """The name that `head` ends or begins, without titles; None where it is a common noun."""
    if labels_question_or_answer(head):
        return None
    if _labels_turn(head):
        return head.doc[head.i : head.i + 1]
    named = head.ent_type_ == "PERSON" and head.ent_iob_ == "I"  # "Will" of "George Will"
    if (head.pos_ not in {"PROPN", "NOUN"} and not named) or not head.text[:1].isupper():
        return None
    outlet = head.lower_ in _OUTLET_WORDS and head.i > 0 and head.nbor(-1).lower_ == "the"
    if head.pos_ == "NOUN" and not head.ent_type_ and not outlet:
        return None
    noun = _NOUNS.get(head.lemma_.lower(), _NOUNS.get(head.lower_))
    if noun is None and head.tag_ == "NNPS" and head.ent_type_ != "ORG":  # "Presidential Candidates", in a headline
        noun = _NOUNS.get(head.lower_.removesuffix("s")) or _NOUNS.get(f"{head.lower_.removesuffix('ies')}y")
    if outlet or (head.pos_ == "PROPN" and head.lower_ in _OUTLET_WORDS and not head.is_sent_start):
        noun = None  # "The Post" is a name, "the post" is not
    start = head.i
    doc = head.doc
    if outlet:
        return doc[start : start + 1]
    while start > 0 and _continues_name(doc[start - 1], head):
        start -= 1
    while start < head.i and not doc[start].text[:1].isupper():
        start += 1
    end = head.i + 1
    if (noun is not None and noun[1] != "person") or head.ent_type_ in {
        "ORG",
        "GPE",
        "FAC",
        "LOC",
        "LAW",
        "WORK_OF_ART",
    }:
        entity_end = _entity_end(head)
        end = entity_end if entity_end > end else _of_phrase_end(head) or end
        if start == head.i and end == head.i + 1 and noun is not None and not head.is_upper:
            return doc[start:end] if head.pos_ == "PROPN" else None  # "Congress", but not "report"
        if noun is not None and noun[1] == "person" and head.ent_type_ not in {"PERSON"}:
            return None
        while start < end - 1 and (doc[start].lower_ == "the"):
            start += 1
        if noun is None and head.ent_type_ == "ORG":
            return _without_titles(doc, start, end)
        return doc[start:end]
    if head.tag_ == "NNPS" and noun is not None:
        return None
    if noun is not None and (start == head.i or _is_office_of(doc[start : head.i], head)):
        return None  # "the President", "Mayor", "Corvale Mayor"
    if head.ent_type_ == "NORP":
        return None
    while end < len(doc) and doc[end].lower_.rstrip(".") in _NAME_SUFFIXES:
        end += 1
    return _without_titles(doc, start, end)


def _is_office_of(before: Span, head: Token) -> bool:
    """Whether `head`, a noun for people, stands behind the name of a body, place or people: "BBC President"."""
    return head.ent_type_ != "PERSON" and all(token.ent_type_ in {"ORG", "GPE", "NORP", "FAC"} for token in before)


def _continues_name(token: Token, head: Token) -> bool:
    if token.is_sent_end and token.sent != head.sent:
        return False
    if token.text in {"-", "–", "‑"}:
        return (
            token.i > 0
            and not token.whitespace_
            and not token.nbor(-1).whitespace_
            and token.nbor(-1).text[:1].isupper()
        )
    if token.is_punct or token.tag_ == "POS" or token.is_space:
        return False
    if token.lower_ in _NAME_PARTICLES and not token.text[:1].isupper():
        return token.i > 0 and token.nbor(-1).text[:1].isupper() and token.nbor(-1).pos_ == "PROPN"
    return token.text[:1].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN", "X"} and token.dep_ in {
        "compound", "nmod", "amod", "flat", "nsubj", "appos", "poss", "ROOT", "npadvmod", "dep", "nummod", "punct",
    }  # fmt: skip


def _without_titles(doc: Doc, start: int, end: int) -> Span | None:
    """`doc[start:end]` after its last title; what follows must still be a name."""
    first = start
    for i in range(start, end):
        word = doc[i].lower_.rstrip(".")
        noun = _NOUNS.get(word)
        if i == end - 1 or doc[i:end].text.lower() in _BODIES:  # "General Staff" has no title
            break
        if word in _TITLES or (noun is not None and noun[1] == "person") or doc[i].ent_type_ == "NORP":
            first = i + 1
    person_start, person_end = _entity_around(doc[end - 1])
    if doc[end - 1].ent_type_ == "PERSON" and person_end == end and first < person_start < end - 1:
        first = person_start
    word = doc[first].lower_.rstrip(".")
    if first == end - 1 and (word in _TITLES or word in _NOUNS) and end - start == 1:
        return None
    return doc[first:end]


def _entity_end(head: Token) -> int:
    """Where the entity that `head` stands in ends, as far as it hangs on `head`."""
    end = head.i + 1
    _, entity_end = _entity_around(head)
    while end < entity_end and head.is_ancestor(head.doc[end]) and head.doc[end].tag_ != "POS":
        if head.doc[end].text == ":":
            break  # "Vell: Trust the Crew", which the recogniser may take for one name
        end += 1
    return end


def _entity_around(token: Token) -> tuple[int, int]:
    """The positions of the entity that `token` stands in; (0, 0) where it stands in none. `Span.ents` reads the whole text."""
    if not token.ent_type_:
        return 0, 0
    doc = token.doc
    start, end = token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end


def _of_phrase_end(head: Token) -> int | None:
    """Where "Department of Public Works" ends, seen from "Department"."""
    for child in head.children:
        if child.lower_ in {"of", "for"} and child.dep_ == "prep":
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.text[:1].isupper() and noun.pos_ == "PROPN":
                    return noun.i + 1
    return None


def title_words(head: Token, name: Span | None) -> Iterator[str]:
    if name is None:
        return
    i = name.start - 1
    while i >= 0 and _may_be_title(head.doc[i]):
        yield head.doc[i].lower_.rstrip(".")
        i -= 1


def _may_be_title(token: Token) -> bool:
    """Whether it is a title, or looks like one; in headlines any word may have a capital, verbs and prepositions too."""
    known = token.lower_.rstrip(".") in _TITLES or token.lower_ in _NOUNS
    return known or (token.text[:1].isupper() and token.pos_ in {"NOUN", "PROPN", "ADJ"})


def words_of(span: Span) -> str:
    return " ".join(token.text for token in span if not token.is_space).replace(" - ", "-").replace(" .", ".")


def _labels_turn(head: Token) -> bool:
    """Whether two or three capitals stand before a colon at the beginning of a line, as the initials of who speaks there."""
    doc = head.doc
    if not (2 <= len(head) <= 3 and head.is_upper and head.is_alpha) or head.i + 1 >= len(doc):
        return False
    return doc[head.i + 1].text == ":" and (head.i == 0 or "\n" in doc[head.i - 1].text)


def labels_question_or_answer(head: Token) -> bool:
    """Whether it is the "Q" or "A" before a colon at the beginning of a line, as in interviews."""
    doc = head.doc
    if head.text not in {"Q", "A"} or head.i + 1 >= len(doc) or doc[head.i + 1].text != ":":
        return False
    return head.i == 0 or "\n" in doc[head.i - 1].text
