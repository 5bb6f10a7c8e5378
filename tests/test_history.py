"""The history that builds keep in the store: bounded, content-addressed, and no worse for damage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.changes import ArticleState, SiteState
from generator.errors import ConfigError
from generator.history import BUILDS_KEPT, encode_state, find_build, read_build, read_builds, read_state, record_build
from generator.store import Store

EMPTY = ArticleState(slug="a", path="a.md", title="A", text="", corrections="", attributions=(), findings=())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = Store(tmp_path, "")
    yield one
    one.close()


def build(store: Store, *, failed: frozenset[str] = frozenset(), time: int = 0, **titles: str) -> list[str]:
    """Record a build of articles by slug and title; the slugs that were described anew."""
    described = []

    def describe(slug: str, title: str) -> Callable[[], ArticleState]:
        def make() -> ArticleState:
            described.append(slug)
            return replace(EMPTY, slug=slug, path=f"{slug}.md", title=title)

        return make

    articles = ((slug, f"{slug}.md", title.encode(), describe(slug, title)) for slug, title in titles.items())
    record_build(store, articles, failed=failed, analysis="1", rules="1", time=time)
    return described


def titles(store: Store) -> list[dict[str, str]]:
    """Of each build, the latest first, the titles by slug."""
    states = (read_build(store, one) for one in read_builds(store))
    return [{slug: article.title for slug, article in state.articles.items()} for state in states]


def test_only_what_is_new_is_described_and_a_build_that_knows_the_same_is_none(store: Store) -> None:
    assert build(store, a="one", b="two") == ["a", "b"]
    assert build(store, a="one", b="two") == []
    assert build(store, a="three", b="two") == ["a"]
    assert titles(store) == [{"a": "three", "b": "two"}, {"a": "one", "b": "two"}]
    assert len(store.record_names("article state")) == 3


def test_so_many_builds_are_kept_and_no_state_that_none_of_them_names(store: Store) -> None:
    for number in range(BUILDS_KEPT + 7):
        build(store, a=str(number), b="two")
    assert [entry["a"] for entry in titles(store)] == [str(n) for n in range(BUILDS_KEPT + 6, 6, -1)]
    assert len(store.record_names("article state")) == BUILDS_KEPT + 1


def test_an_article_that_fails_stays_as_it_was_known(store: Store) -> None:
    build(store, a="one", b="two")
    build(store, a="three", failed=frozenset({"b.md"}))
    build(store, a="three")
    assert titles(store)[:2] == [{"a": "three"}, {"a": "three", "b": "two"}]


def test_damage_costs_what_is_damaged(store: Store) -> None:
    build(store, a="one", b="two")
    for name in store.record_names("article state"):
        store.write_records("article state", {name: b"rubbish"})
    assert titles(store) == [{}]
    store.write_records("build", {"000000000": b"rubbish"})
    assert titles(store) == []


def test_a_build_is_found_by_its_id_or_because_it_differs(store: Store) -> None:
    now = SiteState(analysis="1", rules="1", articles={"a": replace(EMPTY, title="three")})
    with pytest.raises(ConfigError, match="no earlier build"):
        find_build(store, None, now)
    for title in ("one", "two", "three"):
        build(store, a=title)
    three, two, one = read_builds(store)
    assert find_build(store, None, now)[0] == two
    assert find_build(store, one.id[:6], now)[0] == one
    assert find_build(store, three.id, now)[1].articles == now.articles
    with pytest.raises(ConfigError, match="no build “zzz” is kept"):
        find_build(store, "zzz", now)


def test_a_state_is_a_file_too(tmp_path: Path) -> None:
    state = SiteState(analysis="1", rules="1", articles={"a": EMPTY})
    path = tmp_path / "baseline.json"
    path.write_bytes(encode_state(state))
    assert read_state(path, "baseline.json") == state
    path.write_text("[]")
    with pytest.raises(ConfigError, match="no baseline of sayso diff"):
        read_state(path, "baseline.json")
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read_state(tmp_path / "gone.json", "gone.json")
