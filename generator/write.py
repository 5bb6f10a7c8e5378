"""Pages to files: each replaced whole, and only where it changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.model import Page


def write_site(output: Path, pages: Iterable[Page]) -> tuple[int, int, int]:
    """Write `pages` below `output`; how many were written, unchanged, removed."""
    written = unchanged = 0
    for page in pages:
        target = output / page.path
        if target.exists() and target.read_bytes() == page.content:
            unchanged += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.new")
        temporary.write_bytes(page.content)
        temporary.replace(target)
        written += 1
    return written, unchanged, 0
