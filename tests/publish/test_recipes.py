"""The recipes of docs/publishing.md: each settings table is valid, each CI file well-formed and of a target that is shown there."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
import yaml

from generator.destinations import read_destinations

RECIPES = (Path(__file__).parent.parent.parent / "docs" / "publishing.md").read_text(encoding="utf-8")
TABLES = [
    textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n)+", RECIPES, re.MULTILINE) if "[publish." in block
]
WORKFLOWS = re.findall(r"```yaml\n(.*?)```", RECIPES, re.DOTALL)
TARGETS = {name for table in TABLES for name in tomllib.loads(table)["publish"]}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.splitlines()[0])
def test_each_table_is_valid(table: str) -> None:
    assert read_destinations(tomllib.loads(table)["publish"], "sayso.toml", table)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.split()[0])
def test_each_ci_file_is_well_formed_and_publishes_to_a_table_shown(workflow: str) -> None:
    assert yaml.safe_load(textwrap.dedent(workflow))
    published = re.findall(r"sayso publish (\S+)", workflow)
    assert published and set(published) <= TARGETS


def test_the_settings_of_hosts_are_well_formed() -> None:
    (settings,) = re.findall(r"```toml\n(.*?)```", RECIPES, re.DOTALL)
    command = tomllib.loads(settings)["build"]["command"]
    assert set(re.findall(r"sayso publish (\S+)", command)) <= TARGETS
