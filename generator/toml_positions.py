"""Where things stand in a TOML file: the standard parser gives values without positions, and an error must name the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tomllib


def find_toml_key(text: str, keys: tuple[str, ...]) -> tuple[int, int] | None:
    """Line and column (from 1) in valid TOML `text` where the last of the nested `keys` stands; None where it is not.

    The TOML parser tells no positions, so it is given the text up to each line in turn: the first line with which the key appears
    ends its value, and the line after the last good one before that begins it. Only errors need this, so its cost does not matter.
    """
    import tomllib  # where there is no file, it isn't needed

    lines = text.split("\n")
    begin = 0
    for end in range(1, len(lines) + 1):
        try:
            found: object = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if found is not None:
            begin += next((i for i, line in enumerate(lines[begin:end]) if _key_in(line, keys[-1])), 0)
            key_found = _key_in(lines[begin], keys[-1])
            return begin + 1, key_found.start("key") + 1 if key_found else 1
        begin = end
    return None


def _key_in(line: str, key: str) -> re.Match[str] | None:
    return re.search(rf"(?:^|[\s.\[{{,])(?P<key>[\"']?{re.escape(key)}[\"']?)\s*[\]=.]", line)


def toml_problem(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, int, int]:
    """What the parser says, and where; it puts the place at the end of its message."""
    message = str(error)
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL)
    if found:
        return found[1], int(found[2]), int(found[3])
    lines = text.split("\n")
    return message.removesuffix(" (at end of document)"), len(lines), len(lines[-1]) + 1
