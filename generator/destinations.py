"""Where a site may be published: the tables [publish.NAME] of sayso.toml, one type a kind of place.

    [publish.live]
    target = "github-pages"
    remote = "origin"

No type has a field for a password or key: credentials come from the environment or from the platform's own store.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec
from msgspec import Struct

from generator.errors import ConfigError
from generator.toml_positions import find_toml_key

MustReview = Literal["error", "warning", "note", "none"]
"""Findings of this severity or a higher one must have been reviewed before a site is published."""


class GitBranch(Struct, frozen=True, kw_only=True, tag="github-pages", tag_field="target", forbid_unknown_fields=True):
    """A branch of a git remote: `remote` is an address, or a remote's name in the repository around the site."""

    remote: str
    branch: str = "gh-pages"
    cname: str | None = None  # the domain that GitHub Pages serves the site under
    keep: tuple[str, ...] = ("CNAME",)  # files of the branch that aren't ours and stay
    must_review: MustReview = "error"


class S3Bucket(Struct, frozen=True, kw_only=True, tag="s3", tag_field="target", forbid_unknown_fields=True):
    """A bucket behind an S3-compatible endpoint; credentials come from the environment, never from here."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None  # without it Amazon's
    region: str = "us-east-1"
    keep: tuple[str, ...] = ()
    must_review: MustReview = "error"


class SftpServer(Struct, frozen=True, kw_only=True, tag="sftp", tag_field="target", forbid_unknown_fields=True):
    """A folder on a server that OpenSSH reaches: `host` as you would type it after `sftp`."""

    host: str
    path: str
    port: int | None = None
    command: str = "sftp"
    keep: tuple[str, ...] = ()
    must_review: MustReview = "error"


class Folder(Struct, frozen=True, kw_only=True, tag="folder", tag_field="target", forbid_unknown_fields=True):
    """A folder on this machine, relative to sayso.toml."""

    path: str
    keep: tuple[str, ...] = ()
    must_review: MustReview = "error"


Destination = GitBranch | S3Bucket | SftpServer | Folder


SECRET = re.compile(r"[\w+.-]+://[^/@]*:[^/@]+@|https?://[^/@]+@")
"""An address with a password, or with a token in place of a user: those of ssh name a user and no more."""

TARGETS = ("github-pages", "s3", "sftp", "folder")


def read_destinations(tables: Any, path: str, text: str) -> dict[str, Destination]:
    """The destinations by name. Raises ConfigError, with line and column, for an unknown target or key or a wrong type."""
    if not isinstance(tables, dict) or not all(isinstance(values, dict) for values in tables.values()):
        line, column = find_toml_key(text, ("publish",)) or (None, None)
        raise ConfigError(
            "each target is a table of its own", path=path, line=line, column=column, hint="Write it as: [publish.live]"
        )
    return {name: _read_destination(name, values, path, text) for name, values in tables.items()}


def _read_destination(name: str, values: dict[str, Any], path: str, text: str) -> Destination:
    try:
        destination: Destination = msgspec.convert(values, type=Destination)
    except msgspec.ValidationError as error:
        message = str(error)
        found = re.search(r"field `(\w+)`|at `\$\.(\w+)", message)
        key = (found[1] or found[2]) if found else "target"
        line, column = (
            find_toml_key(text, ("publish", name, key)) or find_toml_key(text, ("publish", name)) or (None, None)
        )
        problem = re.sub(r" - at `.*", "", message).replace("Object contains", "this target has no such key: ")
        raise ConfigError(
            f"[publish.{name}] {problem}",
            path=path,
            line=line,
            column=column,
            hint=f"“target” is one of: {', '.join(TARGETS)}; docs/publishing.md has the keys of each.",
        ) from error
    secret = next((key for key, value in values.items() if isinstance(value, str) and SECRET.match(value)), None)
    if secret is not None:
        line, column = find_toml_key(text, ("publish", name, secret)) or (None, None)
        raise ConfigError(
            f"[publish.{name}] the address in “{secret}” carries a password or token",
            path=path,
            line=line,
            column=column,
            hint="Leave it out: git takes it from its credential helper, S3 from AWS_SECRET_ACCESS_KEY, sftp from the agent.",
        )
    return destination
