"""`sayso build`: analyse the articles and write the site."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The settings. [default: sayso.toml]")
@click.option("--content", type=click.Path(path_type=Path), help="The folder of articles. [default: content]")
@click.option("--output", type=click.Path(path_type=Path), help="The folder of the site. [default: output]")
@click.option("--base-url", metavar="URL", help="Where the site will stand, for feed, sitemap and canonical addresses.")
@click.option("--drafts", is_flag=True, help="Build drafts too.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there are notices, not only for errors.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that analyse and make pages. [default: as many as pay off]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=300.0,
    metavar="SECONDS",
    show_default=True,
    help="How long the analysis of one article may take before it is left out; 0: for ever.",
)
@click.option("--paranoid", is_flag=True, help="Read every file, even where size, time and inode say it is unchanged.")
@click.option("--quiet", is_flag=True, help="Print errors only.")
@click.pass_context
def build(
    ctx: click.Context,
    config_path: Path | None,
    content: Path | None,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    jobs: int | None,
    timeout: float,
    paranoid: bool,
    quiet: bool,
) -> None:
    """Analyse the articles and write the site.

    Exits with 0 when built, 1 when built with errors in some articles (or, with --strict, notices), 2 when the command line,
    sayso.toml or a folder is wrong and nothing was built.
    """
    from generator.config import find_config, override
    from generator.console import build_progress, print_notices, print_summary, typed_command
    from generator.model import NoticeLevel
    from generator.receipts import find_unchanged

    config = override(find_config(config_path), content=content, output=output, base_url=base_url)
    report = None if paranoid else find_unchanged(config, drafts=drafts)
    if report is None:
        from generator.pipeline import build_site
        from generator.workers import Workers, available_cores

        with Workers(jobs or available_cores(), timeout or None) as workers, build_progress(quiet) as progress:
            report = build_site(config, drafts=drafts, paranoid=paranoid, workers=workers, progress=progress)
    print_notices(report, config, quiet=quiet and not strict)
    if not quiet:
        option = f" --config {config_path}" if config_path else ""
        print_summary(report, f"{typed_command()} serve{option}")
    if strict and report.notices:
        click.echo("Built, but with notices, and --strict was given.", err=True)
        ctx.exit(1)
    ctx.exit(any(notice.level is NoticeLevel.ERROR for notice in report.notices))
