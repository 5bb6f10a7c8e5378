"""Fits how evidence becomes confidence, on documents that training never saw, and writes the weights into the model's card.

    python -m training.calibrate corpora/train.jsonl generator/analysis/tagger/model

Two logistic regressions: whether a content is right (pairs with a coded one by at least half of their characters), and whether the
source is right given that the content is. The documents are those of training/held_out.txt.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from generator.analysis.tagger.decoding import Evidence
from generator.analysis.tagger.engine import Tagger, confidence_features, load_tagger
from generator.evaluation import find_positions, is_right_source, pair_contents
from generator.model import TextSpan
from training.corpus import Document, read_corpus

RIDGE = 3.0  # how much the weights are held back; 60 documents are few
Floats = NDArray[np.float64]


def judge(document: Document, tagger: Tagger) -> Iterator[tuple[Evidence, bool, bool]]:
    """The evidence of each attribution that the tagger finds, whether its content is right, and whether its source is."""
    text = document.text
    judged = tagger.tag_with_evidence(text)
    found = [one for one, _ in judged]
    golds = [gold for gold in document.attributions if find_positions(_spans(gold.content), text)]
    pairs = pair_contents(
        [find_positions(_spans(gold.content), text) for gold in golds],
        [find_positions(one.content, text) for one in found],
    )
    gold_of = {predicted: golds[gold] for gold, predicted in pairs}
    for number, (one, evidence) in enumerate(judged):
        gold = gold_of.get(number)
        yield evidence, gold is not None, gold is not None and is_right_source(_spans(gold.source), one.source, text)


def _spans(spans: Sequence[tuple[int, int]]) -> tuple[TextSpan, ...]:
    return tuple(TextSpan(*span) for span in spans)


def fit(rows: Floats, right: Floats) -> tuple[float, ...]:
    """Weights of a logistic regression by Newton's method; the constant, which comes first, is not held back."""
    weights = np.zeros(rows.shape[1])
    ridge = np.full(rows.shape[1], RIDGE)
    ridge[0] = 0.0
    for _ in range(50):
        estimate = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - estimate) - ridge * weights
        curve = (rows * (estimate * (1 - estimate))[:, None]).T @ rows + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(round(float(weight), 4) for weight in weights)


def calibrate(documents: Sequence[Document], folder: Path) -> None:
    """Replaces the confidence weights in the card of the model in `folder`."""
    tagger = load_tagger(folder)
    if tagger is None:
        raise SystemExit(f"{folder}: no model that can be loaded")
    judged = [item for document in documents for item in judge(document, tagger)]
    rows = np.array([confidence_features(evidence) for evidence, _, _ in judged])
    content = np.array([right for _, right, _ in judged])
    source = np.array([right for _, _, right in judged])
    card = msgspec.structs.replace(
        tagger.card,
        content_weights=fit(rows, content.astype(float)),
        source_weights=fit(rows[content], source[content].astype(float)),
    )
    (folder / "card.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")
    print(
        f"{len(judged)} attributions: content right {content.mean():.3f}, source right of those {source[content].mean():.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", type=Path, default=Path(__file__).with_name("held_out.txt"))
    arguments = parser.parse_args()
    held_out = set(arguments.held_out.read_text().split())
    calibrate([document for document in read_corpus(arguments.corpus) if document.id in held_out], arguments.folder)


if __name__ == "__main__":
    main()
