"""The findings of all articles, by rule: what the rule says, whom it follows, how to answer it, and where it found something."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from generator.findings import ACROSS, RULES
from generator.findings.rule import Rule
from generator.model import Finding, FindingCode
from generator.render import contexts, permalinks
from generator.render.listings import Site
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.words import count

FIRST = 8  # findings of a rule on the page of all rules
RULE_LENGTH = 250  # on one page of its own


class NamedFinding(Struct, frozen=True, kw_only=True):
    """A finding with its id on its article's page, which survives edits elsewhere."""

    slug: str
    id: str
    finding: Finding


def name_findings(slug: str, findings: Sequence[Finding]) -> tuple[NamedFinding, ...]:
    """The findings of the article `slug` with their ids: a hash of code and reason, which quotes the words, repeats numbered."""
    seen: Counter[tuple[FindingCode, str]] = Counter()
    named = []
    for finding in findings:
        key = finding.code, finding.reason
        seen[key] += 1
        digest = hashlib.sha256(f"{key[1]}\0{seen[key]}".encode()).hexdigest()[:8]
        named.append(NamedFinding(slug=slug, id=f"{finding.code.lower()}-{digest}", finding=finding))
    return tuple(named)


def build_findings(
    site: Site,
    found: Mapping[str, tuple[NamedFinding, ...]],
    links: Permalinks,
    cards: Mapping[str, contexts.ArticleCard],
) -> Iterator[tuple[str, str, contexts.FindingsPage | contexts.RulePage]]:
    """Path, template and context: the page of all rules, then those of the rules that found more than it shows.

    `found` is by article; the articles come in the order of the index.
    """
    by_rule: dict[FindingCode, list[NamedFinding]] = defaultdict(list)
    for article in site.index.articles:
        for item in found.get(article.slug, ()):
            by_rule[item.finding.code].append(item)
    sections = [(rule, by_rule[rule.code]) for rule, _ in RULES]
    total = sum(len(placed) for _, placed in sections)
    touched = sum(1 for items in found.values() if items)
    yield (
        permalinks.FINDINGS,
        "pages/findings.html",
        contexts.FindingsPage(
            page=site.page(
                permalinks.FINDINGS, "Findings", "findings", description="What an editor may want to look at, by rule."
            ),
            rules=tuple(_section(site, rule, placed, placed[:FIRST], links, cards) for rule, placed in sections),
            counts=(
                count(total, "finding"),
                f"in {touched:,} of {count(len(site.index.articles), 'article')}",
            ),
        ),
    )
    for rule, placed in sections:
        if len(placed) <= FIRST:
            continue
        for path, shown, paging in paginate(placed, RULE_LENGTH, permalinks.rule_path(rule.code)):
            yield (
                path,
                "pages/rule.html",
                contexts.RulePage(
                    page=site.page(path, f"{rule.code}: {rule.says}", "findings", description=rule.says),
                    paging=paging,
                    rule=_section(site, rule, placed, list(shown), links, cards),
                ),
            )


def _section(
    site: Site,
    rule: Rule,
    placed: list[NamedFinding],
    shown: list[NamedFinding],
    links: Permalinks,
    cards: Mapping[str, contexts.ArticleCard],
) -> contexts.RuleSection:
    articles = len({item.slug for item in placed})
    of = count(len(site.index.articles), "article")
    return contexts.RuleSection(
        code=rule.code.value,
        says=rule.says,
        guideline=rule.guideline,
        answer=rule.answer,
        severity=_severity(site, rule),
        count=f"{count(len(placed), 'finding')} in {articles:,} of {of}" if placed else f"no finding in {of}",
        href=quote(permalinks.rule_path(rule.code)),
        findings=tuple(_row(item, links, cards) for item in shown),
        rest=len(placed) - len(shown),
    )


def _severity(site: Site, rule: Rule) -> str:
    """How severe the rule is here; where one article is another matter than several, both."""
    rules = site.config.house_rules
    here = [rules.severity(rule.code, rule.severity if rule.on else None)] if rule.code not in _ONLY_ACROSS else []
    here += [
        rules.severity(r.code, r.severity if r.on else None, across=True) for r, _ in ACROSS if r.code == rule.code
    ]
    words = [severity.value if severity else "off" for severity in here]
    return words[0] if len(set(words)) == 1 else f"{words[1]} across articles, {words[0]} in one article"


_ONLY_ACROSS = frozenset(rule.code for rule, find in RULES if find is None)


def _row(item: NamedFinding, links: Permalinks, cards: Mapping[str, contexts.ArticleCard]) -> contexts.FindingRow:
    card = cards[item.slug]
    return contexts.FindingRow(
        severity=item.finding.severity.value,
        reason=item.finding.reason,
        href=links.statement(item.slug, item.id),
        article_title=card.title,
        article_href=card.href,
        outlet=card.outlet,
        date_words=card.date_words,
    )
