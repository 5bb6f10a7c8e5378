"""Every page of the small site, as it is written: valid, complete, linked, and asking nothing of anybody else.

The golden pages are kept whole under tests/golden. After a change that is meant: SAYSO_ACCEPT=1 python -m pytest tests/render
"""

from __future__ import annotations

import itertools
import os
import posixpath
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from msgspec.structs import replace

from generator.errors import ConfigError
from generator.findings import RULES
from generator.index import build_index
from generator.model import AnonymousContent, Finding, FindingCode, Naming, Page, Severity, TextSpan
from generator.render.listings import Site, build_notices, build_state
from generator.render.site import render_site
from tests.render import sites

GOLDEN = Path(__file__).parent.parent / "golden"
BASE_URL = "https://dunmere.example/file/"
HASH = re.compile(r"\.[0-9a-f]{8}\.(css|js)\b")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    root = tmp_path_factory.mktemp("site")
    return sites.render(sites.make_config(root, title="The Dunmere file", base_url=BASE_URL, author="The authors"))


@pytest.fixture(scope="module")
def html(pages: dict[str, Page]) -> dict[str, str]:
    return {path: page.content.decode() for path, page in pages.items() if path.endswith(".html")}


def parse(text: str) -> ET.Element:
    """The document, by a parser that stops at the first error."""
    document: ET.Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return document


def test_pages_are_as_accepted(pages: dict[str, Page]) -> None:
    kept = {
        path: HASH.sub(r".HASH.\1", page.content.decode())
        for path, page in pages.items()
        if path.endswith((".html", ".xml", "robots.txt"))
        and (not path.startswith(("sources/", "method/")) or path in ("sources/index.html", _marrow(pages)))
    }
    if os.environ.get("SAYSO_ACCEPT"):
        for path, text in kept.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_text(text, encoding="utf-8")
    assert sorted(kept) == sorted(f.relative_to(GOLDEN).as_posix() for f in GOLDEN.rglob("*") if f.is_file())
    for path, text in kept.items():
        assert text == (GOLDEN / path).read_text(encoding="utf-8"), path


def test_every_page_parses_without_an_error(html: dict[str, str]) -> None:
    for text in html.values():
        parse(text)


def test_every_page_says_that_a_machine_made_it_and_nobody_checked(html: dict[str, str]) -> None:
    for path, text in html.items():
        assert "machine, unreviewed" in text.lower(), path


def test_what_people_have_looked_at_is_told_apart(html: dict[str, str]) -> None:
    wall = html["articles/wall/index.html"]
    assert "1 of 12 reviewed by R. Pell; the rest: machine, unreviewed" in wall
    assert re.search(r'href="#note-a0000012"[^>]*reviewed by a person">● 11 ✓</a>', wall)
    assert "✓" not in wall[wall.index('href="#note-a0000001"') :].partition("</a>")[0]
    assert "reviewed by r. pell" not in html["articles/ledger/index.html"].lower()


def test_a_page_opens_with_what_nobody_is_credited_with(html: dict[str, str]) -> None:
    opening = html["articles/wall/index.html"].partition('<div class="text">')[0]
    assert re.search(
        r'No source is stated for <a href="[^"]*#voice1-\w+">“The survey has not been published.”</a>', opening
    )


def test_every_page_forbids_what_it_does_not_need(html: dict[str, str]) -> None:
    for path, text in html.items():
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert policy and policy[1].startswith("default-src 'none'; "), path
        allowed = policy[1].replace("'wasm-unsafe-eval'", "") if path == "search/index.html" else policy[1]
        assert "unsafe" not in allowed and "http" not in allowed, path


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(html: dict[str, str]) -> None:
    for path, text in html.items():
        for element in parse(text).iter():
            assert "style" not in element.attrib, path
            assert not [name for name in element.attrib if name.startswith("on")], path
            if element.tag == "script" and element.get("type") != "application/ld+json":
                assert element.get("src") and not element.text, path
            if element.tag == "style":
                assert path == "404.html"
            if element.get("src") or (element.tag == "link" and element.get("rel") in ("stylesheet", "icon")):
                assert ":" not in (element.get("src") or element.get("href") or ""), path


def test_headings_are_in_order(html: dict[str, str]) -> None:
    for path, text in html.items():
        levels = [int(e.tag[1]) for e in parse(text).iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
        assert levels.count(1) == 1 and levels[0] == 1, path
        assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels)), path


def test_ids_are_unique(html: dict[str, str]) -> None:
    for path, text in html.items():
        ids = [e.get("id") for e in parse(text).iter() if e.get("id")]
        assert len(ids) == len(set(ids)), path


def test_every_link_leads_to_a_page_and_to_a_place_on_it(html: dict[str, str], pages: dict[str, Page]) -> None:
    assert check_links(html, pages) > 100


def check_links(html: dict[str, str], pages: dict[str, Page], ids_of: dict[str, str] | None = None) -> int:
    """Follow every relative link of `html`, to places in `ids_of` where it is given; how many there were."""
    ids = {path: set(re.findall(r'\bid="([^"]*)"', text)) for path, text in (ids_of or html).items()}
    followed = 0
    for path, text in html.items():
        for element in parse(text).iter():
            link = element.get("href") or element.get("src")
            if link is None or link.startswith("https://"):
                continue
            target, _, fragment = link.partition("#")
            target = target.partition("?")[0]
            full = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target))) if target else path
            assert full in pages, f"{path}: {link}"
            fragment = fragment.partition(":~:")[0]  # the rest is a text fragment, which needs no id
            assert not fragment or fragment in ids[full], f"{path}: {link}"
            followed += 1
    return followed


def test_the_text_of_an_article_is_shown_whole(html: dict[str, str]) -> None:
    article, _ = sites.wall()
    body = next(e for e in parse(html["articles/wall/index.html"]).iter("div") if e.get("class") == "text")
    assert "".join(_text(body).split()) == "".join(article.text[article.headline.end_char :].split())


def test_every_statement_has_its_marks_its_number_and_its_note(html: dict[str, str]) -> None:
    _, analysis = sites.wall()
    document = parse(html["articles/wall/index.html"])
    ids = {e.get("id"): e for e in document.iter()}
    references = [e for e in document.iter("a") if e.get("role") == "doc-noteref"]
    unattributed = [f for f in sites.wall_findings() if f.code is FindingCode.VOICE1]
    assert len(references) == len(analysis.attributions) + len(unattributed)
    for attribution in analysis.attributions:
        assert ids[attribution.id].get("class", "").startswith("said ")
        assert ids[f"note-{attribution.id}"].get("class", "").startswith(("note ", "inner "))
    assert [e.text for e in references if e.get("href") == "#note-a0000002"] == ["◐ 2"]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (
            "a0000002",
            "◐ 2 The Waterworks Inspectorate institution · indirect report · “has said” neutral · possible (“could”)",
        ),
        (
            "a0000003",
            "○ 3 an engineer who worked on the survey unnamed, described · direct quotation · “told” neutral · certain",
        ),
        (
            "a0000004",
            "● 4 Ilse Marrow named, with role · report with quoted words · “dismissed … insisted” distancing · certain",
        ),
        (
            "a0000008",
            "● 7 Ilse Marrow named, with role · direct quotation · carried over from the sentence before · certain",
        ),
        ("a0000007", "◐ 6a the company institution · indirect report · “claims” distancing · certain"),
        (
            "a0000012",
            "● 11 Ilse Marrow named, with role · indirect report · “wants” neutral · certain Reviewed by R. Pell, 14 March 2026",
        ),
        ("a0000009", "? 8 They unclear who is meant · indirect report · “say” neutral · certain, in the negative"),
        ("a0000010", "◌ 9 No source is stated indirect report · “reports of” neutral · certain Who says so?"),
        (
            "a0000011",
            "○ 10 A notice by the door unnamed, described · document · indirect report · “says” neutral · certain",
        ),
    ],
)
def test_a_note_says_who_and_how(html: dict[str, str], note: str, words: str) -> None:
    ids = {e.get("id"): e for e in parse(html["articles/wall/index.html"]).iter()}
    assert " ".join("".join(ids[f"note-{note}"].itertext()).split()).startswith(words)


def test_a_note_says_what_an_unnamed_source_is_credited_with_and_who_else_says_it(tmp_path: Path) -> None:
    article = sites.make_article(
        "gate",
        "The gate",
        "<p>An aide called the harbour master a coward. A clerk said that the gate was open. Nell Abara said that it was open.</p>",
    )
    credits = sites.Credits(article)
    credits.credit("An aide", "called", "the harbour master a coward", naming=Naming.N3)
    credits.credit("A clerk", "said", "that the gate was open", naming=Naming.N3)
    credits.credit("Nell Abara", "said", "that it was open")
    credits.unnamed(1, AnonymousContent.ATTACK).unnamed(2, AnonymousContent.FACT, 3)
    pages = sites.render(sites.make_config(tmp_path), ((article, credits.analysis()),))
    ids = {e.get("id"): e for e in parse(pages["articles/gate/index.html"].content.decode()).iter()}
    aide, clerk, named = (_said(ids[f"note-a000000{number}"]) for number in (1, 2, 3))
    assert "unnamed, described · an attack · indirect report" in aide and "said here also by" not in aide
    assert "unnamed, described · information · indirect report" in clerk and "said here also by Nell Abara" in clerk
    assert not any(words in named for words in ("an attack", "information", "an opinion"))


def test_what_stands_inside_anothers_words_is_told_in_that_ones_note(html: dict[str, str]) -> None:
    ids = {e.get("id"): e for e in parse(html["articles/wall/index.html"]).iter()}
    assert "note-a0000007" in {e.get("id") for e in ids["note-a0000006"].iter()}


def test_a_finding_stands_in_the_note_of_its_statement_or_in_one_of_its_own(html: dict[str, str]) -> None:
    document = parse(html["articles/wall/index.html"])
    ids = {e.get("id"): e for e in document.iter() if e.get("id")}
    assert "VAGUE1 Nobody can be asked: “Some”, “suspect”." in _said(ids["note-a0000005"])
    assert "HEAD1 The headline says “4,000”" in _said(ids["note-a0000001"])
    own = [e for id_, e in ids.items() if id_.startswith("note-voice1-")]
    assert [_said(e) for e in own] == ["VOICE1 no source is stated No source is stated for it. note"]
    assert [_said(ids[id_]) for id_ in ids if id_.startswith("vague1-")] == ["Some"], "the words are a place to link to"


def test_every_finding_on_the_headline_is_told_in_full(tmp_path: Path) -> None:
    article = sites.make_article(
        "leak", "Abara reveals that the wall leaks", "<p>Nell Abara claims that the gate was open.</p>"
    )
    credits = sites.Credits(article)
    credits.credit("Abara", "reveals", "that the wall leaks")
    credits.credit("Nell Abara", "claims", "that the gate was open")
    analysed = ((article, credits.analysis()),)
    cues = [article.text.index(cue) for cue in ("reveals", "claims")]
    findings = tuple(
        Finding(
            code=FindingCode.CUE1, severity=Severity.NOTE, span=TextSpan(start, start + 6), reason="It takes sides."
        )
        for start in cues
    )
    rendered = render_site(
        sites.make_config(tmp_path), analysed, build_index(analysed), (), findings={"leak": findings}
    )
    pages = {page.path: page for page in rendered}
    ids = {e.get("id"): e for e in parse(pages["articles/leak/index.html"].content.decode()).iter()}
    flags = [
        next(e.get("class") for e in ids[note].iter() if "flag" in e.get("class", "").split() and e.tag.endswith("p"))
        for note in ("note-a0000001", "note-a0000002")
    ]
    assert flags == ["flag", "flag light"]


def test_a_number_of_findings_stays_in_one_line(html: dict[str, str]) -> None:
    assert "\N{NO-BREAK SPACE}finding" in html["articles/wall/index.html"]


def test_the_findings_page_has_every_rule_and_leads_to_every_finding(html: dict[str, str]) -> None:
    document = parse(html["findings/index.html"])
    ids = {e.get("id"): e for e in document.iter("section")}
    assert {rule.code for rule, _ in RULES} <= set(ids)
    section = _said(ids["VAGUE1"])
    assert "1 finding in 1 of 3 articles" in section and "Nobody can be asked: “Some”, “suspect”." in section
    assert "no finding in 3 articles" in _said(ids["FIG1"])
    links = [a.get("href", "") for e in ids.values() for a in e.iter("a")]
    places = [link for link in links if "articles/wall/index.html#" in link]
    assert [link.partition("#")[2].partition("-")[0] for link in places] == ["head1", "vague1", "voice1"]


def test_a_rule_that_found_much_has_pages_of_its_own(tmp_path: Path) -> None:
    html = "".join(f"<p>House {n} is dry.</p>" for n in range(600))
    article = sites.make_article("dry", "All dry", html)
    starts = [article.text.index(f"House {n} is dry.") for n in range(600)]
    findings = tuple(
        Finding(code=FindingCode.VOICE1, severity=Severity.NOTE, span=TextSpan(start, start + 8), reason="No source.")
        for start in starts
    )
    analysed = ((article, sites.Credits(article).analysis()),)
    index = build_index(analysed)
    rendered = render_site(
        sites.make_config(tmp_path, base_url=BASE_URL), analysed, index, (), findings={"dry": findings}
    )
    pages = {page.path: page for page in rendered}
    of_rule = [path for path in pages if path.startswith("findings/voice1/")]
    assert of_rule == [f"findings/voice1/{page}index.html" for page in ("", "page-2/", "page-3/")]
    listed = [
        link
        for path in of_rule
        for a in parse(pages[path].content.decode()).iter("a")
        if "#voice1-" in (link := a.get("href", ""))
    ]
    assert len(listed) == len(set(listed)) == 600
    sitemap = pages["sitemap.xml"].content.decode()
    assert all(BASE_URL + path.removesuffix("index.html") in sitemap for path in of_rule)


def test_counts_say_how_many_are_unnamed_of_how_many_and_with_a_reason(html: dict[str, str]) -> None:
    assert "2 of 7 sources unnamed, none with a reason" in html["articles/wall/index.html"]
    assert "2 of 8 sources unnamed, none with a reason" in html["index.html"]


def test_the_chain_is_drawn_and_told(html: dict[str, str]) -> None:
    figure = next(e for e in parse(html["articles/wall/index.html"]).iter("figure") if e.get("class") == "chain")
    told = "This article has it from Marrow (“said”), from the company (“claims”); the origin is not stated."
    drawing = next(e for e in figure.iter() if str(e.tag).endswith("svg"))
    assert drawing.get("aria-label") == told
    assert _said(drawing) == "this article Marrow · said the company · claims the origin is not stated"
    assert told in _said(figure)


def test_a_statement_leads_to_its_words_in_the_original(html: dict[str, str]) -> None:
    text = html["articles/wall/index.html"]
    assert 'href="https://courier.example/wall#:~:text=that%20the%20sirens%20are%20broken"' in text
    assert ":~:text=that%20as%20many%20as%204%2C000,path%20of%20a%20flood" not in text, "five words at either end"
    assert ":~:text=that%20as%20many%20as%204%2C000,the%20path%20of%20a%20flood" in text


def test_long_lists_are_on_several_pages_and_none_is_large(tmp_path: Path) -> None:
    analysed = []
    for number in range(130):
        words = "".join(f"<p>Keeper {number} of gate {n} said that gate {n} of {number} held.</p>" for n in range(8))
        article = sites.make_article(f"gate-{number:03}", f"Gates, part {number}", words)
        credits = sites.Credits(article)
        for n in range(8):
            credits.credit(f"Keeper {number} of gate {n}", "said", f"that gate {n} of {number} held")
        analysed.append((article, credits.analysis()))
    pages = sites.render(sites.make_config(tmp_path), tuple(analysed))
    html = {path: page.content.decode() for path, page in pages.items() if path.endswith(".html")}
    assert max(len(text.encode()) for text in html.values()) < 300_000
    for first, last, rows in (
        ("", "page-3/", 130),
        ("claims/", "claims/page-6/", 1040),
        ("sources/", "sources/page-5/", 1040),
    ):
        assert f"{last}index.html" in html
        listing = {p: t for p, t in html.items() if re.fullmatch(rf"{first}(page-\d+/)?index\.html", p)}
        assert sum(t.count("<tr class=") + t.count('<div class="card">') for t in listing.values()) == rows
    check_links(
        {p: t for p, t in html.items() if p.count("/") < 3 and not p.startswith("articles/")}, pages, ids_of=html
    )


def test_two_renderings_are_the_same(pages: dict[str, Page], tmp_path: Path) -> None:
    again = sites.render(sites.make_config(tmp_path, title="The Dunmere file", base_url=BASE_URL, author="The authors"))
    assert list(again.items()) == list(pages.items())


def test_without_an_address_nothing_asks_for_one(tmp_path: Path) -> None:
    pages = sites.render(sites.make_config(tmp_path))
    assert not {"feed.xml", "sitemap.xml", "opensearch.xml", "robots.txt"} & set(pages)
    html = {path: page.content.decode() for path, page in pages.items() if path.endswith(".html")}
    assert not [path for path, text in html.items() if 'rel="canonical"' in text or "atom+xml" in text]
    check_links(html, pages)


def test_the_feed_has_the_dated_articles_newest_first(pages: dict[str, Page]) -> None:
    feed = ET.fromstring(pages["feed.xml"].content)
    assert [e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")] == [
        f"{BASE_URL}articles/ledger/",
        f"{BASE_URL}articles/wall/",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-03-14T00:00:00Z"


def test_a_site_without_dates_has_no_feed(tmp_path: Path) -> None:
    pages = sites.render(sites.make_config(tmp_path, base_url=BASE_URL), (sites.plain(),))
    assert "feed.xml" not in pages and "atom+xml" not in pages["index.html"].content.decode()


def test_the_sitemap_lists_the_pages_that_are_there(pages: dict[str, Page]) -> None:
    addresses = [e.text or "" for e in ET.fromstring(pages["sitemap.xml"].content).iter() if e.tag.endswith("loc")]
    assert f"{BASE_URL}articles/wall/" in addresses and BASE_URL in addresses
    for address in addresses:
        assert address.removeprefix(BASE_URL) + "index.html" in pages
    assert f"Sitemap: {BASE_URL}sitemap.xml" in pages["robots.txt"].content.decode()


def test_many_notices_have_pages_errors_first(tmp_path: Path) -> None:
    notices = tuple(replace(sites.NOTICES[n % 2], path=f"file-{n}.md") for n in range(500))
    site = Site(
        config=sites.make_config(tmp_path), index=build_index(()), notices=500, state=build_state((), frozenset())
    )
    pages = dict(build_notices(site, notices))
    assert list(pages) == ["notices/index.html", "notices/page-2/index.html", "notices/page-3/index.html"]
    assert [(len(page.errors), len(page.notices)) for page in pages.values()] == [(200, 0), (50, 150), (0, 100)]
    assert {(page.all_errors, page.all_notices) for page in pages.values()} == {(250, 250)}


def test_an_empty_site_still_says_what_to_do(tmp_path: Path) -> None:
    pages = {page.path: page for page in render_site(sites.make_config(tmp_path), (), build_index(()), ())}
    assert "There is no article yet" in pages["index.html"].content.decode()
    assert "Nothing to report" in pages["notices/index.html"].content.decode()


def test_a_sites_own_template_replaces_one_file(tmp_path: Path) -> None:
    own = tmp_path / "mine"
    (own / "partials").mkdir(parents=True)
    (own / "static").mkdir()
    (own / "partials" / "bars.html").write_text(
        "{% macro bar_with_key(bar) %}<p>{{ bar.summary }}</p>{% endmacro %}{% macro signature(card) %}{% endmacro %}"
    )
    (own / "static" / "site.css").write_text("body { color: green }")
    pages = sites.render(sites.make_config(tmp_path, templates=own))
    text = pages["articles/wall/index.html"].content.decode()
    assert (
        '<ul class="key">' not in text and "Who is speaking, in 156 words: " in text and "The ledger of sources" in text
    )
    assert [page.content for path, page in pages.items() if path.startswith("static/site.")] == [
        b"body { color: green }"
    ]


def test_the_guides_example_of_an_own_template_changes_every_page_and_nothing_else(tmp_path: Path) -> None:
    guide = (Path(__file__).parent.parent.parent / "docs" / "user-guide.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```jinja\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    own = tmp_path / "templates"
    own.mkdir()
    (own / "base.html").write_text(example, encoding="utf-8")
    shipped = sites.render(sites.make_config(tmp_path))
    pages = sites.render(sites.make_config(tmp_path, templates=own))
    address = "<p>Is somebody credited with what they did not say? Write to desk@courier.example.</p>\n"
    assert pages.keys() == shipped.keys()
    for path, page in pages.items():
        text = page.content.decode() if path.endswith(".html") else ""
        assert text.count(address) == (1 if text and path != "404.html" else 0), path
        assert text.replace(address, "").split() == (shipped[path].content.decode().split() if text else []), path


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ articles }", "line 1"),
        ("{{ artikel }}", "'artikel' is undefined"),
        ("{{ page.canonical }}", "a value that may be missing"),
    ],
    ids=["syntax", "unknown name", "missing value"],
)
def test_a_mistake_in_a_sites_own_template_is_one_clear_error(tmp_path: Path, template: str, message: str) -> None:
    own = tmp_path / "mine"
    (own / "pages").mkdir(parents=True)
    (own / "pages" / "home.html").write_text(template)
    with pytest.raises(ConfigError) as raised:
        sites.render(sites.make_config(tmp_path, templates=own))
    assert "home.html" in str(raised.value)
    assert message in str(raised.value) or raised.value.line == 1


def test_a_long_article_is_split_and_permalinks_lead_to_the_right_part(tmp_path: Path) -> None:
    html = '<p><img src="mill.png" alt=""> <a href="#note-1">1</a> The sign reads href="#note-1".</p>'
    html += "".join(
        f"<p>The mill keeper of house {n} said that the water stood {n} steps high. {'It rained. ' * 40}</p>"
        for n in range(900)
    )
    html += '<p><img src="mill.png" alt=""> <b id="note-1">A note on the mill.</b></p>'
    article = sites.make_article("long", "A long night", html)
    credits = sites.Credits(article)
    for n in range(900):
        credits.credit(f"The mill keeper of house {n}", "said", f"that the water stood {n} steps high")
    pages = sites.render(sites.make_config(tmp_path), ((article, credits.analysis()),))
    parts = [path for path in pages if path.startswith("articles/long/") and path.endswith(".html")]
    assert len(parts) > 2 and parts[1] == "articles/long/part-2/index.html"
    assert all(len(pages[path].content) < 300_000 for path in parts)
    texts = {path: page.content.decode() for path, page in pages.items() if path.endswith(".html")}
    assert '<img src="mill.png"' in texts[parts[0]] and '<img src="../mill.png"' in texts[parts[-1]]
    assert f'href="../../articles/long/part-{len(parts)}/index.html#note-1"' in texts[parts[0]]
    image = Page(path="articles/long/mill.png", content=b"")
    check_links(texts, {**pages, image.path: image})
    shown = "".join(_text(e) for path in parts for e in parse(texts[path]).iter("div") if e.get("class") == "text")
    assert "".join(shown.split()) == "".join(article.text[article.headline.end_char :].split())


def _said(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _text(element: ET.Element) -> str:
    """The article's words in `element`, without numbers and notes."""
    css = (element.get("class") or "").split()
    if element.get("role") == "doc-noteref" or element.tag == "details" or {"endnotes", "tag"} & set(css):
        return ""
    return (element.text or "") + "".join(_text(child) + (child.tail or "") for child in element)


def _marrow(pages: dict[str, Page]) -> str:
    return next(path for path in pages if path.startswith("sources/ilse-marrow-"))
