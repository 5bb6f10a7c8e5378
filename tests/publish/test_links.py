"""The gate: links and fragments of the built site."""

from pathlib import Path

from generator.publish.links import find_broken_links


def test_broken_links_and_fragments_are_named_with_their_line(built_site: Path) -> None:
    assert find_broken_links(built_site) == ()
    (built_site / "index.html").write_text(
        '<!doctype html>\n<a href="articles/wall/index.html#a1">good</a> <a href="https://elsewhere.example/">away</a>\n'
        '<a href="articles/wall/index.html#a2">no anchor</a>\n<img src="gone.png">\n<a href="articles/">no index</a>\n'
    )
    assert [(link.line, link.target, link.reason) for link in find_broken_links(built_site)] == [
        (3, "articles/wall/index.html#a2", "no such place on that page"),
        (4, "gone.png", "no such file"),
        (5, "articles/", "no such file"),
    ]
