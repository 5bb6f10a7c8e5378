"""Which phrases of the text refer to somebody or something that could be credited, and what each says of its referent.

A mention is a noun phrase or a pronoun. Of a name it gives the name without its titles, and every capacity that stands beside
it: titles, appositions, what it is said to be ("X is a baker"), what it does ("X, who runs the mill"). Whether two mentions
have the same referent is asked in `coreference`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from generator.lexicons import read_lexicon
from generator.model import Attribution, Mention, MentionForm, SourceKind, TextSpan

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_OUTLETS = {row[0] for row in read_lexicon("outlets") if row[2] == "name"}
_OUTLET_WORDS = {row[0] for row in read_lexicon("outlets") if row[2] == "word"}
_INSTITUTIONS = {row[0]: row for row in read_lexicon("institutions")}
_PERSONAL = {
    "he", "she", "him", "her", "his", "hers", "himself", "herself", "who", "whom", "i", "me", "my", "someone",
    "somebody",
}  # fmt: skip
_NAME_PARTICLES = {
    "de", "del", "della", "der", "di", "da", "dos", "du", "van", "von", "den", "al", "bin", "ibn", "la", "le",
    "el",
}  # fmt: skip
_NAME_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "esq"}
_COURTESY = {"mr", "mrs", "ms", "miss", "mx"}
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
_POSSIBLE_HEADS = {"NOUN", "PROPN", "PRON"}
# a determiner or number that stands for its noun: "some alleging", "two said"
_BARE_QUANTIFIERS = {
    "some", "many", "most", "others", "other", "another", "both", "few", "several", "one", "all", "none",
    "more", "those", "these", "this", "that", "each", "either", "neither", "half",
    "everyone", "everybody", "nobody", "anyone", "anybody", "no",
}  # fmt: skip
_PLURAL_NOUNS = {"police", "people", "staff", "media", "public", "crowd", "audience", "electorate", "military"}
_PLURAL_PRONOUNS = {
    "they", "them", "their", "themselves", "we", "us", "our", "some", "many", "most", "others", "both", "few",
    "several", "all", "those", "these", "everyone", "everybody", "nobody", "anyone", "anybody", "none",
}  # fmt: skip
_KIND_OF_ENTITY = {
    "PERSON": SourceKind.PERSON,
    "ORG": SourceKind.INSTITUTION,
    "GPE": SourceKind.INSTITUTION,
    "FAC": SourceKind.INSTITUTION,
    "LOC": SourceKind.INSTITUTION,
    "NORP": SourceKind.GROUP,
    "LAW": SourceKind.DOCUMENT,
    "WORK_OF_ART": SourceKind.DOCUMENT,
}
_PERIODICALS = {"daily", "evening", "morning", "sunday", "weekly"}  # how the names of newspapers begin
# By these words a survey is one of things, and a document; else it is one of people.
_SURVEYED_THINGS = {
    "draft", "engineering", "structural", "geological", "seismic", "aerial", "land", "site", "safety", "technical",
    "building", "archaeological", "hydrological", "coastal", "soil",
}  # fmt: skip
_PARTIES = {"republican", "democratic", "democrat", "conservative", "liberal", "labour", "labor", "socialist", "gop"}
_DEFINITE = {"the", "this", "that", "these", "those"}


def find_mentions(doc: Doc, heads: Iterable[TextSpan | None]) -> tuple[Mention, ...]:
    """The mentions of `doc` in text order, one of them at each of `heads`, the head words of the credited sources."""
    mentions = {}
    for token in doc:
        if token.pos_ in _POSSIBLE_HEADS and _heads_phrase(token):
            mentions[token.i] = _read_mention(token)
    tokens = {token.idx: token for token in doc}
    for credited in (tokens[head.start_char] for head in heads if head is not None):
        if credited.i not in mentions:
            members = _members(credited)
            mentions[credited.i] = _read_coordination(credited, members) if members else _read_mention(credited)
            for member in members:
                mentions.setdefault(member.i, _read_mention(member))
    return tuple(mentions[i] for i in sorted(mentions))


def find_source_heads(doc: Doc, attributions: Iterable[Attribution]) -> tuple[TextSpan | None, ...]:
    """For each attribution the head word of its source; None where nobody is named there."""
    heads = (_find_head(doc, attribution.source) for attribution in attributions)
    return tuple(_token_span(head) if head is not None else None for head in heads)


def _find_head(doc: Doc, spans: tuple[TextSpan, ...]) -> Token | None:
    """The token that the words in `spans` hang on: the noun or pronoun that stands highest in the parse.

    Of "Brel and Lomm" it is the conjunction, so that what both say is not put into one's mouth.
    """
    tokens = [token for span in spans for token in _tokens(doc, span)]
    inside = {token.i for token in tokens}
    tops = [token for token in tokens if token.i == token.head.i or token.head.i not in inside]
    for token in sorted(tops, key=lambda top: (top.pos_ not in _POSSIBLE_HEADS, top.is_punct, top.i)):
        nominal = _first_nominal(token, inside)
        if nominal is not None:
            conjunctions = [child for child in nominal.children if child.dep_ == "cc" and child.i in inside]
            joined = [other for other in nominal.conjuncts if other.i in inside and other.pos_ in _POSSIBLE_HEADS]
            return conjunctions[0] if conjunctions and joined else nominal
    return tops[0] if tops else None


def _members(conjunction: Token) -> list[Token]:
    """What "and" or "or" joins; nothing for any other token."""
    if conjunction.dep_ != "cc" or conjunction.head.pos_ not in _POSSIBLE_HEADS:
        return []
    return [conjunction.head, *(token for token in conjunction.head.conjuncts if token.pos_ in _POSSIBLE_HEADS)]


def _read_coordination(conjunction: Token, members: list[Token]) -> Mention:
    spans = [_phrase_span(member) for member in members]
    return Mention(
        span=TextSpan(min(span.start_char for span in spans), max(span.end_char for span in spans)),
        head=_token_span(conjunction),
        form=MentionForm.DESCRIPTION,
        noun=conjunction.lower_,
        kind=SourceKind.GROUP,
        parts=tuple(_token_span(member) for member in members),
        plural=True,
    )


def _token_span(token: Token) -> TextSpan:
    return TextSpan(token.idx, token.idx + len(token))


def _tokens(doc: Doc, span: TextSpan) -> Iterator[Token]:
    found = doc.char_span(span.start_char, span.end_char, alignment_mode="expand")
    yield from found if found is not None else ()


def _first_nominal(token: Token, inside: set[int]) -> Token | None:
    """`token`, or what it governs, if that is a noun or pronoun ("at" -> "at headquarters", "according" -> ...)."""
    if token.pos_ in _POSSIBLE_HEADS or token.lower_ in _BARE_QUANTIFIERS or token.like_num:
        return _top_of_name(token, inside)
    for child in token.children:
        if child.i in inside and child.dep_ in {"pobj", "nsubj", "nsubjpass", "dobj", "prep", "pcomp", "poss", "agent"}:
            found = _first_nominal(child, inside)
            if found is not None:
                return found
    return None


def _top_of_name(token: Token, inside: set[int]) -> Token:
    while token.dep_ in {"compound", "nmod"} and token.head.i in inside and token.head.pos_ in _POSSIBLE_HEADS:
        token = token.head
    return token


def _heads_phrase(token: Token) -> bool:
    """Whether `token` is the head of its noun phrase, not a name's first part or a noun before a noun."""
    if token.pos_ == "PRON":
        return token.tag_ != "EX"
    return token.dep_ not in {"compound", "nmod", "npadvmod", "nummod", "quantmod"}


# --- what one phrase says ---------------------------------------------------------------------------------------------


def _read_mention(head: Token) -> Mention:
    name = _find_name(head)
    form = _find_form(head, name)
    appositions = [child for child in head.children if child.dep_ == "appos" and child.pos_ in {"NOUN", "PROPN"}]
    named_apposition = None
    if form is MentionForm.DESCRIPTION:
        # "the harbour master, Jon Vell": the apposition gives the name, and the description is the capacity
        for child in appositions:
            own = _find_name(child)
            if own is not None and not _is_plural(head) and _find_form(child, own) is MentionForm.NAME:
                named_apposition, name = child, own
                break
        for of in (child for child in head.children if child.lower_ == "of"):
            for child in of.children:
                own = _find_name(child)
                if own is not None and _office_before(own) == head:
                    named_apposition, name = child, own
    capacities = tuple(_find_capacities(head, name, named_apposition, form)) if form is not MentionForm.PRONOUN else ()
    determiner = next((child for child in head.children if child.dep_ in {"det", "poss"} and child.i < head.i), None)
    if form is MentionForm.DESCRIPTION and name is not None:
        form = MentionForm.NAME
    kind = _find_kind(head, name, form)
    return Mention(
        span=_phrase_span(head),
        head=_token_span(head),
        form=form,
        name=_words(name) if name is not None and form is MentionForm.NAME else "",
        titles=tuple(_title_words(head, name)) if form is MentionForm.NAME else (),
        capacities=capacities,
        noun=_noun_of(head) if form is not MentionForm.PRONOUN else head.lower_,
        modifiers=tuple(_find_modifiers(head)),
        plural=_is_plural(head),
        definite=(determiner is not None and (determiner.lower_ in _DEFINITE or determiner.dep_ == "poss"))
        or form is MentionForm.NAME
        or (determiner is None and kind is SourceKind.INSTITUTION and head.text[:1].isupper() and not _is_plural(head)),
        kind=kind or _guess_kind(head, name),
        guessed=kind is None,
    )


def _find_form(head: Token, name: Span | None) -> MentionForm:
    if head.pos_ == "PRON" or (head.lower_ in _BARE_QUANTIFIERS and head.pos_ not in {"NOUN", "PROPN"}):
        return MentionForm.PRONOUN
    if name is None:
        return MentionForm.DESCRIPTION
    return MentionForm.NAME


def _find_name(head: Token) -> Span | None:
    """The name that `head` ends or begins, without titles; None where it is a common noun."""
    if head.pos_ not in {"PROPN", "NOUN"} or not head.text[:1].isupper():
        return None
    if head.pos_ == "NOUN" and not head.ent_type_:
        return None
    noun = _NOUNS.get(head.lemma_.lower(), _NOUNS.get(head.lower_))
    if head.pos_ == "PROPN" and head.lower_ in _OUTLET_WORDS and not head.is_sent_start:
        noun = None  # "The Post" is a name, "the post" is not
    start = head.i
    doc = head.doc
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
    if noun is not None and start == head.i:
        return None  # "the President", "Mayor"
    if head.ent_type_ == "NORP":
        return None
    while end < len(doc) and doc[end].lower_.rstrip(".") in _NAME_SUFFIXES:
        end += 1
    return _without_titles(doc, start, end)


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
    if token.lower_ in _NAME_PARTICLES:
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
        if i == end - 1:
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


def _title_words(head: Token, name: Span | None) -> Iterator[str]:
    if name is None:
        return
    i = name.start - 1
    while i >= 0 and (head.doc[i].text[:1].isupper() or head.doc[i].lower_ in _NOUNS) and not head.doc[i].is_punct:
        yield head.doc[i].lower_.rstrip(".")
        i -= 1


def _find_capacities(head: Token, name: Span | None, named: Token | None, form: MentionForm) -> Iterator[TextSpan]:
    """The stretches that say what the referent is or does, in text order as far as the parse gives it."""
    doc = head.doc
    if named is not None:
        described = _phrase_span(head)
        if name is not None and name.start_char < described.end_char:
            described = TextSpan(described.start_char, doc[name.start - 1].idx + len(doc[name.start - 1]))
        yield described
        yield from _clause_capacities(named)
        for child in named.children:
            if child.dep_ == "appos" and child.pos_ == "NOUN":
                yield _phrase_span(child)
    elif name is not None:
        office = _office_before(name)
        start = min(head.left_edge.i, name.start) if office is None else office.left_edge.i
        before = [
            token
            for token in doc[start : name.start]
            if not token.is_punct and token.dep_ != "poss" and token.lower_ not in {"the", "a", "an", "’s", "'s"}
        ]
        if any(token.like_num or (token.pos_ in {"ADP", "ADV", "VERB"} and not _in_title(token)) for token in before):
            before = []  # the parser has taken a clause for a title
        while before and before[0].pos_ in {"DET", "ADV", "CCONJ", "SCONJ", "ADP"}:
            before.pop(0)
        if any(_names_capacity(token) for token in before):
            yield TextSpan(before[0].idx, before[-1].idx + len(before[-1]))
        for child in head.children:
            if child.dep_ == "appos" and child.pos_ in {"NOUN", "PROPN", "ADJ"} and not child.like_num:
                yield _phrase_span(child)
            elif child.i == name.end and child.lower_ in {"of", "from", "with", "at"} and _governs_name(child):
                yield TextSpan(child.idx, child.right_edge.idx + len(child.right_edge))
        yield from _parenthesis(doc, name.end)
    if form is MentionForm.DESCRIPTION:
        for child in head.children:
            if child.dep_ == "appos" and child is not named and child.pos_ == "NOUN":
                yield _phrase_span(child)
    yield from _clause_capacities(head)


def _in_title(token: Token) -> bool:
    return token.lower_ in _IN_TITLES or token.dep_ in {"compound", "amod", "nmod"}


def _office_before(name: Span) -> Token | None:
    """ "Chief" of "Chief of the General Staff Ana Brel", which the parser takes for a phrase about "the General Staff Ana Brel"."""
    of = name.root.head
    noun = _NOUNS.get(of.head.lower_)
    if name.root.dep_ != "pobj" or of.lower_ != "of" or of.head.i >= of.i or not of.head.text[:1].isupper():
        return None
    inside = any(token.dep_ in {"compound", "nmod"} for token in name.doc[name.root.left_edge.i : name.start])
    return of.head if noun is not None and noun[1] == "person" and name.root.ent_type_ == "PERSON" and inside else None


def _governs_name(preposition: Token) -> bool:
    return any(child.pos_ == "PROPN" for child in preposition.children)


def _parenthesis(doc: Doc, i: int) -> Iterator[TextSpan]:
    """The party and place after a name: "Ana Brel (D-Dunmere)"."""
    if i + 1 < len(doc) and doc[i].text == "(":
        for j in range(i + 1, min(i + 9, len(doc))):
            if doc[j].text == ")":
                words = doc[i + 1 : j].text
                if words[:2] in {"R-", "D-", "I-", "R.", "D.", "I."} or words in {"R", "D", "I"}:
                    yield TextSpan(doc[i + 1].idx, doc[j].idx)
                return


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
                elif child.lemma_ in _CAPACITY_VERBS:
                    yield TextSpan(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))


def _attributes(verb: Token) -> Iterator[TextSpan]:
    for child in verb.children:
        noun = _NOUNS.get(child.lemma_.lower())
        if child.dep_ == "attr" and child.pos_ in {"NOUN", "PROPN"} and noun is not None and noun[1] == "person":
            yield _phrase_span(child)


def _names_capacity(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    if word in _COURTESY:
        return False
    return (word in _TITLES and _TITLES[word][1] != "-") or word in _NOUNS or token.pos_ == "NOUN"


def _phrase_span(head: Token) -> TextSpan:
    """The noun phrase of `head` with its modifiers, without relative clauses, appositions and what follows a comma."""
    start, end = head.left_edge, head
    for token in head.subtree:
        if token.i <= head.i:
            continue
        if (token.is_punct and token.text not in {"-", "'", "’", "&", "."}) or token.i != end.i + 1:
            break
        branch = token
        while branch.head.i != head.i and branch.head.i != branch.i:
            branch = branch.head
        if branch.dep_ in {"relcl", "appos", "conj", "cc", "punct"} or branch.tag_ == "POS":
            break
        end = token
    for token in head.lefts:
        if token.dep_ in {"punct", "cc", "advmod", "mark", "prep", "advcl", "preconj"} and token.left_edge.i == start.i:
            start = head.doc[min(token.right_edge.i + 1, head.i)]
    return TextSpan(start.idx, end.idx + len(end))


def _find_modifiers(head: Token) -> Iterator[str]:
    """The words that narrow the description, names with their capitals, the rest lower-cased."""
    for token in head.subtree:
        if token.i == head.i or token.is_punct or token.is_space:
            continue
        branch = token
        while branch.head.i != head.i and branch.head.i != branch.i:
            branch = branch.head
        if branch.dep_ in {"appos", "conj", "cc", "det", "punct", "case", "relcl"} or token.tag_ in {"POS", "DT"}:
            continue
        named = token.pos_ == "PROPN" or (token.ent_type_ == "NORP" and token.lower_ not in _PARTIES)
        yield token.text if named and token.text[:1].isupper() else token.lower_


def _noun_of(head: Token) -> str:
    lemma, lower = head.lemma_.lower(), head.lower_
    if lower in _NOUNS or lower in _OUTLETS:
        return lower
    if lemma in _NOUNS:
        return lemma
    if lower.endswith("s") and lower[:-1] in _NOUNS:
        return lower[:-1]
    return lemma


def _is_plural(head: Token) -> bool:
    if head.ent_type_ == "PERSON" and head.text[:1].isupper() and head.lower_ not in _NOUNS:
        return False
    if head.tag_ == "NNPS":  # also what the tagger makes of a surname that ends with s
        named = head.ent_type_ == "NORP" or _noun_of(head) in _NOUNS
        return named or any(child.dep_ == "det" for child in head.children)
    return head.tag_ == "NNS" or head.lower_ in _PLURAL_NOUNS or head.lower_ in _PLURAL_PRONOUNS


def _find_kind(head: Token, name: Span | None, form: MentionForm) -> SourceKind | None:
    """What the words of the phrase show its referent to be; None where only the entity recogniser has a guess."""
    plural = _is_plural(head)
    if form is MentionForm.PRONOUN:
        if head.lower_ in _PERSONAL:
            return SourceKind.PERSON
        return SourceKind.GROUP if head.lower_ in _BARE_QUANTIFIERS and plural else SourceKind.UNCLEAR
    noun = _noun_of(head)
    if name is None or form is MentionForm.DESCRIPTION:
        if noun == "survey":
            return _kind_of_survey(head)
        return _kind_of_noun(noun, head, plural)
    whole = _words(name).lower()
    titles = {word for word in _title_words(head, name) if word in _TITLES}
    if any(_TITLES[word][1] != "-" or word in _COURTESY for word in titles):
        return SourceKind.PERSON
    words = whole.removeprefix("the ").split()
    if whole in _OUTLETS or (words[-1:] and words[-1] in _OUTLET_WORDS) or (words[1:] and words[0] in _PERIODICALS):
        return SourceKind.OUTLET
    if _institution_of(whole) is not None:
        return SourceKind.INSTITUTION
    if noun in _NOUNS and _NOUNS[noun][1] != "person" and head.i == name.end - 1:
        return SourceKind(_NOUNS[noun][1])
    relatives = {word.lower_ for child in head.children if child.dep_ == "relcl" for word in child.children}
    if "who" in relatives:
        return SourceKind.PERSON
    if "which" in relatives and not plural:
        return SourceKind.INSTITUTION
    return SourceKind.GROUP if plural else None


def _kind_of_survey(head: Token) -> SourceKind | None:
    """A poll where people are asked, a document where things are measured; None where only "the survey" stands."""
    words = {token.lower_ for token in head.subtree if token.i != head.i}
    if words & _SURVEYED_THINGS:
        return SourceKind.DOCUMENT
    return SourceKind.POLL if words - {"the", "this", "that", "a", "an", "its", "their"} else None


def _guess_kind(head: Token, name: Span | None) -> SourceKind:
    """What the entity recogniser takes the name for; of a bare "survey", that it is a poll."""
    if name is None and _noun_of(head) == "survey":
        return SourceKind.POLL
    labels = [token.ent_type_ for token in name or () if token.ent_type_]
    label = max(sorted(set(labels)), key=labels.count) if labels else head.ent_type_
    return _KIND_OF_ENTITY.get(label, SourceKind.UNCLEAR)


def _kind_of_noun(noun: str, head: Token, plural: bool) -> SourceKind:
    if noun in _NOUNS:
        kind = SourceKind(_NOUNS[noun][1])
    elif noun in _OUTLETS:
        kind = SourceKind.OUTLET
    elif "-" in noun and noun.rsplit("-", 1)[1] in _NOUNS:
        kind = SourceKind(_NOUNS[noun.rsplit("-", 1)[1]][1])
    elif _institution_of(noun) is not None:
        kind = SourceKind.INSTITUTION
    elif (
        head.tag_ == "NNPS"
        or head.ent_type_ == "NORP"
        or noun in {"percent", "%", "half", "majority", "third", "number"}
    ):
        return SourceKind.GROUP
    elif noun.endswith(("er", "or", "ist", "ian", "man", "woman", "eer")):
        kind = SourceKind.PERSON
    else:
        return SourceKind.UNCLEAR
    return SourceKind.GROUP if kind is SourceKind.PERSON and plural else kind


def _institution_of(name: str) -> tuple[str, ...] | None:
    """The entry of the institutions lexicon that `name` is or ends with (or, before "of", begins with)."""
    words = name.removeprefix("the ").split()
    for size in range(len(words), 0, -1):
        for part in (words[-size:], words[:size] if size < len(words) and words[size] in {"of", "for", "on"} else []):
            entry = _INSTITUTIONS.get(" ".join(part))
            if entry is not None:
                return entry
    return None


def _words(span: Span) -> str:
    return " ".join(token.text for token in span if not token.is_space).replace(" - ", "-").replace(" .", ".")
