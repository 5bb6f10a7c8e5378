"""Who is who across articles, written by people: `sources.yml` in the content folder, a list of entries.

    - name: Jonah Threlfell
      id: threlfell
      aliases: [Chief Inspector Threlfell, Threlfell]
      kind: person
      affiliation: executive
      role: representative
      about: chief inspector of the Waterworks Inspectorate
      link: https://inspectorate.example/threlfell

Only `name` must be there. A file that can't be read stops the build: published without it, the site would join or part sources as a
person has already said they are not to be.
"""

from __future__ import annotations

import difflib
import re
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from generator.config import shown_path
from generator.errors import ConfigError
from generator.model import Affiliation, KnownSource, SourceKind, SourceRole
from generator.names import fold_name

FILE_NAME = "sources.yml"
MISNAMED = "sources.yaml"

CODES: dict[str, type[StrEnum]] = {"kind": SourceKind, "affiliation": Affiliation, "role": SourceRole}
LISTS = ("aliases", "articles")
KEYS = ("name", "id", "aliases", "kind", "affiliation", "role", "about", "link", "articles")
LONGEST_ID = 80


def read_register(content: Path) -> tuple[KnownSource, ...]:
    """The entries of `sources.yml` in the folder `content`, in their order; none where there is no such file.

    Raises ConfigError, with the file and the line, for the first thing that is not as it should be.
    """
    path = content / FILE_NAME
    shown = shown_path(path)
    if not path.is_file():
        if (content / MISNAMED).is_file():
            raise ConfigError(
                "the file would not be read", path=shown_path(content / MISNAMED), hint=f"Name it {FILE_NAME}."
            )
        return ()
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise _error(shown, None, f"cannot be read: {error.strerror}", "See who may read the file.") from error
    except UnicodeDecodeError as error:
        raise _error(shown, None, "not UTF-8", "Save the file as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise _error(shown, line, f"not valid YAML: {error.problem}", "Mend the line it names.") from error
    except yaml.YAMLError as error:
        raise _error(shown, None, f"not valid YAML: {str(error).splitlines()[0]}", "Mend the file.") from error
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise _error(shown, 1, "the sources are a list", "Begin each entry with a dash: - name: Jonah Threlfell")
    entries = tuple(_read_entry(node, shown) for node in root.value)
    _check_ids(entries, shown)
    _check_names(entries, shown)
    return entries


def _read_entry(node: yaml.Node, path: str) -> KnownSource:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise _error(path, line, "an entry has keys and values", "Write: - name: Jonah Threlfell")
    words: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key_node, value in node.value:
        key, place = str(key_node.value), key_node.start_mark.line + 1
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(KEYS)}."
            raise _error(path, place, f"unknown key “{key}”", hint)
        if key in words or key in lists:
            raise _error(path, place, f"“{key}” stands twice in this entry", "Take one of the two out.")
        if key in LISTS:
            lists[key] = _list(key, value, path)
        else:
            words[key] = _words(key, value, path)
    if "name" not in words:
        raise _error(path, line, "the entry has no name", "Say who it is: name: Jonah Threlfell")
    return KnownSource(
        id=words.get("id", ""),
        name=words["name"],
        aliases=lists.get("aliases", ()),
        kind=SourceKind(words["kind"]) if "kind" in words else None,
        affiliation=Affiliation(words["affiliation"]) if "affiliation" in words else None,
        role=SourceRole(words["role"]) if "role" in words else None,
        about=words.get("about", ""),
        link=words.get("link", ""),
        articles=lists.get("articles", ()),
        line=line,
    )


def _words(key: str, node: yaml.Node, path: str) -> str:
    """The value as it was written (YAML's own types would make a boolean of the name No), on one line."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode) or not str(node.value).split():
        raise _error(path, line, f"“{key}” must be text", f"Write it on one line: {key}: ...")
    value = " ".join(str(node.value).split())
    if key == "name" and not fold_name(value):
        raise _error(path, line, f"“{value}” has neither letters nor digits", "Write the name itself.")
    if key == "id" and (not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > LONGEST_ID):
        hint = "Lower-case letters, digits and hyphens, such as: id: jonah-threlfell"
        raise _error(path, line, f"“{value}” can't be part of an address", hint)
    if key == "id" and re.fullmatch(r"page-\d+", value):
        raise _error(path, line, f"“{value}” is the address of a page of the list", "Choose another id.")
    if key in CODES and value not in list(CODES[key]):
        hint = f"There are: {', '.join(CODES[key])}."
        if key == "role":
            hint += " An office or job goes under about."
        raise _error(path, line, f"“{key}” does not know “{value}”", hint)
    if key == "link" and not _is_web_address(value):
        hint = "It looks like https://example.org/people/threlfell"
        raise _error(path, line, f"“link” is not a web address: {value}", hint)
    return value


def _list(key: str, node: yaml.Node, path: str) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        hint = f"Write: {key}: [Threlfell, J. Threlfell]" if key == "aliases" else f"Write: {key}: [east-wall-figure]"
        raise _error(path, node.start_mark.line + 1, f"“{key}” is a list", hint)
    return tuple(_words("name" if key == "aliases" else key, item, path) for item in node.value)


def _check_ids(entries: tuple[KnownSource, ...], path: str) -> None:
    seen: dict[str, KnownSource] = {}
    for entry in entries:
        if entry.id in seen:
            other = seen[entry.id]
            message = f"the id “{entry.id}” is also that of “{other.name}” in line {other.line}"
            raise _error(path, entry.line, message, "Give one of the two another id, or make one entry of both.")
        if entry.id:
            seen[entry.id] = entry


def _check_names(entries: tuple[KnownSource, ...], path: str) -> None:
    """Refuse a name that two entries claim in the same article."""
    seen: dict[tuple[str, ...], list[KnownSource]] = {}
    for entry in entries:
        for words, name in {fold_name(name): name for name in (entry.name, *entry.aliases)}.items():
            for other in seen.setdefault(words, []):
                if (not entry.articles and not other.articles) or set(entry.articles) & set(other.articles):
                    message = f"“{name}” is also a name of “{other.name}” in line {other.line}"
                    hint = "One name, one entry; of two with one name, say under articles: where it is which."
                    raise _error(path, entry.line, message, hint)
            seen[words].append(entry)


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\^`{|}]", value)


def _error(path: str, line: int | None, message: str, hint: str) -> ConfigError:
    return ConfigError(message, path=path, line=line, hint=hint)
