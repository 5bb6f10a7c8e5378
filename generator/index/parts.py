"""What the index needs to know of one article, read once from its text and analysis: nothing here depends on any other article."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256

from msgspec import Struct

from generator.index.register import INSTITUTIONS
from generator.index.words import count_words
from generator.lexicons import read_lexicon
from generator.model import (
    Affiliation,
    AnonymityReason,
    Article,
    ArticleAnalysis,
    ArticleSummary,
    Attribution,
    AuthorClaim,
    Certainty,
    Checkability,
    Claim,
    CueClass,
    FrontMatter,
    Naming,
    Polarity,
    Provenance,
    Source,
    SourceKind,
    Statement,
    TextSpan,
)
from generator.names import institution_words, normalise_name

NAMED_PERSON = (Naming.N5, Naming.N6)
NAMED = (Naming.N4, Naming.N5, Naming.N6)
SAID = (CueClass.SPEECH, CueClass.DOCUMENT, CueClass.EVIDENCE, CueClass.BELIEF)


class SourcePart(Struct, frozen=True, array_like=True, gc=False):
    """A source of the article, and what may make it one with those of others."""

    id: str
    name: str
    named: bool
    kind: SourceKind
    naming: Naming
    affiliation: Affiliation
    key: str  # that it would have if no other article were there
    identity: tuple[str, str] | None  # "person" or "institution", and its normalised name
    capacities: tuple[str, ...]  # the words of what the article says it is, those of each place once
    forms: tuple[str, ...]  # every form of its name, without pronouns


class LinkPart(Struct, frozen=True, array_like=True, gc=False):
    """A link of a chain; `attribution_id` is the attribution that it is, that of the chain where it is none."""

    source_id: str
    source_name: str
    words: str
    name: tuple[str, ...]  # `words` as the names of institutions are compared
    cue: str
    attribution_id: str


class ChainPart(Struct, frozen=True, array_like=True, gc=False):
    """The way back from an attribution, nearest first."""

    attribution_id: str
    links: tuple[LinkPart, ...]


class ContentPart(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of an attribution's content, with the attribution's depth and the length of all its content."""

    start_char: int
    end_char: int
    depth: int
    length: int
    attribution_id: str


class ArticleParts(Struct, frozen=True, array_like=True):
    """What the index is merged from; the front matter is left out of `summary`, and the keys out of `statements`."""

    summary: ArticleSummary
    headline_end: int
    sources: tuple[SourcePart, ...]
    author_claims: tuple[AuthorClaim, ...]
    chains: tuple[ChainPart, ...]
    told: tuple[str, ...]  # the attributions that tell something, outermost first
    contents: tuple[ContentPart, ...]  # in text order


def read_parts(article: Article, analysis: ArticleAnalysis) -> ArticleParts:
    """All of one article."""
    return ArticleParts(
        summary=_summary(article, analysis),
        headline_end=article.headline.end_char,
        sources=tuple(_sources(article, analysis)),
        author_claims=tuple(_author_claims(article, analysis)),
        chains=tuple(_chains(article, analysis)),
        told=tuple(_told(analysis)),
        contents=tuple(
            ContentPart(span.start_char, span.end_char, one.depth, _length(one), one.id)
            for one in analysis.attributions
            if one.source and one.cue
            for span in one.content
        ),
    )


def read_statements(article: Article, analysis: ArticleAnalysis, keys: Sequence[str]) -> tuple[Statement, ...]:
    """The attributions of one article, in text order; `keys` are those of its sources, in their order."""
    sources = {source.id: (source, key) for source, key in zip(analysis.sources, keys, strict=True)}
    claims = {claim.attribution_id: claim for claim in reversed(analysis.claims)}  # the first asserted one counts
    found = []
    for attribution in analysis.attributions:
        source, key = sources[attribution.source_id] if attribution.source_id is not None else (None, None)
        claim = claims.get(attribution.id)
        found.append(
            Statement(
                article_slug=article.slug,
                attribution_id=attribution.id,
                source_key=key,
                source_name=source.name if source else "",
                text=" … ".join(_words(article, span) for span in attribution.content),
                cue=" … ".join(_words(article, span) for span in attribution.cue),
                kind=attribution.kind,
                naming=source.naming if source else attribution.naming,
                cue_class=attribution.cue_class,
                stance=attribution.stance,
                certainty=claim.certainty if claim else Certainty.UNDERSPECIFIED,
                polarity=claim.polarity if claim else Polarity.UNKNOWN,
                checkability=claim.checkability if claim else Checkability.UNCLEAR,
                figures=_figures(article, claim) if claim else (),
                reviewed=attribution.review is not None,
            )
        )
    return tuple(found)


def make_key(name: str, digested: Sequence[str]) -> str:
    """The key made of `name`, for the eye, and of a digest of `digested`, which tells keys apart."""
    digest = sha256("\0".join(digested).encode()).hexdigest()[:8]
    return "-".join(filter(None, (_ascii(normalise_name(name)), digest)))


def _author_claims(article: Article, analysis: ArticleAnalysis) -> Iterator[AuthorClaim]:
    """What one article claims in its own voice and could be checked, in text order."""
    for claim in analysis.claims:
        if claim.attribution_id is None:
            yield AuthorClaim(
                article_slug=article.slug,
                claim_id=claim.id,
                text=" … ".join(_words(article, span) for span in claim.content),
                certainty=claim.certainty,
                polarity=claim.polarity,
                checkability=claim.checkability,
                figures=_figures(article, claim),
            )


def _figures(article: Article, claim: Claim) -> tuple[str, ...]:
    return tuple(_words(article, quantity.span) for quantity in claim.quantities if quantity.unit)


def _words(article: Article, *spans: TextSpan) -> str:
    return " ".join(" … ".join(article.text[span.start_char : span.end_char] for span in spans).split())


def _summary(article: Article, analysis: ArticleAnalysis) -> ArticleSummary:
    counts = count_words(article, analysis)
    reviews = [attribution.review for attribution in analysis.attributions if attribution.review]
    by_naming = {naming.value: sum(source.naming is naming for source in analysis.sources) for naming in Naming}
    return ArticleSummary(
        slug=article.slug,
        title=article.title,
        path=article.path,
        front_matter=FrontMatter(),
        words=counts.words,
        direct_words=counts.direct,
        indirect_words=counts.indirect,
        named_words=counts.named,
        institution_words=counts.institution,
        unnamed_words=counts.unnamed,
        vague_words=counts.vague,
        unclear_words=counts.unclear,
        attributions=len(analysis.attributions),
        sources_by_naming={naming: count for naming, count in by_naming.items() if count},
        unnamed_with_reason=sum(
            source.anonymity is not None and source.anonymity.reason is AnonymityReason.SPECIFIC
            for source in analysis.sources
        ),
        reviewed=len(reviews),
        reviewers=tuple(dict.fromkeys(review.by for review in reviews)),
    )


def _sources(article: Article, analysis: ArticleAnalysis) -> Iterator[SourcePart]:
    repeats: Counter[tuple[str, ...]] = Counter()
    identities = [_identity(source) for source in analysis.sources]
    counts = Counter(identities)
    for source, identity in zip(analysis.sources, identities, strict=True):
        # Two sources that this article keeps apart under one name are two people: then neither is linked to other articles.
        shared = identity if identity and counts[identity] == 1 else None
        parts = shared or (article.slug, "", normalise_name(source.name))
        repeats[parts] += 1
        digested = parts if repeats[parts] == 1 else (*parts, str(repeats[parts]))
        yield SourcePart(
            source.id,
            source.name,
            source.named,
            source.kind,
            source.naming,
            source.affiliation,
            make_key(source.name, digested),
            shared,
            tuple(
                word
                for span in source.capacities
                for word in sorted(set(article.text[span.start_char : span.end_char].casefold().split()))
            ),
            tuple(_forms(article, source)),
        )


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


def _forms(article: Article, source: Source) -> Iterable[str]:
    """The name, and every form that shares a word with it (so no pronouns)."""
    words = set(normalise_name(source.name).split())
    forms = {source.name: None}
    for form in dict.fromkeys(_words(article, span) for span in source.mentions):
        if words & set(normalise_name(form).split()):
            forms[form] = None
    return forms


@cache
def _common_nouns() -> frozenset[str]:
    """Nouns by which a source is described: "the Inspectorate" is another one in another town."""
    return frozenset(row[0] for row in read_lexicon("source_nouns"))


def _ascii(name: str) -> str:
    """At most six words of `name` in lower-case ASCII, joined by hyphens, for the eye; the digest tells keys apart."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:6])[:60].strip("-")


def _chains(article: Article, analysis: ArticleAnalysis) -> Iterator[ChainPart]:
    names = {source.id: source.name for source in analysis.sources}
    by_words = {(one.source, one.cue): one.id for one in reversed(analysis.attributions)}

    def parts(chain: Provenance) -> Iterator[LinkPart]:
        for number, link in enumerate(chain.links):
            words = _words(article, *link.source)
            place = by_words.get((link.source, link.cue), chain.attribution_id) if number else chain.attribution_id
            yield LinkPart(
                link.source_id or "",
                names.get(link.source_id or "", words),
                words,
                institution_words(words),
                _words(article, *link.cue),
                place,
            )

    for chain in analysis.provenance:
        yield ChainPart(chain.attribution_id, tuple(parts(chain)))


def _told(analysis: ArticleAnalysis) -> Iterator[str]:
    """What is said or shown in the article, and what named sources say inside another's words."""
    naming = {source.id: source.naming for source in analysis.sources}
    for attribution in sorted(analysis.attributions, key=lambda one: (one.depth, one.content[:1])):
        if attribution.cue_class not in SAID:
            continue
        if attribution.depth and naming.get(attribution.source_id or "") not in NAMED:
            continue
        yield attribution.id


def _length(attribution: Attribution) -> int:
    return sum(span.end_char - span.start_char for span in attribution.content)
