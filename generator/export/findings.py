"""Findings for people and programs: terminal text, JSON, SARIF 2.1.0 (OASIS), and GitHub's workflow commands.

All four say the same: where (file, line and column from 1, in code points), which rule, how severe, and the reason, which names the
words it rests on.
"""

from __future__ import annotations

import hashlib
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from generator import __version__
from generator.findings import RULES
from generator.model import Article, Finding, FindingCode, Severity, TextSpan

DATA_PATH = "data/findings.json"

INDENT = " " * 4
LONGEST_SHOWN = 240
"""So many characters of a passage are shown."""
LONGEST_BEFORE = 120
"""And so many of the sentence on either side of it."""


class LocatedFinding(Struct, frozen=True, kw_only=True):
    """A finding with its place; in JSON the published form. `span` counts code points of the analysed text."""

    code: FindingCode
    severity: Severity
    path: str  # as the user named the file
    line: int
    column: int
    end_line: int
    end_column: int  # after the last character
    span: TextSpan
    text: str  # the words of the span
    reason: str
    fingerprint: str  # the same after edits elsewhere; what a baseline goes by
    reviewed: str = ""  # who accepted it; empty where nobody has looked at it


def locate_findings(path: str, article: Article, findings: Iterable[Finding]) -> list[LocatedFinding]:
    """`findings` of one article with their places in its file."""
    located = []
    seen: Counter[str] = Counter()
    for finding in findings:
        start, end = finding.span.start_char, finding.span.end_char
        line, column = article.locate(start)
        end_line, end_column = article.locate(end - 1)
        words = " ".join(article.text[start:end].split())
        key = f"{path}\0{finding.code}\0{words}"
        seen[key] += 1
        located.append(
            LocatedFinding(
                code=finding.code,
                severity=finding.severity,
                path=path,
                line=line,
                column=column,
                end_line=end_line,
                end_column=end_column + 1,
                span=finding.span,
                text=article.text[start:end],
                reason=finding.reason,
                fingerprint=hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:16],
                reviewed=finding.review.by if finding.review else "",
            )
        )
    return located


def render_text(located: LocatedFinding, article: Article, width: int = 100) -> str:
    """A finding for the terminal: its place and code, the sentence with the span underlined, the reason; lines of at most `width`.

    Where a long passage is cut, its beginning and its end are shown.
    """
    before, words, after = _sentence(article.text, located.span)
    if len(words) > LONGEST_SHOWN:
        words = f"{words[: LONGEST_SHOWN - 60].rpartition(' ')[0]} … {words[-50:].partition(' ')[2]}"
    if len(before) > LONGEST_BEFORE:
        before = "… " + before[-LONGEST_BEFORE:].partition(" ")[2]
    if len(after) > LONGEST_BEFORE:
        after = after[:LONGEST_BEFORE].rpartition(" ")[0] + " …"
    place = f"{located.path}:{located.line}:{located.column}: {located.severity} {located.code}\n"
    sentence = _underline(before + words + after, len(before), len(before) + len(words), max(20, width - len(INDENT)))
    reason = textwrap.fill(
        located.reason, max(24, width), initial_indent=INDENT, subsequent_indent=INDENT, break_long_words=False
    )
    return f"{place}{sentence}{reason}\n"


def render_answers(found: Iterable[LocatedFinding], width: int = 100) -> str:
    """For each rule that found something, once: what it says, and what an editor can do about it."""
    codes = {finding.code for finding in found}
    lines = [
        textwrap.fill(
            f"{rule.code}  {rule.says} {rule.answer}",
            max(24, width),
            subsequent_indent=" " * (len(rule.code) + 2),
        )
        for rule, _ in RULES
        if rule.code in codes
    ]
    return "".join(f"{line}\n" for line in lines)


def _underline(text: str, start: int, end: int, width: int) -> str:
    """`text` in lines of at most `width` columns, under each a line that marks what of `text[start:end]` stands in it."""
    shown, position = [], 0
    for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]:
        position = text.index(line, position)
        first, last = max(start - position, 0), min(end - position, len(line))
        shown.append(f"{INDENT}{line}\n")
        if first < last:
            shown.append(f"{INDENT}{' ' * _columns(line[:first])}{'^' * _columns(line[first:last])}\n")
        position += len(line)
    return "".join(shown)


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, those that join another none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def render_json(found: list[LocatedFinding], caution: str = "") -> bytes:
    """An array of findings, which has no place for a caution."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def join_json(articles: Iterable[bytes]) -> bytes:
    """What `render_json` would make of the findings of all `articles`; of each what it made of it, from brace to brace."""
    joined = b",\n".join(filter(None, articles))
    return b"[\n" + joined + b"\n]\n" if joined else b"[]\n"


def render_sarif(found: list[LocatedFinding], caution: str = "") -> bytes:
    """A SARIF log with one run, its rules described whether or not they found anything; a caution is a notification of the tool."""
    rules: list[dict[str, Any]] = [
        {
            "id": str(rule.code),
            "shortDescription": {"text": rule.says},
            "fullDescription": {"text": f"{rule.says} After: {rule.guideline}."},
            "help": {"text": rule.answer},
            "defaultConfiguration": {"level": str(rule.severity)},
        }
        for rule, _ in RULES
    ]
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": numbers[finding.code],
            "level": str(finding.severity),
            "message": {"text": finding.reason},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(finding.path)},
                        "region": {
                            "startLine": finding.line,
                            "startColumn": finding.column,
                            "endLine": finding.end_line,
                            "endColumn": finding.end_column,
                            "snippet": {"text": finding.text},
                        },
                    }
                }
            ],
            "partialFingerprints": {"saysoFinding/v1": finding.fingerprint},
        }
        for finding in found
    ]
    driver = {"name": "Sayso", "semanticVersion": __version__, "rules": rules}
    log: dict[str, Any] = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    if caution:
        notification = {"level": "warning", "message": {"text": caution}}
        log["runs"][0]["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [notification]}]
    return msgspec.json.format(msgspec.json.encode(log), indent=1) + b"\n"


def render_github(found: list[LocatedFinding], caution: str = "") -> bytes:
    """A workflow command for each finding, which GitHub shows beside the line; a caution is a warning about no line."""
    commands = {Severity.NOTE: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}
    lines = [f"::warning title=Sayso::{_escape(caution)}\n"] if caution else []
    for finding in found:
        place = {
            "file": finding.path,
            "line": finding.line,
            "endLine": finding.end_line,
            "col": finding.column,
            "endColumn": finding.end_column,
            "title": finding.code,
        }
        properties = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in place.items())
        lines.append(f"::{commands[finding.severity]} {properties}::{_escape(finding.reason)}\n")
    return "".join(lines).encode()


FORMATS: dict[str, Callable[[list[LocatedFinding], str], bytes]] = {
    "json": render_json,
    "sarif": render_sarif,
    "github": render_github,
}


def read_baseline(content: bytes) -> frozenset[str]:
    """The fingerprints in an earlier JSON report. Raises msgspec.DecodeError where it isn't one."""
    return frozenset(finding.fingerprint for finding in msgspec.json.decode(content, type=list[LocatedFinding]))


def _sentence(text: str, span: TextSpan) -> tuple[str, str, str]:
    """The words of `span` on one line, and what stands before and after them in their sentence."""
    window = 400
    before = text[max(0, span.start_char - window) : span.start_char].rpartition("\n")[2]
    for end in (". ", "? ", "! ", ".” ", "?” ", ".’ ", '." '):
        before = before.rpartition(end)[2]
    after = text[span.end_char : span.end_char + window].partition("\n")[0]
    cut = min((after.find(end) + len(end) for end in (". ", "? ", "! ") if end in after), default=len(after))
    return (
        " ".join(before.split()) + " " * before.endswith(" "),
        " ".join(text[span.start_char : span.end_char].split()),
        after[:cut].rstrip(),
    )


def _uri(path: str) -> str:
    """`path` as SARIF wants it: relative as it is, or a whole file address; a reference that begins with a slash is neither."""
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path.replace("\\", "/"))


def _escape(value: str, more: str = "") -> str:
    """As GitHub's runner unescapes it: % and line ends everywhere, `:` and `,` in properties."""
    return "".join(f"%{ord(character):02X}" if character in "%\r\n" + more else character for character in value)
