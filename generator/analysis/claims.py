"""What is claimed, and by whom: each attributed content is a claim of its source, each checkable clause besides one of the author.

A claim is one asserted proposition with its holder. What is said of it (how certain, by which hedges, with which figures, what
could be checked) is found by modules of their own and put together here.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter

from generator.model import (
    Attribution,
    Certainty,
    Checkability,
    Claim,
    CueStance,
    Hedge,
    Polarity,
    Quantity,
    TextSpan,
)

_PRONOUNS = {
    "it",
    "this",
    "that",
    "these",
    "those",
    "them",
    "him",
    "her",
    "neither",
    "both",
    "so",
    "one",
    "either",
    "as much",
}
_NOT_CHECKABLE = {Checkability.OPINION, Checkability.UNCLEAR}


def find_claims(
    text: str,
    attributions: tuple[Attribution, ...],
    assertions: tuple[TextSpan, ...],
    certainties: tuple[tuple[Certainty, Polarity], ...],
    checkabilities: tuple[Checkability, ...],
    hedges: tuple[Hedge, ...],
    quantities: tuple[Quantity, ...],
) -> tuple[Claim, ...]:
    """One claim for each attribution but those that only take one up, as in "denied it".

    Then one for each of the author's own `assertions` that could be checked.

    `certainties` and `checkabilities` are those of attributions and assertions in this order; hedges and quantities stand in text
    order. A claim's hedges are those of its content and of its cue; its quantities those of its content.
    """
    hedge_starts = [hedge.span.start_char for hedge in hedges]
    quantity_starts = [quantity.span.start_char for quantity in quantities]

    def claim(
        claim_id: str,
        attribution: Attribution | None,
        content: tuple[TextSpan, ...],
        factuality: tuple[Certainty, Polarity],
        checkability: Checkability,
    ) -> Claim:
        cue: tuple[TextSpan, ...] = attribution.cue if attribution else ()
        stance: CueStance | None = attribution.stance if attribution and cue else None
        return Claim(
            id=claim_id,
            attribution_id=attribution.id if attribution else None,
            source_id=attribution.source_id if attribution else None,
            content=content,
            certainty=factuality[0],
            polarity=factuality[1],
            stance=stance,
            checkability=checkability,
            hedges=tuple(hedges[i] for i in _within(tuple(sorted((*cue, *content))), hedge_starts)),
            quantities=tuple(quantities[i] for i in _within(content, quantity_starts)),
        )

    coded = tuple(zip(certainties, checkabilities, strict=True))
    claims = [
        claim(attribution.id, attribution, attribution.content, *codes)
        for attribution, codes in zip(attributions, coded, strict=False)
        if not _takes_up(text, attribution)
    ]
    seen: Counter[str] = Counter()
    for span, codes in zip(assertions, coded[len(attributions) :], strict=True):
        if codes[1] not in _NOT_CHECKABLE:
            words = "".join(filter(str.isalnum, text[span.start_char : span.end_char].casefold()))
            digest = "v" + hashlib.sha256(words.encode()).hexdigest()[:8]
            seen[digest] += 1
            claims.append(claim(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}", None, (span,), *codes))
    return tuple(claims)


def _takes_up(text: str, attribution: Attribution) -> bool:
    """Whether the content is one pronoun, as in "denied it": what is claimed stands elsewhere."""
    if len(attribution.content) != 1:
        return False
    span = attribution.content[0]
    return text[span.start_char : span.end_char].strip(" ,.;:!?\"'‘’“”").lower() in _PRONOUNS


def _within(spans: tuple[TextSpan, ...], starts: list[int]) -> list[int]:
    """Positions of the starts that lie in one of the spans."""
    return [
        position
        for span in spans
        for position in range(bisect_left(starts, span.start_char), bisect_left(starts, span.end_char))
    ]
