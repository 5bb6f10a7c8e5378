"""An annotated article in the terminal: numbered marks in the text, and a note below the paragraph for each.

Every mark is made of characters, so that it can be read without colour and in a pipe; on a terminal rich adds style to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from generator.model import RULES_ALONE, Article, ArticleAnalysis, Attribution, Claim, Naming, Source, TextSpan
from generator.render.words import (
    KIND_WORDS,
    NAMING_GROUPS,
    NAMING_WORDS,
    SHAPES,
    SOURCE_KIND_WORDS,
    STANCE_WORDS,
    NamingGroup,
    certainty_words,
    count,
    rules_alone_words,
    source_label,
)
from generator.typography import find_paragraphs

_COLOURS = {
    NamingGroup.NAMED: "green",
    NamingGroup.INSTITUTION: "blue",
    NamingGroup.UNNAMED: "magenta",
    NamingGroup.VAGUE: "yellow",
    NamingGroup.UNCLEAR: "bright_black",
}
_LEGEND = (
    "‹1 …› is what is credited, by the attribution that note 1 tells of; [who is credited]; _by which words_. "
    "Machine output, not reviewed: it describes the text, never whether it is true."
)


def print_article(console: Console, article: Article, analysis: ArticleAnalysis, *, debug: bool = False) -> None:
    """Draw `article` on `console`: headline, legend, and each paragraph with its notes; to debug, with what found each, and why."""
    sources = {source.id: source for source in analysis.sources}
    claims = {claim.attribution_id: claim for claim in analysis.claims}
    console.print(Text(article.path, style="dim"))
    summary = f"{count(len(analysis.attributions), 'attribution')}, {count(len(analysis.sources), 'source')}"
    console.print(Text(summary, style="dim"))
    console.print(Text(_LEGEND, style="dim"))
    if debug:
        console.print(Text(f"Engine: {analysis.engine}.", style="dim"))
    if analysis.engine == RULES_ALONE:
        console.print(Text(rules_alone_words(1), style="bold"))
    numbered = list(enumerate(analysis.attributions, start=1))
    for paragraph in find_paragraphs(article.text):
        console.print()
        style = "bold" if paragraph.start_char == article.headline.start_char else ""
        console.print(_mark(article.text, paragraph, numbered, sources, style))
        for number, attribution in numbered:
            if paragraph.start_char <= _first(attribution) < paragraph.end_char:
                source = sources.get(attribution.source_id or "")
                note = _note(article.text, number, attribution, source, claims.get(attribution.id))
                if debug:
                    note.append("\n  " + "; ".join(_why(article.text, attribution, source)), style="dim")
                console.print(Padding(note, (0, 0, 0, 4)))
        for quotation in analysis.quotations if debug else ():
            if paragraph.start_char <= quotation.span.start_char < paragraph.end_char:
                words = _printable(article.text[quotation.span.start_char : quotation.span.end_char])
                kept = "" if quotation.closed else ", not closed"
                line = f"quotation, {quotation.kind}, depth {quotation.depth}{kept}: {words}"
                console.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))


def _first(attribution: Attribution) -> int:
    """Where the attribution begins: its content, else its cue."""
    return min(span.start_char for span in attribution.content or attribution.cue or attribution.source)


def _mark(
    text: str, paragraph: TextSpan, numbered: list[tuple[int, Attribution]], sources: dict[str, Source], style: str
) -> Text:
    """The paragraph with its marks. Marks that begin at one place open with the longest, and close in the opposite order."""
    marks: set[tuple[int, int, str, str, str]] = set()
    for number, attribution in numbered:
        source = sources.get(attribution.source_id or "")
        colour = _COLOURS[NAMING_GROUPS[source.naming if source else attribution.naming]]
        for spans, opening, closing, look in (
            (attribution.content, f"‹{number} ", "›", f"underline {colour}"),
            (attribution.source, "[", "]", f"bold {colour}"),
            (attribution.cue, "_", "_", "italic"),
        ):
            for span in spans:
                start, end = (
                    max(span.start_char, paragraph.start_char),
                    min(span.end_char, paragraph.end_char),
                )
                if start < end:
                    marks.add((start, end, opening, closing, look))
    opens: dict[int, list[tuple[int, int, str, str, str]]] = {}
    closes: dict[int, list[tuple[int, int, str, str, str]]] = {}
    for mark in sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2])):
        opens.setdefault(mark[0], []).append(mark)
        closes.setdefault(mark[1], []).insert(0, mark)
    shown = Text(style=style)
    active: list[tuple[int, int, str, str, str]] = []
    borders = sorted({paragraph.start_char, paragraph.end_char, *opens, *closes})
    for at, until in zip(borders, [*borders[1:], paragraph.end_char], strict=True):
        for mark in closes.get(at, ()):
            active.remove(mark)
            shown.append(mark[3], style=mark[4])
        for mark in opens.get(at, ()):
            active.append(mark)
            shown.append(mark[2], style=mark[4])
        looks = " ".join(look for *_, look in active if look.startswith(("bold", "italic"))) or (
            "underline" if active else ""
        )
        shown.append(_printable(text[at:until]), style=looks)
    return shown


def _note(text: str, number: int, attribution: Attribution, source: Source | None, claim: Claim | None) -> Text:
    """Who, then how."""
    naming = source.naming if source else attribution.naming
    group = NAMING_GROUPS[naming]
    note = Text(f"{number} {SHAPES[group]} ", style=_COLOURS[group])
    note.append(_printable(source_label(source.name if source else "", attribution.naming)), style="bold")
    if source is not None:
        note.append(f", {SOURCE_KIND_WORDS[source.kind]}")
        note.append(
            f" ({naming}: {NAMING_WORDS[naming]})" if naming != Naming.UNCLEAR else f" ({NAMING_WORDS[naming]})"
        )
    note.append("\n  " + "; ".join(_how(text, attribution, claim)), style="dim")
    return note


def _how(text: str, attribution: Attribution, claim: Claim | None) -> Iterator[str]:
    cue = " ".join(text[span.start_char : span.end_char] for span in attribution.cue)
    if cue:
        yield f"“{_printable(cue)}”: {attribution.cue_class}, {STANCE_WORDS[attribution.stance]}"
    else:
        yield "no cue: it goes on from the words before" if attribution.source_id else "no cue"
    yield KIND_WORDS[attribution.kind]
    if claim is not None:
        yield certainty_words(claim.certainty, claim.polarity)
    if attribution.depth:
        yield "inside another's words"


def _why(text: str, attribution: Attribution, source: Source | None) -> Iterator[str]:
    """Which part of the engine found it, and by which words it is tied to its source."""
    yield f"{attribution.id}, found by: {attribution.found_by}"
    yield f"anchoring {attribution.anchoring}, depth {attribution.depth}"
    yield f"confidence {attribution.confidence:.2f}, of the source {attribution.source_confidence:.2f}"
    if source is not None:
        mentions = ", ".join(f"“{_printable(text[span.start_char : span.end_char])}”" for span in source.mentions)
        yield f"source {source.id}, mentioned as {mentions}"
        if source.capacities:
            words = ", ".join(f"“{_printable(text[span.start_char : span.end_char])}”" for span in source.capacities)
            yield f"in the capacity of {words}"


def _printable(words: str) -> str:
    """`words` on one line, without characters that would steer the terminal."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in words)
