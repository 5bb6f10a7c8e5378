"""One page of each type that a site has, found by where it stands, so that a new type is tested without being named here."""

from __future__ import annotations

from pathlib import Path, PurePosixPath


def find_page_types(site: Path) -> list[str]:
    """The largest page of each type: pages at one depth of one top folder are of one type."""
    largest: dict[tuple[str, int], PurePosixPath] = {}
    for path in sorted(site.rglob("*.html")):
        page = PurePosixPath(path.relative_to(site).as_posix())
        folder = page.parts[0] if len(page.parts) > 1 else page.name
        kind = (folder, len(page.parts))
        if kind not in largest or path.stat().st_size > (site / largest[kind]).stat().st_size:
            largest[kind] = page
    return [str(page) for page in largest.values()]
