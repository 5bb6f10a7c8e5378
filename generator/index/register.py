"""What people have said in sources.yml, laid over what the machine found: it always wins, but for the unnamed.

A source is an entry's where the name that the article gives it is one of the entry's names. An unnamed source (N0 to N3, an
institution's unnamed spokesperson) is nobody's, whatever its words: to say who it is would be to unmask it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from msgspec.structs import replace

from generator.model import Article, ArticleAnalysis, KnownSource, Naming, Source, SourceKind
from generator.names import fold_name, strip_titles

NAMED = (Naming.N4, Naming.N5, Naming.N6)
INSTITUTIONS = (SourceKind.INSTITUTION, SourceKind.OUTLET)
PEOPLE = (SourceKind.PERSON, SourceKind.UNCLEAR)


class Called(Protocol):
    """Somebody as an article calls them: a `Source`, or what the index keeps of one."""

    @property
    def name(self) -> str: ...
    @property
    def named(self) -> bool: ...
    @property
    def kind(self) -> SourceKind: ...
    @property
    def naming(self) -> Naming: ...


class Register:
    """The entries by their names."""

    def __init__(self, entries: Iterable[KnownSource]) -> None:
        self.entries = tuple(entries)
        self._by_name: defaultdict[tuple[str, ...], list[KnownSource]] = defaultdict(list)
        self._by_bare_name: defaultdict[tuple[str, ...], list[KnownSource]] = defaultdict(list)
        for entry in self.entries:
            for words in {fold_name(name): None for name in (entry.name, *entry.aliases)}:
                self._by_name[words].append(entry)
                if entry.kind in (None, SourceKind.PERSON) and strip_titles(words) != words:
                    self._by_bare_name[strip_titles(words)].append(entry)

    def find(self, slug: str, source: Called) -> KnownSource | None:
        """The entry of `source` in the article `slug`, one that names the article before one that names none."""
        unnamed = not source.named and source.kind in (SourceKind.PERSON, SourceKind.GROUP)
        if not self.entries or unnamed or source.naming not in NAMED:
            return None
        words = fold_name(source.name)
        found = [*self._by_name[words]] if words in self._by_name else []
        if source.kind in PEOPLE and source.named:
            bare = strip_titles(words)
            found += self._by_name.get(bare, [])
            found += self._by_bare_name.get(bare, [])
        return _of_article(slug, found)

    def find_name(self, slug: str, name: str) -> KnownSource | None:
        """The entry of an institution or outlet called `name`, in the article `slug`."""
        return _of_article(slug, self._by_name.get(fold_name(name), []))

    def apply(self, article: Article, analysis: ArticleAnalysis) -> ArticleAnalysis:
        """`analysis` with the codings that people give; unchanged where they give none."""
        sources = []
        for source in analysis.sources:
            entry = self.find(article.slug, source)
            sources.append(_coded(source, entry) if entry else source)
        return analysis if tuple(sources) == analysis.sources else replace(analysis, sources=tuple(sources))


def _of_article(slug: str, entries: list[KnownSource]) -> KnownSource | None:
    here = [entry for entry in entries if slug in entry.articles] or [entry for entry in entries if not entry.articles]
    return here[0] if here else None


def _coded(source: Source, entry: KnownSource) -> Source:
    kind = entry.kind or source.kind
    return replace(
        source,
        kind=kind,
        naming=_naming(source, kind) if entry.kind else source.naming,
        affiliation=entry.affiliation or source.affiliation,
        role=entry.role or source.role,
    )


def _naming(source: Source, kind: SourceKind) -> Naming:
    """The level on the naming ladder, which depends on the kind: an institution is N4, a person by name is N5 or N6."""
    if kind in INSTITUTIONS:
        return Naming.N4
    if kind is SourceKind.PERSON and source.named and source.naming is Naming.N4:
        return Naming.N6 if source.capacities else Naming.N5
    return source.naming
