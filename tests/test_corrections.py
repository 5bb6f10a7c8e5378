"""Corrections, from the file beside the article to the analysis, the findings and the gold corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.config import default_config
from generator.corrections import apply_corrections
from generator.errors import ArticleError
from generator.export.gold import render_gold
from generator.findings import find_findings
from generator.house_rules import HouseRules
from generator.model import (
    Article,
    ArticleAnalysis,
    AttributionKind,
    Certainty,
    CueStance,
    FindingCode,
    Naming,
    ReviewVerb,
    TextSpan,
)
from generator.pipeline import analyse_article
from generator.read.articles import read_article

TEXT = """The wall

Idris Pole claims that the wall is safe. A leaflet says that the siren works.

The warden said that the siren works. “It leaks,” Maud Ferris said.
"""
WHO = "  by: Maud Ferris\n  date: 2026-03-14\n"


def _corrected(folder: Path, corrections: str, text: str = TEXT) -> tuple[Article, ArticleAnalysis, list[str]]:
    (folder / "wall.txt").write_text(text, encoding="utf-8")
    (folder / "wall.corrections.yml").write_text(corrections, encoding="utf-8")
    article = read_article(folder / "wall.txt", folder)
    analysis = analyse_article(article, default_config(folder).pipeline)
    assert isinstance(analysis, ArticleAnalysis)
    analysis, notices = apply_corrections(article, analysis)
    return article, analysis, [f"{n.path}:{n.line}: {n.message}" for n in notices]


def _words(article: Article, spans: tuple[TextSpan, ...]) -> str:
    return " ".join(article.text[span.start_char : span.end_char] for span in spans)


def _credited(article: Article, analysis: ArticleAnalysis) -> list[tuple[str, str]]:
    return [(_words(article, a.source), _words(article, a.content)) for a in analysis.attributions]


def test_an_accepted_attribution_says_who_looked(tmp_path: Path) -> None:
    article, analysis, notices = _corrected(tmp_path, f"- accept: attribution\n  quote: that the wall is safe\n{WHO}")
    (reviewed,) = [a for a in analysis.attributions if a.review]
    assert _words(article, reviewed.content) == "that the wall is safe"
    assert reviewed.review and (reviewed.review.by, str(reviewed.review.date)) == ("Maud Ferris", "2026-03-14")
    assert notices == []


def test_a_rejected_attribution_goes_with_its_claim_and_source(tmp_path: Path) -> None:
    article, analysis, _ = _corrected(tmp_path, f"- reject: attribution\n  quote: that the wall is safe\n{WHO}")
    assert "Idris Pole" not in dict(_credited(article, analysis))
    assert "Idris Pole" not in {source.name for source in analysis.sources}
    assert {claim.attribution_id for claim in analysis.claims if claim.attribution_id} == {
        a.id for a in analysis.attributions
    }


def test_the_words_are_told_apart_by_what_stands_before_them(tmp_path: Path) -> None:
    twice = f"- reject: attribution\n  quote: that the siren works\n{WHO}"
    article, analysis, notices = _corrected(tmp_path, twice)
    assert notices == [
        "wall.corrections.yml:1: the words “that the siren works” no longer stand where this correction expects it; "
        "it does nothing"
    ]
    assert len([content for _, content in _credited(article, analysis) if content == "that the siren works"]) == 2
    article, analysis, notices = _corrected(tmp_path, f'{twice}  prefix: "A leaflet says "\n')
    assert notices == []
    assert ("The warden", "that the siren works") in _credited(article, analysis)
    assert ("A leaflet", "that the siren works") not in _credited(article, analysis)


def test_a_correction_survives_edits_elsewhere_and_is_never_moved_to_a_lookalike(tmp_path: Path) -> None:
    correction = f'- reject: attribution\n  quote: that the siren works\n  prefix: "A leaflet says "\n{WHO}'
    edited = TEXT.replace("The wall\n", "The wall\n\nIt rained all week in the valley.\n", 1)
    article, analysis, notices = _corrected(tmp_path, correction, edited)
    assert notices == [] and ("A leaflet", "that the siren works") not in _credited(article, analysis)
    gone = TEXT.replace("A leaflet says that the siren works. ", "").replace("A leaflet says that the siren works.", "")
    article, analysis, notices = _corrected(tmp_path, correction, gone)
    assert len(notices) == 1
    assert ("The warden", "that the siren works") in _credited(article, analysis)


def test_what_is_changed_takes_the_machines_place_everywhere(tmp_path: Path) -> None:
    changes = "{source: Idris Pole, stance: neutral, certainty: possible, naming: N6, content: the wall is safe}"
    article, analysis, notices = _corrected(
        tmp_path, f"- change: attribution\n  quote: that the wall is safe\n  to: {changes}\n{WHO}"
    )
    assert notices == []
    (changed,) = [a for a in analysis.attributions if a.review]
    assert changed.review and changed.review.verb is ReviewVerb.CHANGE
    assert _words(article, changed.content) == "the wall is safe"
    assert changed.stance is CueStance.NEUTRAL and changed.kind is AttributionKind.INDIRECT
    (claim,) = [claim for claim in analysis.claims if claim.attribution_id == changed.id]
    assert claim.certainty is Certainty.POSSIBLE and claim.stance is CueStance.NEUTRAL
    (source,) = [source for source in analysis.sources if source.id == changed.source_id]
    assert source.name == "Idris Pole" and source.naming is Naming.N6


def test_another_speaker_is_credited_and_nobody_can_be(tmp_path: Path) -> None:
    for source, expected in (("Maud Ferris", "Maud Ferris"), ("", "")):
        article, analysis, notices = _corrected(
            tmp_path, f'- change: attribution\n  quote: that the wall is safe\n  to: {{source: "{source}"}}\n{WHO}'
        )
        assert notices == []
        assert (expected, "that the wall is safe") in _credited(article, analysis)
        (changed,) = [a for a in analysis.attributions if a.review]
        assert (changed.source_id is None) == (expected == "")


def test_a_rejected_finding_is_gone_and_an_accepted_one_is_signed(tmp_path: Path) -> None:
    def codes(corrections: str) -> list[tuple[FindingCode, bool]]:
        article, analysis, _ = _corrected(tmp_path, corrections)
        found = find_findings(article, analysis, HouseRules())
        return [(finding.code, finding.review is not None) for finding in found if finding.code == "CUE1"]

    assert codes("") == [(FindingCode.CUE1, False)]
    assert codes(f"- accept: finding\n  code: CUE1\n  quote: claims\n{WHO}") == [(FindingCode.CUE1, True)]
    assert codes(f"- reject: finding\n  code: CUE1\n  quote: claims\n{WHO}") == []
    assert codes(f"- reject: finding\n  code: VOICE1\n  quote: claims\n{WHO}") == [(FindingCode.CUE1, False)]


def test_only_wholly_reviewed_articles_are_gold(tmp_path: Path) -> None:
    one = f"- accept: attribution\n  quote: that the wall is safe\n{WHO}"
    article, analysis, _ = _corrected(tmp_path, one)
    assert render_gold(((article, analysis),)) == b""
    short = "The wall\n\nIdris Pole claims that the wall is safe.\n"
    article, analysis, _ = _corrected(tmp_path, one, short)
    gold = json.loads(render_gold(((article, analysis),)))
    assert gold["id"] == "wall" and gold["text"] == article.text
    (attribution,) = gold["attributions"]
    assert [article.text[start:end] for start, end in attribution["source"]] == ["Idris Pole"]


@pytest.mark.parametrize(
    ("corrections", "said"),
    [
        ("- reject: finding\n  quote: [", "wall.corrections.yml:2: not valid YAML"),
        ("reject: finding\n", "wall.corrections.yml:1: the corrections are a list"),
        (f"\n- reject: it\n  quote: x\n{WHO}", "wall.corrections.yml:2: it is not said what is to become of what"),
        (f"- reject: finding\n  quote: x\n{WHO}", "wall.corrections.yml:1: “code” goes with a finding"),
        (
            f"- reject: finding\n  code: HEAD9\n  quote: x\n{WHO}",
            "wall.corrections.yml:1: this entry is not right: Invalid",
        ),
        ("- accept: attribution\n  quote: x\n  by: A\n", "missing required field `date`"),
        (f"- change: attribution\n  quote: x\n{WHO}", "“to” goes with change: attribution"),
        (f"- change: attribution\n  quote: x\n  to: {{stance: rude}}\n{WHO}", "“to” does not know “stance: rude”"),
    ],
)
def test_a_bad_file_costs_its_article_with_one_clear_error(tmp_path: Path, corrections: str, said: str) -> None:
    (tmp_path / "wall.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "wall.corrections.yml").write_text(corrections, encoding="utf-8")
    with pytest.raises(ArticleError) as caught:
        read_article(tmp_path / "wall.txt", tmp_path)
    assert said in str(caught.value)
    assert caught.value.hint


def test_a_verdict_is_a_persons_with_their_grounds(tmp_path: Path) -> None:
    entry = f"- accept: attribution\n  quote: that the wall is safe\n{WHO}  verdict: Not so\n  why: It leaks.\n"
    _, analysis, notices = _corrected(tmp_path, entry)
    (review,) = [a.review for a in analysis.attributions if a.review]
    assert (review.by, review.verdict, review.why, notices) == ("Maud Ferris", "Not so", "It leaks.", [])


@pytest.mark.parametrize(
    "entry",
    [
        f"- accept: attribution\n  quote: that the wall is safe\n{WHO}  verdict: Not so\n",
        f"- reject: attribution\n  quote: that the wall is safe\n{WHO}  verdict: Not so\n  why: It leaks.\n",
        f"- accept: finding\n  code: CUE1\n  quote: claims\n{WHO}  verdict: Not so\n  why: It leaks.\n",
    ],
    ids=["without grounds", "on what is rejected", "on a finding"],
)
def test_a_verdict_that_nobody_could_stand_by_is_refused(tmp_path: Path, entry: str) -> None:
    with pytest.raises(ArticleError, match="“verdict” is on what somebody is credited with"):
        _corrected(tmp_path, entry)
