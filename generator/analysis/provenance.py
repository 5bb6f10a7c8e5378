"""Where the information is said to come from: the links from the article back to its origin, each with its span and cue.

A link is drawn only where words in the text draw it. The first is the attribution itself; the next are the attributions that say
whence their source, or the words it credits, came: "This figure, sourced from ministry warnings, suggests ..." goes on from
the figure to the warnings, and "The Gazette reported that Vell said ..." from the Gazette to Vell. Words beside a statement draw
links too: "The Gazette reported, citing the harbour police" goes on to the police, and what Vell says "in a statement carried by
the Gazette" has come through the Gazette.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from generator.lexicons import read_lexicon
from generator.model import (
    Attribution,
    CueClass,
    Naming,
    Provenance,
    ProvenanceEnd,
    ProvenanceLink,
    Source,
    SourceKind,
    TextSpan,
)

_PASSED_ON = {CueClass.SPEECH, CueClass.DOCUMENT, CueClass.EVIDENCE}
"""What somebody can have from another; what others believe or plan, as somebody says, is that somebody's own word."""

_UNSTATED = {Naming.UNCLEAR, Naming.N0, Naming.N1, Naming.N2}


_CITED = re.compile(
    r"(?P<cue>\b(?:citing|quoting|which cited|who cited|which quoted|who quoted))\s+"
    r"(?P<source>(?:(?!\bas saying\b)[^,.;:()“”\"\n—–]){2,80})"
)
"""Whom the source of a statement has it from."""

_CARRIED = re.compile(
    r"(?P<cue>\b(?:as (?:first )?reported by|first reported by|(?:in )?a (?:statement|letter|report|speech|interview) "
    r"(?:carried|published|broadcast|aired|quoted) by|quoted by|as told to))\s+(?P<source>[^,.;:()“”\"\n—–]{2,60})"
)
"""Through whom a statement has come."""

_TAIL = re.compile(r"\s(?:that|who|which|whose|as|on|in|and said|said|reported|wrote|to)\s.*$")
"""What goes on after the name of a source."""


def find_provenance(
    text: str, sources: Sequence[Source], attributions: Sequence[Attribution]
) -> tuple[Provenance, ...]:
    """For each of `attributions` of `text` that has a source and a cue, the links back from it, nearest first."""
    by_id = {source.id: source for source in sources}
    places = _Places(attributions)
    cited = _beside(text, _CITED, attributions)
    carried = _beside(text, _CARRIED, attributions)
    found = []
    for attribution in attributions:
        if attribution.source and attribution.cue:
            links, last = _follow(attribution, places, by_id)
            stated = last is not None and _is_origin(last)
            for link in _links(text, cited.get(attribution.id, ()), sources):
                links, stated = (*links, link), _is_origin_by_words(text, link, by_id)
            links = (*_links(text, carried.get(attribution.id, ()), sources), *links)
            end = ProvenanceEnd.STATED if stated else ProvenanceEnd.NOT_STATED
            found.append(Provenance(attribution_id=attribution.id, links=links, end=end))
    return tuple(found)


def _beside(
    text: str, pattern: re.Pattern[str], attributions: Sequence[Attribution]
) -> dict[str, list[tuple[TextSpan, TextSpan]]]:
    """By the id of an attribution, cue and source of the links that `pattern` draws in its sentence; each is the nearest's."""
    by_start = sorted(
        (span.start_char, number)
        for number, one in enumerate(attributions)
        if one.source and one.cue and not one.depth
        for span in (*one.source, *one.cue)
    )
    found: dict[str, list[tuple[TextSpan, TextSpan]]] = {}
    for match in pattern.finditer(text):
        words = _TAIL.sub("", match["source"]).rstrip()
        cue = TextSpan(*match.span("cue"))
        span = TextSpan(match.start("source"), match.start("source") + len(words))
        at = bisect_left(by_start, (cue.start_char, -1))
        near = [number for _, number in by_start[max(0, at - 6) : at + 6]]
        here = [number for number in near if _in_sentence(text, attributions[number], cue)]
        if words and here:
            nearest = min(here, key=lambda number: (_distance(attributions[number], cue), number))
            # What says so itself, and what says of whom it has it ("citing"), may be two attributions of one source.
            for number in {nearest, *(n for n in here if attributions[n].source == attributions[nearest].source)}:
                found.setdefault(attributions[number].id, []).append((cue, span))
    return found


def _in_sentence(text: str, attribution: Attribution, cue: TextSpan) -> bool:
    """Whether no sentence ends between the words of the attribution that credit and `cue`."""
    ends = (attribution.cue[0].start_char, attribution.cue[-1].end_char)
    start, end = min(ends[1], cue.start_char), max(ends[0], cue.end_char)
    return start >= end or not re.search(r"[.!?]['”’\"]?\s+[A-Z“‘\"]|\n\n", text[start:end])


def _distance(attribution: Attribution, cue: TextSpan) -> int:
    return min(
        max(span.start_char - cue.end_char, cue.start_char - span.end_char, 0)
        for span in (*attribution.cue, *attribution.source)
    )


def _links(
    text: str, places: Sequence[tuple[TextSpan, TextSpan]], sources: Sequence[Source]
) -> Iterator[ProvenanceLink]:
    """The links of cues and sources beside a statement, where it is a source that is named ("citing" also takes reasons)."""
    for cue, span in places:
        words = text[span.start_char : span.end_char]
        named = (one for one in sources if one.named and _plain(one.name) == _plain(words))
        source = next(named, None) or next((one for one in sources if span in one.mentions), None)
        if source is not None or _kinds(words):
            yield ProvenanceLink(source_id=source.id if source else None, source=(span,), cue=(cue,))


def _plain(words: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", " ".join(words.casefold().split()))


def _is_origin_by_words(text: str, link: ProvenanceLink, by_id: Mapping[str, Source]) -> bool:
    """Whether the chain may end with a source that is only cited: by what it was resolved to, else by its words."""
    if link.source_id is not None:
        return _is_origin(by_id[link.source_id])
    words = text[link.source[0].start_char : link.source[-1].end_char]
    kinds = _kinds(words)
    return len(words.split()) > 1 and bool(kinds & {"person", "institution"}) and not kinds & {"outlet", "document"}


def _kinds(words: str) -> set[str]:
    """What kinds of source the words name: person, institution, outlet, document, poll, post; none for "a lack of evidence"."""
    nouns = {row[0]: row[1] for row in read_lexicon("source_nouns")}
    outlets = {row[0] for row in read_lexicon("outlets")}
    plain = words.casefold().split()
    found = {nouns[form] for word in plain for form in (word, word.removesuffix("s")) if form in nouns}
    return found | ({"outlet"} if outlets & {*plain, " ".join(plain), _plain(words)} else set())


class _Places:
    """The attributions by where they begin, so that only those near a link are looked at."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self.attributions = attributions
        self.order = sorted(
            (min(a.content[0].start_char, a.source[0].start_char), number)
            for number, a in enumerate(attributions)
            if a.content and a.source
        )
        self.starts = [start for start, _ in self.order]
        self.by_content: dict[int, list[int]] = {}
        for _, number in self.order:
            self.by_content.setdefault(attributions[number].content[0].start_char, []).append(number)

    def near(self, link: Attribution) -> Iterator[Attribution]:
        """Those whose content begins where the source of `link` does, or that begin in its content; in their order."""
        numbers = set(self.by_content.get(link.source[0].start_char, ())) if link.source else set()
        for span in link.content:
            first, last = bisect_left(self.starts, span.start_char), bisect_left(self.starts, span.end_char)
            numbers.update(number for _, number in self.order[first:last])
        return (self.attributions[number] for number in sorted(numbers))


def _follow(
    attribution: Attribution, places: _Places, by_id: Mapping[str, Source]
) -> tuple[tuple[ProvenanceLink, ...], Source | None]:
    """The links that other attributions draw, and the source at their end."""
    links, seen = [attribution], {attribution.id}
    while True:
        nearer = next((o for o in places.near(links[-1]) if o.id not in seen and _leads_on(links[-1], o)), None)
        if nearer is None:
            break
        links.append(nearer)
        seen.add(nearer.id)
    drawn = tuple(ProvenanceLink(source_id=link.source_id, source=link.source, cue=link.cue) for link in links)
    return drawn, by_id.get(links[-1].source_id or "")


def _leads_on(link: Attribution, other: Attribution) -> bool:
    """Whether `other` says where the source of `link`, or all that `link` credits, comes from."""
    if not (other.source and other.cue and other.content) or other.source_id == link.source_id:
        return False
    if _equals(other.content, link.source) or _begins(link.source, other.content):
        return True
    return other.depth > link.depth and other.cue_class in _PASSED_ON and _nearly_all(other, link)


def _equals(one: Sequence[TextSpan], two: Sequence[TextSpan]) -> bool:
    return tuple(one) == tuple(two)


def _begins(whole: Sequence[TextSpan], part: Sequence[TextSpan]) -> bool:
    """Whether `part` is the beginning of `whole`: "This figure" of "This figure, sourced from ..."."""
    return (
        bool(whole and part) and part[0].start_char == whole[0].start_char and part[-1].end_char <= whole[-1].end_char
    )


def _nearly_all(inner: Attribution, outer: Attribution) -> bool:
    """Whether the content of `outer` is source, cue and content of `inner`, and hardly anything else."""
    spans = [*inner.source, *inner.cue, *inner.content]
    inside = [
        span
        for span in spans
        if any(o.start_char <= span.start_char and span.end_char <= o.end_char for o in outer.content)
    ]
    length = sum(span.end_char - span.start_char for span in outer.content)
    return len(inside) == len(spans) and sum(span.end_char - span.start_char for span in inside) >= 0.7 * length


def _is_origin(source: Source) -> bool:
    """Whether the chain may end here: somebody who can be asked, not an outlet that passes it on or a paper of nobody's."""
    if source.kind in {SourceKind.OUTLET, SourceKind.UNCLEAR}:
        return False
    if source.kind in {SourceKind.DOCUMENT, SourceKind.POLL, SourceKind.POST}:
        return source.naming in {Naming.N4, Naming.N5, Naming.N6}
    return source.naming not in _UNSTATED
