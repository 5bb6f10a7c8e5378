"""The drawings above an article."""

from __future__ import annotations

from generator.model import ArticleAnalysis, Sentence, TextSpan, Voice
from generator.render.bars import MOST_SENTENCES, build_strip


def _analysis(sentences: int) -> ArticleAnalysis:
    return ArticleAnalysis(
        engine="test",
        quotations=(),
        attributions=(),
        sources=(),
        claims=(),
        sentences=tuple(
            Sentence(span=TextSpan(4 * number, 4 * number + 3), voice=Voice.AUTHOR) for number in range(sentences)
        ),
    )


def test_a_strip_has_a_segment_for_each_sentence() -> None:
    strip = build_strip(_analysis(3), "One.Two.Six.")
    assert strip is not None
    assert len(strip.segments) == 3
    assert strip.summary == "Who vouches for each of 3 sentences, in order: 3 the author’s voice"


def test_a_book_has_none() -> None:
    text = "One." * (MOST_SENTENCES + 1)
    assert build_strip(_analysis(MOST_SENTENCES), text) is not None
    assert build_strip(_analysis(MOST_SENTENCES + 1), text) is None
    assert build_strip(_analysis(0), "") is None


def test_what_could_be_checked_and_has_no_source_is_told_apart_in_the_strip() -> None:
    strip = build_strip(_analysis(4), "One.Two.Six.Ten.", [TextSpan(4, 7)])
    assert strip and [segment.css for segment in strip.segments] == ["author", "unvouched", "author", "author"]
    assert {option.value: option.count for option in strip.counts} == {"author": 3, "unvouched": 1}
