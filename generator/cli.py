"""The command line: parses words, prints, exits. The only place that catches SaysoError.

Commands are imported when they are asked for, and each imports its stages when it runs: `sayso --help` must be instant, and only
what analyses may load spaCy.
"""

from __future__ import annotations

import importlib
import sys

import click

from generator import __version__
from generator.errors import SaysoError

COMMANDS = ("build", "serve", "check", "analyze", "evaluate", "sources", "diff", "new", "export", "publish")
"""In the order of the help; each is the click command of the same name in `generator.commands`."""


class LazyGroup(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command `cmd_name`, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"generator.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As in click, but an unknown command suggests the nearest known one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(COMMANDS)}."
            ctx.fail(f"no command “{args[0]}”. {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sayso")
def sayso() -> None:
    """On whose say-so does each sentence of a news article stand?"""


def main() -> None:
    """Run the command line; a user's error becomes one message and exit code 2."""
    try:
        code = sayso(standalone_mode=False, prog_name="sayso")
    except click.Abort:
        click.echo("Stopped. What has been analysed is kept for the next build.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except SaysoError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
