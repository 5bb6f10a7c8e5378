"""How pages look, held to pictures that a person has accepted: on a telephone, a tablet and a wide screen, and in the dark.

The site brings its own fonts, so that a machine's own don't matter; what remains (hinting, smoothing) is evened out, because both
are compared small. Of a page that is longer than the window, its beginning is compared.

After a change that is meant: SAYSO_ACCEPT=1 python -m pytest tests/browser/test_looks.py, then look at the pictures.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

ACCEPTED = Path(__file__).parent / "looks"
WALL = "articles/wall/index.html"
LOOKS: list[tuple[str, str, int, Literal["light", "dark"]]] = [
    *(("article", WALL, width, "light") for width in (375, 800, 1440)),
    *(("article", WALL, width, "dark") for width in (375, 1440)),
    *(("home", "index.html", width, "light") for width in (375, 1440)),
    *(("claims", "claims/index.html", width, "light") for width in (375, 800, 1440)),
    ("sources", "sources/index.html", 375, "light"),
    ("sources", "sources/index.html", 1440, "dark"),
    ("source", "sources/ilse-marrow-ddc9f2ce/index.html", 375, "dark"),
    ("source", "sources/ilse-marrow-ddc9f2ce/index.html", 800, "light"),
    ("compare", "compare/wall/index.html", 375, "light"),
    ("compare", "compare/wall/index.html", 1440, "light"),
    ("findings", "findings/index.html", 800, "dark"),
    ("data", "data/index.html", 1440, "light"),
]
HEIGHT = 1000
SCALE = 6  # pixels that become one
FAR = 24  # of 255: a small pixel that differs by more is another
SHARE = 0.012  # of the small pixels may be others

# In the browser, which can read a picture and draw it small; no other library is needed for it.
COMPARE = """async ([one, other, scale, far]) => {
  const small = async data => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + data;
    await image.decode();
    const width = Math.ceil(image.width / scale), height = Math.ceil(image.height / scale);
    const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.filter = 'blur(0.7px)';
    context.drawImage(image, 0, 0, width, height);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  };
  const [a, b] = [await small(one), await small(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let others = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const by = Math.max(...[0, 1, 2].map(c => Math.abs(a.data[i + c] - b.data[i + c])));
    if (by > far) others += 1;
  }
  return others / (a.data.length / 4);
}"""


def picture(
    browser: Browser, site: Path, path: str, width: int, scheme: Literal["light", "dark"], style: str = ""
) -> bytes:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=bool(style),
    )
    page = context.new_page()
    page.goto((site / path).as_uri())
    if style:
        page.add_style_tag(content=style)
    page.evaluate("document.fonts.ready")
    taken = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return taken


def difference(browser: Browser, one: bytes, other: bytes) -> float:
    """The share of small pixels that differ; 1 for pictures of another size."""
    page = browser.new_page()
    encoded = [base64.b64encode(data).decode() for data in (one, other)]
    share: float = page.evaluate(COMPARE, [*encoded, SCALE, FAR])
    page.close()
    return share


@pytest.mark.parametrize(("name", "path", "width", "scheme"), LOOKS, ids=[f"{n}-{w}-{s}" for n, _, w, s in LOOKS])
def test_a_page_looks_as_accepted(
    browser: Browser, site: Path, tmp_path: Path, name: str, path: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    taken = picture(browser, site, path, width, scheme)
    accepted = ACCEPTED / f"{name}-{width}-{scheme}.png"
    if os.environ.get("SAYSO_ACCEPT"):
        ACCEPTED.mkdir(exist_ok=True)
        accepted.write_bytes(taken)
    (tmp_path / accepted.name).write_bytes(taken)
    assert difference(browser, accepted.read_bytes(), taken) <= SHARE, (
        f"compare {accepted} with {tmp_path / accepted.name}"
    )


@pytest.mark.parametrize(
    "change",
    [
        ".ledger { display: none !important; }",
        "* { font-family: monospace !important; }",
        ".vouch { padding-bottom: 60px !important; }",
        ".measure .bar { visibility: hidden !important; }",
    ],
)
def test_what_a_reader_would_notice_is_noticed(browser: Browser, site: Path, change: str) -> None:
    accepted = (ACCEPTED / "article-1440-light.png").read_bytes()
    changed = picture(browser, site, WALL, 1440, "light", change)
    assert difference(browser, accepted, changed) > SHARE


def test_the_pictures_are_small() -> None:
    assert sum(file.stat().st_size for file in ACCEPTED.glob("*.png")) < 3_000_000
    assert sorted(file.name for file in ACCEPTED.glob("*.png")) == sorted(f"{n}-{w}-{s}.png" for n, _, w, s in LOOKS)
