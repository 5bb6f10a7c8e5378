"""Long lists on several pages, so that none grows with the corpus, and one row more or less changes few of them.

What belongs together, such as the rows of one article, stays on one page where it fits there: so a page that grows is soon followed
by one that begins where it did before. And only the first page says how many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeVar
from urllib.parse import quote

from generator.render import contexts, permalinks

Item = TypeVar("Item")

NEARBY = 2  # pages linked on either side of the current one


def divide(sizes: Iterable[tuple[Hashable, int]], limit: int) -> list[tuple[int, int]]:
    """Where each part begins and ends, so that none is larger than `limit`, unless one item alone is; no item makes one part.

    `sizes` are the section and the size of each item. A section is divided only where it is larger than `limit` itself, or where
    the part before it would be less than half full.
    """
    parts = []
    start = stop = filled = 0
    for _, group in groupby(sizes, key=itemgetter(0)):
        section = [size for _, size in group]
        whole = sum(section)
        if filled + whole > limit <= 2 * filled:
            parts.append((start, stop))
            start, filled = stop, 0
        if filled + whole <= limit:
            filled += whole
            stop += len(section)
            continue
        for size in section:
            if filled and filled + size > limit:
                parts.append((start, stop))
                start, filled = stop, 0
            filled += size
            stop += 1
    return parts if parts and start == stop else [*parts, (start, stop)]


def paginate(
    items: Sequence[Item],
    size: int,
    first: str,
    later: str = "",
    *,
    section: Callable[[Item], Hashable] = lambda _: None,
) -> Iterator[tuple[str, tuple[Item, ...], contexts.Paging]]:
    """The path, items and paging of each page of a list whose first page is `first`; an empty list is one page.

    The other pages stand below `first`, or as if `later` were the first. Items of one `section` follow each other.
    """
    parts = divide(((section(item), 1) for item in items), size)
    for (start, stop), (path, paging) in zip(parts, link_pages(len(parts), len(items), first, later), strict=True):
        yield path, tuple(items[start:stop]), paging


def link_pages(pages: int, total: int, first: str, later: str = "") -> Iterator[tuple[str, contexts.Paging]]:
    """The path and paging of each of the `pages` of a list of `total` rows; paths as in `paginate`."""

    def path(number: int) -> str:
        return permalinks.list_path(later if later and number > 1 else first, number)

    for number in range(1, pages + 1):
        shown = {1, pages, *range(number - NEARBY, number + NEARBY + 1)} & set(range(1, pages + 1))
        links = tuple(
            contexts.PageLink(number=n, href=quote(path(n)), current=n == number) for n in sorted(shown) if pages > 1
        )
        paging = contexts.Paging(
            number=number,
            pages=pages,
            links=links,
            previous=quote(path(number - 1)) if number > 1 else None,
            next=quote(path(number + 1)) if number < pages else None,
            total=total if number == 1 else None,
        )
        yield path(number), paging
