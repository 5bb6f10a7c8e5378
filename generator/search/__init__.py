"""The full-text search index: documents in, the files that a browser searches out, by Pagefind.

`service` runs Pagefind's program over the documents; `bundle` gives what it wrote the same bytes each time, which it does not do by
itself. Pagefind can't add to an index, and takes more than twice the time for twice the documents. So the index of a large site
comes in bundles, each an index that the search page merges with the first: an edit makes anew only those it touches. In which a
document is follows from its article's slug and from how many articles there are; so the bundles are those of a clean build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.digests import digest
from generator.model import Page, SearchDocument
from generator.search.bundle import read_bundle
from generator.search.service import SearchError, index_documents

FOLDER = "pagefind"
"""Where the index lies, below the output folder; further bundles in numbered folders below it."""

ARTICLES_A_BUNDLE = 256
"""With more articles than this, and the sources that go with them, a bundle is divided."""

MOST_BUNDLES = 8
"""A reader's browser asks each of them for each search."""

__all__ = ["FOLDER", "SearchError", "bundle_of", "count_bundles", "render_search"]


def count_bundles(articles: int) -> int:
    """How many bundles the index of so many articles comes in: a power of two, so that it seldom changes."""
    bundles = 1
    while bundles < MOST_BUNDLES and articles > bundles * ARTICLES_A_BUNDLE:
        bundles *= 2
    return bundles


def bundle_of(slug: str, bundles: int) -> int:
    """In which of so many bundles, from 0, that which goes with the article `slug` is."""
    return int.from_bytes(digest(slug)[:4], "big") % bundles


def render_search(documents: Iterable[SearchDocument], language: str, bundle: int = 0) -> Iterator[Page]:
    """The files of the index over `documents`, whose words are taken to be in `language` (BCP 47); the bundle 0 has the programs.

    Raises SearchError where Pagefind is missing or fails, before the first page.
    """
    files = index_documents(documents, language.partition("-")[0].lower())
    folder = f"{FOLDER}/{bundle}" if bundle else FOLDER
    for name, content in read_bundle(files, programs=not bundle):
        yield Page(path=f"{folder}/{name}", content=content)
