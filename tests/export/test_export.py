"""Every format says the same as the analysis, with the same offsets."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import sqlite3
from pathlib import Path

import jsonschema
import pytest

from generator.export import render_data
from generator.export.tables import TABLES
from generator.index import build_index
from generator.model import (
    Anchoring,
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    Certainty,
    Checkability,
    Claim,
    CueClass,
    CueStance,
    Finding,
    FindingCode,
    FrontMatter,
    Naming,
    Page,
    Polarity,
    Provenance,
    ProvenanceEnd,
    ProvenanceLink,
    Review,
    ReviewVerb,
    Severity,
    Source,
    SourceKind,
    SourcePosition,
    TextSpan,
)

TEXT = "The 🌊 wall\n\n“It leaks,\nbadly,” said the keeper. “Nobody came.”\n\n=SUM(A1), he added."


def _span(words: str) -> TextSpan:
    return TextSpan(TEXT.index(words), TEXT.index(words) + len(words))


def _attribution(name: str, content: tuple[TextSpan, ...], source: str, cue: str) -> Attribution:
    return Attribution(
        id=name,
        source=(_span(source),),
        cue=(_span(cue),),
        content=content,
        source_id="s1",
        kind=AttributionKind.DIRECT,
        depth=0,
        cue_class=CueClass.SPEECH,
        stance=CueStance.NEUTRAL,
        anchoring=Anchoring.EXPLICIT,
        found_by="test",
    )


ARTICLE = Article(
    slug="wall",
    path="wall.md",
    front_matter=FrontMatter(),
    text=TEXT,
    headline=_span("The 🌊 wall"),
    body=(),
    positions=(SourcePosition(0, 1, 1),),
)
ATTRIBUTIONS = (
    _attribution("a1", (_span("“It leaks,\nbadly,”"), _span("“Nobody came.”")), "the keeper", "said"),
    _attribution("a2", (_span("=SUM(A1)"),), "he", "added"),
)
ANALYSIS = ArticleAnalysis(
    engine="test",
    quotations=(),
    attributions=ATTRIBUTIONS,
    sources=(
        Source(
            id="s1",
            name="the keeper",
            kind=SourceKind.PERSON,
            naming=Naming.N3,
            mentions=(_span("the keeper"), _span("he")),
        ),
    ),
    claims=tuple(
        Claim(
            id=attribution.id,
            attribution_id=attribution.id,
            source_id="s1",
            content=attribution.content,
            certainty=Certainty.CERTAIN,
            polarity=Polarity.POSITIVE,
            stance=CueStance.NEUTRAL,
            checkability=Checkability.EVENT,
        )
        for attribution in ATTRIBUTIONS
    ),
    provenance=(
        Provenance(
            attribution_id="a1",
            links=tuple(
                ProvenanceLink(source_id=one.source_id, source=one.source, cue=one.cue) for one in ATTRIBUTIONS
            ),
            end=ProvenanceEnd.STATED,
        ),
    ),
)


FINDINGS = (
    Finding(
        code=FindingCode.ANON1,
        severity=Severity.WARNING,
        span=_span("the keeper"),
        reason="+1: no reason is given",
        evidence=(_span("said"), _span("he")),
        review=Review(verb=ReviewVerb.ACCEPT, by="R. Pell", date=datetime.date(2026, 3, 14)),
    ),
    Finding(code=FindingCode.CUE1, severity=Severity.NOTE, span=_span("added"), reason="A cue."),
)


def render() -> dict[str, bytes]:
    analysed = ((ARTICLE, ANALYSIS),)
    pages = render_data(analysed, build_index(analysed), {"wall": FINDINGS})
    return {page.path: page.content for page in pages if isinstance(page, Page)}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return render()


def test_brat_loads_back_with_the_same_offsets(files: dict[str, bytes]) -> None:
    text = files["articles/wall/article.txt"].decode()
    assert text == TEXT
    bound = {}
    links = []
    for line in files["articles/wall/article.ann"].decode().splitlines():
        name, body, *words = line.split("\t")
        if name.startswith("T"):
            type_, _, offsets = body.partition(" ")
            fragments = [tuple(map(int, fragment.split())) for fragment in offsets.split(";")]
            assert " ".join(text[start:end] for start, end in fragments) == words[0]
            assert not any("\n" in text[start:end] for start, end in fragments)
            bound[name] = (type_, fragments)
        elif name.startswith("R"):
            link, one, other = body.split()
            links.append((link, bound[one.removeprefix("Arg1:")], bound[other.removeprefix("Arg2:")]))
    contents = [
        [(start, end) for span in attribution.content for start, end in _lines(span)] for attribution in ATTRIBUTIONS
    ]
    assert [fragments for type_, fragments in bound.values() if type_ == "Content"] == contents
    assert [(link, one[0], other[1] == contents[0]) for link, one, other in links] == [
        ("Source-of", "Source", True),
        ("Cue-of", "Cue", True),
        ("Source-of", "Source", False),
        ("Cue-of", "Cue", False),
    ]


def _lines(span: TextSpan) -> list[tuple[int, int]]:
    return [match.span() for match in re.compile("[^\n]+").finditer(TEXT, span.start_char, span.end_char)]


def test_both_selectors_of_a_web_annotation_select_the_span(files: dict[str, bytes]) -> None:
    collection = json.loads(files["articles/wall/annotations.jsonld"])
    assert collection["total"] == len(collection["first"]["items"]) == 2
    for item, attribution in zip(collection["first"]["items"], ATTRIBUTIONS, strict=True):
        assert item["id"] == f"index.html#{attribution.id}"
        for target, span in zip(item["target"], attribution.content, strict=True):
            position, quotation = target["selector"]
            assert (position["start"], position["end"]) == (span.start_char, span.end_char)
            whole = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
            assert TEXT.count(whole) == 1
            assert TEXT.index(whole) + len(quotation["prefix"]) == span.start_char


@pytest.mark.parametrize("name", TABLES)
def test_rows_fit_their_schema_and_csv_says_the_same(files: dict[str, bytes], name: str) -> None:
    schema = json.loads(files[f"data/{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    rows = [json.loads(line) for line in files[f"data/{name}.jsonl"].splitlines()]
    assert rows
    for row in rows:
        jsonschema.validate(row, schema)
    table = list(csv.DictReader(io.StringIO(files[f"data/{name}.csv"].decode(), newline="")))
    assert [{field: _as_cell(value) for field, value in row.items()} for row in rows] == table


def test_the_database_has_the_rows_of_the_tables_and_the_same_bytes_each_time(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "sayso.sqlite"
    path.write_bytes(files["data/sayso.sqlite"])
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    for name in TABLES:
        rows = [json.loads(line) for line in files[f"data/{name}.jsonl"].splitlines()]
        assert [dict(row) for row in database.execute(f"SELECT * FROM {name}")] == rows
    database.close()
    assert render()["data/sayso.sqlite"] == files["data/sayso.sqlite"]


def _as_cell(value: object) -> str:
    return "" if value is None else f"'{value}" if str(value).startswith(("=", "+1")) else str(value)


def test_a_formula_in_an_article_is_no_formula_in_a_spreadsheet(files: dict[str, bytes]) -> None:
    cells = [row["content"] for row in csv.DictReader(io.StringIO(files["data/attributions.csv"].decode()))]
    assert cells[1] == "'=SUM(A1)"
