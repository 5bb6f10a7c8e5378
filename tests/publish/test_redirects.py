"""Where old addresses lead: articles that have another slug, and parts of long articles that are no longer one."""

from __future__ import annotations

from generator.publish.manifest import Manifest
from generator.publish.redirects import find_redirects, render_redirects

WALL, EAST, HARBOUR = (f"articles/{slug}/index.html" for slug in ("wall", "east-wall", "harbour"))
PART_2, EAST_2 = "articles/wall/part-2/index.html", "articles/east-wall/part-2/index.html"


def published(page: str, *parts: str, redirects: dict[str, str] | None = None) -> Manifest:
    """What stood there: the article of wall.md at `page`, in so many `parts`, and the redirects there were."""
    redirects = redirects or {}
    files = dict.fromkeys((page, *parts, *redirects), "hash")
    return Manifest(files=files, articles={"wall.md": page}, redirects=redirects)


def test_a_part_that_is_gone_leads_to_its_article() -> None:
    assert find_redirects(published(WALL, PART_2), {"wall.md": WALL}, {WALL}) == {PART_2: WALL}
    assert find_redirects(published(WALL, PART_2), {"wall.md": WALL}, {WALL, PART_2}) == {}


def test_a_part_of_an_article_that_moved_leads_to_that_part() -> None:
    before = published(WALL, PART_2)
    assert find_redirects(before, {"wall.md": EAST}, {EAST, EAST_2}) == {WALL: EAST, PART_2: EAST_2}
    assert find_redirects(before, {"wall.md": EAST}, {EAST}) == {WALL: EAST, PART_2: EAST}


def test_redirects_last_are_joined_and_end_with_their_page() -> None:
    before = published(EAST, redirects={WALL: EAST, PART_2: EAST})
    assert find_redirects(before, {"wall.md": EAST}, {EAST}) == {WALL: EAST, PART_2: EAST}
    assert find_redirects(before, {"wall.md": HARBOUR}, {HARBOUR}) == {EAST: HARBOUR, WALL: HARBOUR, PART_2: HARBOUR}
    assert find_redirects(before, {"wall.md": EAST, "new.md": WALL}, {EAST, WALL}) == {PART_2: EAST}
    assert find_redirects(before, {}, set()) == {}


def test_the_page_at_an_old_address_hands_on_which_statement_is_meant() -> None:
    listing, page = render_redirects({PART_2: WALL})
    assert listing.read() == b"/articles/wall/part-2/ /articles/wall/ 301\n"
    assert b'<script>location.replace("../index.html" + location.hash)</script>' in page.read()
    assert b'content="0; url=../index.html"' in page.read()
    assert b'content="noindex"' in page.read()
