"""The benchmarks, as `make bench` lists them: each is a command of its own, and says with --help what it needs."""

from __future__ import annotations

import ast
from pathlib import Path

import click


@click.command()
def main() -> None:
    """List the benchmarks: what each measures, and the command."""
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        described = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        usage = [line.strip() for line in described.splitlines() if line.strip().startswith("python -m")]
        click.echo(f"{described.splitlines()[0]}\n    {usage[0] if usage else f'python -m benchmarks.{path.stem}'}\n")


if __name__ == "__main__":
    main()
