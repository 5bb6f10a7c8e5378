"""JSON-LD read as a consumer reads it: expanded by pyld with contexts that lie here, and held to SHACL shapes by pyshacl."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyshacl
from pyld import jsonld
from rdflib import Graph

SCHEMAS = Path(__file__).parent / "schemas"


def find_problems(document: Any, shapes: str, contexts: Mapping[str, Any], base: str) -> str:
    """What `shapes`, a file of tests/schemas, finds wrong in `document` at the address `base`; nothing where it is right.

    No address is asked for: `contexts` are by their addresses. A key that the contexts don't know is a problem too, since it would
    be lost on every reader.
    """

    def load(url: str, options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": contexts[url]}

    lost: list[str] = []
    options = {"documentLoader": load, "base": base}
    jsonld.expand(document, options, on_property_dropped=lambda key: lost.append(str(key)))
    quads = jsonld.to_rdf(document, {**options, "format": "application/n-quads"})
    graph = Graph().parse(data=quads, format="nt")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=str(SCHEMAS / shapes), advanced=False)
    return ("" if conforms else text) + "".join(f"lost: {key}\n" for key in lost)


def read_context(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
