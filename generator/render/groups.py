"""Claims across articles: the groups on the page of claims, and a page for each that lines its versions up side by side.

The versions stand by figure, the figure that most articles give first; those without a figure by whether they assert or negate. The
page says what the texts say, never which of them is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from urllib.parse import quote

from generator.model import ClaimGroup, ClaimPair, ClaimRelation, ClaimVersion, Polarity, Quantity, Voice
from generator.render import contexts, permalinks
from generator.render.listings import Site
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.words import NAMING_GROUPS, NAMING_WORDS, SHAPES, certainty_words, count

RELATION_WORDS = {
    ClaimRelation.DIFFERENT_FIGURE: "give different figures",
    ClaimRelation.COUNTERS: "negate each other",
    ClaimRelation.SUPPORTS: "agree, not equally sure or exact",
    ClaimRelation.SAME: "say the same",
}

LONGEST_TITLE = 90
MOST_FIGURES = 6
"""So many figures of a group are in its title."""
MOST_PAIRS = 60
"""So many pairs are spelled out; the others are counted."""

# Rows of one page; of the longest that there are, so many make less than 300 kB.
GROUP_LENGTH = 150
GROUPS_LENGTH = 300
FIRST = 24  # groups on the page of claims


def build_group_cards(groups: Iterable[ClaimGroup]) -> tuple[contexts.GroupCard, ...]:
    """Groups as the page of claims and the list of all groups show them."""
    return tuple(
        contexts.GroupCard(
            title=group_title(group),
            href=quote(permalinks.claim_group_path(group.id)),
            in_conflict=group.in_conflict,
            says=_says(group),
            counts=_counts(group),
        )
        for group in groups
    )


def build_groups(site: Site, path: str, paging: contexts.Paging, groups: Iterable[ClaimGroup]) -> contexts.GroupsPage:
    """A page of the list of all groups."""
    return contexts.GroupsPage(
        page=site.page(
            path, "The same thing", "claims", description="Figures and claims that speak of the same thing."
        ),
        paging=paging,
        groups=build_group_cards(groups),
    )


def build_group(
    site: Site, group: ClaimGroup, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> Iterator[tuple[str, contexts.GroupPage]]:
    """One group on one page or more: its versions by figure; on the first also how each pair stands."""
    sections = _sections(group)
    placed = [(heading, position) for heading, positions in sections for position in positions]
    numbers = {position: number for number, (_, position) in enumerate(placed, 1)}
    counts = {heading: _counted([group.versions[p] for p in positions]) for heading, positions in sections}
    relations = Counter(pair.relation for pair in group.pairs)
    order = list(RELATION_WORDS)
    pairs = sorted(group.pairs, key=lambda pair: (order.index(pair.relation), numbers[pair.one], numbers[pair.other]))
    title = group_title(group)
    for path, shown, paging in paginate(placed, GROUP_LENGTH, permalinks.claim_group_path(group.id)):
        yield (
            path,
            contexts.GroupPage(
                page=site.page(path, title, "claims", description=f"What {_counts(group)[1]} say of it, side by side."),
                paging=paging,
                title=title,
                topic=group.topic,
                in_conflict=group.in_conflict,
                counts=_counts(group),
                sections=tuple(
                    contexts.VersionSection(
                        heading=heading,
                        counts=counts[heading],
                        versions=tuple(version_row(group.versions[p], numbers[p], links, cards) for _, p in run),
                    )
                    for heading, run in groupby(shown, key=itemgetter(0))
                ),
                relations=tuple(
                    contexts.Relation(words=words, pairs=count(relations[relation], "pair"))
                    for relation, words in RELATION_WORDS.items()
                    if relations[relation]
                ),
                pairs=tuple(_pair(pair, numbers, group) for pair in pairs[:MOST_PAIRS]) if paging.number == 1 else (),
                more_pairs=f"{len(pairs) - MOST_PAIRS:,} more pairs" if len(pairs) > MOST_PAIRS else "",
            ),
        )


def figure_words(quantity: Quantity) -> str:
    """A figure's value without its operator, for a heading: `4,000`, `3 to 5`, `1.9 million`."""
    values = [quantity.value] if quantity.upper is None else [quantity.value, quantity.upper]
    return " to ".join(_number(value) for value in values)


def _number(value: float) -> str:
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if value >= size:
            return f"{value / size:,.10g}{word}"
    return f"{value:,.10g}"


def _sections(group: ClaimGroup) -> list[tuple[str, list[int]]]:
    """Heading and positions of each figure; the one that most articles give first, then the greater."""
    found: dict[tuple[float, str], list[int]] = {}
    for position, version in enumerate(group.versions):
        if version.quantity:
            key = (-version.quantity.value, figure_words(version.quantity))
        else:
            negative = version.polarity is Polarity.NEGATIVE
            key = (0.0, ("In the negative" if negative else "Asserted") if group.in_conflict else "")
        found.setdefault(key, []).append(position)
    articles = {key: len({group.versions[p].article_slug for p in positions}) for key, positions in found.items()}
    ordered = sorted(found, key=lambda key: (-articles[key], key))
    return [(heading, found[value, heading]) for value, heading in ordered]


def group_title(group: ClaimGroup) -> str:
    """The figures with their noun; of a group without figures its shortest version."""
    figures = [heading for heading, _ in _sections(group)]
    if group.versions[0].quantity is None:
        words = min((version.text for version in group.versions), key=lambda text: (len(text), text))
        return words if len(words) <= LONGEST_TITLE else words[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    unit = _unit(group.versions)
    joined = figures[0] if len(figures) == 1 else f"{', '.join(figures[:-1])} or {figures[-1]}"
    if len(figures) > MOST_FIGURES:
        joined = f"{', '.join(figures[:MOST_FIGURES])}, …"
    return f"{joined}{'' if unit == '%' else ' '}{unit}".strip() + ("?" if group.in_conflict else "")


def _unit(versions: Sequence[ClaimVersion]) -> str:
    """The noun that most versions count, as they write it."""
    nouns = Counter(
        version.quantity.unit if version.quantity.unit in ("%", "points") else version.figure.split()[-1].lower()
        for version in versions
        if version.quantity and version.quantity.unit and not version.takes_up
    )
    return nouns.most_common(1)[0][0] if nouns else ""


def _counts(group: ClaimGroup) -> tuple[str, str]:
    articles = len({version.article_slug for version in group.versions})
    return count(len(group.versions), "passage"), count(articles, "article")


def _counted(versions: Sequence[ClaimVersion]) -> str:
    articles = len({version.article_slug for version in versions})
    return f"{count(len(versions), 'passage')} in {count(articles, 'article')}"


def _says(group: ClaimGroup) -> str:
    relations = Counter(pair.relation for pair in group.pairs)
    total = len(group.pairs)
    if len(relations) == 1:
        return f"{'They' if total == 1 else 'All pairs'} {RELATION_WORDS[next(iter(relations))]}"
    return "; ".join(
        f"{relations[relation]:,} of {total:,} pairs {words}"
        for relation, words in RELATION_WORDS.items()
        if relations[relation]
    )


def version_row(
    version: ClaimVersion, number: int, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]
) -> contexts.VersionRow:
    """One passage, as it is lined up beside others."""
    card = cards[version.article_slug]
    group = NAMING_GROUPS[version.naming] if version.naming else None
    before, figure, after = version.text.partition(version.figure) if version.figure else (version.text, "", "")
    return contexts.VersionRow(
        number=number,
        before=_tail(before) if figure else before,
        figure=figure,
        after=_head(after),
        takes_up=version.takes_up,
        href=_place(version, figure, links),
        who=version.source_name or _WHO[version.voice],
        who_href=quote(permalinks.source_path(version.source_key)) if version.source_key else "",
        group=group.value if group else "",
        shape=SHAPES[group] if group else "",
        naming=NAMING_WORDS[version.naming] if version.naming and version.source_name else "",
        cue=version.cue,
        certainty=certainty_words(version.certainty, version.polarity)
        if version.certainty and version.polarity
        else "not coded",
        hedges=tuple(dict.fromkeys(version.hedges)),
        outlet=card.outlet,
        date=card.date,
        date_words=card.date_words,
        article_title=card.title,
        article_href=card.href,
    )


_WHO = {
    Voice.ATTRIBUTED: "No source is stated",
    Voice.AUTHOR: "the article itself",
    Voice.MIXED: "unclear who",
    Voice.UNCLEAR: "unclear who",
}


def _place(version: ClaimVersion, figure: str, links: Permalinks) -> str:
    """Of an attribution its permalink; of other passages the article, and the words as a text fragment."""
    if version.attribution_id:
        return links.statement(version.article_slug, version.attribution_id)
    return permalinks.words_link(version.article_slug, figure or " ".join(version.text.split()[:6]))


def _tail(words: str) -> str:
    """The end of what stands before a figure, from a word on."""
    return words if len(words) <= 120 else "… " + words[-120:].split(" ", 1)[-1]


def _head(words: str) -> str:
    return words if len(words) <= 160 else words[:160].rsplit(" ", 1)[0] + " …"


def _pair(pair: ClaimPair, numbers: Mapping[int, int], group: ClaimGroup) -> contexts.PairRow:
    figures = [group.versions[position].figure for position in (pair.one, pair.other)]
    rests = f"“{figures[0]}” and “{figures[1]}”" if all(figures) else ""
    return contexts.PairRow(
        numbers=f"{numbers[pair.one]} and {numbers[pair.other]}",
        relation=RELATION_WORDS[pair.relation],
        rests_on=rests,
        words=", ".join(pair.words[:8]),
    )
