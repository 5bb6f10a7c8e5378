"""How an article's words divide: the two bars that are its signature."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from generator.model import ArticleAnalysis, ArticleSummary, Naming, TextSpan, Voice
from generator.render.contexts import Bar, Option, Segment, Strip, StripSegment
from generator.render.words import (
    GROUP_WORDS,
    NAMING_GROUPS,
    SHAPES,
    UNVOUCHED_WORDS,
    VOICE_WORDS,
    NamingGroup,
    count,
    percentages,
)


def build_words_bar(summary: ArticleSummary) -> Bar:
    """All words of an article: direct quotation, indirect report, the author's voice."""
    own = max(summary.words - summary.direct_words - summary.indirect_words, 0)
    return _bar(
        f"Who is speaking, in {count(summary.words, 'word')}",
        (
            ("direct", "direct quotation", "", summary.direct_words, ""),
            ("indirect", "indirect report", "", summary.indirect_words, ""),
            ("author", "the author’s voice", "", own, ""),
        ),
    )


def build_naming_bar(summary: ArticleSummary) -> Bar | None:
    """The attributed words of an article by how their sources are named; None where nothing is attributed."""
    words = {
        NamingGroup.NAMED: summary.named_words,
        NamingGroup.INSTITUTION: summary.institution_words,
        NamingGroup.UNNAMED: summary.unnamed_words,
        NamingGroup.VAGUE: summary.vague_words,
        NamingGroup.UNCLEAR: summary.unclear_words,
    }
    if not any(words.values()):
        return None
    sources = sources_by_group(summary)
    return _bar(
        f"Who carries the {count(sum(words.values()), 'attributed word')}",
        tuple(
            (group.value, GROUP_WORDS[group], SHAPES[group], words[group], _sources_words(group, sources, summary))
            for group in NamingGroup
        ),
    )


def sources_by_group(summary: ArticleSummary) -> Counter[NamingGroup]:
    """How many sources of an article stand on each of the five steps; a statement without a source is none."""
    sources: Counter[NamingGroup] = Counter()
    for level, number in summary.sources_by_naming.items():
        sources[NAMING_GROUPS[Naming(level)]] += number
    return sources


def source_counts(sources: Counter[NamingGroup], with_reason: int) -> tuple[str, ...]:
    """The unnamed among all sources, and how many of them with a reason: `3 of 11 sources unnamed, 1 with a reason`."""
    total = sources.total()
    if not total:
        return ()
    unnamed = sources[NamingGroup.UNNAMED]
    reason = f", {with_reason or 'none'} with a reason" if unnamed else ""
    counts = [f"{unnamed:,} of {count(total, 'source')} unnamed{reason}"]
    if sources[NamingGroup.VAGUE]:
        counts.append(f"{sources[NamingGroup.VAGUE]:,} vague")
    if sources[NamingGroup.UNCLEAR]:
        counts.append(f"{sources[NamingGroup.UNCLEAR]:,} unclear who")
    return tuple(counts)


MOST_SENTENCES = 1_000
"""In a strip of more, no sentence could be seen, and the drawing alone would outweigh the page."""


def build_strip(analysis: ArticleAnalysis, text: str, unvouched: Sequence[TextSpan] = ()) -> Strip | None:
    """Every sentence of the article, in order, with who vouches for it; None where there are none, or too many to be seen.

    `unvouched` are the spans that a finding says nobody is credited with; a sentence that holds one's first character shows it.
    """
    if not 0 < len(analysis.sentences) <= MOST_SENTENCES:
        return None
    sources = {source.id: NAMING_GROUPS[source.naming] for source in analysis.sources}
    groups = {a.id: sources.get(a.source_id or "", NamingGroup.VAGUE) for a in analysis.attributions}
    lengths = [len(text[s.span.start_char : s.span.end_char].split()) for s in analysis.sentences]
    starts = sorted(span.start_char for span in unvouched)
    total, start = sum(lengths) or 1, 0
    segments = []
    for sentence, length in zip(analysis.sentences, lengths, strict=True):
        at = bisect_left(starts, sentence.span.start_char)
        bare = sentence.voice is Voice.AUTHOR and at < len(starts) and starts[at] < sentence.span.end_char
        first = next((groups[id_].value for id_ in sentence.attribution_ids if id_ in groups), "")
        segments.append(
            StripSegment(
                css="unvouched" if bare else sentence.voice.value,
                group=first,
                start=round(start * 100 / total, 2),
                width=round(length * 100 / total, 2),
            )
        )
        start += length
    voices = Counter(segment.css for segment in segments)
    counts = tuple(
        Option(value=css, label=label, count=voices[css])
        for css, label in (*((voice.value, VOICE_WORDS[voice]) for voice in Voice), ("unvouched", UNVOUCHED_WORDS))
        if voices[css]
    )
    summary = f"Who vouches for each of {count(len(segments), 'sentence')}, in order: " + ", ".join(
        f"{option.count:,} {option.label}" for option in counts
    )
    return Strip(summary=summary, segments=tuple(segments), counts=counts)


def _sources_words(group: NamingGroup, sources: Counter[NamingGroup], summary: ArticleSummary) -> str:
    words = count(sources[group], "source") if sources[group] else ""
    if group is NamingGroup.UNNAMED and words:
        words += f", {summary.unnamed_with_reason or 'none'} with a reason"
    return words


def _bar(name: str, parts: tuple[tuple[str, str, str, int, str], ...]) -> Bar:
    parts = tuple(part for part in parts if part[3])
    total = sum(words for *_, words, _ in parts)
    segments = []
    start = 0.0
    percents = percentages(tuple(words for *_, words, _ in parts))
    for (css, label, shape, words, detail), percent in zip(parts, percents, strict=True):
        width = round(words * 100 / total, 2)
        segments.append(
            Segment(
                css=css,
                label=label,
                shape=shape,
                words=words,
                percent=percent,
                start=round(start, 2),
                width=width,
                detail=detail,
            )
        )
        start += width
    summary = f"{name}: " + ", ".join(f"{s.percent} % {s.label}" for s in segments)
    return Bar(name=name, summary=summary, total=total, segments=tuple(segments))
