"""`sayso serve` as whoever edits sees it: a real preview in a process of its own, a real browser on it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).parent.parent.parent
TOML = '[site]\nbase_url = "https://dunmere.example/news/"\n\n[folders]\ntemplates = "own"\n'
DAM = "# The dam\n\n" + "The valley lies below the wall.\n\n" * 40 + "Vera Lind said that the dam would hold.\n"
MILL = "# The mill\n\nTomas Okur said that the mill had closed.\n"
SPY = """
window.streams = [];
const Stream = window.EventSource;
window.EventSource = class extends Stream { constructor(...a) { super(...a); window.streams.push(this); } };
const animate = Element.prototype.animate;
window.flashed = [];
Element.prototype.animate = function (...a) { window.flashed.push(this.textContent); return animate.apply(this, a); };
"""
expect.set_options(timeout=30_000)  # what is slow on a busy machine is no failure
OVERLAY = "#sayso-preview-problems"
FLAG = "window.notReloaded = true"
RELOADED = "() => window.notReloaded === undefined"


class Preview:
    """A site below a path, and the preview of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "drafts of june").mkdir()
        (root / "content").symlink_to("drafts of june")  # as when the articles lie in a shared folder
        (root / "own" / "pages").mkdir(parents=True)
        self.write("sayso.toml", TOML)
        self.write("content/dam.md", DAM)
        self.write("content/mill.md", MILL)
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "generator", "serve"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said.append(line)
            if found := re.match(r"Live preview: (\S+)", line):
                self.address = found[1]
                return
        raise AssertionError("".join(said))

    def write(self, path: str, text: str) -> None:
        """Save as editors do: beside the file, then in its place."""
        new = self.root / f"{path}.new~"
        new.write_text(text)
        new.replace((self.root / path).resolve())


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    one = Preview(tmp_path_factory.mktemp("preview"))
    yield one
    one.process.terminate()  # and not kill, so that it takes its temporary folder along
    one.process.wait(30)
    assert not (one.root / "output").exists(), "a preview leaves the output folder alone"


@pytest.fixture
def tabs(browser: Browser, preview: Preview) -> Iterator[Callable[[str], Page]]:
    """Opens tabs of one window on the preview, by path below the site."""
    context: BrowserContext = browser.new_context(viewport={"width": 1200, "height": 600})
    context.add_init_script(SPY)

    def open_tab(path: str) -> Page:
        page = context.new_page()
        page.goto(preview.address + path)
        page.wait_for_function("() => window.streams.length && window.streams[0].readyState === 1")
        page.evaluate(FLAG)
        return page

    yield open_tab
    context.close()
    preview.write("sayso.toml", TOML)
    preview.write("content/dam.md", DAM)
    preview.write("content/mill.md", MILL)


def test_only_the_tab_that_shows_what_changed_reloads_in_place_and_flashes(
    preview: Preview, tabs: Callable[[str], Page]
) -> None:
    assert preview.address.endswith("/news/")
    dam, mill = tabs("articles/dam/"), tabs("articles/mill/index.html")
    dam.evaluate("scrollTo(0, 700)")
    preview.write("content/dam.md", DAM.replace("would hold", "would hold until the spring"))
    dam.wait_for_function(RELOADED)
    expect(dam.get_by_text("until the spring").first).to_be_visible()
    dam.wait_for_function("() => scrollY === 700")
    dam.wait_for_function("() => window.flashed.length > 0")
    texts = dam.evaluate("flashed")
    assert any("until the spring" in text for text in texts), texts
    assert all(len(text) < 500 for text in texts), "what changed flashes, not the page"
    mill.wait_for_timeout(300)
    assert mill.evaluate("window.notReloaded"), "nothing changed there"


def test_a_style_sheet_is_put_in_place_without_a_reload(preview: Preview, tabs: Callable[[str], Page]) -> None:
    page = tabs("articles/mill/")
    shipped = (ROOT / "site_templates" / "static" / "site.css").read_text()
    (preview.root / "own" / "static").mkdir(exist_ok=True)
    preview.write("own/static/site.css", shipped + "\nbody { margin-top: 123px }\n")
    page.wait_for_function("() => getComputedStyle(document.body).marginTop === '123px'")
    assert page.evaluate("window.notReloaded")


def test_a_tab_in_the_background_gives_its_connection_up_and_catches_up(
    preview: Preview, tabs: Callable[[str], Page]
) -> None:
    page = tabs("articles/mill/")
    hide = "(hidden) => { Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(hide, True)
    assert page.evaluate("streams.map((stream) => stream.readyState)") == [2], "closed"
    preview.write("content/mill.md", MILL.replace("closed", "opened again"))
    other = tabs("articles/mill/")
    expect(other.get_by_text("opened again").first).to_be_visible()
    assert page.evaluate("window.notReloaded")
    page.evaluate(hide, False)
    page.wait_for_function(RELOADED)
    expect(page.get_by_text("opened again").first).to_be_visible()


def test_an_error_is_shown_with_its_line_and_clears(preview: Preview, tabs: Callable[[str], Page]) -> None:
    page = tabs("articles/mill/")
    overlay = page.locator(OVERLAY)
    preview.write("content/dam.md", "---\ntitle: The dam\ndate: soon\n---\n\nText.\n")
    expect(overlay).to_contain_text("content/dam.md:3:7")
    expect(overlay.locator("pre")).to_have_text("date: soon\n      ^")
    preview.write("content/dam.md", DAM)
    expect(overlay).to_have_count(0)


def test_mistakes_in_templates_and_settings_are_shown_and_the_preview_lives(
    preview: Preview, tabs: Callable[[str], Page]
) -> None:
    page = tabs("articles/mill/")
    overlay = page.locator(OVERLAY)
    preview.write("own/pages/404.html", "<p>\n{% if %}\n")
    expect(overlay).to_contain_text("404.html:2")
    expect(overlay.locator("pre")).to_have_text("{% if %}")
    (preview.root / "own" / "pages" / "404.html").unlink()
    expect(overlay).to_have_count(0)
    preview.write("sayso.toml", TOML + "colour = true\n")
    expect(overlay).to_contain_text("sayso.toml:6:1: unknown key “colour”")
    expect(overlay.locator("pre")).to_have_text("colour = true\n^")
    preview.write("sayso.toml", TOML.replace("[site]", '[site]\ntitle = "The valley"'))
    expect(overlay).to_have_count(0)
    expect(page).to_have_title(re.compile("The valley"))


@pytest.mark.parametrize(
    ("path", "text", "shown"),
    [
        ("content/sources.yml", "- name: Vera Lind\n  height: 3\n", "sources.yml:2"),
        ("content/mill.corrections.yml", "- reject: attribution\n  quot: the mill\n", "mill.corrections.yml:"),
    ],
    ids=["sources", "corrections"],
)
def test_mistakes_in_what_people_say_of_sources_and_articles_are_shown(
    preview: Preview, tabs: Callable[[str], Page], path: str, text: str, shown: str
) -> None:
    page = tabs("articles/mill/")
    overlay = page.locator(OVERLAY)
    preview.write(path, text)
    expect(overlay).to_contain_text(shown)
    expect(overlay.locator("pre")).to_have_count(1)
    (preview.root / path).unlink()
    expect(overlay).to_have_count(0)
    expect(page.get_by_text("the mill had closed").first).to_be_visible()


def test_a_content_folder_that_goes_and_comes_back(preview: Preview, tabs: Callable[[str], Page]) -> None:
    """As when another branch without it is checked out."""
    page = tabs("articles/mill/")
    (preview.root / "content").rename(preview.root / "elsewhere")
    expect(page.locator(OVERLAY)).to_contain_text("content")
    (preview.root / "elsewhere").rename(preview.root / "content")
    expect(page.locator(OVERLAY)).to_have_count(0)
    preview.write("content/mill.md", MILL.replace("closed", "opened"))
    expect(page.get_by_text("the mill had opened").first).to_be_visible()


def test_a_deleted_article_is_gone_at_once_although_another_has_an_error(
    preview: Preview, tabs: Callable[[str], Page]
) -> None:
    page = tabs("articles/dam/")
    preview.write("content/mill.md", "---\ndate: soon\n---\n\nText.\n")
    expect(page.locator(OVERLAY)).to_contain_text("mill.md:2:7")
    (preview.root / "content" / "dam.md").unlink()
    expect(page).to_have_title(re.compile("not found|no such page", re.IGNORECASE), timeout=10_000)
    assert page.request.get(page.url).status == 404
    assert page.request.get(f"{preview.address}articles/mill/").status == 200, "the last good state stays"
    preview.write("content/dam.md", DAM)
    expect(page.get_by_text("would hold").first).to_be_visible()


def test_what_is_new_appears_where_it_was_waited_for(preview: Preview, tabs: Callable[[str], Page]) -> None:
    page = tabs("articles/ferry/")
    preview.write("content/ferry.md", "# The ferry\n\nVera Lind said that the ferry was late.\n")
    expect(page.get_by_text("the ferry was late").first).to_be_visible()
    (preview.root / "content" / "ferry.md").unlink()


def test_a_correction_is_seen(preview: Preview, tabs: Callable[[str], Page]) -> None:
    page = tabs("articles/mill/")
    preview.write(
        "content/mill.corrections.yml",
        "- reject: attribution\n  quote: that the mill had closed\n  by: Maud Ferris\n  date: 2026-01-01\n",
    )
    page.wait_for_function(RELOADED)
    (preview.root / "content" / "mill.corrections.yml").unlink()
    page.evaluate(FLAG)
    page.wait_for_function(RELOADED)


def test_a_git_checkout_ends_in_its_last_state(preview: Preview, tabs: Callable[[str], Page]) -> None:
    page = tabs("articles/mill/")
    for number in range(30):
        for name in ("dam", "mill"):
            (preview.root / "content" / f"{name}.md").unlink()
            (preview.root / "content" / f"{name}.md").write_text(MILL.replace("closed", f"closed {number} times"))
        time.sleep(0.01)
    expect(page.get_by_text("closed 29 times").first).to_be_visible(timeout=15_000)
