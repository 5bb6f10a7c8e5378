"""How many of the pronouns that are credited with something are resolved to the right referent, how many to a wrong one.

    python -m benchmarks.pronouns CORPUS.jsonl [--errors]

`pronouns.jsonl` holds for each article its id and, of its first sources outside quotation marks that are "he", "she", "they", "who"
or "it", the span and the spans of mentions that name or describe the referent, the nearest first. The corpus's attributions are
given. Right: the pronoun's chain has a mention that covers at least half of one of them, or bears the same full name. Left unclear:
it is not resolved, and the pages say so. Samples and `--errors` as in `benchmarks.source_codings`; the rules stand in pronouns.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from spacy.tokens import Doc

from benchmarks.source_codings import PIPELINE, SAMPLES, attributions_of, read_coded
from generator.analysis.coreference import resolve_coreference
from generator.analysis.mentions import find_mentions, find_source_heads
from generator.analysis.quotations import find_quotations
from generator.evaluation import GoldDocument
from generator.model import CoreferenceChain, MentionForm, TextSpan
from generator.parse import parse_text

CODES = Path(__file__).with_suffix(".jsonl")


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="Show each pronoun that is not right, of the sample that was looked at.")
def main(corpus: Path, errors: bool) -> None:
    """Compare whom the machine takes the pronouns of CORPUS for with whom a reader does."""
    outcomes: Counter[tuple[str, str, str]] = Counter()
    for document, coded, sample in read_coded(corpus, CODES, "pronouns"):
        doc = parse_text(document.text, PIPELINE)
        chains = _resolve(document, doc)
        for item in coded:
            pronoun, referents = TextSpan(*item["pronoun"]), [TextSpan(*span) for span in item["referents"]]
            chain = chains[pronoun.start_char]
            outcome = _judge(document.text, chain, pronoun, referents)
            word = document.text[pronoun.start_char : pronoun.end_char].lower()
            outcomes[sample, word, outcome] += 1
            if errors and sample == SAMPLES[0] and outcome != "right":
                _show(document, chain, pronoun, referents[0], outcome)
    for sample in SAMPLES:
        _print_outcomes(sample, outcomes)


def _resolve(document: GoldDocument, doc: Doc) -> dict[int, CoreferenceChain]:
    """The chains of the article by where the heads of their mentions begin."""
    given = attributions_of(document)
    heads = find_source_heads(doc, given)
    mentions = find_mentions(doc, heads)
    chains = resolve_coreference(doc, find_quotations(document.text), mentions, given, heads)
    return {mention.head.start_char: chain for chain in chains for mention in chain.mentions}


def _judge(text: str, chain: CoreferenceChain, pronoun: TextSpan, referents: Sequence[TextSpan]) -> str:
    others = [mention.span for mention in chain.mentions if mention.head.start_char != pronoun.start_char]
    if any(_shared(span, one) * 2 >= one.end_char - one.start_char for span in others for one in referents):
        return "right"
    full_names = {text[one.start_char : one.end_char] for one in referents} & {
        mention.name for mention in chain.mentions
    }
    if any(" " in name for name in full_names):
        return "right"  # where the mention itself was missed
    named = any(mention.form is not MentionForm.PRONOUN for mention in chain.mentions)
    return "wrong" if chain.resolved and named else "unclear"


def _shared(one: TextSpan, other: TextSpan) -> int:
    return min(one.end_char, other.end_char) - max(one.start_char, other.start_char)


def _show(document: GoldDocument, chain: CoreferenceChain, pronoun: TextSpan, referent: TextSpan, outcome: str) -> None:
    text = document.text
    context = text[max(0, pronoun.start_char - 200) : pronoun.end_char + 40]
    words = text[referent.start_char : referent.end_char]
    taken = next((m for m in chain.mentions if m.form is not MentionForm.PRONOUN), None)
    machine = text[taken.span.start_char : taken.span.end_char] if taken is not None else "-"
    click.echo(f"{outcome}: {words} ≠ {machine}  {document.id[:30]}  …{context}…".replace("\n", " / "))


def _print_outcomes(sample: str, outcomes: Counter[tuple[str, str, str]]) -> None:
    words = sorted({word for at, word, _ in outcomes if at == sample})
    click.echo(f"\n{sample:15}{'coded':>7}{'right':>7}{'unclear':>9}{'wrong':>7}")
    for label, chosen in (*((word, [word]) for word in words), ("all", words)):
        right, unclear, wrong = (
            sum(outcomes[sample, word, outcome] for word in chosen) for outcome in ("right", "unclear", "wrong")
        )
        coded = right + unclear + wrong
        share = f"   {right / coded:.0%} right" if label == "all" else ""
        click.echo(f"{label:15}{coded:>7}{right:>7}{unclear:>9}{wrong:>7}{share}")


if __name__ == "__main__":
    main()
