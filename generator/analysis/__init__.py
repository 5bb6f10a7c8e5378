"""One article's analysis, its steps in one visible list: each module answers one question, results arrive as arguments."""

from __future__ import annotations

from spacy.tokens import Doc

from generator.analysis.attributions import find_attributions
from generator.analysis.certainty import find_certainty
from generator.analysis.claims import find_claims
from generator.analysis.hedges import find_hedges
from generator.analysis.quantities import find_quantities
from generator.analysis.quotations import find_quotations, find_unclosed
from generator.analysis.sources import resolve_sources
from generator.model import Article, ArticleAnalysis


def analyse(article: Article, doc: Doc) -> ArticleAnalysis:
    """What `article` says on whose say-so; `doc` is the parse of `article.text`."""
    quotations = find_quotations(article.text)
    found = find_attributions(doc, quotations)
    sources, attributions = resolve_sources(article.text, found)
    quantities = find_quantities(doc)
    hedges = find_hedges(doc, attributions, quantities)
    certainties = find_certainty(doc, attributions, hedges)
    claims = find_claims(attributions, certainties, hedges, quantities)
    return ArticleAnalysis(
        engine="rules",
        quotations=quotations,
        attributions=attributions,
        sources=sources,
        claims=claims,
        notices=find_unclosed(article),
    )
