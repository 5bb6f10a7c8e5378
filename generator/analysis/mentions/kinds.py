"""What kind of thing the words of one phrase show its referent to be, or the entity recogniser takes it for."""

from __future__ import annotations

from spacy.tokens import Span, Token

from generator.analysis.mentions.heads import BARE_QUANTIFIERS
from generator.analysis.mentions.names import labels_question_or_answer, title_words, words_of
from generator.analysis.mentions.phrases import is_plural, noun_of
from generator.lexicons import read_lexicon
from generator.model import MentionForm, SourceKind

_TITLES = {row[0]: row for row in read_lexicon("titles")}
_NOUNS = {row[0]: row for row in read_lexicon("source_nouns")}
_OUTLETS = {row[0] for row in read_lexicon("outlets") if row[2] == "name"}
_OUTLET_WORDS = {row[0] for row in read_lexicon("outlets") if row[2] == "word"}
_INSTITUTIONS = {row[0]: row for row in read_lexicon("institutions")}
_COUNTRIES = {row[0] for row in read_lexicon("countries")}
_PERSONAL = {
    "he", "she", "him", "her", "his", "hers", "himself", "herself", "who", "whom", "i", "me", "my", "someone",
    "somebody",
}  # fmt: skip
_PARTISANS = {"republican", "democrat", "conservative", "socialist", "libertarian"}
_COURTESY = {"mr", "mrs", "ms", "miss", "mx"}
_PERIODICALS = {"daily", "evening", "morning", "sunday", "weekly"}  # how the names of newspapers begin
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
_LIKE_PEOPLE = ("er", "or", "ist", "ian", "man", "woman", "eer")  # how nouns for people end, and some for things
_THINGS = {row[0] for row in read_lexicon("things_in_er")}
_OF_POLLS = {"average", "result", "finding"}
_LAWS = {
    "act",
    "law",
    "bill",
    "amendment",
    "treaty",
    "accord",
    "pact",
    "constitution",
    "statute",
    "ordinance",
    "charter",
}
_SHARES = {
    "percent", "%", "half", "majority", "minority", "third", "quarter", "number", "dozen", "score", "hundred", "thousand",
    "million",
}  # fmt: skip
# By these words a survey is one of things, and a document; else it is one of people.
_SURVEYED_THINGS = {
    "draft", "engineering", "structural", "geological", "seismic", "aerial", "land", "site", "safety", "technical",
    "building", "archaeological", "hydrological", "coastal", "soil",
}  # fmt: skip


def find_kind(head: Token, name: Span | None, form: MentionForm) -> SourceKind | None:
    """What the words of the phrase show its referent to be; None where only the entity recogniser has a guess."""
    plural = is_plural(head)
    if labels_question_or_answer(head):
        return SourceKind.PERSON
    if form is MentionForm.PRONOUN:
        if head.lower_ in _PERSONAL:
            return SourceKind.PERSON
        if head.lower_ == "one" and any(
            child.lower_ in {"in", "out"} and _governs_number(child) for child in head.children
        ):
            return SourceKind.GROUP  # "one in five"
        return SourceKind.GROUP if head.lower_ in BARE_QUANTIFIERS and plural else SourceKind.UNCLEAR
    noun = noun_of(head)
    if noun == "team" and name is None and any(child.dep_ == "poss" for child in head.children):
        return SourceKind.GROUP  # those who work for somebody
    if name is None or form is MentionForm.DESCRIPTION:
        if noun == "survey":
            return _kind_of_survey(head)
        return _kind_of_noun(noun, head, plural)
    whole = words_of(name).lower()
    before = next(title_words(head, name), "")
    if before in _PARTISANS:
        return SourceKind.PERSON  # "Republican Ana Brel"
    titles = {word for word in title_words(head, name) if word in _TITLES}
    if any(_TITLES[word][1] != "-" or word in _COURTESY for word in titles):
        return SourceKind.PERSON
    words = whole.removeprefix("the ").split()
    if whole in _COUNTRIES:
        return SourceKind.INSTITUTION
    if _has_age(head):
        return SourceKind.PERSON
    if whole in _OUTLETS or (words[-1:] and words[-1] in _OUTLET_WORDS) or (words[1:] and words[0] in _PERIODICALS):
        return SourceKind.OUTLET
    if words[1:] and words[-1] in _LAWS:
        return SourceKind.DOCUMENT  # "the Harbor Sanctions Act"
    if _institution_of(whole) is not None or words[:1] == ["team"] or (plural and "of" in words[1:]):
        return SourceKind.INSTITUTION  # "the Dock Workers of Marlen" are a union
    if noun in _NOUNS and _NOUNS[noun][1] != "person" and head.i == name.end - 1:
        return SourceKind(_NOUNS[noun][1])
    relatives = {word.lower_ for child in head.children if child.dep_ == "relcl" for word in child.children}
    if "who" in relatives:
        return SourceKind.PERSON
    if "which" in relatives and not plural:
        return SourceKind.INSTITUTION
    return SourceKind.GROUP if plural else None


def _governs_number(preposition: Token) -> bool:
    return any(child.like_num or (child.lower_ == "of" and _governs_number(child)) for child in preposition.children)


def _has_age(head: Token) -> bool:
    """Whether an age stands behind the name: "Ana Brel, 22, said"."""
    after = head.doc[head.i + 1 : head.i + 4]
    return (
        len(after) == 3
        and after[0].text == ","
        and after[1].text.isdigit()
        and len(after[1]) == 2
        and after[2].text in {",", "."}
    )


def _kind_of_survey(head: Token) -> SourceKind | None:
    """A poll where people are asked, a document where things are measured; None where only "the survey" stands."""
    words = {token.lower_ for token in head.subtree if token.i != head.i}
    if words & _SURVEYED_THINGS:
        return SourceKind.DOCUMENT
    return SourceKind.POLL if words - {"the", "this", "that", "a", "an", "its", "their"} else None


def guess_kind(head: Token, name: Span | None) -> SourceKind:
    """What the entity recogniser takes the name for; of a bare "survey", that it is a poll."""
    if name is None and noun_of(head) == "survey":
        return SourceKind.POLL
    labels = [token.ent_type_ for token in name or () if token.ent_type_]
    label = max(sorted(set(labels)), key=labels.count) if labels else head.ent_type_
    return _KIND_OF_ENTITY.get(label, SourceKind.UNCLEAR)


def _kind_of_noun(noun: str, head: Token, plural: bool) -> SourceKind:
    if noun in _OF_POLLS and any(token.lemma_.lower() in {"poll", "polling", "survey"} for token in head.subtree):
        return SourceKind.POLL
    pair = f"{head.nbor(-1).lower_} {noun}" if head.i else noun
    if pair in _NOUNS or noun in _NOUNS:  # a crowdfunding website is no outlet
        kind = SourceKind(_NOUNS[pair if pair in _NOUNS else noun][1])
    elif noun in _OUTLETS:
        kind = SourceKind.OUTLET
    elif "-" in noun and noun.rsplit("-", 1)[1] in _NOUNS:
        kind = SourceKind(_NOUNS[noun.rsplit("-", 1)[1]][1])
    elif _institution_of(noun) is not None:
        kind = SourceKind.INSTITUTION
    elif head.tag_ == "NNPS" or head.ent_type_ == "NORP" or noun in _SHARES or head.like_num:
        return SourceKind.GROUP
    elif noun.endswith(_LIKE_PEOPLE) and noun.rsplit("-", 1)[-1] not in _THINGS:
        kind = SourceKind.PERSON
    else:
        return SourceKind.UNCLEAR
    return SourceKind.GROUP if kind is SourceKind.PERSON and plural else kind


def _institution_of(name: str) -> tuple[str, ...] | None:
    """The entry of the institutions lexicon that `name` is or ends with (or, before "of", begins with)."""
    words = name.removeprefix("the ").split()
    for size in range(len(words), 0, -1):
        before = words[:size] if size < len(words) and words[size] in {"of", "for", "on"} else []
        for part in (words[-size:], before, before[-1:]):
            entry = _INSTITUTIONS.get(" ".join(part))
            if entry is not None:
                return entry
    return None
