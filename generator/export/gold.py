"""What people have reviewed, as a gold corpus for `sayso evaluate` (docs/accuracy.md has the format).

An article counts only when a person has looked at every outer attribution: a gold text with machine attributions left in it would
score the machine against itself.
"""

from __future__ import annotations

import msgspec

from generator.analysed import Pairs, hold


def render_gold(analysed: Pairs) -> bytes:
    """JSON Lines, one reviewed article a line."""
    lines = []
    for one in hold(analysed):
        article, analysis = one.read()
        outer = [attribution for attribution in analysis.attributions if not attribution.depth]
        if outer and all(attribution.review for attribution in outer):
            attributions = [
                {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}
                for attribution in outer
            ]
            lines.append({"id": article.slug, "text": article.text, "attributions": attributions})
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
