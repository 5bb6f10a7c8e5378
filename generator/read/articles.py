"""A content folder, file by file, to `Article`s."""

from __future__ import annotations

from pathlib import Path

from generator.config import Config
from generator.errors import ArticleError
from generator.markup import read_markdown, read_plain
from generator.model import Article, FrontMatter, SourcePosition, TextRun, TextSpan

SUFFIXES = (".md", ".txt")


def find_article_paths(content: Path) -> tuple[Path, ...]:
    """The article files below `content`, sorted; hidden files and names that begin with `_` are skipped."""
    return tuple(
        path
        for path in sorted(content.rglob("*"))
        if path.suffix in SUFFIXES and not any(part.startswith((".", "_")) for part in path.relative_to(content).parts)
    )


def read_article(path: Path, config: Config) -> Article:
    """The article in `path`, a file below the content folder. Raises ArticleError."""
    name = path.relative_to(config.content).as_posix()
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError("not UTF-8", path=name, hint="Save the file as UTF-8.") from error
    headline, _, rest = source.partition("\n\n")
    if path.suffix == ".md":
        headline = headline.removeprefix("# ")
        body = read_markdown(rest, len(headline) + 2)
    else:
        body = read_plain(rest, len(headline) + 2)
    return Article(
        slug=path.stem,
        path=name,
        front_matter=FrontMatter(),
        text=f"{headline}\n\n{body.text}",
        headline=TextSpan(0, len(headline)),
        headline_pieces=(TextRun(start_char=0, end_char=len(headline)),),
        body=body.pieces,
        positions=(SourcePosition(0, 1, 1),),
    )
