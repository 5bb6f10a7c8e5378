"""What a number counts: the noun after it, across adjectives and hyphens, in the singular."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from generator.analysis.quantities.numbers import read_count
from generator.analysis.quantities.parts import Number, Unit
from generator.analysis.quantities.tokens import lower_at, noun_follows
from generator.analysis.quantities.vocabulary import labels, unit_at, unit_of

_LONGEST_PHRASE = 12  # tokens between a number and its noun


def read_unit(doc: Doc, number: Number) -> Unit | None:
    """What the number counts. Without a noun the unit is "", with "of" it is the noun after it, outside the span."""
    position = number.end
    if lower_at(doc, position) in {"-", "–"} and position + 1 < len(doc):
        following = doc[position + 1]
        for kind in ("points", "share", "measure"):
            if name := unit_of(following, kind):
                return Unit(name, position + 2)
        if following.lower_ in {"plus", "odd", "ish"}:
            counted = head_noun(doc, position + 2)
            return Unit(_noun(counted), counted.i + 1) if counted is not None else Unit("", position)
    for kind in ("share", "points"):
        if found := unit_at(doc, position, kind):
            return found
    following_word = lower_at(doc, position)
    if following_word in {"or", "and", "to"}:  # "5 and 10 points": the unit is said once
        other = read_count(doc, position + 1)
        if other and (shared := unit_at(doc, other.end, "points") or unit_at(doc, other.end, "share")):
            return Unit(shared.name, position)
    if following_word == "of":
        counted = head_noun(doc, position + 1)
        if counted is not None and (currency := unit_of(counted, "currency")) and counted.i == position + 1:
            return Unit(currency, counted.i + 1)
        return Unit(_noun(counted) if counted is not None else "", position)
    counted = head_noun(doc, position)
    if counted is None:
        return Unit("", position)
    return Unit(unit_of(counted, "currency") or _noun(counted), counted.i + 1)


def head_noun(doc: Doc, position: int) -> Token | None:
    """The head of the noun phrase that goes on at `position`: its last noun, before the phrase is broken off."""
    head: Token | None = None
    aside = 0  # where an acronym in brackets ends: "Harbour Police (HP) officers"
    for token in doc[position : position + _LONGEST_PHRASE]:
        if token.i < aside:
            continue
        if (
            token.text == "("
            and lower_at(doc, token.i + 2) == ")"
            and doc[token.i + 1].is_upper
            and noun_follows(doc, token.i + 3)
        ):
            aside, head = token.i + 3, None
            continue
        hyphened = token.text == "-" and not doc[token.i - 1].whitespace_
        if token.pos_ in {"NOUN", "PROPN"} and token.tag_ != "$":
            if head is not None and (
                token.lower_ in labels("weekday") | labels("month") or (_is_plural(head) and token.dep_ != "compound")
            ):
                break
            head = token
        elif head is not None:
            if not (hyphened or _goes_on(doc, head, token)):
                break
        elif (
            token.tag_ == "PRP$"
            or (token.pos_ == "NUM" and token.i == position)
            or not (
                hyphened
                or token.pos_ in {"ADJ", "ADV", "NUM", "SYM"}
                or token.text in {"%", " "}
                or token.tag_ in {"$", "POS"}
                or (token.tag_ in {"VBN", "VBG", "VBD"} and noun_follows(doc, token.i + 1))
                or (token.pos_ == "DET" and token.i == position and lower_at(doc, position - 1) == "of")
                or (
                    token.text in {",", "and"}
                    and token.i > position
                    and doc[token.i - 1].pos_ == "ADJ"
                    and noun_follows(doc, token.i + 1)
                )
            )
        ):
            break
    return head


def _is_plural(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} and token.dep_ != "compound"


def _goes_on(doc: Doc, head: Token, token: Token) -> bool:
    """Whether an adjective after a noun belongs to a longer phrase: "two state legislative seats"."""
    return token.pos_ == "ADJ" and not _is_plural(head) and noun_follows(doc, token.i + 1)


def _noun(token: Token) -> str:
    """The singular in lower case, with what is hyphened to it. A proper noun's lemma keeps its plural, which is taken off here."""
    lemma = token.lemma_.lower()
    if token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_ and token.nbor(-2).is_alpha:
        lemma = f"{token.nbor(-2).lower_}-{lemma}"
    if token.pos_ == "PROPN" and lemma == token.lower_ and len(lemma) > 3:
        if lemma.endswith("ies"):
            return lemma[:-3] + "y"
        if lemma.endswith("s") and not lemma.endswith(("ss", "us")):
            return lemma[:-1]
    return lemma
