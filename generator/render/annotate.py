"""Spans to marked HTML: marks are split at every piece's border and at each other's, so that they always nest."""

from __future__ import annotations

import itertools
from html import escape

from generator.model import Article, ArticleAnalysis, TextRun


def annotate(article: Article, analysis: ArticleAnalysis) -> str:
    """The body of `article` as HTML, its contents marked."""
    marks = [(s.start_char, s.end_char) for a in analysis.attributions for s in a.content]
    out = []
    for piece in article.body:
        if not isinstance(piece, TextRun):
            out.append(piece.html)
            continue
        cuts = {piece.start_char, piece.end_char}
        cuts |= {cut for mark in marks for cut in mark if piece.start_char < cut < piece.end_char}
        borders = sorted(cuts)
        for start, end in itertools.pairwise(borders):
            words = escape(article.text[start:end])
            out.append(f"<mark>{words}</mark>" if any(s <= start and end <= e for s, e in marks) else words)
    return "".join(out)
