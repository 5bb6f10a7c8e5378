"""Long lists on several pages, so that none grows with the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import quote

from generator.render import contexts, permalinks

Item = TypeVar("Item")

NEARBY = 2  # pages linked on either side of the current one


def paginate(
    items: Sequence[Item], size: int, first: str, later: str = ""
) -> Iterator[tuple[str, tuple[Item, ...], contexts.Paging]]:
    """The path, items and paging of each page of a list whose first page is `first`; an empty list is one page.

    The other pages stand below `first`, or as if `later` were the first.
    """

    def path(number: int) -> str:
        return permalinks.list_path(later if later and number > 1 else first, number)

    pages = max(1, -(-len(items) // size))
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
            total=len(items),
        )
        yield path(number), tuple(items[(number - 1) * size : number * size]), paging
