"""`article.tei.xml` holds to the TEI's own schema, and says the same as the analysis.

The schema is the document type definition that the TEI generates from its source for corpora (P5 4.8.0), which its header allows
anybody to copy and to change; it has been given @ana, which the TEI keeps in another module. A DTD can't say what a pointer must
lead to; that is checked here.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from generator.export.tei import render_tei
from generator.model import Article, ArticleAnalysis, AttributionKind
from tests.export.test_export import ANALYSIS, ARTICLE
from tests.render import sites

DTD = etree.DTD(str(Path(__file__).parent.parent / "schemas" / "tei_corpus.dtd"))
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def check(article: Article, analysis: ArticleAnalysis) -> etree._Element:
    """The document, valid, with unique ids, every pointer leading to one, and all of the text in order."""
    root = etree.fromstring(render_tei(article, analysis))
    assert DTD.validate(root), DTD.error_log.filter_from_errors()[:5]
    ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids))
    for element in root.iter(etree.Element):
        for name in ("who", "ana", "resp", "corresp", "ref", "prev", "next"):
            for pointer in (element.get(name) or "").split():
                assert pointer.removeprefix("#") in ids, (element.tag, name, pointer)
    (body,) = root.iter(f"{TEI}body")
    assert "\n\n".join("".join(block.itertext()) for block in body if len(block) or block.text) == article.text
    return root


def said(root: etree._Element) -> dict[str, str]:
    """The words of each attribution, its pieces joined, by id."""
    words: dict[str, str] = {}
    for element in root.iter(f"{TEI}said"):
        id_ = str(element.get(XML_ID)).split(".")[1]
        words[id_] = words.get(id_, "") + "".join(element.itertext())
    return words


def contents(article: Article, analysis: ArticleAnalysis) -> dict[str, str]:
    return {
        attribution.id: "".join(article.text[s.start_char : s.end_char] for s in attribution.content).replace(
            "\n\n", ""
        )
        for attribution in analysis.attributions
    }


@pytest.mark.parametrize("made", [(ARTICLE, ANALYSIS), sites.wall(), sites.plain(), sites.ledger()])
def test_it_is_valid_and_says_who_says_what(made: tuple[Article, ArticleAnalysis]) -> None:
    root = check(*made)
    assert said(root) == contents(*made)


def test_a_statement_has_its_source_its_codes_and_whose_word_it_is() -> None:
    article, analysis = sites.wall()
    root = check(article, analysis)
    by_id = {element.get(XML_ID): element for element in root.iter(etree.Element)}
    quoted = by_id["said.a0000003"]
    assert quoted.get("direct") == "true" and quoted.get("resp") == "#machine"
    assert quoted.get("ana") == (
        "#kind.direct #cue.speech #stance.neutral #certainty.certain #polarity.positive #naming.N3"
    )
    assert "".join(by_id[quoted.get("who")[1:]].itertext()) == "an engineer who worked on the survey"
    reviewed = by_id["said.a0000012"]
    assert "R. Pell" in "".join(by_id[reviewed.get("resp")[1:]].itertext())
    assert by_id["said.a0000010"].get("who") is None, "nobody is stated"
    inner = by_id["said.a0000007"]
    assert inner.getparent() is by_id["said.a0000006"], "what is said inside another's words stands inside them"
    two = by_id["said.a0000004"]
    assert two.get("next") == "#said.a0000004.2" and two.get("direct") == "false"
    assert [element.text for element in root.iter(f"{TEI}soCalled")] == ["‘sacrifice zone’"]
    assert "‘kitchen gossip’" in [element.text for element in root.iter(f"{TEI}q")]


WORDS = sites.wall()[0].text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(WORDS) - 2), st.integers(1, 300), st.sampled_from(list(AttributionKind))),
        max_size=8,
    )
)
def test_spans_that_cross_lose_no_word_and_stay_valid(places: list[tuple[int, int, AttributionKind]]) -> None:
    places = [place for place in places if WORDS[place[0] : place[0] + place[1]].strip("\n")]
    article, analysis = sites.wall()
    attributions = tuple(
        replace(
            analysis.attributions[1],
            id=f"x{number}",
            kind=kind,
            content=(type(article.headline)(start, min(len(WORDS), start + length)),),
        )
        for number, (start, length, kind) in enumerate(places)
    )
    made = replace(analysis, attributions=attributions, claims=())
    root = check(article, made)
    words = {id_: said_.replace("\n", "") for id_, said_ in said(root).items()}
    assert words == {id_: content.replace("\n", "") for id_, content in contents(article, made).items()}
