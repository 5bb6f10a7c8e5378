"""The gate for findings: what counts as unreviewed, and what a page published all the same says."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest

from generator.errors import PublishError
from generator.export.findings import LocatedFinding, render_json
from generator.model import FindingCode, Severity, TextSpan
from generator.publish.gate import copy_marked, count_severities, find_unreviewed

PAGE = """<!doctype html>
<html lang="en">
<head>
<title>The wall</title>
</head>
<body>
<main>The wall is safe.</main>
</body>
</html>
"""


def finding(severity: Severity, reviewed: str = "") -> LocatedFinding:
    return LocatedFinding(
        code=FindingCode.QUOTE1,
        severity=severity,
        path="wall.md",
        line=1,
        column=1,
        end_line=1,
        end_column=4,
        span=TextSpan(0, 3),
        text="The",
        reason="Nobody is credited.",
        fingerprint="",
        reviewed=reviewed,
    )


ERROR, WARNING, NOTE = (finding(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE))


def write(output: Path, *found: LocatedFinding) -> Path:
    (output / "data").mkdir(parents=True)
    (output / "data" / "findings.json").write_bytes(render_json(list(found)))
    (output / "index.html").write_text(PAGE)
    return output


def test_what_is_as_severe_and_not_reviewed_stops_it(tmp_path: Path) -> None:
    output = write(tmp_path, NOTE, WARNING, ERROR, finding(Severity.ERROR, reviewed="Maud Ferris"))
    assert find_unreviewed(output, "error") == (ERROR,)
    assert find_unreviewed(output, "warning") == (WARNING, ERROR)
    assert find_unreviewed(output, "note") == (NOTE, WARNING, ERROR)
    assert find_unreviewed(output, "none") == ()


def test_a_site_that_does_not_say_what_was_found_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="does not say what was found") as caught:
        find_unreviewed(tmp_path, "error")
    assert caught.value.hint == "Build it again with: sayso build"
    assert find_unreviewed(tmp_path, "none") == ()


def test_every_page_of_a_marked_copy_says_so_and_the_site_stays(tmp_path: Path) -> None:
    output = write(tmp_path / "output", ERROR)
    (output / "bare.html").write_text("<!doctype html>\n<p>Hello")
    (output / "404.html").write_text(PAGE.replace("<title>", '<meta name="robots" content="noindex">\n<title>'))
    copy_marked(output, tmp_path / "copy", (ERROR, ERROR, WARNING))
    for page in (tmp_path / "copy").glob("*.html"):
        text = page.read_text()
        assert text.count('<meta name="robots" content="noindex">') == 1
        assert "Not reviewed: 2 errors, 1 warning that a program found here" in text
        html5lib.HTMLParser(strict=page.name != "bare.html").parse(text)
    assert "</head>\n<body><aside" in (tmp_path / "copy" / "index.html").read_text()
    assert (output / "index.html").read_text() == PAGE
    assert (tmp_path / "copy" / "data" / "findings.json").is_file()


def test_a_page_that_tells_search_engines_something_else_is_kept_from_them_too(tmp_path: Path) -> None:
    output = write(tmp_path / "output", ERROR)
    other = '<meta name="robots" content="max-image-preview:large">'
    (output / "own.html").write_text(PAGE.replace("<title>", f"{other}\n<title>"))
    copy_marked(output, tmp_path / "copy", (ERROR,))
    assert '<meta name="robots" content="noindex">' in (tmp_path / "copy" / "own.html").read_text()


def test_counts_begin_with_what_is_severe() -> None:
    assert count_severities((NOTE, ERROR, NOTE)) == "1 error, 2 notes"
