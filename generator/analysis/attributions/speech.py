"""Quotations and their cues: before, after, back to back, carried over within and between paragraphs."""

from __future__ import annotations

from bisect import bisect_left

import msgspec
import numpy as np
from msgspec import Struct
from spacy.tokens import Doc, Token

from generator.analysis.attributions.candidates import Candidate, subtree
from generator.model import Anchoring, Quotation, QuotationKind
from generator.parsed import starts_of

FARTHEST_CUE = 30  # tokens between a quotation and its cue; a longer way round leads to somebody else
LONGEST_SENTENCE = 200  # tokens; keeps the search around a quotation local
ENDS = frozenset(".!?")


class Utterance(Struct, kw_only=True):
    """A quotation in tokens: `first` and `last` are its marks (or, where one is missing, its outermost words)."""

    first: int
    last: int
    closed: bool
    paragraph: int
    kind: QuotationKind
    ending: str  # the punctuation before the closing mark: "," says that the sentence goes on

    @property
    def words(self) -> set[int]:
        return set(range(self.first, self.last + 1))


def find_utterances(doc: Doc, quotations: tuple[Quotation, ...], depth: int = 0) -> list[Utterance]:
    """The quotations that may be somebody's words, in tokens of `doc`: the outer ones, or those inside so many others."""
    starts = starts_of(doc)
    paragraphs = paragraph_of_tokens(doc)
    found = []
    for quotation in quotations:
        if quotation.depth != depth or quotation.kind in {QuotationKind.TITLE, QuotationKind.TERM}:
            continue
        first = bisect_left(starts, quotation.span.start_char)
        last = bisect_left(starts, quotation.span.end_char) - 1
        if last <= first:
            continue
        inner = doc[last - 1] if quotation.closed else doc[last]
        found.append(
            Utterance(
                first=first,
                last=last,
                closed=quotation.closed,
                paragraph=paragraphs[first],
                kind=quotation.kind,
                ending=inner.text[-1:] if inner.is_punct else "",
            )
        )
    return found


def paragraph_of_tokens(doc: Doc) -> list[int]:
    """For each token the number of its paragraph; newlines are tokens of their own in a parsed text."""
    spaces = np.flatnonzero(doc.to_array(["IS_SPACE"]).reshape(-1))
    breaks = [int(index) for index in spaces if "\n" in doc[int(index)].text]
    numbers: list[int] = []
    for number, last in enumerate([*breaks, len(doc) - 1]):
        numbers += [number] * (last + 1 - len(numbers))
    return numbers


def link_quotations(doc: Doc, utterances: list[Utterance], candidates: list[Candidate]) -> list[Candidate]:
    """Give every quotation to one cue, and hand back all candidates; those with a quotation hold all of it and no other.

    A quotation that ends with a comma looks for its cue after it, one that a comma or colon introduces before it. What has no cue
    of its own goes on with the speaker before: in the same paragraph, or in the next where the speech wasn't closed.
    """
    paragraphs = paragraph_of_tokens(doc)
    candidates = sorted(candidates, key=lambda c: c.anchor)
    inside = {index for utterance in utterances if utterance.kind is QuotationKind.SPEECH for index in utterance.words}
    cues = [c for c in candidates if c.takes_quotation and c.anchor not in inside]
    anchors = [c.anchor for c in cues]
    owner: dict[int, Candidate] = {}
    carried: list[Candidate] = []
    for number, utterance in enumerate(utterances):
        if utterance.kind is not QuotationKind.SPEECH:
            continue
        reach = slice(
            bisect_left(anchors, utterance.first - FARTHEST_CUE), bisect_left(anchors, utterance.last + FARTHEST_CUE)
        )
        begins = utterance.paragraph - _follows_colon(doc, utterance)
        near = [
            cue
            for cue in cues[reach]
            if begins <= paragraphs[cue.anchor] <= utterance.paragraph and not cue.source & utterance.words
        ]
        before = _cue_before(doc, utterance, near, inside)
        after = _cue_after(doc, utterance, near, inside)
        holding = _holding(candidates, utterance)
        previous = utterances[number - 1] if number else None
        chosen = _choose(utterance, before, after, holding)
        if chosen is None and previous is not None and number - 1 in owner:
            chosen = _carry_over(doc, previous, utterance, owner[number - 1], carried)
        if chosen is None:
            continue
        owner[number] = chosen
        if (
            chosen is after
            and utterance.ending
            and _begins_sentence(doc, utterance)
            and not _runs_on_before(chosen, utterance)
        ):
            said = _complement_words(doc[chosen.anchor])
            chosen.content = {index for index in chosen.content if index in inside or index in said}
        chosen.content |= utterance.words
    for number, keeper in owner.items():
        words = utterances[number].words
        for candidate in _around(candidates, utterances[number]):
            if candidate is keeper or candidate.anchor in words:
                continue
            if keeper.cue and keeper.cue <= candidate.content and not (candidate.cue | candidate.source) & words:
                candidate.content |= words  # "recalled being told that it was ‘late’": both have the quotation
            else:
                candidate.content -= words
    for utterance in utterances:
        if utterance.kind is QuotationKind.SPEECH:
            _keep_within(utterance, _around(candidates, utterance))
    for candidate in candidates:
        candidate.content -= candidate.cue | candidate.source
    return [candidate for candidate in [*candidates, *carried] if candidate.content]


def link_inner(
    doc: Doc, utterances: list[Utterance], inner: list[Utterance], candidates: list[Candidate]
) -> list[Candidate]:
    """What is quoted inside quotations, given to the cues there: "He told us, ‘Leave the key,’ and went." The candidates are not
    changed."""
    within = {index for utterance in utterances for index in utterance.words}
    quoted = {index for utterance in inner for index in utterance.words}
    copies = [
        msgspec.structs.replace(
            one, source=set(one.source), cue=set(one.cue), content=set(one.content), stands_inside=True
        )
        for one in candidates
        if one.anchor in within and one.anchor not in quoted
    ]
    return [one for one in link_quotations(doc, inner, copies) if one.content & quoted]


def _complement_words(cue: Token) -> set[int]:
    """What the cue says after itself, as its complement; a further clause (", and the hall fell silent") is not said by it."""
    said: set[int] = set()
    for child in cue.children:
        if child.i > cue.i and child.dep_ in {"ccomp", "xcomp", "dobj"}:
            said |= subtree(child)
    return said


def _keep_within(utterance: Utterance, candidates: list[Candidate]) -> None:
    """Keep whoever is credited inside a quotation, and what with, inside its marks."""
    within = set(range(utterance.first + 1, utterance.last + (not utterance.closed)))
    for candidate in candidates:
        if candidate.anchor in within and candidate.source <= utterance.words and candidate.cue:
            candidate.content &= within


def _runs_on_before(candidate: Candidate, utterance: Utterance) -> bool:
    """Whether the content runs on before the quotation: "the wall is 'solid,' he said"."""
    return utterance.first - 1 in candidate.content


def _holding(candidates: list[Candidate], utterance: Utterance) -> Candidate | None:
    """The candidate whose content already covers most of the quotation, by the parse."""
    half = len(utterance.words) / 2
    covering = [
        c
        for c in _around(candidates, utterance)
        if not (c.cue | c.source) & utterance.words and len(c.content & utterance.words) > half
    ]
    return min(covering, key=lambda c: len(c.content), default=None)


def _around(candidates: list[Candidate], utterance: Utterance) -> list[Candidate]:
    """The candidates (sorted by anchor) that stand near enough to have the quotation in their sentence."""
    first = bisect_left(candidates, utterance.first - LONGEST_SENTENCE, key=lambda c: c.anchor)
    last = bisect_left(candidates, utterance.last + LONGEST_SENTENCE, key=lambda c: c.anchor)
    return candidates[first:last]


def _choose(
    utterance: Utterance, before: Candidate | None, after: Candidate | None, holding: Candidate | None
) -> Candidate | None:
    if (
        utterance.ending in {",", "?", "!", "—", "-", ""}
        and after is not None
        and (before is None or utterance.ending == ",")
    ):
        return after
    if before is not None:
        return before
    if holding is not None:
        return holding
    return after if utterance.ending not in {"."} else None


def _cue_before(doc: Doc, utterance: Utterance, near: list[Candidate], inside: set[int]) -> Candidate | None:
    """The last cue before the quotation in the same sentence, no other quotation's words between."""
    for cue in reversed(near):
        if cue.anchor >= utterance.first:
            continue
        between = range(cue.anchor + 1, utterance.first)
        if any(doc[index].text in ENDS and index not in inside for index in between):
            return None
        if any(index in inside and doc[index].text in ENDS for index in between):
            return None
        return cue
    return None


def _cue_after(doc: Doc, utterance: Utterance, near: list[Candidate], inside: set[int]) -> Candidate | None:
    """The first cue after the quotation in the same sentence, before any other quotation."""
    for cue in near:
        if cue.anchor <= utterance.last:
            continue
        between = range(utterance.last + 1, cue.anchor)
        if any(index in inside or doc[index].text in ENDS or doc[index].text in {":", ";"} for index in between):
            return None
        if _describes(doc[cue.anchor], utterance.last):
            continue
        return cue if len(between) <= FARTHEST_CUE else None
    return None


def _describes(cue: Token, quotation_end: int) -> bool:
    """Whether the cue only says who speaks ("a pilot, who asked not to be named, said"): it stands in a clause that hangs from a
    noun between the quotation and itself."""
    verb = cue
    while verb.dep_ in {"conj", "xcomp"} and verb.head != verb:
        verb = verb.head
    return verb.dep_ in {"relcl", "acl"} and quotation_end < verb.head.i < verb.i


def _follows_colon(doc: Doc, utterance: Utterance) -> bool:
    """Whether the paragraph before ends with a colon, and this quotation begins the next: "she wrote:" and the letter."""
    before = utterance.first - 1
    while before >= 0 and doc[before].is_space:
        before -= 1
    return before >= 0 and doc[before].text == ":" and before < utterance.first - 1


def _begins_sentence(doc: Doc, utterance: Utterance) -> bool:
    before = utterance.first - 1
    while before >= 0 and doc[before].is_space:
        if "\n" in doc[before].text:
            return True
        before -= 1
    return before < 0 or doc[before].text[-1:] in '.!?"'


def _carry_over(
    doc: Doc, previous: Utterance, utterance: Utterance, owner: Candidate, carried: list[Candidate]
) -> Candidate | None:
    """The candidate that goes on with this quotation: the owner itself in one paragraph, a new one without cue in the next."""
    if previous.paragraph == utterance.paragraph:
        between = [doc[index] for index in range(previous.last + 1, utterance.first) if not doc[index].is_space]
        stops = [token for token in between if token.text in ENDS]
        own = any(index in owner.cue for index in range(previous.last + 1, utterance.first))
        if not between or (own and len(stops) <= 1) or (len(stops) == 0 and len(between) <= 12):
            return owner
        return None
    follower = carry_on(doc, previous, utterance, owner)
    if follower is not None:
        carried.append(follower)
    return follower


def carry_on(doc: Doc, previous: Utterance, utterance: Utterance, speaker: Candidate) -> Candidate | None:
    """What goes on with the speech of `speaker` in the next paragraph, as yet without content: a speech that runs over paragraphs
    opens in each of them and closes in the last."""
    if utterance.paragraph != previous.paragraph + 1 or previous.closed or not _begins_sentence(doc, utterance):
        return None
    return Candidate(
        anchor=utterance.first,
        source=set(speaker.source),
        cue=set(),
        content=set(),
        cue_class=speaker.cue_class,
        stance=speaker.stance,
        found_by="carried-over",
        anchoring=Anchoring.CARRIED_OVER,
    )
