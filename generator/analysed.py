"""An article with its analysis, of which no more is in memory than somebody asks for.

What can be known of thousands of articles without reading them again stands in the records of the last build; so whoever passes
them on passes on these, and whoever needs the text or the analysis of one reads it, and lets it go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from generator.digests import digest
from generator.model import Article, ArticleAnalysis, FrontMatter, Notice

Pair = tuple[Article, ArticleAnalysis]


class Facts(Struct, frozen=True, array_like=True):
    """What is asked of every article in every build."""

    digest: (
        bytes  # of the article and its analysis, with what people have said of them: tells whether anything is another
    )
    engine: str
    claims: int
    orphaned: tuple[Notice, ...]  # on corrections that have lost their place
    notices: tuple[Notice, ...]  # of the analysis


def find_facts(article: Article, analysis: ArticleAnalysis, orphaned: tuple[Notice, ...] = ()) -> Facts:
    """The facts of an article whose `analysis` is what people have left of it; `orphaned` are the notices on what they said."""
    notices = tuple(replace(notice, path=notice.path or article.path) for notice in analysis.notices)
    return Facts(digest(article, analysis), analysis.engine, len(analysis.claims), orphaned, notices)


class AnalysedArticle:
    """One article: what it is called and when it is of, its facts, and the rest where it is read."""

    def __init__(
        self, slug: str, path: str, front_matter: FrontMatter, read: Callable[[], Pair], facts: Callable[[], Facts]
    ) -> None:
        """`read` gives the article and its analysis, as people have left it, and `facts` their facts."""
        self.slug = slug
        self.path = path  # of its file, as in `Article`
        self.front_matter = front_matter
        self._read = read
        self._find_facts = facts

    @classmethod
    def of(cls, article: Article, analysis: ArticleAnalysis) -> AnalysedArticle:
        """One that is in memory."""
        return cls(
            article.slug,
            article.path,
            article.front_matter,
            lambda: (article, analysis),
            lambda: find_facts(article, analysis),
        )

    @cached_property
    def facts(self) -> Facts:
        """What is known of it without reading it, if it was read before."""
        return self._find_facts()

    @property
    def digest(self) -> bytes:
        """That of its facts."""
        return self.facts.digest

    def read(self) -> Pair:
        """The article and its analysis. Raises SaysoError where they can't be read any more."""
        return self._read()


Analysed = tuple[AnalysedArticle, ...]

Pairs = Iterable[AnalysedArticle | Pair]
"""Articles with their analyses, whether or not they are in memory."""


def hold(pairs: Pairs) -> Analysed:
    """`pairs`, all in one form."""
    return tuple(one if isinstance(one, AnalysedArticle) else AnalysedArticle.of(*one) for one in pairs)
