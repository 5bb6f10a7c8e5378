"""How many words of an article are credited to whom: what the bars beside each article count.

A word is a stretch without white space that has a letter or a digit. Each is counted once: where attributions overlap or nest, the
outermost has it, because that source is the one the article itself credits.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct

from generator.model import Article, ArticleAnalysis, Attribution, AttributionKind, Naming, QuotationKind, TextSpan

WORD = re.compile(r"\S*\w\S*")

NAMING_COUNT = {
    Naming.N6: "named",
    Naming.N5: "named",
    Naming.N4: "institution",
    Naming.N3: "unnamed",
    Naming.N2: "unnamed",
    Naming.N1: "vague",
    Naming.N0: "vague",
    Naming.UNCLEAR: "unclear",
}


class WordCounts(Struct, frozen=True, kw_only=True):
    """Words of one article. `direct` + `indirect` = the last five together: the attributed words."""

    words: int
    direct: int  # in the quotation marks of a direct or mixed attribution
    indirect: int
    named: int  # N5 and N6
    institution: int  # N4
    unnamed: int  # N2 and N3
    vague: int  # N0, N1, and nobody credited
    unclear: int  # the source could not be resolved


def count_words(article: Article, analysis: ArticleAnalysis) -> WordCounts:
    """The counts of `article`, headline included."""
    starts = [found.start() for found in WORD.finditer(article.text)]
    naming = {source.id: source.naming for source in analysis.sources}
    quoted: set[int] = set()
    for quotation in analysis.quotations:
        if quotation.kind is QuotationKind.SPEECH:
            quoted.update(_words_in(quotation.span, starts))
    counts = dict.fromkeys(("direct", "indirect", *NAMING_COUNT.values()), 0)
    seen: set[int] = set()
    for attribution in sorted(analysis.attributions, key=_outermost_first):
        level = naming.get(attribution.source_id or "", attribution.naming)
        for span in attribution.content:
            for word in _words_in(span, starts):
                if word in seen:
                    continue
                seen.add(word)
                counts[NAMING_COUNT[level]] += 1
                counts["direct" if _is_direct(attribution, word, quoted) else "indirect"] += 1
    return WordCounts(words=len(starts), **counts)


def _words_in(span: TextSpan, starts: list[int]) -> range:
    """The numbers of the words that begin in `span`."""
    return range(bisect_left(starts, span.start_char), bisect_left(starts, span.end_char))


def _outermost_first(attribution: Attribution) -> tuple[int, int]:
    return attribution.depth, attribution.content[0].start_char if attribution.content else 0


def _is_direct(attribution: Attribution, word: int, quoted: set[int]) -> bool:
    if attribution.kind is AttributionKind.MIXED:
        return word in quoted
    return attribution.kind is AttributionKind.DIRECT
