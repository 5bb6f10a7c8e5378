"""`sayso serve`: a live preview of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.config import Config
    from generator.model import BuildReport
    from generator.preview.server import Built
    from generator.preview.watch import Touched


@click.command()
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The settings. [default: sayso.toml]")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="[default: the first free one from 8000 on]")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=60.0,
    metavar="SECONDS",
    show_default=True,
    help="How long the analysis of one article may take before it is left out; 0: for ever.",
)
@click.option(
    "--poll", is_flag=True, help="Look for changes again and again, where a network drive or container tells of none."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
def serve(
    config_path: Path | None, drafts: bool, port: int | None, timeout: float, poll: bool, open_browser: bool
) -> None:
    """Show the site live while you edit; Ctrl-C ends it.

    Articles, templates and settings are watched; a change builds the site anew in a temporary folder, and the browser reloads.
    Errors are shown in the page. The output folder is not touched.
    """
    from urllib.parse import urlsplit

    from msgspec.structs import replace

    from generator.config import CONFIG_NAME, find_config, shown_path
    from generator.console import build_progress, print_notices
    from generator.errors import SaysoError
    from generator.model import NoticeLevel
    from generator.preview.problems import describe_problem
    from generator.preview.server import Built
    from generator.preview.server import serve as serve_preview
    from generator.resident import ResidentBuilder
    from generator.workers import Workers, available_cores

    workers = Workers(available_cores(), timeout or None)  # they stay, and the pipeline with them
    resident = ResidentBuilder(workers, drafts=drafts)
    settings = (config_path or Path(CONFIG_NAME)).absolute()

    def builder(folder: Path, touched: Touched, overtaken: Callable[[], bool]) -> Iterator[Built]:
        config = replace(find_config(config_path), output=folder)
        with build_progress(quiet=False) as progress:
            for report in resident.build(config, settings, progress, overtaken, touched):
                print_notices(report, config, quiet=True)
                changed = len(report.changed)
                click.echo(f"{changed:,} {'file' if changed == 1 else 'files'} changed, in {report.seconds:.2f} s")
                yield _built(report, config)

    def _built(report: BuildReport, config: Config) -> Built:
        return Built(
            problems=tuple(
                describe_problem(
                    notice.message,
                    notice.hint,
                    shown=shown_path(config.content / notice.path) if notice.path else None,
                    path=config.content / notice.path,
                    line=notice.line,
                    column=notice.column,
                )
                for notice in report.notices
                if notice.level is NoticeLevel.ERROR
            ),
            base_path=urlsplit(config.base_url or "/").path or "/",
            watch=watched(),
            changed=report.changed,
        )

    def watched() -> tuple[Path, ...]:
        """What to watch from before the first build on, which may be a long one."""
        try:
            config = find_config(config_path)
        except SaysoError:  # which the first build will show
            return (settings, settings.parent / "content")
        return tuple(filter(None, (settings, config.content, config.templates)))

    def base_path() -> str:
        try:
            return urlsplit(find_config(config_path).base_url or "/").path or "/"
        except SaysoError:
            return "/"

    def on_begin(address: str) -> None:
        click.echo(f"Building for the first time; {address} shows the site as soon as it stands.")

    def on_ready(address: str) -> None:
        click.echo(f"Live preview: {address} (Ctrl-C ends it)")
        if open_browser:
            click.launch(address)

    try:
        with workers:
            serve_preview(
                builder,
                watch=watched(),
                port=port,
                on_ready=on_ready,
                on_begin=on_begin,
                base_path=base_path(),
                poll=poll,
            )
    except KeyboardInterrupt:
        click.echo("Preview ended.")
