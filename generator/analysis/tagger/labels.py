"""The tag set of the tagger: which word piece is part of a source, a cue or a content, and where each begins."""

from __future__ import annotations

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
OUTSIDE = 0
BEGIN = {"source": 1, "cue": 3, "content": 5}
INSIDE = {"source": 2, "cue": 4, "content": 6}
