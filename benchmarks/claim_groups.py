"""Grouping of claims across articles: recall on planted pairs, precision on pairs that people read, and the time it takes.

    python -m benchmarks.claim_groups planted
    python -m benchmarks.claim_groups pairs [CORPUS]
    python -m benchmarks.claim_groups speed [--claims N]

`planted_claims.md` holds the articles of the first. Of the second, `claim_pairs.jsonl` holds no text: for each pair that was
proposed the ids of its articles, the offsets of the two passages, and whether a reader found that the two speak of the same thing;
the rules by which that was judged stand in claim_pairs.md.
"""

from __future__ import annotations

import datetime
import itertools
import json
import random
import re
import time
from pathlib import Path

import click

from benchmarks.corpora import LEE, is_lee, read_texts
from generator.config import default_config
from generator.index.claims import group_passages
from generator.index.passages import Passage, read_passages
from generator.model import (
    Article,
    ArticleAnalysis,
    Certainty,
    ClaimGroup,
    ClaimRelation,
    ClaimVersion,
    FrontMatter,
    Operator,
    Polarity,
    Quantity,
    SourcePosition,
    TextSpan,
    Voice,
)
from generator.pipeline import analyse_article

HERE = Path(__file__).parent
PLANTED = HERE / "planted_claims.md"
PAIRS = HERE / "claim_pairs.jsonl"
Place = tuple[str, int, int]


@click.group()
def main() -> None:
    """Measure how claims are grouped across articles."""


@main.command()
@click.option("--misses", is_flag=True, help="Show each planted pair that was not found, or stands otherwise.")
def planted(misses: bool) -> None:
    """Recall on the planted pairs: in one group, and with the relation that was planted."""
    stories = read_planted()
    articles = [article for story in stories for article, _ in story[1]]
    groups = group_articles(articles)
    home = {}
    for group in groups:
        for position, version in enumerate(group.versions):
            home[version.article_slug, version.place] = group, position
    found = right = total = 0
    for (name, versions), relations in ((story[:2], story[2]) for story in stories):
        for ((one, first), (other, second)), relation in zip(
            itertools.combinations(versions, 2), relations, strict=True
        ):
            total += 1
            here, there = _home(home, one, first), _home(home, other, second)
            together = here is not None and there is not None and here[0] is there[0]
            seen = _relation(here[0], {here[1], there[1]}) if together and here and there else None
            found += together
            right += seen == relation
            if misses and seen != relation:
                click.echo(f"{name}: {one.title} / {other.title}: {relation}, found {seen or 'no pair'}")
    click.echo(
        f"planted pairs {total}: recall {found / total:.2f}; of those found, relation right {right / max(1, found):.2f}"
    )
    others = sum(len({version.article_slug.rsplit("-", 1)[0] for version in group.versions}) > 1 for group in groups)
    click.echo(f"groups {len(groups)}, of these across two stories {others}")


@main.command()
@click.argument("corpus", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def pairs(corpus: Path | None) -> None:
    """Precision on the pairs that were read, as proposed then; with CORPUS, how many of those of it the program still proposes."""
    read = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    for draw in sorted({pair["draw"] for pair in read}):
        for name, of_lee in (("PolNeAR", False), ("Lee", True)):
            of_it = [pair["same"] for pair in read if pair["draw"] == draw and pair["one"][0].startswith(LEE) is of_lee]
            if of_it:
                click.echo(
                    f"draw {draw}, {name:9} {len(of_it):3} read, {sum(of_it):3} right, {sum(of_it) / len(of_it):.2f}"
                )
    for relation in (None, *ClaimRelation):
        of_it = [pair["same"] for pair in read if relation in (None, pair["relation"])]
        if of_it:
            click.echo(
                f"{relation or 'all':17} {len(of_it):3} read, {sum(of_it):3} right, {sum(of_it) / len(of_it):.2f}"
            )
    if corpus is None:
        return
    proposed = {
        frozenset((_place(group.versions[pair.one]), _place(group.versions[pair.other])))
        for group in group_articles(read_corpus(corpus))
        for pair in group.pairs
    }
    still = [pair["same"] for pair in read if frozenset((tuple(pair["one"]), tuple(pair["other"]))) in proposed]
    click.echo(
        f"{'proposed now':17} {len(still):3}, of these {sum(still):3} right, {sum(still) / max(1, len(still)):.2f}"
    )


@main.command()
@click.option("--claims", default=50_000, show_default=True, help="How many claims to make.")
def speed(claims: int) -> None:
    """The CPU time that grouping takes, on generated claims."""
    passages = make_passages(claims)
    started = time.process_time()
    groups = group_passages(passages)
    seconds = time.process_time() - started
    click.echo(
        f"{len(passages):,} claims of {claims // 25:,} articles: {len(groups):,} groups in {seconds:.1f} s of CPU"
    )


def read_planted() -> list[tuple[str, list[tuple[Article, TextSpan]], list[str]]]:
    """Each story: its name, its articles with the planted span, and the relations of their pairs."""
    stories = []
    for section in PLANTED.read_text(encoding="utf-8").split("\n## ")[1:]:
        name, relations, *quotes = re.split(r"\n\n(?!>)|\n\n(?=>)", section.strip())
        versions = []
        for number, quote in enumerate(quotes, 1):
            marked = "\n".join(line.removeprefix(">").removeprefix(" ") for line in quote.splitlines())
            start = marked.index("[[")
            end = marked.index("]]") - 2
            text = marked.replace("[[", "").replace("]]", "")
            slug = f"{name.lower().replace(' ', '-')}-{number}"
            versions.append((make_article(slug, text), TextSpan(start, end)))
        stories.append((name, versions, relations.split(", ")))
    return stories


def read_corpus(corpus: Path) -> list[Article]:
    """The articles of a corpus; the ids of PolNeAR tell outlet and date (OUTLET_DATE_TITLE), those of the Lee corpus nothing."""
    articles = []
    for id_, text in read_texts(corpus).items():
        matter = None
        if not is_lee(corpus):
            outlet, date, _ = id_.split("_", 2)
            matter = FrontMatter(outlet=outlet, date=datetime.date.fromisoformat(date))
        articles.append(make_article(id_, text, matter))
    return articles


def make_article(slug: str, text: str, front_matter: FrontMatter | None = None) -> Article:
    """An article without markup; its first line is the headline."""
    end = text.find("\n") if "\n" in text else len(text)
    return Article(
        slug=slug,
        path=f"{slug}.txt",
        front_matter=front_matter or FrontMatter(),
        text=text,
        headline=TextSpan(0, end),
        body=(),
        positions=(SourcePosition(0, 1, 1),),
    )


def group_articles(articles: list[Article]) -> list[ClaimGroup]:
    """Analyse `articles` and group what they claim."""
    pipeline = default_config(Path.cwd()).pipeline
    passages: list[Passage] = []
    with click.progressbar(articles, label="Analysing", file=click.get_text_stream("stderr")) as bar:
        for article in bar:
            analysis = analyse_article(article, pipeline)
            assert isinstance(analysis, ArticleAnalysis), analysis
            passages += read_passages(article, analysis, {})
    return group_passages(passages)


def make_passages(count: int) -> list[Passage]:
    """Claims as a large newsroom's archive has them: many on few stories, words by Zipf's law, half of them with a figure."""
    chance = random.Random(4)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("ar", "el", "in", "os", "um") for c in _ENDINGS]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    nouns = [f"noun{number}" for number in range(60)]
    passages = []
    for number in range(count):
        story = chance.randrange(max(1, count // 40))
        topic = random.Random(story)
        own = frozenset(topic.choices(words, weights, k=6) + chance.choices(words, weights, k=6))
        name = f"name{story % 900}"
        quantity = None
        if number % 2:
            value = float(
                topic.choice((12, 140, 312, 2600, 4000)) if chance.random() < 0.8 else chance.randrange(10, 9000)
            )
            quantity = Quantity(span=TextSpan(0, 1), value=value, operator=Operator.EQUAL, unit=topic.choice(nouns))
        slug = f"article-{number // 25}"
        start = 100 * (number % 25)
        version = ClaimVersion(
            article_slug=slug,
            claim_id=f"c{number}",
            attribution_id=f"c{number}",
            voice=Voice.ATTRIBUTED,
            source_key=None,
            source_name="",
            naming=None,
            place=TextSpan(start, start + 50),
            text=" ".join(sorted(own)),
            cue="",
            figure=str(quantity.value) if quantity else "",
            quantity=quantity,
            takes_up="",
            certainty=Certainty.CERTAIN,
            polarity=Polarity.POSITIVE,
            stance=None,
            hedges=(),
        )
        passages.append(
            Passage(
                version=version,
                spans=(version.place,),
                sentence=number % 25,
                words=own,
                plain=own,
                subjects=frozenset({name}),
                names=frozenset({name}),
                family=quantity.unit if quantity else "",
            )
        )
    return passages


_ENDINGS = tuple(f"{a}{b}" for a in "bdgklmnprstvz" for b in "aeiou")


def _home(
    home: dict[tuple[str, TextSpan], tuple[ClaimGroup, int]], article: Article, planted_at: TextSpan
) -> tuple[ClaimGroup, int] | None:
    """The group of the planted passage, and its position there."""
    for (slug, place), found in home.items():
        if slug == article.slug and place.start_char < planted_at.end_char and planted_at.start_char < place.end_char:
            return found
    return None


def _relation(group: ClaimGroup, positions: set[int]) -> ClaimRelation | None:
    return next((pair.relation for pair in group.pairs if {pair.one, pair.other} == positions), None)


def _place(version: ClaimVersion) -> Place:
    return version.article_slug, version.place.start_char, version.place.end_char


if __name__ == "__main__":
    main()
