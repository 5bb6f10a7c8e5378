"""Which articles are compared."""

from __future__ import annotations

from generator.index import build_index
from generator.model import Article, ArticleAnalysis
from generator.render.related import NEIGHBOURS, RELATED, find_related
from tests.render import sites


def about(slug: str, *names: str) -> tuple[Article, ArticleAnalysis]:
    words = "".join(f"<p>{name} said that gate {number} held.</p>" for number, name in enumerate(names))
    article = sites.make_article(slug, f"Gates, {slug}", words)
    credits = sites.Credits(article)
    for number, name in enumerate(names):
        credits.credit(name, "said", f"that gate {number} held")
    return article, credits.analysis()


def test_those_that_share_most_come_first_and_strangers_not_at_all() -> None:
    index = build_index(
        (
            about("one", "Anna Vale", "Orla Finch", "Edda Brook"),
            about("far", "Anna Vale"),
            about("near", "Orla Finch", "Edda Brook"),
            about("stranger", "Piers Holm"),
        )
    )
    related = find_related(index)
    assert related["one"] == ("near", "far")
    assert related["far"] == ("one",)
    assert "stranger" not in related


def test_a_source_of_many_articles_relates_each_to_its_neighbours_only() -> None:
    articles = tuple(about(f"gate-{number:03}", "Anna Vale") for number in range(3 * NEIGHBOURS))
    related = find_related(build_index(articles))
    assert all(len(found) == RELATED for found in related.values())
    assert all(abs(int(slug[5:]) - int(other[5:])) <= NEIGHBOURS for slug, found in related.items() for other in found)
