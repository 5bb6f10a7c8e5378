"""Everything that anybody is credited with, or an article claims itself: each as a row, and the table of all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from urllib.parse import quote

from msgspec import Struct

from generator.model import (
    AttributionKind,
    AuthorClaim,
    Certainty,
    Checkability,
    ClaimRelation,
    CorpusIndex,
    CueStance,
    StandingPage,
    Statement,
    Voice,
)
from generator.render import contexts, facets, permalinks
from generator.render.groups import FIRST, build_group_cards
from generator.render.listings import Site
from generator.render.paging import divide, link_pages
from generator.render.permalinks import Permalinks
from generator.render.press import PageJob
from generator.render.units import Units
from generator.render.words import (
    CERTAINTY_WORDS,
    CHECKABILITY_WORDS,
    ELSEWHERE_WORDS,
    GROUP_WORDS,
    KIND_WORDS,
    NAMING_GROUPS,
    NAMING_WORDS,
    SHAPES,
    STANCE_WORDS,
    VOICE_WORDS,
    NamingGroup,
    certainty_words,
    count,
    source_label,
)

CLAIMS_LENGTH = 200  # rows of one page; of the longest that there are, so many make less than 300 kB
ASKED = ("group", "check", "kind", "stance", "certainty", "figure", "elsewhere", "reviewed", "outlet", "day")
"""The columns that facets ask for; the names are those of `_fields`."""
CONFLICTS = (ClaimRelation.DIFFERENT_FIGURE, ClaimRelation.COUNTERS)

Elsewhere = Mapping[tuple[str, str], tuple[str, str]]
"""By article and claim: a key of `ELSEWHERE_WORDS`, and the id of the group of claims."""


def build_claims(
    site: Site,
    links: Permalinks,
    cards: Mapping[str, contexts.ArticleCard],
    units: Units,
) -> Iterator[PageJob | StandingPage]:
    """The table of every claim: article by article what is credited, then what it says itself.

    Where the table is longer than a page, also the scripts that filter it. Neither rows nor contexts are made for what stands.
    """
    statements, own = site.index.statements, site.index.author_claims
    table = _Table(site, links, cards)
    unstated = sum(1 for statement in statements if not statement.source_key)
    counts = [count(len(statements) + len(own), "claim")]
    if own:
        counts.append(f"{len(own):,} of {len(statements) + len(own):,} in the author’s voice")
    if statements:
        credited = f"{unstated:,} of {len(statements):,}"
        counts.append(f"{credited} {'attributed ones ' if own else ''}without a stated source")
    keys = {slug: units.key(table.inputs(slug)) for slug in table.slugs}
    asked = _facets(table, keys, units)
    later = facets.without_counts(asked)
    groups = build_group_cards(site.index.claim_groups[:FIRST])  # those in conflict first
    total = len(statements) + len(own)
    pages = _divide(((slug, [1] * table.length(slug)) for slug in table.slugs), CLAIMS_LENGTH)
    scripts: list[list[Run]] = []
    shards = None
    if total > CLAIMS_LENGTH:
        scripts = _divide(
            ((slug, _row_sizes(table, slug, keys[slug], units)) for slug in table.slugs), facets.SHARD_BYTES
        )
        shards = facets.describe_shards(permalinks.CLAIMS, len(scripts), _fields(table.rows(table.slugs[0])[0]))

    def page(path: str, paging: contexts.Paging, runs: Sequence[Run]) -> contexts.ClaimsPage:
        first = paging.number == 1
        return contexts.ClaimsPage(
            page=site.page(path, "Claims", "claims", description="Every claim: who, how sure, in which words."),
            paging=paging,
            groups=groups if first else (),
            all_groups=len(site.index.claim_groups) if first else 0,
            groups_href=permalinks.CLAIM_GROUPS,
            claims=tuple(table.shown(runs)),
            facets=asked if first else later,
            shards=shards,
            counts=tuple(counts) if first else (),
        )

    def script(number: int, runs: Sequence[Run]) -> contexts.Shard:
        return facets.make_shard(number, (facets.encode_row(_fields(row)) for row in table.shown(runs)), total)

    for runs, (path, paging) in zip(pages, link_pages(len(pages), total, permalinks.CLAIMS), strict=True):
        shown = [(keys[run.slug], run.start, run.stop) for run in runs]
        inputs = (
            paging,
            shards,
            (groups, len(site.index.claim_groups), asked, counts) if paging.number == 1 else later,
            shown,
        )
        yield from units.page(path, "pages/claims.html", inputs, partial(page, path, paging, runs))
    for number, runs in enumerate(scripts, 1):
        shown = [(keys[run.slug], run.start, run.stop) for run in runs]
        path = facets.shard_path(permalinks.CLAIMS, number)
        own_total = total if number == 1 else None
        yield from units.page(path, permalinks.ROWS, (own_total, shown), partial(script, number, runs))


class Run(Struct, frozen=True):
    """Rows of one article that follow each other."""

    slug: str
    start: int
    stop: int


class _Table:
    """The rows of each article, made when they are asked for."""

    def __init__(self, site: Site, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]) -> None:
        self.cards = cards
        self.elsewhere = find_elsewhere(site.index)
        self.statements: defaultdict[str, list[Statement]] = defaultdict(list)
        self.own: defaultdict[str, list[AuthorClaim]] = defaultdict(list)
        for statement in site.index.statements:
            self.statements[statement.article_slug].append(statement)
        for claim in site.index.author_claims:
            self.own[claim.article_slug].append(claim)
        self.slugs = [article.slug for article in site.index.articles if self.length(article.slug)]
        self.rows = cache(self._rows)
        self._links = links

    def length(self, slug: str) -> int:
        """How many rows the article has."""
        return len(self.statements[slug]) + len(self.own[slug])

    def shown(self, runs: Iterable[Run]) -> Iterator[contexts.StatementRow]:
        """The rows of `runs`."""
        for run in runs:
            yield from self.rows(run.slug)[run.start : run.stop]

    def inputs(self, slug: str) -> tuple[object, ...]:
        """All that the rows of the article are made of."""
        others = [self.elsewhere.get((slug, one.attribution_id)) for one in self.statements[slug]]
        others += [self.elsewhere.get((slug, one.claim_id)) for one in self.own[slug]]
        return self.statements[slug], self.own[slug], others, self.cards[slug], self._links.parts.get(slug)

    def asked(self, slug: str) -> Iterator[tuple[str, ...]]:
        """The values of each row in the columns `ASKED`, which facets ask for; an undated article's have no day."""
        card = self.cards[slug]
        where = (card.outlet or "", (card.date or "")[:10])
        for one in self.statements[slug]:
            others = self.elsewhere.get((slug, one.attribution_id), ("none", ""))[0]
            codes = (NAMING_GROUPS[one.naming], one.checkability, one.kind, one.stance, one.certainty)
            figure = _yes(", ".join(one.figures))
            yield (*(code.value for code in codes), figure, others, _yes(one.reviewed), *where)
        for claim in self.own[slug]:
            others = self.elsewhere.get((slug, claim.claim_id), ("none", ""))[0]
            check, certainty = claim.checkability.value, claim.certainty.value
            figure = _yes(", ".join(claim.figures))
            yield (Voice.AUTHOR.value, check, "own", "", certainty, figure, others, _yes(False), *where)

    def count_asked(self, slug: str) -> dict[str, int]:
        """How many rows of the article have each value, by column and value with a space between them."""
        columns = zip(ASKED, zip(*self.asked(slug), strict=True), strict=True)
        return {
            f"{column} {value}": number
            for column, values in columns
            for value, number in Counter(values).items()
            if value
        }

    def _rows(self, slug: str) -> tuple[contexts.StatementRow, ...]:
        said = (statement_row(one, self._links, self.cards, self.elsewhere) for one in self.statements[slug])
        own = (_author_row(claim, self.cards, self.elsewhere) for claim in self.own[slug])
        return (*said, *own)


def _row_sizes(table: _Table, slug: str, key: bytes, units: Units) -> list[int]:
    """The bytes that each row of the article takes up in a script."""
    return units.measured(
        f"claims of {slug}",
        key,
        lambda: [facets.row_size(facets.encode_row(_fields(row))) for row in table.rows(slug)],
    )


def _divide(sizes: Iterable[tuple[str, Sequence[int]]], limit: int) -> list[list[Run]]:
    """The rows of each page or script that holds no more than `limit`; `sizes` are those of each article's rows."""
    slices = [(Run(slug, number, number + 1), size) for slug, those in sizes for number, size in enumerate(those)]
    return [
        [
            Run(slug, of_one[0].start, of_one[-1].stop)
            for slug, of_one in _by_article(run for run, _ in slices[start:stop])
        ]
        for start, stop in divide(((run.slug, size) for run, size in slices), limit)
    ]


def _by_article(runs: Iterable[Run]) -> Iterator[tuple[str, list[Run]]]:
    return ((slug, list(those)) for slug, those in groupby(runs, key=lambda run: run.slug))


def find_elsewhere(index: CorpusIndex) -> Elsewhere:
    """What other passages do to each claim of a group: whether one gives another figure or negates it."""
    found = {}
    for group in index.claim_groups:
        differing = {
            position for pair in group.pairs if pair.relation in CONFLICTS for position in (pair.one, pair.other)
        }
        for position, version in enumerate(group.versions):
            if claim := version.attribution_id or version.claim_id:
                key = version.article_slug, claim
                found[key] = ("differ" if group.original(position) in differing else "agree", group.id)
    return found


def statement_row(
    statement: Statement,
    links: Permalinks,
    cards: Mapping[str, contexts.ArticleCard],
    elsewhere: Elsewhere | None = None,
) -> contexts.StatementRow:
    """One statement as tables and lists show it."""
    card = cards[statement.article_slug]
    group = NAMING_GROUPS[statement.naming]
    others, group_id = (elsewhere or {}).get((statement.article_slug, statement.attribution_id), ("", ""))
    return contexts.StatementRow(
        text=statement.text,
        href=links.statement(statement.article_slug, statement.attribution_id),
        article_title=card.title,
        article_href=card.href,
        date=card.date,
        date_words=card.date_words,
        outlet=card.outlet,
        source=source_label(statement.source_name, statement.naming),
        source_href=quote(permalinks.source_path(statement.source_key)) if statement.source_key else "",
        group=group.value,
        shape=SHAPES[group],
        naming=NAMING_WORDS[statement.naming],
        kind=statement.kind.value,
        kind_words=KIND_WORDS[statement.kind],
        cue=statement.cue,
        stance=statement.stance.value,
        stance_words=STANCE_WORDS[statement.stance],
        certainty=statement.certainty.value,
        certainty_words=certainty_words(statement.certainty, statement.polarity),
        check=statement.checkability.value,
        day=(card.date or "")[:10],
        figure=", ".join(statement.figures),
        reviewed=statement.reviewed,
        elsewhere=others,
        elsewhere_words=ELSEWHERE_WORDS[others],
        elsewhere_href=quote(permalinks.claim_group_path(group_id)) if group_id else "",
    )


def _author_row(
    claim: AuthorClaim, cards: Mapping[str, contexts.ArticleCard], elsewhere: Elsewhere
) -> contexts.StatementRow:
    """A claim in the author's voice, in the same columns: nobody is credited, so there is no naming, kind, cue or stance."""
    card = cards[claim.article_slug]
    others, group_id = elsewhere.get((claim.article_slug, claim.claim_id), ("", ""))
    return contexts.StatementRow(
        text=claim.text,
        href=permalinks.claim_link(claim),
        article_title=card.title,
        article_href=card.href,
        date=card.date,
        date_words=card.date_words,
        outlet=card.outlet,
        source=VOICE_WORDS[Voice.AUTHOR],
        source_href="",
        group=Voice.AUTHOR.value,
        shape="",
        naming="",
        kind="own",
        kind_words=f"no credit found · {CHECKABILITY_WORDS[claim.checkability]}",
        cue="",
        stance="",
        stance_words="",
        certainty=claim.certainty.value,
        certainty_words=certainty_words(claim.certainty, claim.polarity),
        check=claim.checkability.value,
        day=(card.date or "")[:10],
        figure=", ".join(claim.figures),
        reviewed=False,
        elsewhere=others,
        elsewhere_words=ELSEWHERE_WORDS[others],
        elsewhere_href=quote(permalinks.claim_group_path(group_id)) if group_id else "",
    )


def _facets(table: _Table, keys: Mapping[str, bytes], units: Units) -> tuple[contexts.Facet, ...]:
    """What the claims can be filtered by; of an article that is what it was, the rows aren't counted again."""
    counts: dict[str, Counter[str]] = {column: Counter() for column in ASKED}
    for slug in table.slugs:
        counted = units.counted(f"facets of {slug}", keys[slug], partial(table.count_asked, slug))
        for name, number in counted.items():
            column, _, value = name.partition(" ")
            counts[column][value] += number
    groups = [(group.value, GROUP_WORDS[group]) for group in NamingGroup]
    groups.append((Voice.AUTHOR.value, VOICE_WORDS[Voice.AUTHOR]))
    codes = {
        "group": ("Source", groups),
        "check": ("Kind", [(check.value, CHECKABILITY_WORDS[check]) for check in Checkability]),
        "kind": ("Told as", [(kind.value, KIND_WORDS[kind]) for kind in AttributionKind]),
        "stance": ("Cue", [(stance.value, STANCE_WORDS[stance]) for stance in CueStance]),
        "certainty": ("How sure", [(certainty.value, CERTAINTY_WORDS[certainty]) for certainty in Certainty]),
        "figure": ("Figure", [("yes", "with a figure"), ("no", "without")]),
        "elsewhere": (
            "Other passages",
            [(value or "none", words or "none found") for value, words in ELSEWHERE_WORDS.items()],
        ),
        "reviewed": ("Reviewed", [("yes", "by a person"), ("no", "machine only")]),
    }
    asked = (
        *(facets.offer_codes(name, label, offered, counts[name]) for name, (label, offered) in codes.items()),
        facets.offer_names("outlet", "Outlet", counts["outlet"]),
        facets.offer_dates("day", "Date", counts["day"]),
    )
    return tuple(facet for facet in asked if len(facet.options) > 1)


def _fields(row: contexts.StatementRow) -> dict[str, object]:
    """A row as the filtering script is given it; the names are those of pages/claims.html."""
    return {
        "text": row.text,
        "href": row.href,
        "article": row.article_title,
        "article_href": row.article_href,
        "where": " · ".join(filter(None, (row.outlet, row.date_words))),
        "source": row.source,
        "source_href": row.source_href,
        "group": row.group,
        "shape": row.shape,
        "naming": row.naming if row.source_href else "",
        "kind": row.kind,
        "kind_words": row.kind_words,
        "cue": row.cue,
        "stance": row.stance,
        "stance_words": row.stance_words,
        "certainty": row.certainty,
        "certainty_words": row.certainty_words,
        "check": row.check,
        "figure": _yes(row.figure),
        "elsewhere": row.elsewhere or "none",
        "elsewhere_words": row.elsewhere_words,
        "elsewhere_href": row.elsewhere_href,
        "reviewed": _yes(row.reviewed),
        "review": "reviewed" if row.reviewed else "",
        "outlet": row.outlet or "",
        "day": row.day,
    }


def _yes(value: object) -> str:
    return "yes" if value else "no"
