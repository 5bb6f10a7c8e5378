"""The pages about one source, one group of claims or one article beside others: they go by what they are made of.

To make the context of each only to find that its page stands would cost more than all the rest of a build after an edit. So each
has a key, made of whatever its context looks at: too much in a key costs a page made once too often, too little would show what is
no longer so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from generator.model import ClaimGroup, SourceProfile, StandingPage
from generator.render import permalinks
from generator.render.compare import Corpus
from generator.render.contexts import ArticleCard, Paging
from generator.render.permalinks import Permalinks
from generator.render.press import PageJob
from generator.render.templates import Renderer
from generator.standing import Standing

Context = tuple[str, str, Struct]
"""Path, template and context of a page."""


class Units:
    """Asked before contexts are made: each entry gives its pages, as word that they stand or as what is to be made."""

    def __init__(
        self,
        renderer: Renderer,
        known: Standing,
        frame: object,
        corpus: Corpus,
        links: Permalinks,
        cards: Mapping[str, ArticleCard],
    ) -> None:
        """`frame` is what every page shows of the rest of the site."""
        self._renderer = renderer
        self._known = known
        self._frame = known.key(frame)
        self._corpus = corpus
        self._links = links
        self._cards = cards
        self._article = cache(self._key_of_article)
        self._said = cache(self._key_of_said)
        self._group = cache(self._key_of_group)

    def source(self, profile: SourceProfile, make: Callable[[], Iterable[Context]]) -> Iterator[PageJob | StandingPage]:
        """The pages of a source: what it is credited with, and the articles that do."""
        articles = [self._article(slug) for slug in dict.fromkeys(one.article_slug for one in profile.statements)]
        return self._unit(f"source {profile.key}", "pages/source.html", (profile, articles), make)

    def group(self, number: int, make: Callable[[], Iterable[Context]]) -> Iterator[PageJob | StandingPage]:
        """The page of a group of claims."""
        group = self._corpus.groups[number]
        inputs = (self._group(number), [self._article(slug) for slug in _articles_of(group)])
        return self._unit(f"group {group.id}", "pages/claim_group.html", inputs, make)

    def groups(
        self, path: str, paging: Paging, numbers: Iterable[int], make: Callable[[], Struct]
    ) -> Iterator[PageJob | StandingPage]:
        """A page of the list of all groups."""
        return self.page(path, "pages/groups.html", (paging, [self._group(number) for number in numbers]), make)

    def group_rows(self, number: int, make: Callable[[], Iterable[Context]]) -> Iterator[PageJob | StandingPage]:
        """The scripts that say how the versions of a group stand to each other."""
        return self._unit(f"pairs {self._corpus.groups[number].id}", permalinks.ROWS, self._group(number), make)

    def comparison(
        self, slug: str, others: tuple[str, ...], make: Callable[[], Iterable[Context]]
    ) -> Iterator[PageJob | StandingPage]:
        """The page that shows an article beside `others`."""
        articles = [(self._article(one), self._said(one)) for one in (slug, *others)]
        groups = [self._group(number) for number in sorted(self._corpus.versions[slug])]
        return self._unit(f"compare {slug}", "pages/compare.html", (articles, groups), make)

    def article_rows(self, slug: str, make: Callable[[], Iterable[Context]]) -> Iterator[PageJob | StandingPage]:
        """The scripts that hold an article for comparisons."""
        groups = self._corpus.groups
        versions = [
            (groups[number].id, [groups[number].versions[position] for position in positions])
            for number, positions in sorted(self._corpus.versions[slug].items())
        ]
        inputs = (self._article(slug), self._said(slug), versions)
        return self._unit(f"rows {slug}", permalinks.ROWS, inputs, make)

    def key(self, *inputs: Any) -> bytes:
        """A digest of `inputs`."""
        return self._known.key(*inputs)

    def page(
        self, path: str, template: str, inputs: Any, make: Callable[[], Struct]
    ) -> Iterator[PageJob | StandingPage]:
        """One page of a list; `inputs` are all that its context is made of."""
        return self._unit(path, template, inputs, lambda: [(path, template, make())])

    def measured(self, name: str, key: bytes, make: Callable[[], list[int]]) -> list[int]:
        """Numbers that `make` works out from what `key` is a digest of, kept from build to build."""
        return list(
            self.counted(name, key, lambda: {str(place): number for place, number in enumerate(make())}).values()
        )

    def counted(self, name: str, key: bytes, make: Callable[[], Mapping[str, int]]) -> Mapping[str, int]:
        """The same of numbers that have names; they keep their order."""
        unit = self._known.find(name, key)
        if unit is not None:
            return unit.parts
        numbers = make()
        self._known.record(name, key, (), numbers)
        return numbers

    def _unit(
        self, name: str, template: str, inputs: Any, make: Callable[[], Iterable[Context]]
    ) -> Iterator[PageJob | StandingPage]:
        key = self._known.key(self._frame, self._renderer.template_key(template), inputs)
        unit = self._known.find(name, key)
        if unit is not None:
            yield from self._known.pages(unit)
            return
        paths = []
        for path, its_template, context in make():
            paths.append(path)
            yield PageJob(path, its_template, context)
        self._known.record(name, key, paths)

    def _key_of_article(self, slug: str) -> bytes:
        return self._known.key(self._cards[slug], self._links.parts.get(slug))

    def _key_of_said(self, slug: str) -> bytes:
        """The statements of an article by source, and what is shown of each source."""
        said = sorted(self._corpus.said[slug].items())
        profiles = [self._corpus.profiles[key] for key, _ in said]
        return self._known.key(said, [(one.name, one.naming) for one in profiles])

    def _key_of_group(self, number: int) -> bytes:
        return self._known.key(self._corpus.groups[number])


def _articles_of(group: ClaimGroup) -> dict[str, None]:
    return dict.fromkeys(version.article_slug for version in group.versions)
