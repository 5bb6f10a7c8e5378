"""`sayso publish`: put the built site where sayso.toml says."""

from __future__ import annotations

from pathlib import Path

import click


def _share(_context: click.Context, _parameter: click.Parameter, value: str) -> float:
    number = value.removesuffix("%")
    if not number.replace(".", "", 1).isdigit() or not 0 <= float(number) <= 100:
        raise click.BadParameter("a percentage from 0% to 100%, such as 25%")
    return float(number) / 100


@click.command()
@click.argument("names", metavar="[TARGET]...", nargs=-1)
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The settings. [default: sayso.toml]")
@click.option("--dry-run", is_flag=True, help="List what would be sent and removed; send nothing.")
@click.option(
    "--max-deletes", callback=_share, default="25%", show_default=True, help="Refuse to remove more than this share."
)
@click.option(
    "--unreviewed", is_flag=True, help="Publish unreviewed findings too: every page says so, and is kept from search."
)
def publish(
    names: tuple[str, ...], config_path: Path | None, dry_run: bool, max_deletes: float, unreviewed: bool
) -> None:
    """Put the built site where sayso.toml says: to each TARGET, or to the only one there is."""
    from tempfile import TemporaryDirectory

    from generator.config import CONFIG_NAME, find_config, shown_path
    from generator.errors import ConfigError, PublishError
    from generator.publish.gate import copy_marked, count_severities, find_unreviewed
    from generator.publish.links import find_broken_links
    from generator.publish.publication import publish_site, read_article_pages

    config = find_config(config_path)
    if not names and len(config.destinations) == 1:
        names = tuple(config.destinations)
    known = ", ".join(config.destinations) or "none yet: add a table such as [publish.live]"
    if not names or not set(names) <= set(config.destinations):
        raise ConfigError(
            f"no target “{next(n for n in names if n not in config.destinations)}”" if names else "which target?",
            path=str(config_path or CONFIG_NAME),
            hint=f"Targets there: {known}.",
        )
    broken = find_broken_links(config.output)
    if broken:
        first = broken[0]
        raise PublishError(
            f"{len(broken)} links lead nowhere, such as “{first.target}” ({first.reason})",
            path=str(config.output / first.page),
            line=first.line,
            hint="Build the site again with: sayso build",
        )
    for name in names:
        destination = config.destinations[name]
        found = find_unreviewed(config.output, destination.must_review)
        if found and not unreviewed:
            raise PublishError(
                f"{count_severities(found)} nobody has reviewed, such as {found[0].code}: {found[0].reason}",
                path=shown_path(config.content / found[0].path),
                line=found[0].line,
                column=found[0].column,
                hint="Answer or accept them in a corrections file and build again; or say so on every page, with --unreviewed.",
            )
        with TemporaryDirectory(prefix="sayso-publish-") as folder:
            site = config.output
            if found:
                site = Path(folder)
                copy_marked(config.output, site, found)
            publication = publish_site(
                site,
                read_article_pages(config.output),
                destination,
                config.root,
                dry_run=dry_run,
                max_deletes=max_deletes,
            )
        changes = publication.changes
        if dry_run:
            for sign, files in (("+", changes.added), ("~", changes.changed)):
                for file in files:
                    click.echo(f"{sign} {file.path}  {file.size:,} bytes")
            for path in changes.removed:
                size = changes.removed_sizes.get(path)
                click.echo(f"- {path}" if size is None else f"- {path}  {size:,} bytes")
        verb = "Would publish" if dry_run else "Published" if publication.sent else "Nothing to publish"
        click.echo(
            f"{verb} to {publication.where}: {len(changes.added)} added, {len(changes.changed)} changed, "
            f"{len(changes.removed)} removed, {changes.unchanged} unchanged"
        )
