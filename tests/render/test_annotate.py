"""Marks are split at element borders and at each other's borders, and always nest."""

from markupsafe import Markup

from generator.model import BodyPiece, Tag, TextRun, TextSpan
from generator.render.annotate import Annotation, annotate
from tests.steps import count_steps

TEXT = "The wall is safe, the mayor said."


def pieces(*parts: str | tuple[int, int]) -> list[BodyPiece]:
    return [Tag(html=p) if isinstance(p, str) else TextRun(start_char=p[0], end_char=p[1]) for p in parts]


def span(words: str, text: str = TEXT) -> TextSpan:
    start = text.index(words)
    return TextSpan(start, start + len(words))


def mark(*words: str, **settings: object) -> Annotation:
    return Annotation(spans=tuple(span(w) for w in words), **settings)  # type: ignore[arg-type]


PLAIN = pieces("<p>", (0, 33), "</p>")


def test_nothing_to_mark() -> None:
    assert annotate(TEXT, PLAIN, []) == f"<p>{TEXT}</p>"


def test_text_is_escaped_and_attributes_too() -> None:
    html = annotate(
        "a < b & c",
        pieces((0, 9)),
        [Annotation(spans=(TextSpan(4, 5),), attributes={"title": '<"&'}, classes=("x", "y"))],
    )
    assert html == 'a &lt; <mark class="x y" title="&lt;&quot;&amp;">b</mark> &amp; c'


def test_a_mark_is_split_at_an_element_and_has_its_id_once() -> None:
    html = annotate(
        TEXT, pieces("<p>", (0, 4), "<em>", (4, 8), "</em>", (8, 33), "</p>"), [mark("wall is safe", id="a1")]
    )
    assert html == '<p>The <em><mark id="a1">wall</mark></em><mark> is safe</mark>, the mayor said.</p>'


def test_crossing_marks_are_split_at_each_others_borders() -> None:
    html = annotate(TEXT, PLAIN, [mark("wall is", classes=("a",)), mark("is safe", classes=("b",))])
    assert html == (
        '<p>The <mark class="a">wall <mark class="b">is</mark></mark><mark class="b"> safe</mark>, the mayor said.</p>'
    )


def test_the_longer_of_two_is_outside_and_of_two_equal_ones_the_earlier() -> None:
    html = annotate(TEXT, PLAIN, [mark("wall", element="i"), mark("wall is"), mark("wall is", element="b")])
    assert html == "<p>The <mark><b><i>wall</i> is</b></mark> safe, the mayor said.</p>"


def test_a_discontinuous_annotation_has_its_reference_after_its_last_segment() -> None:
    html = annotate(TEXT, PLAIN, [mark("wall", "said", after=Markup('<a href="#n1">1</a>'))])
    assert html == '<p>The <mark>wall</mark> is safe, the mayor <mark>said</mark><a href="#n1">1</a>.</p>'


def test_references_stand_outside_all_marks_that_end_there_the_outer_first() -> None:
    html = annotate(TEXT, PLAIN, [mark("wall is safe", after=Markup("[1]")), mark("safe", after=Markup("[2]"))])
    assert html == "<p>The <mark>wall is <mark>safe</mark></mark>[1][2], the mayor said.</p>"


def test_a_reference_waits_for_the_end_of_a_link_of_the_article() -> None:
    html = annotate(
        TEXT, pieces((0, 4), '<a href="x">', (4, 16), "</a>", (16, 33)), [mark("wall", after=Markup("<a>1</a>"))]
    )
    assert html == 'The <a href="x"><mark>wall</mark> is safe</a><a>1</a>, the mayor said.'


def test_white_space_at_the_ends_is_not_marked_and_touching_spans_are_one() -> None:
    html = annotate(TEXT, PLAIN, [Annotation(spans=(TextSpan(7, 8), TextSpan(3, 6), TextSpan(6, 9)))])
    assert html == "<p>The <mark>wall</mark> is safe, the mayor said.</p>"


def test_an_empty_span_is_nothing() -> None:
    assert (
        annotate(TEXT, PLAIN, [Annotation(spans=(TextSpan(4, 4), TextSpan(3, 4)), after=Markup("!"))])
        == f"<p>{TEXT}</p>"
    )


def test_parts_share_an_annotation_its_id_in_the_first_and_its_reference_in_the_last() -> None:
    text = "One wall.\n\nTwo walls."
    annotation = Annotation(spans=(TextSpan(4, 21),), id="a1", after=Markup("[1]"))
    assert annotate(text, pieces((0, 9)), [annotation]) == 'One <mark id="a1">wall.</mark>'
    assert annotate(text, pieces((11, 21)), [annotation]) == "<mark>Two walls.</mark>[1]"


def test_the_cost_is_that_of_the_text() -> None:
    """Eight times the words with eight times the annotations, many of them nested, are eight times the work."""
    assert _steps(80_000, 2_000) < 8 * 1.5 * _steps(10_000, 250)


def _steps(length: int, annotated: int) -> int:
    paragraph = "The miller said that the east wall is safe, and nobody asked him about it. " * 10
    words = len(paragraph.split())
    count = length // words
    text = "\n\n".join([paragraph] * count)
    step = len(paragraph) + 2
    body: list[BodyPiece] = []
    for start in range(0, len(text), step):
        body += pieces("<p>", (start, start + 400), "<em>", (start + 400, start + step - 2), "</em>", "</p>")
    spans = [TextSpan(i * len(text) // annotated, i * len(text) // annotated + 300) for i in range(annotated)]
    annotations = [Annotation(spans=(span,), id=f"a{i}", after=Markup("[1]")) for i, span in enumerate(spans)]
    assert annotate(text, body, annotations).count("[1]") == annotated
    return count_steps(lambda: annotate(text, body, annotations))
