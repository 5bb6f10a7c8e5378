"""What there is to say about one text, collected while it is read."""

from __future__ import annotations

from generator.model import Notice, NoticeLevel


class NoticeList:
    """Notices in the order in which they were made, without a path."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def add(self, code: str, message: str, place: tuple[int, int], hint: str = "") -> None:
        """`place` is the line and the column, from 1."""
        line, column = place
        self.notices.append(
            Notice(level=NoticeLevel.NOTICE, code=code, message=message, hint=hint, line=line, column=column)
        )


def shorten(words: str, length: int = 60) -> str:
    """`words` on one line, as a message can quote them."""
    words = " ".join(words.split())
    return words if len(words) <= length else f"{words[: length - 1]}…"
