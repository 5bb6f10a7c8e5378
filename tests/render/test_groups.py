"""The page of a group of claims: every version, who, when, which figure, how sure, and how the pairs stand."""

from __future__ import annotations

import datetime
from pathlib import Path

import html5lib
import pytest
from msgspec.structs import replace

from generator.analysed import Pair
from generator.config import default_config
from generator.index import build_index
from generator.model import (
    ArticleAnalysis,
    ClaimGroup,
    ClaimVersion,
    FrontMatter,
    Operator,
    Quantity,
    TextSpan,
    Voice,
)
from generator.pipeline import analyse_article
from generator.read.articles import read_article
from generator.render import groups, statements
from generator.render.groups import figure_words
from generator.render.site import render_site

TEXTS = {
    "union": "Trams stand still\n\nThe tram drivers\u2019 union said that 640 drivers had joined the tram strike in Corvale.",
    "company": "A failure\n\nCorvale Tramways said that about 310 drivers may have joined the tram strike in Corvale.",
    "press": "Day two\n\n640 drivers joined the tram strike in Corvale.",
}


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, ...]:
    root = tmp_path_factory.mktemp("groups")
    config = default_config(root)
    found: tuple[Pair, ...] = ()
    for day, (name, text) in enumerate(TEXTS.items(), 11):
        path = root / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        article = read_article(path, root)
        article = replace(article, front_matter=FrontMatter(outlet=f"The {name}", date=datetime.date(2026, 3, day)))
        analysis = analyse_article(article, config.pipeline)
        assert isinstance(analysis, ArticleAnalysis), analysis
        found = (*found, (article, analysis))
    return found


@pytest.fixture(scope="module")
def pages(analysed: tuple[Pair, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return render(analysed, tmp_path_factory.mktemp("pages"))


def render(analysed: tuple[Pair, ...], root: Path, copies: int = 1) -> dict[str, str]:
    """The pages about claims; each group stands in the index as often as `copies` says."""
    index = build_index(analysed)
    index = replace(index, claim_groups=index.claim_groups * copies)
    return {
        page.path: page.content.decode()
        for page in render_site(default_config(root), analysed, index, ())
        if page.path.startswith(("claims/", "compare/"))
    }


def words(text: str, *, within: str = "main") -> str:
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return " ".join("".join(document.find(f".//{within}").itertext()).split())


def test_the_page_of_claims_begins_with_the_group(pages: dict[str, str]) -> None:
    text = words(pages["claims/index.html"])
    assert "640 or 310 drivers? 3 passages in 3 articles." in text
    assert text.index("640 or 310 drivers?") < text.index("Every claim")


def test_a_large_group_and_a_long_list_of_groups_have_pages(
    analysed: tuple[Pair, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUP_LENGTH", 2)
    monkeypatch.setattr(statements, "FIRST", 2)
    monkeypatch.setattr("generator.render.site.FIRST", 2)
    pages = render(analysed, tmp_path, copies=3)
    assert words(pages["claims/index.html"]).count("640 or 310 drivers?") == 2
    assert '<a href="../claims/groups/index.html">All 3</a>' in pages["claims/index.html"]
    assert words(pages["claims/groups/index.html"]).count("640 or 310 drivers?") == 3
    first, second = (path for path in sorted(pages) if path.startswith("claims/g") and "groups" not in path)
    assert "Page 1 of 2; 3 passages in all" in words(pages[first]) and "How each pair stands" in words(pages[first])
    assert second == first.replace("index.html", "page-2/index.html") and "Page 2 of 2" in words(pages[second])
    assert [pages[path].count('<tr id="v') for path in (first, second)] == [2, 1]


def test_many_figures_make_no_endless_title() -> None:
    versions = tuple(
        ClaimVersion(
            article_slug=f"article-{number}",
            claim_id=None,
            attribution_id=None,
            voice=Voice.AUTHOR,
            source_key=None,
            source_name="",
            naming=None,
            place=TextSpan(0, 1),
            text=f"{number} homes",
            cue="",
            figure=f"{number} homes",
            quantity=Quantity(span=TextSpan(0, 1), value=number, operator=Operator.EQUAL, unit="home"),
            takes_up="",
            certainty=None,
            polarity=None,
            stance=None,
            hedges=(),
        )
        for number in range(1, 41)
    )
    group = ClaimGroup(id="g", topic="homes", versions=versions, pairs=())
    assert groups.group_title(group) == "40, 39, 38, 37, 36, 35, … homes"


def test_a_group_lines_up_who_when_which_figure_and_how_sure(pages: dict[str, str]) -> None:
    (path,) = [path for path in pages if path.startswith("claims/") and path != "claims/index.html"]
    text = words(pages[path])
    assert "640 2 passages in 2 articles" in text and "310 1 passage in 1 article" in text
    assert "possible \u201cabout\u201d, \u201cmay\u201d" in text and "Corvale Tramways" in text
    assert "The company \u00b7 12 March 2026" in text
    assert "Which of them is right is not said here" in text
    assert (
        "1 and 3 give different figures: \u201c640 drivers\u201d and \u201cabout 310 drivers\u201d words of both: "
        in text
    )


def test_two_articles_side_by_side_show_the_figures_that_differ(pages: dict[str, str]) -> None:
    text = words(pages["compare/union/index.html"])
    assert "no source in both \u00b7 1 claim of the same thing \u00b7 1 of 1 differ" in text
    assert "640 or 310 drivers? give different figures" in text
    beside = text[text.index("Beside \u201cA failure\u201d") :]
    assert beside.index("640 drivers") < beside.index("about 310 drivers"), "this article's on the left"


@pytest.mark.parametrize(
    ("value", "upper", "shown"),
    [(4000.0, None, "4,000"), (1.9e6, None, "1.9 million"), (3.0, 5.0, "3 to 5"), (0.25, None, "0.25")],
)
def test_figures_in_headings(value: float, upper: float | None, shown: str) -> None:
    quantity = Quantity(span=TextSpan(0, 1), value=value, upper=upper, operator=Operator.EQUAL, unit="home")
    assert figure_words(quantity) == shown
