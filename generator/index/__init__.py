"""What is known across articles."""

from __future__ import annotations

from generator.model import Article, ArticleAnalysis, ArticleSummary, CorpusIndex, Naming, SourceProfile, Statement


def build_index(analysed: tuple[tuple[Article, ArticleAnalysis], ...]) -> CorpusIndex:
    """All articles together."""
    summaries, statements = [], []
    profiles: dict[str, SourceProfile] = {}
    for article, analysis in analysed:
        sources = {source.id: source for source in analysis.sources}
        own = []
        for attribution, claim in zip(analysis.attributions, analysis.claims, strict=True):
            source = sources[attribution.source_id] if attribution.source_id else None
            key = f"{article.slug}-{source.id}" if source else None
            statement = Statement(
                article_slug=article.slug,
                attribution_id=attribution.id,
                source_key=key,
                source_name=source.name if source else "",
                text=" … ".join(article.text[s.start_char : s.end_char] for s in attribution.content),
                cue=" ".join(article.text[s.start_char : s.end_char] for s in attribution.cue),
                kind=attribution.kind,
                naming=source.naming if source else Naming.N0,
                cue_class=attribution.cue_class,
                stance=attribution.stance,
                certainty=claim.certainty,
                polarity=claim.polarity,
            )
            own.append(statement)
            if source and key:
                earlier = profiles[key].statements if key in profiles else ()
                profiles[key] = SourceProfile(
                    key=key,
                    name=source.name,
                    kind=source.kind,
                    naming=source.naming,
                    names=(source.name,),
                    statements=(*earlier, statement),
                )
        statements += own
        words = len(article.text.split())
        direct = 0
        summaries.append(
            ArticleSummary(
                slug=article.slug,
                title=article.title,
                path=article.path,
                front_matter=article.front_matter,
                words=words,
                direct_words=direct,
                indirect_words=0,
                named_words=0,
                institution_words=0,
                unnamed_words=0,
                vague_words=0,
                unclear_words=0,
                attributions=len(own),
                sources_by_naming={},
            )
        )
    return CorpusIndex(articles=tuple(summaries), sources=tuple(profiles.values()), statements=tuple(statements))
