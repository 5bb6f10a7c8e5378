"""The cases of tests/cases/quotations.md, and the notices about marks that nothing closes."""

from datetime import UTC, datetime

import pytest

from generator.analysis.quotations import find_quotations, find_unclosed
from generator.model import Article, FrontMatter, SourcePosition, TextSpan
from tests.readable_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("quotations"))
def test_quotations(case: Case) -> None:
    case.check(
        {
            "quotation": case.words([found.span]),
            "kind": found.kind,
            "closed": "yes" if found.closed else "no",
            "depth": str(found.depth),
        }
        for found in find_quotations(case.text)
    )


def article(text: str) -> Article:
    return Article(
        slug="wall",
        path="wall.txt",
        front_matter=FrontMatter(date=datetime(2024, 1, 1, tzinfo=UTC)),
        text=text,
        headline=TextSpan(0, text.index("\n")),
        body=(),
        positions=(SourcePosition(0, 1, 1), SourcePosition(10, 3, 1)),
    )


def test_an_unclosed_mark_gives_a_notice_with_its_place() -> None:
    (notice,) = find_unclosed(article("The wall\n\nShe said: “It holds.\n\nNobody answered."))
    assert (notice.code, notice.path, notice.line, notice.column) == ("unmatched-quotation-mark", "wall.txt", 3, 11)
    assert "“It holds." in notice.message


def test_a_speech_that_goes_on_gives_none() -> None:
    assert find_unclosed(article("The wall\n\nShe said: “It holds.\n\n“It does.”")) == ()
