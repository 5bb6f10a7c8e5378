"""Facets, and the rows of a long list as scripts."""

from __future__ import annotations

import json
import re

from generator.render.facets import (
    SHARD_BYTES,
    build_date_facet,
    build_facet,
    build_names_facet,
    build_shards,
    shorten_dates,
)


def offered(facet: object) -> list[tuple[str, int]]:
    return [(option.label, option.count) for option in facet.options]  # type: ignore[attr-defined]


def test_only_what_occurs_is_offered_and_with_its_count() -> None:
    facet = build_facet("kind", "Kind", [("a", "An A"), ("b", "A B"), ("c", "A C")], [["c"], ["a"], ["c"]])
    assert offered(facet) == [("An A", 1), ("A C", 2)]


def test_a_row_with_several_values_counts_once_for_each() -> None:
    facet = build_names_facet("outlet", "Outlet", [["Sluice", "Ledger", "Sluice"], ["Ledger"], [""]])
    assert offered(facet) == [("Ledger", 2), ("Sluice", 1)]


def test_dates_are_offered_by_day_month_or_year() -> None:
    def labels(*days: str) -> list[str]:
        facet = build_date_facet("day", "Date", [[day] for day in days])
        assert facet.prefix
        return [label for label, _ in offered(facet)]

    assert labels("2026-03-02", "2026-03-12", "2026-03-12") == [
        "12\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026",
        "2\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026",
    ]
    assert labels("2026-03-02", "2025-12-12") == ["March\N{NO-BREAK SPACE}2026", "December\N{NO-BREAK SPACE}2025"]
    assert labels(*(f"{year}-{month:02}-01" for year in (2024, 2025, 2026) for month in range(1, 13))) == [
        *("2026", "2025", "2024")
    ]


def test_days_are_kept_as_far_as_the_facet_tells_them_apart() -> None:
    assert list(shorten_dates([["2026-03-02", "2026-03-12"], []])) == [("2026-03-02", "2026-03-12"), ()]
    assert list(shorten_dates([["2026-03-02", "2026-03-12", "2025-12-12"]])) == [("2026-03", "2025-12")]
    many = [f"{year}-{month:02}-01" for year in (2024, 2025, 2026) for month in range(1, 13)]
    assert list(shorten_dates([many, ["2025-05-05"]])) == [("2024", "2025", "2026"), ("2025",)]


def test_rows_are_divided_into_scripts_below_the_limit_and_none_is_lost() -> None:
    rows = [{"text": "Überlauf " * 30, "number": number} for number in range(1000)]
    shards = build_shards("claims/index.html", rows)
    assert [path for path, _ in shards] == [f"claims/rows-{number}.js" for number in range(1, len(shards) + 1)]
    assert all(len(shard.rows.encode()) <= SHARD_BYTES for _, shard in shards)
    assert [row[1] for _, shard in shards for row in json.loads(shard.rows)] == list(range(1000))


def test_no_row_can_end_its_script() -> None:
    ((_, shard),) = build_shards("index.html", [{"text": '"];alert(1)//</script>\u2028'}])
    assert json.loads(shard.rows) == [['"];alert(1)//</script>\u2028']]
    assert not re.search(r'(?<!\\)"\];', str(shard.rows)[:-1])
