"""Debian's Chromium, driven by playwright. Where there is none, these tests are skipped, loudly; in CI they fail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Error, Page, Request, sync_playwright

from generator.config import read_config
from generator.pipeline import build_site
from tests.browser.missing import report_missing
from tests.render import sites

ROOT = Path(__file__).parent.parent.parent
ARGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        report_missing("NO BROWSER: nothing of what a reader sees is tested; install chromium")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=path, args=list(ARGS))
        except Error as error:
            report_missing(f"NO BROWSER: {path} does not start: {error.message.splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site on disk, with an address of its own, from which nothing may be asked."""
    folder = tmp_path_factory.mktemp("browser")
    config = sites.make_config(folder, title="The Dunmere file", base_url="https://dunmere.example/file/")
    return sites.write(sites.render(config, changes=sites.changes()), folder / "out put")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site of this repository, built as `make site` builds it."""
    root = tmp_path_factory.mktemp("sample")
    build_site(replace(read_config(ROOT / "sayso.toml"), root=root, output=root / "output"))
    return root / "output"


class Reader:
    """A window on the site, opened from disk; what the console says and what is asked of other hosts is kept."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._check_failure)
        page.on("request", lambda request: self._check(request.url))

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.site.as_uri()}/{path}")
        return self.page

    def _check_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left for another page while the icon was still on its way
            self.complaints.append(f"failed: {request.url}: {request.failure}")

    def _check(self, url: str) -> None:
        if not url.startswith(("file://", "data:")):
            self.complaints.append(f"asked: {url}")


@pytest.fixture
def reader(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A `Reader`; the marker `window(...)` gives the context's options. Complaints fail the test."""
    marker = request.node.get_closest_marker("window")
    options = {"viewport": {"width": 1440, "height": 900}, **(marker.kwargs if marker else {})}
    context = browser.new_context(**options)
    reader = Reader(context.new_page(), site)
    yield reader
    context.close()
    assert reader.complaints == []
