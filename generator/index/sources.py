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
import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from generator.index.identities import Identity, join_identities
from generator.index.register import INSTITUTIONS, Register
from generator.lexicons import read_lexicon
from generator.model import (
    Affiliation,
    Article,
    ArticleAnalysis,
    KnownSource,
    Naming,
    Source,
    SourceKind,
    SourceProfile,
    Statement,
)
from generator.names import institution_words, normalise_name

NAMED_PERSON = (Naming.N5, Naming.N6)


class SourceKeys(Struct, frozen=True):
    """Under which key each source is known."""

    by_source: Mapping[tuple[str, str], str]  # by article slug and source id
    by_outlet: Mapping[str, str]  # of the outlet that an article appeared in, by the article's slug
    by_name: Mapping[
        tuple[str, ...], str
    ]  # of institutions and outlets, by their folded names; of those that somewhere are credited
    others: Mapping[str, tuple[str, ...]]  # by key, those that lead on to it
    entries: Mapping[str, KnownSource]  # by key, what people have said


def find_source_keys(analysed: Sequence[tuple[Article, ArticleAnalysis]], register: Register) -> SourceKeys:
    """The key of each source: what its page is called."""
    own: dict[tuple[str, str], str] = {}  # the key that each source would have if no other article were there
    entry_of: dict[tuple[str, str], KnownSource] = {}
    identities: dict[str, Identity] = {}
    for article, analysis in sorted(analysed, key=lambda pair: _age(pair[0])):
        for source, identity, key in _own_keys(article, analysis):
            own[article.slug, source.id] = key
            entry = register.find(article.slug, source)
            if entry is not None:
                entry_of[article.slug, source.id] = entry
            elif identity is not None:
                identities.setdefault(key, Identity.read(*identity)).add(article, source)
    joined = join_identities(identities)
    by_outlet = {}
    for article, _ in analysed:
        outlet = article.front_matter.outlet
        entry = register.find_name(article.slug, outlet) if outlet else None
        if outlet:
            own_key = _key(outlet, ("institution", normalise_name(outlet)))
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
    analysed: Sequence[tuple[Article, ArticleAnalysis]],
    keys: SourceKeys,
    statements: Mapping[str, tuple[Statement, ...]],
) -> tuple[SourceProfile, ...]:
    """One profile a key, those with most statements first, then by name; `statements` are by article slug."""
    members: defaultdict[str, list[tuple[Article, Source]]] = defaultdict(list)
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for article, analysis in analysed:
        for source in analysis.sources:
            members[keys.by_source[article.slug, source.id]].append((article, source))
        for statement in statements[article.slug]:
            if statement.source_key is not None:
                said[statement.source_key].append(statement)
    profiles = [_profile(key, sources, tuple(said[key]), keys) for key, sources in members.items()]
    return tuple(sorted(profiles, key=lambda profile: (-len(profile.statements), profile.name.casefold(), profile.key)))


def _profile(
    key: str, sources: list[tuple[Article, Source]], statements: tuple[Statement, ...], keys: SourceKeys
) -> SourceProfile:
    fullest = max((source for _, source in sources), key=lambda source: (source.naming, len(source.name), source.name))
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
        affiliation=(entry and entry.affiliation) or _affiliation(fullest, [source for _, source in sources]),
        about=entry.about if entry else "",
        link=entry.link if entry else "",
        known=entry is not None,
        other_keys=keys.others.get(key, ()),
    )


def _affiliation(fullest: Source, sources: Sequence[Source]) -> Affiliation:
    """That of the fullest form; where this says none, the one that most articles give."""
    if fullest.affiliation is not Affiliation.UNCLEAR:
        return fullest.affiliation
    clear = Counter(source.affiliation for source in sources if source.affiliation is not Affiliation.UNCLEAR)
    return clear.most_common(1)[0][0] if clear else Affiliation.UNCLEAR


def _own_keys(article: Article, analysis: ArticleAnalysis) -> list[tuple[Source, tuple[str, str] | None, str]]:
    """Each source of one article with what may make it one with others, if anything, and with the key of its own."""
    repeats: Counter[tuple[str, ...]] = Counter()
    identities = [_identity(source) for source in analysis.sources]
    counts = Counter(identities)
    found = []
    for source, identity in zip(analysis.sources, identities, strict=True):
        # Two sources that this article keeps apart under one name are two people: then neither is linked to other articles.
        shared = identity if identity and counts[identity] == 1 else None
        parts = shared or (article.slug, "", normalise_name(source.name))
        repeats[parts] += 1
        digested = parts if repeats[parts] == 1 else (*parts, str(repeats[parts]))
        found.append((source, shared, _key(source.name, digested)))
    return found


def _identity(source: Source) -> tuple[str, str] | None:
    """What makes `source` one with others across articles; None where nothing may."""
    name = normalise_name(source.name)
    if not source.named or name in _common_nouns():
        return None
    if source.kind is SourceKind.PERSON and source.naming in NAMED_PERSON and " " in name:
        return ("person", name)
    if source.kind in INSTITUTIONS and source.naming is Naming.N4:
        return ("institution", name)
    return None


def entry_key(entry: KnownSource) -> str:
    """The key of what people have said: the entry's own id; else what the name would have as its key by itself."""
    kind = "institution" if entry.kind in INSTITUTIONS else "person"
    return entry.id or _key(entry.name, (kind, normalise_name(entry.name), *entry.articles))


def _key(name: str, digested: Sequence[str]) -> str:
    digest = hashlib.sha256("\0".join(digested).encode()).hexdigest()[:8]
    return "-".join(filter(None, (_ascii(normalise_name(name)), digest)))


@cache
def _common_nouns() -> frozenset[str]:
    """Nouns by which a source is described: "the Inspectorate" is another one in another town."""
    return frozenset(row[0] for row in read_lexicon("source_nouns"))


def _age(article: Article) -> tuple[datetime.date, str]:
    date = article.front_matter.date
    return (date.date() if isinstance(date, datetime.datetime) else date) or datetime.date.max, article.slug


def _names(name: str, sources: list[tuple[Article, Source]]) -> tuple[str, ...]:
    """Every form that shares a word with the source's name (so no pronouns), the fullest first."""
    forms = {name, *(source.name for _, source in sources)}
    for article, source in sources:
        words = set(normalise_name(source.name).split())
        for span in source.mentions:
            form = " ".join(article.text[span.start_char : span.end_char].split())
            if words & set(normalise_name(form).split()):
                forms.add(form)
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _ascii(name: str) -> str:
    """At most six words of `name` in lower-case ASCII, joined by hyphens, for the eye; the digest tells keys apart."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:6])[:60].strip("-")
