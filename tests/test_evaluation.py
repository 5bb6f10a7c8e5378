"""The measures, on made-up documents small enough to count by hand."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.evaluate import evaluate
from generator.errors import ConfigError
from generator.evaluation import (
    Analysed,
    GoldDocument,
    Interval,
    Prediction,
    Score,
    Triple,
    build_evaluation,
    find_head_word,
    find_positions,
    is_right_source,
    is_speech,
    kind_of,
    mark_quoted,
    read_gold,
    read_predictions,
    score_predictions,
)
from generator.model import CueClass, TextSpan

TEXT = (
    "“We shall dredge it,” said Ned Pollard of the Courier. He added that dues ''may fall fast'' soon.\n"
    "The pilot thinks the bar is shut. Nobody heard it coming.\n"
)


def span(words: str, text: str = TEXT) -> TextSpan:
    start = text.index(words)
    return TextSpan(start, start + len(words))


def triple(source: str | None, cue: str | None, *content: str) -> Triple:
    return Triple(
        source=(span(source),) if source else (),
        cue=(span(cue),) if cue else (),
        content=tuple(span(words) for words in content),
    )


GOLD = GoldDocument(
    id="a",
    text=TEXT,
    attributions=(
        triple("Ned Pollard of the Courier", "said", "“We shall dredge it,”"),
        triple("He", "added", "that dues ''may fall fast'' soon"),
        triple("The pilot", "thinks", "the bar is shut"),
        triple(None, "heard", "it coming"),
    ),
)
FOUND = Prediction(
    id="a",
    attributions=(
        triple("Pollard", "said", "We shall dredge it"),  # exact; the source by its head word
        triple("Ned Pollard", "added", "dues ''may fall fast'' soon"),  # overlap only; the wrong source
        triple(None, None, "it coming"),  # exact, rightly without source
        triple(None, None, "Nobody heard it"),  # found where there is nothing
    ),
)
HALF = Score(0.5, 0.5, 0.5)
NOTHING = Score(0.0, 0.0, 0.0)


def test_the_measures_as_counted_by_hand() -> None:
    report = score_predictions([GOLD, GoldDocument(id="b", text="x", attributions=())], [FOUND])
    every, direct, mixed, indirect = report.kinds.values()
    assert report.documents == 2
    assert (every.gold, every.predicted) == (4, 4)
    assert every.exact == HALF  # the first and the third of the predictions
    assert every.overlap == Score(0.75, 0.75, 0.75)  # and the second: 19 of 23 letters
    assert every.end_to_end == HALF  # whose source is wrong
    assert (every.source_pairs, every.source_accuracy, every.source_given) == (2, 0.5, 1.0)
    assert (every.speech_gold, every.speech_recall_exact, every.speech_recall_overlap) == (2, 0.5, 1.0)
    assert every.speech_recall_end_to_end == 0.5
    assert direct.end_to_end == Score(1.0, 1.0, 1.0)
    assert (mixed.exact, mixed.overlap, mixed.end_to_end) == (NOTHING, Score(1.0, 1.0, 1.0), NOTHING)
    assert (indirect.gold, indirect.predicted, indirect.overlap) == (2, 2, HALF)


def test_characters_and_single_spans_as_counted_by_hand() -> None:
    report = score_predictions([GOLD], [FOUND])
    # Letters: "We shall dredge it" 15, "that" 4, "dues may fall fast soon" 19, "the bar is shut" 12, "it coming" 8,
    # "Nobody heard" 11.
    both = 15 + 19 + 8
    assert report.characters.precision == pytest.approx(both / (both + 11))
    assert report.characters.recall == pytest.approx(both / (both + 4 + 12))
    assert report.spans["source"] == NOTHING  # three in the gold, two found, none the same
    assert report.spans["cue"] == Score(1.0, 0.5, pytest.approx(2 / 3))
    assert report.spans["content"] == HALF


def test_gold_against_itself_is_perfect_and_nothing_is_nothing() -> None:
    itself = score_predictions([GOLD], [Prediction(id="a", attributions=GOLD.attributions)])
    assert itself.kinds["all"].end_to_end == Score(1.0, 1.0, 1.0) == itself.characters
    nothing = score_predictions([GOLD], [])
    assert (nothing.kinds["all"].gold, nothing.kinds["all"].overlap) == (4, NOTHING)


def test_figures_by_class_of_the_cue() -> None:
    said, thinks = (
        Triple(cue=one.cue, content=one.content, cue_class=cue_class)
        for one, cue_class in ((GOLD.attributions[0], CueClass.SPEECH), (GOLD.attributions[2], CueClass.BELIEF))
    )
    gold = GoldDocument(id="a", text=TEXT, attributions=(said, thinks))
    report = score_predictions([gold], [Prediction(id="a", attributions=(said, triple(None, None, "it coming")))])
    assert list(report.classes) == ["speech", "belief", "unclear"]  # those that occur
    assert report.classes["speech"].end_to_end == Score(1.0, 1.0, 1.0)
    assert (report.classes["belief"].gold, report.classes["belief"].predicted) == (1, 0)
    assert report.classes["unclear"].overlap == NOTHING


def test_differences_are_paired_by_document() -> None:
    """Predictions that are better by the same in each document are surely better, however the documents differ."""
    gold = [GoldDocument(id=name, text=TEXT, attributions=GOLD.attributions) for name in "abc"]
    better = [Prediction(id=document.id, attributions=document.attributions) for document in gold]
    worse = [Prediction(id=document.id, attributions=document.attributions[:3]) for document in gold]
    analysed = [
        Analysed(gold=document, prediction=one, other=other, engine="made by hand")
        for document, one, other in zip(gold, better, worse, strict=True)
    ]
    evaluation = build_evaluation(analysed)
    assert evaluation.intervals["all"]["end_to_end"] == Interval(1.0, 1.0)
    assert evaluation.differences is not None
    difference = evaluation.differences["all"]["end_to_end"]
    assert difference.difference == pytest.approx(1 - 6 / 7) == difference.interval.low == difference.interval.high
    assert evaluation.differences["direct"]["end_to_end"].difference == 0


def test_intervals_are_wider_than_the_figure_where_documents_differ() -> None:
    gold = [GoldDocument(id=str(number), text=TEXT, attributions=GOLD.attributions) for number in range(10)]
    found = [Prediction(id=one.id, attributions=one.attributions if int(one.id) < 5 else ()) for one in gold]
    analysed = [
        Analysed(gold=document, prediction=one, engine="made by hand")
        for document, one in zip(gold, found, strict=True)
    ]
    evaluation = build_evaluation(analysed)
    low, high = (getattr(evaluation.intervals["all"]["end_to_end"], end) for end in ("low", "high"))
    assert 0.2 < low < evaluation.kinds["all"].end_to_end.f1 < high < 1.0
    assert evaluation.differences is None


def test_pairs_are_one_to_one() -> None:
    gold = GoldDocument(id="a", text=TEXT, attributions=GOLD.attributions[:1])
    report = score_predictions([gold], [Prediction(id="a", attributions=FOUND.attributions[:1] * 2)])
    assert report.kinds["all"].exact == report.kinds["all"].overlap == Score(0.5, 1.0, pytest.approx(2 / 3))


def test_predictions_for_a_document_that_is_not_there_are_an_error() -> None:
    with pytest.raises(ValueError, match="unknown documents: z"):
        score_predictions([GOLD], [Prediction(id="z", attributions=())])


def test_kinds_are_read_off_the_quotation_marks() -> None:
    quoted = mark_quoted(TEXT)
    kinds = [kind_of(find_positions(gold.content, TEXT), quoted) for gold in GOLD.attributions]
    assert kinds == ["direct", "mixed", "indirect", "indirect"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“a b\nc", "1111.."),  # left open: to the end of the line
        ("x ''it's a'' y's", "..1111111111...."),
        ("‘a’s b’ c", "1111111.."),  # an apostrophe inside
        ("the boys’ ‘x", "............"),  # single marks that nothing closes
        ('a "b" c', "..111.."),
        ("”ab” c", "1111.."),  # typed the wrong way round
    ],
)
def test_what_counts_as_quoted(text: str, quoted: str) -> None:
    assert "".join(".1"[mark] for mark in mark_quoted(text)) == quoted


def test_head_words() -> None:
    text = "Ned Pollard of the Courier; the harbour’s master, a cousin of “The Eel”"
    words = {
        "Ned Pollard of the Courier": "pollard",
        "the harbour’s master, a cousin": "master",
        "the harbour’s": "harbour",
        "of the Courier": "courier",
    }
    for source, head in words.items():
        found = find_head_word((span(source, text),), text)
        assert found is not None and found.word == head, source
    assert find_head_word((), text) is None


def test_a_pronoun_elsewhere_is_another_source() -> None:
    text = "He ran. He said no. Pollard ran. Pollard said no."
    assert not is_right_source((TextSpan(0, 2),), (TextSpan(8, 10),), text)
    assert is_right_source((TextSpan(8, 10),), (TextSpan(8, 10),), text)
    assert is_right_source((TextSpan(20, 27),), (TextSpan(33, 40),), text)
    assert is_right_source((), (), text) and not is_right_source((), (TextSpan(0, 2),), text)


def test_verbs_of_speaking() -> None:
    text = "said according to vowed denies sees watches"
    for word, spoken in {"said": True, "according to": True, "vowed": True, "denies": True, "sees": False}.items():
        assert is_speech((span(word, text),), text) is spoken, word


def test_command_writes_predictions_that_score_the_same(tmp_path: Path) -> None:
    text = "The toll\n\n“The toll is theft,” said Ada Merrin."
    gold = tmp_path / "gold.jsonl"
    line = {
        "id": "toll",
        "text": text,
        "attributions": [{"source": [[36, 46]], "cue": [[31, 35]], "content": [[10, 30]]}],
    }
    gold.write_text(json.dumps(line) + "\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    result = CliRunner().invoke(evaluate, [str(gold), "--predictions", str(out), "--format", "json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["kinds"]["direct"]["end_to_end"]["f1"] == 1.0
    (written,) = json.loads(out.read_text())["attributions"]
    assert {role: written[role] for role in ("source", "cue", "content")} == line["attributions"][0]
    assert (written["cue_class"], written["depth"]) == ("speech", 0)
    table = CliRunner().invoke(evaluate, [str(gold), "--against", str(out)])
    assert "100.0 100.0 100.0" in table.stdout
    assert re.search(r"^speech +1 +1 ", table.stdout, re.MULTILINE)
    assert "+0.0 [+0.0, +0.0]" in table.stdout


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"id": "b", "attributions": []}', "out.jsonl:1: the gold corpus has no document “b”"),
        ("[]", "out.jsonl:1: not a prediction"),
        ('{"id": "a", "attributions": [{"content": [[0, 9]]}]}', "the span [0, 9] is not one of a text of 1 char"),
        ('{"id": "a", "attributions": []}', "holds no line for the document “c”"),
        ("", "holds no document"),
    ],
)
def test_bad_predictions_to_compare_with_are_one_clear_error(tmp_path: Path, lines: str, message: str) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text(lines + "\n", encoding="utf-8")
    gold = [GoldDocument(id=name, text="x", attributions=()) for name in "ac"]
    with pytest.raises(ConfigError) as caught:
        read_predictions(out, gold)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "gold.jsonl:2: not a gold document"),
        ('{"id": "b", "text": "x"}', "gold.jsonl:2: not a gold document"),
        ('{"id": "a", "text": "x", "attributions": []}', "a second document with the id “a”"),
        ('{"id": "b", "text": "x", "attributions": [{"content": [[0, 2]]}]}', "[0, 2] is not one of a text of 1 char"),
    ],
)
def test_a_bad_gold_corpus_names_the_line(tmp_path: Path, line: str, message: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "text": "x", "attributions": []}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_gold(gold)
    assert message in str(caught.value)


def test_a_gold_corpus_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
