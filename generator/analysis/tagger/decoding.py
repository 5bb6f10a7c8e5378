"""From the network's scores to attributions: tags that fit together, contents and sources tied to their cues.

Four steps, in `decode`: the likeliest tag sequence that begins every span with a B tag; cues that only the pointers know of; the
contents cut anew, so that each belongs to one cue throughout; a source for each cue. What is uncertain stays measurable: every
attribution carries the evidence from which `confidence` is computed.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.analysis.tagger.labels import BEGIN, INSIDE, OUTSIDE, TAGS

Floats = NDArray[np.float32]

NEVER = -1e9
FLOOR = 0.003  # the pointer never rules a cue out
DISTANCE_COST = 1.0  # for each e-fold of pieces between a span and its cue
PARAGRAPH_DISTANCE = 100  # pieces that a paragraph break counts as
FURTHEST = 150  # pieces beyond which a span is as good as not tied to a cue
UNTIED = -5.7  # a span whose best link scores less is left out
RECOVERED = 0.3  # mean pointer probability at which contents bring back a cue that was not tagged
WEAK_SOURCE = 0.1  # probability of the source tags at which a piece may become the source of a cue that has none
WEAK_LINK = 0.3  # mean pointer probability that such a source needs
SHARED_LINK = 0.08  # the same for a source that another cue has already
REACH = 60  # pieces round a cue in which a weak source is looked for
POINTER_WEIGHT = 0.5  # of the pointers against the tags when contents are cut anew


class Block(NamedTuple):
    """The pointers of the pieces that one window judges: `first` is the first of them, `columns` (c,) ascending are the pieces that
    may begin a cue, `probabilities` (rows, c) how likely each row points at each of them."""

    first: int
    columns: NDArray[np.int64]
    probabilities: Floats


class Scores(NamedTuple):
    """What the network says of a text of n pieces: `tags` (n, 7) are log-probabilities, `blocks` cover all pieces in text order."""

    tags: Floats
    blocks: Sequence[Block]


class Span(NamedTuple):
    """Pieces `begin` to `end` (half-open)."""

    begin: int
    end: int


class Evidence(NamedTuple):
    """What speaks for an attribution: mean probabilities between 0 and 1."""

    cue: float  # of the cue's tags
    content: float  # of the content's tags
    content_link: float  # of the content's pointers to the cue
    edges: float  # of the least likely edge of the content
    source: float  # of the source's tags; 0 without a source
    source_link: float  # of the source's pointers to the cue
    source_rival: float  # of the source's pointers to the cue they prefer among the others


class Linked(NamedTuple):
    """An attribution in pieces; `source` is None where nobody is credited there."""

    cue: Span
    source: Span | None
    contents: tuple[Span, ...]
    evidence: Evidence


def decode(scores: Scores, paragraphs: NDArray[np.int64]) -> list[Linked]:
    """The attributions in order of their cues; `paragraphs` (n,) numbers the paragraph of each piece."""
    spans = find_spans(_break_at_paragraphs(scores.tags, paragraphs))
    cues = sorted(spans["cue"] + _recover_cues(spans, scores.blocks))
    if not cues:
        return []
    links = _Links(scores.blocks, cues, paragraphs)
    probabilities = np.exp(scores.tags)
    contents: dict[int, list[Span]] = {}
    for span in spans["content"]:
        for owner, part in _cut_content(span, scores.tags, links):
            contents.setdefault(owner, []).append(part)
    sources = _assign_sources(spans["source"], contents, links)
    _add_weak_sources(sources, contents, scores.tags, probabilities, links)
    return [
        Linked(cues[owner], sources.get(owner), tuple(parts), _weigh(owner, sources, parts, probabilities, links))
        for owner, parts in sorted(contents.items())
    ]


def find_spans(tags: Floats) -> dict[str, list[Span]]:
    """The spans of each role in the likeliest valid tag sequence."""
    spans: dict[str, list[Span]] = {role: [] for role in BEGIN}
    path = _viterbi(tags)
    begun = {tag: role for role, tag in BEGIN.items()}
    start = 0
    for place, tag in enumerate([*path, OUTSIDE]):
        previous = path[place - 1] if place else OUTSIDE
        if previous != OUTSIDE and (tag == OUTSIDE or tag in begun):
            spans[TAGS[previous].partition("-")[2]].append(Span(start, place))
        if tag in begun:
            start = place
    return spans


def _break_at_paragraphs(tags: Floats, paragraphs: NDArray[np.int64]) -> Floats:
    """The tags with no span running over the end of a paragraph; a content that does becomes two of the same cue."""
    broken = tags.copy()
    starts = np.flatnonzero(np.diff(paragraphs)) + 1
    for tag in INSIDE.values():
        broken[starts, tag] = NEVER
    return broken


def _viterbi(tags: Floats) -> list[int]:
    """The likeliest tag sequence in which an I tag follows the B or I tag of the same role."""
    first, *rest = tags.astype(np.float64).tolist()
    best = [NEVER if tag in INSIDE.values() else score for tag, score in enumerate(first)]
    back = []  # for each piece but the first: which tag leads before it, and whether each role would go on from its B or its I
    for scores in rest:
        top = max(best)
        source, cue, content = 1 + (best[1] <= best[2]), 3 + (best[3] <= best[4]), 5 + (best[5] <= best[6])
        back.append((best.index(top), source, cue, content))
        best = [
            top + scores[0],
            top + scores[1],
            best[source] + scores[2],
            top + scores[3],
            best[cue] + scores[4],
            top + scores[5],
            best[content] + scores[6],
        ]
    tag = best.index(max(best))
    path = [tag]
    for leader, source, cue, content in reversed(back):
        tag = (leader, leader, source, leader, cue, leader, content)[tag]
        path.append(tag)
    return path[::-1]


class _Links:
    """How strongly each piece points at each cue that its window saw."""

    def __init__(self, blocks: Sequence[Block], cues: Sequence[Span], paragraphs: NDArray[np.int64]) -> None:
        self.cues = cues
        self.paragraphs = paragraphs
        self.firsts = [block.first for block in blocks]
        self.parts: list[
            tuple[int, Floats]
        ] = []  # for each block the first cue it sees, and (rows, cues) probabilities
        begins = [cue.begin for cue in cues]
        ends = [cue.end for cue in cues]
        for block in blocks:
            low = bisect_right(ends, int(block.columns[0])) if len(block.columns) else 0
            high = bisect_right(begins, int(block.columns[-1])) if len(block.columns) else 0
            part = np.zeros((len(block.probabilities), max(0, high - low)), np.float32)
            for number in range(low, high):
                left, right = np.searchsorted(block.columns, cues[number])
                part[:, number - low] = block.probabilities[:, left:right].sum(1)
            self.parts.append((low, part))

    def rows(self, span: Span) -> Iterator[tuple[int, Floats]]:
        """The span's rows, block by block: the first cue they see, and (rows, cues) probabilities."""
        for number in range(max(0, bisect_right(self.firsts, span.begin) - 1), len(self.firsts)):
            first = self.firsts[number]
            if first >= span.end:
                break
            low, part = self.parts[number]
            yield low, part[max(0, span.begin - first) : span.end - first]

    def means(self, span: Span) -> dict[int, float]:
        """The mean probability with which the span's pieces point at each cue that any of them sees."""
        totals: dict[int, float] = {}
        for low, part in self.rows(span):
            for number, total in enumerate(part.sum(0).tolist(), start=low):
                totals[number] = totals.get(number, 0.0) + total
        return {number: total / (span.end - span.begin) for number, total in totals.items()}

    def ranking(self, span: Span) -> list[tuple[float, int]]:
        """(score, cue) of the cues that the span may belong to, best first; near cues are preferred."""
        scored = [
            (math.log(mean + FLOOR) - DISTANCE_COST * math.log1p(distance), number)
            for number, mean in self.means(span).items()
            if (distance := self.distance(span, number)) <= FURTHEST
        ]
        return sorted((pair for pair in scored if pair[0] > UNTIED), reverse=True)

    def distance(self, span: Span, number: int) -> int:
        """Pieces between a span and a cue."""
        cue = self.cues[number]
        breaks = abs(int(self.paragraphs[cue.begin]) - int(self.paragraphs[span.begin]))
        return max(cue.begin - span.end, span.begin - cue.end, 0) + PARAGRAPH_DISTANCE * breaks


def _recover_cues(spans: dict[str, list[Span]], blocks: Sequence[Block]) -> list[Span]:
    """Cues that were not tagged, but that a content points at."""
    taken = {piece for role in spans for span in spans[role] for piece in range(*span)}
    firsts = [block.first for block in blocks]
    found: list[Span] = []
    for content in spans["content"]:
        totals: dict[int, float] = {}
        for number in range(max(0, bisect_right(firsts, content.begin) - 1), bisect_left(firsts, content.end)):
            first, columns, probabilities = blocks[number]
            rows = probabilities[max(0, content.begin - first) : content.end - first]
            for piece, total in zip(columns.tolist(), rows.sum(0).tolist(), strict=True):
                totals[piece] = totals.get(piece, 0.0) + total
        piece, total = max(totals.items(), key=lambda item: item[1], default=(0, 0.0))
        if total > RECOVERED * (content.end - content.begin) and piece not in taken:
            taken.add(piece)
            found.append(Span(piece, piece + 1))
    return found


def _cut_content(span: Span, tags: Floats, links: _Links) -> list[tuple[int, Span]]:
    """(cue, part) pairs: the content as one part, or cut where its pieces begin to point at another cue.

    A cut costs what the tagger thinks of a content that begins there, so only a lasting change of the pointers brings it about.
    """
    ranking = links.ranking(span)
    if not ranking:
        return []
    best = ranking[0][1]
    rivals = sorted({number for _, number in ranking[:3]} | {best})
    if len(rivals) == 1:
        return [(best, span)]
    emissions = np.full((span.end - span.begin, len(rivals)), FLOOR)
    row = 0
    for low, part in links.rows(span):
        for column, number in enumerate(rivals):
            if low <= number < low + part.shape[1]:
                emissions[row : row + len(part), column] += part[:, number - low]
        row += len(part)
    logs = POINTER_WEIGHT * np.log(emissions / emissions.sum(1, keepdims=True))
    costs = tags[span.begin : span.end, BEGIN["content"]] - tags[span.begin : span.end, INSIDE["content"]]
    owners = _follow(logs, np.minimum(costs, 0.0))
    parts: list[tuple[int, Span]] = []
    start = 0
    for place in range(1, len(owners) + 1):
        if place == len(owners) or owners[place] != owners[start]:
            parts.append((rivals[owners[start]], Span(span.begin + start, span.begin + place)))
            start = place
    return parts if len(parts) > 1 else [(best, span)]


def _follow(logs: NDArray[np.float64], costs: NDArray[np.float32]) -> list[int]:
    """The likeliest owner of each row, where a change of owner at a row costs what `costs` says."""
    score = logs[0]
    back = []
    for row in range(1, len(logs)):
        leader = int(score.argmax())
        changed = score[leader] + float(costs[row])
        back.append(np.where(score >= changed, np.arange(len(score)), leader))
        score = np.maximum(score, changed) + logs[row]
    owners = [int(score.argmax())]
    for pointers in reversed(back):
        owners.append(int(pointers[owners[-1]]))
    return owners[::-1]


def _assign_sources(spans: Sequence[Span], contents: dict[int, list[Span]], links: _Links) -> dict[int, Span]:
    """The source of each cue that has a content: first one cue a source, best link first, then sources that two cues share."""
    pairs = sorted(
        ((score, span, number) for span in spans for score, number in links.ranking(span) if number in contents),
        reverse=True,
    )
    sources: dict[int, Span] = {}
    used: set[Span] = set()
    for _, span, number in pairs:
        if span not in used and number not in sources:
            sources[number] = span
            used.add(span)
    for _, span, number in pairs:
        if number not in sources and links.means(span).get(number, 0.0) > SHARED_LINK:
            sources[number] = span
    return sources


def _add_weak_sources(
    sources: dict[int, Span], contents: dict[int, list[Span]], tags: Floats, probabilities: Floats, links: _Links
) -> None:
    """Gives a cue without source the best-linked stretch near it that looks somewhat like a source."""
    likely = probabilities[:, BEGIN["source"]] + probabilities[:, INSIDE["source"]]
    busy = np.zeros(len(tags), bool)
    for owner, parts in contents.items():
        for span in [links.cues[owner], *parts, *([sources[owner]] if owner in sources else [])]:
            busy[span.begin : span.end] = True
    for owner in contents:
        if owner in sources:
            continue
        cue = links.cues[owner]
        best: tuple[float, Span] | None = None
        for span in _stretches(
            (likely >= WEAK_SOURCE) & ~busy, tags, max(0, cue.begin - REACH), min(len(tags), cue.end + REACH)
        ):
            link = links.means(span).get(owner, 0.0)
            near = links.paragraphs[span.begin] == links.paragraphs[cue.begin]
            value = link * float(likely[span.begin : span.end].mean())
            if link > WEAK_LINK and near and (best is None or value > best[0]):
                best = value, span
        if best is not None:
            sources[owner] = best[1]
            busy[best[1].begin : best[1].end] = True


def _stretches(wanted: NDArray[np.bool_], tags: Floats, begin: int, end: int) -> Iterator[Span]:
    """The runs of wanted pieces between `begin` and `end`, also cut where a source is likelier to begin than to go on."""
    start = -1
    for place in range(begin, end + 1):
        inside = place < end and bool(wanted[place])
        fresh = inside and tags[place, BEGIN["source"]] > tags[place, INSIDE["source"]]
        if start >= 0 and (not inside or fresh):
            yield Span(start, place)
            start = -1
        if inside and start < 0:
            start = place


def _weigh(
    owner: int, sources: dict[int, Span], parts: Sequence[Span], probabilities: Floats, links: _Links
) -> Evidence:
    def mean(role: str, spans: Sequence[Span]) -> float:
        pieces = np.concatenate([np.arange(*span) for span in spans])
        return float((probabilities[pieces, BEGIN[role]] + probabilities[pieces, INSIDE[role]]).mean())

    lengths = sum(part.end - part.begin for part in parts)
    link = sum(links.means(part).get(owner, 0.0) * (part.end - part.begin) for part in parts) / lengths
    edges = []
    for part in parts:
        after = probabilities[part.end, INSIDE["content"]] if part.end < len(probabilities) else 0.0
        edges += [float(probabilities[part.begin, BEGIN["content"]]), 1.0 - float(after)]
    source = sources.get(owner)
    source_means = links.means(source) if source else {}
    return Evidence(
        cue=mean("cue", [links.cues[owner]]),
        content=mean("content", parts),
        content_link=link,
        edges=min(edges),
        source=mean("source", [source]) if source else 0.0,
        source_link=source_means.get(owner, 0.0),
        source_rival=max((value for number, value in source_means.items() if number != owner), default=0.0),
    )
