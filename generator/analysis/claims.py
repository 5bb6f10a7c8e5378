"""What is claimed, and by whom: each attributed content is a claim of its source.

A claim is one asserted proposition with its holder. What is said of it (how certain, by which hedges, with which figures) is found
by modules of their own and put together here.
"""

from __future__ import annotations

from bisect import bisect_left

from generator.model import Attribution, Certainty, Claim, Hedge, Polarity, Quantity, TextSpan


def find_claims(
    attributions: tuple[Attribution, ...],
    certainties: tuple[tuple[Certainty, Polarity], ...],
    hedges: tuple[Hedge, ...],
    quantities: tuple[Quantity, ...],
) -> tuple[Claim, ...]:
    """One claim for each attribution, in the same order; `certainties` are theirs, hedges and quantities in text order.

    A claim's hedges are those of its content and of its cue; its quantities those of its content.
    """
    hedge_starts = [hedge.span.start_char for hedge in hedges]
    quantity_starts = [quantity.span.start_char for quantity in quantities]
    return tuple(
        Claim(
            attribution_id=attribution.id,
            source_id=attribution.source_id,
            content=attribution.content,
            certainty=certainty,
            polarity=polarity,
            stance=attribution.stance,
            hedges=tuple(
                hedges[position]
                for position in _within(tuple(sorted((*attribution.cue, *attribution.content))), hedge_starts)
            ),
            quantities=tuple(quantities[position] for position in _within(attribution.content, quantity_starts)),
        )
        for attribution, (certainty, polarity) in zip(attributions, certainties, strict=True)
    )


def _within(spans: tuple[TextSpan, ...], starts: list[int]) -> list[int]:
    """Positions of the starts that lie in one of the spans."""
    return [
        position
        for span in spans
        for position in range(bisect_left(starts, span.start_char), bisect_left(starts, span.end_char))
    ]
