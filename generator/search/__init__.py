"""The full-text search index: documents in, the files that a browser searches out, by Pagefind.

`service` runs Pagefind's program over the documents; `bundle` gives what it wrote the same bytes each time, which it does not do by
itself. The index is one unit, the last of a build: Pagefind can't add to one, so it is made anew when anything in it has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import Page, SearchDocument
from generator.search.bundle import read_bundle
from generator.search.service import SearchError, index_documents

FOLDER = "pagefind"
"""Where the index lies, below the output folder."""

__all__ = ["FOLDER", "SearchError", "render_search"]


def render_search(documents: Iterable[SearchDocument], language: str) -> Iterator[Page]:
    """The files of the index over `documents`, whose words are taken to be in `language` (BCP 47).

    Raises SearchError where Pagefind is missing or fails, before the first page.
    """
    files = index_documents(documents, language.partition("-")[0].lower())
    for name, content in read_bundle(files):
        yield Page(path=f"{FOLDER}/{name}", content=content)
