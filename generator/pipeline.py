"""The only place where the stages meet: read -> parse -> analyse -> store -> index -> render -> write."""

from __future__ import annotations

import gc
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.analysed import Analysed, AnalysedArticle, Facts, Pairs, find_facts, hold
from generator.changes import ArticleChange, ArticleState, SiteState, compare_states, describe_article
from generator.config import Config, check_folders, shown_path
from generator.corrections import apply_corrections
from generator.digests import digest
from generator.errors import ArticleError, SaysoError
from generator.history import PastBuild, find_build, read_builds, read_state, record_build
from generator.memo import Memo
from generator.model import (
    RULES_ALONE,
    Article,
    ArticleAnalysis,
    Asset,
    BuildReport,
    CorpusIndex,
    Finding,
    KnownSource,
    Notice,
    NoticeLevel,
    Page,
    StandingPage,
)
from generator.receipts import Inputs, LastBuild, digest_inputs, find_last_build, read_stamps, report_again, stands
from generator.records import (
    HeldArticle,
    ReadArticles,
    digest_program,
    digest_rules,
    find_gone,
    read_units,
    write_records,
)
from generator.stamps import read_stamp
from generator.standing import Standing
from generator.store import FILE_NAME, FOLDER_NAME, Store, analysis_key
from generator.workers import RARE_COLLECTIONS, Crashed, TimedOut, Workers
from generator.write import Manifest, read_manifest, write_site

if TYPE_CHECKING:
    from generator.index.register import Register
    from generator.render.kept import KeptArticles

FindingsBySlug = dict[str, tuple[Finding, ...]]

PAIRS_HELD = 16
"""So many articles with their analyses are held in memory after they were asked for."""

CHARACTERS_A_JOB = 60_000
"""So much text, about 10,000 words, is worth the second or two in which one more process loads the pipeline."""

Progress = Callable[[str, int, int], None]
"""Told the stage ("Reading", "Analysing", "Writing"), how many of its parts are done, and of how many (0: not known)."""


class BuildOptions(Struct, frozen=True, kw_only=True):
    """How to build."""

    drafts: bool
    preview: bool
    paranoid: bool
    workers: Workers | None


class Known(Struct, frozen=True, kw_only=True):
    """What a build knew, for whoever builds again in the same process: articles by path, the rest as the stages gave it."""

    articles: dict[str, HeldArticle]
    index: CorpusIndex
    sources: tuple[KnownSource, ...]
    findings: FindingsBySlug
    engines: dict[str, str]  # by slug
    notices: int
    report: BuildReport


class Compared(Struct, frozen=True, kw_only=True):
    """The articles as they are now beside what was known before: what that was, in words, and what differs.

    `failed` are the files that could not be read, which are left out on both sides.
    """

    since: str
    changes: tuple[ArticleChange, ...]
    failed: tuple[str, ...]


def build_site(
    config: Config,
    *,
    drafts: bool = False,
    preview: bool = False,
    paranoid: bool = False,
    workers: Workers | None = None,
    progress: Progress | None = None,
    learn: Callable[[Known], None] | None = None,
    checkpoint: Callable[[], None] | None = None,
) -> BuildReport:
    """Build the whole site of `config`: what has changed since the last build, and nothing else.

    Articles are analysed by `workers`, of which no more are begun than the text is worth; without them in this process, where one
    that crashes takes all with it. A `preview` leaves out what is only for download: the data of the whole corpus. `paranoid` reads
    every file, whatever its stamp says. `learn` is told what was known, once the site stands. `progress` and, in between,
    `checkpoint` may raise to give the build up; the site is then as it was.

    An article that cannot be read or analysed is left out, with a notice; the strays of earlier builds then stay where they are,
    since they may be its pages. Where no article is left, a site that stands is not touched at all. Raises SaysoError only where
    nothing can be built.
    """
    options = BuildOptions(drafts=drafts, preview=preview, paranoid=paranoid, workers=workers)
    check_folders(config)
    started = time.perf_counter()
    inputs = digest_inputs(config, options=(options.drafts, options.preview)) if not options.paranoid else None
    with collecting_rarely():
        last = find_last_build(config, inputs)
        if last is not None and inputs is not None:
            report = _build_again(config, last, inputs, started, workers, progress or _no_progress)
            if report is not None:
                return report
        return _build(config, options, inputs, progress or _no_progress, learn, checkpoint)


def _build_again(
    config: Config, last: LastBuild, inputs: Inputs, started: float, workers: Workers | None, progress: Progress
) -> BuildReport | None:
    """What a build comes to before which nothing, or templates alone, changed since the `last`; None where it is a whole build."""
    if last.receipt.inputs == inputs and inputs.templates is not None:
        return report_again(last.receipt, started) if stands(config.output, last) else None
    from generator.new_look import print_again

    return print_again(config, last, inputs, started, workers, progress)


def analyse_site(config: Config) -> tuple[Analysed, tuple[KnownSource, ...]]:
    """The articles of the site that can be built, drafts left out, with their analyses; and the entries of sources.yml."""
    with _analysed_site(config) as (_, analysed, known, _):
        return hold([one.read() for one in analysed]), known


def describe_site(config: Config) -> SiteState:
    """All that is known of the articles as they are now."""
    from generator.index import build_index

    with _analysed_site(config) as (_, analysed, known, _):
        return _describe(config, analysed, _find_findings(config, analysed, build_index(analysed, known), Memo()))


def find_site_findings(config: Config, pairs: Pairs, index: CorpusIndex) -> FindingsBySlug:
    """The findings of each article, by the rules of the house."""
    return _find_findings(config, hold(pairs), index, Memo())


def show_excerpts(
    config: Config, analysed: Analysed, index: CorpusIndex, findings: FindingsBySlug, known: Sequence[KnownSource]
) -> tuple[Analysed, CorpusIndex, FindingsBySlug]:
    """The same with excerpts in place of the articles that may not be shown whole; their counts stay those of the whole."""
    from generator.excerpts import is_excerpt, make_excerpt
    from generator.index import build_index

    if not any(is_excerpt(one.front_matter, config.show) for one in analysed):
        return analysed, index, findings
    shown = []
    found = {}
    for one in analysed:
        if is_excerpt(one.front_matter, config.show):
            excerpt, kept, found[one.slug] = make_excerpt(*one.read(), findings[one.slug])
            shown.append(AnalysedArticle.of(excerpt, kept))
        else:
            shown.append(one)
    analysed = tuple(shown)
    # Made anew of what is shown: a group of claims, or a finding across articles, may name words of any of them.
    index = replace(build_index(analysed, known), articles=index.articles)
    return analysed, index, {**_find_findings(config, analysed, index, Memo()), **found}


def find_changes(config: Config, since: str | None) -> Compared:
    """What the analysis says of the articles, as they are now, that it did not say before.

    `since` is a file that holds a `SiteState`, or the beginning of a build's id; without it the latest build that knew anything
    else. Raises ConfigError where there is nothing to compare with.
    """
    from generator.index import build_index

    with _analysed_site(config) as (store, analysed, known, notices):
        now = _describe(config, analysed, _find_findings(config, analysed, build_index(analysed, known), Memo()))
        if since is not None and Path(since).is_file():
            label, before = since, read_state(Path(since), since)
        else:
            build, before = find_build(store, since, now)
            label = f"build {build.id} of {time.strftime('%Y-%m-%d %H:%M', time.localtime(build.time))}"
    failed = _failed_paths(notices)
    changes = compare_states(_without(before, failed), now)
    return Compared(since=label, changes=changes, failed=tuple(sorted(failed - {""})))


def list_builds(config: Config) -> tuple[PastBuild, ...]:
    """The builds of which it is kept what they knew, the latest first."""
    store = Store(config.root / FOLDER_NAME, "")
    try:
        return tuple(read_builds(store))
    finally:
        store.close()


@contextmanager
def _analysed_site(config: Config) -> Iterator[tuple[Store, Analysed, tuple[KnownSource, ...], tuple[Notice, ...]]]:
    from generator.read.register import read_register

    check_folders(config)
    known = read_register(config.content)
    options = BuildOptions(drafts=False, preview=False, paranoid=False, workers=None)
    store = Store(config.root / FOLDER_NAME, analysis_key(config.pipeline, config.source_bound))
    try:
        articles, notices = _read_articles(config, options, store, digest_program(config), _no_progress)
        analysed, _, more = _analyse_articles(articles, config, options, store, known, Memo(), _no_progress)
        yield store, analysed, known, (*notices, *more, *_notices_on_articles(analysed, store))
    finally:
        store.close()


def _describe(config: Config, analysed: Analysed, findings: FindingsBySlug) -> SiteState:
    states = {one.slug: describe_article(*one.read(), findings[one.slug]) for one in analysed}
    return SiteState(
        analysis=analysis_key(config.pipeline, config.source_bound)[:16], rules=digest_rules(config), articles=states
    )


def _build(
    config: Config,
    options: BuildOptions,
    inputs: Inputs | None,
    progress: Progress,
    learn: Callable[[Known], None] | None,
    checkpoint: Callable[[], None] | None,
) -> BuildReport:
    from generator.index import build_index
    from generator.read.register import read_register
    from generator.render.kept import KeptArticles

    started = time.perf_counter()
    manifest = read_manifest(config.output)  # before the long work: a folder that is not ours is refused
    known = read_register(config.content)
    program = digest_program(config)
    store = Store(config.root / FOLDER_NAME, analysis_key(config.pipeline, config.source_bound))
    try:
        articles, notices = _read_articles(config, options, store, program, progress)
        memo = Memo(store, program, checkpoint)
        analysed, fresh, more = _analyse_articles(articles, config, options, store, known, memo, progress)
        index = build_index(analysed, known, memo)
        notices = (*notices, *more, *_notices_on_articles(analysed, store))
        notices = (*notices, *_notices_on_site(config), *_notices_on_engine(analysed))
        findings = _find_findings(config, analysed, index, memo)
        memo.write()
        report = BuildReport(
            index_path=str(config.output / "index.html"),
            articles=len(analysed),
            analysed=fresh,
            attributions=len(index.statements),
            sources=len(index.sources),
            claims=sum(one.facts.claims for one in analysed),
            notices=notices,
            seconds=0.0,
            written=0,
            unchanged=0,
            removed=0,
        )
        gone = find_gone(store, config, articles) if options.preview else ()
        if not analysed and manifest is not None and not gone:
            kept = _site_notice("site-kept", "no article could be built, so the site that stood was left as it is", "")
            return replace(report, notices=(*notices, kept), seconds=time.perf_counter() - started)
        analysed, index, findings = show_excerpts(config, analysed, index, findings, known)
        standing = _read_standing(config, options, store, program, manifest)
        failures: list[Notice] = []
        later = Memo(store, program)
        kept_articles = KeptArticles(store, program)
        shown = {one.slug for one in analysed}
        assets = [asset for held in articles if held.slug in shown for asset in held.heading.assets]
        pages = _pages(
            config, options, analysed, assets, index, findings, notices, standing, later, kept_articles, failures
        )
        pages = _counted(pages, progress)
        complete = not any(notice.level is NoticeLevel.ERROR for notice in notices)
        written = write_site(config.output, pages, prune=complete, gone=gone)
        later.write()
        kept_articles.write()
        report = replace(
            report,
            notices=(*notices, *failures, *_notices_on_strays(written.kept, complete)),
            written=len(written.written),
            unchanged=len(written.files) - len(written.written),
            removed=len(written.removed),
        )
        write_records(store, config, standing, written.files, (inputs, program, report))
        if not options.preview and not options.drafts:
            _record_build(store, config, analysed, findings, notices, standing)
    finally:
        store.close()
    report = replace(report, changed=(*written.written, *written.removed), seconds=time.perf_counter() - started)
    if learn is not None:
        learn(
            Known(
                articles={held.path: held for held in articles if held.slug in shown},
                index=index,
                sources=known,
                findings=findings,
                engines={one.slug: one.facts.engine for one in analysed},
                notices=len(notices),
                report=report,
            )
        )
    return report


def find_content(config: Config) -> tuple[Path, ...]:
    """The article files of the site. Raises ConfigError where there is no content folder."""
    from generator.read.articles import find_article_paths

    check_folders(config)
    return find_article_paths(config.content)[0]


def read_known_site(config: Config) -> tuple[Analysed, tuple[KnownSource, ...]]:
    """What is known of the site without analysing anything: its articles as far as they are stored, and the entries of sources.yml.

    Nothing where there is no content folder, or where nothing was built yet.
    """
    from generator.index.register import Register
    from generator.read.register import read_register

    if not config.content.is_dir():
        return (), ()
    known = read_register(config.content)
    if not (config.root / FOLDER_NAME / FILE_NAME).is_file():
        return (), known
    options = BuildOptions(drafts=False, preview=False, paranoid=False, workers=None)
    store = Store(config.root / FOLDER_NAME, analysis_key(config.pipeline, config.source_bound))
    try:
        articles, _ = _read_articles(config, options, store, digest_program(config), _no_progress)
        register = Register(known)
        found = []
        for held in articles:
            analysis = store.load_analysis(held.heading.text)
            if analysis is not None:
                found.append(_with_peoples_word(held.read(), analysis, register)[:2])
    finally:
        store.close()
    return hold(found), known


def analyse_files(
    paths: Iterable[Path], pipeline: str, source_bound: float | None = None, known: tuple[KnownSource, ...] = ()
) -> Iterator[tuple[Path, tuple[Article, ArticleAnalysis] | ArticleError]]:
    """Each file with its article and analysis, or what is wrong with it; the article's path is the file's. Nothing is stored.

    `known` are the entries of sources.yml.
    """
    from generator.index.register import Register
    from generator.read.articles import read_article

    register = Register(known)
    for path in paths:
        try:
            article = replace(read_article(path, path.parent), path=str(path))
        except ArticleError as error:
            error.path = str(path)
            yield path, error
            continue
        analysis = analyse_article(article, pipeline, source_bound)
        if isinstance(analysis, ArticleAnalysis):
            yield path, _with_peoples_word(article, analysis, register)[:2]
        elif isinstance(analysis, ArticleError):
            yield path, analysis
        else:
            raise analysis


def analyse_article(article: Article, pipeline: str, source_bound: float | None = None) -> ArticleAnalysis | SaysoError:
    """Parse and analyse one article; what goes wrong is returned, so that it can come from another process.

    A source that is less likely right than `source_bound` is left unclear; None is the analysis's own bound.

    spaCy is imported only here, so that a build with nothing to analyse never does.
    """
    from generator.analysis import analyse
    from generator.parse import parse_text

    try:
        return analyse(article, parse_text(article.text, pipeline), source_bound)
    except SaysoError as error:
        error.path = error.path or (article.path if isinstance(error, ArticleError) else None)
        return error
    except Exception as error:  # a rule that fails on one article must not cost the others
        frame = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error}".strip().removesuffix(":")
        return ArticleError(
            f"the analysis failed ({reason}, in {Path(frame.filename).name}:{frame.lineno})",
            path=article.path,
            hint="This is a mistake in Sayso or in the spaCy pipeline; the other articles are built without it.",
        )


def analyse_one(
    article: Article, config: Config, store: Store, workers: Workers | None
) -> tuple[ArticleAnalysis, bool] | None:
    """The analysis of one article alone, and whether the `store` doesn't have it yet; None where it fails."""
    analysis = store.read_analysis(article)
    if analysis is not None:
        return analysis, False
    ((_, result),) = _analyse_new([HeldArticle.of(article)], config, workers)
    return (result, True) if isinstance(result, ArticleAnalysis) else None


def _read_articles(
    config: Config, options: BuildOptions, store: Store, program: bytes, progress: Progress
) -> tuple[tuple[HeldArticle, ...], tuple[Notice, ...]]:
    """The articles to build, in the order of their paths, and what is to say about them."""
    from generator.read.articles import find_article_paths, read_article
    from generator.read.corrections import corrections_path

    paths, passed_over = find_article_paths(config.content)
    earlier = ReadArticles(store, config.content, program, paranoid=options.paranoid)
    articles: dict[str, HeldArticle] = {}
    notices = list(passed_over)
    hidden = 0
    for number, path in enumerate(paths):
        progress("Reading", number, len(paths))
        name = path.relative_to(config.content).as_posix()
        try:
            stamp = read_stamp(path)  # before it is read: a change meanwhile is then seen the next time
            corrected = corrections_path(path).exists()  # a second file, whose errors are the article's too
            article = None if corrected else earlier.find(name, path, stamp)
            if article is None:
                read = read_article(path, config.content)
                article = HeldArticle.of(read) if corrected else earlier.keep(name, path, stamp, read)
            if article.front_matter.draft and not options.drafts:
                hidden += 1
                continue
            notices += article.heading.notices
            if article.slug in articles:
                raise ArticleError(
                    f"the slug “{article.slug}” is also that of {articles[article.slug].path}",
                    code="duplicate-slug",
                    path=article.path,
                    hint="Give one of the two another slug: in its front matter, or by renaming it.",
                )
        except ArticleError as error:
            notices.append(_article_notice(error))
            continue
        articles[article.slug] = article
    earlier.write()
    progress("Reading", len(paths), len(paths))
    if not articles and not any(notice.level is NoticeLevel.ERROR for notice in notices):
        notices.append(_no_articles(hidden))
    return tuple(articles.values()), tuple(notices)


def _analyse_articles(
    articles: tuple[HeldArticle, ...],
    config: Config,
    options: BuildOptions,
    store: Store,
    known: tuple[KnownSource, ...],
    memo: Memo,
    progress: Progress,
) -> tuple[Analysed, int, tuple[Notice, ...]]:
    """Each article with its analysis, how many of these are new, and what is to say about those that have none."""
    stored = store.find_analyses()
    store.use(held.heading.text for held in articles)
    found: dict[str, bytes] = {}  # the checksum of each analysis, by slug
    new: list[HeldArticle] = []
    for held in articles:
        kept = stored.get(held.heading.text)
        if kept is not None and kept.holds_at(held.heading.place):
            found[held.slug] = kept.checksum
        else:
            new.append(held)
    notices: list[Notice] = []
    progress("Analysing", 0, len(new))
    for done, (article, result) in enumerate(_analyse_new(new, config, options.workers), 1):
        if isinstance(result, ArticleAnalysis):
            found[article.slug] = store.write_analysis(article, result).checksum
        elif isinstance(result, ArticleError):
            notices.append(_article_notice(result))
        else:
            raise result
        progress("Analysing", done, len(new))
    store.trim()
    notices.sort(key=lambda notice: notice.path)  # processes end in any order
    analyses = Analyses(config, store, known, memo)
    return (
        tuple(analyses.of(held, found[held.slug]) for held in articles if held.slug in found),
        len(new),
        tuple(notices),
    )


class Analyses:
    """The articles with their analyses, as people have left them, read from the store when they are asked for."""

    def __init__(self, config: Config, store: Store, known: tuple[KnownSource, ...], memo: Memo) -> None:
        from generator.index.register import Register

        self._config = config
        self._store = store
        self._register = Register(known)
        self._said = digest(known)
        self._memo = memo
        self._read = lru_cache(PAIRS_HELD)(self._read_anew)
        memo.gather("facts")

    def of(self, held: HeldArticle, checksum: bytes) -> AnalysedArticle:
        """The article with its stored analysis, whose checksum that is."""
        return AnalysedArticle(
            held.slug,
            held.path,
            held.front_matter,
            lambda: self._read(held, checksum)[:2],
            lambda: self._facts(held, checksum),
        )

    def _facts(self, held: HeldArticle, checksum: bytes) -> Facts:
        inputs = (held.heading.body, checksum, self._said)
        return self._memo.recall("facts", held.slug, inputs, Facts, lambda: find_facts(*self._read(held, checksum)))

    def _read_anew(self, held: HeldArticle, checksum: bytes) -> tuple[Article, ArticleAnalysis, tuple[Notice, ...]]:
        article = held.read()
        analysis = self._store.load_analysis(held.heading.text, checksum)
        if analysis is None:  # the store was damaged under way
            result = analyse_article(article, self._config.pipeline, self._config.source_bound)
            if not isinstance(result, ArticleAnalysis):
                raise result
            self._store.write_analysis(article, result)
            analysis = result
        return _with_peoples_word(article, analysis, self._register)


def _notices_on_articles(analysed: Analysed, store: Store) -> tuple[Notice, ...]:
    """What is to say about corrections that have lost their place, about the analyses, and about the store."""
    orphaned = (notice for one in analysed for notice in one.facts.orphaned)
    return (*orphaned, *(notice for one in analysed for notice in one.facts.notices), *store.notices)


def _with_peoples_word(
    article: Article, analysis: ArticleAnalysis, register: Register
) -> tuple[Article, ArticleAnalysis, tuple[Notice, ...]]:
    """The article with what people say of sources and in corrections, which goes before what was found, and what has lost its
    place."""
    return (article, *apply_corrections(article, register.apply(article, analysis)))


def _analyse_new(
    articles: Sequence[HeldArticle], config: Config, workers: Workers | None
) -> Iterator[tuple[Article, ArticleAnalysis | SaysoError]]:
    """Each article and its analysis, or what went wrong, as they are done.

    `workers` begin with the longest, so that none is still at one when the others have nothing left.
    """
    if workers is None:
        for held in articles:
            article = held.read()
            yield article, analyse_article(article, config.pipeline, config.source_bound)
        return
    analysis = partial(analyse_article, pipeline=config.pipeline, source_bound=config.source_bound)
    articles = sorted(articles, key=lambda held: held.heading.characters, reverse=True)
    worth = max(1, sum(held.heading.characters for held in articles) // CHARACTERS_A_JOB)
    under_way: dict[int, Article] = {}

    def coming() -> Iterator[Article]:
        for number, held in enumerate(articles):
            under_way[number] = held.read()
            yield under_way[number]

    for number, result in workers.run(analysis, coming(), worth):
        article = under_way.pop(number)
        if isinstance(result, Crashed):
            result = ArticleError(
                "the analysis crashed, and took its process with it",
                path=article.path,
                hint="The other articles are built without it; shorten it, or give the machine more memory.",
            )
        elif isinstance(result, TimedOut):
            result = ArticleError(
                f"the analysis took longer than {result.seconds:g} seconds, and was stopped",
                path=article.path,
                hint="The other articles are built without it; shorten it, or allow it more with --timeout.",
            )
        yield article, result


def _find_findings(config: Config, analysed: Analysed, index: CorpusIndex, memo: Memo) -> FindingsBySlug:
    """What an editor is asked to look at, by article."""
    from generator.findings import find_across, find_findings

    across = find_across(analysed, index, config.house_rules, memo)

    def find(one: AnalysedArticle) -> tuple[Finding, ...]:
        found = across.get(one.slug, ())
        make = partial(find_findings, house_rules=config.house_rules, across=found)
        return memo.recall_of("findings", one, found, tuple[Finding, ...], make)

    memo.gather("findings")
    return {one.slug: find(one) for one in analysed}


def _read_standing(
    config: Config, options: BuildOptions, store: Store, program: bytes, manifest: Manifest | None
) -> Standing:
    """What stands in the output folder from the last build there."""
    return Standing(
        config.output,
        base=program,
        records=read_units(store, config.output),
        stamps=read_stamps(store, config.output),
        written=manifest.files if manifest else None,
        paranoid=options.paranoid,
    )


def _record_build(
    store: Store,
    config: Config,
    analysed: Analysed,
    findings: FindingsBySlug,
    notices: tuple[Notice, ...],
    standing: Standing,
) -> None:
    """Keep what this build knows, for `sayso diff`."""

    def described(one: AnalysedArticle) -> tuple[str, str, bytes, Callable[[], ArticleState]]:
        found = findings[one.slug]
        return one.slug, one.path, standing.key(one.digest, found), lambda: describe_article(*one.read(), found)

    record_build(
        store,
        (described(one) for one in analysed),
        failed=_failed_paths(notices),
        analysis=analysis_key(config.pipeline, config.source_bound)[:16],
        rules=digest_rules(config),
        time=int(time.time()),
    )


def _compare_with_baseline(
    config: Config, analysed: Analysed, findings: FindingsBySlug, notices: tuple[Notice, ...]
) -> tuple[ArticleChange, ...] | None:
    """What differs from the site's baseline; None where it has none. The store is not asked: a clean build must say the same."""
    if config.baseline is None:
        return None
    before = read_state(config.baseline, shown_path(config.baseline))
    return compare_states(_without(before, _failed_paths(notices)), _describe(config, analysed, findings))


def _without(state: SiteState, failed: frozenset[str]) -> SiteState:
    kept = {slug: article for slug, article in state.articles.items() if article.path not in failed}
    return replace(state, articles=kept)


def _failed_paths(notices: Iterable[Notice]) -> frozenset[str]:
    """The files of the articles that could not be built; a mistake in corrections is named by theirs."""
    failed = {notice.path for notice in notices if notice.level is NoticeLevel.ERROR}
    stems = {path.removesuffix(".corrections.yml") for path in failed if path.endswith(".corrections.yml")}
    return frozenset(failed | {stem + ending for stem in stems for ending in (".md", ".txt")})


def _pages(
    config: Config,
    options: BuildOptions,
    analysed: Analysed,
    assets: Iterable[Asset],
    index: CorpusIndex,
    findings: FindingsBySlug,
    notices: tuple[Notice, ...],
    standing: Standing,
    memo: Memo,
    kept: KeptArticles,
    failures: list[Notice],
) -> Iterator[Page | StandingPage]:
    """All that the site consists of; what is about the whole corpus and only for download comes last, and not in a preview.

    `memo` keeps templates as they were compiled, rows of tables and what is searched; `kept` what articles' pages are made of.
    What fails without harm to the rest is added to `failures`.
    """
    from generator.excerpts import is_excerpt
    from generator.export import describe_tables, render_article_data
    from generator.last_phases import render_last_phases
    from generator.render.site import render_site
    from generator.search import count_bundles

    sizes = sum(one.facts.claims for one in analysed), sum(map(len, findings.values()))
    tables = () if options.preview else describe_tables(index, *sizes)
    yield from _images(config, assets)
    changes = None if options.preview else _compare_with_baseline(config, analysed, findings, notices)
    if changes is not None:  # a baseline may hold more of an article than may be shown now
        excerpts = {one.slug for one in analysed if is_excerpt(one.front_matter, config.show)}
        changes = tuple(change for change in changes if change.slug not in excerpts)
    yield from render_site(
        config,
        analysed,
        index,
        notices,
        standing,
        findings=findings,
        tables=tables,
        changes=changes,
        search_bundles=0 if options.preview else count_bundles(len(analysed)),
        workers=options.workers,
        memo=memo,
        kept=kept,
    )
    yield from render_article_data(analysed, standing)
    if not options.preview:
        failed = yield from render_last_phases(config.language, analysed, index, findings, standing, memo)
        if failed is not None:
            failures.append(failed)


def _images(config: Config, assets: Iterable[Asset]) -> Iterator[Page]:
    """The images of the articles, each once."""
    targets = {asset.target: asset.path for asset in assets}
    for target, path in sorted(targets.items()):
        try:
            yield Page(path=target, content=(config.content / path).read_bytes())
        except OSError as error:
            raise ArticleError(
                f"cannot be read any more: {error.strerror}", path=path, hint="Build again; the site was not touched."
            ) from error


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """A build makes millions of values that stay; to look for cycles among them over and over would cost more than they do."""
    thresholds = gc.get_threshold()
    gc.set_threshold(*RARE_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def _no_progress(stage: str, done: int, total: int) -> None:
    pass


def _counted(pages: Iterable[Page | StandingPage], progress: Progress) -> Iterator[Page | StandingPage]:
    done = 0
    for done, page in enumerate(pages, 1):
        yield page
        progress("Writing", done, 0)
    progress("Writing", done, done)


def _article_notice(error: ArticleError) -> Notice:
    return Notice(
        level=NoticeLevel.ERROR,
        code=error.code,
        message=error.message,
        hint=error.hint or "",
        path=error.path or "",
        line=error.line,
        column=error.column,
    )


def _site_notice(code: str, message: str, hint: str, level: NoticeLevel = NoticeLevel.NOTICE) -> Notice:
    return Notice(level=level, code=code, message=message, hint=hint)


def _no_articles(hidden: int) -> Notice:
    message, hint = "the content folder holds no articles", "Put a *.md or *.txt file there."
    if hidden:
        message, hint = f"all {hidden} articles are drafts", "Build them with --drafts."
    return _site_notice("no-articles", message, hint, NoticeLevel.ERROR)


def _notices_on_site(config: Config) -> Iterator[Notice]:
    if config.base_url is None:
        yield _site_notice(
            "no-base-url",
            "without base_url the feed, the sitemap and canonical addresses are left out",
            'Set it in sayso.toml, under [site]: base_url = "https://example.org/"',
        )


def _notices_on_engine(analysed: Analysed) -> Iterator[Notice]:
    alone = sum(one.facts.engine == RULES_ALONE for one in analysed)
    if alone:
        articles = "1 article was" if alone == 1 else f"{alone} articles were"
        yield _site_notice(
            "rules-alone",
            f"the trained model could not be loaded: {articles} analysed by rules alone, which find less",
            "Install Sayso anew, with onnxruntime and tokenizers, and build again.",
        )


def _notices_on_strays(kept: tuple[str, ...], complete: bool) -> Iterator[Notice]:
    if kept:
        reason = "was changed since Sayso wrote it" if complete else "may belong to an article that could not be built"
        names = ", ".join(kept[:5]) + (f" and {len(kept) - 5} more" if len(kept) > 5 else "")
        hint = "Remove what you don't want." if complete else "They go with the next build that has no errors."
        yield _site_notice("strays-kept", f"what no page needs any more was kept, because it {reason}: {names}", hint)
