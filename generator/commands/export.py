"""`sayso export`: the data files of the site without the site."""

from __future__ import annotations

from pathlib import Path

import click

FORMATS = {
    "csv": (".csv",),
    "jsonl": (".jsonl", ".schema.json"),
    "sqlite": (".sqlite",),
    "brat": (".ann", "article.txt", "annotation.conf"),
    "web-annotation": ("annotations.jsonld",),
    "tei": (".tei.xml",),
}
"""By format the endings of its files."""


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS, "jsonld", "gold", "all"]))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("export"),
    show_default=True,
    help="A new or empty folder.",
)
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The settings. [default: sayso.toml]")
def export(form: str, output: Path, config_path: Path | None) -> None:
    """Write the data files of the site to a folder.

    FORMAT is csv, jsonl, sqlite, brat, web-annotation or tei; all, for all of these; jsonld, for the schema.org data that
    stands in the pages; or gold: the articles that people have reviewed, for sayso evaluate.
    """
    from generator.config import find_config, shown_path
    from generator.export import render_data
    from generator.export.gold import render_gold
    from generator.index import build_index
    from generator.model import Page, StandingPage
    from generator.pipeline import analyse_site, find_site_findings, show_excerpts
    from generator.render.json_ld import render_article_json_ld
    from generator.write import write_site

    config = find_config(config_path)
    analysed, known = analyse_site(config)
    index = build_index(analysed, known)
    findings = find_site_findings(config, analysed, index)
    analysed, index, findings = show_excerpts(config, analysed, index, findings, known)
    if form == "gold":
        pages: list[Page | StandingPage] = [Page(path="data/gold.jsonl", content=render_gold(analysed))]
    elif form == "jsonld":
        pages = [render_article_json_ld(*one.read(), config.language, config.base_url) for one in analysed]
    else:
        endings = tuple(ending for name, group in FORMATS.items() if form in (name, "all") for ending in group)
        data = render_data(analysed, index, findings)
        pages = [page for page in data if page.path.endswith(endings)]
    written = write_site(output, pages)
    click.echo(f"{len(written.files)} files in {shown_path(output.resolve())}")
