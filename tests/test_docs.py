"""The docs are held to the program: every command, option and code is explained, what is shown runs, links lead somewhere."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner
from msgspec import Struct

from generator import model
from generator.cli import COMMANDS, sayso
from generator.config import TABLES, Destination
from generator.findings import ACROSS, RULES
from generator.house_rules import SETS
from generator.model import FrontMatter

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "user-guide.md"
SCHEME = ROOT / "docs" / "coding-scheme.md"
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")

# `serve` never ends by itself and `publish` leaves the machine: of these only the words are checked.
ONLY_PARSED = {"serve", "publish"}


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]+`", "", FENCE.sub("", text))


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Each heading with what stands below it, down to the next heading of any level."""
    text = FENCE.sub(lambda fence: re.sub(r"^#", " #", fence.group(), flags=re.MULTILINE), text)
    headings = list(HEADING.finditer(text))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        yield heading.group(2), text[heading.end() : after.start() if after else len(text)]


def anchors(text: str) -> set[str]:
    """The anchors that a heading gets on a code host: lower case, punctuation dropped, spaces to hyphens."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title, _ in sections(text)}


def command(name: str) -> click.Command:
    found = sayso.get_command(click.Context(sayso), name)
    assert found is not None
    return found


def option_names(name: str) -> Iterator[str]:
    for parameter in command(name).params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            yield max(parameter.opts, key=len)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_its_place_in_the_user_guide(name: str) -> None:
    section = dict(sections(GUIDE.read_text(encoding="utf-8"))).get(f"`sayso {name}`")
    assert section is not None, f"docs/user-guide.md has no heading “`sayso {name}`”"
    missing = [option for option in option_names(name) if not re.search(rf"`{option}\b", section)]
    assert not missing, f"not explained under `sayso {name}`: {', '.join(missing)}"


def test_the_user_guide_speaks_of_no_command_that_does_not_exist() -> None:
    named = {
        title.strip("`").split()[1]
        for title, _ in sections(GUIDE.read_text(encoding="utf-8"))
        if title.startswith("`sayso ")
    }
    assert named == set(COMMANDS)


@pytest.mark.parametrize("key", [key for keys in TABLES.values() for key in keys])
def test_every_setting_has_its_row(key: str) -> None:
    assert f"| `{key}` |" in dict(sections(GUIDE.read_text(encoding="utf-8")))["The settings: sayso.toml"]


@pytest.mark.parametrize("kind", get_args(Destination), ids=lambda kind: kind.__name__)
def test_every_key_of_a_publishing_target_is_named(kind: type[Struct]) -> None:
    section = dict(sections(GUIDE.read_text(encoding="utf-8")))["The settings: sayso.toml"]
    row = next(line for line in section.splitlines() if line.startswith(f'| `"{kind.__struct_config__.tag}"` |'))
    everywhere = [line for line in section.splitlines() if line.startswith("| any |")]
    assert [key for key in kind.__struct_fields__ if f"`{key}`" not in " ".join([row, *everywhere])] == []


@pytest.mark.parametrize("key", FrontMatter.__struct_fields__)
def test_every_key_of_front_matter_has_its_row(key: str) -> None:
    assert f"| `{key}` |" in dict(sections(GUIDE.read_text(encoding="utf-8")))["Front matter"]


CODES = sorted(
    (
        kind
        for kind in vars(model).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    ),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("codes", CODES, ids=lambda codes: codes.__name__)
def test_every_code_is_defined_with_an_example(codes: type[StrEnum]) -> None:
    text = SCHEME.read_text(encoding="utf-8")
    section = next((body for _, body in sections(text) if f"`{codes.__name__}`" in body), None)
    assert section is not None, f"docs/coding-scheme.md has no section with `{codes.__name__}`"
    for code in codes:
        row = re.search(rf"^\| `{re.escape(code.value)}` \|(.+)\|$", section, re.MULTILINE)
        assert row, f"{codes.__name__}: no row for `{code.value}`"
        definition, example = (cell.strip() for cell in row.group(1).rsplit("|", 1))
        assert definition, f"{codes.__name__}: `{code.value}` has no definition"
        assert len(example.split()) >= 3, f"{codes.__name__}: `{code.value}` has no example"


@pytest.mark.parametrize("codes", CODES, ids=lambda codes: codes.__name__)
def test_the_scheme_defines_no_code_that_is_not_produced(codes: type[StrEnum]) -> None:
    section = next(body for _, body in sections(SCHEME.read_text(encoding="utf-8")) if f"`{codes.__name__}`" in body)
    assert set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)) == {code.value for code in codes}


def test_each_house_rule_set_says_what_it_changes() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (nothing|`[A-Z]+\d.*) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    said = {name: dict(re.findall(r"`(\w+)` (\w+)", changes)) for name, changes in rows}
    assert said == {name: {str(code): str(level) for code, level in changes.items()} for name, changes in SETS.items()}


def test_the_rules_that_are_off_are_said_to_be() -> None:
    off = set(re.findall(r"^\| `([A-Z]+\d)` \| .* \| off \| ", SCHEME.read_text(encoding="utf-8"), re.MULTILINE))
    across = {rule.code for rule, _ in ACROSS if rule.on}
    assert off == {str(rule.code) for rule, _ in RULES if not rule.on and rule.code not in across}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_local_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(without_code(document.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        assert path.exists(), f"{document.name}: {target} leads nowhere"
        if fragment:
            assert fragment in anchors(path.read_text(encoding="utf-8")), f"{document.name}: no heading for {target}"


# A measured figure has a decimal point or a per cent sign; numbers of versions and of standards are none.
FIGURE = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])|\d+ ?%")
VERSION = re.compile(
    r"\b(?:PARC|Python|Treebank|SARIF|WCAG|version|SPDX|ECMAScript|from|to) v?\d+(?:\.\d+)+(?: to \d+(?:\.\d+)+)?"
)
MEASURES = re.compile(r"`?\b(?:sayso evaluate|make bench|make test|python -m \w+)\b")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_figure_stands_without_the_command_that_prints_it(document: Path) -> None:
    for title, body in sections(document.read_text(encoding="utf-8")):
        figures = FIGURE.findall(VERSION.sub("", without_code(body)))
        assert not figures or MEASURES.search(body), f"{document.name}, “{title}”: {figures[:3]} without a command"


def shown_commands(document: Path) -> list[str]:
    """The lines that begin with `$` in the blocks marked `console`, in the order in which a reader types them."""
    return [
        line.removeprefix("$ ")
        for fence in FENCE.finditer(document.read_text(encoding="utf-8"))
        if fence["language"] == "console"
        for line in fence["body"].splitlines()
        if line.startswith("$ ")
    ]


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if shown_commands(path)], ids=lambda path: path.name)
def test_the_commands_that_are_shown_run(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed one after the other into an empty folder, as a newcomer would."""
    monkeypatch.chdir(tmp_path)
    for line in shown_commands(document):
        words = shlex.split(line, comments=True)
        match words:
            case ["cd", folder]:
                monkeypatch.chdir(Path.cwd() / folder)
            case ["make", *targets]:
                known = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
                assert set(targets) <= known, line
            case ["sayso", name, *arguments] if name in ONLY_PARSED:
                command(name).make_context(name, list(arguments))
            case ["sayso", *arguments]:
                result = CliRunner().invoke(sayso, arguments)
                assert result.exit_code == 0, f"$ {line}\n{result.output}\n{result.exception!r}"
            case _:
                pytest.fail(f"{document.name} shows a command that this test cannot run: {line}")


def test_the_example_corpus_is_whole() -> None:
    """Every span is a stretch of its own text that neither begins nor ends in a word."""
    lines = (ROOT / "docs" / "examples" / "dunmere.jsonl").read_text(encoding="utf-8").splitlines()
    for document in map(json.loads, lines):
        text = document["text"]
        for attribution in document["attributions"]:
            assert attribution["content"] and set(attribution) == {"source", "cue", "content"}
            for start, end in (span for spans in attribution.values() for span in spans):
                words = text[start:end]
                assert words and words == words.strip(), (document["id"], words)
                assert not (text[start - 1 : start].isalnum() and words[0].isalnum()), (document["id"], words)
                assert not (words[-1].isalnum() and text[end : end + 1].isalnum()), (document["id"], words)


def test_the_layers_are_drawn_as_they_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    drawn = "\n".join(re.sub(r"generator\.|[()]", "", layer) for layer in layers)
    assert f"```text\n{drawn}\n```" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
