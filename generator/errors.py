"""Every error a user can cause, in one shape: where, what is wrong, what to do next.

Only `generator.cli` catches `SaysoError`; the pipeline turns an `ArticleError` into a notice, so that one bad article
never costs the others.
"""

from __future__ import annotations


class SaysoError(Exception):
    """What is wrong, in one sentence, and where.

    `path` is as the user wrote it or relative to the folder they stand in; `line` and `column` count from 1, columns in
    code points; `hint` says what to do next.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class ConfigError(SaysoError):
    """The command line or sayso.toml is wrong: nothing is built (exit code 2)."""


class ArticleError(SaysoError):
    """One article cannot be read or analysed: it is left out, the others are built (exit code 1).

    `code` is that of its notice.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "article",
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, path=path, line=line, column=column, hint=hint)
        self.code = code


class OutputError(SaysoError):
    """The output folder cannot be written safely: nothing in it is touched (exit code 2)."""


class PublishError(SaysoError):
    """The site cannot be published there, or not now: nothing is sent, or the next run goes on from where this one stopped."""
