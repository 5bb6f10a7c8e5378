"""Which phrases of the text refer to somebody or something that could be credited, and what each says of its referent.

A mention is a noun phrase or a pronoun. Of a name it gives the name without its titles, and every capacity that stands beside
it: titles, appositions, what it is said to be ("X is a baker"), what it does ("X, who runs the mill"). Whether two mentions
have the same referent is asked in `coreference`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from generator.analysis.mentions.capacities import find_capacities, find_predicates, office_before
from generator.analysis.mentions.heads import (
    BARE_QUANTIFIERS,
    POSSIBLE_HEADS,
    find_source_heads,
    heads_phrase,
    members_of,
    span_of,
)
from generator.analysis.mentions.kinds import find_kind, guess_kind
from generator.analysis.mentions.names import find_name, title_words, words_of
from generator.analysis.mentions.phrases import find_modifiers, is_plural, noun_of, phrase_span
from generator.lexicons import read_lexicon
from generator.model import Mention, MentionForm, SourceKind, TextSpan
from generator.parsed import tokens_of

__all__ = ["find_mentions", "find_source_heads"]

_PEOPLE = {row[0] for row in read_lexicon("source_nouns") if row[1] == "person"}
_SINGULAR = {"he", "she"}
_LIKE_NAMES = {"AUX", "VERB"}  # what the parser takes "Will" for
_TITLE_WORDS = {row[0] for row in read_lexicon("titles")}
_DEFINITE = {"the", "this", "that", "these", "those"}


def find_mentions(doc: Doc, heads: Sequence[TextSpan | None]) -> tuple[Mention, ...]:
    """The mentions of `doc` in text order, one of them at each of `heads`, the head words of the credited sources."""
    mentions = {}
    for token in tokens_of(doc):
        if token.pos_ in POSSIBLE_HEADS and heads_phrase(token):
            mentions[token.i] = _read_mention(token)
    for entity in doc.ents:
        inner = entity[-1].dep_ in {"compound", "nmod"} or entity[-1].pos_ in _LIKE_NAMES  # "George Will" is no verb
        if entity.label_ == "PERSON" and len(entity) > 1 and inner:
            mentions.setdefault(entity[-1].i, _read_mention(entity[-1]))  # "the Ana Brel campaign" names her
    tokens = {token.idx: token for token in tokens_of(doc)}
    for credited in (tokens[head.start_char] for head in heads if head is not None):
        if credited.i not in mentions:
            members = members_of(credited)
            mentions[credited.i] = _read_coordination(credited, members) if members else _read_mention(credited)
            for member in members:
                mentions.setdefault(member.i, _read_mention(member))
    surnames = _find_surnames(mentions.values())
    for credited in (tokens[head.start_char] for head in heads if head is not None):
        if (
            credited.pos_ in {*_LIKE_NAMES, "NOUN", "ADJ", "ADV"}
            and credited.text in surnames
            and _stands_alone(credited)
        ):
            mentions[credited.i] = _read_surname(credited)
    full_names = {
        mention.name for mention in mentions.values() if mention.kind is SourceKind.PERSON and " " in mention.name
    }
    for credited in (tokens[head.start_char] for head in heads if head is not None):
        whole = doc[credited.i : credited.i + 2]
        if (
            not mentions[credited.i].name and whole.text in full_names
        ):  # "Jon Vell Slams", where "Slams" is taken for a name
            mentions[credited.i] = _read_surname(credited, whole)
    for i, mention in mentions.items():
        token = doc[i]
        if token.tag_ in {"NN", "NNP"} and token.text in surnames and _stands_alone(token) and not mention.name:
            mentions[i] = _read_surname(token)  # "Trump said", to the tagger a card
        if (mention.plural or token.ent_type_ == "NORP") and token.text in surnames and _stands_alone(token):
            mentions[i] = _read_surname(token)
    for token in tokens_of(doc):
        if token.dep_ == "cc" and token.i not in mentions:
            members = members_of(token)
            read = [mentions[member.i] for member in members if member.i in mentions]
            if members and len(read) == len(members) and _are_people(read):
                mentions[token.i] = _read_coordination(token, members)
    return tuple(mentions[i] for i in sorted(mentions))


def _are_people(members: list[Mention]) -> bool:
    """Whether all bear names, one of them at least that of a person, and no word says that one is something else."""
    people = [member.kind is SourceKind.PERSON for member in members]
    return (
        all(member.name for member in members)
        and any(people)
        and all(person or member.guessed for person, member in zip(people, members, strict=True))
    )


def _find_surnames(mentions: Iterable[Mention]) -> set[str]:
    """The last words of full names that stand for a person, in full or alone, and of which no word says otherwise."""
    named = [mention for mention in mentions if mention.name]
    full = {mention.name.split()[-1] for mention in named if " " in mention.name and not mention.plural}
    people = {mention.name.split()[-1] for mention in named if mention.kind is SourceKind.PERSON}
    others = {
        mention.name.split()[-1]
        for mention in named
        if " " in mention.name and not mention.guessed and mention.kind is not SourceKind.PERSON
    }
    return full & people - others


def _stands_alone(token: Token) -> bool:
    """Whether nothing narrows `token` that wouldn't stand before a name."""
    return not any(child.dep_ in {"det", "amod", "nummod", "poss"} for child in token.children)


def _read_surname(head: Token, name: Span | None = None) -> Mention:
    """A surname that the parser takes for a plural, as it does with many that end with s; or the whole `name`."""
    if name is None:
        name = head.doc[head.i : head.i + 1]
    return Mention(
        span=phrase_span(head),
        head=span_of(head),
        form=MentionForm.NAME,
        name=name.text,
        capacities=tuple(find_capacities(head, name, None, MentionForm.NAME)),
        noun=head.lower_,
        kind=SourceKind.PERSON,
        guessed=True,
        definite=True,
    )


def _read_coordination(conjunction: Token, members: list[Token]) -> Mention:
    spans = [phrase_span(member) for member in members]
    return Mention(
        span=TextSpan(min(span.start_char for span in spans), max(span.end_char for span in spans)),
        head=span_of(conjunction),
        form=MentionForm.DESCRIPTION,
        noun=conjunction.lower_,
        kind=SourceKind.GROUP,
        parts=tuple(span_of(member) for member in members),
        plural=True,
    )


def _read_one_of(head: Token, group: Token) -> Mention:
    """ "one of the managers", who is one as they are."""
    return Mention(
        span=phrase_span(head),
        head=span_of(head),
        form=MentionForm.DESCRIPTION,
        capacities=tuple(find_capacities(head, None, None, MentionForm.DESCRIPTION)),
        noun=noun_of(group),
        modifiers=tuple(find_modifiers(group)),
        kind=SourceKind.PERSON,
    )


def _group_of_one(head: Token) -> Token | None:
    """The noun for people in "one of the managers"; None in all other phrases, "one of them" too."""
    if head.lower_ not in {"one", "another"}:
        return None
    of = next((child for child in head.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    noun = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
    people = noun is not None and noun.pos_ == "NOUN" and is_plural(noun) and noun_of(noun) in _PEOPLE | {"people"}
    return noun if people else None


def _read_mention(head: Token) -> Mention:
    group = _group_of_one(head)
    if group is not None:
        return _read_one_of(head, group)
    name = find_name(head)
    form = _find_form(head, name)
    appositions = [child for child in head.children if child.dep_ == "appos" and child.pos_ in {"NOUN", "PROPN"}]
    named_apposition = None
    if form is MentionForm.DESCRIPTION:
        # "the harbour master, Jon Vell": the apposition gives the name, and the description is the capacity
        for child in [*appositions, *_distant_appositions(head), *_given_names(head)]:
            own = find_name(child)
            if own is not None and not is_plural(head) and _find_form(child, own) is MentionForm.NAME:
                named_apposition, name = child, own
                break
        for of in (child for child in head.children if child.lower_ == "of"):
            for child in of.children:
                own = find_name(child)
                if own is not None and office_before(own) == head:
                    named_apposition, name = child, own
    if form is MentionForm.PRONOUN:
        capacities = tuple(find_predicates(head)) if head.lower_ in _SINGULAR else ()
    else:
        capacities = tuple(find_capacities(head, name, named_apposition, form))
    determiner = next((child for child in head.children if child.dep_ in {"det", "poss"} and child.i < head.i), None)
    if form is MentionForm.DESCRIPTION and name is not None:
        form = MentionForm.NAME
    kind = find_kind(head, name, form)
    if kind is None and any(_says_person(head.doc, span) for span in capacities):
        kind = SourceKind.PERSON
    return Mention(
        span=phrase_span(head),
        head=span_of(head),
        form=form,
        name=words_of(name) if name is not None and form is MentionForm.NAME else "",
        titles=tuple(title_words(head, name)) if form is MentionForm.NAME else (),
        capacities=capacities,
        noun=noun_of(head) if form is not MentionForm.PRONOUN else head.lower_,
        modifiers=tuple(find_modifiers(head)),
        plural=is_plural(head),
        definite=(determiner is not None and (determiner.lower_ in _DEFINITE or determiner.dep_ == "poss"))
        or form is MentionForm.NAME
        or (determiner is None and kind is SourceKind.INSTITUTION and head.text[:1].isupper() and not is_plural(head)),
        kind=kind or guess_kind(head, name),
        guessed=kind is None,
    )


def _says_person(doc: Doc, capacity: TextSpan) -> bool:
    """Whether the first noun phrase of `capacity` ends with a noun for people: "the former Brelco chief executive"."""
    words = doc.char_span(capacity.start_char, capacity.end_char, alignment_mode="expand")
    first = [token for token in words or () if token.dep_ != "appos" and token.pos_ in {"NOUN", "PROPN"}][:6]
    tops = [token for token in first if token.dep_ not in {"compound", "nmod", "poss", "pobj"}]
    return bool(tops) and noun_of(tops[0]) in _PEOPLE


def _given_names(head: Token) -> list[Token]:
    """The name in "a pilot named Jon Vell" or "the skipper known as Jon"."""
    clauses = [child for child in head.children if child.dep_ == "acl" and child.lower_ in {"named", "called", "known"}]
    below = [child for clause in clauses for child in clause.children]
    below += [child for word in below if word.lower_ == "as" for child in word.children]
    return [child for child in below if child.dep_ in {"oprd", "pobj", "attr"} and child.ent_type_ == "PERSON"]


def _named_after_clause(head: Token) -> Token | None:
    """The name in "a pilot who led the inquiry, Jon Vell,", which the parser hangs on the inquiry: no thing bears a full name."""
    for clause in (child for child in head.children if child.dep_ == "relcl"):
        end = clause.right_edge.i + 1
        name = head.doc[end - 1]
        thing = name.head
        between = name.left_edge.i - 1
        if (
            name.dep_ == "appos"
            and name.ent_type_ == "PERSON"
            and name.ent_iob_ == "I"
            and thing.pos_ == "NOUN"
            and noun_of(thing) not in _PEOPLE
            and head.doc[between].text == ","
            and end < len(head.doc)
            and head.doc[end].text in {",", "."}
        ):
            return name
    return None


def _distant_appositions(head: Token) -> list[Token]:
    """The name in "the secretary of the Treasury, Jon Vell," which the parser hangs on the Treasury, or on the verb."""
    if noun_of(head) not in _PEOPLE:
        return []
    if (named := _named_after_clause(head)) is not None:
        return [named]
    doc = head.doc
    sentence_end, phrase_end = head.sent.end, phrase_span(head).end_char
    after = head.i
    while after < sentence_end and doc[after].idx < phrase_end:
        after += 1
    name = after + 1
    while name < sentence_end - 1 and doc[name].lower_.rstrip(".") in _TITLE_WORDS and doc[name].text[:1].isupper():
        name += 1  # "her rival, Senator Jon Vell"
    if name >= sentence_end or doc[after].text != "," or doc[name].ent_iob_ != "B" or doc[name].ent_type_ != "PERSON":
        return []
    end = name + 1
    while end < sentence_end and doc[end].ent_iob_ == "I":
        end += 1
    last = end - 1
    if end < sentence_end and doc[end].lower_ == "of":  # "of Dunmere"
        end += 1
        while end < sentence_end and doc[end].pos_ == "PROPN":
            end += 1
    closed = end < sentence_end and doc[end].text in {",", "."}
    listed = closed and end + 1 < sentence_end and doc[end + 1].lower_ in {"and", "or"}
    return [doc[last]] if closed and not listed else []


def _find_form(head: Token, name: Span | None) -> MentionForm:
    if head.pos_ == "PRON" or (head.lower_ in BARE_QUANTIFIERS and head.pos_ not in {"NOUN", "PROPN"}):
        return MentionForm.PRONOUN
    if name is None:
        return MentionForm.DESCRIPTION
    return MentionForm.NAME
