"""The tables [publish.NAME] of sayso.toml: the types they become, and the errors with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import read_config
from generator.destinations import Folder, GitBranch, S3Bucket, SftpServer
from generator.errors import ConfigError

EVERY_KIND = """\
[publish.live]
target = "github-pages"
remote = "origin"
cname = "dunmere.example"

[publish.bucket]
target = "s3"
bucket = "dunmere"
endpoint = "https://storage.example"

[publish.box]
target = "sftp"
host = "editor@server.example"
path = "/var/www/dunmere"
port = 2222

[publish.copy]
target = "folder"
path = "../public"
keep = ["robots.txt"]
"""


def test_each_target_becomes_its_type(tmp_path: Path) -> None:
    (tmp_path / "sayso.toml").write_text(EVERY_KIND)
    assert read_config(tmp_path / "sayso.toml").destinations == {
        "live": GitBranch(remote="origin", cname="dunmere.example"),
        "bucket": S3Bucket(bucket="dunmere", endpoint="https://storage.example"),
        "box": SftpServer(host="editor@server.example", path="/var/www/dunmere", port=2222),
        "copy": Folder(path="../public", keep=("robots.txt",)),
    }


@pytest.mark.parametrize(
    ("toml", "place", "said"),
    [
        ('[publish.live]\ntarget = "ftp"\n', (2, 1), "Invalid value 'ftp'"),
        ('[publish.live]\ntarget = "folder"\npath = 3\n', (3, 1), "Expected `str`, got `int`"),
        ('[publish.live]\ntarget = "folder"\npath = "x"\npassword = "y"\n', (4, 1), "unknown field `password`"),
        ('[publish.live]\npath = "x"\n', (1, 10), "missing required field `target`"),
        ('[publish]\ntarget = "folder"\n', (1, 2), "each target is a table of its own"),
    ],
)
def test_an_error_names_its_line_and_column(tmp_path: Path, toml: str, place: tuple[int, int], said: str) -> None:
    (tmp_path / "sayso.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path / "sayso.toml")
    assert (caught.value.line, caught.value.column) == place
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("target", "secret"),
    [
        ("github-pages", 'remote = "https://editor:s3cret@git.example/site.git"'),
        ("github-pages", 'remote = "https://s3cret@git.example/site.git"'),
        ("s3", 'bucket = "b"\nendpoint = "https://key:s3cret@storage.example"'),
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path, target: str, secret: str) -> None:
    (tmp_path / "sayso.toml").write_text(f'[publish.live]\ntarget = "{target}"\n{secret}\n')
    with pytest.raises(ConfigError, match="carries a password or token") as caught:
        read_config(tmp_path / "sayso.toml")
    assert caught.value.line == secret.count("\n") + 3
    assert "s3cret" not in str(caught.value)


def test_an_address_of_ssh_names_its_user(tmp_path: Path) -> None:
    (tmp_path / "sayso.toml").write_text(
        '[publish.live]\ntarget = "github-pages"\nremote = "ssh://git@git.example/a.git"\n'
    )
    assert "live" in read_config(tmp_path / "sayso.toml").destinations
