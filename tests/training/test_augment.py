"""However an article is dressed up, the same words stay coded."""

from __future__ import annotations

import random

import pytest

from training.augment import CHANGES, apply_edits, change_marks, change_names, vary
from training.corpus import Document, Gold

TEXT = "“The Osk is rising,” Quill said. “We’re leaving.”\n\nQuill’s crew, Quill added, was tired. Marrick wept."


def span(words: str) -> tuple[tuple[int, int], ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


DOCUMENT = Document(
    "ferry",
    TEXT,
    (
        Gold(((21, 26),), span("said"), span("“The Osk is rising,”") + span("“We’re leaving.”")),
        Gold(((66, 71),), span("added"), span("Quill’s crew") + span("was tired")),
    ),
)


def test_edit_moves_later_spans() -> None:
    longer = apply_edits(DOCUMENT, [(0, 1, "''"), (19, 20, "''"), (21, 26, "Marlowe")])
    source = longer.attributions[0].source[0]
    assert longer.text[slice(*source)] == "Marlowe"
    assert longer.text[slice(*longer.attributions[1].cue[0])] == "added"


def test_names_are_swapped_throughout() -> None:
    changed = next(new for seed in range(9) if (new := change_names(DOCUMENT, random.Random(seed))).text != TEXT)
    name = changed.text[slice(*changed.attributions[0].source[0])]
    assert name != "Quill" and changed.text.count(name) == 3 and "Quill" not in changed.text


def test_marks_change_and_the_words_stay() -> None:
    changed = change_marks(DOCUMENT, random.Random(1))
    assert [w for w in changed.text if w.isalnum()] == [w for w in TEXT if w.isalnum()]


@pytest.mark.parametrize("seed", range(30))
def test_cues_stay_coded(seed: int) -> None:
    changed = vary(DOCUMENT, random.Random(seed), rate=2.0)
    cues = [changed.text[slice(*gold.cue[0])].lower() for gold in changed.attributions]
    assert cues == ["said", "added"]
    for gold, old in zip(changed.attributions, DOCUMENT.attributions, strict=True):
        for (start, end), (old_start, old_end) in zip(gold.content, old.content, strict=True):
            assert len(changed.text[start:end].split()) == len(TEXT[old_start:old_end].split())


def test_no_change_at_rate_zero() -> None:
    assert vary(DOCUMENT, random.Random(0), rate=0.0) is DOCUMENT and len(CHANGES) == 8
