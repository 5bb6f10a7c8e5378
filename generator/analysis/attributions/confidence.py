"""How sure the engine may be of an attribution, and of its source: chances that held-out articles bear out.

What the tagger found comes with a confidence of its own, calibrated by its card; here it is corrected by whether a rule found the
same, and by who named the source. What only rules found has the share of its like that was right. The figures stand in
`confidence.json`; `python -m benchmarks.confidence` fits them anew, as it must be done for each new model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from generator.analysis.attributions.candidates import Candidate, SourceBy
from generator.model import AttributionKind

SOURCE_BOUND = 0.4
"""The default: a source that is less likely right than this is left unclear."""

BEYOND = 1e-3  # keeps log-odds finite


class Calibration(Struct, frozen=True, kw_only=True):
    """The weights of `content_features` and `source_features`, and of what only rules found the chances [content, source]."""

    tagger: str  # the version of the model that the weights were fitted with
    content: tuple[float, ...]
    source: tuple[float, ...]
    added: tuple[float, float]  # found by a rule beside a tagger that saw nothing there
    rules: dict[str, tuple[float, float]]  # without a tagger, by `rule_group`
    rule: tuple[float, float]  # the same of all rules together


@cache
def read_calibration() -> Calibration:
    """The weights that come with the package."""
    return msgspec.json.decode((files(__package__) / "confidence.json").read_bytes(), type=Calibration)


def estimate_content(candidate: Candidate, kind: AttributionKind, calibration: Calibration) -> float:
    """How likely the content is one that a coder would mark; `kind` is that of the candidate's content."""
    if candidate.confidence is not None:
        return _logistic(calibration.content, content_features(candidate, candidate.confidence))
    return _by_rules(candidate, kind, calibration)[0]


def estimate_source(candidate: Candidate, kind: AttributionKind, calibration: Calibration) -> float:
    """How likely the source, or that there is none, is right if the content is."""
    if candidate.source_confidence is not None:
        return _logistic(calibration.source, source_features(candidate, candidate.source_confidence))
    return _by_rules(candidate, kind, calibration)[1]


def content_features(candidate: Candidate, confidence: float) -> list[float]:
    """A constant, the tagger's log-odds, whether a rule agrees."""
    return [1.0, _log_odds(confidence), float(candidate.agreed)]


def source_features(candidate: Candidate, confidence: float) -> list[float]:
    """A constant, the tagger's log-odds, whether the parse names the same source, whether another, whether there is none."""
    by = candidate.source_by
    return [
        1.0,
        _log_odds(confidence),
        float(by is SourceBy.BOTH),
        float(by is SourceBy.RULES),
        float(not candidate.source),
    ]


def rule_group(found_by: str, kind: AttributionKind, has_source: bool) -> str:
    """What the share of right ones is counted over where rules run alone."""
    return f"{found_by}, {kind}, {'a source' if has_source else 'no source'}"


def _by_rules(candidate: Candidate, kind: AttributionKind, calibration: Calibration) -> tuple[float, float]:
    if candidate.beside_tagger:
        return calibration.added
    return calibration.rules.get(rule_group(candidate.found_by, kind, bool(candidate.source)), calibration.rule)


def _log_odds(chance: float) -> float:
    return math.log((chance + BEYOND) / (1 - chance + BEYOND))


def _logistic(weights: Sequence[float], features: Sequence[float]) -> float:
    total = sum(weight * value for weight, value in zip(weights, features, strict=True))
    return 1 / (1 + math.exp(-total))
