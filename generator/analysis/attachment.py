"""Where the parse takes a speaker and somebody who is spoken of for one and the same, the attribution knows better.

    The mayor has dismissed Jon Vell, a source in the town hall said.

With no quotation marks between them, a parser may read "Jon Vell, a source" as a name and its apposition. Everything that asks
who a source is would then call the source Jon Vell. But what is credited and whom it is credited to are never one phrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from generator.model import Attribution, TextSpan
from generator.parsed import tokens_of

_VERBS = {"VERB", "AUX"}


def detach_speakers(doc: Doc, attributions: Sequence[Attribution], heads: Sequence[TextSpan | None]) -> None:
    """Undo in `doc` each apposition that ties the source of an attribution to a word of its content.

    `heads[i]` is the head word of the source of `attributions[i]`. What was the apposition hangs on the next verb above instead.
    """
    tokens = {token.idx: token for token in tokens_of(doc)}
    for attribution, head in zip(attributions, heads, strict=True):
        if head is not None:
            for apposition in list(_across(tokens[head.start_char], attribution.content)):
                _detach(apposition)


def _across(source: Token, content: Sequence[TextSpan]) -> Iterator[Token]:
    """The appositions between `source` and `content`, in either direction."""
    if source.dep_ == "appos" and _stands_in(source.head, content):
        yield source
    yield from (child for child in source.children if child.dep_ == "appos" and _stands_in(child, content))


def _stands_in(token: Token, spans: Sequence[TextSpan]) -> bool:
    return any(span.start_char <= token.idx < span.end_char for span in spans)


def _detach(apposition: Token) -> None:
    within = {token.i for token in apposition.subtree}
    above = [token for token in apposition.ancestors if token.i not in within]
    verbs = [token for token in above if token.pos_ in _VERBS]
    if above:
        apposition.head = (verbs or above[-1:])[0]
    apposition.dep_ = "dep"
