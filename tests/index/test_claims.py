"""Claims across articles: which speak of the same thing, how they stand to each other, and what stays from build to build."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from generator.analysed import Pair
from generator.config import default_config, read_config
from generator.index import build_index
from generator.index.claims import group_passages
from generator.index.likeness import Likeness
from generator.index.passages import Passage, family_of, is_measure, read_passages
from generator.index.rarity import Rarity, step_of
from generator.model import Article, ArticleAnalysis, ClaimGroup, ClaimRelation, ClaimVersion, FrontMatter
from generator.pipeline import analyse_article
from generator.read.articles import find_article_paths, read_article
from tests.readable_cases import Case, read_cases

ROOT = Path(__file__).parent.parent.parent


def analysed(path: Path, root: Path, pipeline: str) -> tuple[Article, ArticleAnalysis]:
    article = read_article(path, root)
    analysis = analyse_article(article, pipeline)
    assert isinstance(analysis, ArticleAnalysis), analysis
    return article, analysis


def groups_of(folder: Path, *texts: str) -> list[ClaimGroup]:
    passages = []
    for number, text in enumerate(texts):
        path = folder / f"article-{number}.txt"
        path.write_text(text.strip() + "\n", encoding="utf-8")
        passages += read_passages(*analysed(path, folder, default_config(folder).pipeline), {})
    return group_passages(passages)


def shown(version: ClaimVersion) -> str:
    return version.figure or " ".join(version.text.split()[:5])


@pytest.mark.parametrize("case", read_cases("claim_groups"))
def test_claim_groups(case: Case, tmp_path: Path) -> None:
    case.check(
        {
            "relation": pair.relation,
            "one": shown(group.versions[pair.one]),
            "other": shown(group.versions[pair.other]),
        }
        for group in groups_of(tmp_path, *case.text.split("\n---\n"))
        for pair in group.pairs
    )


@pytest.fixture(scope="module")
def site() -> tuple[Pair, ...]:
    config = read_config(ROOT / "sayso.toml")
    pairs = (analysed(path, config.content, config.pipeline) for path in find_article_paths(config.content)[0])
    return tuple(pair for pair in pairs if not pair[0].front_matter.draft)


@pytest.fixture(scope="module")
def groups(site: tuple[Pair, ...]) -> tuple[ClaimGroup, ...]:
    return build_index(site).claim_groups


def group_with(groups: tuple[ClaimGroup, ...], figure: str) -> ClaimGroup:
    return next(group for group in groups if any(version.figure == figure for version in group.versions))


def relation(group: ClaimGroup, one: tuple[str, str], other: tuple[str, str]) -> ClaimRelation:
    """How two versions stand to each other, each given by its article and its figure."""
    places = {(version.article_slug, version.figure): number for number, version in enumerate(group.versions)}
    wanted = {places[one], places[other]}
    return next(pair.relation for pair in group.pairs if {pair.one, pair.other} == wanted)


def test_the_homes_are_one_group_hedged_here_flat_there_with_every_other_figure(groups: tuple[ClaimGroup, ...]) -> None:
    group = group_with(groups, "FOUR THOUSAND HOMES")
    hedged, flat = ("east-wall-figure", "As many as 4,000 homes"), ("wall-of-water", "4,000 homes")
    assert relation(group, hedged, flat) is ClaimRelation.SUPPORTS
    for other in (
        ("east-wall-figure", "about 2,600"),
        ("who-counted-the-houses", "about 2,600"),
        ("minister-empties-dam", "about 3,100 homes"),
        ("minister-empties-dam", "3,500"),
    ):
        assert relation(group, flat, other) is ClaimRelation.DIFFERENT_FIGURE, other
    assert relation(group, flat, ("who-counted-the-houses", "3,870 households")) is not ClaimRelation.COUNTERS


def test_the_people_moved_are_one_group(groups: tuple[ClaimGroup, ...]) -> None:
    group = group_with(groups, "312 people")
    assert (
        relation(group, ("east-wall-figure", "312 people"), ("a-night-in-the-hall", "312 people")) is ClaimRelation.SAME
    )
    for other in (("a-night-in-the-hall", "527 names"), ("valley-one-breakfast", "more than five hundred")):
        assert relation(group, ("east-wall-figure", "312 people"), other) is ClaimRelation.DIFFERENT_FIGURE


def test_groups_in_conflict_come_first(groups: tuple[ClaimGroup, ...]) -> None:
    conflicts = [group.in_conflict for group in groups]
    assert conflicts == sorted(conflicts, reverse=True) and conflicts[0] and not conflicts[-1]


def test_ids_are_unique_and_do_not_depend_on_the_order_of_reading(
    site: tuple[Pair, ...], groups: tuple[ClaimGroup, ...]
) -> None:
    assert len({group.id for group in groups}) == len(groups)
    assert build_index(site[::-1]).claim_groups == groups


def test_an_id_stays_when_a_newer_article_joins_the_group(tmp_path: Path) -> None:
    pipeline = default_config(tmp_path).pipeline
    texts = ["Trams\n\nThe union said that 640 drivers had joined the tram strike in Corvale."] * 3
    articles = []
    for number, text in enumerate(texts):
        path = tmp_path / f"article-{9 - number}.txt"
        path.write_text(text, encoding="utf-8")
        article, analysis = analysed(path, tmp_path, pipeline)
        date = datetime.date(2026, 3, 1 + number)
        articles.append((replace(article, front_matter=FrontMatter(date=date)), analysis))
    before, after = (build_index(tuple(articles[:count])).claim_groups for count in (2, 3))
    assert [group.id for group in before] == [group.id for group in after]
    assert [len(group.versions) for group in after] == [3]


def test_counts_far_apart_in_time_are_not_set_against_each_other(tmp_path: Path) -> None:
    passages = []
    for number, drivers in enumerate((640, 310)):
        path = tmp_path / f"article-{number}.txt"
        path.write_text(f"Trams\n\nThe union said that {drivers} drivers had joined the tram strike in Corvale.")
        article, analysis = analysed(path, tmp_path, default_config(tmp_path).pipeline)
        article = replace(article, front_matter=FrontMatter(date=datetime.date(2026, 1 + 5 * number, 1)))
        passages += read_passages(article, analysis, {})
    assert group_passages(passages) == []


@pytest.mark.parametrize(("days", "pairs"), [(1, 1), (5, 0)])
def test_shares_of_two_polls_are_not_set_against_each_other(tmp_path: Path, days: int, pairs: int) -> None:
    passages = []
    for number, share in enumerate((41, 55)):
        path = tmp_path / f"article-{number}.txt"
        path.write_text(
            f"Runway\n\nA survey found that {share} percent of residents in Sarn support a second runway at the airport."
        )
        article, analysis = analysed(path, tmp_path, default_config(tmp_path).pipeline)
        article = replace(article, front_matter=FrontMatter(date=datetime.date(2026, 4, 1 + days * number)))
        passages += read_passages(article, analysis, {})
    assert [pair.relation for group in group_passages(passages) for pair in group.pairs] == [
        ClaimRelation.DIFFERENT_FIGURE
    ] * pairs


def test_families() -> None:
    assert family_of("household") == family_of("home") != family_of("boat") == "boat"
    assert is_measure("USD") and is_measure("%") and not is_measure("homes")


GROUP = """
import sys
import msgspec
from generator.index.claims import group_passages
from generator.index.passages import Passage
passages = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=list[Passage])
sys.stdout.buffer.write(msgspec.json.encode(group_passages(passages)))
"""


def test_each_process_makes_the_same_groups(site: tuple[Pair, ...]) -> None:
    """The words of a passage are a set, which has another order in each process."""
    passages: list[Passage] = []
    for article, analysis in site:
        passages += read_passages(article, analysis, {})
    assert (
        len(
            {
                subprocess.run(
                    [sys.executable, "-c", GROUP],
                    input=msgspec.msgpack.encode(passages),
                    env={**os.environ, "PYTHONHASHSEED": seed},
                    cwd=ROOT,
                    capture_output=True,
                    check=True,
                ).stdout
                for seed in "123"
            }
        )
        == 1
    )


def test_a_reprint_stands_to_others_as_what_it_repeats(tmp_path: Path) -> None:
    articles = []
    for number, drivers in enumerate((640, 310, 640, 310, 640)):
        path = tmp_path / f"article-{number}.txt"
        path.write_text(f"Trams\n\nThe union said that {drivers} drivers had joined the tram strike in Corvale.")
        articles.append(analysed(path, tmp_path, default_config(tmp_path).pipeline))
    (group,) = build_index(articles).claim_groups
    assert group.originals == (0, 1, 0, 1, 0)
    same, differ = ClaimRelation.SAME, ClaimRelation.DIFFERENT_FIGURE
    assert [(pair.one, pair.other, pair.relation) for pair in group.pairs] == [
        (0, 1, differ),
        (0, 2, same),
        (0, 4, same),
        (1, 3, same),
    ]


def test_the_pairs_of_a_group_grow_with_its_reprints_and_not_with_their_pairs(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("Trams\n\nThe union said that 640 drivers had joined the tram strike in Corvale.")
    article, analysis = analysed(path, tmp_path, default_config(tmp_path).pipeline)
    reprints = [(replace(article, slug=f"article-{number:03}"), analysis) for number in range(100)]
    (group,) = build_index(reprints).claim_groups
    assert len(group.versions) == 100
    assert len(group.pairs) == 99


@pytest.mark.parametrize(("days", "pairs"), [(1, 1), (20, 0)])
def test_the_same_share_of_two_polls_is_no_pair(tmp_path: Path, days: int, pairs: int) -> None:
    passages = []
    for number, words in enumerate(("support a second runway at the airport", "want another runway before the vote")):
        path = tmp_path / f"article-{number}.txt"
        path.write_text(
            f"Runway\n\nA survey by the Marrow Institute found that 41 percent of residents in Sarn {words}."
        )
        article, analysis = analysed(path, tmp_path, default_config(tmp_path).pipeline)
        article = replace(article, front_matter=FrontMatter(date=datetime.date(2026, 4, 1 + days * number)))
        passages += read_passages(article, analysis, {})
    assert sum(len(group.pairs) for group in group_passages(passages)) == pairs


@pytest.mark.parametrize(("days", "alike"), [(3, True), (60, False)])
def test_a_topic_that_stays_is_no_claim_repeated(days: int, alike: bool, tmp_path: Path) -> None:
    texts = (
        "A report\n\nAda Quill said that the harbour guild had kept the private ledger of tolls and fees.",
        "A talk\n\nBram Oster said that the guild had put questions over the private ledger of tolls and fees at the harbour to the"
        " mayor of the valley every spring.",
    )
    passages: list[Passage] = []
    for number, text in enumerate(texts):
        path = tmp_path / f"article-{number}.txt"
        path.write_text(text + "\n", encoding="utf-8")
        article, analysis = analysed(path, tmp_path, default_config(tmp_path).pipeline)
        date = datetime.date(2026, 1, 1) + datetime.timedelta(days=number * days)
        passages += read_passages(replace(article, front_matter=FrontMatter(date=date)), analysis, {})
    one, other = passages
    among_many = Likeness(Rarity(defaultdict(lambda: step_of(3)), step_of(2000)))
    assert (among_many.strength(one, other) > 0) == alike
