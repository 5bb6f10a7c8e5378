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

Kinds are read off the text, not the analysis: direct (all content positions in quotation marks), mixed, indirect. Classes are those
of the cues; a corpus without classes gets them from Sayso's lexicon. Recall goes by the gold's kind or class, precision by the
prediction's.

`corpus` reads and writes, `matching` says what is the same, `counting` counts and divides, `bootstrap` says how far chance reaches,
`table` prints.
"""

from generator.evaluation.bootstrap import Difference, Evaluation, Interval, build_evaluation
from generator.evaluation.corpus import (
    Analysed,
    FoundTriple,
    GoldDocument,
    Prediction,
    Triple,
    analyse_gold,
    read_gold,
    read_predictions,
    write_predictions,
)
from generator.evaluation.counting import (
    Counts,
    EvaluationReport,
    KindReport,
    Score,
    build_report,
    count_document,
    count_predictions,
    score_predictions,
)
from generator.evaluation.matching import (
    HeadWord,
    Positions,
    Spans,
    find_head_word,
    find_positions,
    intersection_over_union,
    is_right_source,
    is_speech,
    kind_of,
    mark_quoted,
    pair_contents,
)
from generator.evaluation.table import render_table

__all__ = [
    "Analysed",
    "Counts",
    "Difference",
    "Evaluation",
    "EvaluationReport",
    "FoundTriple",
    "GoldDocument",
    "HeadWord",
    "Interval",
    "KindReport",
    "Positions",
    "Prediction",
    "Score",
    "Spans",
    "Triple",
    "analyse_gold",
    "build_evaluation",
    "build_report",
    "count_document",
    "count_predictions",
    "find_head_word",
    "find_positions",
    "intersection_over_union",
    "is_right_source",
    "is_speech",
    "kind_of",
    "mark_quoted",
    "pair_contents",
    "read_gold",
    "read_predictions",
    "render_table",
    "score_predictions",
    "write_predictions",
]
