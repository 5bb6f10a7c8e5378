"""Text to a spaCy `Doc`. The pipeline is loaded here, once, and only when the first text comes.

Paragraphs are parsed one by one, so that memory is bounded and a sentence never runs over a paragraph's end, and joined into one
`Doc` whose token offsets are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import cast

import numpy
import spacy
from spacy.language import Language
from spacy.lookups import Table
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer, Lemmatizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from generator.errors import ConfigError
from generator.model import TextSpan
from generator.parse.components import compute_by_numpy, find_states, read_rules
from generator.typography import find_mark_pairs, find_paragraphs, normalise_marks

LONGEST_PIECE = 4000  # characters; the parser's working memory grows with the longest text it is given
CHARACTERS_AT_A_TIME = (
    16_000  # most articles whole: each batch has costs of its own, and takes as many steps as its longest piece
)

MISSING_SPACE = (r"(?<=[a-z0-9])[,.!?](?=\"[A-Za-z])", r"(?<=[a-z0-9,.!?])\"(?=[A-Za-z])")
"""A quotation mark inside a word ends it, with the stop before it: `close,"Marlowe said`."""


@cache
def load_pipeline(name: str) -> Language:
    """The installed spaCy pipeline `name`. Raises ConfigError where there is none."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ConfigError(
            f"the spaCy pipeline “{name}” is not installed", hint=f"Install it, or set another: pip install {name}"
        ) from error
    if hasattr(nlp.tokenizer, "infix_finditer"):  # a pipeline may bring a tokenizer of another kind
        infixes = [*(nlp.Defaults.infixes or ()), *MISSING_SPACE]
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for _, component in nlp.pipeline:
        compute_by_numpy(component)
        if isinstance(component, Lemmatizer) and component.lookups.has_table("lemma_index"):
            _index_lemmas(component.lookups.get_table("lemma_index"))
    return nlp


def _index_lemmas(table: Table) -> None:
    """Make sets of the lists of known lemmas: each new word is looked for in one, among as many as 57,000."""
    for part_of_speech, lemmas in list(table.items()):
        table.set(part_of_speech, frozenset(lemmas))


def parse_text(text: str, pipeline: str) -> Doc:
    """The parse of `text`: as many code points, the same offsets, but quotation marks and wrapped lines normalised.

    `doc.text` has straight marks where `text` may have others, and a space where a newline merely wraps a line; whatever is shown
    or stored is therefore cut from `text`.
    """
    nlp = load_pipeline(pipeline)
    paragraphs = find_paragraphs(text)
    normal = normalise_marks(text, find_mark_pairs(text, paragraphs))
    docs = []
    for pieces in _batches(_pieces(normal, paragraphs)):
        for doc in _run(nlp, pieces):
            doc.tensor = numpy.zeros((0,), dtype="float32")  # the parser's working state: most of a long Doc's memory
            docs.append(doc)
    if not docs:
        return nlp.make_doc(normal)
    return Doc.from_docs(docs, ensure_whitespace=False)


def _pieces(text: str, paragraphs: tuple[TextSpan, ...]) -> list[str]:
    """The paragraphs, each with the white space after it; very long ones are cut, at a sentence's end where there is one."""
    pieces = []
    if not paragraphs:
        return [text] if text else []
    borders = [0, *(paragraph.start_char for paragraph in paragraphs[1:]), len(text)]
    ends = [paragraph.end_char for paragraph in paragraphs]
    for start, end, stop in zip(borders[:-1], ends, borders[1:], strict=True):
        while end - start > LONGEST_PIECE:
            cut = _cut(text, start)
            pieces.append(text[start:cut])
            start = cut
        pieces.append(text[start:end].replace("\n", " ") + text[end:stop])
    return [piece for piece in pieces if piece]


def _batches(pieces: Iterable[str]) -> Iterator[list[str]]:
    """The pieces in order, as many together as fit into `CHARACTERS_AT_A_TIME`."""
    batch: list[str] = []
    size = 0
    for piece in pieces:
        if batch and size + len(piece) > CHARACTERS_AT_A_TIME:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece)
    if batch:
        yield batch


def _run(nlp: Language, pieces: Sequence[str]) -> list[Doc]:
    """The parses of the pieces by all components of the pipeline, in its order, as `nlp.pipe` gives them."""
    docs = [nlp.make_doc(piece) for piece in pieces]
    for _, component in nlp.pipeline:
        if isinstance(component, (DependencyParser, EntityRecognizer)) and component.cfg["beam_width"] == 1:
            component.set_annotations(docs, find_states(component, docs))
        elif isinstance(component, AttributeRuler):
            rules, apply = read_rules(component), cast(Callable[..., None], component.set_annotations)
            for doc in docs:
                apply(doc, rules.match(doc))
        elif hasattr(component, "pipe"):
            docs = list(component.pipe(docs, batch_size=len(docs)))
        else:
            docs = [component(doc) for doc in docs]
    return docs


def _cut(text: str, start: int) -> int:
    window = text[start : start + LONGEST_PIECE]
    for border in (r".*[.!?][\"')\]]*\s+", r".*\s+"):
        match = re.match(border, window, re.DOTALL)
        if match:
            return start + match.end()
    return start + LONGEST_PIECE
