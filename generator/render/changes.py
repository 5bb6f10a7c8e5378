"""The page of changes: what the analysis says now that the site's baseline did not, article by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from generator.changes import ArticleChange, Found, FoundChange, Said, SaidChange
from generator.render import contexts, permalinks
from generator.render.findings import NamedFinding
from generator.render.listings import Site
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.words import count

ARTICLES_A_PAGE = 20
CHANGES_SHOWN = 25  # of one article; twenty articles with so many make less than 300 kB
CAUSE_WORDS = {
    "edit": "the text was edited",
    "correction": "people corrected it",
    "analysis": "the analysis is another: model, rules or word lists",
    "rules": "the rules of findings are others",
}
NAMES = {
    "kind": "kind of report",
    "cue_class": "class of the cue",
    "stance": "stance of the cue",
    "source_kind": "kind of source",
}
"""The codings whose names are no words."""


def build_changes(
    site: Site,
    changes: Sequence[ArticleChange],
    named: Mapping[str, Sequence[NamedFinding]],
    links: Permalinks,
) -> Iterator[tuple[str, contexts.ChangesPage]]:
    """Path and context of each page. `named` are the findings of the articles as they are now."""
    kinds = Counter(change.change for change in changes)
    summary = tuple(count(kinds[kind], f"{kind} article") for kind in ("changed", "added", "removed") if kinds[kind])
    for path, shown, paging in paginate(changes, ARTICLES_A_PAGE, permalinks.CHANGES):
        yield (
            path,
            contexts.ChangesPage(
                page=site.page(path, "What changed", "changes", description="What the analysis says that it did not."),
                paging=paging,
                counts=summary,
                articles=tuple(_article(change, named.get(change.slug, ()), links) for change in shown),
            ),
        )


def _article(change: ArticleChange, named: Sequence[NamedFinding], links: Permalinks) -> contexts.ChangedArticle:
    ids = {(item.finding.code.value, item.finding.reason): item.id for item in reversed(named)}
    rows = [_said(said, change.slug, links) for said in change.attributions]
    rows += [_found(found, change.slug, ids, links) for found in change.findings]
    attributions, findings = change.counts
    return contexts.ChangedArticle(
        title=change.title,
        href=quote(permalinks.article_path(change.slug)) if change.change != "removed" else None,
        change=change.change,
        why=tuple(CAUSE_WORDS[cause] for cause in change.causes),
        counts=(count(attributions, "attribution"), count(findings, "finding")),
        rows=tuple(rows[:CHANGES_SHOWN]),
        rest=max(0, len(rows) - CHANGES_SHOWN),
    )


def _said(change: SaidChange, slug: str, links: Permalinks) -> contexts.ChangeRow:
    shown = change.after or change.before
    assert shown is not None
    return contexts.ChangeRow(
        change=_change(change),
        label=shown.source or "nobody is credited",
        quote=shown.content,
        href=links.statement(slug, change.after.id) if change.after else None,
        values=_values(change),
    )


def _found(change: FoundChange, slug: str, ids: Mapping[tuple[str, str], str], links: Permalinks) -> contexts.ChangeRow:
    shown = change.after or change.before
    assert shown is not None
    id_ = ids.get((shown.code, shown.reason)) if change.after else None
    return contexts.ChangeRow(
        change=_change(change),
        label=f"{shown.code}, {shown.severity}",
        quote=shown.quote,
        href=links.statement(slug, id_) if id_ else None,
        values=_values(change),
        reason=shown.reason,
    )


def _change(change: SaidChange | FoundChange) -> str:
    return "changed" if change.before and change.after else "new" if change.after else "gone"


def _values(change: SaidChange | FoundChange) -> tuple[contexts.ChangedValue, ...]:
    return tuple(
        contexts.ChangedValue(
            name=NAMES.get(field, field), before=_value(change.before, field), after=_value(change.after, field)
        )
        for field in change.fields
    )


def _value(item: Said | Found | None, field: str) -> str:
    coded = item.codings.get(field) if isinstance(item, Said) else None
    return coded or getattr(item, field, "") or "none"
