"""`sayso sources`: the list, and proposals that can be pasted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import sayso
from generator.export.sources import Proposed, render_proposals
from generator.index.proposals import propose_aliases
from generator.model import KnownSource, Naming, SourceKind, SourceProfile
from generator.read.register import read_register


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content"
    content.mkdir()
    (content / "one.txt").write_text("The wall\n\nJonah Threlfell, the chief inspector, said that the wall was wet.\n")
    (content / "two.txt").write_text("The dam\n\nThe dam is dry, Threlfell said. “It will hold,” he said.\n")
    return content


def run(*words: str) -> Result:
    return CliRunner().invoke(sayso, ["sources", *words], catch_exceptions=False)


def test_the_list_as_text_and_as_json_agree(site: Path) -> None:
    listed = json.loads(run("--format", "json").output)
    assert [one["name"] for one in listed] == ["Threlfell", "Jonah Threlfell"]
    text = run().output
    assert all(f"{one['name']}  (sources/{one['key']}/)" in text for one in listed)
    assert "1 more name may be theirs: sayso sources --propose" in text


def test_a_proposal_can_be_pasted_and_then_is_made_no_more(site: Path) -> None:
    proposed = run("--propose").output
    assert "    - Threlfell  # the only full name that ends so" in proposed
    (site / "sources.yml").write_text(proposed, encoding="utf-8")
    assert "There is nothing to propose" in run("--propose").output
    (only,) = json.loads(run("--format", "json").output)
    assert (only["name"], only["known"], only["articles"]) == ("Jonah Threlfell", True, 2)


def profile(
    name: str, kind: SourceKind = SourceKind.PERSON, naming: Naming = Naming.N6, known: bool = False
) -> SourceProfile:
    return SourceProfile(key=name.lower(), name=name, kind=kind, naming=naming, names=(), statements=(), known=known)


def proposals(*sources: SourceProfile) -> dict[str, list[str]]:
    return {found.source.name: [name for name, _ in found.aliases] for found in propose_aliases(sources)}


def test_what_is_proposed() -> None:
    n4, institution = Naming.N4, SourceKind.INSTITUTION
    assert proposals(profile("Jonah Threlfell"), profile("Threlfell", naming=Naming.N5)) == {
        "Jonah Threlfell": ["Threlfell"]
    }
    assert proposals(profile("Jonah Threlfell"), profile("J. Threlfell")) == {"Jonah Threlfell": ["J. Threlfell"]}
    assert proposals(profile("Mary Ann Lee"), profile("Mary Lee")) == {"Mary Ann Lee": ["Mary Lee"]}
    assert proposals(profile("Jonah Threlfell"), profile("Jonah Threllfell")) == {
        "Jonah Threlfell": ["Jonah Threllfell"]
    }
    service = profile("Valley Rescue Service", institution, n4)
    assert proposals(service, profile("VRS", institution, n4)) == {"Valley Rescue Service": ["VRS"]}
    assert proposals(service, profile("Rescue Service", institution, n4)) == {
        "Valley Rescue Service": ["Rescue Service"]
    }


def test_what_is_not_proposed() -> None:
    n4, n5, institution = Naming.N4, Naming.N5, SourceKind.INSTITUTION
    assert proposals(profile("Jonah Threlfell"), profile("Ada Threlfell"), profile("Threlfell", naming=n5)) == {}
    assert proposals(profile("Jonah Threlfell"), profile("Tom Threlfell")) == {}
    assert (
        proposals(profile("Hill Rescue Service", institution, n4), profile("Valley Rescue Service", institution, n4))
        == {}
    )
    assert proposals(profile("Jonah Threlfell"), profile("Threlfell", naming=n5, known=True)) == {}
    assert proposals(profile("an official", naming=Naming.N3), profile("official", naming=Naming.N3)) == {}


def test_an_entry_that_stands_is_written_out_whole(tmp_path: Path) -> None:
    entry = KnownSource(
        id="x", name="Yes: No", aliases=("- a",), kind=SourceKind.PERSON, about="it's #1", articles=("a-b",), line=7
    )
    written = render_proposals([Proposed(source=profile("Yes: No"), aliases=(("B: c", "why"),), entry=entry)])
    (tmp_path / "sources.yml").write_text(written, encoding="utf-8")
    (read,) = read_register(tmp_path)
    assert (read.id, read.name, read.aliases) == ("x", "Yes: No", ("- a", "B: c"))
    assert (read.about, read.articles, read.kind) == ("it's #1", ("a-b",), SourceKind.PERSON)
    assert "line 7" in written
