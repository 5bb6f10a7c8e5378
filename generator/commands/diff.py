"""`sayso diff`: what the analysis says now that it did not say before, article by article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.changes import ArticleChange, FoundChange, SaidChange

CAUSES = {
    "edit": "the text was edited",
    "correction": "people corrected it",
    "analysis": "the analysis is another: model, rules or word lists",
    "rules": "the rules of findings are others",
}


@click.command()
@click.option(
    "--since", metavar="BUILD|FILE", help="A build, or a file that --save wrote. [default: the last that differs]"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--save", "saved", type=click.Path(path_type=Path), help="Write what is known now to a file, for --since."
)
@click.option("--builds", "list_them", is_flag=True, help="List the builds that can be compared with.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The settings. [default: sayso.toml]")
def diff(since: str | None, form: str, saved: Path | None, list_them: bool, config_path: Path | None) -> None:
    """Show what an edit, a correction, or another rule or model changed: attributions, codings and findings, by article.

    The articles as they are now are compared with what an earlier build knew, or with a file.
    """
    from generator.config import find_config, shown_path
    from generator.history import encode_state
    from generator.pipeline import describe_site, find_changes, list_builds

    config = find_config(config_path)
    if list_them:
        for build in list_builds(config):
            click.echo(f"{build.id}  {_when(build.time)}  {_count(len(build.articles), 'article')}")
        return
    if saved is not None:
        state = describe_site(config)
        _write(saved, encode_state(state))
        click.echo(f"Wrote {saved}: {_count(len(state.articles), 'article')}")
        return
    compared = find_changes(config, since)
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(compared.changes), indent=1).decode())
    else:
        for change in compared.changes:
            click.echo(_text(change, shown_path(config.content / change.path)))
        told = _count(len(compared.changes), "article")
        differ = "differ" if len(compared.changes) != 1 else "differs"
        click.echo(
            f"{told} {differ} from {compared.since}." if compared.changes else f"Nothing differs from {compared.since}."
        )
    for path in compared.failed:
        click.echo(f"Left out, because it cannot be read: {path}", err=True)


def _text(change: ArticleChange, path: str) -> str:
    """One article: its file `path`, why, then a line for each thing that came (+), went (-) or changed (~)."""
    attributions, findings = (
        _count(n, noun) for n, noun in zip(change.counts, ("attribution", "finding"), strict=True)
    )
    if change.change != "changed":
        return f"{path}: {change.change}, with {attributions} and {findings}\n"
    lines = [f"{path}: {'; '.join(CAUSES[cause] for cause in change.causes)}"]
    for said in change.attributions:
        shown = said.after or said.before
        lines += _lines(said, f"{shown.source or 'nobody'} [{shown.cue}] “{shown.content}”" if shown else "")
    for found in change.findings:
        item = found.after or found.before
        lines += _lines(found, f"{item.code} {item.severity} “{item.quote}”: {item.reason}" if item else "")
    if len(lines) == 1:
        lines.append("  what the analysis says of it is the same")
    return "\n".join(lines) + "\n"


def _lines(change: SaidChange | FoundChange, shown: str) -> list[str]:
    """What came (+), went (-) or changed (~), and then in what."""
    sign = "~" if change.before and change.after else "+" if change.after else "-"
    values = (f"      {name}: {_value(change.before, name)} -> {_value(change.after, name)}" for name in change.fields)
    return [f"  {sign} {shown}", *values]


def _value(item: object, field: str) -> str:
    codings: dict[str, str] = getattr(item, "codings", {})
    return codings.get(field) or getattr(item, field, "") or "none"


def _write(path: Path, content: bytes) -> None:
    """Replace `path` in one step. Raises ConfigError where it can't be written."""
    from generator.errors import ConfigError

    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(content)
        new.replace(path)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(path), hint="Name another file.") from error


def _when(seconds: int) -> str:
    import time

    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
