"""What the browser tests need and a machine may not have: skipped there, loudly; in CI (CI=true) a failure."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def report_missing(message: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"MISSING IN CI: {message}", pytrace=False)
    pytest.skip(message)
