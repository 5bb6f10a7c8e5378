"""The sources across articles for people and programs: a list for the terminal, JSON, and proposals for sources.yml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from generator.model import KnownSource, SourceProfile


class ListedSource(Struct, frozen=True, kw_only=True):
    """A source as `sayso sources --format json` gives it."""

    key: str
    name: str
    kind: str
    naming: str
    affiliation: str
    names: tuple[str, ...]
    known: bool
    statements: int
    articles: int


class Proposed(Struct, frozen=True, kw_only=True):
    """What may be added to sources.yml: names that may be those of one source, each with the reason."""

    source: SourceProfile
    aliases: tuple[tuple[str, str], ...]
    entry: KnownSource | None  # that the source has already


def list_sources(sources: Sequence[SourceProfile]) -> tuple[ListedSource, ...]:
    """`sources` in their order."""
    return tuple(
        ListedSource(
            key=one.key,
            name=one.name,
            kind=one.kind.value,
            naming=one.naming.value,
            affiliation=one.affiliation.value,
            names=one.names,
            known=one.known,
            statements=len(one.statements),
            articles=len({statement.article_slug for statement in one.statements}),
        )
        for one in sources
    )


def render_sources_json(sources: Sequence[SourceProfile]) -> bytes:
    """An array of `ListedSource`."""
    return msgspec.json.format(msgspec.json.encode(list_sources(sources)), indent=1) + b"\n"


def render_sources_text(sources: Sequence[SourceProfile]) -> str:
    """A line for each source: how many statements in how many articles, naming, kind, name, and its address."""
    lines = []
    for one in list_sources(sources):
        mark = "*" if one.known else " "
        counts = f"{one.statements:>5} in {one.articles:<4}"
        lines.append(f"{counts} {one.naming:<8}{one.kind:<12}{mark} {one.name}  (sources/{one.key}/)")
    return "\n".join(lines)


def render_proposals(proposals: Sequence[Proposed]) -> str:
    """Entries for sources.yml, each alias with its reason as a comment."""
    return "\n".join(line for proposed in proposals for line in _entry(proposed))


def _entry(proposed: Proposed) -> Iterator[str]:
    source, entry = proposed.source, proposed.entry
    if entry:
        yield f"# in place of the entry in line {entry.line}:"
    own = [reason for name, reason in proposed.aliases if name == source.name]
    others = [(name, reason) for name, reason in proposed.aliases if name != source.name]
    yield f"- name: {_scalar(source.name)}" + (f"  # {own[0]}" if own else "")
    if entry is None:
        yield f"  kind: {source.kind.value}"
    else:
        settings = {"id": entry.id, "kind": entry.kind, "affiliation": entry.affiliation, "role": entry.role}
        settings |= {"about": entry.about, "link": entry.link}
        yield from (f"  {key}: {_scalar(str(value))}" for key, value in settings.items() if value)
        if entry.articles:
            yield f"  articles: [{', '.join(map(_scalar, entry.articles))}]"
    kept = entry.aliases if entry else ()
    if kept or others:
        yield "  aliases:"
    yield from (f"    - {_scalar(name)}" for name in kept)
    yield from (f"    - {_scalar(name)}  # {reason}" for name, reason in others)


def _scalar(text: str) -> str:
    """`text` as YAML on one line; in quotation marks where it would be read as something else."""
    import yaml

    written = yaml.safe_dump(text, allow_unicode=True, width=10_000, default_flow_style=True).removesuffix("\n...\n")
    return str(written).strip()
