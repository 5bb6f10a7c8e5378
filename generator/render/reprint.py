"""The pages of articles again, after an edit of templates: of what is kept of them, without articles, analyses or the index.

Little is imported here, because a build after such an edit needs no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from msgspec import Raw, Struct

from generator.digests import KEY_LENGTH, digest
from generator.model import Page
from generator.render import contexts
from generator.render.kept import SITE_WIDE, KeptArticles, Restored, encode_kept
from generator.render.templates import Renderer
from generator.standing import Unit

TEMPLATE = "pages/article.html"


class MadeArticle(Struct, frozen=True, kw_only=True):
    """The pages of one article, in order; `parts` as in `permalinks.Permalinks`.

    `kept` is what `KeptArticles` keeps of the pages and of the late parts of their contexts; nothing of the latter where they stay
    as they were.
    """

    slug: str
    pages: tuple[Page, ...]
    parts: dict[str, int]
    kept: tuple[bytes, bytes | None] | None


def reprint(
    renderer: Renderer, frame: Mapping[str, object], kept: KeptArticles, output: Path, slug: str, unit: Unit
) -> MadeArticle | None:
    """The pages of an article that stand as `unit`, made again by the templates and with the `frame` that the site has now.

    None where they have to be made from the beginning: what is kept is of other pages, or a template looks at what isn't kept.
    """
    known = kept.find(slug, unit.key)
    if known is None or len(known) != len(unit.files):
        return None
    late = cache(lambda: kept.late(slug, unit.key[:KEY_LENGTH]))
    pages, again = [], []
    try:
        for number, path in enumerate(unit.files):
            text = (output / path).read_bytes().decode()
            restored = Restored(known[number], text, partial(_late_of, late, number), frame, renderer.template_key)
            page, page_kept = renderer.render_again(path, TEMPLATE, restored)
            pages.append(page)
            again.append(page_kept)
    except Exception:  # whatever it is: it comes again where the page is made from the beginning, and is said there
        return None
    encoded = None if None in again else (encode_kept(again), None)
    return MadeArticle(slug=slug, pages=tuple(pages), parts=dict(unit.parts), kept=encoded)


def _late_of(late: Callable[[], Sequence[Mapping[str, Raw]]], number: int) -> Mapping[str, Raw]:
    return late()[number]


def site_wide(frame: contexts.Page) -> dict[str, object]:
    """What any page, as `frame`, shows of the site as a whole."""
    return {name: getattr(frame, name) for name in SITE_WIDE}


def key_of_look(renderer: Renderer, frame: Mapping[str, object]) -> bytes:
    """What an article's pages are made under, besides what they show of the article; the second half of their key."""
    return digest([frame[name] for name in SITE_WIDE], renderer.template_key(TEMPLATE))
