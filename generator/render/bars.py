"""How an article's words divide: the two bars that are its signature."""

from __future__ import annotations

from generator.model import ArticleSummary, Naming
from generator.render.contexts import Bar, Segment
from generator.render.words import GROUP_WORDS, NAMING_GROUPS, SHAPES, NamingGroup, count, percentages


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
            (
                group.value,
                GROUP_WORDS[group],
                SHAPES[group],
                words[group],
                count(sources[group], "source") if sources[group] else "",
            )
            for group in NamingGroup
        ),
    )


def sources_by_group(summary: ArticleSummary) -> dict[NamingGroup, int]:
    """How many sources of an article stand on each of the five steps; a statement without a source is none."""
    sources = dict.fromkeys(NamingGroup, 0)
    for level, number in summary.sources_by_naming.items():
        sources[NAMING_GROUPS[Naming(level)]] += number
    return sources


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
