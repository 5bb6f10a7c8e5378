"""What npm has installed of package.json: paths to it, or a loud skip."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.browser.missing import report_missing

MODULES = Path(__file__).parent.parent.parent / "node_modules"


def find_module_file(name: str) -> Path:
    """The file `name` of an npm package, such as `axe-core/axe.min.js`."""
    path = MODULES / name
    if not path.is_file():
        report_missing(f"NO {name.partition('/')[0].upper()}: run npm ci, and what it checks is checked")
    return path


def find_node() -> str:
    path = shutil.which("node")
    if path is None:
        report_missing("NO NODE: the pages' HTML is not validated; install node 20.19 or later, and run npm ci")
    return path
