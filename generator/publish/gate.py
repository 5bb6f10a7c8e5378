"""The gate for findings: what nobody has looked at isn't published unmarked.

The site says itself what was found in it, in `data/findings.json`: what is judged is what goes out, not what was written since.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html import escape
from pathlib import Path

import msgspec

from generator.destinations import MustReview
from generator.errors import PublishError
from generator.export.findings import DATA_PATH, LocatedFinding
from generator.model import Severity

ROBOTS = '<meta name="robots" content="noindex">'


def find_unreviewed(output: Path, must_review: MustReview) -> tuple[LocatedFinding, ...]:
    """The findings of the site in `output` that are as severe as `must_review` and that nobody has reviewed, by file and line.

    Raises PublishError where the site doesn't say what was found in it.
    """
    if must_review == "none":
        return ()
    file = output / DATA_PATH
    try:
        found = msgspec.json.decode(file.read_bytes(), type=tuple[LocatedFinding, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise PublishError(
            "the site does not say what was found in it", path=str(file), hint="Build it again with: sayso build"
        ) from error
    severities = list(Severity)
    severe = severities[severities.index(Severity(must_review)) :]
    return tuple(finding for finding in found if finding.severity in severe and not finding.reviewed)


def count_severities(found: tuple[LocatedFinding, ...]) -> str:
    """`2 errors, 1 warning`."""
    counts = Counter(finding.severity for finding in found)
    parts = (f"{counts[s]:,} {s.value}{'' if counts[s] == 1 else 's'}" for s in reversed(Severity) if counts[s])
    return ", ".join(parts)


def copy_marked(output: Path, folder: Path, unreviewed: tuple[LocatedFinding, ...]) -> None:
    """Copy the site in `output` to `folder`, with a banner on every page and word to search engines to leave it alone."""
    words = f"Not reviewed: {count_severities(unreviewed)} that a program found here, and that nobody has looked at."
    banner = f'<aside class="unreviewed" aria-label="Review"><p>{escape(words)}</p></aside>'
    shutil.copytree(output, folder, dirs_exist_ok=True)
    for page in folder.rglob("*.html"):
        page.write_text(_marked(page.read_text(encoding="utf-8"), banner), encoding="utf-8")


def _marked(html: str, banner: str) -> str:
    if not re.search(r"<meta\s[^>]*name=.?robots\b[^>]*noindex", html, re.IGNORECASE):
        html = _insert(html, r"(?=</head>)", ROBOTS)
    return _insert(html, r"(?<=<body>)|(?<=<body )[^>]*>", banner)


def _insert(html: str, place: str, what: str) -> str:
    """`what` at the first match of `place`, or, where a page leaves out tags that may be left out, after its doctype."""
    found = re.search(place, html, re.IGNORECASE) or re.match(r"\s*<!doctype[^>]*>|", html, re.IGNORECASE)
    assert found is not None
    return f"{html[: found.end()]}{what}\n{html[found.end() :]}"
