"""Where the templates are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path


def templates_folder() -> Path:
    """site_templates/ inside the installed package, else beside it in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "site_templates"
    return installed if installed.is_dir() else package.parent / "site_templates"
