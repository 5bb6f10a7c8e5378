"""What the analysis says of each article, compactly, and how two such states differ: the changelog of the analysis.

A state holds words and codes, no offsets: text that only moves is no change. Attributions are the same by their id, which is a hash
of the content; one whose content changed is found again by the words that stayed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from generator.model import Article, ArticleAnalysis, Attribution, Claim, Finding, Review, Source, TextSpan

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item", "Said", "Found")

WORDS_KEPT = 300
"""So many characters of a content are kept; what changes beyond is seen by the id."""

LIKE = 0.5
"""This share of the words in either must be in both for two contents to be versions of one."""


class Said(Struct, frozen=True, kw_only=True):
    """An attribution: its words, and its codings by the names that a correction has for them."""

    id: str
    source: str  # the name or description; empty where nobody is credited
    cue: str
    content: str
    codings: dict[str, str] = {}
    reviewed: str = ""  # by whom, and what they did


class Found(Struct, frozen=True, kw_only=True):
    """A finding."""

    code: str
    severity: str
    quote: str
    reason: str
    reviewed: str = ""


class ArticleState(Struct, frozen=True, kw_only=True):
    """What was known of one article. `text` and `corrections` are digests: they tell why something else is known now."""

    slug: str
    path: str  # relative to the content folder
    title: str
    text: str
    corrections: str
    attributions: tuple[Said, ...]
    findings: tuple[Found, ...]


class SiteState(Struct, frozen=True, kw_only=True):
    """What was known of all articles, by slug, and digests of what found it out: the analysis, and the rules of findings."""

    made_by: Literal["sayso"] = "sayso"
    version: Literal[1] = 1
    analysis: str
    rules: str
    articles: dict[str, ArticleState]


class Cause(StrEnum):
    """Why something is known now that wasn't."""

    EDIT = "edit"  # the article's text is another
    CORRECTION = "correction"  # people's corrections of it are others
    ANALYSIS = "analysis"  # the pipeline, the model, the rules or the word lists that analyse are others
    RULES = "rules"  # the rules of findings, or the house's choice among them, are others


class SaidChange(Struct, frozen=True, kw_only=True):
    """An attribution that came (`before` is None), went (`after` is None) or changed; `fields` names what did."""

    before: Said | None
    after: Said | None
    fields: tuple[str, ...] = ()


class FoundChange(Struct, frozen=True, kw_only=True):
    """A finding that came, went or changed, likewise."""

    before: Found | None
    after: Found | None
    fields: tuple[str, ...] = ()


class ArticleChange(Struct, frozen=True, kw_only=True):
    """What is known of one article now that wasn't, and why. A new or a removed article has only its counts."""

    slug: str
    path: str
    title: str
    change: Literal["added", "removed", "changed"]
    causes: tuple[Cause, ...] = ()
    attributions: tuple[SaidChange, ...] = ()
    findings: tuple[FoundChange, ...] = ()
    counts: tuple[int, int] = (0, 0)  # attributions and findings, of the article as it is, or was


def describe_article(article: Article, analysis: ArticleAnalysis, findings: Iterable[Finding]) -> ArticleState:
    """The state of one article whose corrections have been applied."""
    sources = {source.id: source for source in analysis.sources}
    claims = {claim.attribution_id: claim for claim in reversed(analysis.claims)}  # the first asserted one counts
    return ArticleState(
        slug=article.slug,
        path=article.path,
        title=article.title,
        text=_digest(article.text),
        corrections=_digest(msgspec.json.encode(article.corrections).decode()) if article.corrections else "",
        attributions=tuple(
            _said(article.text, attribution, sources.get(attribution.source_id or ""), claims.get(attribution.id))
            for attribution in analysis.attributions
        ),
        findings=tuple(
            Found(
                code=finding.code.value,
                severity=finding.severity.value,
                quote=_words(article.text, (finding.span,)),
                reason=finding.reason,
                reviewed=_reviewed(finding.review),
            )
            for finding in findings
        ),
    )


def compare_states(before: SiteState, after: SiteState) -> tuple[ArticleChange, ...]:
    """Article by article, in the order of their paths, what `after` knows otherwise than `before`.

    An article is the same by its slug, or where that changed by its path.
    """
    moved = {state.path: state for slug, state in before.articles.items() if slug not in after.articles}
    program = [Cause.ANALYSIS] if before.analysis != after.analysis else []
    program += [Cause.RULES] if before.rules != after.rules else []
    changes = []
    for slug, new in after.articles.items():
        old = before.articles.get(slug) or moved.pop(new.path, None)
        if old is None:
            changes.append(_whole(new, "added"))
        elif old != new:
            change = _compare(old, new, program)
            changes += [change] if change.causes or change.attributions or change.findings else []
    for slug, old in before.articles.items():
        if slug not in after.articles and old.path in moved:
            changes.append(_whole(old, "removed"))
    return tuple(sorted(changes, key=lambda change: (change.path, change.slug)))


def _compare(old: ArticleState, new: ArticleState, program: Sequence[Cause]) -> ArticleChange:
    causes = [Cause.EDIT] if old.text != new.text else []
    causes += [Cause.CORRECTION] if old.corrections != new.corrections else []
    said = tuple(
        SaidChange(before=one, after=other, fields=_fields(one, other))
        for one, other in _pair(_by_id(old), _by_id(new), lambda said: ("", said.content))
    )
    found = tuple(
        FoundChange(before=one, after=other, fields=_fields(one, other))
        for one, other in _pair(_by_words(old), _by_words(new), lambda found: (found.code, found.quote))
    )
    return ArticleChange(
        slug=new.slug,
        path=new.path,
        title=new.title,
        change="changed",
        causes=(*causes, *program) if said or found else tuple(causes),
        attributions=said,
        findings=found,
        counts=(len(new.attributions), len(new.findings)),
    )


def _whole(state: ArticleState, change: Literal["added", "removed"]) -> ArticleChange:
    counts = len(state.attributions), len(state.findings)
    return ArticleChange(slug=state.slug, path=state.path, title=state.title, change=change, counts=counts)


def _by_id(state: ArticleState) -> dict[str, Said]:
    return {said.id: said for said in state.attributions}


def _by_words(state: ArticleState) -> dict[tuple[str, str, int], Found]:
    """By code and words, repeats numbered."""
    seen: Counter[tuple[str, str]] = Counter()
    named = {}
    for found in state.findings:
        key = found.code, found.quote
        seen[key] += 1
        named[(*key, seen[key])] = found
    return named


def _pair(
    old: Mapping[Key, Item], new: Mapping[Key, Item], words_of: Callable[[Item], tuple[str, str]]
) -> Iterator[tuple[Item | None, Item | None]]:
    """What is not the same in both, each with what it was or became, in the order of `new`, then what went.

    `words_of` an item are a group and words: those without their like are versions of one where the groups are the same, and most
    of the words.
    """
    went = [item for key, item in old.items() if key not in new]
    came = {key: item for key, item in new.items() if key not in old}
    likeness = sorted(
        (
            (_likeness(words_of(item), words_of(other)), -number, key)
            for key, item in came.items()
            for number, other in enumerate(went)
        ),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    origin: dict[Key, int] = {}
    for share, number, key in likeness:
        if share >= LIKE and key not in origin and -number not in origin.values():
            origin[key] = -number
    for key, item in new.items():
        if key in came:
            yield (went[origin[key]] if key in origin else None), item
        elif old[key] != item:
            yield old[key], item
    for number, other in enumerate(went):
        if number not in origin.values():
            yield other, None


def _likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    if one[0] != other[0]:
        return 0.0
    words, others = set(one[1].casefold().split()), set(other[1].casefold().split())
    return len(words & others) / len(words | others) if words | others else 1.0


def _fields(one: Said | Found | None, other: Said | Found | None) -> tuple[str, ...]:
    """The names of what differs, codings by their own; the id goes with the content, and isn't named."""
    if one is None or other is None:
        return ()
    before, after = _flat(one), _flat(other)
    return tuple(name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name))


def _flat(item: Said | Found) -> dict[str, str]:
    values: dict[str, Any] = asdict(item)
    codings = values.pop("codings", {})
    values.pop("id", None)
    return {**values, **codings}


def _said(text: str, attribution: Attribution, source: Source | None, claim: Claim | None) -> Said:
    codings = {
        "kind": attribution.kind,
        "cue_class": attribution.cue_class,
        "stance": attribution.stance,
        **({"certainty": claim.certainty, "polarity": claim.polarity} if claim else {}),
        **(
            {
                "source_kind": source.kind,
                "naming": source.naming,
                "affiliation": source.affiliation,
                "role": source.role,
                "status": source.status,
            }
            if source
            else {}
        ),
    }
    return Said(
        id=attribution.id,
        source=source.name if source else "",
        cue=_words(text, attribution.cue),
        content=_words(text, attribution.content),
        codings={name: value.value for name, value in codings.items()},
        reviewed=_reviewed(attribution.review),
    )


def _words(text: str, spans: Iterable[TextSpan]) -> str:
    words = " … ".join(" ".join(text[span.start_char : span.end_char].split()) for span in spans)
    return words if len(words) <= WORDS_KEPT else f"{words[:WORDS_KEPT]}…"


def _reviewed(review: Review | None) -> str:
    return f"{review.verb.value} by {review.by}" if review else ""


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
