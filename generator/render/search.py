"""The search page, and what it searches: one document an article, one a source.

Claims are no documents of their own: an article's document says which of its words are credited to whom, and which are a claim in
the author's voice, so that each hit is shown as somebody's words, with a permalink, or as the author's. That keeps the index about
as large as the text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from urllib.parse import quote

from generator.analysed import Pairs, hold
from generator.memo import Memo
from generator.model import (
    Article,
    ArticleAnalysis,
    ArticleSummary,
    AttributionKind,
    AuthorClaim,
    Certainty,
    CorpusIndex,
    SearchDocument,
    SearchPassage,
    SourceProfile,
    Statement,
    TextSpan,
    Voice,
)
from generator.render import contexts, permalinks
from generator.render.listings import Site
from generator.render.permalinks import Permalinks
from generator.render.words import (
    CERTAINTY_WORDS,
    CHECKABILITY_WORDS,
    GROUP_WORDS,
    KIND_WORDS,
    NAMING_GROUPS,
    NAMING_WORDS,
    SHAPES,
    SOURCE_KIND_WORDS,
    VOICE_WORDS,
    NamingGroup,
    certainty_words,
    count,
    date_words,
    source_label,
)

SHORT_NAME, LONG_NAME = 16, 48
"""So many characters OpenSearch allows."""

OUTLETS = 100
"""So many outlets can be chosen from, those with the most articles."""


def build_search(site: Site, *, bundles: int) -> contexts.SearchPage:
    """The page; `bundles` says in how many the index comes: none in a preview."""
    outlets = Counter(
        article.front_matter.outlet for article in site.index.articles if article.front_matter.outlet is not None
    )
    years = sorted({year for article in site.index.articles if (year := _year(article))}, reverse=True)
    choices = (
        ("outlet", "Outlet", [(outlet, outlet) for outlet in sorted(dict(outlets.most_common(OUTLETS)))]),
        ("year", "Year", [(year, year) for year in years]),
        (
            "naming",
            "Source",
            [
                *((group.value, GROUP_WORDS[group]) for group in NamingGroup),
                (Voice.AUTHOR.value, VOICE_WORDS[Voice.AUTHOR]),
            ],
        ),
        ("told", "Told as", [(kind.value, KIND_WORDS[kind]) for kind in AttributionKind]),
        ("certainty", "How sure", [(certainty.value, CERTAINTY_WORDS[certainty]) for certainty in Certainty]),
    )
    return contexts.SearchPage(
        page=site.page(
            permalinks.SEARCH, "Search", "search", description="Search the articles, sources and claims of this site."
        ),
        bundles=bundles,
        counts=(
            count(len(site.index.articles), "article"),
            count(len(site.index.sources), "source"),
            count(len(site.index.statements), "attributed claim"),
            f"{len(site.index.author_claims):,} in the author’s voice",
        ),
        choices=tuple(
            contexts.Choice(name=name, label=label, options=tuple(options))
            for name, label, options in choices
            if options
        ),
    )


def build_open_search(site: Site, base_url: str) -> contexts.OpenSearch:
    """What a browser needs to know to search the site from its address bar (OpenSearch 1.1, draft 6)."""
    title = " ".join(site.config.title.split())
    return contexts.OpenSearch(
        short_name=title if len(title) <= SHORT_NAME else title[: SHORT_NAME - 1].rstrip() + "…",
        long_name=title if len(title) <= LONG_NAME else title[: LONG_NAME - 1].rstrip() + "…",
        description="Articles, sources and claims: on whose say-so?",
        template=f"{permalinks.absolute(base_url, permalinks.SEARCH)}?q={{searchTerms}}",
        self_address=base_url + permalinks.OPENSEARCH,
        language=site.config.language,
    )


class SearchDocuments:
    """The documents of articles and sources, made when they are asked for.

    With a `memo`, only articles that changed are read again; it keeps what was asked for before of any article of the index.
    """

    def __init__(
        self, index: CorpusIndex, parts_of: Callable[[str], Mapping[str, int]], memo: Memo | None = None
    ) -> None:
        """`parts_of` an article says in which of its parts each attribution stands."""
        self._parts_of = parts_of
        self._memo = memo or Memo()
        self._summaries = {summary.slug: summary for summary in index.articles}
        self._statements: dict[str, dict[str, Statement]] = defaultdict(dict)
        for statement in index.statements:
            self._statements[statement.article_slug][statement.attribution_id] = statement
        self._own: dict[str, dict[str, AuthorClaim]] = defaultdict(dict)
        for claim in index.author_claims:
            self._own[claim.article_slug][claim.claim_id] = claim
        self._memo.leave("search", self._summaries)

    def of_articles(self, analysed: Pairs) -> Iterator[SearchDocument]:
        """Those of the articles, which are all in the index."""
        for one in hold(analysed):
            parts = self._parts_of(one.slug)
            make = partial(
                _article_document,
                summary=self._summaries[one.slug],
                statements=self._statements[one.slug],
                own=self._own[one.slug],
                parts=parts,
            )
            yield self._memo.recall_of("search", one, dict(parts), SearchDocument, make)

    def of_sources(self, profiles: Iterable[SourceProfile]) -> Iterator[SearchDocument]:
        """Those of the sources."""
        for profile in profiles:
            yield _source_document(profile, self._summaries)


def _article_document(
    article: Article,
    analysis: ArticleAnalysis,
    summary: ArticleSummary,
    statements: Mapping[str, Statement],
    own: Mapping[str, AuthorClaim],
    parts: Mapping[str, int],
) -> SearchDocument:
    links = Permalinks({article.slug: parts})
    matter = article.front_matter
    labelled = [
        (span, _label(statements[attribution.id], links))
        for attribution in analysis.attributions
        if not attribution.depth
        for span in attribution.content
    ]
    credited = [span for span, _ in labelled]
    labelled += [
        (span, _own_label(own[claim.id]))
        for claim in analysis.claims
        if claim.attribution_id is None
        for span in claim.content
        if not any(_overlap(span, other) for other in credited)
    ]
    pieces: list[tuple[int, int, tuple[str, ...]]] = []
    end = article.headline.end_char
    for span, label in sorted(labelled, key=lambda placed: placed[0]):
        start = max(span.start_char, end)
        if start >= span.end_char:
            continue
        pieces += [(end, start, ()), (start, span.end_char, label)]
        end = span.end_char
    pieces.append((end, len(article.text), ()))
    return SearchDocument(
        path=quote(permalinks.article_path(article.slug)),
        title=article.title,
        label=(
            "article",
            " · ".join(filter(None, (matter.outlet, date_words(matter.date)))),
        ),
        paragraphs=tuple(_paragraphs(article.text, pieces)),
        filters=_filters("article", [summary], statements.values(), own.values()),
    )


def _paragraphs(text: str, pieces: Iterable[tuple[int, int, tuple[str, ...]]]) -> Iterator[tuple[SearchPassage, ...]]:
    """The pieces of `text` (start, end, label) as passages, paragraph by paragraph."""
    paragraph: list[SearchPassage] = []
    for start, end, label in pieces:
        first, *others = text[start:end].split("\n\n")
        if first:
            paragraph.append(SearchPassage(text=first, label=label))
        for other in others:
            if paragraph:
                yield tuple(paragraph)
            paragraph = [SearchPassage(text=other, label=label)] if other else []
    if paragraph:
        yield tuple(paragraph)


def _label(statement: Statement, links: Permalinks) -> tuple[str, ...]:
    """What the search page says of a statement, in the order in which static/search.js takes it apart."""
    group = NAMING_GROUPS[statement.naming]
    return (
        links.statement(statement.article_slug, statement.attribution_id),
        group.value,
        statement.kind.value,
        statement.certainty.value,
        SHAPES[group],
        source_label(statement.source_name, statement.naming),
        f"{KIND_WORDS[statement.kind]} · {certainty_words(statement.certainty, statement.polarity)}",
    )


def _own_label(claim: AuthorClaim) -> tuple[str, ...]:
    """The same of a claim in the author's voice, which stands where its words do."""
    return (
        permalinks.claim_link(claim),
        Voice.AUTHOR.value,
        "",
        claim.certainty.value,
        "",
        VOICE_WORDS[Voice.AUTHOR],
        f"no credit found · {CHECKABILITY_WORDS[claim.checkability]} · {certainty_words(claim.certainty, claim.polarity)}",
    )


def _overlap(one: TextSpan, other: TextSpan) -> bool:
    return one.start_char < other.end_char and other.start_char < one.end_char


def _source_document(profile: SourceProfile, summaries: Mapping[str, ArticleSummary]) -> SearchDocument:
    articles = [summaries[slug] for slug in dict.fromkeys(s.article_slug for s in profile.statements)]
    group = NAMING_GROUPS[profile.naming]
    where = f"in “{articles[0].title}”" if len(articles) == 1 else f"in {count(len(articles), 'article')}"
    said = f"{count(len(profile.statements), 'statement')} {where}"
    return SearchDocument(
        path=quote(permalinks.source_path(profile.key)),
        title=profile.name,
        label=(
            "source",
            group.value,
            SHAPES[group],
            f"{NAMING_WORDS[profile.naming]} · {SOURCE_KIND_WORDS[profile.kind]} · {said}",
        ),
        paragraphs=tuple((SearchPassage(text=name),) for name in profile.names if name != profile.name),
        filters=_filters("source", articles, profile.statements),
    )


def _filters(
    kind: str, articles: Iterable[ArticleSummary], statements: Iterable[Statement], own: Iterable[AuthorClaim] = ()
) -> dict[str, tuple[str, ...]]:
    """By facet every value that holds of something on the page."""
    values: dict[str, set[str]] = defaultdict(set)
    values["kind"].add(kind)
    for article in articles:
        values["outlet"].add(article.front_matter.outlet or "")
        values["year"].add(_year(article))
    for statement in statements:
        values["naming"].add(NAMING_GROUPS[statement.naming].value)
        values["told"].add(statement.kind.value)
        values["certainty"].add(statement.certainty.value)
    for claim in own:
        values["naming"].add(Voice.AUTHOR.value)
        values["certainty"].add(claim.certainty.value)
    return {name: tuple(sorted(found - {""})) for name, found in sorted(values.items())}


def _year(article: ArticleSummary) -> str:
    return f"{article.front_matter.date.year}" if article.front_matter.date else ""
