"""One small site through every stage."""

from pathlib import Path

from generator.config import default_config
from generator.pipeline import build_site


def test_an_article_comes_out_annotated(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "wall.txt").write_text("The wall\n\nThe mayor said that the wall is safe.\n")
    report = build_site(default_config(tmp_path))
    assert (report.articles, report.analysed, report.attributions) == (1, 1, 1)
    assert [notice.code for notice in report.notices] == ["no-base-url"]
    page = (tmp_path / "output" / "articles" / "wall" / "index.html").read_text()
    assert ">that the wall is safe</mark>" in page
