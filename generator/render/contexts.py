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
    section: str  # which entry of the navigation is this one's: "home", "sources", ..., or nothing
    notices: int  # on the whole site, for the navigation
    state: State
    description: str = ""
    canonical: str | None = None  # absolute; None without base_url
    feed: str | None = None  # absolute; None without base_url or without a dated article
    search: str | None = None  # the OpenSearch description, absolute; None without base_url
    index: bool = True  # whether search engines may list the page
    json_ld: Markup = Markup("")  # schema.org, for a script element
    changes: bool = False  # whether the site has a page of changes


class State(Struct, frozen=True, kw_only=True):
    """How much of what a page shows people have looked at."""

    reviewed: bool  # whether they have looked at anything
    words: str  # "machine, unreviewed", or "3 of 18 reviewed by R. Pell; the rest: machine, unreviewed"
    sentence: str  # the same for the foot of the page


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


class Strip(Struct, frozen=True, kw_only=True):
    """Every sentence in order, as wide as it is long, with who vouches for it."""

    summary: str  # all of it in one sentence
    segments: tuple[StripSegment, ...]
    counts: tuple[Option, ...]  # by CSS class: label and number of sentences


class StripSegment(Struct, frozen=True, kw_only=True):
    """One sentence; `start` and `width` in percent of the strip."""

    css: (
        str  # "attributed", "author", "mixed" or "unclear"; "unvouched" is in the author's voice, and a finding says so
    )
    group: str  # CSS class of its first source; empty in the author's voice
    start: float
    width: float


class StatementLink(Struct, frozen=True, kw_only=True):
    """A number that leads to its statement."""

    label: str
    href: str


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """A source as an article's ledger lists it."""

    id: str  # within the article: what its statements have as `data-source`
    name: str
    group: str  # CSS class
    shape: str
    naming: str  # "named, with role"
    about: tuple[str, ...]  # kind, capacity, role, status, reason: as far as the article says
    statements: str  # "3 statements"
    words: str  # "41 words, 12 %"
    href: str  # of its page; empty where no source is stated
    first: str  # of its first statement in the article
    links: tuple[StatementLink, ...]  # to each of its statements


class Flag(Struct, frozen=True, kw_only=True):
    """A finding in a note."""

    id: str  # of the words it is about
    code: str
    severity: str
    light: bool  # only a code until findings are switched on: the lightest severity, and what the note says already
    reason: str
    rule_href: str
    review: str  # who has looked at it and when; empty where it is the machine's alone


class ChainLink(Struct, frozen=True, kw_only=True):
    """One step of an attribution chain; `y` is where it is drawn."""

    name: str
    shown: str  # `name` and `cue`, cut to the drawing's width
    cue: str
    group: str
    y: int


class Chain(Struct, frozen=True, kw_only=True):
    """Where something is said to come from, nearest first, as a drawing of `height` and in words."""

    href: str  # of the statement
    links: tuple[ChainLink, ...]
    end: str  # "the origin is stated"
    stated: bool
    end_y: int
    height: int
    summary: str  # all of it in one sentence


class Note(Struct, frozen=True, kw_only=True):
    """What stands beside an attribution (who, how, what to ask), or beside the words of a finding that is about none."""

    id: str  # of the attribution or finding: the words' own id
    place: int  # in the row of notes on the page, from 1
    label: str  # "5"; "5a" inside another's words; a finding's code
    group: str  # CSS class; "flag" for a finding
    layer: str  # "says", or "acts": intentions, attitudes and acts
    shape: str
    source: str  # id of the source within the article; empty where none is stated
    who: str
    who_href: str  # of the source's page; empty where no source is stated
    how: tuple[str, ...]  # "named, with role", "“insisted”, distancing", ...
    more: tuple[str, ...]  # what is shown on demand
    ask: str  # a question; empty where nothing particular is left open
    flags: tuple[Flag, ...]
    inner: tuple[Note, ...]  # on what is credited inside its words
    original: str  # address of the words in the original, a text fragment; empty without an original
    review: str  # who has looked at it and when; empty where it is the machine's alone


class Block(Struct, frozen=True, kw_only=True):
    """A block of the article with the notes on it; `html` is whole elements."""

    html: Markup
    notes: tuple[Note, ...]


class PageLink(Struct, frozen=True, kw_only=True):
    """One page of a long list."""

    number: int
    href: str
    current: bool


class Paging(Struct, frozen=True, kw_only=True):
    """Where a page stands among those of its list."""

    number: int  # from 1
    pages: int
    links: tuple[PageLink, ...]  # first, last and those nearby; none where there is one page
    previous: str | None
    next: str | None
    total: int | None  # of what is listed, on all pages; None on all but the first, so that these stay as they are


class PartLink(Struct, frozen=True, kw_only=True):
    """One part of an article that is too long for a page."""

    number: int
    href: str
    current: bool


class Layer(Struct, frozen=True, kw_only=True):
    """Marks that can be switched on; without script by its box, with script by its key too."""

    name: str
    label: str
    key: str
    count: str  # "4 findings"


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
    counts: tuple[str, ...]  # "412 words", "11 attributions", "2 of 6 sources unnamed, 1 with a reason"
    state: State
    findings: str  # "3 findings"
    words_bar: Bar
    naming_bar: Bar | None  # None where nothing is attributed
    compare_href: str  # of the page that shows it beside others; empty where it shares nothing with any
    related: int  # how many it is shown beside
    choose_href: str  # of the page that shows it beside any other


class HomePage(Struct, frozen=True, kw_only=True):
    """pages/home.html"""

    page: Page
    paging: Paging
    articles: tuple[ArticleCard, ...]
    counts: tuple[str, ...]  # none on later pages


class ArticlePage(Struct, frozen=True, kw_only=True):
    """pages/article.html: an article, or one part of a long one."""

    page: Page
    card: ArticleCard
    headline: Block
    blocks: tuple[Block, ...]
    strip: Strip | None
    unvouched: tuple[StatementLink, ...]  # what could be checked and nobody is credited with, in its own words
    unvouched_rest: int  # how many more
    ledger: tuple[LedgerEntry, ...]
    ledger_rest: str  # "12 more sources", where the ledger is too long to be shown whole
    chains: tuple[Chain, ...]  # of two links and more
    layers: tuple[Layer, ...]
    findings: tuple[Option, ...]  # codes, and how often: of the whole article
    original: str | None  # address of the original
    updated: str | None
    license: str | None
    excerpt: bool  # not all of the text is shown
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
    check: str  # what kind of thing it asserts
    day: str  # ISO 8601; empty where the article is undated
    figure: str  # the figures in it; empty where it gives none
    reviewed: bool
    elsewhere: str  # "differ" or "agree": what other passages on the same thing do; empty where there are none
    elsewhere_words: str
    elsewhere_href: str  # of the page that lines them up


class SourceRow(Struct, frozen=True, kw_only=True):
    """A source in the table of sources."""

    name: str
    href: str
    group: str
    shape: str
    naming: str
    kind: str
    affiliation: str  # in words; empty where it is unclear
    statements: int
    articles: int
    where: str  # the article's title, where it is only one
    outlets: tuple[str, ...]  # that carry it
    days: tuple[str, ...]  # ISO 8601: of the articles that credit it; months or years where the facet offers these


class Option(Struct, frozen=True, kw_only=True):
    """A value that a table can be filtered by, and how many rows have it."""

    value: str
    label: str
    count: int | None  # None on the later pages of a list, so that these stay as they are


class Facet(Struct, frozen=True, kw_only=True):
    """A question that a table can be filtered by; `name` is the row's data attribute, which may hold several lines."""

    name: str
    label: str
    options: tuple[Option, ...]
    prefix: bool = False  # whether a row fits whose value begins with the option's: days and months


class Shard(Struct, frozen=True, kw_only=True):
    """rows.js: some rows of a list that is longer than a page, for the script that filters it."""

    number: int  # from 1
    rows: Markup  # JSON: an array of the values of each row's fields
    total: int | None = None  # in the first script of a list: how many rows there are


class Shards(Struct, frozen=True, kw_only=True):
    """Where the scripts are that hold all rows of a list, and which fields a row has."""

    href: str  # what their addresses begin with
    count: int
    fields: tuple[str, ...]


class SourcesPage(Struct, frozen=True, kw_only=True):
    """pages/sources.html"""

    page: Page
    paging: Paging
    sources: tuple[SourceRow, ...]
    facets: tuple[Facet, ...]  # of all sources, on whichever page
    shards: Shards | None  # None where the list is one page
    counts: tuple[str, ...]  # none on later pages


class StatementGroup(Struct, frozen=True, kw_only=True):
    """What a source is credited with in one article."""

    article: ArticleCard
    statements: tuple[StatementRow, ...]


class SourcePage(Struct, frozen=True, kw_only=True):
    """pages/source.html"""

    page: Page
    paging: Paging
    source: SourceRow
    names: tuple[str, ...]  # other forms of the name
    about: str  # what people say it is; may be empty
    link: str  # likewise
    known: bool  # people have said who it is
    groups: tuple[StatementGroup, ...]
    timeline: Timeline | None  # None where one article alone credits it, and after the first page
    counts: tuple[str, ...]


class SourceMovedPage(Struct, frozen=True, kw_only=True):
    """pages/source_moved.html: an address that a source had before it was known to be one with another."""

    page: Page
    name: str
    href: str


class TimelineMark(Struct, frozen=True, kw_only=True):
    """A day on a line of a timeline; `x` in percent of its length, `size` from 1 to 3 by the number of statements."""

    x: float
    size: int


class TimelineLine(Struct, frozen=True, kw_only=True):
    """What one outlet carries of a source."""

    outlet: str
    statements: str  # "3 statements"
    articles: str  # "2 articles"
    marks: tuple[TimelineMark, ...]
    summary: str  # "12 March 2026: 2; 14 March 2026: 1"


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """An article that credits a source, and with how many statements."""

    article: ArticleCard
    statements: int


class Timeline(Struct, frozen=True, kw_only=True):
    """When and where a source is credited: a line an outlet, and the same as a table of articles."""

    first: str  # "12 March 2026"; empty where no article has a date
    last: str  # empty where all are of one day
    lines: tuple[TimelineLine, ...]  # those with most statements first
    more: str  # "and 3 more outlets"; empty where all are shown
    entries: tuple[TimelineEntry, ...]  # the newest first


class RouteStep(Struct, frozen=True, kw_only=True):
    """One step of a route: who, by which words, linked to where they stand."""

    words: str
    cue: str
    href: str
    elsewhere: str  # the other article's title, where the step is the first in it; else empty


class RouteRow(Struct, frozen=True, kw_only=True):
    """One way from an article to an origin, nearest first."""

    steps: tuple[RouteStep, ...]


class OriginArticle(Struct, frozen=True, kw_only=True):
    """The ways from one article to an origin."""

    title: str
    href: str
    outlet: str | None
    date_words: str | None
    routes: tuple[RouteRow, ...]
    more: str  # "3 more", where there are more than are shown


class OriginSection(Struct, frozen=True, kw_only=True):
    """An origin with the articles that go back to it, or the first of them."""

    key: str  # the id of its section
    name: str
    source_href: str
    group: str  # CSS class
    shape: str
    about: tuple[str, ...]  # "institution", "7 of 8 articles go back to it", "2 by way of others"
    articles: tuple[OriginArticle, ...]
    href: str  # of its own page
    rest: str  # "All 12 articles"; empty where all are shown


class OriginsPage(Struct, frozen=True, kw_only=True):
    """pages/origins.html"""

    page: Page
    paging: Paging
    origins: tuple[OriginSection, ...]
    counts: tuple[str, ...]  # none on later pages


class OriginPage(Struct, frozen=True, kw_only=True):
    """pages/origin.html: one origin, with all articles that go back to it."""

    page: Page
    paging: Paging
    origin: OriginSection


class GroupCard(Struct, frozen=True, kw_only=True):
    """A group of claims that speak of the same thing, in a list."""

    title: str  # "4,000, 3,100 or 2,600 homes?"
    href: str
    in_conflict: bool
    says: str  # "3 of 10 pairs give different figures; ..."
    counts: tuple[str, ...]  # "5 passages", "3 articles"


class VersionRow(Struct, frozen=True, kw_only=True):
    """One passage of a group: who, when, which figure, how certain, where."""

    number: int  # on this page
    before: str  # the words around the figure; all words where there is none
    figure: str
    after: str
    takes_up: str  # the figure before that this one takes its noun or topic from
    href: str
    who: str
    who_href: str  # empty where no source is stated
    group: str  # CSS class; empty where nobody is credited
    shape: str
    naming: str
    cue: str
    certainty: str
    hedges: tuple[str, ...]
    outlet: str | None
    date: str | None
    date_words: str | None
    article_title: str
    article_href: str


class VersionSection(Struct, frozen=True, kw_only=True):
    """The versions that give the same figure, or, in a group without figures, that assert or negate."""

    heading: str  # "4,000"; may be empty
    counts: str  # "3 passages in 2 articles"
    versions: tuple[VersionRow, ...]


class Relation(Struct, frozen=True, kw_only=True):
    """How many pairs of a group stand to each other in one way."""

    words: str
    pairs: str


class PairRow(Struct, frozen=True, kw_only=True):
    """Two versions, by their numbers, and what their relation rests on."""

    numbers: str
    relation: str
    rests_on: str  # the two figures; empty where there are none
    words: str  # that both have


class GroupPage(Struct, frozen=True, kw_only=True):
    """pages/claim_group.html"""

    page: Page
    paging: Paging
    title: str
    topic: str
    in_conflict: bool
    counts: tuple[str, ...]
    sections: tuple[VersionSection, ...]
    relations: tuple[Relation, ...]
    pairs: tuple[PairRow, ...]  # on the first page
    more_pairs: str


class GroupsPage(Struct, frozen=True, kw_only=True):
    """pages/groups.html: all groups, where they are more than the page of claims shows."""

    page: Page
    paging: Paging
    groups: tuple[GroupCard, ...]  # those in conflict first


class ClaimsPage(Struct, frozen=True, kw_only=True):
    """pages/claims.html"""

    page: Page
    paging: Paging
    groups: tuple[GroupCard, ...]  # those in conflict first
    all_groups: int  # how many there are, on pages of their own where that is more
    groups_href: str
    claims: tuple[StatementRow, ...]
    facets: tuple[Facet, ...]  # of all claims, on whichever page
    shards: Shards | None  # None where the list is one page
    counts: tuple[str, ...]  # none on later pages


class SharedStatements(Struct, frozen=True, kw_only=True):
    """What one of two articles credits a shared source with."""

    count: str  # "3 statements"
    naming: str  # how it is named there
    text: str  # of the first
    href: str


class SharedSource(Struct, frozen=True, kw_only=True):
    """A source that two articles credit."""

    name: str
    href: str
    group: str
    shape: str
    here: SharedStatements
    there: SharedStatements


class SharedClaim(Struct, frozen=True, kw_only=True):
    """What two articles say of the same thing."""

    title: str  # of the group that both belong to
    href: str
    relation: str  # "give different figures"
    differ: bool
    here: VersionRow
    there: VersionRow


class Comparison(Struct, frozen=True, kw_only=True):
    """An article beside another."""

    id: str
    card: ArticleCard  # the other's
    counts: tuple[str, ...]  # "3 sources in both", "2 claims of the same thing", "1 of 2 differ"
    sources: tuple[SharedSource, ...]
    more_sources: int
    claims: tuple[SharedClaim, ...]  # those that differ first
    more_claims: int


class ComparePage(Struct, frozen=True, kw_only=True):
    """pages/compare.html: an article beside those that share its sources or claims."""

    page: Page
    card: ArticleCard
    others: tuple[Comparison, ...]  # those that share most first


class RelatedArticles(Struct, frozen=True, kw_only=True):
    """An article, and those that it is shown beside on a page of its own."""

    title: str
    href: str  # of that page
    about: str  # "The Harrowdale Courier · 12 March 2026"
    others: tuple[StatementLink, ...]


class ChoosePage(Struct, frozen=True, kw_only=True):
    """pages/choose.html: any two articles, side by side by a script; those that share something, without one."""

    page: Page
    paging: Paging
    related: tuple[RelatedArticles, ...]
    shards: Shards | None  # all articles, to choose from; None where there are less than two, and on later pages
    choose_href: str  # of the first page


class ComparedArticle(Struct, frozen=True, kw_only=True):
    """The first row of an article's script: which it is."""

    title: str
    href: str
    about: str


class ComparedSource(Struct, frozen=True, kw_only=True):
    """A row of an article's script: a source, and what the article credits it with."""

    source: str  # key
    name: str
    href: str
    group: str
    shape: str
    naming: str  # how it is named there
    count: str  # "5 statements"
    statements: tuple[tuple[str, str], ...]  # text and href of the first


class ComparedClaim(Struct, frozen=True, kw_only=True):
    """A row of an article's script: one of its passages that belongs to a group of claims."""

    claims: str  # the group's id
    number: int  # from 0: which of the article's passages in that group it is
    before: str
    figure: str
    after: str
    href: str
    who: str
    group: str
    shape: str
    about: str  # "named, with role · possible (“could”)"


class ComparedGroup(Struct, frozen=True, kw_only=True):
    """The first row of a group's script."""

    title: str
    href: str
    relations: tuple[
        tuple[str, bool], ...
    ]  # in words, and whether the two differ; what says most of a pair comes first
    same: int  # which of these holds of two versions in the same words


class FindingRow(Struct, frozen=True, kw_only=True):
    """One finding in a list: its reason, which quotes the words, linked to their place."""

    severity: str
    reason: str
    href: str
    article_title: str
    article_href: str
    outlet: str | None
    date_words: str | None


class RuleSection(Struct, frozen=True, kw_only=True):
    """A rule, and what it found."""

    code: str
    says: str
    guideline: str
    answer: str
    severity: str  # in this house; "off" where it is not asked
    count: str  # "7 findings in 4 of 9 articles"
    href: str  # of the page with all of its findings
    findings: tuple[FindingRow, ...]
    rest: int  # how many more stand on that page


class FindingsPage(Struct, frozen=True, kw_only=True):
    """pages/findings.html: every rule, with the first of its findings."""

    page: Page
    rules: tuple[RuleSection, ...]
    counts: tuple[str, ...]


class RulePage(Struct, frozen=True, kw_only=True):
    """pages/rule.html: one rule with all of its findings."""

    page: Page
    rule: RuleSection
    paging: Paging


class DataFileLink(Struct, frozen=True, kw_only=True):
    """A file for programs."""

    label: str
    href: str


class DataTableRow(Struct, frozen=True, kw_only=True):
    """A table under data/."""

    name: str
    meaning: str
    rows: str
    fields: tuple[str, ...]
    files: tuple[DataFileLink, ...]


class DataPage(Struct, frozen=True, kw_only=True):
    """pages/data.html"""

    page: Page
    tables: tuple[DataTableRow, ...]
    articles: tuple[tuple[str, str, tuple[DataFileLink, ...]], ...]  # title, address, files
    more_articles: int  # not listed, but named like the others
    licenses: tuple[Option, ...]  # what the articles' front matter states, and how often
    unstated: int  # articles that state none


class Choice(Struct, frozen=True, kw_only=True):
    """A question by which a search can be narrowed: values and their words."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


class SearchPage(Struct, frozen=True, kw_only=True):
    """pages/search.html"""

    page: Page
    bundles: int  # of the index, see `generator.search`; a preview has none to search
    counts: tuple[str, ...]
    choices: tuple[Choice, ...]


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
    paging: Paging
    errors: tuple[NoticeRow, ...]  # of this page
    notices: tuple[NoticeRow, ...]
    all_errors: int  # on all pages
    all_notices: int


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
    lists_sitemaps: bool = False  # whether the addresses are those of further sitemaps


class ChangedValue(Struct, frozen=True, kw_only=True):
    """One thing that is otherwise now: words or a code."""

    name: str
    before: str
    after: str


class ChangeRow(Struct, frozen=True, kw_only=True):
    """An attribution or a finding that is "new", "gone" or "changed"."""

    change: str
    label: str  # the source, or the finding's code and severity
    quote: str
    href: str | None  # None for what is gone
    values: tuple[ChangedValue, ...]
    reason: str = ""  # of a finding


class ChangedArticle(Struct, frozen=True, kw_only=True):
    """What is known of one article that wasn't; of an "added" or "removed" one only its counts."""

    title: str
    href: str | None  # None for a removed one
    change: str
    why: tuple[str, ...]
    counts: tuple[str, ...]
    rows: tuple[ChangeRow, ...]
    rest: int


class ChangesPage(Struct, frozen=True, kw_only=True):
    """pages/changes.html"""

    page: Page
    paging: Paging
    counts: tuple[str, ...]
    articles: tuple[ChangedArticle, ...]


class OpenSearch(Struct, frozen=True, kw_only=True):
    """opensearch.xml, within the lengths that OpenSearch 1.1 allows"""

    short_name: str
    long_name: str
    description: str
    template: str  # an address with {searchTerms} in it
    self_address: str
    language: str
