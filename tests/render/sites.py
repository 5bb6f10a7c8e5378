"""A small site as the render stage is given it: made by hand, so that no rule of the analysis can change a page here.

An article is written in HTML; its text is what stands between the tags. What it credits is written as the words themselves, which
are looked for from the last content on.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from msgspec.structs import replace

from generator.changes import ArticleChange, SiteState, compare_states, describe_article
from generator.config import Config
from generator.export import describe_tables, render_data
from generator.index import build_index
from generator.model import (
    Anchoring,
    AnonymousContent,
    AnonymousStatement,
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    BodyPiece,
    Certainty,
    Checkability,
    Claim,
    CueClass,
    CueStance,
    Finding,
    FindingCode,
    FrontMatter,
    Hedge,
    HedgeKind,
    Naming,
    Notice,
    NoticeLevel,
    Operator,
    Page,
    Polarity,
    Provenance,
    ProvenanceEnd,
    ProvenanceLink,
    Quantity,
    Quotation,
    QuotationKind,
    Review,
    ReviewVerb,
    Sentence,
    Severity,
    Source,
    SourceKind,
    SourcePosition,
    Tag,
    TextRun,
    TextSpan,
    Voice,
)
from generator.render.site import render_site

BLOCK = re.compile(r"</(?:p|li|blockquote|h\d|td|th|tr|pre|table|ul|ol)>")


def make_article(slug: str, headline: str, html: str, front_matter: FrontMatter | None = None) -> Article:
    """The article that `html` shows below `headline`."""
    text = headline
    body: list[BodyPiece] = []
    new_block = True
    for piece in re.findall(r"<[^>]*>|[^<]+", html):
        if piece.startswith("<"):
            body.append(Tag(html=piece))
            new_block = new_block or bool(BLOCK.match(piece))
        elif piece.strip():
            text += "\n\n" if new_block else ""
            new_block = False
            body.append(TextRun(start_char=len(text), end_char=len(text) + len(piece)))
            text += piece
    return Article(
        slug=slug,
        path=f"{slug}.md",
        front_matter=front_matter or FrontMatter(),
        text=text,
        headline=TextSpan(0, len(headline)),
        headline_pieces=(TextRun(start_char=0, end_char=len(headline)),),
        body=tuple(body),
        positions=(SourcePosition(0, 1, 1),),
    )


class Credits:
    """Builds the analysis of one article, statement by statement, in the order of the text."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._position = 0
        self._sources: dict[str, Source] = {}
        self._attributions: list[Attribution] = []
        self._claims: list[Claim] = []
        self._quotations: list[Quotation] = []
        self._sentences: list[Sentence] = []
        self._quantities: list[Quantity] = []
        self._provenance: list[Provenance] = []
        self._anonymous: list[AnonymousStatement] = []

    def credit(
        self,
        source: str,
        cue: str,
        content: str,
        *,
        name: str = "",
        naming: Naming = Naming.N6,
        source_kind: SourceKind = SourceKind.PERSON,
        kind: AttributionKind = AttributionKind.INDIRECT,
        stance: CueStance = CueStance.NEUTRAL,
        certainty: Certainty = Certainty.CERTAIN,
        polarity: Polarity = Polarity.POSITIVE,
        hedge: str = "",
        depth: int = 0,
        cue_class: CueClass = CueClass.SPEECH,
        review: Review | None = None,
    ) -> Credits:
        """`content` is credited to `source` by `cue`; ` … ` separates the pieces of a discontinuous one."""
        spans = self._find_all(content)
        around = max(self._article.text.rfind("\n\n", 0, spans[0].start_char), 0)
        source_spans = (self._find(source, around),) if source else ()
        name = name or source
        if name and name not in self._sources:
            self._sources[name] = Source(
                id=f"s{len(self._sources) + 1}",
                name=name,
                named=naming in {Naming.N4, Naming.N5, Naming.N6},
                kind=source_kind,
                naming=naming,
                mentions=source_spans,
            )
        number = len(self._attributions) + 1
        attribution = Attribution(
            id=f"a{number:07d}",
            source=source_spans,
            cue=tuple(self._find(part, around) for part in cue.split(" … ")) if cue else (),
            content=spans,
            source_id=self._sources[name].id if name else None,
            kind=kind,
            depth=depth,
            cue_class=cue_class,
            stance=stance,
            anchoring=Anchoring.EXPLICIT if cue or source else Anchoring.CARRIED_OVER,
            found_by="hand",
            review=review,
        )
        self._attributions.append(attribution)
        if kind is not AttributionKind.INDIRECT:
            self._quotations += [
                Quotation(span=TextSpan(found.start(), found.end()), kind=QuotationKind.SPEECH, closed=True)
                for span in spans
                for found in re.compile("[“‘].*?[”’](?!\\w)").finditer(
                    self._article.text, span.start_char, span.end_char
                )
            ]
        self._claims.append(
            Claim(
                id=attribution.id,
                attribution_id=attribution.id,
                source_id=attribution.source_id,
                content=spans,
                certainty=certainty,
                polarity=polarity,
                stance=stance,
                checkability=Checkability.EVENT,
                hedges=self._hedges(hedge, certainty, around),
            )
        )
        if not depth:
            self._position = spans[0].start_char
        return self

    def claim(self, words: str, checkability: Checkability = Checkability.EVENT) -> Credits:
        """`words` are claimed in the author's voice."""
        self._claims.append(
            Claim(
                id=f"v{len(self._claims) + 1:07d}",
                attribution_id=None,
                source_id=None,
                content=(self._find(words, 0),),
                certainty=Certainty.CERTAIN,
                polarity=Polarity.POSITIVE,
                stance=None,
                checkability=checkability,
            )
        )
        return self

    def scare(self, words: str) -> Credits:
        """`words`, quotation marks included, are held at a distance."""
        self._quotations.append(Quotation(span=self._find(words, 0), kind=QuotationKind.SCARE, closed=True))
        return self

    def sentence(self, words: str, voice: Voice, *numbers: int) -> Credits:
        """The sentence `words`, with the statements that it holds, by their number."""
        ids = tuple(self._attributions[number - 1].id for number in numbers)
        self._sentences.append(Sentence(span=self._find(words, 0), voice=voice, attribution_ids=ids))
        return self

    def figure(self, words: str, value: float, unit: str, operator: Operator = Operator.EQUAL) -> Credits:
        """The figure `words`, where it stands last."""
        start = self._article.text.rindex(words)
        span = TextSpan(start, start + len(words))
        self._quantities.append(Quantity(span=span, value=value, operator=operator, unit=unit))
        return self

    def chain(self, *numbers: int, end: ProvenanceEnd = ProvenanceEnd.NOT_STATED) -> Credits:
        """The statement of the first number came by way of the others, nearest first."""
        links = [self._attributions[number - 1] for number in numbers]
        self._provenance.append(
            Provenance(
                attribution_id=links[0].id,
                links=tuple(ProvenanceLink(source_id=a.source_id, source=a.source, cue=a.cue) for a in links),
                end=end,
            )
        )
        return self

    def unnamed(self, number: int, content: AnonymousContent, *others: int) -> Credits:
        """The statement `number` is that of somebody who is not named; the sources of `others` say the same."""
        made = self._attributions[number - 1]
        assert made.source_id is not None
        ids = tuple(self._attributions[other - 1].source_id or "" for other in others)
        self._anonymous.append(
            AnonymousStatement(attribution_id=made.id, source_id=made.source_id, content=content, others=ids)
        )
        return self

    def analysis(self) -> ArticleAnalysis:
        return ArticleAnalysis(
            engine="by hand",
            quotations=tuple(sorted(self._quotations, key=lambda quotation: quotation.span)),
            attributions=tuple(self._attributions),
            sources=tuple(self._sources.values()),
            claims=tuple(self._claims),
            sentences=tuple(sorted(self._sentences, key=lambda sentence: sentence.span)),
            quantities=tuple(self._quantities),
            provenance=tuple(self._provenance),
            anonymous=tuple(self._anonymous),
        )

    def _hedges(self, hedge: str, certainty: Certainty, around: int) -> tuple[Hedge, ...]:
        return (make_hedge(self._find(hedge, around), certainty),) if hedge else ()

    def _find(self, words: str, position: int) -> TextSpan:
        start = self._article.text.index(words, position)
        return TextSpan(start, start + len(words))

    def _find_all(self, words: str) -> tuple[TextSpan, ...]:
        found: list[TextSpan] = []
        for part in words.split(" … "):
            found.append(self._find(part, found[-1].end_char if found else self._position))
        return tuple(found)


def make_hedge(span: TextSpan, certainty: Certainty) -> Hedge:
    return Hedge(span=span, scope=span, kind=HedgeKind.MODAL, certainty=certainty)


def wall() -> tuple[Article, ArticleAnalysis]:
    """Every kind of mark, in every kind of block."""
    article = make_article(
        "wall",
        "Inspectorate: 4,000 homes “at risk” below Dunmere",
        "<p>The Waterworks Inspectorate has said that as many as 4,000 homes could stand in the path of a flood, a figure that "
        "has divided the valley.</p>"
        "<p>‘Nobody in that building believes the wall is safe,’ an engineer who worked on the survey told the Courier. "
        "The survey has not been published.</p>"
        '<p><a href="https://valley.example/marrow">Ilse Marrow</a>, the mayor, dismissed the account as ‘kitchen gossip’ and '
        "insisted that the wall had been <em>inspected twice</em> this winter. "
        "Some suspect that the inspections never took place.</p>"
        "<blockquote><p>‘We were told that the company claims the dam protects us,’ Marrow said.</p><p>‘We are not going "
        "anywhere.’</p></blockquote>"
        "<p>The so-called ‘sacrifice zone’ has emptied. They say that the sirens are broken. There are reports of looting.</p>"
        "<ul><li>A notice by the door says that the hall is full.</li><li>The kettle is on.</li></ul>"
        "<table><thead><tr><th>House</th><th>Metres</th></tr></thead><tbody><tr><td>Mill</td><td>88</td></tr></tbody></table>"
        "<p>Marrow wants the sirens mended.</p>"
        "<pre><code>level 88.2 m</code></pre><p>قالت المذيعة إن المياه ترتفع.</p><p>Donaudampfschifffahrtselektrizitätenhaupt"
        "betriebswerkbauunterbeamtengesellschaft</p>",
        FrontMatter(
            date=datetime.date(2026, 3, 12),
            outlet="The Harrowdale Courier",
            byline="Tamsin Ode",
            url="https://courier.example/wall",
            tags=("homes at risk",),
            summary="A planning figure & a stain.",
        ),
    )
    credits = Credits(article)
    credits.credit(
        "Inspectorate",
        "",
        "4,000 homes “at risk” below Dunmere",
        name="The Waterworks Inspectorate",
        naming=Naming.N4,
        source_kind=SourceKind.INSTITUTION,
        kind=AttributionKind.MIXED,
    )
    credits.credit(
        "The Waterworks Inspectorate",
        "has said",
        "that as many as 4,000 homes could stand in the path of a flood",
        certainty=Certainty.POSSIBLE,
        hedge="could",
    )
    credits.credit(
        "an engineer who worked on the survey",
        "told",
        "‘Nobody in that building believes the wall is safe,’",
        naming=Naming.N3,
        kind=AttributionKind.DIRECT,
    )
    credits.credit(
        "Ilse Marrow",
        "dismissed … insisted",
        "the account as ‘kitchen gossip’ … that the wall had been inspected twice this winter",
        kind=AttributionKind.MIXED,
        stance=CueStance.DISTANCING,
    )
    credits.credit(
        "Some",
        "suspect",
        "that the inspections never took place",
        naming=Naming.N1,
        stance=CueStance.MENTAL,
        certainty=Certainty.PROBABLE,
        hedge="suspect",
    )
    credits.credit(
        "Marrow",
        "said",
        "‘We were told that the company claims the dam protects us,’",
        name="Ilse Marrow",
        kind=AttributionKind.DIRECT,
    )
    credits.credit(
        "the company",
        "claims",
        "the dam protects us",
        naming=Naming.N4,
        source_kind=SourceKind.INSTITUTION,
        stance=CueStance.DISTANCING,
        depth=1,
    )
    credits.credit("", "", "‘We are not going anywhere.’", name="Ilse Marrow", kind=AttributionKind.DIRECT)
    credits.credit("They", "say", "that the sirens are broken", naming=Naming.UNCLEAR, polarity=Polarity.NEGATIVE)
    credits.credit("", "reports of", "looting")
    credits.credit(
        "A notice by the door", "says", "that the hall is full", naming=Naming.N3, source_kind=SourceKind.DOCUMENT
    )
    credits.credit(
        "Marrow",
        "wants",
        "the sirens mended",
        name="Ilse Marrow",
        cue_class=CueClass.INTENTION,
        review=Review(verb=ReviewVerb.ACCEPT, by="R. Pell", date=datetime.date(2026, 3, 14)),
    )
    credits.sentence("The survey has not been published.", Voice.AUTHOR)
    credits.sentence("Some suspect that the inspections never took place.", Voice.ATTRIBUTED, 5)
    credits.sentence("The so-called ‘sacrifice zone’ has emptied.", Voice.AUTHOR)
    credits.figure("as many as 4,000 homes", 4000, "home", Operator.AT_MOST).chain(6, 7)
    return article, credits.scare("‘sacrifice zone’").analysis()


def wall_findings() -> tuple[Finding, ...]:
    """One of each severity: on the headline, on a statement, and on words that nobody is credited with."""
    text = wall()[0].text

    def finding(code: FindingCode, severity: Severity, words: str, reason: str) -> Finding:
        start = text.index(words)
        return Finding(code=code, severity=severity, span=TextSpan(start, start + len(words)), reason=reason)

    return (
        finding(FindingCode.HEAD1, Severity.ERROR, "4,000 homes", "The headline says “4,000”; the body says “could”."),
        finding(FindingCode.VOICE1, Severity.NOTE, "The survey has not been published.", "No source is stated for it."),
        finding(FindingCode.VAGUE1, Severity.WARNING, "Some", "Nobody can be asked: “Some”, “suspect”."),
    )


def plain() -> tuple[Article, ArticleAnalysis]:
    """Undated, with nobody credited."""
    article = make_article(
        "plain", "The kettle is on", "<p>Rain fell on <b>Carrow</b> &amp; the mill.</p>".replace("&amp;", "and")
    )
    return article, Credits(article).analysis()


def ledger() -> tuple[Article, ArticleAnalysis]:
    """The same mayor in another outlet."""
    article = make_article(
        "ledger",
        "Mayor stays put",
        "<p>Ilse Marrow, the mayor of Lower Dunmere, said that she would stay. “I like it here,” she said.</p>",
        FrontMatter(
            date=datetime.date(2026, 3, 13), updated=datetime.date(2026, 3, 14), outlet="The Skellmouth Ledger"
        ),
    )
    credits = Credits(article)
    credits.credit("Ilse Marrow", "said", "that she would stay")
    credits.credit("she", "said", "“I like it here,”", name="Ilse Marrow", kind=AttributionKind.DIRECT)
    return article, credits.analysis()


NOTICES = (
    Notice(
        level=NoticeLevel.ERROR,
        code="encoding",
        message="not UTF-8: byte 0xff",
        hint="Save it as UTF-8.",
        path="mill.txt",
        line=3,
        column=7,
    ),
    Notice(
        level=NoticeLevel.NOTICE,
        code="unknown-key",
        message="unknown key “titel”",
        hint="Did you mean “title”?",
        path="wall.md",
        line=2,
    ),
)


def make_config(root: Path, **settings: object) -> Config:
    return Config(root=root, content=root / "content", output=root / "output", **settings)  # type: ignore[arg-type]


def changes() -> tuple[ArticleChange, ...]:
    """What a page of changes may have to show: an article of each kind, and what came, went and changed."""
    article, analysis = wall()
    state = describe_article(article, analysis, wall_findings())
    first, second = state.attributions[:2]
    before = replace(
        state,
        text="another",
        attributions=(
            replace(first, codings={**first.codings, "stance": "distancing"}),
            replace(second, id="gone", content="x"),
        ),
        findings=state.findings[1:],
    )
    old, new = ({"wall": before, "gone": replace(state, slug="gone", path="gone.md")}, {"wall": state})
    new["plain"] = replace(state, slug="plain", path="plain.md", title="Plain")
    return compare_states(
        SiteState(analysis="1", rules="1", articles=old), SiteState(analysis="2", rules="1", articles=new)
    )


def render(
    config: Config,
    analysed: tuple[tuple[Article, ArticleAnalysis], ...] = (),
    changes: tuple[ArticleChange, ...] | None = None,
    *,
    search_bundles: int = 1,
) -> dict[str, Page]:
    """The pages of the small site and its data by their paths; with `changes` also the page of these."""
    analysed = analysed or (wall(), plain(), ledger())
    index = build_index(analysed)
    findings = {"wall": wall_findings()} if any(article.slug == "wall" for article, _ in analysed) else {}
    claims = sum(len(analysis.claims) for _, analysis in analysed)
    tables = describe_tables(index, claims, sum(map(len, findings.values())))
    pages = [
        *render_site(
            config,
            analysed,
            index,
            NOTICES,
            findings=findings,
            tables=tables,
            changes=changes,
            search_bundles=search_bundles,
        ),
        *render_data(analysed, index, findings),
    ]
    by_path = {page.path: page for page in pages}
    assert len(by_path) == len(pages), "two pages under one path"
    return by_path


def write(pages: dict[str, Page], folder: Path) -> Path:
    """The pages as files below `folder`, to be opened in a browser."""
    for page in pages.values():
        target = folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.content)
    return folder
