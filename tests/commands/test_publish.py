"""`sayso publish` from the command line, to a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import sayso
from generator.errors import ConfigError, PublishError

TOML = '[publish.copy]\ntarget = "folder"\npath = "public"\n'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sayso.toml").write_text(TOML)
    (tmp_path / "output" / "data").mkdir(parents=True)
    (tmp_path / "output/data/findings.json").write_text("[]")
    (tmp_path / "output/index.html").write_text("<!doctype html><p>The wall")
    return tmp_path


def test_the_only_target_needs_no_name(site: Path) -> None:
    done = CliRunner().invoke(sayso, ["publish"], catch_exceptions=False)
    assert done.output == f"Published to {site}/public: 3 added, 0 changed, 0 removed, 0 unchanged\n"
    assert (site / "public/index.html").is_file()
    again = CliRunner().invoke(sayso, ["publish", "copy"], catch_exceptions=False)
    assert again.output.startswith("Nothing to publish")


def test_a_dry_run_lists_what_would_go_with_sizes(site: Path) -> None:
    done = CliRunner().invoke(sayso, ["publish", "--dry-run"], catch_exceptions=False)
    assert "+ index.html  26 bytes\n" in done.output
    assert not (site / "public").exists()


def test_an_unknown_target_names_the_known(site: Path) -> None:
    done = CliRunner().invoke(sayso, ["publish", "live"])
    assert isinstance(done.exception, ConfigError)
    assert "no target “live”" in str(done.exception)
    assert "copy" in (done.exception.hint or "")


def test_several_targets_are_named(site: Path) -> None:
    (site / "sayso.toml").write_text(TOML + '[publish.mirror]\ntarget = "folder"\npath = "mirror"\n')
    done = CliRunner().invoke(sayso, ["publish"])
    assert isinstance(done.exception, ConfigError)
    assert done.exception.hint == "Targets there: copy, mirror."
    done = CliRunner().invoke(sayso, ["publish", "mirror"], catch_exceptions=False)
    assert f"Published to {site}/mirror" in done.output and not (site / "public").exists()
    done = CliRunner().invoke(sayso, ["publish", "copy", "mirror"], catch_exceptions=False)
    assert f"Published to {site}/public" in done.output and f"Nothing to publish to {site}/mirror" in done.output


def test_a_broken_link_stops_it(site: Path) -> None:
    (site / "output/index.html").write_text('<!doctype html>\n<a href="gone.html">gone</a>')
    done = CliRunner().invoke(sayso, ["publish"])
    assert isinstance(done.exception, PublishError)
    assert "“gone.html” (no such file)" in str(done.exception)
    assert not (site / "public").exists()


def test_a_share_that_is_no_percentage_is_refused(site: Path) -> None:
    done = CliRunner().invoke(sayso, ["publish", "--max-deletes", "many"])
    assert done.exit_code == 2
    assert "a percentage from 0% to 100%" in done.output


FINDING = """[{"code": "QUOTE1", "severity": "error", "path": "wall.md", "line": 3, "column": 9, "end_line": 3, "end_column": 12,
"span": [8, 11], "text": "dry", "reason": "Nobody is credited with it.", "fingerprint": "00"}]"""


def test_unreviewed_findings_stop_it_unless_every_page_says_so(site: Path) -> None:
    (site / "output/data/findings.json").write_text(FINDING)
    done = CliRunner().invoke(sayso, ["publish"])
    assert isinstance(done.exception, PublishError)
    assert str(done.exception).startswith(
        "content/wall.md:3:9: 1 error nobody has reviewed, such as QUOTE1: Nobody is credited with it.\n"
    )
    assert "--unreviewed" in str(done.exception)
    assert not (site / "public").exists()
    done = CliRunner().invoke(sayso, ["publish", "--unreviewed"], catch_exceptions=False)
    assert done.output.startswith("Published to")
    page = (site / "public/index.html").read_text()
    assert 'content="noindex"' in page and "Not reviewed: 1 error" in page
    assert "Not reviewed" not in (site / "output/index.html").read_text()


def test_a_target_says_what_must_have_been_reviewed(site: Path) -> None:
    (site / "output/data/findings.json").write_text(FINDING.replace("error", "warning"))
    assert CliRunner().invoke(sayso, ["publish"]).exit_code == 0
    (site / "sayso.toml").write_text(TOML + 'must_review = "warning"\n')
    assert isinstance(CliRunner().invoke(sayso, ["publish"]).exception, PublishError)
    (site / "sayso.toml").write_text(TOML + 'must_review = "none"\n')
    assert CliRunner().invoke(sayso, ["publish"]).exit_code == 0
    (site / "sayso.toml").write_text(TOML + 'must_review = "all"\n')
    assert "sayso.toml:4:1" in str(CliRunner().invoke(sayso, ["publish"]).exception)


def test_a_dry_run_lists_what_would_go_away_with_its_size(site: Path) -> None:
    (site / "output/old.html").write_text("<!doctype html><p>Old")
    CliRunner().invoke(sayso, ["publish"], catch_exceptions=False)
    (site / "output/old.html").unlink()
    done = CliRunner().invoke(sayso, ["publish", "--dry-run", "--max-deletes", "100%"], catch_exceptions=False)
    assert "- old.html  21 bytes\n" in done.output
    assert "1 removed" in done.output
