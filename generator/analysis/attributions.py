"""Who is credited with what: rules over the dependency parse and the quotations."""

from __future__ import annotations

import hashlib

from spacy.tokens import Doc, Token

from generator.model import Anchoring, Attribution, AttributionKind, CueClass, CueStance, Quotation, TextSpan


def find_attributions(doc: Doc, quotations: tuple[Quotation, ...]) -> tuple[Attribution, ...]:
    """The attributions of the parsed text in order, their `source_id` not yet resolved."""
    found = []
    for cue in doc:
        if cue.lemma_ != "say":
            continue
        subjects = [child for child in cue.children if child.dep_ == "nsubj"]
        clauses = [child for child in cue.children if child.dep_ == "ccomp"]
        if subjects and clauses:
            content = _span(clauses[0])
            words = doc.text[content.start_char : content.end_char]
            found.append(
                Attribution(
                    id=hashlib.sha256(words.encode()).hexdigest()[:8],
                    source=(_span(subjects[0]),),
                    cue=(TextSpan(cue.idx, cue.idx + len(cue)),),
                    content=(content,),
                    source_id=None,
                    kind=AttributionKind.INDIRECT,
                    depth=0,
                    cue_class=CueClass.SPEECH,
                    stance=CueStance.NEUTRAL,
                    anchoring=Anchoring.EXPLICIT,
                    found_by="clause",
                )
            )
    return tuple(found)


def _span(token: Token) -> TextSpan:
    return TextSpan(token.left_edge.idx, token.right_edge.idx + len(token.right_edge))
