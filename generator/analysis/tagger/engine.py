"""The tagger: a text in, attributions with their confidence out. onnxruntime and tokenizers are imported on first use.

The model is package data (model/): the network as ONNX with 8-bit weights, the tokenizer, and `card.json` with its version and the
weights by which evidence becomes confidence. One thread a process, one window at a time: so an article's result never depends on
what else is analysed, and memory stays bounded however long the article is. Windows of like length together would save nothing: the
graph is made for one, none is padded, and a word piece costs less in a short window than in a long one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.analysis.tagger.decoding import Block, Evidence, Linked, Scores, Span, decode
from generator.analysis.tagger.encoding import Encoding, cut_windows, encode, find_owners, stack_windows
from generator.analysis.tagger.labels import BEGIN, INSIDE
from generator.model import TaggedAttribution, TextSpan

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Network = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], tuple[Floats, Floats]]

MODEL_FOLDER = Path(__file__).with_name("model")
MODEL_FILES = ("tagger.onnx", "tokenizer.json", "card.json")
CANDIDATE = 0.02  # probability of the cue tags from which on a piece is kept as a possible cue


class Card(Struct, frozen=True, kw_only=True):
    """What the engine reads of the model's card: its version, and the weights of `confidence_features` (none: uncalibrated)."""

    version: str
    content_weights: tuple[float, ...] = ()
    source_weights: tuple[float, ...] = ()


class Tagger:
    """A loaded model."""

    def __init__(self, network: Network, tokenizer: Tokenizer, card: Card) -> None:
        self.network = network
        self.tokenizer = tokenizer
        self.card = card

    def tag(self, text: str) -> list[TaggedAttribution]:
        """The attributions of a text, in order of their cues; offsets are half-open, in code points of `text`."""
        return [attribution for attribution, _ in self.tag_with_evidence(text)]

    def tag_with_evidence(self, text: str) -> list[tuple[TaggedAttribution, Evidence]]:
        """The same, each with what its confidence is computed from."""
        encoding = encode(text, self.tokenizer)
        if not len(encoding.ids):
            return []
        paragraphs = np.cumsum(encoding.features[:, 2] > 1, dtype=np.int64)
        linked = decode(self.score(encoding), paragraphs)
        return [(self._place(text, encoding, attribution), attribution.evidence) for attribution in linked]

    def score(self, encoding: Encoding) -> Scores:
        """Runs the network window by window and keeps, for each piece, what the window says that sees most around it."""
        count = len(encoding.ids)
        windows = cut_windows(encoding.sentence_starts, count)
        owners = find_owners(windows, count)
        tags = np.zeros((count, 7), np.float32)
        blocks = []
        for number, (begin, end) in enumerate(windows):
            mine = np.flatnonzero(owners[begin:end] == number)
            if not len(mine):
                continue
            scores, pointers = self.network(*stack_windows(encoding, [(begin, end)]))
            window_tags = _log_softmax(scores[0, 1:-1])
            left, right = int(mine[0]), int(mine[-1]) + 1
            tags[begin + left : begin + right] = window_tags[left:right]
            likely = np.exp(window_tags[:, [BEGIN["cue"], INSIDE["cue"]]]).sum(1) > CANDIDATE
            columns = np.flatnonzero(likely)
            probabilities = _softmax(pointers[0, left + 1 : right + 1], columns + 1)
            blocks.append(Block(begin + left, begin + columns, probabilities))
        return Scores(tags, blocks)

    def _place(self, text: str, encoding: Encoding, linked: Linked) -> TaggedAttribution:
        def locate(span: Span) -> TextSpan:
            start, end = int(encoding.spans[span.begin, 0]), int(encoding.spans[span.end - 1, 1])
            while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
                start -= 1
            while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
                end += 1
            return TextSpan(start, end)

        return TaggedAttribution(
            source=(locate(linked.source),) if linked.source else (),
            cue=(locate(linked.cue),),
            content=tuple(locate(part) for part in linked.contents),
            confidence=_estimate(self.card.content_weights, linked.evidence),
            source_confidence=_estimate(self.card.source_weights, linked.evidence),
        )


def load_tagger(folder: Path = MODEL_FOLDER) -> Tagger | None:
    """The model in `folder`; None where it, or one of the libraries that run it, is missing or broken: then the rules do alone."""
    if not all((folder / name).is_file() for name in MODEL_FILES):
        return None
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"])
        inputs = {given.name for given in session.get_inputs()}
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        card = msgspec.json.decode((folder / "card.json").read_bytes(), type=Card)
    except Exception:  # the libraries raise their own kinds, tokenizers even plain Exception
        return None

    def run(ids: NDArray[np.int64], features: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Floats, Floats]:
        given = {"ids": ids, "features": features, "mask": mask}
        tags, pointers = session.run(None, {name: given[name] for name in inputs})
        return tags, pointers

    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Tagger(run, tokenizer, card)


@lru_cache(maxsize=1)
def default_tagger() -> Tagger | None:
    """The model that comes with the package, loaded once a process; None where it cannot be loaded."""
    return load_tagger()


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def _softmax(scores: Floats, columns: NDArray[np.intp]) -> Floats:
    """The softmax of each row, of which only `columns` are wanted."""
    shifted = scores - scores.max(-1, keepdims=True)
    totals = np.log(np.exp(shifted).sum(-1, keepdims=True))
    result: Floats = np.exp(shifted[:, columns] - totals)
    return result


def confidence_features(evidence: Evidence) -> list[float]:
    """What the confidence is a logistic function of: a constant, and each piece of evidence as log-odds."""
    return [1.0, *(math.log((value + 1e-3) / (1 - value + 1e-3)) for value in evidence), float(evidence.source > 0)]


def _estimate(weights: Sequence[float], evidence: Evidence) -> float:
    if not weights:
        return evidence.content * evidence.content_link
    total = sum(weight * value for weight, value in zip(weights, confidence_features(evidence), strict=True))
    return 1 / (1 + math.exp(-total))
