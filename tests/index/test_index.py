"""The index: the order of articles, who is merged with whom, and how words are counted."""

from __future__ import annotations

import datetime
import itertools

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.index import build_index
from generator.model import (
    Affiliation,
    Anchoring,
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    Certainty,
    Checkability,
    Claim,
    CueClass,
    CueStance,
    FrontMatter,
    Naming,
    Operator,
    Polarity,
    Quantity,
    Quotation,
    QuotationKind,
    Review,
    ReviewVerb,
    Source,
    SourceKind,
    SourcePosition,
    TextSpan,
)
from tests.steps import count_steps

Date = datetime.date | datetime.datetime | None


def article(slug: str, text: str = "A headline", date: Date = None) -> Article:
    return Article(
        slug=slug,
        path=f"{slug}.txt",
        front_matter=FrontMatter(date=date),
        text=text,
        headline=TextSpan(0, text.find("\n") if "\n" in text else len(text)),
        body=(),
        positions=(SourcePosition(0, 1, 1),),
    )


def source(name: str, kind: SourceKind, naming: Naming, number: int = 1, mentions: tuple[TextSpan, ...] = ()) -> Source:
    named = name != name.lower() and name.casefold() != "the company"
    return Source(id=f"s{number}", name=name, named=named, kind=kind, naming=naming, mentions=mentions)


def attribution(
    number: int, *content: tuple[int, int], source_id: str | None = None, kind: str = "indirect", depth: int = 0
) -> Attribution:
    return Attribution(
        id=f"a{number}",
        source=(),
        cue=(),
        content=tuple(TextSpan(*span) for span in content),
        source_id=source_id,
        kind=AttributionKind(kind),
        depth=depth,
        cue_class=CueClass.SPEECH,
        stance=CueStance.NEUTRAL,
        anchoring=Anchoring.EXPLICIT,
        found_by="test",
    )


def claim(number: int, certainty: Certainty) -> Claim:
    return Claim(
        id=f"a{number}",
        attribution_id=f"a{number}",
        source_id=None,
        content=(),
        certainty=certainty,
        polarity=Polarity.POSITIVE,
        stance=CueStance.NEUTRAL,
        checkability=Checkability.EVENT,
    )


def analysis(
    attributions: tuple[Attribution, ...] = (),
    sources: tuple[Source, ...] = (),
    claims: tuple[Claim, ...] = (),
    quotations: tuple[Quotation, ...] = (),
) -> ArticleAnalysis:
    return ArticleAnalysis(
        engine="test", quotations=quotations, attributions=attributions, sources=sources, claims=claims
    )


def credited(slug: str, *sources: Source) -> tuple[Article, ArticleAnalysis]:
    """An article that credits each of `sources` with its first word."""
    said = tuple(attribution(number, (0, 1), source_id=one.id) for number, one in enumerate(sources))
    return article(slug), analysis(said, sources)


def keys(*analysed: tuple[Article, ArticleAnalysis]) -> list[str]:
    """The source keys in the order of the articles."""
    return [statement.source_key or "" for statement in build_index(analysed).statements]


# --- order ------------------------------------------------------------------------------------------------------


def test_newest_first_undated_last_then_by_slug() -> None:
    day = datetime.date(2026, 3, 1)
    zone = datetime.timezone(datetime.timedelta(hours=5))
    found = build_index(
        tuple(
            (one, analysis())
            for one in (
                article("undated-b"),
                article("undated-a"),
                article("day-b", date=day),
                article("day-a", date=day),
                article("noon", date=datetime.datetime(2026, 3, 1, 12)),
                article("noon-far-east", date=datetime.datetime(2026, 3, 1, 12, tzinfo=zone)),
                article("old", date=datetime.date(1875, 1, 1)),
            )
        )
    )
    order = ["noon", "noon-far-east", "day-a", "day-b", "old", "undated-a", "undated-b"]
    assert [summary.slug for summary in found.articles] == order


def test_statements_follow_the_articles_and_then_the_text() -> None:
    first = article("first", date=datetime.date(2026, 1, 2)), analysis((attribution(1, (0, 1)), attribution(2, (2, 3))))
    second = article("second", date=datetime.date(2026, 1, 1)), analysis((attribution(1, (0, 1)),))
    found = build_index((second, first)).statements
    assert [(one.article_slug, one.attribution_id) for one in found] == [
        ("first", "a1"),
        ("first", "a2"),
        ("second", "a1"),
    ]


def test_a_statement_shows_its_words_on_one_line_and_its_first_claim() -> None:
    text = "Head\n\nThe dam\nholds, he said, for now."
    said = attribution(1, (6, 19), (text.index("for now"), len(text) - 1))
    found = build_index(
        ((article("x", text), analysis((said,), claims=(claim(1, Certainty.PROBABLE), claim(1, Certainty.CERTAIN)))),)
    )
    assert found.statements[0].text == "The dam holds … for now"
    assert found.statements[0].certainty is Certainty.PROBABLE
    assert (found.statements[0].source_key, found.statements[0].naming) == (None, Naming.N0)


def test_an_attribution_without_a_claim_is_still_a_statement() -> None:
    found = build_index(((article("x"), analysis((attribution(1, (0, 1)),))),)).statements[0]
    assert (found.certainty, found.polarity) == (Certainty.UNDERSPECIFIED, Polarity.UNKNOWN)


def test_what_an_article_claims_itself_is_listed_apart_from_what_it_credits() -> None:
    text = "Head\n\nThe dam\nholds, he said. The mill is\nolder."
    own = replace(
        claim(9, Certainty.PROBABLE),
        id="v1",
        attribution_id=None,
        content=(TextSpan(text.index("The mill"), len(text) - 1),),
        stance=None,
        checkability=Checkability.COMPARISON,
    )
    said = attribution(1, (6, 19))
    found = build_index(((article("x", text), analysis((said,), claims=(claim(1, Certainty.CERTAIN), own))),))
    (other,) = found.author_claims
    assert (other.article_slug, other.claim_id, other.text) == ("x", "v1", "The mill is older")
    assert (other.certainty, other.checkability) == (Certainty.PROBABLE, Checkability.COMPARISON)
    assert [(one.attribution_id, one.checkability) for one in found.statements] == [("a1", Checkability.EVENT)]


# --- who is merged ------------------------------------------------------------------------------------------------


def merged(one: Source, other: Source) -> bool:
    first, second = keys(credited("first", one), credited("second", other))
    return first == second


def test_a_person_of_one_full_name_is_one_source() -> None:
    person, name_only = SourceKind.PERSON, Naming.N5
    assert merged(source("Ilse Brandt", person, Naming.N6), source("Ilse  brandt", person, name_only))
    assert merged(source("Ilse O’Dell", person, name_only), source("Ilse O'Dell", person, name_only))


def test_an_institution_of_one_name_is_one_source() -> None:
    institution = SourceKind.INSTITUTION
    assert merged(source("the Harbour Board", institution, Naming.N4), source("Harbour Board", institution, Naming.N4))


def test_whatever_is_less_sure_is_not_merged() -> None:
    person, group = SourceKind.PERSON, SourceKind.GROUP
    assert not merged(source("Brandt", person, Naming.N5), source("Brandt", person, Naming.N5))
    assert not merged(source("Ilse Brandt", person, Naming.N6), source("Ilse Brand", person, Naming.N6))
    assert not merged(source("Minister Brandt", person, Naming.N4), source("Minister Brandt", person, Naming.N4))
    assert not merged(source("José Peña", person, Naming.N6), source("José Pëna", person, Naming.N6))
    for naming in (Naming.N0, Naming.N1, Naming.N2, Naming.N3, Naming.UNCLEAR):
        for kind in SourceKind:
            assert not merged(source("a harbour official", kind, naming), source("a harbour official", kind, naming))
    assert not merged(source("Harbour workers", group, Naming.N4), source("Harbour workers", group, Naming.N4))


def test_a_description_is_no_name() -> None:
    institution = SourceKind.INSTITUTION
    assert not merged(source("The company", institution, Naming.N4), source("The company", institution, Naming.N4))
    assert not merged(
        source("the Inspectorate", institution, Naming.N4), source("Inspectorate", institution, Naming.N4)
    )


def test_two_people_of_one_name_in_an_article_are_linked_to_nobody() -> None:
    one = source("Ilse Brandt", SourceKind.PERSON, Naming.N6, 1)
    two = source("Ilse Brandt", SourceKind.PERSON, Naming.N6, 2)
    found = keys(credited("first", one, two), credited("second", one))
    assert len(set(found)) == 3


def test_keys_do_not_depend_on_other_articles_or_on_ids() -> None:
    person = source("Ilse Brandt", SourceKind.PERSON, Naming.N6, 1)
    official = source("an official", SourceKind.PERSON, Naming.N3, 2)
    alone = keys(credited("first", official, person))
    renumbered = source("an official", SourceKind.PERSON, Naming.N3, 9)
    among = keys(credited("a", person), credited("first", renumbered, person), credited("z", official))
    assert among[1:3] == alone


@given(st.text(max_size=200))
def test_keys_are_safe_names_of_files(name: str) -> None:
    (key,) = keys(credited("x", source(name, SourceKind.PERSON, Naming.N6)))
    assert key.isascii()
    assert key.replace("-", "").isalnum()
    assert key == key.lower()
    assert 8 <= len(key) <= 70


def test_a_profile_has_every_form_but_pronouns() -> None:
    text = "Ilse Brandt spoke. Then Brandt left, and she said so."
    spans = (TextSpan(0, 11), TextSpan(24, 30), TextSpan(41, 44))
    person = source("Ilse Brandt", SourceKind.PERSON, Naming.N5, mentions=spans)
    fuller = source("Ilse BRANDT", SourceKind.PERSON, Naming.N6)
    found = build_index(((article("a", text), analysis((), (person,))), credited("b", fuller))).sources
    assert [(profile.names, profile.naming) for profile in found] == [
        (("Ilse BRANDT", "Ilse Brandt", "Brandt"), Naming.N6)
    ]


def test_those_with_most_statements_come_first() -> None:
    often, once = (source(name, SourceKind.PERSON, Naming.N6) for name in ("Zoe Alder", "Abe Zorn"))
    found = build_index((credited("a", often), credited("b", often), credited("c", once))).sources
    assert [(profile.name, len(profile.statements)) for profile in found] == [("Zoe Alder", 2), ("Abe Zorn", 1)]


# --- words ----------------------------------------------------------------------------------------------------------


def test_what_a_person_has_reviewed_is_counted_and_said_of_the_statement() -> None:
    review = Review(verb=ReviewVerb.ACCEPT, by="R. Pell", date=datetime.date(2026, 3, 14))
    said = attribution(1, (0, 1)), replace(attribution(2, (2, 3)), review=review)
    found = build_index(((article("a"), analysis(said)),))
    assert (found.articles[0].reviewed, found.articles[0].reviewers) == (1, ("R. Pell",))
    assert [statement.reviewed for statement in found.statements] == [False, True]


def test_a_statement_has_the_figures_that_count_something() -> None:
    text = "4,000 homes in 1"
    figures = (
        Quantity(span=TextSpan(0, 11), value=4000, operator=Operator.EQUAL, unit="home"),
        Quantity(span=TextSpan(15, 16), value=1, operator=Operator.EQUAL, unit=""),
    )
    told = replace(claim(1, Certainty.CERTAIN), quantities=figures)
    found = build_index(((article("a", text), analysis((attribution(1, (0, 16)),), (), (told,))),))
    assert found.statements[0].figures == ("4,000 homes",)


def test_affiliation_is_that_of_the_fullest_form_else_the_one_given_most_often() -> None:
    def mayor(affiliation: Affiliation, naming: Naming = Naming.N5) -> Source:
        return replace(source("Ilse Marrow", SourceKind.PERSON, naming), affiliation=affiliation)

    unclear, executive, party = Affiliation.UNCLEAR, Affiliation.EXECUTIVE, Affiliation.PARTY
    others = [credited(f"other-{n}", mayor(kind)) for n, kind in enumerate((party, executive, executive))]
    (profile,) = build_index((credited("full", mayor(unclear, Naming.N6)), *others)).sources
    assert profile.affiliation is executive
    (profile,) = build_index((credited("full", mayor(party, Naming.N6)), *others)).sources
    assert profile.affiliation is party


def test_words_are_counted_by_kind_and_naming() -> None:
    text = "Head line\n\n“One two,” Ann said. It was “three” four, it said. Five six."
    one, two = text.index("“One"), text.index("It was")
    quotations = tuple(
        Quotation(
            span=TextSpan(text.index(words), text.index(words) + len(words)), kind=QuotationKind.SPEECH, closed=True
        )
        for words in ("“One two,”", "“three”")
    )
    sources = (source("Ann Lee", SourceKind.PERSON, Naming.N6), source("it", SourceKind.UNCLEAR, Naming.UNCLEAR, 2))
    said = (
        attribution(1, (one, one + 10), source_id="s1", kind="direct"),
        attribution(2, (two, two + 19), source_id="s2", kind="mixed"),
        attribution(3, (two, two + 6), kind="indirect", depth=1),
    )
    (found,) = build_index(((article("x", text), analysis(said, sources, quotations=quotations)),)).articles
    assert (found.words, found.direct_words, found.indirect_words) == (14, 3, 3)
    assert (found.named_words, found.unclear_words, found.vague_words) == (2, 4, 0)
    assert found.sources_by_naming == {"N6": 1, "unclear": 1}


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda span: (min(span), max(span)))


@given(
    st.lists(
        st.tuples(SPANS, st.sampled_from(list(Naming)), st.sampled_from(list(AttributionKind)), st.integers(0, 1))
    ),
    SPANS,
)
def test_each_word_is_counted_once(
    said: list[tuple[tuple[int, int], Naming, AttributionKind, int]], quoted: tuple[int, int]
) -> None:
    text = "Head\n\none two – three 'four' five. Six; seven eight nine ten eleven."
    sources = tuple(source("x", SourceKind.PERSON, naming, number) for number, (_, naming, _, _) in enumerate(said))
    attributions = tuple(
        attribution(number, span, source_id=f"s{number}", kind=kind, depth=depth)
        for number, (span, _, kind, depth) in enumerate(said)
    )
    quotations = (Quotation(span=TextSpan(*quoted), kind=QuotationKind.SPEECH, closed=True),)
    (found,) = build_index(((article("x", text), analysis(attributions, sources, quotations=quotations)),)).articles
    levels = (found.named_words, found.institution_words, found.unnamed_words, found.vague_words, found.unclear_words)
    assert found.direct_words + found.indirect_words == sum(levels) <= found.words == 12


# --- size -----------------------------------------------------------------------------------------------------------


def corpus(size: int) -> tuple[tuple[Article, ArticleAnalysis], ...]:
    people = [source(f"Person {number} Someone", SourceKind.PERSON, Naming.N6) for number in range(size // 2)]
    return tuple(credited(f"article-{number}", people[number % len(people)]) for number in range(size))


def test_work_grows_with_the_corpus_and_no_faster() -> None:
    few, many = corpus(100), corpus(800)
    steps = [count_steps(lambda: build_index(few)), count_steps(lambda: build_index(many))]
    assert steps[1] < 8 * 1.5 * steps[0]


def test_pairs_of_distinct_names_have_distinct_keys() -> None:
    names = [" ".join(pair) for pair in itertools.product(("Ann", "Ánn", "Àn n"), ("Lee", "Lée", "Lëe"))]
    found = keys(
        *(credited(f"x{number}", source(name, SourceKind.PERSON, Naming.N6)) for number, name in enumerate(names))
    )
    assert len(set(found)) == len(names)
