"""What a list can be filtered by, and the list's rows as data for the script that filters lists longer than a page.

Browsers refuse `fetch` and module scripts to pages opened from disk, so the data are classic scripts that call one function, each
small enough to be loaded in passing.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from generator.render import contexts
from generator.render.paging import divide
from generator.render.words import day_words

Row = TypeVar("Row")
SHARD_BYTES = 55_000  # of rows; no script is longer than 60 kB
MOST_OPTIONS = 60  # of a facet; the rarest are left out, and found by their words
MOST_MONTHS = 24  # of more, years are offered

Codes = Sequence[tuple[str, str]]
"""Values and what each is called, in the order in which they are offered."""


def build_facet(name: str, label: str, codes: Codes, values: Iterable[Sequence[str]]) -> contexts.Facet:
    """The facet of a closed set of values; `values` are those of each row of the whole list. What no row has isn't offered."""
    return offer_codes(name, label, codes, Counter(itertools.chain.from_iterable(map(set, values))))


def offer_codes(name: str, label: str, codes: Codes, counts: Mapping[str, int]) -> contexts.Facet:
    """The same of how many rows have each value."""
    return contexts.Facet(
        name=name,
        label=label,
        options=tuple(
            contexts.Option(value=value, label=words, count=counts[value])
            for value, words in codes
            if counts.get(value)
        ),
    )


def build_names_facet(name: str, label: str, values: Iterable[Sequence[str]]) -> contexts.Facet:
    """The facet of names that articles give, such as outlets: the most frequent, in the order of the alphabet."""
    return offer_names(name, label, Counter(itertools.chain.from_iterable(map(set, values))))


def offer_names(name: str, label: str, counts: Mapping[str, int]) -> contexts.Facet:
    """The same of how many rows have each name, in the order in which they first stand."""
    named = Counter({value: number for value, number in counts.items() if value})
    frequent = sorted((value for value, _ in named.most_common(MOST_OPTIONS)), key=str.casefold)
    return contexts.Facet(
        name=name,
        label=label,
        options=tuple(contexts.Option(value=value, label=value, count=named[value]) for value in frequent),
    )


def build_date_facet(name: str, label: str, values: Iterable[Sequence[str]]) -> contexts.Facet:
    """The facet of days (ISO 8601): of one month by day, of many by year; a row's value begins with the option's."""
    rows = [set(row) for row in values]
    length = _date_length(rows)
    return _offer_dates(name, label, Counter(value for row in rows for value in {day[:length] for day in row}))


def offer_dates(name: str, label: str, counts: Mapping[str, int]) -> contexts.Facet:
    """The same of how many rows have each day, where none has two."""
    length = _date_length([counts])
    shortened: Counter[str] = Counter()
    for day, number in counts.items():
        shortened[day[:length]] += number
    return _offer_dates(name, label, shortened)


def _offer_dates(name: str, label: str, counts: Mapping[str, int]) -> contexts.Facet:
    return contexts.Facet(
        name=name,
        label=label,
        options=tuple(
            contexts.Option(value=value, label=day_words(value), count=counts[value])
            for value in sorted(counts, reverse=True)[:MOST_OPTIONS]
        ),
        prefix=True,
    )


def shorten_dates(values: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The days of each row as far as the facet of dates tells them apart: a source of many years has thousands of days."""
    length = _date_length(values)
    return (tuple(dict.fromkeys(day[:length] for day in row)) for row in values)


def _date_length(rows: Iterable[Iterable[str]]) -> int:
    months = {day[:7] for row in rows for day in row}
    return 10 if len(months) == 1 else 7 if len(months) <= MOST_MONTHS else 4


def day_of(date: datetime.date | None) -> tuple[str, ...]:
    """The day of an article as a row's value: `2026-03-12`; none of an undated one."""
    return (date.isoformat()[:10],) if date else ()


def without_counts(asked: Iterable[contexts.Facet]) -> tuple[contexts.Facet, ...]:
    """The same questions as the later pages of a list put them."""
    return tuple(
        replace(facet, options=tuple(replace(option, count=None) for option in facet.options)) for facet in asked
    )


def build_shards(
    first: str, rows: Iterable[Mapping[str, object]], sections: Iterable[Hashable] = itertools.repeat(None)
) -> tuple[tuple[str, contexts.Shard], ...]:
    """Path and content of the scripts that hold `rows`, of one section each, for the list whose first page is `first`."""
    encoded = [encode_row(row) for row in rows]
    parts = divide(((section, row_size(row)) for section, row in zip(sections, encoded, strict=False)), SHARD_BYTES)
    return tuple(
        (shard_path(first, number), make_shard(number, encoded[start:stop], len(encoded)))
        for number, (start, stop) in enumerate(parts, 1)
        if stop
    )


def shard_path(first: str, number: int) -> str:
    """Where script `number` of the list is whose first page is `first`."""
    return f"{first.removesuffix('index.html')}rows-{number}.js"


def encode_row(row: Mapping[str, object]) -> str:
    """A row as a script holds it."""
    return msgspec.json.encode(list(row.values())).decode()


def row_size(encoded: str) -> int:
    """The bytes that an encoded row takes up, with a comma."""
    return len(encoded.encode()) + 1


def make_shard(number: int, encoded: Iterable[str], total: int) -> contexts.Shard:
    """Script `number` of a list of `total` rows."""
    return contexts.Shard(number=number, rows=Markup(f"[{','.join(encoded)}]"), total=total if number == 1 else None)


def shard_list(
    first: str,
    rows: Sequence[Row],
    fields: Callable[[Row], Mapping[str, object]],
    *,
    longer_than: int,
    section: Callable[[Row], Hashable],
) -> tuple[tuple[tuple[str, contexts.Shard], ...], contexts.Shards | None]:
    """The scripts of a list and what its pages say of them; none where it stands on one page. Sections as in `paginate`."""
    if len(rows) <= longer_than:
        return (), None
    scripts = build_shards(first, map(fields, rows), map(section, rows))
    return scripts, describe_shards(first, len(scripts), fields(rows[0]))


def build_scripts(start: str, rows: Iterable[Mapping[str, object]]) -> tuple[tuple[str, contexts.Shard], ...]:
    """Path, which begins with `start`, and content of the scripts that hold `rows`."""
    encoded = [encode_row(row) for row in rows]
    parts = divide(((None, row_size(row)) for row in encoded), SHARD_BYTES)
    return tuple(
        (f"{start}{number}.js", contexts.Shard(number=number, rows=Markup(f"[{','.join(encoded[begin:end])}]")))
        for number, (begin, end) in enumerate(parts, 1)
        if end
    )


def describe_shards(first: str, scripts: int, row: Mapping[str, object]) -> contexts.Shards:
    """What a page of the list whose first page is `first` says of its scripts; `row` is any."""
    return contexts.Shards(href=quote(f"{first.removesuffix('index.html')}rows-"), count=scripts, fields=tuple(row))
