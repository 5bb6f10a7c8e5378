"""What opens an article's page beside the bars: the ledger of its sources, and the chains by which things came to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from generator.model import Article, ArticleAnalysis, Provenance, ProvenanceEnd, SourceKind
from generator.render import contexts, permalinks
from generator.render.notes import Marked, words_of
from generator.render.permalinks import Permalinks
from generator.render.words import (
    NAMING_GROUPS,
    NAMING_WORDS,
    SHAPES,
    SOURCE_KIND_WORDS,
    NamingGroup,
    anonymity_words,
    count,
    source_label,
    source_words,
)

CHAINS = 8  # drawn on one page
STEP = 26  # from one link of a drawing to the next
LABEL_LENGTH = 46  # characters of a label in a drawing


def build_ledger(
    article: Article, marked: Sequence[Marked], source_keys: Mapping[str, str], links: Permalinks, words: int
) -> tuple[contexts.LedgerEntry, ...]:
    """Sources by how many of the article's `words` they carry, then by first appearance; what has no source is one entry, what
    has an unclear one another."""
    by_source: dict[str, list[Marked]] = defaultdict(list)
    for item in marked:
        by_source[item.source.id if item.source else item.attribution.naming].append(item)
    entries = []
    for items in by_source.values():
        first, source = items[0], items[0].source
        # the words of what stands inside another's are that other's, and are counted there
        own = sum(
            len(article.text[span.start_char : span.end_char].split())
            for item in items
            if not item.outer
            for span in item.attribution.content
        )
        about: list[str] = []
        if source:
            if source.kind not in (SourceKind.PERSON, SourceKind.INSTITUTION, SourceKind.UNCLEAR):
                about.append(SOURCE_KIND_WORDS[source.kind])
            about += source_words(source)
            if source.anonymity and source.kind is not SourceKind.DOCUMENT:
                about += anonymity_words(source.anonymity)
        key = source_keys.get(first.attribution.id)
        share = f"{count(own, 'word')}, {own * 100 / words:.0f} %" if own and words else "inside others’ words"
        entries.append(
            (
                -own,
                contexts.LedgerEntry(
                    id=source.id if source else "",
                    name=source_label(source.name if source else "", first.attribution.naming),
                    group=first.group.value,
                    shape=SHAPES[first.group],
                    naming=NAMING_WORDS[source.naming] if source else "",
                    about=tuple(about),
                    statements=count(len(items), "statement"),
                    words=share,
                    href=quote(permalinks.source_path(key)) if key else "",
                    first=links.statement(article.slug, first.attribution.id),
                    links=tuple(
                        contexts.StatementLink(
                            label=item.label, href=links.statement(article.slug, item.attribution.id)
                        )
                        for item in items
                    ),
                ),
            )
        )
    return tuple(entry for _, entry in sorted(entries, key=lambda pair: pair[0]))


def build_chains(article: Article, analysis: ArticleAnalysis, links: Permalinks) -> tuple[contexts.Chain, ...]:
    """The chains of two links and more, of which none is the end of another."""
    chains: list[Provenance] = []
    for chain in sorted(analysis.provenance, key=lambda chain: -len(chain.links)):
        if len(chain.links) > 1 and not any(chain.links == longer.links[-len(chain.links) :] for longer in chains):
            chains.append(chain)
    order = {attribution.id: number for number, attribution in enumerate(analysis.attributions)}
    chains.sort(key=lambda chain: order[chain.attribution_id])
    return tuple(_chain(article, analysis, chain, links) for chain in chains[:CHAINS])


def _chain(article: Article, analysis: ArticleAnalysis, chain: Provenance, links: Permalinks) -> contexts.Chain:
    sources = {source.id: source for source in analysis.sources}
    steps = []
    for number, link in enumerate(chain.links, 1):
        source = sources.get(link.source_id or "")
        name, cue = words_of(article, link.source), words_of(article, link.cue)
        group = NAMING_GROUPS[source.naming] if source else NamingGroup.VAGUE
        shown = f"{name} · {cue}"
        steps.append(
            contexts.ChainLink(
                name=name,
                shown=shown if len(shown) <= LABEL_LENGTH else shown[: LABEL_LENGTH - 1].rstrip() + "…",
                cue=cue,
                group=group.value,
                y=STEP // 2 + number * STEP,
            )
        )
    stated = chain.end is ProvenanceEnd.STATED
    end = "the origin is stated" if stated else "the origin is not stated"
    told = ", from ".join(f"{step.name} (“{step.cue}”)" for step in steps)
    end_y = STEP // 2 + (len(steps) + 1) * STEP
    return contexts.Chain(
        href=links.statement(article.slug, chain.attribution_id),
        links=tuple(steps),
        end=end,
        stated=stated,
        end_y=end_y,
        height=end_y + STEP // 2,
        summary=f"This article has it from {told}; {end}.",
    )
