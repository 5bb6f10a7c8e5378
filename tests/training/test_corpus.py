"""Both forms of a corpus give the same documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.corpus import Document, Gold, read_corpus

TEXT = "The ferry is late, Ada Quill said.\nShe added that fog lay on the Osk.\n"
GOLD = (
    Gold(source=((19, 28),), cue=((29, 33),), content=((0, 17),)),
    Gold(source=((35, 38),), cue=((39, 44),), content=((45, 68),)),
)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    items = [{"source": gold.source, "cue": gold.cue, "content": gold.content} for gold in GOLD]
    path.write_text(json.dumps({"id": "ferry", "text": TEXT, "attributions": items}) + "\n\n")
    assert read_corpus(path) == [Document("ferry", TEXT, GOLD)]


def test_brat_relations_and_events(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT)
    (tmp_path / "ferry.ann").write_text(
        "T1\tSource 19 28\tAda Quill\nT2\tCue 29 33\tsaid\nT3\tContent 0 17\tThe ferry is late\n"
        "T4\tSource 35 38\tShe\nT5\tCue 39 44\tadded\nT6\tContent 45 53;54 68\tthat fog lay on the Osk\n"
        "R1\tAttribution Arg1:T1 Arg2:T2\nR2\tAttribution Arg1:T3 Arg2:T2\n"
        "E1\tCue:T5 source:T4 content:T6\n#1\tAnnotatorNotes T1\ta note\n"
    )
    assert read_corpus(tmp_path) == [Document("ferry", TEXT, GOLD)]


def test_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('\n{"id": "x"}\n')
    with pytest.raises(ValueError, match=r"corpus\.jsonl:2: not a coded document"):
        read_corpus(path)


def test_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no documents; give a \.jsonl file or a folder"):
        read_corpus(tmp_path)
