"""Gold corpora and predictions as JSON lines, and what the analysis finds in the texts of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from generator.errors import ConfigError, OutputError
from generator.evaluation.matching import Spans
from generator.model import CueClass

if TYPE_CHECKING:
    from spacy.tokens import Doc

ROLES = ("source", "cue", "content")


class Triple(Struct, frozen=True, kw_only=True):
    """Source, cue and content of one attribution, each discontinuous or empty; the class of the cue, where it is known."""

    source: Spans = ()
    cue: Spans = ()
    content: Spans = ()
    cue_class: CueClass | None = None


class FoundTriple(Triple, frozen=True, kw_only=True):
    """What Sayso says of an attribution that it found beyond where it stands, as a prediction holds it."""

    depth: int
    confidence: float
    source_confidence: float


class GoldDocument(Struct, frozen=True, kw_only=True):
    """One line of a gold corpus."""

    id: str
    text: str
    attributions: tuple[Triple, ...]


class Prediction(Struct, frozen=True, kw_only=True):
    """One line of predictions: the offsets are those of the gold document of the same id."""

    id: str
    attributions: tuple[Triple, ...]


class Analysed(Struct, frozen=True, kw_only=True):
    """A gold document whose cues have classes, what was found in its text, by what, and what else is to be compared with it."""

    gold: GoldDocument
    prediction: Prediction
    engine: str
    other: Prediction | None = None


def read_gold(path: Path) -> tuple[GoldDocument, ...]:
    """The documents of a gold corpus in JSON lines. Raises ConfigError, naming the line, for anything that is not one."""
    documents = []
    for number, document in _read_documents(path, GoldDocument, "a gold corpus", "a gold document"):
        _check_spans(path, number, document.attributions, len(document.text))
        documents.append(document)
    return tuple(documents)


def read_predictions(path: Path, gold: Sequence[GoldDocument]) -> dict[str, Prediction]:
    """The predictions in JSON lines for each document of `gold`, by its id. Raises ConfigError, naming the line, where a line is
    none, speaks of a document that `gold` doesn't have, or where a document has no line: none found is an empty list."""
    texts = {document.id: document.text for document in gold}
    predictions = {}
    for number, prediction in _read_documents(path, Prediction, "a file of predictions", "a prediction"):
        text = texts.get(prediction.id)
        if text is None:
            hint = "Predictions are compared on the documents of the gold corpus."
            raise ConfigError(
                f"the gold corpus has no document “{prediction.id}”", path=str(path), line=number, hint=hint
            )
        _check_spans(path, number, prediction.attributions, len(text))
        predictions[prediction.id] = prediction
    missing = next((name for name in texts if name not in predictions), None)
    if missing is not None:
        hint = 'Where nothing was found, a line is {"id": …, "attributions": []}.'
        raise ConfigError(f"holds no line for the document “{missing}”", path=str(path), hint=hint)
    return predictions


Line = TypeVar("Line", GoldDocument, Prediction)


def _read_documents(path: Path, kind: type[Line], whole: str, part: str) -> Iterator[tuple[int, Line]]:
    """The documents, each with the number of its line; `whole` and `part` are what the errors call the file and a line."""
    shape = f"{whole[0].upper()}{whole[1:]} is JSON lines in UTF-8, a document each."
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=str(path), hint=shape) from error
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = msgspec.json.decode(line, type=kind)
        except msgspec.DecodeError as error:
            text = '"text", ' if kind is GoldDocument else ""
            hint = f'A line is {{"id", {text}"attributions": [{{"source": [[start, end]], "cue": [...], "content": [...]}}]}}.'
            raise ConfigError(f"not {part}: {error}", path=str(path), line=number, hint=hint) from error
        if document.id in seen:
            raise ConfigError(f"a second document with the id “{document.id}”", path=str(path), line=number)
        seen.add(document.id)
        yield number, document
    if not seen:
        raise ConfigError("holds no document", path=str(path), hint=shape)


def _check_spans(path: Path, number: int, triples: Iterable[Triple], length: int) -> None:
    for span in (span for triple in triples for role in ROLES for span in getattr(triple, role)):
        if not 0 <= span.start_char <= span.end_char <= length:
            raise ConfigError(
                f"the span [{span.start_char}, {span.end_char}] is not one of a text of {length} characters",
                path=str(path),
                line=number,
                hint="Offsets are half-open and count Unicode code points.",
            )


def analyse_gold(
    gold: Iterable[GoldDocument], pipeline: str, nested: bool = False, others: dict[str, Prediction] | None = None
) -> Iterator[Analysed]:
    """What the analysis finds in the text of each document; attributions inside others only where `nested`.

    Cues of the gold, and of the predictions `others` by document, that come without a class get the lexicon's.
    """
    from generator.analysis import credit
    from generator.analysis.quotations import find_quotations
    from generator.parse import parse_text

    for document in gold:
        text = document.text
        doc = parse_text(text, pipeline)
        found, engine = credit(text, doc, find_quotations(text))
        other = others.get(document.id) if others else None
        yield Analysed(
            gold=msgspec.structs.replace(document, attributions=_with_classes(doc, document.attributions)),
            prediction=Prediction(
                id=document.id,
                attributions=tuple(
                    FoundTriple(
                        source=one.source,
                        cue=one.cue,
                        content=one.content,
                        cue_class=one.cue_class,
                        depth=one.depth,
                        confidence=one.confidence,
                        source_confidence=one.source_confidence,
                    )
                    for one in found
                    if nested or not one.depth
                ),
            ),
            engine=engine,
            other=other and msgspec.structs.replace(other, attributions=_with_classes(doc, other.attributions)),
        )


def _with_classes(doc: Doc, triples: Sequence[Triple]) -> tuple[Triple, ...]:
    from generator.analysis.attributions import find_cue_class

    return tuple(
        triple
        if triple.cue_class is not None
        else msgspec.structs.replace(triple, cue_class=find_cue_class(doc, triple.cue, triple.content))
        for triple in triples
    )


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write the predictions as JSON lines, in the shape of a gold corpus without its texts; whole or not at all.

    Raises OutputError where the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(b"".join(msgspec.json.encode(prediction) + b"\n" for prediction in predictions))
        part.replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path=str(path)) from error
