"""Where what the articles say goes back to: the routes from each attribution to its origin, and who stands at their ends.

A route is the attribution's own chain. It crosses to another article in one case only: the chain ends with an outlet, an article of
that outlet is there, and both tell the same by the grouping of claims. Each step has its words in one of the articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from generator.index.parts import ArticleParts
from generator.index.sources import Read, SourceKeys
from generator.model import ClaimGroup, ClaimVersion, Naming, Origin, OriginRoute, OriginStep, SourceProfile

NOBODY = (Naming.N0, Naming.UNCLEAR)

LONGEST = 12
"""So many steps a route may have; more would be a circle of outlets that cite one another."""

Place = tuple[str, str]
"""An attribution: its article's slug, and its id."""


class Places:
    """The attribution that a version of a claim stands in: the deepest around it; of several the shortest."""

    def __init__(self, read: Read) -> None:
        self._contents = {article.slug: parts.contents for article, parts in read}
        self._found: dict[tuple[str, int], Place | None] = {}

    def find(self, version: ClaimVersion) -> Place | None:
        """The attribution of `version`; None where nobody is credited."""
        slug, start = version.article_slug, version.place.start_char
        if (slug, start) not in self._found:
            around = [one for one in self._contents[slug] if one.start_char <= start < one.end_char]
            best = max(around, key=lambda one: (one.depth, -one.length), default=None)
            self._found[slug, start] = (slug, best.attribution_id) if best else None
        return self._found[slug, start]


def find_routes(read: Read, keys: SourceKeys, groups: Iterable[ClaimGroup], places: Places) -> dict[Place, OriginRoute]:
    """By attribution its route, in the order of the articles and of the text.

    Attributions without a source or a cue have none, nor has what an article credits to its own outlet.
    """
    routes = {
        (route.article_slug, route.attribution_id): route
        for article, parts in read
        for route in _routes(article.slug, parts, keys)
    }
    if not keys.by_outlet:  # without which no route goes on in another article
        return routes
    onward = _onward(read, keys, groups, places)
    return {place: _follow(route, onward, routes) for place, route in routes.items()}


def build_origins(
    read: Read, routes: Mapping[Place, OriginRoute], sources: Iterable[SourceProfile]
) -> tuple[Origin, ...]:
    """Those that several articles go back to, or one by way of others; those of most articles first, then by name.

    Plans, attitudes and acts are no information, and what is inside another's words counts where it names its source.
    """
    ending: defaultdict[str, list[OriginRoute]] = defaultdict(list)
    for article, parts in read:
        for route in _shown(article.slug, parts, routes):
            ending[route.steps[-1].source_key].append(route)
    profiles = {profile.key: profile for profile in sources}
    origins = []
    for key, those in ending.items():
        articles = {route.article_slug for route in those}
        profile = profiles[key]
        if profile.naming in NOBODY or (len(articles) < 2 and all(len(route.steps) < 2 for route in those)):
            continue
        origins.append(
            Origin(
                key=key,
                name=profile.name,
                kind=profile.kind,
                naming=profile.naming,
                routes=tuple(those),
                articles=len(articles),
            )
        )
    return tuple(
        sorted(origins, key=lambda o: (-o.articles, -max(len(r.steps) for r in o.routes), o.name.casefold(), o.key))
    )


def add_routes(
    groups: Iterable[ClaimGroup], places: Places, routes: Mapping[Place, OriginRoute]
) -> tuple[ClaimGroup, ...]:
    """`groups`, each version with its route."""

    def routed(version: ClaimVersion) -> ClaimVersion:
        place = places.find(version)
        route = routes.get(place) if place else None
        return replace(version, route=route) if route else version

    return tuple(replace(group, versions=tuple(map(routed, group.versions))) for group in groups)


def _routes(slug: str, parts: ArticleParts, keys: SourceKeys) -> Iterator[OriginRoute]:
    own_outlet = keys.by_outlet.get(slug)
    for chain in parts.chains:
        steps = []
        for number, link in enumerate(chain.links):
            key = keys.by_source.get((slug, link.source_id)) or keys.by_name.get(link.name)
            if key == own_outlet and number == 0 and len(chain.links) > 1:
                continue  # what was told to this very paper has come through nobody else
            if key is None and number + 1 < len(chain.links):
                continue  # named in passing, and nowhere credited: it has no page
            if key is None or key == own_outlet:
                break
            steps.append(
                OriginStep(
                    article_slug=slug,
                    attribution_id=link.attribution_id,
                    source_key=key,
                    source_name=link.source_name,
                    words=link.words,
                    cue=link.cue,
                )
            )
        if steps:
            yield OriginRoute(article_slug=slug, attribution_id=chain.attribution_id, steps=tuple(steps))


def _onward(
    read: Read, keys: SourceKeys, groups: Iterable[ClaimGroup], places: Places
) -> dict[Place, tuple[tuple[str, Place], ...]]:
    """By attribution, the attributions of other articles that tell the same, each with the key of its article's outlet."""
    headlines = {article.slug: parts.headline_end for article, parts in read}
    onward: dict[Place, dict[tuple[str, Place], None]] = {}
    for group in groups:
        of_outlets: dict[str, dict[Place, None]] = {}
        own: dict[Place, None] = {}
        for version in group.versions:
            place = places.find(version)
            if place is None or version.place.start_char < headlines[version.article_slug]:
                continue  # a headline says in short what its article's body says with its source
            own[place] = None
            outlet = keys.by_outlet.get(version.article_slug)
            if outlet is not None:
                of_outlets.setdefault(outlet, {})[place] = None
        for place in own:
            others = onward.setdefault(place, {})
            for outlet, those in of_outlets.items():
                first = next((other for other in those if other[0] != place[0]), None)
                if first is not None:
                    others[outlet, first] = None
    return {place: tuple(others) for place, others in onward.items()}


def _follow(
    route: OriginRoute, onward: Mapping[Place, tuple[tuple[str, Place], ...]], routes: Mapping[Place, OriginRoute]
) -> OriginRoute:
    """`route` with what the articles of the outlets at its end say."""
    steps = list(route.steps)
    seen = {route.article_slug}
    while len(steps) < LONGEST:
        last = steps[-1]
        telling = {(one.article_slug, one.attribution_id) for one in steps if one.article_slug == last.article_slug}
        first = next(
            (
                place
                for one in sorted(telling)
                for outlet, place in onward.get(one, ())
                if outlet == last.source_key and place in routes and place[0] not in seen
            ),
            None,
        )
        if first is None:
            break
        seen.add(first[0])
        steps += routes[first].steps
    return route if len(steps) == len(route.steps) else replace(route, steps=tuple(steps))


def _shown(slug: str, parts: ArticleParts, routes: Mapping[Place, OriginRoute]) -> Iterator[OriginRoute]:
    """The routes of what the article tells, and of what named sources say inside another's words and on no route."""
    on_the_way: set[str] = set()
    for attribution_id in parts.told:
        route = routes.get((slug, attribution_id))
        if route is None or attribution_id in on_the_way:
            continue
        on_the_way.update(step.attribution_id for step in route.steps if step.article_slug == slug)
        yield route
