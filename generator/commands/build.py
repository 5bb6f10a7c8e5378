"""`sayso build`: analyse the articles and write the site."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--config", "config_path", type=click.Path(path_type=Path), default=Path("sayso.toml"))
def build(config_path: Path) -> None:
    """Analyse the articles and write the site."""
    from generator.config import default_config, read_config
    from generator.pipeline import build_site

    config = read_config(config_path) if config_path.exists() else default_config(Path.cwd())
    report = build_site(config)
    click.echo(
        f"{report.articles} articles, {report.attributions} attributions, {report.sources} sources, "
        f"{report.claims} claims, {len(report.notices)} notices in {report.seconds:.1f} s"
    )
    click.echo(report.index_path)
