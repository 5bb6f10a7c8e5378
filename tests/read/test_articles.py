"""Whole folders: what is found in them, and what is said of every kind of bad input, to the word, line and column."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from generator.errors import ArticleError
from generator.model import Article, Notice, NoticeLevel, TextRun
from generator.read.articles import find_article_paths, read_article
from generator.read.source import MAX_BYTES

SITES = Path(__file__).parent.parent / "sites"
BAD = SITES / "bad_articles"
GOOD = SITES / "good_articles" / "content"


def read(folder: Path, name: str, text: str | bytes) -> Article:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_article(path, folder)


def notices_of(path: Path, content: Path) -> tuple[Notice, ...]:
    """What is said of one file, whether it can be read or not."""
    try:
        return read_article(path, content).notices
    except ArticleError as error:
        return (
            Notice(
                level=NoticeLevel.ERROR,
                code=error.code,
                message=error.message,
                hint=error.hint or "",
                path=error.path or "",
                line=error.line,
                column=error.column,
            ),
        )


def as_row(notice: Notice) -> str:
    place = ":".join(str(number) for number in (notice.line, notice.column) if number is not None) or "-"
    return f"| {notice.path} | {place} | {notice.level} | {notice.code} | {notice.message} | {notice.hint} |"


def test_every_bad_article_gets_its_notice_and_the_good_one_among_them_none() -> None:
    paths, passed_over = find_article_paths(BAD / "content")
    assert passed_over == ()
    rows = [as_row(notice) for path in paths for notice in notices_of(path, BAD / "content")]
    table = (BAD / "notices.md").read_text(encoding="utf-8")
    assert rows == re.findall(r"^\| (?!file |---).*$", table, re.MULTILINE)
    assert notices_of(BAD / "content" / "fine.txt", BAD / "content") == ()


def test_hidden_files_and_names_with_an_underscore_and_other_kinds_are_passed_over() -> None:
    paths, _ = find_article_paths(BAD / "content")
    names = {path.relative_to(BAD / "content").as_posix() for path in paths}
    assert {name for name in names if "_" in name or "/." in name or name.endswith(".svg")} == set()
    assert "fine.txt" in names


@pytest.mark.parametrize("path", find_article_paths(GOOD)[0], ids=lambda path: path.name)
def test_good_articles_get_no_notice(path: Path) -> None:
    assert read_article(path, GOOD).notices == ()


def test_the_order_is_that_of_the_paths(tmp_path: Path) -> None:
    for name in ("b/z.md", "b/A.txt", "a.MD", "c.TXT", "b.md", "not.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# x")
    paths, _ = find_article_paths(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == ["a.MD", "b/A.txt", "b/z.md", "b.md", "c.TXT"]


# --- bytes


def test_crlf_a_byte_order_mark_and_single_carriage_returns_are_no_part_of_the_text(tmp_path: Path) -> None:
    article = read(tmp_path, "a.txt", b"\xef\xbb\xbfThe wall\r\n\r\nIt stands,\r\nshe said.\rSo did he.\r\n")
    assert article.text == "The wall\n\nIt stands,\nshe said.\nSo did he.\n"
    assert article.notices == ()
    assert article.locate(article.text.index("said")) == (4, 5)


def test_places_after_a_byte_order_mark_are_those_an_editor_shows(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read(tmp_path, "a.txt", b"\xef\xbb\xbf\xc3\xa9\xff")
    assert (caught.value.line, caught.value.column) == (1, 2)


def test_a_byte_that_no_code_page_has_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="0x81") as caught:
        read(tmp_path, "a.txt", "The wall\n\n😀 ".encode() + b"\x81")
    assert (caught.value.path, caught.value.line, caught.value.column) == ("a.txt", 3, 3)


def test_replaced_characters_keep_every_offset(tmp_path: Path) -> None:
    source = "The wall\n\n\u202eIt\x07 stands\ufffe,\u2069 \x0cshe said.\n"
    article = read(tmp_path, "a.txt", source)
    assert article.text == "The wall\n\n\ufffdIt\ufffd stands\ufffd,\ufffd  she said.\n"
    assert [(n.code, n.line, n.column) for n in article.notices] == [
        ("bidi-control", 3, 1),
        ("control-character", 3, 4),
        ("page-break", 3, 16),
    ]


def test_a_file_of_ten_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read(tmp_path, "a.md", b"x" * 10_000_000)
    assert caught.value.code == "too-large"
    assert caught.value.message == "the file has 10.0 MB; an article may have 4 MB"


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    line = b"The miller said that the wall is safe.\n\n"
    article = read(tmp_path, "a.txt", (b"The wall\n\n" + line * (MAX_BYTES // len(line)))[:MAX_BYTES])
    assert len(article.text) == MAX_BYTES


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The wall\n\nIt stands.")
    (tmp_path / "a.txt").chmod(0)
    with pytest.raises(ArticleError, match="Permission denied"):
        read_article(tmp_path / "a.txt", tmp_path)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read_article(tmp_path / "a.txt", tmp_path)
    assert (caught.value.code, caught.value.path) == ("unreadable", "a.txt")


# --- size


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_an_article_of_200_000_words(tmp_path: Path, name: str) -> None:
    paragraph = "The miller said that *the east wall* is safe, and “nobody” asked [him](https://x.example) about it.\n"
    count = 200_000 // 17
    article = read(tmp_path, name, "# The wall\n\n" + (paragraph + "\n") * count)
    assert article.text.count("miller") == count
    assert article.locate(article.text.rindex("miller")) == (2 * count + 1, 5)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_line_of_100_000_characters(tmp_path: Path, name: str) -> None:
    line = "The *miller* said_so & “[”. " * (100_000 // 28)
    article = read(tmp_path, name, f"# The wall\n\n{line}last\n")
    assert article.locate(article.text.index("last")) == (3, len(line) + 1)


@pytest.mark.parametrize("unit", ["[", "*", "_a", "`", "![", "<", "~", "a*b_", "[a](", "&", "^[", ">", "\\"])
def test_a_long_line_of_markup_that_leads_nowhere(tmp_path: Path, unit: str) -> None:
    line = unit * (20_000 // len(unit))
    article = read(tmp_path, "a.md", f"# The wall\n\nx {line}\n")
    assert article.notices == () or {notice.code for notice in article.notices} <= {"link-dropped", "raw-html"}


# --- links in the file system


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.md").write_text("# Secret\n\nNobody may read it.\n")
    return folder


def test_links_out_of_the_content_folder_are_refused(tmp_path: Path, outside: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.md").symlink_to(outside / "secret.md")
    (content / "b").symlink_to(outside)
    (content / "c.md").symlink_to(content / "gone.md")
    (content / "d.md").symlink_to(content / "d.md")
    paths, notices = find_article_paths(content)
    assert paths == ()
    assert [(n.code, n.level, n.path, n.message) for n in notices] == [
        ("symlink", "notice", "a.md", "the symbolic link leads out of the content folder"),
        ("symlink", "notice", "b", "the symbolic link leads out of the content folder"),
        ("symlink", "notice", "c.md", "the symbolic link leads nowhere"),
        ("symlink", "notice", "d.md", "the symbolic link leads nowhere"),
    ]


def test_links_within_the_content_folder_are_followed_to_files_only(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "b").mkdir(parents=True)
    (content / "b" / "a.md").write_text("# The wall\n")
    (content / "link.md").symlink_to(content / "b" / "a.md")
    (content / "b" / "loop").symlink_to(content)
    paths, notices = find_article_paths(content)
    assert [path.relative_to(content).as_posix() for path in paths] == ["b/a.md", "link.md"]
    assert notices == ()


def test_a_content_folder_may_be_a_link_itself(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "content").symlink_to(outside)
    paths, notices = find_article_paths(tmp_path / "content")
    assert ([path.name for path in paths], notices) == (["secret.md"], ())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_names_that_cannot_be_shown_are_refused(tmp_path: Path) -> None:
    for name in (b"a\xff.md", "b\u202e.md".encode(), b"c\n.txt"):
        (tmp_path / os.fsdecode(name)).write_text("# The wall\n")
    paths, notices = find_article_paths(tmp_path)
    assert paths == ()
    assert {(n.code, n.level, n.path) for n in notices} == {
        ("file-name", "error", "a\ufffd.md"),
        ("file-name", "error", "b\ufffd.md"),
        ("file-name", "error", "c\ufffd.txt"),
    }


def test_what_is_no_regular_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.md")
    assert find_article_paths(tmp_path) == ((), ())


# --- the article


def test_plain_text_is_the_text(tmp_path: Path) -> None:
    source = "\n  The wall  \n \t\n‘It   stands,’\n\tshe said.\n\n\n\nAnd * so * on. \n"
    article = read(tmp_path, "a.txt", source)
    assert article.text == source
    assert article.title == "The wall"
    assert [article.text[p.start_char : p.end_char] for p in article.body if isinstance(p, TextRun)] == [
        "‘It   stands,’\n\tshe said.",
        "And * so * on.",
    ]
    assert [p.html for p in article.body if not isinstance(p, TextRun)] == [
        '<p class="lines">',
        "</p>\n",
        "<p>",
        "</p>\n",
    ]


def test_without_a_headline_the_title_is_the_slug_and_nothing_is_taken_for_one(tmp_path: Path) -> None:
    article = read(tmp_path, "The Wall.txt", "The wall is safe,\nthe mayor said.\n")
    assert (article.title, article.headline.end_char, article.headline_pieces) == ("the-wall", 0, ())


def test_the_title_above_and_the_same_heading_are_one(tmp_path: Path) -> None:
    article = read(tmp_path, "a.md", "---\ntitle: The wall\n---\n\n# The *wall*\n\nIt stands.\n")
    assert article.text == "The wall\n\nIt stands."
    assert article.locate(article.text.index("wall")) == (5, 8)


def test_the_title_above_is_shown_as_it_is_written_there(tmp_path: Path) -> None:
    article = read(tmp_path, "a.md", "---\ntitle: The wall\n---\n\n# THE WALL\n\nIt stands.\n")
    assert article.text == "The wall\n\nIt stands."
    assert article.locate(article.text.index("wall")) == (2, 12)


def test_another_heading_stays_below_the_title(tmp_path: Path) -> None:
    article = read(tmp_path, "a.md", "---\ntitle: The wall\n---\n\n# The dam\n\nIt stands.\n")
    assert article.text == "The wall\n\nThe dam\n\nIt stands."
    assert article.locate(article.text.index("dam")) == (5, 7)


def test_the_first_heading_is_the_headline_wherever_it_stands(tmp_path: Path) -> None:
    article = read(tmp_path, "a.md", "Harrow, Tuesday\n\n# The wall\n\nIt stands.\n\n# The dam\n")
    assert article.text == "The wall\n\nHarrow, Tuesday\n\nIt stands.\n\nThe dam"
    assert article.locate(article.text.index("Tuesday")) == (1, 9)


def test_slugs_come_from_the_front_matter_or_the_file_name_and_case_is_not_told_apart(tmp_path: Path) -> None:
    assert read(tmp_path, "x/The Wall (2).md", "# A").slug == "the-wall-2"
    assert read(tmp_path, "x/a.md", "---\nslug: The-Wall\n---\n# A").slug == "the-wall"


def test_images_are_copied_once_and_names_never_collide(tmp_path: Path) -> None:
    for name in ("x/wall.png", "x/y/Wall.PNG", "walls/east side.jpg", "x/a.webp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"...")
    article = read(
        tmp_path,
        "x/a.md",
        "# A\n\n![one](wall.png) ![two](y/Wall.PNG 'a \"title\"') ![](</walls/east side.jpg?x#y>) ![*on*e &amp;](./wall.png)\n",
    )
    assert [(asset.path, asset.target) for asset in article.assets] == [
        ("x/wall.png", "articles/a/wall.png"),
        ("x/y/Wall.PNG", "articles/a/wall-2.png"),
        ("walls/east side.jpg", "articles/a/east-side.jpg"),
    ]
    html = [piece.html for piece in article.body if not isinstance(piece, TextRun)]
    assert '<img src="wall.png" alt="one">' in html
    assert '<img src="wall-2.png" alt="two" title="a &quot;title&quot;">' in html
    assert '<img src="wall.png" alt="one &amp;">' in html
    assert [notice.code for notice in article.notices] == ["no-body"]


def test_an_image_may_not_be_reached_through_a_link_out_of_the_content_folder(tmp_path: Path, outside: Path) -> None:
    (outside / "a.png").write_bytes(b"...")
    content = tmp_path / "content"
    content.mkdir()
    (content / "pictures").symlink_to(outside)
    article = read(content, "a.md", "# A\n\nIt. ![x](pictures/a.png) ![](a%00.png) ![](" + "n" * 5000 + ".png)\n")
    assert [(n.code, n.column) for n in article.notices] == [
        ("image-outside", 5),
        ("image-missing", 26),
        ("image-missing", 40),
    ]
    assert article.assets == ()


def test_right_to_left_text_finds_its_own_direction(tmp_path: Path) -> None:
    article = read(tmp_path, "a.md", "# הקיר\n\nהקיר עומד, said Ada.\n")
    assert article.body[0] == read(tmp_path, "b.md", "# A\n\nעומד\n").body[0]
    assert getattr(article.body[0], "html", "") == '<p dir="auto">'


def test_emoji_count_as_code_points(tmp_path: Path) -> None:
    article = read(tmp_path, "a.md", "# The 👩‍🚒 wall\n\nIt 😀 *stands*.\n")
    assert article.text == "The 👩‍🚒 wall\n\nIt 😀 stands."
    assert article.locate(article.text.index("stands")) == (3, 7)
