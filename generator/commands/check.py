"""`sayso check`: what an editor should look at before publication."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.export.findings import LocatedFinding


@click.command()
@click.argument("files", metavar="[FILES]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    show_default=True,
    help="Exit with 1 for a finding of this severity or a higher one.",
)
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="An earlier JSON report: only findings not in it fail."
)
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The settings. [default: sayso.toml]")
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[Path, ...],
    form: str,
    fail_on: str,
    baseline: Path | None,
    config_path: Path | None,
) -> None:
    """Show what an editor should look at: in FILES, or in every article of the site.

    What rests on several articles is looked for among FILES, and the site's other articles as they were last built.

    Exits with 0 where nothing fails, 1 where a finding does or a file can't be read, 2 when the command line or sayso.toml is
    wrong.
    """
    from generator.analysed import Pairs
    from generator.config import find_config, shown_path
    from generator.errors import ArticleError
    from generator.export.findings import FORMATS, locate_findings, render_answers, render_text
    from generator.findings import find_across, find_findings
    from generator.index import build_index
    from generator.model import RULES_ALONE, Severity
    from generator.pipeline import analyse_files, find_content, read_known_site
    from generator.render.words import rules_alone_words

    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    config = find_config(config_path)
    known = _read_baseline(baseline)
    found, failed, alone = [], False, 0
    paths = files or tuple(Path(shown_path(path)) for path in find_content(config))
    site, people = read_known_site(config)
    checked = []
    for path, result in analyse_files(paths, config.pipeline, config.source_bound, people):
        if isinstance(result, ArticleError):
            click.echo(f"Error: {result}", err=True)
            failed = True
            continue
        checked.append((path, *result))
    own = {article.slug: (article, analysis) for _, article, analysis in reversed(checked)}
    every: Pairs = (*own.values(), *(one for one in site if one.slug not in own))
    across = find_across(every, build_index(every, people), config.house_rules)
    for path, article, analysis in checked:
        alone += analysis.engine == RULES_ALONE
        shared = across.get(article.slug, ()) if own[article.slug][0] is article else ()  # of one name, the first
        findings = find_findings(article, analysis, config.house_rules, shared)
        located = locate_findings(str(path), article, findings)
        found += located
        if form == "text":
            for finding in located:
                new = "" if finding.fingerprint not in known else "    (in the baseline)\n"
                click.echo(render_text(finding, article, width) + new)
    caution = rules_alone_words(alone) if alone else ""
    if form == "text" and found:
        click.echo(f"What each says, and how to answer:\n{render_answers(found, width)}")
    if form == "text":
        click.echo(_summary(found, known) + (f" {caution}" if caution else ""))
    else:
        click.echo(FORMATS[form](found, caution).decode(), nl=False)
        if caution:
            click.echo(f"Note: {caution}", err=True)
    severities = list(Severity)
    failing = severities[severities.index(Severity(fail_on)) :]
    failed = failed or any(finding.severity in failing and finding.fingerprint not in known for finding in found)
    ctx.exit(int(failed))


def _read_baseline(path: Path | None) -> frozenset[str]:
    import msgspec

    from generator.errors import ConfigError
    from generator.export.findings import read_baseline

    if path is None:
        return frozenset()
    hint = "Make one with: sayso check --format json > baseline.json"
    try:
        return read_baseline(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"the baseline cannot be read: {error.strerror}", path=str(path), hint=hint) from error
    except msgspec.DecodeError as error:
        raise ConfigError(f"this is no report of sayso check: {error}", path=str(path), hint=hint) from error


def _summary(found: list[LocatedFinding], known: frozenset[str]) -> str:
    counts = {
        severity: sum(finding.severity == severity for finding in found) for severity in ("error", "warning", "note")
    }
    parts = [f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items() if count]
    old = sum(finding.fingerprint in known for finding in found)
    more = f", {old} of them in the baseline" if old else ""
    return (", ".join(parts) or "no findings") + more + ". Findings describe the text; they are no verdict on it."
