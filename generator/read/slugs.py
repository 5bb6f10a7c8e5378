"""Slugs: the name that an article's pages have in the output folder and in addresses, on every system."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 120  # of UTF-8; paths have limits too, and the shortest is that of Windows

# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


def normalise_slug(slug: str) -> str:
    """`slug` in the one form that is compared and written: case is not told apart, nor are composed and decomposed letters."""
    return unicodedata.normalize("NFC", slug.casefold())


def find_slug_problem(slug: str) -> str | None:
    """Why `slug` can't be used, as the end of a sentence; None if it can."""
    if not slug:
        return "is empty"
    if slug.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", slug):
        return "is an absolute path"
    if ".." in re.split(r"[/\\]", slug):
        return "leads out of the output folder"
    wrong = next((char for char in slug if not _is_fit(char) and char not in "-_."), None)
    if wrong is not None:
        named = f"“{wrong}”" if wrong.isprintable() and wrong != " " else f"U+{ord(wrong):04X}"
        return f"has {named} in it; letters, digits, “-”, “_” and “.” are allowed"
    if slug.startswith(".") or slug.endswith("."):
        return "begins or ends with a full stop"
    if normalise_slug(slug) == "index.html":
        return "is the name of a page"
    if _RESERVED.fullmatch(slug):
        return "is a name that Windows keeps for itself"
    if len(slug.encode()) > MAX_BYTES:
        return f"has {len(slug.encode())} bytes; {MAX_BYTES} are allowed"
    return None


def slug_from_name(name: str) -> str:
    """The slug for a file called `name` (without its suffix); empty where it has neither letters nor digits."""
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name))  # accents of European letters only
    words = "".join(char if _is_fit(char) else " " for char in normalise_slug(plain)).split()
    slug = "-".join(words)
    while len(slug.encode()) > MAX_BYTES:
        slug = slug.rpartition("-")[0] or slug[:-1]
    return f"{slug}-article" if _RESERVED.fullmatch(slug) else slug


def _is_fit(char: str) -> bool:
    """Letters and digits of every script, and the marks that some scripts write vowels with."""
    return char.isalnum() or unicodedata.category(char).startswith("M")
