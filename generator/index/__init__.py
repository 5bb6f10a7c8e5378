"""What is known across articles: one pass over the analyses, in plain Python.

Everything an index holds is also what the pages show, so it must be in memory anyway; dictionaries keep the pass linear in the
number of attributions, and SQL would only be a second way to say the same.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence

from msgspec.structs import replace

from generator.analysed import AnalysedArticle, Pairs, hold
from generator.index.claims import build_claim_groups
from generator.index.origins import Places, add_routes, build_origins, find_routes
from generator.index.parts import ArticleParts, read_parts, read_statements
from generator.index.register import Register
from generator.index.sources import Read, SourceKeys, build_source_profiles, find_source_keys
from generator.memo import Memo
from generator.model import CorpusIndex, KnownSource, Statement


def build_index(analysed: Pairs, known: Sequence[KnownSource] = (), memo: Memo | None = None) -> CorpusIndex:
    """All articles together, the newest first, undated ones last, then by slug; `known` are the entries of sources.yml.

    With a `memo`, only the articles that changed are counted and read again.
    """
    memo = memo or Memo()
    read = _read(hold(analysed), memo)
    source_keys = find_source_keys(read, Register(known))
    statements = _statements(read, source_keys, memo)
    sources = build_source_profiles(read, source_keys, statements)
    groups = build_claim_groups(read, source_keys.by_source, memo)
    places = Places(read)
    routes = find_routes(read, source_keys, groups, places)
    return CorpusIndex(
        articles=tuple(replace(parts.summary, front_matter=article.front_matter) for article, parts in read),
        sources=sources,
        statements=tuple(itertools.chain.from_iterable(statements.values())),
        author_claims=tuple(claim for _, parts in read for claim in parts.author_claims),
        claim_groups=add_routes(groups, places, routes),
        origins=build_origins(read, routes, sources),
        known=tuple(known),
    )


def _read(analysed: Sequence[AnalysedArticle], memo: Memo) -> Read:
    """The articles in the order of the index, each with its parts."""
    memo.gather("parts")
    return [
        (one, memo.recall_of("parts", one, (), ArticleParts, read_parts)) for one in sorted(analysed, key=_listing_key)
    ]


def _statements(read: Read, keys: SourceKeys, memo: Memo) -> dict[str, tuple[Statement, ...]]:
    memo.gather("statements")
    found = {}
    for article, parts in read:
        own = [keys.by_source[article.slug, source.id] for source in parts.sources]
        found[article.slug] = memo.recall_of(
            "statements",
            article,
            own,
            tuple[Statement, ...],
            lambda article, analysis, own=own: read_statements(article, analysis, own),  # type: ignore[misc]
        )
    return found


def _listing_key(article: AnalysedArticle) -> tuple[float, str]:
    date = article.front_matter.date
    if date is None:
        return float("inf"), article.slug
    if not isinstance(date, datetime.datetime):
        date = datetime.datetime.combine(date, datetime.time())
    return -(date if date.tzinfo else date.replace(tzinfo=datetime.UTC)).timestamp(), article.slug
