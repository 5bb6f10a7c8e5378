"""Who the sources are: the chains of mentions that attributions credit, coded, and the attributions tied to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from generator.model import (
    Affiliation,
    Anonymity,
    Attribution,
    CoreferenceChain,
    MentionForm,
    Naming,
    Source,
    SourceKind,
    SourceRole,
    SourceStatus,
    TextSpan,
)


def resolve_sources(
    text: str,
    found: Sequence[Attribution],
    heads: Sequence[TextSpan | None],
    chains: Sequence[CoreferenceChain],
    candidacies: Sequence[Sequence[TextSpan]],
    kinds: Sequence[SourceKind],
    namings: Sequence[Naming],
    affiliations: Sequence[Affiliation],
    roles: Sequence[SourceRole],
    statuses: Sequence[SourceStatus],
    anonymity: Sequence[Anonymity | None],
) -> tuple[tuple[Source, ...], tuple[Attribution, ...]]:
    """The sources in the order in which they are first credited, and the attributions with their `source_id`.

    `heads[i]` is the head word of the source of `found[i]`, None where nobody is named there; the codings are those of `chains[i]`.
    """
    chain_at = {mention.head: i for i, chain in enumerate(chains) for mention in chain.mentions}
    credited: dict[int, list[TextSpan]] = {}
    attributions = []
    for attribution, head in zip(found, heads, strict=True):
        if head is not None:
            credited.setdefault(chain_at[head], []).extend(attribution.source)
    ids = {i: f"s{number}" for number, i in enumerate(credited, start=1)}
    beyond = {
        head: [*attribution.cue, *attribution.content]
        for attribution, head in zip(found, heads, strict=True)
        if head is not None
    }
    for attribution, head in zip(found, heads, strict=True):
        source_id = ids[chain_at[head]] if head is not None else None
        attributions.append(msgspec.structs.replace(attribution, source_id=source_id))
    sources = tuple(
        Source(
            id=ids[i],
            name=find_name(text, chains[i], beyond),
            named=any(mention.name for mention in chains[i].mentions),
            kind=kinds[i],
            naming=namings[i],
            affiliation=affiliations[i],
            role=roles[i],
            status=statuses[i],
            anonymity=anonymity[i],
            mentions=tuple(sorted(set(mentions))),
            capacities=_find_capacities(chains[i], candidacies[i]),
        )
        for i, mentions in credited.items()
    )
    return sources, tuple(attributions)


def _find_capacities(chain: CoreferenceChain, candidacy: Sequence[TextSpan]) -> tuple[TextSpan, ...]:
    """What it is said to be or do beside its mentions; else the first words that say that it runs for an office."""
    beside = {span for mention in chain.mentions for span in mention.capacities}
    return tuple(sorted(beside)) or tuple(candidacy[:1])


def find_name(text: str, chain: CoreferenceChain, beyond: Mapping[TextSpan, Sequence[TextSpan]]) -> str:
    """What to call the referent: the fullest name that the article gives, else its first description, else its pronoun.

    `beyond` are the cues and contents that go with a mention's head: a parser that takes a headline's verb for a noun ("Trump
    vows") would have them in the description.
    """
    named = [mention for mention in chain.mentions if mention.name]
    if named:
        return max(named, key=lambda mention: (len(mention.name.split()), len(mention.name))).name
    described = [mention for mention in chain.mentions if mention.form is MentionForm.DESCRIPTION]
    mention = (described or list(chain.mentions))[0]
    start, end = mention.span.start_char, mention.span.end_char
    for span in beyond.get(mention.head, ()):
        if mention.head.end_char <= span.start_char:
            end = min(end, span.start_char)
        elif span.end_char <= mention.head.start_char:
            start = max(start, span.end_char)
    return " ".join(text[start:end].split())
