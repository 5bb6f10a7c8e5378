"""W3C Web Annotation (Recommendation of 23 February 2017): one collection an article, one annotation an attribution.

Each span is selected twice, as the recommendation advises: by position, exact for `article.txt`, and by quotation, which
survives edits elsewhere. The content is the target; source and cue are bodies that select in the same text; the codes are tags.
"""

from __future__ import annotations

from typing import Any

import msgspec

from generator.model import Article, ArticleAnalysis, Attribution, TextSpan

CONTEXT = 32
"""How many code points of prefix and suffix a quotation gets: enough to tell two like ones apart, too few to be the article."""


def render_web_annotations(article: Article, analysis: ArticleAnalysis) -> bytes:
    """`annotations.jsonld`; addresses in it are relative to the file."""
    items = [_annotation(article, analysis, attribution) for attribution in analysis.attributions]
    page: dict[str, Any] = {"id": "#page-1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "annotations.jsonld",
        "type": "AnnotationCollection",
        "label": f"Attributions in “{article.title}”, found by {analysis.engine}: machine, unreviewed",
        "generator": {"id": "urn:x-sayso", "type": "Software", "name": "Sayso"},
        "total": len(items),
    }
    if items:
        collection["first"] = page
    return msgspec.json.format(msgspec.json.encode(collection), indent=1) + b"\n"


def _annotation(article: Article, analysis: ArticleAnalysis, attribution: Attribution) -> dict[str, Any]:
    names = {source.id: source.name for source in analysis.sources}
    bodies: list[dict[str, Any]] = []
    for purpose, spans in (("identifying", attribution.source), ("describing", attribution.cue)):
        bodies += [{"type": "SpecificResource", "purpose": purpose, **_selected(article, span)} for span in spans]
    if attribution.source_id:
        bodies.append({"type": "TextualBody", "purpose": "identifying", "value": names[attribution.source_id]})
    for code in (attribution.kind, attribution.cue_class, attribution.stance, attribution.anchoring):
        bodies.append({"type": "TextualBody", "purpose": "tagging", "value": str(code)})
    review = attribution.review
    signed: dict[str, Any] = {}
    if review:
        signed = {"creator": {"type": "Person", "name": review.by}, "modified": f"{review.date.isoformat()}T00:00:00Z"}
    return {
        "id": f"index.html#{attribution.id}",
        "type": "Annotation",
        "motivation": "classifying",
        **signed,
        "body": bodies,
        "target": [{"type": "SpecificResource", **_selected(article, span)} for span in attribution.content],
    }


def _selected(article: Article, span: TextSpan) -> dict[str, Any]:
    text = article.text
    return {
        "source": "article.txt",
        "selector": [
            {"type": "TextPositionSelector", "start": span.start_char, "end": span.end_char},
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start_char : span.end_char],
                "prefix": text[max(0, span.start_char - CONTEXT) : span.start_char],
                "suffix": text[span.end_char : span.end_char + CONTEXT],
            },
        ],
    }
