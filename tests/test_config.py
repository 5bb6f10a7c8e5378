"""sayso.toml: what is valid, and that each mistake is one error that names its place and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import TABLES, Config, check_folders, default_config, find_toml_key, override, read_config
from generator.errors import ConfigError


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "sayso.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_an_empty_file_is_valid(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, "")) == default_config(tmp_path)


def test_every_key_is_read(tmp_path: Path) -> None:
    config = read_config(
        written(
            tmp_path,
            '[site]\ntitle = "Who says"\nbase_url = "https://example.org/news"\nlanguage = "en-GB"\nauthor = "Desk"\n'
            '[folders]\ncontent = "in"\noutput = "../out"\ntemplates = "look"\n'
            '[analysis]\npipeline = "xx_some"\nrules = "default"\n',
        )
    )
    assert config == Config(
        root=tmp_path,
        title="Who says",
        base_url="https://example.org/news/",
        language="en-GB",
        author="Desk",
        content=tmp_path / "in",
        output=tmp_path / "../out",
        templates=tmp_path / "look",
        pipeline="xx_some",
    )


def test_every_key_is_a_setting() -> None:
    keys = {key for keys in TABLES.values() for key in keys} - {"rules"}
    assert keys | {"root", "destinations", "house_rules"} == set(Config.__struct_fields__)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, b'\xef\xbb\xbf[site]\r\ntitle = "A"\r\n')).title == "A"


MISTAKES = [
    ('[site]\ntitel = "A"\n', "sayso.toml:2:1: unknown key “titel”\n  Did you mean “title”?"),
    ('[sites]\ntitle = "A"\n', "sayso.toml:1:2: unknown key “sites”\n  Did you mean “site”?"),
    ('title = "A"\n', "sayso.toml:1:1: unknown key “title”\n  “title” belongs under [site]."),
    ('[site]\noutput = "A"\n', "sayso.toml:2:1: unknown key “output”\n  “output” belongs under [folders]."),
    (
        '[findings]\nFIG1 = { article = "loud" }\n',
        'sayso.toml:2:1: “FIG1” has no severity \'loud\'\n  Write: FIG1 = "error", "warning", "note" or "off".',
    ),
    (
        '[findings]\nVOICE1 = { across = "off" }\n',
        "sayso.toml:2:1: “VOICE1” can't be divided so\n  Only ORIGIN1 and FIG1 have article and across.",
    ),
    ("[analysis]\nzzz = 1\n", "sayso.toml:2:1: unknown key “zzz”\n  Known keys here: pipeline, rules, source_bound."),
    (
        "# title\n\n[site]\n  title = 3\n",
        'sayso.toml:4:3: “title” must be a string, not a number\n  Write it in quotation marks: title = "..."',
    ),
    (
        '[site]\nauthor = """\ntitle = 1\n"""\ntitle = [\n  1,\n]\n',
        'sayso.toml:5:1: “title” must be a string, not an array\n  Write it in quotation marks: title = "..."',
    ),
    (
        '[analysis]\nsource_bound = "0.5"\n',
        "sayso.toml:2:1: “source_bound” must be a number, not a string\n"
        "  Write it without quotation marks: source_bound = 0.4",
    ),
    (
        "[analysis]\nsource_bound = 40\n",
        "sayso.toml:2:1: “source_bound” is no number from 0 to 1: 40\n"
        "  Write it without quotation marks: source_bound = 0.4",
    ),
    ("site = 1\n", "sayso.toml:1:1: “site” must be a table\n  Write it as a heading: [site]"),
    (
        'site.base_url = "example.org"\n',
        "sayso.toml:1:6: “base_url” is not a web address: example.org\n"
        '  It looks like "https://example.org/" or "https://example.org/news/".',
    ),
    (
        '[site]\nlanguage = "English"\n',
        'sayso.toml:2:1: “language” is not a language tag: English\n  It looks like "en" or "en-GB".',
    ),
    (
        '[analysis]\nrules = "mine"\n',
        "sayso.toml:2:1: “rules” names no rule set: mine\n  Known: default, ap, reuters, bbc, nyt.",
    ),
    (
        '[site]\nauthor = ""\n',
        'sayso.toml:2:1: “author” is empty\n  Give it a value, or take the line out: author = "..."',
    ),
    ("[site]\ntitle = A\n", "sayso.toml:2:9: not valid TOML: Invalid value\n  See https://toml.io for the form."),
    (b"[site]\n# caf\xe9\n", "sayso.toml:2: not UTF-8\n  Save the file as UTF-8."),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_one_clear_error(
    text: str | bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        read_config(Path("sayso.toml"))
    assert str(raised.value) == message


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "https://",
        "https://a b/",
        "https://e.org/?q",
        "https://e.org/#a",
        "http://[",
        "http://e:x/",
        "",
    ],
)
def test_a_bad_address_on_the_command_line_names_the_option(address: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^--base-url is (not a web address|empty)"):
        override(default_config(tmp_path), content=None, output=None, base_url=address)


def test_the_command_line_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    config = override(
        default_config(tmp_path), content=Path("in"), output=Path("/out"), base_url="http://localhost:8000/x"
    )
    assert (config.content, config.output) == (tmp_path / "elsewhere" / "in", Path("/out"))
    assert config.base_url == "http://localhost:8000/x/"


@pytest.mark.parametrize(
    ("content", "output", "problem"),
    [
        ("missing", "output", "the content folder missing does not exist"),
        ("file.txt", "output", "the content folder file.txt is not a folder"),
        ("content", "content", "the output folder content is also the content folder"),
        ("content", "content/site", "the output folder content/site stands inside the content folder"),
        ("content", ".", "holds the content folder"),
        ("content", ".sayso", "is also the folder of earlier analyses"),
        ("content", "link", "is also the content folder"),
    ],
)
def test_folders_that_would_harm_each_other_are_refused(
    content: str, output: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "file.txt").touch()
    (tmp_path / "link").symlink_to("content")
    config = override(default_config(tmp_path), content=Path(content), output=Path(output), base_url=None)
    with pytest.raises(ConfigError) as raised:
        check_folders(config)
    assert problem in raised.value.message
    assert raised.value.hint


def test_the_usual_folders_pass(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    check_folders(default_config(tmp_path))


NAMES = st.sampled_from(["title", "author", "titel", "x", "base_url"])


@given(
    before=st.lists(st.sampled_from(["", "# title = 1", 'other = """', '"""', "  ", "[[deep]]"]), max_size=6),
    name=NAMES,
    indent=st.sampled_from(["", "  ", "\t"]),
)
def test_a_key_is_found_where_it_stands(before: list[str], name: str, indent: str) -> None:
    if before.count('other = """') or before.count('"""'):
        before = ['other = """', *(line for line in before if '"' not in line), '"""']
    text = "\n".join(["[top]", *before, "[site]", f"{indent}{name} = 1", "after = 2"])
    assert find_toml_key(text, ("site", name)) == (len(before) + 3, len(indent) + 1)
