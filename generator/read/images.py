"""Local images: which files an article may show, and where their copies go."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from generator.model import Asset, Notice, NoticeLevel
from generator.read.slugs import slug_from_name

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")


class ImageFinder:
    """Finds the images of the article at `path` (relative to `content`); their copies stand beside the article's page.

    `assets` are those found so far, each once.
    """

    def __init__(self, content: Path, path: str, slug: str) -> None:
        self._content = content.resolve()
        self._folder = (content / path).parent
        self._slug = slug
        self._names: dict[str, Path] = {}  # by the name in lower case, since not every file system tells them apart
        self._shown: dict[Path, Asset] = {}

    @property
    def assets(self) -> tuple[Asset, ...]:
        return tuple(self._shown.values())

    def find(self, written: str) -> str | Notice:
        """The address, relative to the article's page, of the image that the article calls `written`; or why there is none.

        `written` is relative to the article's folder, or with a leading slash to the content folder.
        """
        name = re.split(r"[?#]", written)[0]
        if Path(name).suffix.lower() not in SUFFIXES:
            return _notice(
                "image-format",
                f"the image “{written}” is not shown: it is no png, jpeg, webp or gif",
                "Convert it to one.",
            )
        try:
            path = (self._content / name.lstrip("/") if name.startswith("/") else self._folder / name).resolve()
            found = path.is_file()
        except (OSError, ValueError):  # a name too long, or with a NUL
            found = False
        if not found:
            return _notice("image-missing", f"the image “{written}” is not there", "Names are relative to the article.")
        if not path.is_relative_to(self._content):
            return _notice(
                "image-outside", f"the image “{written}” is not in the content folder", "Copy it beside the article."
            )
        if path not in self._shown:
            source = path.relative_to(self._content).as_posix()
            self._shown[path] = Asset(path=source, target=f"articles/{self._slug}/{self._free_name(path)}")
        return quote(self._shown[path].target.rpartition("/")[2])

    def _free_name(self, path: Path) -> str:
        stem = slug_from_name(path.stem) or "image"
        name, number = f"{stem}{path.suffix.lower()}", 1
        while self._names.setdefault(name, path) != path:
            number += 1
            name = f"{stem}-{number}{path.suffix.lower()}"
        return name


def _notice(code: str, message: str, hint: str) -> Notice:
    return Notice(level=NoticeLevel.NOTICE, code=code, message=message, hint=hint)
