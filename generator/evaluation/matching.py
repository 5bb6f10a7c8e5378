"""What is compared with what: positions of letters and digits, kinds, head words, the one-to-one pairing of contents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from generator.model import AttributionKind, TextSpan

Spans = tuple[TextSpan, ...]
Positions = frozenset[int]

THRESHOLD = 0.5


def find_positions(spans: Iterable[TextSpan], text: str) -> Positions:
    """The offsets of the letters and digits in the spans."""
    return frozenset(i for span in spans for i in range(*_bounds(span, text)) if text[i].isalnum())


def _bounds(span: TextSpan, text: str) -> tuple[int, int]:
    return span.start_char, min(span.end_char, len(text))


def intersection_over_union(one: Positions, other: Positions) -> float:
    """Shared positions by all positions of the two; 0 where they share none."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def mark_quoted(text: str) -> bytearray:
    """1 for each character in quotation marks, marks included: double ones (straight, curly, two apostrophes) and curly
    single ones, line by line. A mark left open ends with its line, a single one only counts where another closes it.

    This is the corpus's own notion, simpler than `quotations`, and kept so that figures can be compared.
    """
    quoted = bytearray(len(text))
    for line in re.finditer(r"[^\n]+", text):
        begin, end = line.span()
        opening, closers = -1, ""
        for i in range(begin, end):
            mark = text[i]
            after = text[i + 1] if i + 1 < end else " "
            before = text[i - 1] if i > begin else " "
            if opening < 0:
                closers = _closers_of(mark, before, after, text, i, end)
                opening = i if closers else -1
            elif mark in closers and i > opening + 1 and _closes(mark, closers, after):
                stop = i + (2 if closers == "'" else 1)
                quoted[opening:stop] = b"\1" * (stop - opening)
                opening = -1
        if opening >= 0 and closers not in "’'":
            quoted[opening:end] = b"\1" * (end - opening)
    return quoted


def _closers_of(mark: str, before: str, after: str, text: str, at: int, end: int) -> str:
    word_begins = after.isalnum() and not before.isalnum()
    if mark == "“" or mark == '"' or (mark == "”" and word_begins):
        return '”"'
    if mark == after == "'":
        return "'"
    if mark == "‘" and word_begins and re.compile(r"’(?!\w)").search(text, at, end):
        return "’"
    return ""


def _closes(mark: str, closers: str, after: str) -> bool:
    if mark == "’" and after.isalnum():
        return False
    return closers != "'" or after == "'"


def kind_of(content: Positions, quoted: bytearray) -> AttributionKind:
    """Direct, mixed or indirect, by how many of the positions are quoted."""
    inside = sum(quoted[i] for i in content)
    if inside == len(content):
        return AttributionKind.DIRECT
    return AttributionKind.MIXED if inside else AttributionKind.INDIRECT


WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
PRONOUN_LIST = """i you he she it we they me him her us them who which that this these those one his its their my our your himself
    herself themselves"""
# what ends the first noun phrase of a source: "spokesman | for the campaign"
BORDER_LIST = """of for from in at on to by with who which that whose whom as about during after before against among between near
    under including but"""
PRONOUNS = frozenset(PRONOUN_LIST.split())
PHRASE_ENDS = frozenset(BORDER_LIST.split())


class HeadWord(Struct, frozen=True):
    """The head word of a source, by rule, and where it stands."""

    start_char: int
    end_char: int
    word: str  # small letters, without "'s"


def find_head_word(source: Spans, text: str) -> HeadWord | None:
    """The last word before the first preposition, relative pronoun, comma, semicolon, bracket or dash of the first span:
    "Joel Pollard of the Courier" has the head word "pollard"."""
    if not source:
        return None
    last: re.Match[str] | None = None
    for match in WORD.finditer(text, source[0].start_char, source[0].end_char):
        word = match[0].lower()
        if last is None:
            if word in PHRASE_ENDS and word not in PRONOUNS:
                continue
        elif word in PHRASE_ENDS or re.search(r"[,;:()\[\]–—]|\s-+\s", text[last.end() : match.start()]):
            break
        last = match
    if last is None:
        return None
    word = re.sub(r"['’]s?$", "", last[0]).lower()
    return HeadWord(last.start(), last.start() + len(word), word)


def is_right_source(gold: Spans, predicted: Spans, text: str) -> bool:
    """Whether the predicted source is the gold's: at least half of both is shared, or the head words overlap, or they are the
    same word and no pronoun. Without a gold source, right is none."""
    if not gold or not predicted:
        return not gold and not predicted
    if intersection_over_union(find_positions(gold, text), find_positions(predicted, text)) >= THRESHOLD:
        return True
    one, other = find_head_word(gold, text), find_head_word(predicted, text)
    if one is None or other is None:
        return False
    if one.start_char < other.end_char and other.start_char < one.end_char:
        return True
    return one.word == other.word and one.word not in PRONOUNS


SPEECH_VERBS = """say tell add state announce declare claim argue ask report note insist warn reply respond answer comment remark
    explain write tweet testify acknowledge admit confirm deny assert contend maintain mention observe conclude repeat promise vow
    suggest predict recall joke quip complain allege stress emphasize caution urge read recount shout yell continue describe boast
    counter retort concede reiterate affirm"""
IRREGULAR_FORMS = """said told wrote written denied denies replied replies testified testifies admitted admitting quipped
    quipping"""


def _forms(verb: str) -> set[str]:
    stem = verb.removesuffix("e")
    forms = {verb, verb + "s", stem + "ing", stem + "ed"}
    return forms | {verb + "es"} if verb.endswith(("s", "sh", "ch", "x")) else forms


SPEECH_FORMS = frozenset[str]().union(IRREGULAR_FORMS.split(), *map(_forms, SPEECH_VERBS.split()))


def is_speech(cue: Spans, text: str) -> bool:
    """Whether the cue has a plain verb of speaking, or "according"."""
    words = {match[0].lower() for span in cue for match in WORD.finditer(text, span.start_char, span.end_char)}
    return "according" in words or not words.isdisjoint(SPEECH_FORMS)


def pair_contents(gold: Sequence[Positions], predicted: Sequence[Positions]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold index, predicted index), the best intersection over union first."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for index, content in enumerate(gold):
        for position in content:
            holders[position].append(index)
    candidates = []
    for index, content in enumerate(predicted):
        for other in {holder for position in content for holder in holders.get(position, ())}:
            value = intersection_over_union(gold[other], content)
            if value >= THRESHOLD:
                candidates.append((-value, other, index))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for _, one, other in sorted(candidates):
        if one not in used_gold and other not in used_predicted:
            used_gold.add(one)
            used_predicted.add(other)
            pairs.append((one, other))
    return pairs
