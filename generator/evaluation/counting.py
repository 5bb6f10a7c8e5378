"""Counts of each document, added up and divided: scores by kind and by cue class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from generator.evaluation.corpus import ROLES, GoldDocument, Prediction, Triple
from generator.evaluation.matching import (
    Positions,
    find_positions,
    is_right_source,
    is_speech,
    kind_of,
    mark_quoted,
    pair_contents,
)
from generator.model import AttributionKind, CueClass


class Score(Struct, frozen=True):
    """Precision, recall and their harmonic mean, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


class KindReport(Struct, frozen=True, kw_only=True):
    """The measures over one group of attributions: a kind, a class of cues, or all."""

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
    """The measures; `kinds` has "all" first, `classes` has the classes of cues that occur."""

    documents: int
    kinds: dict[str, KindReport]
    classes: dict[str, KindReport]
    characters: Score
    spans: dict[str, Score]


Counts = Counter[tuple[str, str]]  # (what; kind, class or role) -> how many
Group = tuple[str, ...]  # the kind and the class of an attribution


def count_document(text: str, gold: Sequence[Triple], predicted: Sequence[Triple]) -> Counts:
    """What there is to count in one document; documents are added up before anything is divided."""
    counts: Counts = Counter()
    quoted = mark_quoted(text)
    golds = [(triple, content) for triple in gold if (content := find_positions(triple.content, text))]
    guesses = [(triple, content) for triple in predicted if (content := find_positions(triple.content, text))]
    gold_groups = [_groups(triple, content, quoted) for triple, content in golds]
    guess_groups = [_groups(triple, content, quoted) for triple, content in guesses]
    speech = [is_speech(triple.cue, text) for triple, _ in golds]
    for groups, spoken in zip(gold_groups, speech, strict=True):
        _add(counts, "gold", groups)
        _add(counts, "speech_gold", groups, spoken)
    for groups in guess_groups:
        _add(counts, "predicted", groups)
    _count_exact(counts, golds, guesses, gold_groups, guess_groups, speech)
    for one, other in pair_contents([content for _, content in golds], [content for _, content in guesses]):
        source, guessed = golds[one][0].source, guesses[other][0].source
        right = is_right_source(source, guessed, text)
        for measure, counted in (("overlap", True), ("end_to_end", right)):
            _add(counts, f"{measure}_recalled", gold_groups[one], counted)
            _add(counts, f"{measure}_precise", guess_groups[other], counted)
            _add(counts, f"speech_{measure}", gold_groups[one], counted and speech[one])
        if source:
            _add(counts, "source_pairs", gold_groups[one])
            _add(counts, "source_right", gold_groups[one], right)
            _add(counts, "source_given", gold_groups[one], bool(guessed))
    _count_spans(counts, text, gold, predicted)
    all_gold = frozenset[int]().union(*(content for _, content in golds))
    all_guessed = frozenset[int]().union(*(content for _, content in guesses))
    counts["characters_gold", "content"] += len(all_gold)
    counts["characters_predicted", "content"] += len(all_guessed)
    counts["characters_both", "content"] += len(all_gold & all_guessed)
    return counts


def _groups(triple: Triple, content: Positions, quoted: bytearray) -> Group:
    return kind_of(content, quoted), triple.cue_class or CueClass.UNCLEAR


def _add(counts: Counts, what: str, groups: Group, number: int = 1) -> None:
    for group in groups:
        counts[what, group] += number


def _count_exact(
    counts: Counts,
    golds: list[tuple[Triple, Positions]],
    guesses: list[tuple[Triple, Positions]],
    gold_groups: list[Group],
    guess_groups: list[Group],
    speech: list[bool],
) -> None:
    left = Counter(content for _, content in golds)
    for (_, content), groups in zip(guesses, guess_groups, strict=True):
        if left[content] > 0:
            left[content] -= 1
            _add(counts, "exact_precise", groups)
    left = Counter(content for _, content in guesses)
    for (_, content), groups, spoken in zip(golds, gold_groups, speech, strict=True):
        if left[content] > 0:
            left[content] -= 1
            _add(counts, "exact_recalled", groups)
            _add(counts, "speech_exact", groups, spoken)


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
    classes = {one.value: _kind_report(counts, (one,)) for one in CueClass}
    both = counts["characters_both", "content"]
    return EvaluationReport(
        documents=number,
        kinds=kinds,
        classes={name: report for name, report in classes.items() if report.gold or report.predicted},
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


def _kind_report(counts: Counts, groups: tuple[str, ...]) -> KindReport:
    def total(what: str) -> int:
        return sum(counts[what, group] for group in groups)

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
    """The report for `predictions`; raises as `count_predictions` does."""
    return build_report(count_predictions(gold, predictions))


def count_predictions(gold: Sequence[GoldDocument], predictions: Iterable[Prediction]) -> list[Counts]:
    """The counts of each document of `gold`, in its order; a document without predictions counts as having none found.

    Raises ValueError where there are predictions for a document that the gold corpus doesn't have.
    """
    found = {prediction.id: prediction.attributions for prediction in predictions}
    unknown = sorted(found.keys() - {document.id for document in gold})
    if unknown:
        raise ValueError(f"predictions for unknown documents: {', '.join(unknown[:5])}")
    return [count_document(document.text, document.attributions, found.get(document.id, ())) for document in gold]
