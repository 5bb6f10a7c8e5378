"""The search index: what a browser is given, that it says whose words each hit is in, and that it is the same bytes each time."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import cbor2
import pytest

from generator.index import build_index
from generator.model import Page, SearchDocument, SearchPassage
from generator.pipeline import build_site
from generator.render.search import SearchDocuments
from generator.search import SearchError, bundle_of, count_bundles, render_search, service
from generator.search.bundle import MAGIC
from tests.render import sites
from tests.test_pipeline import DAM, WALL, codes, site, tree


def documents() -> list[SearchDocument]:
    analysed = (sites.wall(), sites.plain(), sites.ledger())
    index = build_index(analysed)
    made = SearchDocuments(index, lambda slug: {})
    return [*made.of_articles(analysed), *made.of_sources(index.sources)]


def unpack(page: Page) -> bytes:
    return gzip.decompress(page.content).removeprefix(MAGIC)


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {page.path: page for page in render_search(documents(), "en-GB")}


def fragments(pages: dict[str, Page]) -> dict[str, dict]:  # type: ignore[type-arg]
    found = [json.loads(unpack(page)) for path, page in pages.items() if path.startswith("pagefind/fragment/")]
    return {fragment["url"]: fragment for fragment in found}


def test_every_article_and_every_source_is_a_document(pages: dict[str, Page]) -> None:
    found = fragments(pages)
    assert {"articles/wall/index.html", "articles/plain/index.html", "articles/ledger/index.html"} <= set(found)
    sources = [url for url in found if url.startswith("sources/")]
    assert len(sources) == len(build_index((sites.wall(), sites.plain(), sites.ledger())).sources)


def test_the_words_of_an_article_are_all_there(pages: dict[str, Page]) -> None:
    article, _ = sites.wall()
    content = fragments(pages)["articles/wall/index.html"]["content"]
    # Pagefind ends a block with a full stop where it has none.
    assert "".join(content.split()).replace(".", "") == "".join(article.text.split()).replace(".", "")


def test_each_statement_of_an_article_is_found_with_who_and_how(pages: dict[str, Page]) -> None:
    _, analysis = sites.wall()
    marks = [a for a in fragments(pages)["articles/wall/index.html"]["anchors"] if a["element"] == "mark"]
    links = {mark["id"].partition("/")[0] for mark in marks}
    body = [a.id for a in analysis.attributions if not a.depth][
        1:
    ]  # the first stands in the headline, which is the title
    assert links == {f"articles%2Fwall%2Findex.html%23{id_}" for id_ in body}
    said = next(mark for mark in marks if "a0000003" in mark["id"])
    assert said["text"] == "‘Nobody in that building believes the wall is safe,’"
    assert said["id"].endswith(
        "/unnamed/direct/certain/%E2%97%8B/an%20engineer%20who%20worked%20on%20the%20survey/direct%20quotation%20%C2%B7%20certain"
    )


def test_pages_are_found_by_kind_outlet_year_naming_telling_and_certainty(pages: dict[str, Page]) -> None:
    found = {}
    for path, page in pages.items():
        if path.startswith("pagefind/filter/"):
            name, values = cbor2.loads(unpack(page))
            found[name] = [value for value, _ in values]
    assert found["kind"] == ["article", "source"]
    assert found["outlet"] == ["The Harrowdale Courier", "The Skellmouth Ledger"]
    assert found["year"] == ["2026"]
    assert found["naming"] == ["institution", "named", "unclear", "unnamed", "vague"]
    assert found["told"] == ["direct", "indirect", "mixed"]
    assert found["certainty"] == ["certain", "possible", "probable"]


def test_an_index_is_the_same_bytes_each_time(pages: dict[str, Page]) -> None:
    for _ in range(3):
        assert {page.path: page for page in render_search(documents(), "en-GB")} == pages


def test_every_file_that_a_list_names_is_there_and_what_the_site_does_not_use_is_not(pages: dict[str, Page]) -> None:
    entry = json.loads(pages["pagefind/pagefind-entry.json"].content)
    ((language, loaded),) = entry["languages"].items()
    assert language == "en"
    meta = cbor2.loads(unpack(pages[f"pagefind/pagefind.{loaded['hash']}.pf_meta"]))
    named = [f"pagefind/fragment/{hash_}.pf_fragment" for hash_, _ in meta[1]]
    named += [f"pagefind/index/{chunk[-1]}.pf_index" for chunk in meta[2]]
    named += [f"pagefind/filter/{hash_}.pf_filter" for _, hash_ in meta[3]]
    programs = ["pagefind.js", "pagefind-worker.js", "wasm.en.pagefind", "pagefind-entry.json"]
    lists = [f"pagefind.{loaded['hash']}.pf_meta"]
    assert sorted(pages) == sorted(set(named) | {f"pagefind/{name}" for name in (*programs, *lists)})


def test_text_that_looks_like_a_tag_stays_text() -> None:
    attack = '</p><script id="x">alert(1)</script> <b data-pagefind-ignore>& "quoted'
    document = SearchDocument(
        path="articles/x/index.html",
        title=attack,
        label=("article", attack),
        paragraphs=((SearchPassage(text=attack, label=(attack,)),),),
        filters={"outlet": (attack,)},
    )
    (fragment,) = fragments({page.path: page for page in render_search([document], "en")}).values()
    assert fragment["content"].count(attack) == 2
    assert fragment["filters"] == {"outlet": [attack]}
    assert [anchor["element"] for anchor in fragment["anchors"]] == ["h1", "mark"]


def test_without_pagefind_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    with pytest.raises(SearchError, match="not installed"):
        list(render_search(documents(), "en"))


def test_a_program_that_ends_early_is_an_error_and_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: "/bin/true")
    with pytest.raises(SearchError, match="ended without an index"):
        list(render_search(documents(), "en"))


def test_a_site_that_cannot_have_an_index_is_whole_but_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = site(tmp_path, wall=WALL)
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    report = build_site(config)
    assert codes(report) == {"search-failed"}
    assert (tmp_path / "output" / "search" / "index.html").exists()
    monkeypatch.undo()
    assert codes(build_site(config)) == set()
    assert (tmp_path / "output" / "pagefind" / "pagefind.js").exists()


def test_the_index_follows_the_articles_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    config = site(tmp_path / "one", wall=WALL, dam=DAM)
    build_site(config)
    before = {path for path in tree(tmp_path / "one" / "output") if path.startswith("pagefind/")}
    (tmp_path / "one" / "content" / "dam.txt").unlink()
    build_site(config)
    build_site(site(tmp_path / "other", wall=WALL))
    after = tree(tmp_path / "one" / "output")
    assert after == tree(tmp_path / "other" / "output")
    assert before - set(after), "what the article was found by has gone"


def test_the_index_of_a_large_site_comes_in_bundles_of_which_an_edit_makes_its_own_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.search.ARTICLES_A_BUNDLE", 1)
    assert {bundle_of(slug, 2) for slug in ("wall", "dam")} == {0, 1}
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    build_site(site(tmp_path / "one", wall=WALL))  # which one bundle holds
    config = site(tmp_path / "one", wall=WALL, dam=DAM)
    build_site(config)
    output = tmp_path / "one" / "output"
    before = tree(output)
    assert 'data-bundles="2"' in (output / "search" / "index.html").read_text()
    assert (output / "pagefind" / "1" / "pagefind-entry.json").exists()
    assert not (output / "pagefind" / "1" / "pagefind.js").exists()
    made = []
    original = service.index_documents

    def counted(documents: Iterable[SearchDocument], language: str) -> dict[str, bytes]:
        made.append(language)
        return original(documents, language)

    monkeypatch.setattr("generator.search.index_documents", counted)
    site(tmp_path / "one", wall=WALL, dam=f"{DAM} Nobody was hurt.")
    build_site(config)
    assert len(made) == 1
    after = tree(output)
    of_bundle = {
        bundle: {path for path in after if path.startswith("pagefind/") and path.startswith("pagefind/1/") == bundle}
        for bundle in (False, True)
    }
    edited, untouched = of_bundle[bundle_of("dam", 2) == 1], of_bundle[bundle_of("wall", 2) == 1]
    assert {path: after[path] for path in untouched} == {path: before[path] for path in untouched}
    assert edited - before.keys()
    monkeypatch.undo()
    monkeypatch.setattr("generator.search.ARTICLES_A_BUNDLE", 1)
    build_site(site(tmp_path / "other", wall=WALL, dam=f"{DAM} Nobody was hurt."))
    assert tree(tmp_path / "other" / "output") == after


def test_where_one_bundle_fails_there_is_no_search_instead_of_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.search.ARTICLES_A_BUNDLE", 1)
    config = site(tmp_path, wall=WALL, dam=DAM)
    build_site(config)
    slug = next(slug for slug in ("wall", "dam") if bundle_of(slug, 2) == 1)
    (tmp_path / "content" / f"{slug}.txt").write_text("A headline\n\nNobody was hurt.\n", encoding="utf-8")
    with monkeypatch.context() as broken:
        broken.setitem(sys.modules, "pagefind_bin", None)
        assert codes(build_site(config)) == {"search-failed"}
    assert not (tmp_path / "output" / "pagefind").exists()
    assert codes(build_site(config)) == set()
    assert (tmp_path / "output" / "pagefind" / "pagefind.js").exists()


@pytest.mark.parametrize(("articles", "bundles"), [(0, 1), (256, 1), (257, 2), (840, 4), (2000, 8), (20_000, 8)])
def test_more_articles_come_in_more_bundles_but_never_many(articles: int, bundles: int) -> None:
    assert count_bundles(articles) == bundles


def test_a_preview_makes_none_and_says_so(tmp_path: Path) -> None:
    build_site(site(tmp_path, wall=WALL), preview=True)
    assert not (tmp_path / "output" / "pagefind").exists()
    page = (tmp_path / "output" / "search" / "index.html").read_text()
    assert "A preview has no search index" in page and "<form" not in page
