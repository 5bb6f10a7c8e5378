"""What is kept from build to build never shows: after any sequence of changes the site is, byte for byte, that of a clean build."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

import generator.parse
import generator.pipeline
from generator import stamps
from generator.config import default_config, read_config
from generator.errors import SaysoError
from generator.house_rules import HouseRules
from generator.index import build_index
from generator.model import (
    Anchoring,
    Article,
    ArticleAnalysis,
    Attribution,
    AttributionKind,
    Certainty,
    Checkability,
    Claim,
    CueClass,
    CueStance,
    FindingCode,
    Naming,
    Operator,
    Polarity,
    Quantity,
    Quotation,
    QuotationKind,
    Sentence,
    Severity,
    Source,
    SourceKind,
    TextSpan,
    Voice,
)
from generator.pipeline import build_site, find_site_findings
from generator.read.articles import read_article
from generator.receipts import find_unchanged
from generator.render import facets, listings, sources, statements
from generator.render.templates import templates_folder
from generator.write import MANIFEST_NAME

NAMES = ("a", "b", "deep/c", "d")
PEOPLE = ("Ilse Brandt", "Tomas Okur", "Vera Lind")
SAYINGS = (
    "The dam holds.",
    "The wall of Osterby is old.",
    "Nobody knows.",
    "4,000 homes behind the old wall of Osterby were flooded.",
    "2,600 homes behind the old wall of Osterby were flooded.",
    "“We will not let the old harbour wall fall again this winter”.",
    "“We will not let the old harbour wall fall again next winter”.",
)
WORDS = st.sampled_from(SAYINGS)
IMAGE = bytes.fromhex("89504e470d0a1a0a")


def quick_analysis(article: Article, pipeline: str, source_bound: float | None = None) -> ArticleAnalysis:
    """Credits each “NAME said” with what follows it, and finds homes and quotations: enough for what rests on several articles."""
    sources, attributions, claims = [], [], []
    quantities = tuple(
        Quantity(
            span=TextSpan(*found.span()), value=float(found[1].replace(",", "")), operator=Operator.EQUAL, unit="home"
        )
        for found in re.finditer(r"([\d,]+) homes", article.text)
    )
    for number, person in enumerate(PEOPLE):
        start = article.text.find(f"{person} said ")
        if start < 0:
            continue
        cue = start + len(person) + 1
        end = article.text.find(".", cue)
        sources.append(
            Source(
                id=f"s{number}",
                name=person,
                named=True,
                kind=SourceKind.PERSON,
                naming=Naming.N5,
                mentions=(TextSpan(start, cue - 1),),
            )
        )
        attributions.append(
            Attribution(
                id=f"{article.text[cue:end].encode().hex()[:12]}{number}",
                source=(TextSpan(start, cue - 1),),
                cue=(TextSpan(cue, cue + 4),),
                content=(TextSpan(cue + 5, end),),
                source_id=f"s{number}",
                kind=AttributionKind.DIRECT if article.text[cue + 5] == "“" else AttributionKind.INDIRECT,
                depth=0,
                cue_class=CueClass.UNCLEAR,
                stance=CueStance.UNCLEAR,
                anchoring=Anchoring.EXPLICIT,
                found_by="test",
            )
        )
        claims.append(
            Claim(
                id=attributions[-1].id,
                attribution_id=attributions[-1].id,
                source_id=f"s{number}",
                content=attributions[-1].content,
                certainty=Certainty.CERTAIN,
                polarity=Polarity.POSITIVE,
                stance=CueStance.UNCLEAR,
                checkability=Checkability.FIGURE,
                quantities=tuple(one for one in quantities if cue < one.span.start_char < end),
            )
        )
    return ArticleAnalysis(
        engine="quick",
        quotations=tuple(
            Quotation(span=TextSpan(*found.span()), kind=QuotationKind.SPEECH, closed=True)
            for found in re.finditer("“[^”]+”", article.text)
        ),
        attributions=tuple(attributions),
        sources=tuple(sources),
        claims=tuple(claims),
        sentences=tuple(
            Sentence(span=TextSpan(*found.span()), voice=Voice.UNCLEAR)
            for found in re.finditer(r"[^\s.][^.\n]*\.?", article.text)
        ),
        quantities=quantities,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Edits(RuleBasedStateMachine):
    """A newsroom at work: one change after another, and a build after each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sayso-test-"))
        (self.folder / "content" / "deep").mkdir(parents=True)
        (self.folder / "own" / "pages").mkdir(parents=True)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def article(self, name: str) -> Path:
        return self.folder / "content" / f"{name}.md"

    def existing(self) -> list[str]:
        return [name for name in NAMES if self.article(name).exists()]

    def age(self) -> None:
        """Let everything have been written a while ago, as most of what a build meets was; else no stamp would be trusted."""
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.is_relative_to(self.folder / "output"):
                status = path.stat()
                if status.st_mtime_ns > time.time_ns() - 3_600_000_000_000:
                    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 7_200_000_000_000))

    @initialize()
    def begin(self) -> None:
        self.configure("First", "", False)
        for name in NAMES[:2]:
            self.write(name, name, "Ilse Brandt", "The dam holds.", None, "")

    @rule(
        name=st.sampled_from(NAMES),
        title=st.sampled_from(["The dam", "The wall", "A ferry <late>"]),
        person=st.sampled_from(PEOPLE),
        words=WORDS,
        date=st.sampled_from([None, "2026-03-01", "2026-03-02T10:00:00"]),
        extra=st.sampled_from(["", "slug: elsewhere\n", "draft: true\n", "colour: red\n"]),
    )
    def write(self, name: str, title: str, person: str, words: str, date: str | None, extra: str) -> None:
        dated = f"date: {date}\n" if date else ""
        text = f"---\ntitle: {title}\n{dated}{extra}---\n{words}\n\n{person} said {words}\n"
        self.article(name).write_text(text, encoding="utf-8")

    @precondition(lambda self: self.existing())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.article(data.draw(st.sampled_from(self.existing()))).unlink()

    @precondition(lambda self: self.existing())
    @rule(data=st.data(), to=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, to: str) -> None:
        self.article(data.draw(st.sampled_from(self.existing()))).replace(self.article(to))

    @precondition(lambda self: self.existing())
    @rule(data=st.data(), title=st.sampled_from(["The pier", "The dam"]))
    def retitle(self, data: st.DataObject, title: str) -> None:
        path = self.article(data.draw(st.sampled_from(self.existing())))
        lines = path.read_bytes().splitlines(keepends=True)
        new = f"title: {title}\n".encode()
        path.write_bytes(b"".join(new if line.startswith(b"title:") else line for line in lines))

    @precondition(lambda self: self.existing())
    @rule(data=st.data(), content=st.binary(max_size=3))
    def illustrate(self, data: st.DataObject, content: bytes) -> None:
        path = self.article(data.draw(st.sampled_from(self.existing())))
        path.write_bytes(path.read_bytes() + b"\n![A dam](/dam.png)\n")
        (self.folder / "content" / "dam.png").write_bytes(IMAGE + content)

    @precondition(lambda self: self.existing())
    @rule(data=st.data(), verb=st.sampled_from(["accept", "reject", "mistaken"]), quote=WORDS)
    def correct(self, data: st.DataObject, verb: str, quote: str) -> None:
        path = self.article(data.draw(st.sampled_from(self.existing())))
        entry = f"- {verb}: attribution\n  quote: {quote.rstrip('.')}\n  by: Maud Ferris\n  date: 2026-03-14\n"
        path.with_suffix(".corrections.yml").write_text(entry)

    @rule(name=st.sampled_from(NAMES))
    def correct_no_more(self, name: str) -> None:
        self.article(name).with_suffix(".corrections.yml").unlink(missing_ok=True)

    @rule(
        name=st.sampled_from(PEOPLE),
        alias=st.sampled_from(["", "aliases: [Vera Lind]", "aliases: [Tomas Okur]", "link: https://x.example/"]),
        extra=st.sampled_from(["", "id: somebody", "kind: institution", "articles: [a]", "kind: mistaken"]),
    )
    def say_who_is_who(self, name: str, alias: str, extra: str) -> None:
        lines = "".join(f"  {line}\n" for line in (alias, extra) if line)
        (self.folder / "content" / "sources.yml").write_text(f"- name: {name}\n{lines}")

    @rule()
    def say_it_no_more(self) -> None:
        (self.folder / "content" / "sources.yml").unlink(missing_ok=True)

    @rule()
    def take_the_image_away(self) -> None:
        (self.folder / "content" / "dam.png").unlink(missing_ok=True)

    @precondition(lambda self: self.existing())
    @rule(data=st.data())
    def break_an_article(self, data: st.DataObject) -> None:
        self.article(data.draw(st.sampled_from(self.existing()))).write_bytes(b"\xff")

    @rule(
        title=st.sampled_from(["First", "Second"]),
        address=st.sampled_from(["", 'base_url = "https://example.org/x/"\n']),
        templates=st.booleans(),
    )
    def configure(self, title: str, address: str, templates: bool) -> None:
        folders = '[folders]\ntemplates = "own"\n' if templates else ""
        (self.folder / "sayso.toml").write_text(f'[site]\ntitle = "{title}"\n{address}{folders}')

    @rule(
        name=st.sampled_from(["pages/404.html", "pages/article.html", "partials/added.html", "static/site.css"]),
        text=st.sampled_from(["<p>{{ page.title }}", '{% include "partials/added.html" %}', "p { color: teal }"]),
    )
    def override(self, name: str, text: str) -> None:
        path = self.folder / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    @rule(
        name=st.sampled_from(
            [
                "base.html",
                "pages/article.html",
                "partials/figures.html",
                "partials/ledger.html",
                "partials/notes.html",
                "partials/strip.html",
                "partials/text.html",
            ]
        ),
        old=st.sampled_from(["</p>", "</details>", "<h3>", "page.root", "strip.summary"]),
        new=st.sampled_from(["", "<!-- -->", "{{ 1 + 1 }}"]),
    )
    def override_a_part(self, name: str, old: str, new: str) -> None:
        path = self.folder / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shipped = (templates_folder() / name).read_text()
        path.write_text(shipped.replace(old, f"'{old}'" if "." in old else new + old))

    @rule(
        looks=st.sampled_from(
            [
                "{% for block in blocks %}{% for note in block.notes %}{{ note.who }}{% endfor %}{% endfor %}",
                "{{ strip.summary if strip }}{{ ledger|length }}{{ ledger|map(attribute='name')|join }}",
                "{{ headline.notes[:1] }}{{ (ledger + ledger)|length }}",
                "{{ page.notices }}",
            ]
        ),
    )
    def look_into_what_is_kept(self, looks: str) -> None:
        path = self.folder / "own" / "pages" / "article.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        shipped = "{% extends 'shipped/pages/article.html' %}{% block head %}"
        path.write_text(f"{shipped}<meta name=x content='{looks}'>{{{{ super() }}}}{{% endblock %}}")

    @rule(
        name=st.sampled_from(
            ["base.html", "pages/404.html", "pages/article.html", "partials/notes.html", "static/site.css"]
        )
    )
    def override_no_more(self, name: str) -> None:
        (self.folder / "own" / name).unlink(missing_ok=True)

    @precondition(lambda self: (self.folder / "output").exists())
    @rule(data=st.data(), remove=st.booleans())
    def meddle_with_the_output(self, data: st.DataObject, remove: bool) -> None:
        files = sorted(path for path in (self.folder / "output").rglob("*.*") if path.name != MANIFEST_NAME)
        path = data.draw(st.sampled_from(files)) if files else self.folder
        if path.is_file():
            path.unlink() if remove else path.write_bytes(path.read_bytes()[::-1])

    @rule()
    def lose_the_store(self) -> None:
        shutil.rmtree(self.folder / ".sayso", ignore_errors=True)

    @invariant()
    def the_site_is_that_of_a_clean_build(self) -> None:
        if not (self.folder / "sayso.toml").exists():
            return
        self.age()
        config = read_config(self.folder / "sayso.toml")
        clean = self.folder / "clean"
        clean.mkdir()
        shutil.copytree(self.folder / "content", clean / "content")
        shutil.copytree(self.folder / "own", clean / "own")
        shutil.copy(self.folder / "sayso.toml", clean)
        try:
            try:
                report = build_site(config)
            except SaysoError:
                with pytest.raises(SaysoError):
                    build_site(read_config(clean / "sayso.toml"))
                return
            build_site(read_config(clean / "sayso.toml"))
            if any(notice.code in ("strays-kept", "site-kept") for notice in report.notices):
                return  # an article could not be built, and what may be its pages was kept
            assert tree(self.folder / "output") == tree(clean / "output")
            again = build_site(config)
            assert (again.written, again.removed) == (0, 0)
            assert tree(self.folder / "output") == tree(clean / "output")
        finally:
            shutil.rmtree(clean)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.pipeline, "analyse_article", quick_analysis)
    monkeypatch.setattr(stamps, "SETTLED_NS", 0)
    monkeypatch.setattr(listings, "HOME_LENGTH", 1)  # the lists of a site as small as these are of several pages too
    monkeypatch.setattr(statements, "CLAIMS_LENGTH", 2)
    monkeypatch.setattr(sources, "SOURCES_LENGTH", 2)
    monkeypatch.setattr(facets, "SHARD_BYTES", 900)


def test_the_quick_analysis_has_what_rests_on_several_articles(tmp_path: Path) -> None:
    analysed = []
    for number, words in enumerate(SAYINGS[3:]):
        path = tmp_path / f"a{number}.txt"
        path.write_text(f"The wall\n\n{words}\n\nIlse Brandt said {words}\n", encoding="utf-8")
        article = read_article(path, tmp_path)
        analysed.append((article, quick_analysis(article, "")))
    index = build_index(tuple(analysed))
    assert any(group.in_conflict for group in index.claim_groups)
    asked = HouseRules(changes={FindingCode.QUOTE2: Severity.WARNING})
    findings = find_site_findings(replace(default_config(tmp_path), house_rules=asked), tuple(analysed), index)
    assert {FindingCode.QUOTE2, FindingCode.FIG1} <= {one.code for found in findings.values() for one in found}


@pytest.mark.usefixtures("quick")
def test_after_an_edit_is_built_there_is_nothing_left_to_do(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name in ("a", "b"):
        (tmp_path / "content" / f"{name}.txt").write_text(
            "The wall\n\nIlse Brandt said the dam holds.\n", encoding="utf-8"
        )
    config = default_config(tmp_path)
    build_site(config)
    assert find_unchanged(config, drafts=False) is not None
    with (tmp_path / "content" / "a.txt").open("a", encoding="utf-8") as file:
        file.write("\nTomas Okur said nobody knows.\n")
    assert find_unchanged(config, drafts=False) is None
    build_site(config)
    assert find_unchanged(config, drafts=False) is not None


# Shrinking a sequence of builds takes minutes; the sequence that failed is printed, and says enough.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.mark.usefixtures("quick")
class TestQuick(Edits.TestCase):  # type: ignore[name-defined,misc]
    """With an analysis that takes no time."""

    settings = settings(
        max_examples=8, stateful_step_count=10, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck)
    )


@pytest.mark.slow
class TestReal(Edits.TestCase):  # type: ignore[name-defined,misc]
    """With the real one, and with stamps that are too young to be trusted."""

    settings = settings(
        max_examples=5, stateful_step_count=12, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck)
    )
