"""Where everything stands in the site: paths relative to the output folder, and links from one page to another.

A permalink is the page of the article, `#`, and `Attribution.id`; the id is a hash of the normalised content, so it
survives rebuilds and edits elsewhere. Reference numbers are for reading only and never part of an address. Links name
index.html, because a page opened from disk has no server to add it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from generator.model import AuthorClaim

HOME = "index.html"
SOURCES = "sources/index.html"
CLAIMS = "claims/index.html"
CLAIM_GROUPS = "claims/groups/index.html"
ORIGINS = "origins/index.html"
COMPARE = "compare/index.html"
COMPARISONS = (
    "comparisons/index.html"  # stands for the later pages of `COMPARE`, beside which articles have folders of their own
)
NOTICES = "notices/index.html"
METHOD = "method/index.html"
FINDINGS = "findings/index.html"
CHANGES = "changes/index.html"
DATA = "data/index.html"
SEARCH = "search/index.html"
NOT_FOUND = "404.html"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
OPENSEARCH = "opensearch.xml"
ROBOTS = "robots.txt"
FRAGMENT_WORDS = 6  # so many words of a claim say where it stands
ROWS = "rows.js"  # the template of the scripts that hold a list's rows


def article_path(slug: str, part: int = 1) -> str:
    """The page of an article; parts count from 1, and only a long article has more than one."""
    return f"articles/{slug}/index.html" if part == 1 else f"articles/{slug}/part-{part}/index.html"


def source_path(key: str) -> str:
    """The page of a source."""
    return f"sources/{key}/index.html"


def origin_path(key: str) -> str:
    """The page of an origin: every article that goes back to it."""
    return f"origins/{key}/index.html"


def rule_path(code: str) -> str:
    """The page of a rule's findings."""
    return f"findings/{code.lower()}/index.html"


def list_path(first: str, number: int) -> str:
    """Page `number`, from 1, of the list that begins on the page `first`."""
    return first if number == 1 else f"{first.removesuffix('index.html')}page-{number}/index.html"


def claim_group_path(group_id: str) -> str:
    """The page of a group of claims."""
    return f"claims/{group_id}/index.html"


def compare_path(slug: str) -> str:
    """The page that shows an article beside others."""
    return f"compare/{slug}/index.html"


def article_rows_path(slug: str) -> str:
    """What the paths of the scripts begin with that hold an article for comparisons; a number and `.js` follow."""
    return f"articles/{slug}/compare-"


def group_rows_path(group_id: str) -> str:
    """The same of a group of claims."""
    return f"comparisons/{group_id}/pairs-"


def root_of(path: str) -> str:
    """What leads from the page at `path` back to the output folder: `../../`, or nothing."""
    return "../" * path.count("/")


def absolute(base_url: str, path: str) -> str:
    """The address of `path` on the published site; index.html is left off, as servers do."""
    return base_url + quote(path.removesuffix("index.html"))


class Permalinks(Struct, frozen=True):
    """Where attributions and findings stand. `parts` holds, for split articles only, the part of each of their ids."""

    parts: Mapping[str, Mapping[str, int]] = {}

    def statement(self, slug: str, attribution_id: str) -> str:
        """The path and fragment of one attribution, relative to the output folder."""
        part = self.parts.get(slug, {}).get(attribution_id, 1)
        return f"{quote(article_path(slug, part))}#{attribution_id}"


def claim_link(claim: AuthorClaim) -> str:
    """Where a claim in the author's voice stands: its article, and its first words."""
    return words_link(claim.article_slug, " ".join(claim.text.split()[:FRAGMENT_WORDS]))


def words_link(slug: str, words: str) -> str:
    """The path of an article and `words` of it as a text fragment, for what has no place with an id."""
    return f"{quote(article_path(slug))}#:~:text={quote(words, safe='').replace('-', '%2D')}"
