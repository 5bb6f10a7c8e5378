"""What was worked out before is used again for the same inputs, and for no others."""

from __future__ import annotations

from collections.abc import Mapping

from generator.memo import KEY_LENGTH, Memo


class Kept:
    """Records in memory."""

    def __init__(self) -> None:
        self.data: dict[tuple[str, str], bytes] = {}

    def read_record(self, kind: str, name: str) -> bytes | None:
        return self.data.get((kind, name))

    def read_records(self, kind: str) -> dict[str, bytes]:
        return {name: data for (its, name), data in self.data.items() if its == kind}

    def write_records(self, kind: str, records: Mapping[str, bytes | None]) -> None:
        for name, data in records.items():
            if data is None:
                self.data.pop((kind, name), None)
            else:
                self.data[kind, name] = data

    def record_names(self, kind: str) -> frozenset[str]:
        return frozenset(name for its, name in self.data if its == kind)


def recall(memo: Memo, name: str, inputs: object, value: int) -> int:
    return memo.recall("numbers", name, inputs, int, lambda: value)


def build(kept: Kept, *asked: tuple[str, object, int], base: bytes = b"") -> list[int]:
    memo = Memo(kept, base)
    found = [recall(memo, *one) for one in asked]
    memo.write()
    return found


def test_the_same_inputs_give_the_value_that_was_kept():
    kept = Kept()
    build(kept, ("a", ("text", 1), 1))
    assert build(kept, ("a", ("text", 1), 2)) == [1]


def test_other_inputs_another_name_and_another_program_do_not():
    kept = Kept()
    build(kept, ("a", "text", 1))
    assert build(kept, ("a", "other text", 2)) == [2]
    assert build(kept, ("b", "other text", 3)) == [3]
    assert build(kept, ("b", "other text", 4), base=b"new") == [4]


def test_what_was_not_asked_for_is_forgotten():
    kept = Kept()
    build(kept, ("a", 1, 1), ("b", 1, 1))
    build(kept, ("b", 1, 1))
    assert kept.record_names("numbers") == {"b"}


def test_what_cannot_be_read_is_worked_out_again():
    kept = Kept()
    build(kept, ("a", 1, 1))
    kept.data["numbers", "a"] = kept.data["numbers", "a"][:KEY_LENGTH] + b"\xc1"
    assert build(kept, ("a", 1, 2)) == [2]


def test_without_records_everything_is_worked_out():
    assert recall(Memo(), "a", 1, 1) == 1
    assert recall(Memo(), "a", 1, 2) == 2
