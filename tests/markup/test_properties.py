"""What holds for every article: shown text is analysed text, marks are their spans, the HTML is valid, nothing crashes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from generator.errors import ArticleError
from generator.markup import NOT_TEXT
from generator.model import Article, TextSpan
from generator.read.articles import read_article
from generator.render.annotate import Annotation, annotate, annotate_headline
from tests.markup.structures import documents

FAST = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SLOW = settings(FAST, max_examples=2500)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    (folder / "picture.png").write_bytes(b"...")
    return folder


def read(content: Path, source: str | bytes, suffix: str) -> Article | None:
    """The article; None where it is refused, as some may be."""
    path = content / f"article{suffix}"
    path.write_bytes(source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))
    try:
        return read_article(path, content)
    except ArticleError as error:
        assert error.code in {"empty", "nesting", "front-matter", "bad-slug", "not-utf-8"}
        return None


def parse(html: str) -> Element:
    """The tree of `html`; the strict parser raises on the smallest error."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        f"<!doctype html><html lang=en><head><title>x</title></head><body><main>{html}</main></body></html>"
    )
    main = tree.find("body/main")
    assert main is not None
    return main


def shown(element: Element) -> str:
    """The text below `element` but for what the page adds, without white space."""
    if set(element.get("class", "").split()) & {*NOT_TEXT, "ref"}:
        return ""
    words = (element.text or "") + "".join(shown(child) + (child.tail or "") for child in element)
    return "".join(words.split())


def page(article: Article, annotations: list[Annotation]) -> Element:
    headline = annotate_headline(article, annotations)
    title = Markup("<h1>{}</h1>").format(headline) if article.headline.end_char else Markup("")
    return parse(title + annotate(article.text, article.body, annotations))


def check_text(article: Article) -> None:
    assert shown(page(article, [])) == "".join(article.text.split())


def check_marks(article: Article, spans: list[list[tuple[int, int]]]) -> None:
    annotations = [
        Annotation(
            spans=tuple(TextSpan(*pair) for pair in pairs),
            element=("mark", "span", "b")[number % 3],
            attributes={"data-n": str(number)},
            id=f"a{number}",
            after=Markup('<a class="ref" href="#n{}">{}</a>').format(number, number),
        )
        for number, pairs in enumerate(spans)
    ]
    main = page(article, annotations)
    assert shown(main) == "".join(article.text.split())
    for number, pairs in enumerate(spans):
        covered = sorted({offset for start, end in pairs for offset in range(start, end)})
        words = "".join(article.text[offset] for offset in covered)
        segments = [element for element in main.iter() if element.get("data-n") == str(number)]
        assert "".join(map(shown, segments)) == "".join(words.split())
        visible = not (words.isspace() or not words)
        assert [element.get("id") for element in segments if element.get("id")] == ([f"a{number}"] if visible else [])
        assert segments == [] or segments[0].get("id")
        assert len(main.findall(f".//a[@href='#n{number}']")) == visible


def check_places(article: Article, source: str) -> None:
    """Letters and digits stand where `locate` says."""
    lines = re.split("\r\n|\r|\n", source.removeprefix("\ufeff"))
    for offset, char in enumerate(article.text):
        if char.isascii() and char.isalnum():
            line, column = article.locate(offset)
            assert lines[line - 1][column - 1] == char, (offset, article.text[offset : offset + 9])


def pairs_of(article: Article, data: st.DataObject) -> list[list[tuple[int, int]]]:
    offsets = st.integers(0, len(article.text))
    span = st.tuples(offsets, offsets).map(lambda pair: (min(pair), max(pair)))
    return data.draw(st.lists(st.lists(span, min_size=1, max_size=3), max_size=8))


def try_markdown(content: Path, source: str, data: st.DataObject) -> None:
    article = read(content, source, ".md")
    if article is not None:
        check_text(article)
        check_marks(article, pairs_of(article, data))
        if "&" not in source:  # an entity is its letters' place
            check_places(article, source)


def try_plain(content: Path, source: str, data: st.DataObject) -> None:
    article = read(content, source, ".txt")
    if article is not None:
        assert len(article.text) == len(source.removeprefix("\ufeff").replace("\r\n", "\n"))
        check_text(article)
        check_marks(article, pairs_of(article, data))
        check_places(article, source)


texts = st.text(st.characters(codec="utf-8")) | st.text("ab \n\r\t*_[]()!<>`~|-#^:'\"“”\x07\u202e😀ק", max_size=80)


@FAST
@given(source=documents, data=st.data())
def test_markdown(content: Path, source: str, data: st.DataObject) -> None:
    try_markdown(content, source, data)


@FAST
@given(source=texts, data=st.data())
def test_random_text(content: Path, source: str, data: st.DataObject) -> None:
    try_markdown(content, source, data)
    try_plain(content, source, data)


@FAST
@given(source=st.binary() | texts.map(lambda text: text.encode("utf-16")), suffix=st.sampled_from([".md", ".txt"]))
def test_random_bytes(content: Path, source: bytes, suffix: str) -> None:
    article = read(content, source, suffix)
    if article is not None:
        check_text(article)


@FAST
@given(
    fence=st.sampled_from(["---", "+++"]),
    lines=st.lists(
        st.builds(
            lambda key, gap, value: key + gap + value,
            st.sampled_from(
                ["title", "date", "tags", "slug", "draft", "url", "x", "language", "- ", '"title"', "[a", "<<"]
            ),
            st.sampled_from([": ", " = ", ":", "=", ".b = ", " "]),
            st.sampled_from(
                ["x", "'x'", '"x', '"a\\0\\ud800"', "[a, b]", "[[", "{a: *b}", "&a b", "2026-02-30", "true", "|\n  a"]
            )
            | texts,
        ),
        max_size=5,
    ),
    body=texts,
)
def test_front_matter(content: Path, fence: str, lines: list[str], body: str) -> None:
    article = read(content, "\n".join([fence, *lines, fence, body]), ".md")
    if article is not None:
        check_text(article)
        "".join(map(str, (article.front_matter, article.notices))).encode()


@pytest.mark.slow
@SLOW
@given(source=documents, data=st.data())
def test_thousands_of_markdown(content: Path, source: str, data: st.DataObject) -> None:
    try_markdown(content, source, data)


@pytest.mark.slow
@SLOW
@given(source=texts, data=st.data())
def test_thousands_of_random_texts(content: Path, source: str, data: st.DataObject) -> None:
    try_markdown(content, source, data)
    try_plain(content, source, data)
