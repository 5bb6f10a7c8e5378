"""Tokens by their positions; a position outside the text is an empty word."""

from __future__ import annotations

from spacy.tokens import Doc

from generator.model import TextSpan


def lower_at(doc: Doc, position: int) -> str:
    return doc[position].lower_ if 0 <= position < len(doc) else ""


def lemma_at(doc: Doc, position: int) -> str:
    return doc[position].lemma_.lower() if 0 <= position < len(doc) else ""


def words_at(doc: Doc, position: int, length: int) -> tuple[str, ...]:
    return tuple(lower_at(doc, place) for place in range(position, position + length))


def stands_alone(doc: Doc, position: int) -> bool:
    """Whether a sign is set off from the word before it: "of -11 points", not "Covid-19"."""
    return position == 0 or bool(doc[position - 1].whitespace_)


def span_of(doc: Doc, start: int, end: int) -> TextSpan:
    last = doc[end - 1]
    return TextSpan(doc[start].idx, last.idx + len(last))


def noun_follows(doc: Doc, position: int) -> bool:
    """Whether a noun stands at `position`, perhaps after an adjective and a participle."""
    for token in doc[position : position + 3]:
        if token.pos_ in {"NOUN", "PROPN"}:
            return True
        if token.pos_ != "ADJ" and token.tag_ not in {"VBN", "VBG", "VBD"}:
            return False
    return False
