"""Sources across articles: who is the same, and under which key.

Merging is conservative, because a wrong merge puts words in the wrong mouth: only persons under the same full name, and
institutions and outlets under the same name, are one source. A description ("the company", "the Inspectorate") is no name, and
unnamed sources (N0 to N3) are never linked across articles.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from generator.lexicons import read_lexicon
from generator.model import Affiliation, Article, ArticleAnalysis, Naming, Source, SourceKind, SourceProfile, Statement

NAMED_PERSON = (Naming.N5, Naming.N6)
INSTITUTIONS = (SourceKind.INSTITUTION, SourceKind.OUTLET)


def source_keys(analysed: tuple[tuple[Article, ArticleAnalysis], ...]) -> dict[tuple[str, str], str]:
    """The key of each source by article slug and source id: what its page is called.

    A key depends on the name, and for what is not merged on the article's slug, never on what other articles hold, so it stays from
    build to build.
    """
    keys = {}
    for article, analysis in analysed:
        repeats: Counter[tuple[str, ...]] = Counter()
        identities = [_identity(source) for source in analysis.sources]
        for source, identity in zip(analysis.sources, identities, strict=True):
            own = ("", normalise_name(source.name))
            # Two sources that this article keeps apart under one name are two people: then neither is linked to other articles.
            parts = identity if identity and identities.count(identity) == 1 else (article.slug, *own)
            repeats[parts] += 1
            if repeats[parts] > 1:
                parts = (*parts, str(repeats[parts]))
            digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]
            keys[article.slug, source.id] = "-".join(filter(None, (_ascii(own[1]), digest)))
    return keys


def build_source_profiles(
    analysed: tuple[tuple[Article, ArticleAnalysis], ...],
    keys: Mapping[tuple[str, str], str],
    statements: Mapping[str, tuple[Statement, ...]],
) -> tuple[SourceProfile, ...]:
    """One profile a key, those with most statements first, then by name.

    `keys` are by article slug and source id, `statements` by article slug.
    """
    members: defaultdict[str, list[tuple[Article, Source]]] = defaultdict(list)
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for article, analysis in analysed:
        for source in analysis.sources:
            members[keys[article.slug, source.id]].append((article, source))
        for statement in statements[article.slug]:
            if statement.source_key is not None:
                said[statement.source_key].append(statement)
    profiles = []
    for key, sources in members.items():
        fullest = max(
            (source for _, source in sources), key=lambda source: (source.naming, len(source.name), source.name)
        )
        profiles.append(
            SourceProfile(
                key=key,
                name=fullest.name,
                kind=fullest.kind,
                naming=fullest.naming,
                affiliation=_affiliation(fullest, [source for _, source in sources]),
                names=_names(sources),
                statements=tuple(said[key]),
            )
        )
    return tuple(sorted(profiles, key=lambda profile: (-len(profile.statements), profile.name.casefold(), profile.key)))


def _affiliation(fullest: Source, sources: Sequence[Source]) -> Affiliation:
    """That of the fullest form; where this says none, the one that most articles give."""
    if fullest.affiliation is not Affiliation.UNCLEAR:
        return fullest.affiliation
    clear = Counter(source.affiliation for source in sources if source.affiliation is not Affiliation.UNCLEAR)
    return clear.most_common(1)[0][0] if clear else Affiliation.UNCLEAR


def normalise_name(name: str) -> str:
    """`name` without what means nothing: case, white space, kind of apostrophe, a leading article, a final possessive."""
    plain = " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").casefold().split())
    return plain.removeprefix("the ").removesuffix("'s")


def _identity(source: Source) -> tuple[str, ...] | None:
    """What makes `source` one with others across articles; None where nothing may."""
    name = normalise_name(source.name)
    if not source.named or name in _common_nouns():
        return None
    if source.kind is SourceKind.PERSON and source.naming in NAMED_PERSON and " " in name:
        return ("person", name)
    if source.kind in INSTITUTIONS and source.naming is Naming.N4:
        return ("institution", name)
    return None


@cache
def _common_nouns() -> frozenset[str]:
    """Nouns by which a source is described: "the Inspectorate" is another one in another town."""
    return frozenset(row[0] for row in read_lexicon("source_nouns"))


def _names(sources: list[tuple[Article, Source]]) -> tuple[str, ...]:
    """Every form that shares a word with the source's name (so no pronouns), the fullest first."""
    forms = {source.name for _, source in sources}
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
