"""Where the information is said to come from: the links from the article back to its origin, each with its span and cue.

A link is drawn only where words in the text draw it. The first is the attribution itself; the next are the attributions that say
whence their source, or the words it credits, came: "This figure, sourced from ministry warnings, suggests ..." goes on from
the figure to the warnings, and "The Gazette reported that Vell said ..." from the Gazette to Vell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

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


def find_provenance(sources: Sequence[Source], attributions: Sequence[Attribution]) -> tuple[Provenance, ...]:
    """For each of `attributions` that has a source and a cue, the links back from it, nearest first."""
    by_id = {source.id: source for source in sources}
    places = _Places(attributions)
    return tuple(
        _follow(attribution, places, by_id) for attribution in attributions if attribution.source and attribution.cue
    )


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


def _follow(attribution: Attribution, places: _Places, by_id: Mapping[str, Source]) -> Provenance:
    links, seen = [attribution], {attribution.id}
    while True:
        nearer = next((o for o in places.near(links[-1]) if o.id not in seen and _leads_on(links[-1], o)), None)
        if nearer is None:
            break
        links.append(nearer)
        seen.add(nearer.id)
    last = by_id.get(links[-1].source_id or "")
    return Provenance(
        attribution_id=attribution.id,
        links=tuple(ProvenanceLink(source_id=link.source_id, source=link.source, cue=link.cue) for link in links),
        end=ProvenanceEnd.STATED if last is not None and _is_origin(last) else ProvenanceEnd.NOT_STATED,
    )


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
