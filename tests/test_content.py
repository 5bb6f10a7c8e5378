"""The sample articles: each is held to what it is there to show, so that an edit cannot quietly take the lesson away.

What is pinned is what a careful reader finds. What the analysis is known to miss is a strict xfail with its reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from generator.config import read_config
from generator.findings import find_across, find_findings
from generator.index import build_index
from generator.index.register import Register
from generator.model import (
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    Certainty,
    Claim,
    FindingCode,
    Naming,
    QuotationKind,
    Source,
    TextSpan,
)
from generator.pipeline import analyse_article
from generator.read.articles import find_article_paths, read_article
from generator.read.register import read_register

ROOT = Path(__file__).parent.parent
CONFIG = read_config(ROOT / "sayso.toml")
PUBLISHED = (
    "a-night-in-the-hall",
    "confirms-4000-homes",
    "draft-survey-warned",
    "east-wall-figure",
    "minister-empties-dam",
    "valley-one-breakfast",
    "wall-of-water",
    "who-counted-the-houses",
)


class Analysed(NamedTuple):
    """One sample article with its analysis, and the questions the tests put to it."""

    article: Article
    analysis: ArticleAnalysis

    def words(self, spans: tuple[TextSpan, ...]) -> str:
        return " … ".join(self.article.text[span.start_char : span.end_char] for span in spans)

    def crediting(self, words: str) -> list[Attribution]:
        """The attributions whose content covers the middle of `words`, the inner ones first."""
        start = self.article.text.index(words)
        middle = start + len(words) // 2
        found = [
            attribution
            for attribution in self.analysis.attributions
            if any(span.start_char <= middle < span.end_char for span in attribution.content)
        ]
        return sorted(found, key=lambda attribution: -attribution.depth)

    def credited_in_turn(self, words: str) -> list[Attribution]:
        """The same without the turns of a transcript, where there are others."""
        found = self.crediting(words)
        return [attribution for attribution in found if attribution.found_by != "turn"] or found

    def source(self, words: str) -> Source:
        """Who is credited with `words`, by the outermost attribution, but for a transcript's turn."""
        found = self.credited_in_turn(words)
        assert found, f"nobody is credited with “{words}”"
        by_id = {source.id: source for source in self.analysis.sources}
        assert found[-1].source_id in by_id, f"no source for “{words}”"
        return by_id[found[-1].source_id]

    def claim(self, words: str) -> Claim:
        attribution = self.crediting(words)[0]
        return next(claim for claim in self.analysis.claims if claim.attribution_id == attribution.id)

    def quotation_kind(self, words: str) -> QuotationKind:
        start = self.article.text.index(words)
        inside = [each for each in self.analysis.quotations if each.span.start_char <= start < each.span.end_char]
        return max(inside, key=lambda each: each.depth).kind


@pytest.fixture(scope="module")
def samples() -> dict[str, Analysed]:
    found = {}
    for path in find_article_paths(CONFIG.content)[0]:
        article = read_article(path, CONFIG.content)
        analysis = analyse_article(article, CONFIG.pipeline)
        assert isinstance(analysis, ArticleAnalysis), analysis
        found[article.slug] = Analysed(article, analysis)
    return found


def test_there_are_eight_and_a_draft(samples: dict[str, Analysed]) -> None:
    drafts = [slug for slug, each in samples.items() if each.article.front_matter.draft]
    assert (sorted(set(samples) - set(drafts)), drafts) == (list(PUBLISHED), ["what-we-still-dont-know"])


@pytest.mark.parametrize("slug", PUBLISHED)
def test_each_reads_clean_is_short_and_names_nothing_real(samples: dict[str, Analysed], slug: str) -> None:
    article = samples[slug].article
    assert article.notices == ()
    assert 250 <= len(article.text.split()) <= 450
    address = article.front_matter.url
    assert address is None or address.split("/")[2].endswith(".example")


# The article, some words of a content, and the words that the article credits with it.
CREDITS = [
    ("east-wall-figure", "As many as 4,000 homes could lie", "the Waterworks Inspectorate"),
    ("east-wall-figure", "it saw no sign of imminent danger", "the Waterworks Inspectorate"),
    ("east-wall-figure", "Anyone who prints it", "Chief Inspector Jonah Threlfell"),
    ("east-wall-figure", "an earlier draft had given no figure", "Two people familiar with the bulletin"),
    ("east-wall-figure", "312 people", "its log"),
    ("east-wall-figure", "being careful looks alarming", "Veil"),
    ("east-wall-figure", "if the rain does here", "Commander Oren Hask"),
    ("confirms-4000-homes", "as many as 4,000 homes could stand", "The Waterworks Inspectorate"),
    ("confirms-4000-homes", "We take the worst night", "Jonah Threlfell, the chief inspector"),
    ("confirms-4000-homes", "the wall had been inspected twice", "Ilse Marrow, the mayor of Lower Dunmere"),
    ("confirms-4000-homes", "the inspections never took place", "Some"),
    ("confirms-4000-homes", "If people want to see it", "Marrow"),
    ("confirms-4000-homes", "next of kin", "she"),
    ("confirms-4000-homes", "several light sleepers", "A spokeswoman for the company"),
    ("wall-of-water", "will sweep away 4,000 homes", "the Clarion"),
    ("wall-of-water", "hanging by a thread", "a source"),
    ("wall-of-water", "They are clowns", "the source"),
    ("wall-of-water", "the wall could go", "Experts"),
    ("wall-of-water", "dividends before lives", "Critics"),
    ("wall-of-water", "You can't knead and listen", "she"),
    ("wall-of-water", "had not slept since Tuesday", "A friend of the mayor, who declined to be named"),
    (
        "draft-survey-warned",
        "has increased by a factor of four",
        "The 61-page document, prepared by the consulting firm Pell & Strand",
    ),
    ("draft-survey-warned", "contained arithmetical errors", "Dana Brill, a spokeswoman for the company"),
    ("draft-survey-warned", "12 liters a second", "the survey"),
    ("draft-survey-warned", "the request came from", "A second person"),
    ("draft-survey-warned", "kitchen gossip", "Mayor Ilse Marrow of Lower Dunmere"),
    ("who-counted-the-houses", "It exists in the sense", "Jonah Threlfell, the chief inspector, who sounded tired"),
    ("who-counted-the-houses", "how many houses to plan for", "Hask"),
    ("who-counted-the-houses", "protects 4,000 homes", "The leaflet, printed in 1998 and still on the counter"),
    ("who-counted-the-houses", "have no parents", "she"),
    ("a-night-in-the-hall", "the lowest four streets", "Commander Oren Hask of the Valley Rescue Service"),
    ("a-night-in-the-hall", "he will not hear the siren", "His neighbours"),
    ("a-night-in-the-hall", "Some of those are dogs", "he"),
    ("a-night-in-the-hall", "home by Sunday", "Ilse Marrow"),
    ("minister-empties-dam", "I got out of the bath", "she"),
    ("minister-empties-dam", "managing the leak", "Piers Vantongeren, who leads the opposition"),
    ("minister-empties-dam", "will be gone by the end", "Government sources"),
    ("minister-empties-dam", "theatre with the water", "A senior official, speaking on condition of anonymity"),
    ("minister-empties-dam", "a public inquiry", "Deputies"),
    ("minister-empties-dam", "achieve nothing that patience", "the company"),
    ("valley-one-breakfast", "been up there since August", "The inspectorate"),
    ("valley-one-breakfast", "a matter for the owner", "Chief Inspector Jonah Threlfell"),
    ("valley-one-breakfast", "counted more than five hundred", "a volunteer at the church hall"),
    ("valley-one-breakfast", "both numbers may be right", "Commander Oren Hask"),
]


@pytest.mark.parametrize(("slug", "words", "who"), CREDITS, ids=[f"{slug}: {words}" for slug, words, _ in CREDITS])
def test_who_is_credited(samples: dict[str, Analysed], slug: str, words: str, who: str) -> None:
    crediting = samples[slug].crediting(words)
    outer = samples[slug].credited_in_turn(words)[-1]
    in_turn = crediting[-1].found_by == "turn" and outer is not crediting[-1]
    assert (samples[slug].words(outer.source), outer.depth) == (who, int(in_turn))


# The article, some words of a content, the source's fullest name, and how much the article tells of it.
NAMINGS = [
    ("east-wall-figure", "As many as 4,000 homes could lie", "Waterworks Inspectorate", Naming.N4),
    ("east-wall-figure", "Anyone who prints it", "Jonah Threlfell", Naming.N6),
    ("east-wall-figure", "an earlier draft had given no figure", "Two people familiar with the bulletin", Naming.N3),
    ("east-wall-figure", "being careful looks alarming", "Conrad Veil", Naming.N6),
    ("east-wall-figure", "if the rain does here", "Oren Hask", Naming.N6),
    ("confirms-4000-homes", "as many as 4,000 homes could stand", "Waterworks Inspectorate", Naming.N4),
    ("confirms-4000-homes", "Nobody in that building", "an engineer", Naming.N3),
    ("confirms-4000-homes", "the wall had been inspected twice", "Ilse Marrow", Naming.N6),
    ("confirms-4000-homes", "the inspections never took place", "Some", Naming.N1),
    ("wall-of-water", "hanging by a thread", "a source", Naming.N2),
    ("wall-of-water", "They are clowns", "source", Naming.N2),
    ("wall-of-water", "pouring through the east wall", "Skellmouth Ledger", Naming.N4),
    ("wall-of-water", "the wall could go", "Experts", Naming.N1),
    ("wall-of-water", "You can't knead and listen", "Bettina Crowe", Naming.N5),
    ("draft-survey-warned", "contained arithmetical errors", "Dana Brill", Naming.N6),
    ("draft-survey-warned", "the request came from", "second person", Naming.N3),
    ("draft-survey-warned", "kitchen gossip", "Ilse Marrow", Naming.N6),
    ("who-counted-the-houses", "It exists in the sense", "Jonah Threlfell", Naming.N6),
    ("who-counted-the-houses", "how many houses to plan for", "Oren Hask", Naming.N6),
    ("who-counted-the-houses", "protects 4,000 homes", "leaflet", Naming.N3),
    ("who-counted-the-houses", "have no parents", "Liv Tarrant", Naming.N6),
    ("a-night-in-the-hall", "the lowest four streets", "Oren Hask", Naming.N6),
    ("a-night-in-the-hall", "warned in writing", "tenant", Naming.N3),
    ("minister-empties-dam", "I got out of the bath", "Edda Lomax", Naming.N6),
    ("minister-empties-dam", "managing the leak", "Piers Vantongeren", Naming.N6),
    ("minister-empties-dam", "will be gone by the end", "Government sources", Naming.N3),
    ("minister-empties-dam", "theatre with the water turned off", "senior official", Naming.N3),
    ("valley-one-breakfast", "a matter for the owner", "Jonah Threlfell", Naming.N6),
    ("valley-one-breakfast", "counted more than five hundred", "volunteer", Naming.N3),
]


@pytest.mark.parametrize(
    ("slug", "words", "name", "naming"), NAMINGS, ids=[f"{slug}: {words}" for slug, words, *_ in NAMINGS]
)
def test_how_the_source_is_named(
    samples: dict[str, Analysed], slug: str, words: str, name: str, naming: Naming
) -> None:
    source = samples[slug].source(words)
    assert name.lower() in source.name.lower()
    assert source.naming == naming


def test_the_same_figure_is_hedged_in_one_and_flat_in_another(samples: dict[str, Analysed]) -> None:
    hedged = samples["east-wall-figure"].claim("As many as 4,000 homes could lie")
    flat = samples["wall-of-water"].claim("will sweep away 4,000 homes")
    assert (hedged.certainty, flat.certainty) == (Certainty.POSSIBLE, Certainty.CERTAIN)


def test_a_quotation_is_carried_over_the_paragraphs(samples: dict[str, Analysed]) -> None:
    survey = samples["draft-survey-warned"]
    assert survey.source("Then one winter").id == survey.source("It weeps, for years").id


def test_a_quotation_is_carried_over_three_paragraphs(samples: dict[str, Analysed]) -> None:
    hall = samples["a-night-in-the-hall"]
    baker = hall.source("I’ve lived under that wall").id
    assert [hall.crediting(words)[-1].source_id for words in ("So I rang the company", "It sends us a calendar")] == [
        baker
    ] * 2


def test_the_company_claims_only_inside_what_the_baker_says(samples: dict[str, Analysed]) -> None:
    hall = samples["a-night-in-the-hall"]
    inner, outer = hall.crediting("protect us")
    assert (inner.depth, outer.depth) == (1, 0)
    assert hall.words(inner.source) == "The company"


@pytest.mark.parametrize(
    ("slug", "word"), [("confirms-4000-homes", "sacrifice zone"), ("wall-of-water", "rescue' amounted")]
)
def test_a_word_held_at_a_distance_is_nobodys(samples: dict[str, Analysed], slug: str, word: str) -> None:
    assert samples[slug].quotation_kind(word) == QuotationKind.SCARE
    assert samples[slug].crediting(word) == []


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("confirms-4000-homes", "Insurers have stopped writing policies there"),
        ("confirms-4000-homes", "The survey itself has not been published"),
        ("east-wall-figure", "The reservoir is about four-fifths full"),
        ("draft-survey-warned", "Seven weeks passed before it was"),
        ("who-counted-the-houses", "There is no Annex C"),
        ("a-night-in-the-hall", "Rain had been falling on Carrow Mill"),
    ],
)
def test_what_the_author_says_is_put_in_nobodys_mouth(samples: dict[str, Analysed], slug: str, words: str) -> None:
    assert samples[slug].crediting(words) == []


def test_a_headline_says_more_than_its_body(samples: dict[str, Analysed]) -> None:
    courier = samples["confirms-4000-homes"]
    assert "confirms 4,000 homes" in courier.article.title
    assert courier.claim("as many as 4,000 homes could stand").certainty == Certainty.POSSIBLE


def test_every_kind_of_attribution_occurs(samples: dict[str, Analysed]) -> None:
    kinds = {attribution.kind for each in samples.values() for attribution in each.analysis.attributions}
    assert kinds == set(AttributionKind)


# What the samples ask of an editor: the article, the rule, and the words that it points at.
ASKED = [
    ("wall-of-water", FindingCode.ANON2, "a source"),
    ("wall-of-water", FindingCode.VAGUE1, "Experts"),
    ("wall-of-water", FindingCode.VAGUE1, "Critics"),
    ("wall-of-water", FindingCode.CUE1, "claims"),
    ("confirms-4000-homes", FindingCode.VAGUE1, "Some"),
    ("confirms-4000-homes", FindingCode.CUE1, "insisted"),
    ("confirms-4000-homes", FindingCode.HEAD1, "confirms 4,000 homes"),
]


@pytest.mark.parametrize(("slug", "code", "words"), ASKED)
def test_what_an_editor_is_asked(samples: dict[str, Analysed], slug: str, code: FindingCode, words: str) -> None:
    sample = samples[slug]
    found = find_findings(sample.article, sample.analysis, CONFIG.house_rules)
    assert words in [sample.words((finding.span,)) for finding in found if finding.code == code]


def test_a_described_source_is_no_bare_one(samples: dict[str, Analysed]) -> None:
    """An unnamed source with a reason can be good practice: only the tabloid's is called bare."""
    bare = {
        slug
        for slug, each in samples.items()
        for finding in find_findings(each.article, each.analysis, CONFIG.house_rules)
        if finding.code == FindingCode.ANON2
    }
    assert bare == {"wall-of-water"}


# --- across the articles ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def across(samples: dict[str, Analysed]) -> dict[tuple[str, FindingCode], str]:
    """By article and code, the reason of a finding that rests on several articles."""
    known = read_register(CONFIG.content)
    register = Register(known)
    pairs = tuple(
        (one.article, register.apply(one.article, one.analysis))
        for one in samples.values()
        if not one.article.front_matter.draft
    )
    found = find_across(pairs, build_index(pairs, known), CONFIG.house_rules)
    return {(slug, finding.code): finding.reason for slug, findings in found.items() for finding in findings}


def test_one_remark_is_quoted_in_two_wordings(across: dict[tuple[str, FindingCode], str]) -> None:
    reasons = [across[slug, FindingCode.QUOTE2] for slug in ("confirms-4000-homes", "east-wall-figure")]
    assert all("never a forecast" in reason and "and not a forecast" in reason for reason in reasons)


def test_the_low_figure_is_one_companys(across: dict[tuple[str, FindingCode], str]) -> None:
    reason = across["minister-empties-dam", FindingCode.ORIGIN1]
    assert "“2,600” stands in 3 articles, and goes back to “Aldwater”" in reason


def test_the_high_figure_is_not_the_only_one(across: dict[tuple[str, FindingCode], str]) -> None:
    assert "3,100 homes" in across["valley-one-breakfast", FindingCode.FIG1]
