"""Score attributions against a gold corpus, micro-averaged over its documents.

A span is reduced to the positions of its letters and digits, so that white space, quotation marks and punctuation never count and a
span that only they interrupt is one. Attributions without content are left out on both sides. The measures:

- **exact**: the contents are equal, one to one.
- **overlap**: contents paired one to one, the largest intersection over union first (ties: the earlier gold, then the earlier
  prediction), where it is at least one half.
- **source accuracy**: of the pairs whose gold has a source, the share whose predicted source is right (`is_right_source`).
- **end-to-end**: a pair counts only where its source is right too; a gold attribution without source asks for none.
- **characters**: positions of all contents of a document together, without pairing.
- **spans**: single contiguous spans of source, cue and content, exactly, as sequence taggers are scored.
- **speech recall**: recall over the gold attributions whose cue has a plain verb of speaking, or "according to".

Kinds are read off the text, not the analysis: direct (all content positions in quotation marks), mixed, indirect. Recall goes by
the gold's kind, precision by the prediction's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.errors import ConfigError, OutputError
from generator.model import AttributionKind, TextSpan

Spans = tuple[TextSpan, ...]
Positions = frozenset[int]


class Triple(Struct, frozen=True, kw_only=True):
    """Source, cue and content of one attribution, each discontinuous or empty."""

    source: Spans = ()
    cue: Spans = ()
    content: Spans = ()


class GoldDocument(Struct, frozen=True, kw_only=True):
    """One line of a gold corpus."""

    id: str
    text: str
    attributions: tuple[Triple, ...]


class Prediction(Struct, frozen=True, kw_only=True):
    """One line of predictions: the offsets are those of the gold document of the same id."""

    id: str
    attributions: tuple[Triple, ...]


class Score(Struct, frozen=True):
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


class KindReport(Struct, frozen=True, kw_only=True):
    """The measures over one kind of attribution, or over all."""

    gold: int
    predicted: int
    exact: Score
    overlap: Score
    end_to_end: Score
    source_accuracy: float
    source_pairs: int  # pairs whose gold has a source
    source_given: float  # of those, the share where the prediction has one too
    speech_gold: int
    speech_recall_exact: float
    speech_recall_overlap: float
    speech_recall_end_to_end: float


class EvaluationReport(Struct, frozen=True, kw_only=True):
    """Everything that `sayso evaluate` prints; `kinds` has "all" first."""

    documents: int
    kinds: dict[str, KindReport]
    characters: Score
    spans: dict[str, Score]


ROLES = ("source", "cue", "content")
THRESHOLD = 0.5


# --- reading and writing -------------------------------------------------------------------------------------------


def read_gold(path: Path) -> tuple[GoldDocument, ...]:
    """The documents of a gold corpus in JSON lines. Raises ConfigError, naming the line, for anything that is not one."""
    documents: list[GoldDocument] = []
    seen: set[str] = set()
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=str(path), hint="A gold corpus is JSON lines in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = msgspec.json.decode(line, type=GoldDocument)
        except msgspec.DecodeError as error:
            hint = 'A line is {"id", "text", "attributions": [{"source": [[start, end]], "cue": [...], "content": [...]}]}.'
            raise ConfigError(f"not a gold document: {error}", path=str(path), line=number, hint=hint) from error
        if document.id in seen:
            raise ConfigError(f"a second document with the id “{document.id}”", path=str(path), line=number)
        for span in (span for triple in document.attributions for role in ROLES for span in getattr(triple, role)):
            if not 0 <= span.start_char <= span.end_char <= len(document.text):
                raise ConfigError(
                    f"the span [{span.start_char}, {span.end_char}] is not one of a text of {len(document.text)} characters",
                    path=str(path),
                    line=number,
                    hint="Offsets are half-open and count Unicode code points.",
                )
        seen.add(document.id)
        documents.append(document)
    if not documents:
        raise ConfigError("holds no document", path=str(path), hint="A gold corpus is JSON lines, a document each.")
    return tuple(documents)


def predict(gold: Iterable[GoldDocument], pipeline: str, nested: bool = False) -> Iterator[Prediction]:
    """What the analysis finds in the text of each document; attributions inside others only where `nested`."""
    from generator.analysis import credit
    from generator.analysis.quotations import find_quotations
    from generator.parse import parse_text

    for document in gold:
        text = document.text
        found, _ = credit(text, parse_text(text, pipeline), find_quotations(text))
        yield Prediction(
            id=document.id,
            attributions=tuple(
                Triple(source=a.source, cue=a.cue, content=a.content) for a in found if nested or not a.depth
            ),
        )


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write the predictions as JSON lines, in the shape of a gold corpus without its texts; whole or not at all.

    Raises OutputError where the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(b"".join(msgspec.json.encode(prediction) + b"\n" for prediction in predictions))
        part.replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path=str(path)) from error


# --- what is compared ------------------------------------------------------------------------------------------------


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


# --- counting -------------------------------------------------------------------------------------------------------

Counts = Counter[tuple[str, str]]  # (what, kind or role) -> how many


def count_document(text: str, gold: Sequence[Triple], predicted: Sequence[Triple]) -> Counts:
    """What there is to count in one document; documents are added up before anything is divided."""
    counts: Counts = Counter()
    quoted = mark_quoted(text)
    golds = [(triple, content) for triple in gold if (content := find_positions(triple.content, text))]
    guesses = [(triple, content) for triple in predicted if (content := find_positions(triple.content, text))]
    gold_kinds = [kind_of(content, quoted) for _, content in golds]
    guess_kinds = [kind_of(content, quoted) for _, content in guesses]
    speech = [is_speech(triple.cue, text) for triple, _ in golds]
    for kind, spoken in zip(gold_kinds, speech, strict=True):
        counts["gold", kind] += 1
        counts["speech_gold", kind] += spoken
    for kind in guess_kinds:
        counts["predicted", kind] += 1
    _count_exact(counts, golds, guesses, gold_kinds, guess_kinds, speech)
    for one, other in pair_contents([content for _, content in golds], [content for _, content in guesses]):
        source, guessed = golds[one][0].source, guesses[other][0].source
        right = is_right_source(source, guessed, text)
        for measure, counted in (("overlap", True), ("end_to_end", right)):
            counts[f"{measure}_recalled", gold_kinds[one]] += counted
            counts[f"{measure}_precise", guess_kinds[other]] += counted
            counts[f"speech_{measure}", gold_kinds[one]] += counted and speech[one]
        if source:
            counts["source_pairs", gold_kinds[one]] += 1
            counts["source_right", gold_kinds[one]] += right
            counts["source_given", gold_kinds[one]] += bool(guessed)
    _count_spans(counts, text, gold, predicted)
    all_gold = frozenset[int]().union(*(content for _, content in golds))
    all_guessed = frozenset[int]().union(*(content for _, content in guesses))
    counts["characters_gold", "content"] += len(all_gold)
    counts["characters_predicted", "content"] += len(all_guessed)
    counts["characters_both", "content"] += len(all_gold & all_guessed)
    return counts


def _count_exact(
    counts: Counts,
    golds: list[tuple[Triple, Positions]],
    guesses: list[tuple[Triple, Positions]],
    gold_kinds: list[AttributionKind],
    guess_kinds: list[AttributionKind],
    speech: list[bool],
) -> None:
    left = Counter(content for _, content in golds)
    for (_, content), kind in zip(guesses, guess_kinds, strict=True):
        if left[content] > 0:
            left[content] -= 1
            counts["exact_precise", kind] += 1
    left = Counter(content for _, content in guesses)
    for (_, content), kind, spoken in zip(golds, gold_kinds, speech, strict=True):
        if left[content] > 0:
            left[content] -= 1
            counts["exact_recalled", kind] += 1
            counts["speech_exact", kind] += spoken


def _count_spans(counts: Counts, text: str, gold: Sequence[Triple], predicted: Sequence[Triple]) -> None:
    for role in ROLES:
        golds, guesses = (Counter(_single_spans(triples, role, text)) for triples in (gold, predicted))
        if role != "content":  # one source or cue may serve several attributions
            golds, guesses = Counter(set(golds)), Counter(set(guesses))
        counts["spans_gold", role] += golds.total()
        counts["spans_predicted", role] += guesses.total()
        counts["spans_both", role] += (golds & guesses).total()


def _single_spans(triples: Iterable[Triple], role: str, text: str) -> Iterator[Positions]:
    for triple in triples:
        yield from {found for span in getattr(triple, role) if (found := find_positions((span,), text))}


def build_score(precise: int, predicted: int, recalled: int, gold: int) -> Score:
    """Precision and recall, each counted from its own side; 0 where there is nothing to divide by."""
    precision = precise / predicted if predicted else 0.0
    recall = recalled / gold if gold else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def build_report(documents: Iterable[Counts]) -> EvaluationReport:
    """The report over the counts of all documents."""
    counts: Counts = Counter()
    number = 0
    for document in documents:
        counts.update(document)
        number += 1
    every = tuple(AttributionKind)
    kinds = {"all": _kind_report(counts, every)} | {kind.value: _kind_report(counts, (kind,)) for kind in every}
    both = counts["characters_both", "content"]
    return EvaluationReport(
        documents=number,
        kinds=kinds,
        characters=build_score(
            both, counts["characters_predicted", "content"], both, counts["characters_gold", "content"]
        ),
        spans={
            role: build_score(
                counts["spans_both", role],
                counts["spans_predicted", role],
                counts["spans_both", role],
                counts["spans_gold", role],
            )
            for role in ROLES
        },
    )


def _kind_report(counts: Counts, kinds: tuple[AttributionKind, ...]) -> KindReport:
    def total(what: str) -> int:
        return sum(counts[what, kind] for kind in kinds)

    def score(measure: str) -> Score:
        return build_score(total(f"{measure}_precise"), total("predicted"), total(f"{measure}_recalled"), total("gold"))

    def share(what: str, of: str) -> float:
        return total(what) / total(of) if total(of) else 0.0

    return KindReport(
        gold=total("gold"),
        predicted=total("predicted"),
        exact=score("exact"),
        overlap=score("overlap"),
        end_to_end=score("end_to_end"),
        source_accuracy=share("source_right", "source_pairs"),
        source_pairs=total("source_pairs"),
        source_given=share("source_given", "source_pairs"),
        speech_gold=total("speech_gold"),
        speech_recall_exact=share("speech_exact", "speech_gold"),
        speech_recall_overlap=share("speech_overlap", "speech_gold"),
        speech_recall_end_to_end=share("speech_end_to_end", "speech_gold"),
    )


def score_predictions(gold: Sequence[GoldDocument], predictions: Iterable[Prediction]) -> EvaluationReport:
    """The report for `predictions`; a document without one counts as having none found.

    Raises ValueError where there are predictions for a document that the gold corpus doesn't have.
    """
    found = {prediction.id: prediction.attributions for prediction in predictions}
    unknown = sorted(found.keys() - {document.id for document in gold})
    if unknown:
        raise ValueError(f"predictions for unknown documents: {', '.join(unknown[:5])}")
    return build_report(
        count_document(document.text, document.attributions, found.get(document.id, ())) for document in gold
    )
