"""What an error over the page shows of the file: the line, cut to what is around the place."""

from __future__ import annotations

from pathlib import Path

from generator.preview.problems import AFTER, BEFORE, describe_problem


def test_the_line_and_the_place_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\ufefftitle: x\n\tdate: soon\n")
    problem = describe_problem("not a date", "Write it so.", shown="a.md", path=tmp_path / "a.md", line=2, column=8)
    assert (problem.where, problem.source, problem.mark) == ("a.md:2:8", " date: soon", 7)


def test_of_a_long_line_what_is_around_the_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x" * 500 + "HERE" + "y" * 500)
    problem = describe_problem("", path=tmp_path / "a.md", line=1, column=501)
    assert problem.mark is not None
    assert problem.source[problem.mark :].startswith("HERE")
    assert problem.source.startswith("…") and problem.source.endswith("…")
    assert len(problem.source) == BEFORE + AFTER + 2


def test_a_line_without_a_column_is_shown_from_its_start(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{% if %}")
    problem = describe_problem("", path=tmp_path / "a.html", line=1)
    assert (problem.source, problem.mark) == ("{% if %}", None)


def test_what_cannot_be_shown_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"caf\xe9\n")
    assert describe_problem("", path=tmp_path / "a.md", line=1, column=4).source == "caf\ufffd"
    for path, line in ((tmp_path / "a.md", 9), (tmp_path / "gone.md", 1), (tmp_path, 1), (None, 1)):
        assert describe_problem("what", path=path, line=line, column=3).source == ""
    assert describe_problem("nothing works").where == ""
