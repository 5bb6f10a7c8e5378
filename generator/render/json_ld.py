"""schema.org in each page, as JSON-LD: what the page is; of an article, who is quoted and what is claimed, and by whom.

A direct quotation is a Quotation, a report a Claim. Neither says that it is true. A ClaimReview stands only where a person has
written a verdict in the corrections file, which is signed and dated; none is ever made by the program.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from markupsafe import Markup

from generator.model import Article, ArticleAnalysis, Attribution, AttributionKind, Page, Source, SourceKind
from generator.render import permalinks

BYTES = 40_000
"""So much of an article's statements a page holds, within its 300 kB; all are in annotations.jsonld beside it."""

CONTEXT = "https://schema.org"
SPEAKERS = {
    SourceKind.PERSON: "Person",
    SourceKind.GROUP: "Organization",
    SourceKind.INSTITUTION: "Organization",
    SourceKind.OUTLET: "NewsMediaOrganization",
}
"""Kinds of source that somebody can be; the others are works that are quoted from."""


def render_json_ld(node: Mapping[str, Any]) -> Markup:
    """`node` as the text of a `script` element: no character of it can end that element or begin another."""
    written = msgspec.json.encode({"@context": CONTEXT, **node}).decode()
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)  # nothing is left that HTML gives a meaning to


def build_page_node(
    title: str, site_title: str, language: str, base_url: str | None, canonical: str | None
) -> dict[str, Any]:
    """A page that lists things."""
    site = _present(**{"@type": "WebSite", "name": site_title, "url": base_url})
    return _present(**{"@type": "WebPage", "name": title, "inLanguage": language, "url": canonical, "isPartOf": site})


def build_article_node(
    article: Article,
    analysis: ArticleAnalysis,
    *,
    language: str,
    canonical: str | None,
    data: str,
    shown: Collection[str] | None,
    limit: float = BYTES,
) -> dict[str, Any]:
    """An article with those of its statements that are `shown` on the page at `canonical`; None for all.

    `data` is the address of its annotations.jsonld; `limit` is for the bytes of the statements.
    """
    matter = article.front_matter
    page = canonical or ""
    id_ = f"{page}#article"
    node = _present(
        **{
            "@type": "NewsArticle",
            "@id": id_,
            "headline": article.title,
            "url": canonical,
            "inLanguage": matter.language or language,
            "datePublished": matter.date.isoformat() if matter.date else None,
            "dateModified": matter.updated.isoformat() if matter.updated else None,
            "author": {"@type": "Person", "name": matter.byline} if matter.byline else None,
            "publisher": {"@type": "NewsMediaOrganization", "name": matter.outlet} if matter.outlet else None,
            "description": matter.summary,
            "keywords": list(matter.tags),
            "isBasedOn": matter.url,
            "copyrightNotice": matter.license,
        }
    )
    sources = {source.id: source for source in analysis.sources}
    parts: list[dict[str, Any]] = []
    reviews: list[dict[str, Any]] = []
    size = 0
    for attribution in analysis.attributions:
        if shown is not None and attribution.id not in shown:
            continue
        part = _statement(article, attribution, sources.get(attribution.source_id or ""), page, id_)
        review = _review(attribution, part, page)
        size += len(msgspec.json.encode((part, review)))
        if size > limit:
            break
        parts.append(part)
        reviews += [review] if review else []
    node["hasPart"] = parts
    node["review"] = reviews
    node["subjectOf"] = {"@type": "Dataset", "name": "Attributions", "description": _DATASET, "url": data}
    return _present(**node)


def render_article_json_ld(article: Article, analysis: ArticleAnalysis, language: str, base_url: str | None) -> Page:
    """The same as a file beside the article, whole; its addresses are relative where the site has none."""
    canonical = permalinks.absolute(base_url, permalinks.article_path(article.slug)) if base_url else None
    node = build_article_node(
        article, analysis, language=language, canonical=canonical, data="annotations.jsonld", shown=None, limit=math.inf
    )
    content = msgspec.json.format(msgspec.json.encode({"@context": CONTEXT, **node}), indent=1) + b"\n"
    return Page(path=f"articles/{article.slug}/article.jsonld", content=content)


_DATASET = "Who is credited with what in this article, marked by a program; it says nothing of what is true."


def _statement(
    article: Article, attribution: Attribution, source: Source | None, page: str, article_id: str
) -> dict[str, Any]:
    direct = attribution.kind is AttributionKind.DIRECT
    words = " … ".join(" ".join(article.text[s.start_char : s.end_char].split()) for s in attribution.content)
    said: dict[str, Any] = {
        "@type": "Quotation" if direct else "Claim",
        "@id": f"{page}#{attribution.id}",
        "text": words,
        "creativeWorkStatus": f"reviewed by {attribution.review.by}" if attribution.review else "machine, unreviewed",
    }
    said["isPartOf" if direct else "appearance"] = {"@id": article_id}
    if source and source.kind in SPEAKERS:
        called = {"name": source.name} if source.named else {"description": source.name}
        said["spokenByCharacter" if direct else "author"] = {"@type": SPEAKERS[source.kind], **called}
    elif source and source.kind is not SourceKind.UNCLEAR:
        said["isBasedOn"] = {"@type": "CreativeWork", "name": source.name}
    return said


def _review(attribution: Attribution, statement: Mapping[str, Any], page: str) -> dict[str, Any] | None:
    review = attribution.review
    if review is None or not review.verdict:
        return None
    return {
        "@type": "ClaimReview",
        "@id": f"{page}#review-{attribution.id}",
        "itemReviewed": {"@id": statement["@id"]}
        if statement["@type"] == "Claim"
        else {
            "@type": "Claim",
            "text": statement["text"],
            "appearance": {"@id": statement["@id"]},
        },
        "claimReviewed": statement["text"],
        "reviewRating": {"@type": "Rating", "alternateName": review.verdict},
        "reviewBody": review.why,
        "author": {"@type": "Person", "name": review.by},
        "datePublished": review.date.isoformat(),
    }


def _present(**values: Any) -> dict[str, Any]:
    """`values` without those that say nothing."""
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}
