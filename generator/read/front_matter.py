"""Front matter: the YAML (between `---`) or TOML (between `+++`) above an article, validated with its places in the file.

Libraries that read front matter give values without places; so the block is cut out here, PyYAML's nodes and the standard
library's TOML parser read it, and each value is then checked by the one function that `FIELDS` names for its key.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import yaml
from msgspec import Struct

from generator.errors import ArticleError
from generator.markup import UNSAFE, Title
from generator.model import FrontMatter, Notice, NoticeLevel, Show
from generator.read.slugs import find_slug_problem, normalise_slug
from generator.toml_positions import find_toml_key, toml_problem

# What editors of other systems write for it.
SYNONYMS = {
    "author": "byline",
    "authors": "byline",
    "description": "summary",
    "excerpt": "summary",
    "headline": "title",
    "keywords": "tags",
    "lang": "language",
    "lastmod": "updated",
    "link": "url",
    "modified": "updated",
    "original": "url",
    "publication": "outlet",
    "published": "date",
    "publisher": "outlet",
    "rights": "license",
    "source": "outlet",
}

_BLOCK = re.compile(
    r"\s*^(?P<fence>---|\+\+\+)[ \t]*\n(?P<inside>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_OPENING = re.compile(r"\s*^(---|\+\+\+)[ \t]*\n", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]+\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?")
_TOML_EQUALS = re.compile(r"=[ \t]*")
_TOML_TEXT = re.compile(r"=[ \t]*(?:\"\"\"\n?|'''\n?|[\"'])")


class FrontMatterBlock(Struct, frozen=True, kw_only=True):
    """What stands above an article, and where the article itself begins: at `end_char`, in the line `end_line`."""

    front_matter: FrontMatter
    title: Title | None  # the title with its place
    notices: tuple[Notice, ...]  # without a path
    end_char: int
    end_line: int


class _Value(Struct, frozen=True, kw_only=True):
    """A value and where it stands. `written` is the text of a YAML scalar, or a TOML string; None for all else."""

    value: object
    written: str | None
    start_char: int


class _Entry(Struct, frozen=True, kw_only=True):
    key: str
    key_start: int
    value: _Value


class _ValueError(Exception):
    """A value is not what its key wants: what is wrong, as the end of a sentence, and what to do."""


def read_front_matter(source: str) -> FrontMatterBlock:
    """The front matter of `source`, all defaults where there is none.

    Raises ArticleError, with line and column, where it is not closed, can't be parsed, or has a value of the wrong kind.
    """
    block = _BLOCK.match(source)
    if block is None:
        opening = _OPENING.match(source)
        if opening:
            raise _error(
                source,
                opening.start(1),
                f"the front matter is not closed by a line “{opening[1]}”",
                f"Put “{opening[1]}” alone on a line below it; if it is a rule, write *** instead.",
            )
        return FrontMatterBlock(front_matter=FrontMatter(), title=None, notices=(), end_char=0, end_line=1)
    read = _read_yaml if block["fence"] == "---" else _read_toml
    fields: dict[str, Any] = {}
    title = None
    notices = []
    seen: set[str] = set()
    for entry in read(source, block.start("inside"), block.end("inside")):
        if entry.key not in FIELDS:
            notices.append(_unknown_key(source, entry))
            continue
        if entry.key in seen:
            raise _error(source, entry.key_start, f"the key “{entry.key}” is given twice", "Take one out.")
        seen.add(entry.key)
        if entry.value.value is None:
            continue
        try:
            value = FIELDS[entry.key](entry.value)
        except _ValueError as wrong:
            code = "bad-slug" if entry.key == "slug" else "front-matter"
            raise _error(
                source, entry.value.start_char, f"“{entry.key}” {wrong.args[0]}", wrong.args[1], code
            ) from wrong
        fields[entry.key] = value
        if entry.key == "title" and value:
            line, column = _place(source, entry.value.start_char)
            title = Title(text=value, line=line, column=column)
        if entry.key == "language" and value.partition("-")[0].lower() != "en":
            notices.append(
                _notice(
                    source,
                    entry.value.start_char,
                    "language",
                    f"the article is in “{value}”; Sayso knows English only, and will find little",
                    "Take what it finds with care.",
                )
            )
    return FrontMatterBlock(
        front_matter=FrontMatter(**{key: value for key, value in fields.items() if value != ""}),
        title=title,
        notices=tuple(notices),
        end_char=block.end(),
        end_line=source.count("\n", 0, block.end()) + 1,
    )


# --- the two languages -------------------------------------------------------------------------------------------------


def _read_yaml(source: str, start: int, end: int) -> Iterator[_Entry]:
    try:
        root = yaml.compose(source[start:end], Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        if error.context_mark and "end" in (error.problem or ""):  # what isn't closed is where it begins
            mark = error.context_mark
        colon = "mapping values" in (error.problem or "")
        raise _error(
            source,
            start + (mark.index if mark else 0),
            f"the front matter is not valid YAML: {error.problem or error.context}",
            "A value with a colon in it needs quotes." if colon else "See the quotes, brackets and indents there.",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _error(
            source, start, f"the front matter is not valid YAML: {error}", "See its quotes and brackets."
        ) from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _error(
            source, start + root.start_mark.index, "the front matter is not a list of keys", "Write each as key: value."
        )
    for key, value in root.value:
        yield _Entry(
            key=str(key.value), key_start=start + key.start_mark.index, value=_yaml_value(value, start, deep=True)
        )


def _yaml_value(node: yaml.Node, start: int, *, deep: bool) -> _Value:
    place = start + node.start_mark.index
    if isinstance(node, yaml.ScalarNode):
        kind = node.tag.rpartition(":")[2]
        value: object = node.value
        if kind == "null":
            value = None
        elif kind == "bool":
            value = node.value.lower() in ("true", "yes", "on")
        quoted = node.style in ("'", '"')
        return _Value(value=value, written=node.value, start_char=place + quoted)
    if isinstance(node, yaml.SequenceNode) and deep:
        items = [_yaml_value(item, start, deep=False) for item in node.value]
        return _Value(value=items, written=None, start_char=place)
    return _Value(value=[] if isinstance(node, yaml.SequenceNode) else {}, written=None, start_char=place)


def _read_toml(source: str, start: int, end: int) -> Iterator[_Entry]:
    inside = source[start:end]
    line_starts = [start, *(start + newline.end() for newline in re.finditer("\n", inside))]
    try:
        table = tomllib.loads(inside)
    except tomllib.TOMLDecodeError as error:
        message, line, column = toml_problem(error, inside)
        raise _error(
            source,
            line_starts[line - 1] + column - 1,
            f"the front matter is not valid TOML: {message[:1].lower()}{message[1:]}",
            "Text needs quotes, and each key a line of its own.",
        ) from error
    except RecursionError as error:
        raise _error(source, start, "the front matter is nested too deep", "Write each as key = value.") from error
    for key, value in table.items():
        line, column = find_toml_key(inside, (key,)) or (1, 1)
        key_start = line_starts[line - 1] + column - 1
        yield _Entry(key=key, key_start=key_start, value=_toml_value(value, source, key_start))


def _toml_value(value: object, source: str, key_start: int) -> _Value:
    """The value of the key at `key_start`; the items of a list have the place of the list."""
    written = value if isinstance(value, str) else None
    before = _TOML_TEXT if written is not None else _TOML_EQUALS
    found = before.search(source, key_start)
    start = found.end() if found else key_start
    if isinstance(value, list):
        items = [
            _Value(value=item, written=item if isinstance(item, str) else None, start_char=start) for item in value
        ]
        return _Value(value=items, written=None, start_char=start)
    return _Value(value=value, written=written, start_char=start)


# --- values ------------------------------------------------------------------------------------------------------------


def _text(value: _Value) -> str:
    if value.written is None:
        raise _ValueError(f"must be text, not {_named(value.value)}", "Put it in quotes.")
    return UNSAFE.sub("\ufffd", re.sub(r"\s*\n\s*", " ", value.written).strip())


def _date(value: _Value) -> datetime.date | datetime.datetime:
    if isinstance(value.value, datetime.date):  # a datetime is one too
        return value.value
    written = (value.written or "").strip()
    try:
        if _DATE.fullmatch(written):
            return datetime.date.fromisoformat(written)
        if _TIME.fullmatch(written):
            return datetime.datetime.fromisoformat(
                re.sub(r"\s+(?=[Zz+-])", "", re.sub(r"[Tt ]+", "T", written, count=1))
            )
    except ValueError as error:
        raise _ValueError(f"is no day of the calendar: “{written}” ({error})", "Write it as 2026-03-12.") from error
    raise _ValueError(
        f"must be a date, not {f'“{written}”' if written else _named(value.value)}",
        "Write it as 2026-03-12, or with a time as 2026-03-12T09:30+01:00.",
    )


def _flag(value: _Value) -> bool:
    if not isinstance(value.value, bool):
        raise _ValueError(f"must be true or false, not {_named(value.value)}", "Write it without quotes.")
    return value.value


def _address(value: _Value) -> str:
    written = _text(value)
    try:
        parts = urlsplit(written)
    except ValueError:
        parts = urlsplit("")
    if written and (parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", written)):
        raise _ValueError(f"must be a web address, not “{written}”", "Write all of it, as https://example.org/story.")
    return written


def _language(value: _Value) -> str:
    written = _text(value)
    if written and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", written):
        raise _ValueError(f"must be a language code, not “{written}”", "Write it as en or en-GB (BCP 47).")
    return written


def _show(value: _Value) -> Show:
    written = (value.written or "").strip()
    if written not in list(Show):
        raise _ValueError(f"must be {' or '.join(Show)}, not {_named(value.value)}", "Without it, the site's holds.")
    return Show(written)


def _tags(value: _Value) -> tuple[str, ...]:
    if not isinstance(value.value, list):
        raise _ValueError(f"must be a list, not {_named(value.value)}", "Write it in brackets: [floods, “east wall”].")
    return tuple(dict.fromkeys(tag for tag in map(_text, value.value) if tag))


def _slug(value: _Value) -> str:
    written = (value.written or "").strip()
    if value.written is None:
        raise _ValueError(f"must be text, not {_named(value.value)}", "Put it in quotes.")
    problem = find_slug_problem(written)
    if problem:
        shown = UNSAFE.sub("\ufffd", written)
        raise _ValueError(f"is “{shown}”, which {problem}", "Write a short name, such as east-wall.")
    return normalise_slug(written)


FIELDS: dict[str, Callable[[_Value], Any]] = {
    "title": _text,
    "date": _date,
    "updated": _date,
    "outlet": _text,
    "byline": _text,
    "url": _address,
    "language": _language,
    "tags": _tags,
    "draft": _flag,
    "slug": _slug,
    "summary": _text,
    "license": _text,
    "show": _show,
}


def _named(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"“{value}”"
        case list():
            return "a list"
        case dict():
            return "a table"
        case int() | float():
            return f"the number {value}"
        case _:
            return f"{value}"


# --- what is said of it ------------------------------------------------------------------------------------------------


def _unknown_key(source: str, entry: _Entry) -> Notice:
    lowered = entry.key.lower()
    near = difflib.get_close_matches(lowered, FIELDS, n=1)
    meant = SYNONYMS.get(lowered) or (near[0] if near else None)
    hint = f"Did you mean “{meant}”?" if meant else f"Known are {', '.join(FIELDS)}."
    return _notice(
        source, entry.key_start, "unknown-key", f"the key “{entry.key}” is not known and is passed over", hint
    )


def _place(source: str, offset: int) -> tuple[int, int]:
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def _notice(source: str, offset: int, code: str, message: str, hint: str) -> Notice:
    line, column = _place(source, offset)
    return Notice(level=NoticeLevel.NOTICE, code=code, message=message, hint=hint, line=line, column=column)


def _error(source: str, offset: int, message: str, hint: str, code: str = "front-matter") -> ArticleError:
    line, column = _place(source, offset)
    return ArticleError(message, code=code, line=line, column=column, hint=hint)
