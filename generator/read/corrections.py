"""What people have corrected, from `NAME.corrections.yml` beside the article `NAME.md` or `NAME.txt`: a list of entries.

    - reject: finding
      code: VOICE1
      quote: Insurers have stopped writing policies there.
      by: Maud Ferris
      date: 2026-03-14
      why: I called all three.
    - change: attribution
      quote: the wall is safe
      prefix: "Pole said "
      by: Maud Ferris
      date: 2026-03-14
      to: {source: Idris Pole, stance: neutral}
    - accept: attribution
      quote: that the wall was inspected twice
      by: Maud Ferris
      date: 2026-03-14
      verdict: Not so
      why: The log of inspections has one entry.

A file that can't be read costs its article, with an error: published without it, the article would say what a person has already
found wrong.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from generator.corrections import CODES, WORDS
from generator.errors import ArticleError
from generator.model import Correction, FindingCode, Review, ReviewVerb

SUFFIX = ".corrections.yml"


class _Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    accept: str | None = None
    change: str | None = None
    reject: str | None = None
    code: FindingCode | None = None
    quote: str
    prefix: str = ""
    suffix: str = ""
    by: str
    date: datetime.date
    why: str = ""
    verdict: str = ""
    to: dict[str, str] = {}


def corrections_path(article: Path) -> Path:
    """Where the corrections of the file `article` are, if there are any."""
    return article.with_name(article.stem + SUFFIX)


def corrected_article(path: Path) -> Path | None:
    """The article whose corrections the file `path` holds; None for any other file, and where there is no such article."""
    if not path.name.endswith(SUFFIX):
        return None
    beside = (path.with_name(path.name.removesuffix(SUFFIX) + ending) for ending in (".md", ".txt"))
    return next((article for article in beside if article.is_file()), None)


def read_corrections(article: Path, name: str) -> tuple[Correction, ...]:
    """The corrections beside the file `article`, whose path in the content folder is `name`; none where there is no such file.

    Raises ArticleError, with the corrections file's path and the line, for anything that is not as it should be.
    """
    path = corrections_path(article)
    shown = name.removesuffix(article.name) + path.name
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise _error(shown, None, "cannot be read as UTF-8", "Save the file as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise _error(shown, line, f"not valid YAML: {error.problem}", "Mend the line it names.") from error
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise _error(shown, 1, "the corrections are a list", "Begin each entry with a dash: - reject: finding")
    return tuple(_read_entry(node, shown) for node in root.value)


def _read_entry(node: yaml.Node, path: str) -> Correction:
    line = node.start_mark.line + 1
    try:
        entry = msgspec.convert(_plain(node), type=_Entry, strict=False)
    except msgspec.ValidationError as error:
        raise _error(path, line, f"this entry is not right: {error}", "docs/user-guide.md shows one.") from error
    verbs = [verb for verb in ReviewVerb if getattr(entry, verb) is not None]
    target = getattr(entry, verbs[0]) if len(verbs) == 1 else None
    if target not in ("attribution", "finding"):
        hint = "Write one of accept:, change:, reject:, and after it attribution or finding."
        raise _error(path, line, "it is not said what is to become of what", hint)
    if (target == "finding") != (entry.code is not None):
        hint = "A finding is named by its code: code: VOICE1. An attribution has none."
        raise _error(path, line, "“code” goes with a finding", hint)
    if (verbs[0] is ReviewVerb.CHANGE) != bool(entry.to) or (target == "finding" and entry.to):
        raise _error(
            path, line, "“to” goes with change: attribution", "Say what it is changed to: to: {stance: neutral}"
        )
    if entry.verdict and (target == "finding" or verbs[0] is ReviewVerb.REJECT or not entry.why.split()):
        hint = "It goes with accept: or change: attribution, and with its grounds: why: The log has one entry."
        raise _error(path, line, "“verdict” is on what somebody is credited with, and gives its grounds", hint)
    for key, value in entry.to.items():
        if key not in WORDS and (key not in CODES or value not in list(CODES[key])):
            known = ", ".join(CODES[key]) if key in CODES else ", ".join((*WORDS, *CODES))
            raise _error(path, line, f"“to” does not know “{key}: {value}”", f"There are: {known}.")
    if not entry.quote.split():
        raise _error(path, line, "“quote” is empty", "Quote the words that it is about.")
    return Correction(
        review=Review(verb=verbs[0], by=entry.by, date=entry.date, why=entry.why, verdict=entry.verdict.strip()),
        code=entry.code,
        quote=entry.quote,
        prefix=entry.prefix,
        suffix=entry.suffix,
        changes=entry.to,
        path=path,
        line=line,
    )


def _plain(node: yaml.Node) -> Any:
    """The node as Python values, every scalar the text that was written: YAML's own types would make a boolean of “no”."""
    if isinstance(node, yaml.MappingNode):
        return {_plain(key): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value


def _error(path: str, line: int | None, message: str, hint: str) -> ArticleError:
    return ArticleError(message, code="corrections", path=path, line=line, hint=hint)
