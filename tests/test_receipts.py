"""Whether there is anything to do is told by stamps: of what a build was made of, and of what it made."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from generator.receipts import WrittenStamps, decode_stamps, encode_stamps
from generator.stamps import INODE_BITS, SETTLED_NS, digest_trees

NUMBERS = st.integers(0, INODE_BITS)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1), st.tuples(*[NUMBERS] * 3)
    )
)
def test_the_stamps_of_a_site_are_kept(stamps: dict[str, tuple[int, int, int]]) -> None:
    assert decode_stamps(msgspec.msgpack.decode(encode_stamps(stamps), type=WrittenStamps)) == stamps


def _write(path: Path, text: str, age: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    _age(path, age)


def _age(path: Path, age: int) -> None:
    time = path.stat().st_mtime_ns - 2 * SETTLED_NS - age
    os.utime(path, ns=(time, time))


def test_what_is_behind_a_link_to_a_folder_counts(tmp_path: Path) -> None:
    own = tmp_path / "own"
    _write(tmp_path / "shared" / "note.html", "a", 1)
    own.mkdir()
    (own / "partials").symlink_to(tmp_path / "shared", target_is_directory=True)
    before = digest_trees([own])
    _write(tmp_path / "shared" / "note.html", "b", 2)
    assert before != digest_trees([own])


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    _write(tmp_path / "own" / "base.html", "a", 1)
    (tmp_path / "own" / "again").symlink_to(tmp_path / "own", target_is_directory=True)
    assert digest_trees([tmp_path / "own"]) is not None


def test_another_target_of_a_link_counts(tmp_path: Path) -> None:
    own = tmp_path / "own"
    for name in ("one", "two"):
        _write(tmp_path / name / "note.html", name, 1)
    own.mkdir()
    for link, target in (("a", "one"), ("b", "two"), ("c", "one")):
        (own / link).symlink_to(tmp_path / target, target_is_directory=True)
    before = digest_trees([own])
    (own / "c").unlink()
    (own / "c").symlink_to(tmp_path / "two", target_is_directory=True)
    assert before != digest_trees([own])


def test_nothing_is_told_of_a_file_that_may_still_change_unseen(tmp_path: Path) -> None:
    (tmp_path / "base.html").write_text("a")
    assert digest_trees([tmp_path]) is None
    _age(tmp_path / "base.html", 1)
    assert digest_trees([tmp_path]) is not None
