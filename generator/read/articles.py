"""A content folder, file by file, to `Article`s."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from generator.errors import ArticleError
from generator.markup import Markup, read_markdown, read_plain
from generator.model import Article, FrontMatter, Notice, NoticeLevel
from generator.read.corrections import read_corrections
from generator.read.front_matter import read_front_matter
from generator.read.images import ImageFinder
from generator.read.slugs import slug_from_name
from generator.read.source import read_source

SUFFIXES = (".md", ".txt")


def find_article_paths(content: Path) -> tuple[tuple[Path, ...], tuple[Notice, ...]]:
    """The article files below `content` in the order of their paths, and what is to say about those that are passed over.

    Hidden files, names that begin with `_`, and files of other kinds are passed over in silence. A symbolic link is followed to a
    file inside `content`, never to a folder (what it holds is read where it stands) and never out.
    """
    paths: list[Path] = []
    notices: list[Notice] = []
    root = content.resolve()

    def unreadable(error: OSError) -> None:
        name = Path(error.filename).relative_to(content).as_posix()
        message = f"the folder cannot be read: {error.strerror}"
        notices.append(_notice("unreadable", name, message, "See who may read it.", NoticeLevel.ERROR))

    for folder, folders, files in os.walk(content, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in [*files, *folders]:
            path = Path(folder, name)
            if name.startswith((".", "_")) or (name in files and path.suffix.lower() not in SUFFIXES):
                continue
            notice = _refuse(path, path.relative_to(content).as_posix(), root)
            if notice is not None:
                notices.append(notice)
            elif path.is_file():
                paths.append(path)
    return tuple(sorted(paths)), tuple(sorted(notices, key=lambda notice: notice.path))


def _refuse(path: Path, name: str, root: Path) -> Notice | None:
    """Why the file or folder `path` is not read, if it is not."""
    if not name.isprintable() or any("\ud800" <= char <= "\udfff" for char in name):
        shown = "".join(char if char.isprintable() else "\ufffd" for char in name)
        message = "the name holds characters that can't be shown"
        return _notice("file-name", shown, message, "Rename it.", NoticeLevel.ERROR)
    if not path.is_symlink():
        return None
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return _notice("symlink", name, "the symbolic link leads nowhere", "Remove it, or put the file there.")
    if not target.is_relative_to(root):
        return _notice(
            "symlink", name, "the symbolic link leads out of the content folder", "Copy the file there instead."
        )
    return None


def _notice(code: str, path: str, message: str, hint: str, level: NoticeLevel = NoticeLevel.NOTICE) -> Notice:
    return Notice(level=level, code=code, path=path, message=message, hint=hint)


def read_article(path: Path, content: Path) -> Article:
    """The article in the file `path` below the folder `content`. Raises ArticleError."""
    name = path.relative_to(content).as_posix()
    try:
        article = _read_plain(path, name) if path.suffix.lower() == ".txt" else _read_markdown(path, name, content)
        return replace(article, corrections=read_corrections(path, name))
    except ArticleError as error:
        error.path = error.path or name
        raise


def _read_plain(path: Path, name: str) -> Article:
    source, notices = read_source(path)
    slug = _slug_of_file(path)
    return _article(slug, name, FrontMatter(), read_plain(source), notices)


def _read_markdown(path: Path, name: str, content: Path) -> Article:
    source, notices = read_source(path)
    block = read_front_matter(source)
    slug = block.front_matter.slug or _slug_of_file(path)
    images = ImageFinder(content, name, slug)
    markup = read_markdown(
        source[block.end_char :], find_image=images.find, title=block.title, first_line=block.end_line
    )
    article = _article(slug, name, block.front_matter, markup, (*notices, *block.notices))
    return replace(article, assets=images.assets)


def _slug_of_file(path: Path) -> str:
    slug = slug_from_name(path.stem)
    if not slug:
        raise ArticleError("the file name has neither letters nor digits", code="bad-slug", hint="Rename it.")
    return slug


def _article(slug: str, name: str, front_matter: FrontMatter, markup: Markup, notices: tuple[Notice, ...]) -> Article:
    if not markup.text.strip():
        raise ArticleError("there is no text", code="empty", hint="Write the headline, a blank line, and the text.")
    all_notices = [*notices, *markup.notices, *_notices_on_shape(markup, plain=name.lower().endswith(".txt"))]
    all_notices.sort(key=lambda notice: (notice.line or 0, notice.column or 0))
    return Article(
        slug=slug,
        path=name,
        front_matter=front_matter,
        text=markup.text,
        headline=markup.headline,
        headline_pieces=markup.headline_pieces,
        body=markup.body,
        positions=markup.positions,
        notices=tuple(replace(notice, path=name) for notice in all_notices),
    )


def _notices_on_shape(markup: Markup, *, plain: bool) -> Iterator[Notice]:
    """What is said of an article without a headline, or with nothing below it."""
    if markup.headline.start_char == markup.headline.end_char:
        hint = "Put it on the first line, and a blank line below." if plain else "Write title: above, or a line “# …”."
        yield Notice(
            level=NoticeLevel.NOTICE, code="no-headline", message="there is no headline", hint=hint, line=1, column=1
        )
    elif not markup.text[markup.headline.end_char :].strip():
        yield Notice(
            level=NoticeLevel.NOTICE,
            code="no-body",
            message="there is a headline, and nothing below it",
            hint="Write the text below it.",
            line=1,
            column=1,
        )
