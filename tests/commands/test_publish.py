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
    (tmp_path / "output").mkdir()
    (tmp_path / "output/index.html").write_text("<!doctype html><p>The wall")
    return tmp_path


def test_the_only_target_needs_no_name(site: Path) -> None:
    done = CliRunner().invoke(sayso, ["publish"], catch_exceptions=False)
    assert done.output == f"Published to {site}/public: 2 added, 0 changed, 0 removed, 0 unchanged\n"
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
