"""Everything that anybody is credited with, or an article claims itself: each as a row, and the table of all of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from generator.model import (
    AttributionKind,
    AuthorClaim,
    Certainty,
    Checkability,
    ClaimRelation,
    CorpusIndex,
    CueStance,
    Statement,
    Voice,
)
from generator.render import contexts, facets, permalinks
from generator.render.groups import FIRST
from generator.render.listings import Site
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
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
CONFLICTS = (ClaimRelation.DIFFERENT_FIGURE, ClaimRelation.COUNTERS)

Elsewhere = Mapping[tuple[str, str], tuple[str, str]]
"""By article and claim: a key of `ELSEWHERE_WORDS`, and the id of the group of claims."""


def build_claims(
    site: Site,
    links: Permalinks,
    cards: Mapping[str, contexts.ArticleCard],
    groups: tuple[contexts.GroupCard, ...],
) -> Iterator[tuple[str, contexts.ClaimsPage | contexts.Shard]]:
    """The table of every claim: article by article what is credited, then what it says itself.

    Where the table is longer than a page, also the scripts that filter it.
    """
    statements, own = site.index.statements, site.index.author_claims
    unstated = sum(1 for statement in statements if not statement.source_key)
    counts = [count(len(statements) + len(own), "claim")]
    if own:
        counts.append(f"{len(own):,} of {len(statements) + len(own):,} in the author’s voice")
    if statements:
        credited = f"{unstated:,} of {len(statements):,}"
        counts.append(f"{credited} {'attributed ones ' if own else ''}without a stated source")
    elsewhere = find_elsewhere(site.index)
    by_article: dict[str, list[contexts.StatementRow]] = {article.slug: [] for article in site.index.articles}
    for statement in statements:
        by_article[statement.article_slug].append(statement_row(statement, links, cards, elsewhere))
    for claim in own:
        by_article[claim.article_slug].append(_author_row(claim, cards, elsewhere))
    rows = tuple(itertools.chain.from_iterable(by_article.values()))
    asked = _facets(rows)
    scripts, shards = facets.shard_list(permalinks.CLAIMS, rows, _fields, longer_than=CLAIMS_LENGTH)
    for path, shown, paging in paginate(rows, CLAIMS_LENGTH, permalinks.CLAIMS):
        yield (
            path,
            contexts.ClaimsPage(
                page=site.page(path, "Claims", "claims", description="Every claim: who, how sure, in which words."),
                paging=paging,
                groups=groups[:FIRST] if path == permalinks.CLAIMS else (),
                all_groups=len(groups),
                groups_href=permalinks.CLAIM_GROUPS,
                claims=shown,
                facets=asked,
                shards=shards,
                counts=tuple(counts),
            ),
        )
    yield from scripts


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
                found[key] = ("differ" if position in differing else "agree", group.id)
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


def _facets(rows: tuple[contexts.StatementRow, ...]) -> tuple[contexts.Facet, ...]:
    groups = [(group.value, GROUP_WORDS[group]) for group in NamingGroup]
    groups.append((Voice.AUTHOR.value, VOICE_WORDS[Voice.AUTHOR]))
    checks = [(check.value, CHECKABILITY_WORDS[check]) for check in Checkability]
    kinds = [(kind.value, KIND_WORDS[kind]) for kind in AttributionKind]
    stances = [(stance.value, STANCE_WORDS[stance]) for stance in CueStance]
    certainties = [(certainty.value, CERTAINTY_WORDS[certainty]) for certainty in Certainty]
    figures = [("yes", "with a figure"), ("no", "without")]
    others = [(value or "none", words or "none found") for value, words in ELSEWHERE_WORDS.items()]
    reviews = [("yes", "by a person"), ("no", "machine only")]
    asked = (
        facets.build_facet("group", "Source", groups, ([row.group] for row in rows)),
        facets.build_facet("check", "Kind", checks, ([row.check] for row in rows)),
        facets.build_facet("kind", "Told as", kinds, ([row.kind] for row in rows)),
        facets.build_facet("stance", "Cue", stances, ([row.stance] for row in rows)),
        facets.build_facet("certainty", "How sure", certainties, ([row.certainty] for row in rows)),
        facets.build_facet("figure", "Figure", figures, ([_yes(row.figure)] for row in rows)),
        facets.build_facet("elsewhere", "Other passages", others, ([row.elsewhere or "none"] for row in rows)),
        facets.build_facet("reviewed", "Reviewed", reviews, ([_yes(row.reviewed)] for row in rows)),
        facets.build_names_facet("outlet", "Outlet", ([row.outlet or ""] for row in rows)),
        facets.build_date_facet("day", "Date", ([row.day] if row.day else [] for row in rows)),
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
