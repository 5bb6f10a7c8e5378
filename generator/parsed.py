"""What a parse says of all its words, and spaCy makes anew each time it is asked: kept for the text that is being analysed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from spacy.tokens import Doc, Token

from generator.model import TextSpan


@lru_cache(maxsize=1)
def text_of(doc: Doc) -> str:
    """The text as it was parsed."""
    return doc.text


@lru_cache(maxsize=1)
def tokens_of(doc: Doc) -> tuple[Token, ...]:
    """The tokens in their order."""
    return tuple(doc)


@lru_cache(maxsize=1)
def starts_of(doc: Doc) -> tuple[int, ...]:
    """Where each token begins, in code points."""
    return tuple(token.idx for token in tokens_of(doc))


@lru_cache(maxsize=1)
def lower_of(doc: Doc) -> tuple[str, ...]:
    """Each token in lower case."""
    return tuple(token.lower_ for token in tokens_of(doc))


def words_in(doc: Doc, spans: Iterable[TextSpan]) -> list[Token]:
    """The tokens that begin within the spans, without white space."""
    starts, tokens = starts_of(doc), tokens_of(doc)
    return [
        token
        for span in spans
        for token in tokens[bisect_left(starts, span.start_char) : bisect_left(starts, span.end_char)]
        if not token.is_space
    ]
