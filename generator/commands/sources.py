"""`sayso sources`: who is credited across articles, and which names may be one source's."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--propose", is_flag=True, help="Print entries for sources.yml instead: names that may be one source's.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The settings. [default: sayso.toml]")
def sources(form: str, propose: bool, config_path: Path | None) -> None:
    """List the sources of the site across articles, or propose entries for sources.yml.

    Whoever stands in sources.yml has an asterisk. A proposal joins nothing: read it, keep what is right, and put it into
    sources.yml in the content folder.
    """
    from generator.config import find_config
    from generator.export.sources import Proposed, render_proposals, render_sources_json, render_sources_text
    from generator.index import build_index
    from generator.index.proposals import propose_aliases
    from generator.index.sources import entry_key
    from generator.pipeline import analyse_site

    analysed, known = analyse_site(find_config(config_path))
    index = build_index(analysed, known)
    proposals = propose_aliases(index.sources)
    if propose:
        entries = {entry_key(entry): entry for entry in known}
        found = [Proposed(source=p.source, aliases=p.aliases, entry=entries.get(p.source.key)) for p in proposals]
        click.echo("# Proposed by Sayso from the articles' words alone. Read each line, and keep what is right.")
        click.echo(render_proposals(found) or "# There is nothing to propose.")
    elif form == "json":
        click.echo(render_sources_json(index.sources).decode(), nl=False)
    else:
        click.echo(render_sources_text(index.sources))
        if proposals:
            names = sum(len(proposal.aliases) for proposal in proposals)
            what = "1 more name" if names == 1 else f"{names} more names"
            click.echo(f"\n{what} may be theirs: sayso sources --propose")
