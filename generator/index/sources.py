"""Sources across articles: who is the same, and under which key.

Merging is conservative, because a wrong merge puts words in the wrong mouth. People decide first (sources.yml); else only persons
under the same full name, and institutions and outlets under the same name, are one source, where `identities` finds the names to
differ in form only. A description ("the company", "the Inspectorate") is no name, and unnamed sources (N0 to N3) are never linked
across articles.

A key is made of a name alone (of what is not merged, of the article's slug too), never of what other articles hold. Of several
names that turn out to be one source's, the oldest article's gives its key to the page, and the others' keys lead on to it: so no
address that was ever given out is lost, whatever articles come and whatever people write.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.analysed import AnalysedArticle
from generator.index.identities import Identity, join_identities
from generator.index.parts import ArticleParts, SourcePart, make_key
from generator.index.register import INSTITUTIONS, Register
from generator.model import Affiliation, KnownSource, SourceProfile, Statement
from generator.names import institution_words, normalise_name


class SourceKeys(Struct, frozen=True):
    """Under which key each source is known."""

    by_source: Mapping[tuple[str, str], str]  # by article slug and source id
    by_outlet: Mapping[str, str]  # of the outlet that an article appeared in, by the article's slug
    by_name: Mapping[
        tuple[str, ...], str
    ]  # of institutions and outlets, by their folded names; of those that somewhere are credited
    others: Mapping[str, tuple[str, ...]]  # by key, those that lead on to it
    entries: Mapping[str, KnownSource]  # by key, what people have said


Read = Sequence[tuple[AnalysedArticle, ArticleParts]]


def find_source_keys(read: Read, register: Register) -> SourceKeys:
    """The key of each source: what its page is called."""
    own: dict[tuple[str, str], str] = {}  # the key that each source would have if no other article were there
    entry_of: dict[tuple[str, str], KnownSource] = {}
    identities: dict[str, Identity] = {}
    for article, parts in sorted(read, key=lambda pair: _age(pair[0])):
        for source in parts.sources:
            own[article.slug, source.id] = source.key
            entry = register.find(article.slug, source)
            if entry is not None:
                entry_of[article.slug, source.id] = entry
            elif source.identity is not None:
                identity = identities.get(source.key)
                if identity is None:
                    identity = identities[source.key] = Identity.read(*source.identity)
                identity.add(article.slug, source.affiliation, source.capacities)
    joined = join_identities(identities)
    by_outlet = {}
    for article, _ in read:
        outlet = article.front_matter.outlet
        entry = register.find_name(article.slug, outlet) if outlet else None
        if outlet:
            own_key = make_key(outlet, ("institution", normalise_name(outlet)))
            by_outlet[article.slug] = entry_key(entry) if entry else joined.get(own_key, own_key)
    known: dict[str, KnownSource] = {}
    by_source: dict[tuple[str, str], str] = {}
    others: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for place, key in own.items():
        if place in entry_of:
            whole = entry_key(entry_of[place])
            known[whole] = entry_of[place]
        else:
            whole = joined.get(key, key)
        by_source[place] = whole
        if whole != key:
            others[whole][key] = None
    taken = Counter(by_source.values())
    for those in others.values():  # an address that two entries would have, each in its articles, leads to neither
        taken.update(those.keys())
    by_name = {
        institution_words(identities[key].name): joined.get(key, key)
        for key in identities
        if identities[key].kind == "institution"
    }
    for whole, entry in known.items():
        if not entry.articles:
            by_name.update((institution_words(name), whole) for name in (entry.name, *entry.aliases))
    return SourceKeys(
        by_source=by_source,
        by_outlet=by_outlet,
        by_name=by_name,
        others={key: tuple(sorted(other for other in those if taken[other] == 1)) for key, those in others.items()},
        entries=known,
    )


def build_source_profiles(
    read: Read, keys: SourceKeys, statements: Mapping[str, tuple[Statement, ...]]
) -> tuple[SourceProfile, ...]:
    """One profile a key, those with most statements first, then by name; `statements` are by article slug."""
    members: defaultdict[str, list[SourcePart]] = defaultdict(list)
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for article, parts in read:
        for source in parts.sources:
            members[keys.by_source[article.slug, source.id]].append(source)
        for statement in statements[article.slug]:
            if statement.source_key is not None:
                said[statement.source_key].append(statement)
    profiles = [_profile(key, sources, tuple(said[key]), keys) for key, sources in members.items()]
    return tuple(sorted(profiles, key=lambda profile: (-len(profile.statements), profile.name.casefold(), profile.key)))


def _profile(key: str, sources: list[SourcePart], statements: tuple[Statement, ...], keys: SourceKeys) -> SourceProfile:
    fullest = max(sources, key=lambda source: (source.naming, len(source.name), source.name))
    entry = keys.entries.get(key)
    name = entry.name if entry else fullest.name
    return SourceProfile(
        key=key,
        name=name,
        kind=(entry and entry.kind) or fullest.kind,
        naming=fullest.naming,
        named=fullest.named or entry is not None,
        names=_names(name, sources),
        statements=statements,
        affiliation=(entry and entry.affiliation) or _affiliation(fullest, sources),
        about=entry.about if entry else "",
        link=entry.link if entry else "",
        known=entry is not None,
        other_keys=keys.others.get(key, ()),
    )


def _affiliation(fullest: SourcePart, sources: Sequence[SourcePart]) -> Affiliation:
    """That of the fullest form; where this says none, the one that most articles give."""
    if fullest.affiliation is not Affiliation.UNCLEAR:
        return fullest.affiliation
    clear = Counter(source.affiliation for source in sources if source.affiliation is not Affiliation.UNCLEAR)
    return clear.most_common(1)[0][0] if clear else Affiliation.UNCLEAR


def entry_key(entry: KnownSource) -> str:
    """The key of what people have said: the entry's own id; else what the name would have as its key by itself."""
    kind = "institution" if entry.kind in INSTITUTIONS else "person"
    return entry.id or make_key(entry.name, (kind, normalise_name(entry.name), *entry.articles))


def _age(article: AnalysedArticle) -> tuple[datetime.date, str]:
    date = article.front_matter.date
    return (date.date() if isinstance(date, datetime.datetime) else date) or datetime.date.max, article.slug


def _names(name: str, sources: list[SourcePart]) -> tuple[str, ...]:
    """Every form that shares a word with the source's name, the fullest first."""
    forms = {name}.union(*(source.forms for source in sources))
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))
