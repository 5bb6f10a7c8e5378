"""An article's pages: its text with marks, the notes beside it, the bars and the ledger that open it.

The text comes first. It is shown block by block (a paragraph, a list, a table), because a note stands beside the block that holds
its first word, and because a long article is split into parts at blocks' borders.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup, escape
from msgspec.structs import replace

from generator.model import (
    Article,
    ArticleAnalysis,
    BodyPiece,
    Certainty,
    FindingCode,
    Operator,
    QuotationKind,
    Tag,
    TextSpan,
    Voice,
)
from generator.render import contexts, permalinks
from generator.render.annotate import Annotation, annotate, annotate_headline
from generator.render.bars import build_strip
from generator.render.blocks import divide_blocks
from generator.render.findings import NamedFinding
from generator.render.json_ld import build_article_node
from generator.render.ledger import build_chains, build_ledger
from generator.render.listings import Site
from generator.render.notes import HEADLINE, Marked, build_notes, number_attributions, place_findings, words_of
from generator.render.permalinks import Permalinks
from generator.render.words import (
    CERTAINTY_WORDS,
    NAMING_WORDS,
    REVIEWED,
    SHAPES,
    count,
    date_words,
    quantity_words,
    source_label,
)

PART_BYTES = 200_000  # of blocks and notes; with the frame around them a page stays below 300 kB
BLOCK_CHARACTERS = 20_000  # of one list, quotation or table; its marks and notes come on top
NOTE_BYTES = 1_000  # a note's tags, which its words come on top of
LEDGER_LENGTH = 30
UNVOUCHED_SHOWN = 3  # sentences without a source that the top of the page quotes
UNVOUCHED_LENGTH = 110  # characters of each
WIDE_BLOCK = re.compile(r"<(?:table|pre)\b")
WIDE = Markup('<div class="wide" role="group" aria-label="Scrolls sideways" tabindex="0">{}</div>')
ID = re.compile(r'<[^>]* id="([^"]+)"')
INNER_LINK = re.compile(r'(<a [^<>]*?)href="#([^"]+)"')  # in a tag: an article may have the same letters in its text
VOID_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def build_article(
    site: Site,
    article: Article,
    analysis: ArticleAnalysis,
    card: contexts.ArticleCard,
    source_keys: Mapping[str, str],
    findings: Sequence[NamedFinding] = (),
) -> tuple[contexts.ArticlePage, ...]:
    """The pages of one article, one a part. `source_keys` are the index's, by attribution id."""
    marked = number_attributions(article, analysis)
    placed = place_findings(findings, marked)
    annotations = [
        *_annotate_sentences(analysis, marked),
        *_annotate_findings(findings, placed),
        *_annotate_attributions(marked),
        *_annotate_scare_quotations(analysis),
        *_annotate_certainty(analysis),
    ]
    pieces = split_blocks(article.body)
    starts = _block_starts(article, pieces)
    notes = build_notes(article, marked, findings, placed, source_keys, starts)
    in_headline = [one for one in annotations if any(s.start_char < article.headline.end_char for s in one.spans)]
    headline = contexts.Block(html=annotate_headline(article, in_headline), notes=notes.get(HEADLINE, ()))
    blocks = [
        contexts.Block(html=html, notes=notes.get(i, ()))
        for i, html in enumerate(_annotate_blocks(article, pieces, starts, annotations))
    ]
    parts = _relocate(article.slug, split_parts(blocks))
    places = ids_by_part(parts) if len(parts) > 1 else {}
    shown = {n: {id_ for id_, home in places.items() if home == n} for n in range(1, len(parts) + 1)}
    if len(parts) > 1:  # what the headline credits stands on the first page
        shown[1] |= {item.id for item in analysis.attributions} - set(places)
    links = Permalinks({article.slug: places} if places else {})
    ledger = build_ledger(article, marked, source_keys, links, card.words_bar.total)
    chains = build_chains(article, analysis, links)
    matter = article.front_matter
    part_links = [
        contexts.PartLink(number=n, href=quote(permalinks.article_path(article.slug, n)), current=False)
        for n in range(1, len(parts) + 1)
    ]
    codes = Counter(item.finding.code.value for item in findings)
    bare = [item for item in findings if item.finding.code is FindingCode.VOICE1]
    strip = build_strip(analysis, article.text, [item.finding.span for item in bare])
    pages = []
    for number, part in enumerate(parts, 1):
        path = permalinks.article_path(article.slug, number)
        title = article.title if number == 1 else f"{article.title}, part {number} of {len(parts)}"
        pages.append(
            contexts.ArticlePage(
                page=site.page(
                    path,
                    title,
                    description=matter.summary or "",
                    state=card.state,
                    node=build_article_node(
                        article,
                        analysis,
                        language=site.config.language,
                        canonical=permalinks.absolute(site.config.base_url, path) if site.config.base_url else None,
                        data=f"{permalinks.root_of(path)}articles/{quote(article.slug)}/annotations.jsonld",
                        shown=shown[number] if len(parts) > 1 else None,
                    ),
                ),
                card=card,
                headline=headline if number == 1 else contexts.Block(html=escape(article.title), notes=()),
                blocks=part,
                strip=strip,
                unvouched=tuple(
                    contexts.StatementLink(
                        label=_shortened(words_of(article, (item.finding.span,))),
                        href=links.statement(article.slug, item.id),
                    )
                    for item in bare[:UNVOUCHED_SHOWN]
                ),
                unvouched_rest=max(len(bare) - UNVOUCHED_SHOWN, 0),
                ledger=ledger[:LEDGER_LENGTH],
                ledger_rest=count(len(ledger) - LEDGER_LENGTH, "more source") if len(ledger) > LEDGER_LENGTH else "",
                chains=chains,
                layers=_build_layers(analysis, marked, len(findings)),
                findings=tuple(contexts.Option(value=c, label=c, count=n) for c, n in codes.items()),
                original=matter.url,
                updated=date_words(matter.updated),
                license=matter.license,
                excerpt=article.excerpt,
                tags=matter.tags,
                parts=tuple(
                    contexts.PartLink(number=link.number, href=link.href, current=link.number == number)
                    for link in part_links
                )
                if len(parts) > 1
                else (),
                part=number,
                previous=part_links[number - 2] if number > 1 else None,
                next=part_links[number] if number < len(parts) else None,
            )
        )
    return tuple(pages)


def _shortened(words: str) -> str:
    return words if len(words) <= UNVOUCHED_LENGTH else f"{words[:UNVOUCHED_LENGTH].rsplit(' ', 1)[0]} …"


def ids_by_part(parts: Sequence[Sequence[contexts.Block]]) -> dict[str, int]:
    """The part in which each attribution and finding stands, by its id."""
    return {id_: n for n, part in enumerate(parts, 1) for block in part for id_ in ID.findall(block.html)}


def _build_layers(analysis: ArticleAnalysis, marked: Sequence[Marked], findings: int) -> tuple[contexts.Layer, ...]:
    acts = sum(item.layer == "acts" for item in marked)
    hedges = len(_hedges(analysis))
    counted = [quantity for quantity in analysis.quantities if quantity.unit]
    loose = sum(quantity.operator is not Operator.EQUAL for quantity in counted)
    layers = (
        ("acts", "intentions, attitudes and acts", "i", acts, f"{acts:,}"),
        ("sure", "certainty", "c", hedges, count(hedges, "hedge")),
        ("figures", "figures", "n", len(counted), f"{len(counted):,}, {count(loose, 'loose one')}"),
        ("found", "findings in the text", "f", findings, f"{findings:,}"),
        ("vouch", "who vouches, sentence by sentence", "w", len(analysis.sentences), f"{len(analysis.sentences):,}"),
    )
    return tuple(
        contexts.Layer(name=name, label=label, key=key, count=number)
        for name, label, key, total, number in layers
        if total
    )


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
        own = len(block.html.encode()) + sum(NOTE_BYTES + len(str(note)) for note in block.notes)
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


def _annotate_sentences(analysis: ArticleAnalysis, marked: Sequence[Marked]) -> list[Annotation]:
    """Who vouches for each sentence, in a tag after it: the layer that answers on whose say-so."""
    by_id = {item.attribution.id: item for item in marked}
    annotations = []
    for sentence in analysis.sentences:
        items = [by_id[id_] for id_ in sentence.attribution_ids if id_ in by_id]
        names = list(dict.fromkeys(f"{SHAPES[item.group]}\N{NO-BREAK SPACE}{_label(item)}" for item in items))
        if sentence.voice in (Voice.AUTHOR, Voice.MIXED):
            names.append("the author")
        said = " and ".join(names) if names and sentence.voice is not Voice.UNCLEAR else "unclear who"
        group = items[0].group.value if items else sentence.voice.value
        annotations.append(
            Annotation(
                spans=(sentence.span,),
                element="span",
                classes=("sentence", sentence.voice.value),
                after=_tag(f"voice {group}", said),
                rank=2,
            )
        )
    return annotations


def _annotate_findings(findings: Sequence[NamedFinding], placed: Mapping[str, str | None]) -> list[Annotation]:
    annotations = []
    for item in findings:
        code = item.finding.code.value
        after = _tag("found", code)
        attributes = {}
        if placed[item.id] is None:
            attributes["data-anchor"] = f"--said-{item.id}"
            after = Markup(
                '<a class="ref tag found" href="#note-{}" role="doc-noteref" aria-label="Finding {}">{}</a>'
            ).format(item.id, code, code)
        annotations.append(
            Annotation(
                spans=(item.finding.span,),
                element="span",
                classes=("flagged",),
                attributes=attributes,
                id=item.id,
                after=after,
                rank=1,
            )
        )
    return annotations


def _annotate_attributions(marked: Sequence[Marked]) -> list[Annotation]:
    """The marks of each attribution: one around all of it, which is the permalink's target, and one a source, cue and content."""
    annotations = []
    drawn: set[tuple[str, tuple[TextSpan, ...]]] = set()
    for item in sorted(marked, key=lambda item: (item.outer is not None, item.layer == "acts")):
        attribution = item.attribution
        css = (item.group.value, item.layer) + (("nested",) if item.outer else ())
        annotations.append(
            Annotation(
                spans=item.near,
                element="span",
                classes=("said", *css),
                attributes={"data-source": item.source.id if item.source else ""}
                | ({} if item.outer else {"data-anchor": f"--said-{attribution.id}"}),
                id=attribution.id,
            )
        )
        annotations.append(
            Annotation(
                spans=attribution.content,
                element="mark",
                classes=(attribution.kind.value, *css),
                after=_reference(item),
            )
        )
        for element, part, spans in (("b", "source", attribution.source), ("i", "cue", attribution.cue)):
            if spans and (part, spans) not in drawn:
                drawn.add((part, spans))
                annotations.append(Annotation(spans=spans, element=element, classes=(part, *css)))
    return annotations


def _hedges(analysis: ArticleAnalysis) -> dict[TextSpan, Certainty]:
    """The hedges of all claims, each once, with the certainty that they leave; an approximator leaves the claim certain."""
    return {
        hedge.span: hedge.certainty
        for claim in analysis.claims
        for hedge in claim.hedges
        if hedge.certainty is not Certainty.CERTAIN
    }


def _annotate_certainty(analysis: ArticleAnalysis) -> list[Annotation]:
    annotations = [
        Annotation(
            spans=(span,),
            element="span",
            classes=("hedge",),
            after=_tag("sure", CERTAINTY_WORDS[certainty]),
            rank=-1,
        )
        for span, certainty in _hedges(analysis).items()
    ]
    annotations += [
        Annotation(
            spans=(quantity.span,),
            element="span",
            classes=("quantity",),
            # else the words say it
            after=_tag("figures", quantity_words(quantity.operator, quantity.value, quantity.upper))
            if quantity.operator is not Operator.EQUAL
            else Markup(""),
            rank=-1,
        )
        for quantity in analysis.quantities
        if quantity.unit
    ]
    return annotations


def _annotate_scare_quotations(analysis: ArticleAnalysis) -> list[Annotation]:
    return [
        Annotation(spans=(quotation.span,), element="span", classes=("scare",))
        for quotation in analysis.quotations
        if quotation.kind == QuotationKind.SCARE
    ]


def _tag(css: str, words: str) -> Markup:
    """A few words after a mark, which a layer shows."""
    # Written out, since `Markup.format` takes longer than all else that a mark needs, and a page has hundreds.
    return Markup(f'<small class="tag {escape(css)}">{escape(words)}</small>')


def _label(item: Marked) -> str:
    return source_label(item.source.name if item.source else "", item.attribution.naming)


def _reference(item: Marked) -> Markup:
    naming = NAMING_WORDS[item.source.naming if item.source else item.attribution.naming]
    classes = " ".join((item.group.value, item.layer) + (("nested",) if item.outer else ()))
    id_, label = escape(item.attribution.id), escape(item.label)
    return Markup(  # written out, like `_tag`
        f'<a class="ref {escape(classes)}" href="#note-{id_}" data-source="{escape(item.source.id if item.source else "")}"'
        f' role="doc-noteref" aria-label="Note {label}, {escape(naming)}'
        f'{", reviewed by a person" if item.attribution.review else ""}">{escape(SHAPES[item.group])} {label}'
        f"{f' {REVIEWED}' if item.attribution.review else ''}</a>"
    )


def _annotate_blocks(
    article: Article, blocks: Sequence[Sequence[BodyPiece]], starts: Sequence[int], annotations: Sequence[Annotation]
) -> Iterator[Markup]:
    """The HTML of each block, handed only the annotations that touch it."""
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
        html = annotate(article.text, block, touching[i])
        yield WIDE.format(html) if WIDE_BLOCK.match(str(html)) else html


def _block_starts(article: Article, blocks: Sequence[Sequence[BodyPiece]]) -> list[int]:
    """The first character of each block; one without text has that of the next."""
    starts: list[int] = []
    following = len(article.text)
    for block in reversed(blocks):
        following = min((piece.start_char for piece in block if not isinstance(piece, Tag)), default=following)
        starts.append(following)
    return starts[::-1]
