"""Where articles go back to: the ends of their chains, and on into the article of an outlet at an end. Everything is invented."""

from __future__ import annotations

from pathlib import Path

from generator.config import default_config
from generator.index import build_index
from generator.model import Article, ArticleAnalysis, CorpusIndex, KnownSource, Origin
from generator.pipeline import analyse_article
from generator.read.articles import read_article

COURIER = """\
---
title: Wall unsafe, says engineer
outlet: The Marlen Courier
date: 2026-03-01
---
An engineer who worked on the survey said that 4,200 homes below Marlen dam were at risk of flooding.
"""
RADIO = """\
---
title: Radio hears of risk
outlet: Marlen Radio
date: 2026-03-02
---
The Marlen Courier reported that 4,200 homes below Marlen dam were at risk of flooding.
"""
TABLOID = """\
---
title: Doom
outlet: The Shout
date: 2026-03-03
---
The Marlen Courier said that 4,200 homes below Marlen dam were at risk of flooding. Edda Voll, the mayor, said that she slept well.
"""
LOCAL = """\
---
title: The mayor sleeps
outlet: The Brook
date: 2026-03-04
---
Edda Voll, the mayor, told reporters that she slept well. She plans to go on.
"""


def index_of(folder: Path, *texts: str, known: tuple[KnownSource, ...] = ()) -> CorpusIndex:
    pairs: list[tuple[Article, ArticleAnalysis]] = []
    for number, text in enumerate(texts):
        path = folder / f"a{number}.md"
        path.write_text(text, encoding="utf-8")
        article = read_article(path, folder)
        analysis = analyse_article(article, default_config(folder).pipeline)
        assert isinstance(analysis, ArticleAnalysis), analysis
        pairs.append((article, analysis))
    return build_index(tuple(pairs), known)


def told(origin: Origin) -> list[tuple[str, str]]:
    """Each route: its article, and its steps."""
    return [
        (route.article_slug, " <- ".join(f"{step.words} ({step.cue})" for step in route.steps))
        for route in origin.routes
    ]


def test_a_chain_goes_on_in_the_article_of_the_outlet_at_its_end(tmp_path: Path) -> None:
    (origin,) = index_of(tmp_path, COURIER, RADIO, TABLOID).origins
    engineer = "An engineer who worked on the survey (said)"
    assert told(origin) == [
        ("a2", f"The Marlen Courier (said) <- {engineer}"),
        ("a1", f"The Marlen Courier (reported) <- {engineer}"),
        ("a0", engineer),
    ]
    assert origin.articles == 3
    steps = origin.routes[0].steps
    assert [step.article_slug for step in steps] == ["a2", "a0"], "each step says in which article its words stand"


def test_without_the_outlets_article_the_outlet_is_the_end(tmp_path: Path) -> None:
    (origin,) = index_of(tmp_path, RADIO, TABLOID).origins
    assert (origin.name, origin.articles) == ("Marlen Courier", 2)


def test_an_article_of_that_outlet_about_something_else_is_no_end(tmp_path: Path) -> None:
    other = COURIER.replace("4,200 homes below Marlen dam were at risk of flooding", "the soup was cold")
    (origin,) = index_of(tmp_path, other, RADIO, TABLOID).origins
    assert origin.name == "Marlen Courier"


def test_what_an_article_credits_to_its_own_outlet_has_no_origin(tmp_path: Path) -> None:
    own = COURIER.replace("An engineer who worked on the survey said", "The Marlen Courier can reveal")
    assert not [o for o in index_of(tmp_path, own, LOCAL).origins if o.name == "Marlen Courier"]


def test_plans_are_no_information_and_one_article_alone_is_not_listed(tmp_path: Path) -> None:
    (origin,) = index_of(tmp_path, TABLOID, LOCAL).origins
    assert (origin.name, [article for article, _ in told(origin)]) == ("Edda Voll", ["a1", "a0"])
    assert index_of(tmp_path, LOCAL).origins == ()


def test_outlets_that_cite_each_other_make_no_circle(tmp_path: Path) -> None:
    circle = COURIER.replace("An engineer who worked on the survey said", "Marlen Radio said")
    origins = index_of(tmp_path, circle, RADIO).origins
    assert all(len(route.steps) == 2 for origin in origins for route in origin.routes)


def test_an_outlet_is_known_by_its_aliases(tmp_path: Path) -> None:
    short = RADIO.replace("The Marlen Courier reported", "The Courier reported")
    known = KnownSource(id="courier", name="The Marlen Courier", aliases=("The Courier",), line=1)
    (origin,) = index_of(tmp_path, COURIER, short, known=(known,)).origins
    assert origin.articles == 2
