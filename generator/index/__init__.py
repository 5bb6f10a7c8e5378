"""What is known across articles: one pass over the analyses, in plain Python.

Everything an index holds is also what the pages show, so it must be in memory anyway; dictionaries keep the pass linear in the
number of attributions, and SQL would only be a second way to say the same.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence

from generator.index.claims import build_claim_groups
from generator.index.origins import Places, add_routes, build_origins, find_routes
from generator.index.register import Register
from generator.index.sources import build_source_profiles, find_source_keys
from generator.index.words import WordCounts, count_words
from generator.memo import Memo
from generator.model import (
    AnonymityReason,
    Article,
    ArticleAnalysis,
    ArticleSummary,
    AuthorClaim,
    Certainty,
    Checkability,
    Claim,
    CorpusIndex,
    KnownSource,
    Naming,
    Polarity,
    Statement,
    TextSpan,
)

Analysed = tuple[tuple[Article, ArticleAnalysis], ...]


def build_index(analysed: Analysed, known: Sequence[KnownSource] = (), memo: Memo | None = None) -> CorpusIndex:
    """All articles together, the newest first, undated ones last, then by slug; `known` are the entries of sources.yml.

    With a `memo`, only the articles that changed are counted and read again.
    """
    memo = memo or Memo()
    ordered = tuple(sorted(analysed, key=lambda pair: _listing_key(pair[0])))
    source_keys = find_source_keys(ordered, Register(known))
    keys = source_keys.by_source
    statements = {article.slug: _statements(article, analysis, keys) for article, analysis in ordered}
    sources = build_source_profiles(ordered, source_keys, statements)
    groups = build_claim_groups(ordered, keys, memo)
    places = Places(ordered)
    routes = find_routes(ordered, source_keys, groups, places)
    return CorpusIndex(
        articles=tuple(_summary(article, analysis, memo) for article, analysis in ordered),
        sources=sources,
        statements=tuple(itertools.chain.from_iterable(statements.values())),
        author_claims=tuple(claim for article, analysis in ordered for claim in _author_claims(article, analysis)),
        claim_groups=add_routes(groups, places, routes),
        origins=build_origins(ordered, routes, sources),
        known=tuple(known),
    )


def _listing_key(article: Article) -> tuple[float, str]:
    date = article.front_matter.date
    if date is None:
        return float("inf"), article.slug
    if not isinstance(date, datetime.datetime):
        date = datetime.datetime.combine(date, datetime.time())
    return -(date if date.tzinfo else date.replace(tzinfo=datetime.UTC)).timestamp(), article.slug


def _statements(
    article: Article, analysis: ArticleAnalysis, keys: Mapping[tuple[str, str], str]
) -> tuple[Statement, ...]:
    """The attributions of one article, in text order."""
    sources = {source.id: source for source in analysis.sources}
    claims = {claim.attribution_id: claim for claim in reversed(analysis.claims)}  # the first asserted one counts
    found = []
    for attribution in analysis.attributions:
        source = sources[attribution.source_id] if attribution.source_id is not None else None
        claim = claims.get(attribution.id)
        found.append(
            Statement(
                article_slug=article.slug,
                attribution_id=attribution.id,
                source_key=keys[article.slug, source.id] if source else None,
                source_name=source.name if source else "",
                text=" … ".join(_words(article, span) for span in attribution.content),
                cue=" … ".join(_words(article, span) for span in attribution.cue),
                kind=attribution.kind,
                naming=source.naming if source else attribution.naming,
                cue_class=attribution.cue_class,
                stance=attribution.stance,
                certainty=claim.certainty if claim else Certainty.UNDERSPECIFIED,
                polarity=claim.polarity if claim else Polarity.UNKNOWN,
                checkability=claim.checkability if claim else Checkability.UNCLEAR,
                figures=_figures(article, claim) if claim else (),
                reviewed=attribution.review is not None,
            )
        )
    return tuple(found)


def _author_claims(article: Article, analysis: ArticleAnalysis) -> Iterator[AuthorClaim]:
    """What one article claims in its own voice and could be checked, in text order."""
    for claim in analysis.claims:
        if claim.attribution_id is None:
            yield AuthorClaim(
                article_slug=article.slug,
                claim_id=claim.id,
                text=" … ".join(_words(article, span) for span in claim.content),
                certainty=claim.certainty,
                polarity=claim.polarity,
                checkability=claim.checkability,
                figures=_figures(article, claim),
            )


def _figures(article: Article, claim: Claim) -> tuple[str, ...]:
    return tuple(_words(article, quantity.span) for quantity in claim.quantities if quantity.unit)


def _words(article: Article, span: TextSpan) -> str:
    return " ".join(article.text[span.start_char : span.end_char].split())


def _summary(article: Article, analysis: ArticleAnalysis, memo: Memo) -> ArticleSummary:
    counts = memo.recall_of("words", article, analysis, (), WordCounts, lambda: count_words(article, analysis))
    reviews = [attribution.review for attribution in analysis.attributions if attribution.review]
    by_naming = {naming.value: sum(source.naming is naming for source in analysis.sources) for naming in Naming}
    return ArticleSummary(
        slug=article.slug,
        title=article.title,
        path=article.path,
        front_matter=article.front_matter,
        words=counts.words,
        direct_words=counts.direct,
        indirect_words=counts.indirect,
        named_words=counts.named,
        institution_words=counts.institution,
        unnamed_words=counts.unnamed,
        vague_words=counts.vague,
        unclear_words=counts.unclear,
        attributions=len(analysis.attributions),
        sources_by_naming={naming: count for naming, count in by_naming.items() if count},
        unnamed_with_reason=sum(
            source.anonymity is not None and source.anonymity.reason is AnonymityReason.SPECIFIC
            for source in analysis.sources
        ),
        reviewed=len(reviews),
        reviewers=tuple(dict.fromkeys(review.by for review in reviews)),
    )
