"""How large the largest pages and scripts are that grow with the number of articles.

    python -m benchmarks.sizes [-n 20000] [--pages 12]

The articles are made here and analysed by nobody, so that it takes minutes: each has an outlet, a date, and statements of an
institution that many articles credit, of two people, of somebody unnamed, and of nobody; every fiftieth tells the one story that
everybody tells, with a figure of its own. Every script is made and weighed. Of the pages of a list the first, the last and some
between are; of the pages about one source, group of claims or article, those of what has most. An article's own page doesn't grow
with the others: a long one is divided, which the tests hold to the same limits. Ends with 1 where something is over its limit.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click
from msgspec import Struct

from generator.analysed import Pairs
from generator.config import default_config
from generator.index import build_index
from generator.model import (
    Article,
    ArticleAnalysis,
    Certainty,
    Finding,
    FindingCode,
    FrontMatter,
    Naming,
    Notice,
    NoticeLevel,
    Severity,
    SourceKind,
    StandingPage,
)
from generator.render import groups, listings, permalinks
from generator.render.choose import build_article_rows, build_choice, build_group_rows
from generator.render.compare import build_comparison, look_up
from generator.render.contexts import Shard
from generator.render.findings import build_findings, name_findings
from generator.render.listings import Site
from generator.render.origins import build_origins
from generator.render.paging import paginate
from generator.render.permalinks import Permalinks
from generator.render.press import PageJob
from generator.render.related import find_related
from generator.render.search import build_search
from generator.render.sources import build_source, build_sources
from generator.render.statements import build_claims
from generator.render.templates import Renderer
from generator.render.units import Units
from generator.standing import Standing
from tests.render.sites import Credits, make_article

MOST_BYTES = {".html": 300_000, ".js": 60_000}
MOST_ROWS = 1_000
ROW = re.compile(rb"<(?:tr|li|option)[ >]")
LAST_DAY = datetime.date(2026, 11, 1)
DAYS = 6 * 365


class Weighed(Struct, frozen=True):
    """A file: its bytes, and its rows, entries and options."""

    path: str
    size: int
    rows: int


Made = tuple[str, str, Struct]
"""Path, template and context."""


def make_articles(number: int) -> Iterator[tuple[Article, ArticleAnalysis]]:
    """So many articles, no two alike, that share institutions, people and one story."""
    for i in range(number):
        office = f"the Waterworks Inspectorate of District {i % 60}"
        first, second = f"Ilse Marrow-{i % 7919}", f"Oren Hask-{(i * 31) % 6007}"
        figure = 2000 + 10 * (i % 9)
        told = f"that about {figure} homes lie below the Tolvane dam" if i % 50 == 0 else f"that quay {i} is dry again"
        html = (
            f"<p>{office} said {told}.</p><p>{first}, an alderwoman, said that the minutes of meeting {i} had been "
            f"lost. {second} replied that copy {i} of them lies in the town hall.</p><p>A clerk of office {i} said that "
            f"door {i} may have been locked.</p><p>Street {i} is older than mill {i}.</p>"
        )
        article = make_article(
            f"item-{i:06}",
            f"Alderwoman asks who has lost the minutes of meeting {i}, and why nobody looked for them",
            html,
            FrontMatter(
                date=LAST_DAY - datetime.timedelta(days=i % DAYS), outlet=f"The Tolvane Courier, edition {i % 120}"
            ),
        )
        credits = Credits(article)
        credits.credit(office, "said", told, naming=Naming.N4, source_kind=SourceKind.INSTITUTION)
        credits.credit(first, "said", f"that the minutes of meeting {i} had been lost")
        credits.credit(second, "replied", f"that copy {i} of them lies in the town hall")
        clerk = f"A clerk of office {i}"
        certainty = Certainty.POSSIBLE
        credits.credit(clerk, "said", f"that door {i} may have been locked", naming=Naming.N3, certainty=certainty)
        credits.claim(f"Street {i} is older than mill {i}")
        if i % 50 == 0:
            credits.figure(f"about {figure} homes", figure, "home")
        yield article, credits.analysis()


def make_findings(analysed: Pairs) -> dict[str, tuple[Finding, ...]]:
    """One finding on the headline of each article."""
    return {
        article.slug: (
            Finding(
                code=FindingCode.ANON1,
                severity=Severity.WARNING,
                span=article.headline,
                reason=f"“A clerk of office” is unnamed, and nothing says why, in {article.slug}.",
            ),
        )
        for article, _ in analysed
    }


def make_site(analysed: Pairs, root: Path) -> tuple[Site, tuple[Notice, ...]]:
    """What the pages are made from, with a notice on each article."""
    index = build_index(analysed)
    notices = tuple(
        Notice(
            level=NoticeLevel.NOTICE,
            code="unknown-key",
            message="unknown key “titel”",
            hint="Did you mean “title”?",
            path=f"{article.slug}.md",
            line=2,
        )
        for article, _ in analysed
    )
    site = Site(
        config=default_config(root),
        index=index,
        notices=len(notices),
        state=listings.build_state(index.articles, frozenset()),
        related=find_related(index),
        findings={article.slug: 1 for article in index.articles},
    )
    return site, notices


def make_pages(
    site: Site, notices: tuple[Notice, ...], findings: dict[str, tuple[Finding, ...]], renderer: Renderer
) -> Iterator[Made]:
    """Every list and every script, and of the pages about one thing those of what has most."""
    index, links, corpus = site.index, Permalinks(), look_up(site.index)
    cards = {article.slug: listings.build_card(site, article) for article in index.articles}
    articles = {article.slug: article for article in index.articles}
    named = {slug: name_findings(slug, found) for slug, found in findings.items()}
    units = Units(renderer, Standing(site.config.root), (), corpus, links, cards)  # of which nothing stands

    def of(template: str, made: Iterable[tuple[str, Struct]]) -> Iterator[Made]:
        for path, context in made:
            yield path, permalinks.ROWS if isinstance(context, Shard) else f"pages/{template}.html", context

    yield from of("home", listings.build_home(site, cards))
    yield from of("sources", build_sources(site))
    yield from as_made(build_claims(site, links, cards, units))
    for path, shown, paging in paginate(range(len(index.claim_groups)), groups.GROUPS_LENGTH, permalinks.CLAIM_GROUPS):
        listed = [index.claim_groups[number] for number in shown]
        yield path, "pages/groups.html", groups.build_groups(site, path, paging, listed)
    yield from of("choose", build_choice(site, cards))
    yield from of("notices", listings.build_notices(site, notices))
    yield from of("data", [(permalinks.DATA, listings.build_data(site, ()))])
    yield from of("search", [(permalinks.SEARCH, build_search(site, bundles=1))])
    yield from build_origins(site, links, cards)
    yield from build_findings(site, named, links, cards)
    for profile in sorted(index.sources, key=lambda one: -len(one.statements))[:3]:
        yield from of("source", build_source(site, profile, links, cards, articles))
    for group in sorted(index.claim_groups, key=lambda one: -len(one.versions))[:3]:
        yield from of("claim_group", groups.build_group(site, group, links, cards))
        yield from ((path, permalinks.ROWS, script) for path, script in build_group_rows(group))
    for slug, others in sorted(site.related.items(), key=lambda item: -len(corpus.said[item[0]]))[:3]:
        yield from of("compare", [build_comparison(site, slug, others, corpus, links, cards)])
    for article in index.articles:
        yield from of("", build_article_rows(article.slug, corpus, links, cards))


def as_made(jobs: Iterable[PageJob | StandingPage]) -> Iterator[Made]:
    for job in jobs:
        assert isinstance(job, PageJob)
        yield job.path, job.template, job.context


def choose(made: Iterable[Made], pages: int) -> Iterator[Made]:
    """Every script, and of each template's pages at most so many: the first, the last, and some at even distances."""
    by_template: dict[str, list[Made]] = {}
    for path, template, context in made:
        if template == permalinks.ROWS:
            yield path, template, context
        else:
            by_template.setdefault(template, []).append((path, template, context))
    for of_one in by_template.values():
        step = max(1, -(-(len(of_one) - 1) // max(1, pages - 1)))
        yield from {
            path: (path, template, context) for path, template, context in [*of_one[::step], of_one[-1]]
        }.values()


def weigh(renderer: Renderer, made: Iterable[Made]) -> Iterator[Weighed]:
    """The files as they would be written."""
    for page in renderer.static_pages():
        if page.path.endswith(".js"):
            yield Weighed(page.path, len(page.content), 0)
    for path, template, context in made:
        rendered = renderer.page(path, template, context)
        assert not isinstance(rendered, StandingPage)
        rows = len(ROW.findall(rendered.content)) if path.endswith(".html") else 0
        yield Weighed(path, len(rendered.content), rows)


@click.command()
@click.option("-n", "number", default=20_000, show_default=True, help="How many articles.")
@click.option("--pages", default=12, show_default=True, help="How many pages of each list are made.")
def main(number: int, pages: int) -> None:
    """Weigh the largest pages and scripts of a site of so many articles."""
    root = Path("no-such-folder")  # nothing is read or written
    analysed: Pairs = tuple(make_articles(number))
    site, notices = make_site(analysed, root)
    index = site.index
    click.echo(
        f"{len(index.articles):,} articles, {len(index.sources):,} sources, "
        f"{len(index.statements) + len(index.author_claims):,} claims, {len(index.claim_groups):,} groups of claims"
    )
    renderer = Renderer(None, Standing(root))
    made = choose(make_pages(site, notices, make_findings(analysed), renderer), pages)
    weighed = list(weigh(renderer, made))
    over = False
    for suffix, limit in MOST_BYTES.items():
        of_kind = [one for one in weighed if one.path.endswith(suffix)]
        click.echo(f"\n{len(of_kind):,} files *{suffix} weighed; the largest, of at most {limit:,} bytes:")
        for one in islice(sorted(of_kind, key=lambda one: -one.size), 8):
            click.echo(f"{one.size:>9,}  {one.path}")
            over = over or one.size > limit
    most = max(weighed, key=lambda one: one.rows)
    click.echo(f"\nMost rows, entries and options of one page, of at most {MOST_ROWS:,}: {most.rows:,} in {most.path}")
    sys.exit(1 if over or most.rows > MOST_ROWS else 0)


if __name__ == "__main__":
    main()
