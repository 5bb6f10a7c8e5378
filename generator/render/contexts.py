"""What the templates are given: one frozen struct a page template, and the pieces they are made of.

These types are the contract with a site's own templates. They hold words, numbers and links that are ready to be shown; a template
that had to work something out would be a sign that something is missing here. Every `href` is relative to the output folder, so a
template writes `{{ page.root }}{{ href }}`.
"""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct


class Page(Struct, frozen=True, kw_only=True):
    """What every page has: `page` in every template."""

    title: str  # of the page, without the site's
    site_title: str
    author: str | None
    language: str  # BCP 47
    root: str  # leads from this page to the output folder: "../../", or nothing
    section: (
        str  # which entry of the navigation is this one's: "home", "sources", "claims", "notices", "method", or nothing
    )
    notices: int  # on the whole site, for the navigation
    description: str = ""
    canonical: str | None = None  # absolute; None without base_url
    feed: str | None = None  # absolute; None without base_url or without a dated article
    index: bool = True  # whether search engines may list the page


class Segment(Struct, frozen=True, kw_only=True):
    """A part of a bar. `start` and `width` are in percent of the bar's length; `percent` is rounded so that all add up to 100."""

    css: str
    label: str  # "direct quotation"
    shape: str  # "●"; empty in the bar of words
    words: int
    percent: int
    start: float
    width: float
    detail: str = ""  # "2 sources": what else is counted under this label


class Bar(Struct, frozen=True, kw_only=True):
    """How a number of words divides. `summary` says it all in one sentence, for those who don't see it."""

    name: str
    summary: str
    total: int  # words
    segments: tuple[Segment, ...]  # none is empty


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """A source as an article's ledger lists it."""

    name: str
    group: str  # CSS class
    shape: str
    naming: str  # "named, with role"
    statements: str  # "3 statements"
    words: str  # "41 words"
    href: str  # of its page; empty where no source is stated
    first: str  # of its first statement in the article


class Note(Struct, frozen=True, kw_only=True):
    """What stands beside an attribution: who, how, what to ask."""

    id: str  # of the attribution
    number: int
    group: str  # CSS class
    shape: str
    who: str
    who_href: str  # of the source's page; empty where no source is stated
    how: tuple[str, ...]  # "named, with role", "“insisted”, distancing", ...
    ask: str  # a question


class Block(Struct, frozen=True, kw_only=True):
    """A block of the article with the notes on it; `html` is whole elements."""

    html: Markup
    notes: tuple[Note, ...]


class PartLink(Struct, frozen=True, kw_only=True):
    """One part of an article that is too long for a page."""

    number: int
    href: str
    current: bool


class ArticleCard(Struct, frozen=True, kw_only=True):
    """An article in a list, with its signature: the two bars."""

    title: str
    href: str
    language: str
    outlet: str | None
    byline: str | None
    date: str | None  # ISO 8601
    date_words: str | None  # "12 March 2026"
    summary: str | None
    counts: tuple[str, ...]  # "412 words", "11 attributions", "2 of 6 sources unnamed"
    words_bar: Bar
    naming_bar: Bar | None  # None where nothing is attributed


class HomePage(Struct, frozen=True, kw_only=True):
    """pages/home.html"""

    page: Page
    articles: tuple[ArticleCard, ...]
    counts: tuple[str, ...]


class ArticlePage(Struct, frozen=True, kw_only=True):
    """pages/article.html: an article, or one part of a long one."""

    page: Page
    card: ArticleCard
    headline: Block
    blocks: tuple[Block, ...]
    ledger: tuple[LedgerEntry, ...]
    ledger_rest: str  # "12 more sources", where the ledger is too long to be shown whole
    original: str | None  # address of the original
    updated: str | None
    license: str | None
    tags: tuple[str, ...]
    parts: tuple[PartLink, ...]  # empty where the article is on one page
    part: int
    previous: PartLink | None
    next: PartLink | None


class StatementRow(Struct, frozen=True, kw_only=True):
    """One statement in a table. The codes are for sorting and filtering, the words for reading."""

    text: str
    href: str
    article_title: str
    article_href: str
    date: str | None
    date_words: str | None
    outlet: str | None
    source: str
    source_href: str  # empty where no source is stated
    group: str
    shape: str
    naming: str
    kind: str  # CSS class
    kind_words: str
    cue: str
    stance: str
    stance_words: str
    certainty: str
    certainty_words: str


class SourceRow(Struct, frozen=True, kw_only=True):
    """A source in the table of sources."""

    name: str
    href: str
    group: str
    shape: str
    naming: str
    kind: str
    statements: int
    articles: int
    where: str  # the article's title, where it is only one


class Option(Struct, frozen=True, kw_only=True):
    """A value that a table can be filtered by, and how many rows have it."""

    value: str
    label: str
    count: int


class Facet(Struct, frozen=True, kw_only=True):
    """A question that a table can be filtered by; `name` is the row's data attribute."""

    name: str
    label: str
    options: tuple[Option, ...]


class SourcesPage(Struct, frozen=True, kw_only=True):
    """pages/sources.html"""

    page: Page
    sources: tuple[SourceRow, ...]
    naming: Facet
    counts: tuple[str, ...]


class StatementGroup(Struct, frozen=True, kw_only=True):
    """What a source is credited with in one article."""

    article: ArticleCard
    statements: tuple[StatementRow, ...]


class SourcePage(Struct, frozen=True, kw_only=True):
    """pages/source.html"""

    page: Page
    source: SourceRow
    names: tuple[str, ...]  # other forms of the name
    groups: tuple[StatementGroup, ...]
    counts: tuple[str, ...]


class ClaimsPage(Struct, frozen=True, kw_only=True):
    """pages/claims.html"""

    page: Page
    claims: tuple[StatementRow, ...]
    facets: tuple[Facet, ...]
    counts: tuple[str, ...]


class NoticeRow(Struct, frozen=True, kw_only=True):
    """One notice, with the place it is about."""

    level: str
    code: str
    message: str
    hint: str
    place: str  # "wall.md, line 3, column 7"


class NoticesPage(Struct, frozen=True, kw_only=True):
    """pages/notices.html"""

    page: Page
    errors: tuple[NoticeRow, ...]
    notices: tuple[NoticeRow, ...]


class Measure(Struct, frozen=True, kw_only=True):
    """One accuracy figure as measured: F1 and what it is made of, in percent with one decimal."""

    label: str
    precision: str
    recall: str
    f1: str


class Accuracy(Struct, frozen=True, kw_only=True):
    """One measurement, on one corpus."""

    corpus: str
    documents: int
    attributions: int  # that people marked
    measures: tuple[Measure, ...]


class Term(Struct, frozen=True, kw_only=True):
    """A code and its definition."""

    css: str
    shape: str
    name: str
    meaning: str


class MethodPage(Struct, frozen=True, kw_only=True):
    """pages/method.html"""

    page: Page
    engines: tuple[str, ...]
    accuracy: tuple[Accuracy, ...]
    naming: tuple[Term, ...]
    kinds: tuple[Term, ...]
    stances: tuple[Term, ...]
    certainties: tuple[Term, ...]


class NotFoundPage(Struct, frozen=True, kw_only=True):
    """pages/404.html"""

    page: Page
    home: str  # the whole address, or, without base_url, relative


class FeedEntry(Struct, frozen=True, kw_only=True):
    """An article in the Atom feed; times are RFC 3339."""

    title: str
    address: str
    published: str
    updated: str
    summary: str
    author: str | None


class Feed(Struct, frozen=True, kw_only=True):
    """feed.xml"""

    title: str
    author: str
    language: str
    address: str  # of the site
    self_address: str
    updated: str
    entries: tuple[FeedEntry, ...]


class Sitemap(Struct, frozen=True, kw_only=True):
    """sitemap.xml and robots.txt"""

    addresses: tuple[str, ...]
    address: str  # of the sitemap itself
