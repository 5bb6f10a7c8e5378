"""sources.yml: what may stand in it, and what is said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.model import Affiliation, KnownSource, SourceKind, SourceRole
from generator.read.register import read_register

WHOLE = """\
- name: Jonah Threlfell
  id: threlfell
  aliases: [Chief Inspector Threlfell, Threlfell]
  kind: person
  affiliation: executive
  role: representative
  about: chief inspector
  link: https://inspectorate.example/threlfell
- name: Nora Noll
  articles: [a, b]
"""


def read(tmp_path: Path, text: str) -> tuple[KnownSource, ...]:
    (tmp_path / "sources.yml").write_text(text, encoding="utf-8")
    return read_register(tmp_path)


def test_every_key_is_read(tmp_path: Path) -> None:
    first, second = read(tmp_path, WHOLE)
    assert first == KnownSource(
        id="threlfell",
        name="Jonah Threlfell",
        aliases=("Chief Inspector Threlfell", "Threlfell"),
        kind=SourceKind.PERSON,
        affiliation=Affiliation.EXECUTIVE,
        role=SourceRole.REPRESENTATIVE,
        about="chief inspector",
        link="https://inspectorate.example/threlfell",
        line=1,
    )
    assert (second.name, second.articles, second.line, second.kind) == ("Nora Noll", ("a", "b"), 9, None)


def test_no_file_and_an_empty_one_say_nothing(tmp_path: Path) -> None:
    assert read_register(tmp_path) == ()
    assert read(tmp_path, "# nobody yet\n") == ()


def test_a_name_that_yaml_takes_for_something_else_is_a_name(tmp_path: Path) -> None:
    entries = read(tmp_path, "- name: No\n  aliases: [1984, null]\n")
    assert (entries[0].name, entries[0].aliases) == ("No", ("1984", "null"))


def test_two_people_of_one_name_are_told_apart_by_their_articles(tmp_path: Path) -> None:
    entries = read(
        tmp_path, "- {name: Nora Noll, articles: [a]}\n- {name: Nora Noll, articles: [b]}\n- name: Nora Noll\n"
    )
    assert [entry.articles for entry in entries] == [("a",), ("b",), ()]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("name: Nora Noll\n", 1, "the sources are a list", "Begin each entry with a dash"),
        ("- Nora Noll\n", 1, "an entry has keys and values", "Write: - name:"),
        ("- id: noll\n", 1, "the entry has no name", "name: Jonah Threlfell"),
        ("- name:\n", 1, "“name” must be text", "on one line"),
        ("- name: …\n", 1, "“…” has neither letters nor digits", "Write the name itself."),
        ("- name: Nora Noll\n  nmae: x\n", 2, "unknown key “nmae”", "Did you mean “name”?"),
        ("- name: Nora Noll\n  colour: x\n", 2, "unknown key “colour”", "There are: name, id,"),
        ("- name: Nora Noll\n  kind: human\n", 2, "“kind” does not know “human”", "There are: person,"),
        ("- name: Nora Noll\n  role: mayor\n", 2, "“role” does not know “mayor”", "goes under about"),
        ("- name: Nora Noll\n  aliases: Noll\n", 2, "“aliases” is a list", "aliases: [Threlfell"),
        ("- name: Nora Noll\n  id: Nora Noll\n", 2, "“Nora Noll” can't be part of an address", "Lower-case"),
        ("- name: Nora Noll\n  id: page-2\n", 2, "“page-2” is the address of a page of the list", "another id"),
        ("- name: Nora Noll\n  link: noll.example\n", 2, "“link” is not a web address", "https://"),
        ("- name: Nora Noll\n  name: Nora\n", 2, "“name” stands twice in this entry", "Take one"),
        ("- name: A B\n  id: x\n- name: C D\n  id: x\n", 3, "the id “x” is also that of “A B” in line 1", "another id"),
        ("- name: Nora Noll\n- name: N. N.\n  aliases: [NORA NOLL]\n", 2, "“NORA NOLL” is also a name of", "articles:"),
        ("- name: [\n", 2, "not valid YAML", "Mend the line"),
        ("- name: \x07\n", None, "not valid YAML", "Mend the file."),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(
    text: str, line: int | None, message: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)
    assert (error.value.path or "").endswith("sources.yml")
    assert error.value.line == line
    assert message in error.value.message
    assert hint in (error.value.hint or "")


def test_the_other_ending_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("- name: Nora Noll\n")
    with pytest.raises(ConfigError, match="would not be read"):
        read_register(tmp_path)


def test_what_is_not_utf_8_is_said(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_bytes(b"- name: \xff\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_register(tmp_path)
