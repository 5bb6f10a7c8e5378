"""The notes beside an article: one a main attribution, with what is credited inside its words; one a finding on other words.

A note stands by its first word. What is said inside another's words is told in that other's note and lettered after it, so that the
numbers are those of what the article itself credits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from generator.model import (
    Anchoring,
    AnonymousStatement,
    Article,
    ArticleAnalysis,
    Attribution,
    Claim,
    CueClass,
    CueStance,
    FindingCode,
    Severity,
    Source,
    SourceKind,
    TextSpan,
)
from generator.render import contexts, permalinks
from generator.render.findings import NamedFinding
from generator.render.words import (
    ANONYMOUS_WORDS,
    CUE_CLASS_WORDS,
    KIND_WORDS,
    NAMING_GROUPS,
    NAMING_WORDS,
    SHAPES,
    SOURCE_KIND_WORDS,
    STANCE_WORDS,
    NamingGroup,
    anonymity_words,
    certainty_words,
    quantity_words,
    review_words,
    source_label,
    source_question,
    source_words,
)

ACTS = frozenset({CueClass.INTENTION, CueClass.ATTITUDE, CueClass.ACT})
FRAGMENT_WORDS = 5  # at either end of a text fragment; between them stands whatever does
UNSOURCED = frozenset({FindingCode.VOICE1, FindingCode.QUOTE1})
HEADLINE = -1  # the block of notes on the headline


class Marked(Struct, frozen=True, kw_only=True):
    """An attribution with what its marks and note need; `anchor` is where its first word stands."""

    attribution: Attribution
    claim: Claim | None
    source: Source | None
    label: str  # "5"; "5a" inside the words of 5
    outer: str | None  # the attribution in whose words it stands
    group: NamingGroup
    anchor: int
    near: tuple[TextSpan, ...]  # source, cue and content as far as they stand in the content's paragraph or after it
    unnamed: AnonymousStatement | None  # what somebody who is not named is credited with
    others: tuple[str, ...]  # the names of other sources that say the same

    @property
    def layer(self) -> str:
        """The layer that shows its marks."""
        return "acts" if self.attribution.cue_class in ACTS else "says"


def number_attributions(article: Article, analysis: ArticleAnalysis) -> tuple[Marked, ...]:
    """The attributions in the order of their first words; the main ones are numbered from 1, those inside them lettered."""
    sources = {source.id: source for source in analysis.sources}
    claims = {claim.attribution_id: claim for claim in reversed(analysis.claims)}
    unnamed = {one.attribution_id: one for one in analysis.anonymous}
    found = []
    for attribution in analysis.attributions:
        paragraph = article.text.rfind("\n\n", 0, attribution.content[0].start_char) + 1
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        near = tuple(sorted(span for span in spans if span.start_char >= paragraph))
        found.append((near[0].start_char, near, attribution))
    found.sort(key=lambda item: item[:2])
    main = [attribution for _, _, attribution in found if attribution.depth == 0]
    outer = {item.id: _outer(item, main) for _, _, item in found if item.depth}
    labels = {attribution.id: str(number) for number, attribution in enumerate(_main(found, outer), 1)}
    inner: Counter[str] = Counter()
    marked = []
    for anchor, near, attribution in found:
        around = outer.get(attribution.id)
        if around is not None:
            labels[attribution.id] = labels[around] + _letters(inner[around])
            inner[around] += 1
        source = sources.get(attribution.source_id or "")
        told = unnamed.get(attribution.id)
        marked.append(
            Marked(
                attribution=attribution,
                claim=claims.get(attribution.id),
                source=source,
                label=labels[attribution.id],
                outer=around,
                group=NAMING_GROUPS[source.naming if source else attribution.naming],
                anchor=anchor,
                near=near,
                unnamed=told,
                others=tuple(sources[id_].name for id_ in told.others if id_ in sources) if told else (),
            )
        )
    return tuple(marked)


def place_findings(findings: Sequence[NamedFinding], marked: Sequence[Marked]) -> dict[str, str | None]:
    """By the id of each finding the main attribution in whose note it stands: the one that shares most of its words, if any."""
    placed: dict[str, str | None] = {}
    extents = [
        (min(span.start_char for span in item.near), max(span.end_char for span in item.near), item)
        for item in marked
        if item.near
    ]
    for named in findings:
        asked = named.finding.span
        near = (item for start, end, item in extents if start < asked.end_char and asked.start_char < end)
        by_overlap = [(_shared(asked, item), item) for item in near]
        most = max((shared for shared, _ in by_overlap), default=0)
        about = next((item for shared, item in by_overlap if shared == most), None) if most else None
        placed[named.id] = (about.outer or about.attribution.id) if about else None
        if named.finding.code is FindingCode.VOICE1:  # what nobody is credited with has no note to stand in
            placed[named.id] = None
    return placed


def build_notes(
    article: Article,
    marked: Sequence[Marked],
    findings: Sequence[NamedFinding],
    placed: Mapping[str, str | None],
    source_keys: Mapping[str, str],
    starts: Sequence[int],
) -> dict[int, tuple[contexts.Note, ...]]:
    """Notes by the block, of those that begin at `starts`, that holds their first word; those on the headline under `HEADLINE`."""
    flags: dict[str, list[contexts.Flag]] = defaultdict(list)
    for item in findings:
        if owner := placed[item.id]:
            flags[owner].append(_flag(item))
    for found in flags.values():
        found.sort(key=lambda flag: list(Severity).index(Severity(flag.severity)), reverse=True)
        said = [flag.code for flag in found]
        found[:] = [replace(flag, light=flag.light or flag.code in said[:i]) for i, flag in enumerate(found)]
    inner: dict[str, list[contexts.Note]] = defaultdict(list)
    for mark in marked:
        if mark.outer:
            inner[mark.outer].append(_note(article, mark, source_keys, (), ()))
    notes = [
        (mark.anchor, _note(article, mark, source_keys, flags[mark.attribution.id], inner[mark.attribution.id]))
        for mark in marked
        if not mark.outer
    ]
    notes += [(item.finding.span.start_char, _finding_note(item)) for item in findings if not placed[item.id]]
    by_block: dict[int, list[contexts.Note]] = defaultdict(list)
    for place, (anchor, note) in enumerate(sorted(notes, key=lambda pair: pair[0]), 1):
        in_headline = anchor < article.headline.end_char
        if in_headline:  # few, and read first: a code alone would tell nobody what it is about
            note = replace(note, flags=tuple(replace(flag, light=False) for flag in note.flags))
        block = HEADLINE if in_headline else max(bisect_right(starts, anchor) - 1, 0)
        by_block[block].append(replace(note, place=place))
    return {block: tuple(found) for block, found in by_block.items()}


def words_of(article: Article, spans: Sequence[TextSpan]) -> str:
    """The words of `spans` on one line."""
    return " … ".join(" ".join(article.text[span.start_char : span.end_char].split()) for span in spans)


def text_fragment(url: str, article: Article, content: Sequence[TextSpan]) -> str:
    """The address of the words in the original (WICG, Text Fragments): all of them, or the first and last of many."""
    words = article.text[content[0].start_char : content[0].end_char].partition("\n")[0].split()
    ends = [words] if len(words) <= 2 * FRAGMENT_WORDS else [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    # In a text fragment the hyphen is syntax, and quote() leaves it as it is.
    parts = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={parts}"


def _main(
    found: Sequence[tuple[int, tuple[TextSpan, ...], Attribution]], outer: Mapping[str, str | None]
) -> list[Attribution]:
    return [attribution for _, _, attribution in found if outer.get(attribution.id) is None]


def _outer(inner: Attribution, main: Sequence[Attribution]) -> str | None:
    """The main attribution whose content holds the first word of `inner`, the one that begins last."""
    start = min(span.start_char for span in (*inner.source, *inner.cue, *inner.content))
    around = [
        attribution
        for attribution in main
        if any(span.start_char <= start < span.end_char for span in attribution.content)
    ]
    return max(around, key=lambda attribution: attribution.content[0].start_char).id if around else None


def _letters(number: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    letters = ""
    while number >= 0:
        letters = ascii_lowercase[number % 26] + letters
        number = number // 26 - 1
    return letters


def _shared(span: TextSpan, item: Marked) -> int:
    """How many characters of `span` lie in the attribution."""
    return sum(
        max(0, min(span.end_char, other.end_char) - max(span.start_char, other.start_char)) for other in item.near
    )


def _flag(item: NamedFinding) -> contexts.Flag:
    finding = item.finding
    return contexts.Flag(
        id=item.id,
        code=finding.code.value,
        severity=finding.severity.value,
        light=finding.severity is Severity.NOTE,
        reason=finding.reason,
        rule_href=f"{permalinks.FINDINGS}#{finding.code.value}",
        review=review_words(finding.review),
    )


def _finding_note(item: NamedFinding) -> contexts.Note:
    return contexts.Note(
        id=item.id,
        place=0,
        label=item.finding.code.value,
        group="flag",
        layer="says",
        shape="",
        source="",
        who="no source is stated" if item.finding.code in UNSOURCED else "the text",
        who_href="",
        how=(),
        more=(),
        ask="",
        flags=(_flag(item),),
        inner=(),
        original="",
        review="",
    )


def _note(
    article: Article,
    item: Marked,
    source_keys: Mapping[str, str],
    flags: Sequence[contexts.Flag],
    inner: Sequence[contexts.Note],
) -> contexts.Note:
    attribution, source, matter = item.attribution, item.source, article.front_matter
    key = source_keys.get(attribution.id)
    return contexts.Note(
        id=attribution.id,
        place=0,
        label=item.label,
        group=item.group.value,
        layer=item.layer,
        shape=SHAPES[item.group],
        source=source.id if source else "",
        who=source_label(source.name if source else "", attribution.naming),
        who_href=quote(permalinks.source_path(key)) if key else "",
        how=_how(article, item),
        more=_more(article, item),
        # a finding says already what is left open
        ask="" if flags else source_question(source),
        flags=tuple(flags),
        inner=tuple(inner),
        original=text_fragment(matter.url, article, attribution.content) if matter.url else "",
        review=review_words(attribution.review),
    )


def _how(article: Article, item: Marked) -> tuple[str, ...]:
    attribution, source = item.attribution, item.source
    cue = words_of(article, attribution.cue)
    how = [NAMING_WORDS[source.naming]] if source else []
    if source and source.kind not in (SourceKind.PERSON, SourceKind.INSTITUTION, SourceKind.UNCLEAR):
        how.append(SOURCE_KIND_WORDS[source.kind])
    if source and source.anonymity and source.kind is not SourceKind.DOCUMENT:
        how.append(anonymity_words(source.anonymity)[0])
    if item.unnamed:
        how.append(ANONYMOUS_WORDS[item.unnamed.content])
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
        hedges = ", ".join(f"“{words_of(article, (hedge.span,))}”" for hedge in item.claim.hedges)
        how.append(f"{sure} ({hedges})" if hedges else sure)
    return tuple(how)


def _more(article: Article, item: Marked) -> tuple[str, ...]:
    source, more = item.source, []
    if source:
        more += [word[0].upper() + word[1:] for word in source_words(source)[:1]] + list(source_words(source)[1:])
        more += [f"“{words_of(article, (span,))}”" for span in source.capacities[:2]]
        if source.anonymity and source.kind is not SourceKind.DOCUMENT:
            more += anonymity_words(source.anonymity)[1:]
            more += [f"“{words_of(article, (span,))}”" for span in source.anonymity.words]
    if item.others:
        more.append(f"said here also by {', '.join(dict.fromkeys(item.others))}")
    if word := CUE_CLASS_WORDS[item.attribution.cue_class]:
        more.append(f"told as {word}")
    if item.claim:
        more += [
            f"figure “{words_of(article, (quantity.span,))}”, {quantity_words(quantity.operator, quantity.value, quantity.upper)}"
            for quantity in item.claim.quantities
            if quantity.unit
        ]
    return tuple(dict.fromkeys(more))
