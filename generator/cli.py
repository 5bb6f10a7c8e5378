"""The command line: parses words, prints, exits. The only place that catches SaysoError."""

from __future__ import annotations

import sys

import click

from generator import __version__
from generator.commands.build import build
from generator.errors import SaysoError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sayso")
def sayso() -> None:
    """On whose say-so does each sentence of a news article stand?"""


sayso.add_command(build)


def main() -> None:
    """Run the command line; a user's error becomes one message and exit code 2."""
    try:
        sayso()
    except SaysoError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
