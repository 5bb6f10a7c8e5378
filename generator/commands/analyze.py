"""`sayso analyze`: analyse single files, and draw or print who is credited with what."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it."
)
@click.option(
    "--source-bound",
    type=click.FloatRange(0, 1),
    help="A source that is less likely right than this is left unclear; 0.4 unless you say otherwise.",
)
@click.option("--debug", is_flag=True, help="As text, say which part of the engine found what, and why.")
@click.pass_context
def analyze(ctx: click.Context, files: tuple[Path, ...], form: str, source_bound: float | None, debug: bool) -> None:
    """Show on whose say-so each sentence of FILE stands. Needs no configuration.

    FILE is Markdown, or plain text if its name ends with .txt. As text, the article is drawn with its attributions numbered and a
    note for each; as json, an array with one object a FILE (docs/schemas/analysis.schema.json), where text[start:end] is the span.

    Exits with 0, with 1 if a FILE could not be analysed (the others are), with 2 if there is no such FILE.
    """
    from generator.config import default_config
    from generator.errors import ArticleError
    from generator.export.analysis import export_json, record_analysis
    from generator.pipeline import analyse_files

    analysed, failed = [], False
    for _, result in analyse_files(files, default_config(Path.cwd()).pipeline, source_bound):
        if isinstance(result, ArticleError):
            click.echo(f"Error: {result}", err=True)
            failed = True
        else:
            analysed.append(result)
    if form == "json":
        click.echo(export_json(record_analysis(*pair) for pair in analysed), nl=False)
    else:
        from rich.console import Console

        from generator.console_article import print_article

        console = Console(highlight=False, soft_wrap=False)
        for number, (article, analysis) in enumerate(analysed):
            if number:
                console.rule()
            print_article(console, article, analysis, debug=debug)
    ctx.exit(1 if failed else 0)
