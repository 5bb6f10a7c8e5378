"""An article's pages: its text with marks, the notes beside it, the bars and the ledger that open it.

The text comes first. It is shown block by block (a paragraph, a list, a table), because a note stands beside the block that holds
its first word, and because a long article is split into parts at blocks' borders.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.structs import replace

from generator.model import (
    Anchoring,
    Article,
    ArticleAnalysis,
    Attribution,
    BodyPiece,
    Claim,
    CueStance,
    Naming,
    QuotationKind,
    Source,
    SourceKind,
    Tag,
    TextSpan,
)
from generator.render import contexts, permalinks
from generator.render.annotate import Annotation, annotate, annotate_headline
from generator.render.blocks import divide_blocks
from generator.render.listings import Site, date_words
from generator.render.words import (
    KIND_WORDS,
    NAMING_GROUPS,
    NAMING_WORDS,
    SHAPES,
    SOURCE_KIND_WORDS,
    STANCE_WORDS,
    NamingGroup,
    anonymity_words,
    certainty_words,
    count,
    question,
    source_label,
)

PART_BYTES = 230_000  # of blocks and notes; with the frame around them a page stays below 300 kB
BLOCK_CHARACTERS = 20_000  # of one list, quotation or table; its marks and notes come on top
NOTE_BYTES = 700  # a note's tags, which its words come on top of
LEDGER_LENGTH = 30
ID = re.compile(r'<[^>]* id="([^"]+)"')
INNER_LINK = re.compile(r'(<a [^<>]*?)href="#([^"]+)"')  # in a tag: an article may have the same letters in its text
VOID_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


class Marked(Struct, frozen=True, kw_only=True):
    """An attribution with what its marks and note need; `anchor` is where its first word stands."""

    attribution: Attribution
    claim: Claim | None
    source: Source | None
    number: int
    group: NamingGroup
    anchor: int
    near: tuple[
        TextSpan, ...
    ]  # source, cue and content as far as they stand in the content's own paragraph or after it


def build_article(
    site: Site,
    article: Article,
    analysis: ArticleAnalysis,
    card: contexts.ArticleCard,
    source_keys: Mapping[str, str],
) -> tuple[contexts.ArticlePage, ...]:
    """The pages of one article, one a part. `source_keys` are the index's, by attribution id."""
    marked = _number(article, analysis)
    annotations = _annotate_attributions(marked) + _annotate_scare_quotations(analysis)
    notes = _place_notes(article, marked, source_keys)
    headline = contexts.Block(html=annotate_headline(article, annotations), notes=tuple(notes.pop(-1, ())))
    blocks = [
        contexts.Block(html=html, notes=tuple(notes.get(i, ())))
        for i, html in enumerate(_annotate_blocks(article, annotations))
    ]
    parts = _relocate(article.slug, split_parts(blocks))
    home_of = {note.id: number for number, part in enumerate(parts, 1) for block in part for note in block.notes}
    ledger = _build_ledger(article, marked, source_keys, home_of)
    matter = article.front_matter
    links = [
        contexts.PartLink(number=n, href=quote(permalinks.article_path(article.slug, n)), current=False)
        for n in range(1, len(parts) + 1)
    ]
    pages = []
    for number, part in enumerate(parts, 1):
        title = article.title if number == 1 else f"{article.title}, part {number} of {len(parts)}"
        pages.append(
            contexts.ArticlePage(
                page=site.page(permalinks.article_path(article.slug, number), title, description=matter.summary or ""),
                card=card,
                headline=headline if number == 1 else contexts.Block(html=escape(article.title), notes=()),
                blocks=part,
                ledger=ledger[:LEDGER_LENGTH],
                ledger_rest=count(len(ledger) - LEDGER_LENGTH, "more source") if len(ledger) > LEDGER_LENGTH else "",
                original=matter.url,
                updated=date_words(matter.updated),
                license=matter.license,
                tags=matter.tags,
                parts=tuple(
                    contexts.PartLink(number=link.number, href=link.href, current=link.number == number)
                    for link in links
                )
                if len(parts) > 1
                else (),
                part=number,
                previous=links[number - 2] if number > 1 else None,
                next=links[number] if number < len(parts) else None,
            )
        )
    return tuple(pages)


def split_blocks(body: Sequence[BodyPiece]) -> list[tuple[BodyPiece, ...]]:
    """The pieces of each outermost element, in order; one too long for a page is several."""
    blocks: list[tuple[BodyPiece, ...]] = []
    current: list[BodyPiece] = []
    depth = 0
    for piece in divide_blocks(body, BLOCK_CHARACTERS):
        current.append(piece)
        if isinstance(piece, Tag):
            depth += _nesting(piece.html)
        if depth == 0:
            blocks.append(tuple(current))
            current = []
    if current:
        blocks.append(tuple(current))
    return blocks


def split_parts(blocks: Sequence[contexts.Block], limit: int = PART_BYTES) -> list[tuple[contexts.Block, ...]]:
    """The blocks of each page: as many as fit into `limit` bytes of HTML, and at least one."""
    parts: list[tuple[contexts.Block, ...]] = []
    current: list[contexts.Block] = []
    size = 0
    for block in blocks:
        own = len(block.html.encode()) + sum(
            NOTE_BYTES + len(note.who) + sum(map(len, note.how)) for note in block.notes
        )
        if current and size + own > limit:
            parts.append(tuple(current))
            current, size = [], 0
        current.append(block)
        size += own
    return [*parts, tuple(current)]


def _relocate(slug: str, parts: list[tuple[contexts.Block, ...]]) -> list[tuple[contexts.Block, ...]]:
    """The parts with what their pages' places change: images stand beside the first, footnotes may be in another."""
    if len(parts) == 1:
        return parts
    home_of = {id_: n for n, part in enumerate(parts, 1) for block in part for id_ in ID.findall(block.html)}

    def move(html: Markup, number: int) -> Markup:
        def to_part(found: re.Match[str]) -> str:
            home = home_of.get(found[2], number)
            if home == number:
                return found[0]
            root = permalinks.root_of(permalinks.article_path(slug, number))
            return f'{found[1]}href="{root}{quote(permalinks.article_path(slug, home))}#{found[2]}"'

        moved = INNER_LINK.sub(to_part, str(html))
        return Markup(moved if number == 1 else moved.replace('<img src="', '<img src="../'))

    return [
        tuple(replace(block, html=move(block.html, number)) for block in part) for number, part in enumerate(parts, 1)
    ]


def _nesting(html: str) -> int:
    """How many elements the tags in `html` open, less those they close."""
    depth = 0
    for tag in html.split("<")[1:]:
        name = tag.lstrip("/").split(">")[0].split("/")[0].split()[0].lower() if tag.strip("/ >") else ""
        if tag.startswith("/"):
            depth -= 1
        elif name and name not in VOID_ELEMENTS and not tag.startswith("!"):
            depth += 1
    return depth


def _number(article: Article, analysis: ArticleAnalysis) -> list[Marked]:
    """The attributions in the order of their first words, numbered from 1."""
    sources = {source.id: source for source in analysis.sources}
    claims = {claim.attribution_id: claim for claim in analysis.claims}
    found = []
    for attribution in analysis.attributions:
        paragraph = article.text.rfind("\n\n", 0, attribution.content[0].start_char) + 1
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        near = tuple(sorted(span for span in spans if span.start_char >= paragraph))
        found.append((near[0].start_char, near, attribution))
    marked = []
    for number, (anchor, near, attribution) in enumerate(sorted(found, key=lambda item: item[:2]), 1):
        source = sources.get(attribution.source_id) if attribution.source_id is not None else None
        marked.append(
            Marked(
                attribution=attribution,
                claim=claims.get(attribution.id),
                source=source,
                number=number,
                group=NAMING_GROUPS[source.naming if source else Naming.N0],
                anchor=anchor,
                near=near,
            )
        )
    return marked


def _annotate_attributions(marked: Sequence[Marked]) -> list[Annotation]:
    """The marks of each attribution: one around all of it, which is the permalink's target, and one a source, cue and content."""
    annotations = []
    drawn: set[tuple[str, tuple[TextSpan, ...]]] = set()
    for item in marked:
        attribution = item.attribution
        group = item.group.value
        annotations.append(
            Annotation(
                spans=item.near,
                element="span",
                classes=("said", group),
                attributes={"data-anchor": f"--said-{attribution.id}"},
                id=attribution.id,
            )
        )
        annotations.append(
            Annotation(
                spans=attribution.content,
                element="mark",
                classes=(attribution.kind.value, group) + (("nested",) if attribution.depth else ()),
                after=_reference(item),
            )
        )
        for element, css, spans in (("b", "source", attribution.source), ("i", "cue", attribution.cue)):
            if spans and (css, spans) not in drawn:
                drawn.add((css, spans))
                annotations.append(Annotation(spans=spans, element=element, classes=(css, group)))
    return annotations


def _annotate_scare_quotations(analysis: ArticleAnalysis) -> list[Annotation]:
    return [
        Annotation(spans=(quotation.span,), element="span", classes=("scare",))
        for quotation in analysis.quotations
        if quotation.kind == QuotationKind.SCARE
    ]


def _reference(item: Marked) -> Markup:
    return Markup('<a class="ref {}" href="#note-{}" role="doc-noteref" aria-label="Note {}, {}">{} {}</a>').format(
        item.group.value,
        item.attribution.id,
        item.number,
        NAMING_WORDS[item.source.naming if item.source else Naming.N0],
        SHAPES[item.group],
        item.number,
    )


def _annotate_blocks(article: Article, annotations: Sequence[Annotation]) -> Iterator[Markup]:
    """The HTML of each block, handed only the annotations that touch it."""
    blocks = split_blocks(article.body)
    starts = _block_starts(article)
    touching: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        hit: set[int] = set()
        for span in annotation.spans:
            first = max(bisect_right(starts, span.start_char) - 1, 0)
            last = max(bisect_right(starts, span.end_char - 1) - 1, 0)
            hit.update(range(first, last + 1))
        for i in hit:
            touching[i].append(annotation)
    for i, block in enumerate(blocks):
        yield annotate(article.text, block, touching[i])


def _block_starts(article: Article) -> list[int]:
    """The first character of each block; one without text has that of the next."""
    starts: list[int] = []
    following = len(article.text)
    for block in reversed(split_blocks(article.body)):
        following = min((piece.start_char for piece in block if not isinstance(piece, Tag)), default=following)
        starts.append(following)
    return starts[::-1]


def _place_notes(
    article: Article, marked: Sequence[Marked], source_keys: Mapping[str, str]
) -> dict[int, list[contexts.Note]]:
    """Notes by the block that holds their first word; those on the headline under -1."""
    starts = _block_starts(article)
    notes: dict[int, list[contexts.Note]] = defaultdict(list)
    for item in marked:
        in_headline = item.anchor < article.headline.end_char
        block = -1 if in_headline else max(bisect_right(starts, item.anchor) - 1, 0)
        notes[block].append(_build_note(article, item, source_keys))
    return notes


def _build_note(article: Article, item: Marked, source_keys: Mapping[str, str]) -> contexts.Note:
    attribution, source = item.attribution, item.source
    naming = source.naming if source else Naming.N0
    cue = _words(article, attribution.cue)
    how = [NAMING_WORDS[naming]] if source else []
    if source and source.kind not in (SourceKind.PERSON, SourceKind.INSTITUTION, SourceKind.UNCLEAR):
        how.append(SOURCE_KIND_WORDS[source.kind])
    if source and source.anonymity:
        how += anonymity_words(source.anonymity)
    how.append(KIND_WORDS[attribution.kind])
    if cue:
        how.append(
            f"“{cue}” {STANCE_WORDS[attribution.stance]}" if attribution.stance != CueStance.UNCLEAR else f"“{cue}”"
        )
    elif attribution.anchoring == Anchoring.CARRIED_OVER:
        how.append("carried over from the sentence before")
    if attribution.anchoring == Anchoring.INFERRED:
        how.append("inferred")
    if item.claim:
        sure = certainty_words(item.claim.certainty, item.claim.polarity)
        hedges = ", ".join(f"“{_words(article, (hedge.span,))}”" for hedge in item.claim.hedges)
        how.append(f"{sure} ({hedges})" if hedges else sure)
        how += [f"figure “{_words(article, (quantity.span,))}”" for quantity in item.claim.quantities]
    key = source_keys.get(attribution.id)
    return contexts.Note(
        id=attribution.id,
        number=item.number,
        group=item.group.value,
        shape=SHAPES[item.group],
        who=source_label(source.name if source else ""),
        who_href=quote(permalinks.source_path(key)) if key else "",
        how=tuple(how),
        ask=question(naming, attribution.kind, attribution.stance, cue),
    )


def _build_ledger(
    article: Article, marked: Sequence[Marked], source_keys: Mapping[str, str], home_of: Mapping[str, int]
) -> tuple[contexts.LedgerEntry, ...]:
    """Sources by how many words they carry, then by first appearance; what has no source is one entry."""
    by_source: dict[str | None, list[Marked]] = defaultdict(list)
    for item in marked:
        by_source[item.source.id if item.source else None].append(item)
    entries = []
    for items in by_source.values():
        first = items[0]
        # a nested attribution's words are its outer source's too, and are counted there
        words = sum(_count_words(article, i.attribution.content) for i in items)
        part = home_of.get(first.attribution.id, 1)
        key = source_keys.get(first.attribution.id)
        entries.append(
            (
                -words,
                contexts.LedgerEntry(
                    name=source_label(first.source.name if first.source else ""),
                    group=first.group.value,
                    shape=SHAPES[first.group],
                    naming=NAMING_WORDS[first.source.naming] if first.source else "",
                    statements=count(len(items), "statement"),
                    words=count(words, "word"),
                    href=quote(permalinks.source_path(key)) if key else "",
                    first=f"{quote(permalinks.article_path(article.slug, part))}#{first.attribution.id}",
                ),
            )
        )
    return tuple(entry for _, entry in sorted(entries, key=lambda pair: pair[0]))


def _count_words(article: Article, spans: Sequence[TextSpan]) -> int:
    return sum(len(article.text[span.start_char : span.end_char].split()) for span in spans)


def _words(article: Article, spans: Sequence[TextSpan]) -> str:
    return " … ".join(" ".join(article.text[span.start_char : span.end_char].split()) for span in spans)
