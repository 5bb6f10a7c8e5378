"""Who the sources are: mentions grouped within the article, and how each is named."""

from __future__ import annotations

import msgspec

from generator.model import Attribution, Naming, Source, SourceKind


def resolve_sources(text: str, found: tuple[Attribution, ...]) -> tuple[tuple[Source, ...], tuple[Attribution, ...]]:
    """The article's sources, and the attributions with their `source_id`."""
    sources: dict[str, Source] = {}
    attributions = []
    for attribution in found:
        name = " ".join(text[span.start_char : span.end_char] for span in attribution.source)
        known = sources.get(name)
        source = Source(
            id=known.id if known else f"s{len(sources) + 1}",
            name=name,
            kind=SourceKind.UNCLEAR,
            naming=Naming.UNCLEAR,
            mentions=(known.mentions if known else ()) + attribution.source,
        )
        sources[name] = source
        attributions.append(msgspec.structs.replace(attribution, source_id=source.id))
    return tuple(sources.values()), tuple(attributions)
