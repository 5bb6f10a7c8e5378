"""Sources across articles: what people say in sources.yml, which names are joined without them, and that no address is lost."""

from __future__ import annotations

import datetime

from generator.index import build_index
from generator.index.register import Register
from generator.model import (
    Affiliation,
    Article,
    ArticleAnalysis,
    KnownSource,
    Naming,
    Source,
    SourceKind,
    SourceProfile,
    TextSpan,
)
from tests.index.test_index import analysis, article, attribution
from tests.steps import count_steps

Pair = tuple[Article, ArticleAnalysis]
N4, N5, N6 = Naming.N4, Naming.N5, Naming.N6
PERSON, INSTITUTION, OUTLET = SourceKind.PERSON, SourceKind.INSTITUTION, SourceKind.OUTLET


def source(name: str, kind: SourceKind = PERSON, naming: Naming = N6, **more: object) -> Source:
    settings: dict[str, object] = {"id": "s1", "named": True, "mentions": ()} | more
    return Source(name=name, kind=kind, naming=naming, **settings)  # type: ignore[arg-type]


def credited(slug: str, *sources: Source, date: datetime.date | None = None, text: str = "A headline") -> Pair:
    said = tuple(attribution(number, (0, 1), source_id=one.id) for number, one in enumerate(sources))
    return article(slug, text, date), analysis(said, sources)


def profiles(*pairs: Pair, known: tuple[KnownSource, ...] = ()) -> list[SourceProfile]:
    return sorted(build_index(pairs, known).sources, key=lambda profile: profile.name)


def merged(*sources: Source, known: tuple[KnownSource, ...] = ()) -> bool:
    pairs = [credited(f"article-{number}", one) for number, one in enumerate(sources)]
    return len(profiles(*pairs, known=known)) == 1


# --- without people's help --------------------------------------------------------------------------------------------


def test_a_middle_initial_is_form_unless_it_parts_two() -> None:
    assert merged(source("Liv Tarrant"), source("Liv B. Tarrant"))
    assert len(profiles(*(credited(n, source(n)) for n in ("Liv Tarrant", "Liv B. Tarrant", "Liv C. Tarrant")))) == 3


def test_an_institution_is_itself_in_other_spelling() -> None:
    assert merged(
        source("Waterworks Inspectorate", INSTITUTION, N4), source("Water Works Inspectorate", INSTITUTION, N4)
    )
    assert merged(source("Ministry of Defence", INSTITUTION, N4), source("the Ministry of Defense", INSTITUTION, N4))
    assert merged(source("Aldwater", INSTITUTION, N4), source("Aldwater Ltd", INSTITUTION, N4))
    assert not merged(source("Northern Rail Union", INSTITUTION, N4), source("Southern Rail Union", INSTITUTION, N4))
    assert not merged(source("Court 10", INSTITUTION, N4), source("Court 11", INSTITUTION, N4))
    assert not merged(source("Harbour Board", INSTITUTION, N4), source("Dunmere Harbour Board", INSTITUTION, N4))


def test_a_slip_in_a_surname_is_one_only_where_both_are_said_to_be_the_same() -> None:
    def inspector(slug: str, name: str, affiliation: Affiliation = Affiliation.EXECUTIVE) -> Pair:
        text = f"{name}, the chief inspector, said so."
        start = text.index("chief")
        capacity = (TextSpan(start, start + len("chief inspector")),)
        return credited(slug, source(name, capacities=capacity, affiliation=affiliation), text=text)

    assert len(profiles(inspector("a", "Jonah Threlfell"), inspector("b", "Jonah Threllfell"))) == 1
    assert len(profiles(inspector("a", "Jonah Threlfell"), inspector("b", "Jonas Threllfell"))) == 2
    assert len(profiles(inspector("a", "Jonah Threlfell"), inspector("b", "Jonah Threllfell", Affiliation.NGO))) == 2
    assert not merged(source("Jonah Threlfell"), source("Jonah Threllfell"))


def test_what_one_article_keeps_apart_stays_apart() -> None:
    both = credited("a", source("Liv Tarrant"), source("Liv B. Tarrant", id="s2"))
    assert len(profiles(both, credited("b", source("Liv Tarrant")))) == 2


def test_a_person_is_no_institution() -> None:
    assert not merged(source("Harlan Fisk"), source("Harlan Fisk", INSTITUTION, N4))


# --- what people say -----------------------------------------------------------------------------------------------------

MARROW = KnownSource(id="", name="Ilse Marrow", aliases=("Marrow", "Mayor Marrow"), kind=PERSON, line=1)


def test_an_entry_joins_its_names_and_nothing_else() -> None:
    assert merged(source("Ilse Marrow"), source("Marrow", naming=N5), known=(MARROW,))
    assert merged(source("Ilse Marrow"), source("Mayor Ilse Marrow"), known=(MARROW,))
    assert not merged(source("Ilse Marrow"), source("Tom Marrow"), known=(MARROW,))
    assert not merged(source("Marrow", naming=N5), source("Marrow", naming=N5))


def test_an_entry_never_unmasks_the_unnamed() -> None:
    known = KnownSource(id="", name="Ilse Marrow", aliases=("a senior official",), line=1)
    for naming in (Naming.N0, Naming.N1, Naming.N2, Naming.N3, Naming.UNCLEAR):
        unnamed = source("a senior official", naming=naming, named=False)
        assert Register((known,)).find("x", unnamed) is None
    spokesperson = source("a senior official", naming=N4, named=False)
    assert Register((known,)).find("x", spokesperson) is None


def test_people_win_over_the_machine() -> None:
    known = KnownSource(
        id="aldwater", name="Aldwater", kind=INSTITUTION, affiliation=Affiliation.CORPORATE, about="owner", line=1
    )
    found = source("Aldwater", PERSON, N6, affiliation=Affiliation.ACTOR)
    pair = credited("a", found)
    (coded,) = Register((known,)).apply(*pair).sources
    assert (coded.kind, coded.naming, coded.affiliation) == (INSTITUTION, N4, Affiliation.CORPORATE)
    (profile,) = profiles(pair, credited("b", source("Aldwater", SourceKind.UNCLEAR, N5)), known=(known,))
    assert (profile.key, profile.name, profile.about, profile.known) == ("aldwater", "Aldwater", "owner", True)


def test_what_no_entry_names_is_left_as_it_was() -> None:
    pair = credited("a", source("Tom Marrow"))
    assert Register((MARROW,)).apply(*pair) is pair[1]


def test_two_of_one_name_are_parted_by_their_articles() -> None:
    one = KnownSource(id="baker", name="Nora Noll", articles=("a",), line=1)
    other = KnownSource(id="judge", name="Nora Noll", line=2)
    pairs = [credited(slug, source("Nora Noll")) for slug in "abc"]
    assert [(p.key, len(p.statements)) for p in profiles(*pairs, known=(one, other))] == [("judge", 2), ("baker", 1)]


# --- addresses -----------------------------------------------------------------------------------------------------------


def addresses(found: list[SourceProfile]) -> set[str]:
    return {key for profile in found for key in (profile.key, *profile.other_keys)}


def test_no_article_and_no_entry_takes_an_address_away() -> None:
    day = datetime.date(2026, 3, 1)
    pairs = [
        credited(f"a{number}", source(name), date=day + datetime.timedelta(number))
        for number, name in enumerate(
            ("Liv Tarrant", "Liv B. Tarrant", "Nora Noll", "Liv C. Tarrant", "Marrow", "Ilse Marrow")
        )
    ]
    given_out: set[str] = set()
    for count in range(1, len(pairs) + 1):
        given_out |= addresses(profiles(*pairs[:count]))
        assert given_out <= addresses(profiles(*pairs[:count]))
    with_people = addresses(profiles(*pairs, known=(MARROW,)))
    assert given_out <= with_people
    with_id = KnownSource(id="mayor", name="Ilse Marrow", aliases=("Marrow",), line=1)
    assert with_people <= addresses(profiles(*pairs, known=(with_id,)))


def test_newer_articles_leave_the_page_where_it_is() -> None:
    old = credited("old", source("Liv B. Tarrant"), date=datetime.date(2026, 3, 1))
    new = credited("new", source("Liv Tarrant"), date=datetime.date(2026, 3, 2))
    (alone,) = profiles(old)
    (both,) = profiles(new, old)
    assert both.key == alone.key
    assert len(both.other_keys) == 1


def test_an_address_leads_to_one_source_only() -> None:
    one = KnownSource(id="baker", name="Nora Noll", articles=("a",), line=1)
    other = KnownSource(id="judge", name="Nora Noll", articles=("b",), line=2)
    found = profiles(*(credited(slug, source("Nora Noll")) for slug in "ab"), known=(one, other))
    keys = [key for profile in found for key in (profile.key, *profile.other_keys)]
    assert sorted(keys) == ["baker", "judge"]


# --- size ----------------------------------------------------------------------------------------------------------------


def test_names_that_share_much_cost_no_more_than_others() -> None:
    """Half have one surname, half one first name; institutions differ in one word."""
    steps = []
    for size in (100, 800):
        pairs = [
            credited(
                f"a{n}",
                source(f"Anna Kell{'abcdefghij'[n % 10]}{n}berg" if n % 2 else f"P{n} Threlfell"),
                source(f"Ministry of Q{n}{'abc'[n % 3]}tion", INSTITUTION, N4, id="s2"),
            )
            for n in range(size)
        ]
        steps.append(count_steps(lambda pairs=tuple(pairs): build_index(pairs)))
    assert steps[1] < 8 * 1.5 * steps[0]
