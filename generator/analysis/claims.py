"""What is claimed, by whom, and how sure they are said to be."""

from __future__ import annotations

from generator.model import Attribution, Certainty, Claim, Polarity


def find_claims(text: str, attributions: tuple[Attribution, ...]) -> tuple[Claim, ...]:
    """One claim for each attribution, in the same order."""
    return tuple(
        Claim(
            attribution_id=attribution.id,
            source_id=attribution.source_id,
            content=attribution.content,
            certainty=Certainty.CERTAIN,
            polarity=Polarity.POSITIVE,
            stance=attribution.stance,
        )
        for attribution in attributions
    )
