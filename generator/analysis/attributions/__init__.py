"""Who is credited with what: small rules over the dependency parse and the quotations, each with its cases.

The rules, in the order in which they look: verbs (`clauses`), fixed phrases (`according_to`), nouns, adjectives and adverbs
(`word_cues`); then every quotation is given to a cue or to the speaker before (`speech`), and what overlaps is told apart
(`overlaps`). Each finder can be called alone; `found_by` says which one spoke.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from generator.analysis.attributions.according_to import find_by_phrases
from generator.analysis.attributions.candidates import Candidate, draw_spans
from generator.analysis.attributions.clauses import find_by_verbs
from generator.analysis.attributions.combination import Parts, combine, find_tokens
from generator.analysis.attributions.confidence import (
    SOURCE_BOUND,
    estimate_content,
    estimate_source,
    read_calibration,
)
from generator.analysis.attributions.cue_classes import find_coding, is_read_off
from generator.analysis.attributions.labels import (
    find_in_headline,
    find_labelled,
    find_signed,
    find_stamps,
    find_turns,
    give_way,
)
from generator.analysis.attributions.overlaps import resolve_overlaps
from generator.analysis.attributions.speech import find_utterances, link_inner, link_quotations
from generator.analysis.attributions.word_cues import find_by_adjectives, find_by_adverbs, find_by_nouns
from generator.model import (
    Anchoring,
    Attribution,
    AttributionKind,
    CueClass,
    CueStance,
    Quotation,
    TaggedAttribution,
    TextSpan,
)
from generator.parsed import starts_of, text_of

__all__ = [
    "ALL_PARTS",
    "SOURCE_BOUND",
    "Parts",
    "build_attributions",
    "content_id",
    "find_attributions",
    "find_cue_class",
    "find_cue_coding",
    "find_with_candidates",
]

ALL_PARTS = Parts()


def find_attributions(
    doc: Doc,
    quotations: tuple[Quotation, ...],
    tagged: Sequence[TaggedAttribution] | None = None,
    parts: Parts = ALL_PARTS,
    source_bound: float = SOURCE_BOUND,
) -> tuple[Attribution, ...]:
    """The attributions of the parsed text, by where their content begins; their `source_id` is not yet resolved.

    `tagged` is what the tagger found in the same text, None where the rules are to do alone. A source that is less likely right
    than `source_bound` is left unclear.
    """
    return tuple(found for found, _ in find_with_candidates(doc, quotations, tagged, parts, source_bound))


def find_with_candidates(
    doc: Doc,
    quotations: tuple[Quotation, ...],
    tagged: Sequence[TaggedAttribution] | None,
    parts: Parts = ALL_PARTS,
    source_bound: float = SOURCE_BOUND,
) -> list[tuple[Attribution, Candidate]]:
    """The same, each with what it was drawn from: what tells how sure the parts of the engine were of it."""
    text = text_of(doc)
    utterances = find_utterances(doc, quotations)
    candidates = [
        *find_by_verbs(doc),
        *find_by_phrases(doc),
        *find_by_nouns(doc),
        *find_by_adjectives(doc),
        *find_by_adverbs(doc),
    ]
    inner = find_utterances(doc, quotations, depth=1)
    quoted_inside = link_inner(doc, utterances, inner, candidates) if inner else []
    taken = {one.anchor for one in quoted_inside}
    candidates = link_quotations(doc, utterances, candidates)
    candidates = [*(one for one in candidates if one.anchor not in taken), *quoted_inside]
    if parts.labels:
        labelled = [
            *find_signed(doc, text, utterances),
            *find_labelled(doc, text, utterances, candidates),
            *find_in_headline(doc, text, candidates),
            *find_turns(doc, text),
        ]
        candidates = [*labelled, *give_way(candidates, labelled, utterances)]
    found = resolve_overlaps(candidates, utterances)
    if tagged is not None and parts.tagger:
        found = combine(doc, utterances, tagged, found, parts)
    stamps = find_stamps(doc, text)
    for candidate, _ in found:
        candidate.source -= stamps
        candidate.content -= stamps
        if candidate.cue_class is CueClass.SPEECH and is_read_off(doc, candidate.cue, candidate.source):
            candidate.cue_class = CueClass.EVIDENCE
    return build_attributions(doc, quotations, found, source_bound if parts.doubts else 0.0)


def build_attributions(
    doc: Doc, quotations: tuple[Quotation, ...], candidates: list[tuple[Candidate, int]], source_bound: float
) -> list[tuple[Attribution, Candidate]]:
    """Attributions from candidates and their depths, spans drawn, kind, confidence and id given; each with its candidate."""
    text = text_of(doc)
    calibration = read_calibration()
    quoted = _quoted_characters(len(text), quotations)
    starts = {quotation.span.start_char for quotation in quotations}
    ends = {quotation.span.end_char for quotation in quotations}
    inner = {quotation.span.start_char: quotation.span for quotation in quotations if quotation.depth}
    outer = [quotation.span for quotation in quotations if not quotation.depth and quotation.closed]
    seen: Counter[str] = Counter()
    found = []
    for candidate, depth in candidates:
        content = _with_whole_marks(draw_spans(doc, candidate.content), text, starts, ends)
        content = _with_outer_marks(content, text, outer)
        if depth:
            content = _with_inner_marks(content, text, inner)
        if not content:
            continue
        found.append((content, candidate, depth))
    found.sort(key=lambda item: (item[0], item[1].anchor))
    attributions = []
    for content, candidate, depth in found:
        name = content_id(text, content)
        seen[name] += 1
        kind = _kind(text, content, quoted)
        chance = estimate_source(candidate, kind, calibration)
        doubted = bool(candidate.source) and chance < source_bound
        attribution = Attribution(
            id=name if seen[name] == 1 else f"{name}-{seen[name]}",
            source=() if doubted else draw_spans(doc, candidate.source),
            cue=draw_spans(doc, candidate.cue),
            content=content,
            source_id=None,
            kind=kind,
            depth=depth,
            cue_class=candidate.cue_class,
            stance=candidate.stance,
            anchoring=Anchoring.UNCLEAR if doubted else candidate.anchoring,
            found_by=candidate.found_by,
            confidence=estimate_content(candidate, kind, calibration),
            source_confidence=chance,
        )
        attributions.append((attribution, candidate))
    return attributions


def find_cue_class(doc: Doc, cue: tuple[TextSpan, ...], content: tuple[TextSpan, ...]) -> CueClass:
    """The class of a cue that somebody marked in the text, by the lexicons and the parse; `content` is what it credits."""
    return find_cue_coding(doc, cue, content)[0]


def find_cue_coding(doc: Doc, cue: tuple[TextSpan, ...], content: tuple[TextSpan, ...]) -> tuple[CueClass, CueStance]:
    """Class and stance of a cue that somebody marked in the text; `content` is what it credits."""
    starts = starts_of(doc)
    return find_coding(doc, find_tokens(starts, cue), find_tokens(starts, content))


def content_id(text: str, content: tuple[TextSpan, ...]) -> str:
    """Eight hex digits of the content's letters and digits, so that typography and edits elsewhere don't change a permalink."""
    words = "".join(text[span.start_char : span.end_char] for span in content)
    return hashlib.sha256("".join(filter(str.isalnum, words.casefold())).encode()).hexdigest()[:8]


def _with_whole_marks(spans: tuple[TextSpan, ...], text: str, starts: set[int], ends: set[int]) -> tuple[TextSpan, ...]:
    """The spans with both characters of a doubled mark, of which the parser saw one as a space (see `normalise_marks`)."""
    return tuple(
        TextSpan(
            span.start_char - (span.start_char - 1 in starts and text[span.start_char - 1] == " "),
            span.end_char + (span.end_char + 1 in ends and text[span.end_char : span.end_char + 1] == " "),
        )
        for span in spans
    )


def _with_outer_marks(spans: tuple[TextSpan, ...], text: str, outer: Sequence[TextSpan]) -> tuple[TextSpan, ...]:
    """The spans with the mark that a quotation opens or closes with, where they hold every word of it: “a dreadful spring”."""
    whole = []
    for span in spans:
        start, end = span.start_char, span.end_char
        first = bisect_right(outer, end, key=lambda quotation: quotation.start_char) - 1
        for quotation in outer[max(0, first) : first + 1]:  # the last that opens before the end
            if quotation.start_char >= start and not any(map(str.isalnum, text[end : quotation.end_char])):
                end = max(end, quotation.end_char)
        first = bisect_right(outer, start, key=lambda quotation: quotation.start_char) - 1
        for quotation in outer[max(0, first) : first + 1]:
            if quotation.end_char <= end and not any(map(str.isalnum, text[quotation.start_char : start])):
                start = min(start, quotation.start_char)
        whole.append(TextSpan(start, end))
    return tuple(whole)


def _with_inner_marks(spans: tuple[TextSpan, ...], text: str, inner: Mapping[int, TextSpan]) -> tuple[TextSpan, ...]:
    """The spans with the marks of quotations inside quotations: as the parser sees apostrophes there, they were trimmed."""
    whole = []
    for span in spans:
        quotation = inner.get(span.start_char - 1, span)
        rest = text[span.end_char : quotation.end_char]
        whole.append(span if any(map(str.isalnum, rest)) or quotation.end_char < span.end_char else quotation)
    return tuple(whole)


def _quoted_characters(length: int, quotations: tuple[Quotation, ...]) -> bytearray:
    """1 for each character that stands in outer quotation marks, marks included."""
    quoted = bytearray(length)
    for quotation in quotations:
        if not quotation.depth:
            start, end = quotation.span.start_char, quotation.span.end_char
            quoted[start:end] = b"\1" * (end - start)
    return quoted


def _kind(text: str, content: tuple[TextSpan, ...], quoted: bytearray) -> AttributionKind:
    letters = [index for span in content for index in range(span.start_char, span.end_char) if text[index].isalnum()]
    inside = sum(quoted[index] for index in letters)
    if inside == len(letters):
        return AttributionKind.DIRECT
    return AttributionKind.MIXED if inside else AttributionKind.INDIRECT
