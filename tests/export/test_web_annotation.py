"""`annotations.jsonld` against the W3C's model: expanded as JSON-LD, then held to its rules as SHACL shapes.

The W3C's own context can't be had from a package; tests/schemas has those of its terms that Sayso writes, each defined as it is
there. Each class, property and motivation of the W3C's namespace among them is held to the vocabulary itself, which npm's package
`@vocabulary/oa` carries.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from rdflib import RDF, RDFS, Dataset, URIRef

from generator.export.web_annotation import render_web_annotations
from generator.model import Article, ArticleAnalysis
from tests.browser.node import find_module_file
from tests.export.test_export import ANALYSIS, ARTICLE
from tests.linked_data import find_problems, read_context
from tests.render import sites

CONTEXTS = {"http://www.w3.org/ns/anno.jsonld": read_context("web_annotation.context.json")}
BASE = "https://dunmere.example/articles/wall/annotations.jsonld"


OA = "http://www.w3.org/ns/oa#"


def test_every_term_is_one_of_the_w3cs_vocabulary() -> None:
    vocabulary = Dataset().parse(find_module_file("@vocabulary/oa/oa.nq"), format="nquads")
    kinds = {str(term): kind for term, _, kind, _ in vocabulary.quads((None, RDF.type, None, None))}
    terms = read_context("web_annotation.context.json")["@context"]
    named = {name: value if isinstance(value, str) else value["@id"] for name, value in terms.items()}
    of_oa = {name: OA + iri.removeprefix("oa:") for name, iri in named.items() if iri.startswith("oa:")}
    assert len(of_oa) >= 15
    for name, iri in of_oa.items():
        motivations = URIRef(f"{OA}Motivation")
        expected = RDFS.Class if name[0].isupper() else motivations if name.endswith("ing") else RDF.Property
        assert kinds.get(iri) == expected, name


def problems(document: Any) -> str:
    return find_problems(document, "web_annotation.shapes.ttl", CONTEXTS, BASE)


@pytest.mark.parametrize("made", [(ARTICLE, ANALYSIS), sites.wall(), sites.plain()])
def test_it_holds_to_the_model(made: tuple[Article, ArticleAnalysis]) -> None:
    assert problems(json.loads(render_web_annotations(*made))) == ""


def test_what_a_person_reviewed_names_the_person() -> None:
    document = json.loads(render_web_annotations(*sites.wall()))
    signed = [item for item in document["first"]["items"] if "creator" in item]
    assert [(item["id"], item["creator"]["name"], item["modified"]) for item in signed] == [
        ("index.html#a0000012", "R. Pell", "2026-03-14T00:00:00Z")
    ]


MISTAKES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no target": lambda item: item.pop("target"),
    "no words": lambda item: item["target"][0]["selector"][1].pop("exact"),
    "ends before it begins": lambda item: item["target"][0]["selector"][0].update(start=900),
    "no position": lambda item: item["target"][0]["selector"].pop(0),
    "an unknown key": lambda item: item.update(verdict="false"),
    "a tag without a value": lambda item: item["body"][-1].pop("value"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(mistake: str) -> None:
    document = copy.deepcopy(json.loads(render_web_annotations(*sites.wall())))
    MISTAKES[mistake](document["first"]["items"][1])
    assert problems(document)
