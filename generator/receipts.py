"""What the last build came to, and whether there is anything to do at all.

Nothing that analyses, renders, parses or even builds is imported, because a build with nothing to do should cost nothing. All that
was kept is checked before it is believed.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from array import array
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator import __version__
from generator.config import Config
from generator.model import BuildReport
from generator.stamps import INODE_BITS, PlainStamp, Stamp, digest_trees, read_stamp
from generator.store import FILE_NAME, FOLDER_NAME, Store
from generator.write import MANIFEST_NAME

PACKAGE = Path(__file__).resolve().parent


class WrittenStamps(Struct, frozen=True, array_like=True):
    """The stamps of a site's files, in two blocks, since taking tens of thousands of values apart would cost more than to look.

    `paths` are below the output folder, with a NUL between each two; `numbers` are each one's size, time and inode, in eight bytes.
    """

    paths: bytes
    numbers: bytes


class Inputs(Struct, frozen=True, array_like=True):
    """What all that a build depends on comes to, the `templates` apart from the rest; these are None while one isn't settled."""

    rest: bytes
    templates: bytes | None


class Receipt(Struct, frozen=True, array_like=True):
    """What a whole build came to, and of which inputs; `program` is a digest of the program (see `digest_program`)."""

    inputs: Inputs
    program: bytes
    manifest: Stamp
    report: BuildReport


class LastBuild(Struct, frozen=True):
    """The last build, which was of the same inputs but perhaps for the templates. Whether its site `stands` is another question."""

    receipt: Receipt
    stamps: WrittenStamps


def digest_inputs(config: Config, *, options: tuple[object, ...]) -> Inputs | None:
    """What all that a build depends on comes to, without reading any of it; None while a file isn't settled.

    `options` are those that change what is built. Content, templates and our own files count by their stamps, the libraries by that
    of the folder they are installed in, which changes with each installation.
    """
    pipeline = Path(config.pipeline)
    rest = digest_trees((config.content, config.baseline, PACKAGE, pipeline if pipeline.is_dir() else None))
    if rest is None:
        return None
    installed = read_stamp(Path(msgspec.__file__).parents[1])
    others = msgspec.msgpack.encode((__version__, sys.version, config, installed, options), enc_hook=str)
    # In a checkout the shipped templates stand beside the package; installed, they are inside, and count with the program.
    templates = digest_trees((config.templates, PACKAGE.parent / "site_templates"))
    return Inputs(hashlib.blake2b(rest + others, digest_size=16).digest(), templates)


def find_last_build(config: Config, inputs: Inputs | None) -> LastBuild | None:
    """The last build, if nothing but templates changed since in what it was made of."""
    found = _find_receipt(config, inputs)
    return found if found is not None and inputs is not None and found.receipt.inputs.rest == inputs.rest else None


def find_unchanged(config: Config, *, drafts: bool) -> BuildReport | None:
    """The report of a build that has nothing to do; None where there may be something.

    To be asked before what builds is even imported.
    """
    started = time.perf_counter()
    inputs = digest_inputs(config, options=(drafts, False))
    last = find_last_build(config, inputs)
    if last is None or inputs is None or inputs.templates is None or last.receipt.inputs != inputs:
        return None
    return report_again(last.receipt, started) if stands(config.output, last) else None


def _find_receipt(config: Config, inputs: Inputs | None) -> LastBuild | None:
    if inputs is None or not (config.root / FOLDER_NAME / FILE_NAME).is_file():
        return None
    store = Store(config.root / FOLDER_NAME, "")
    try:
        data, stamps = (store.read_record(kind, str(config.output)) for kind in ("receipt", "stamps"))
    finally:
        store.close()
    try:
        if data is None or stamps is None:
            return None
        return LastBuild(_RECEIPT.decode(data), _STAMPS.decode(stamps))
    except msgspec.DecodeError:
        return None


def stands(output: Path, last: LastBuild) -> bool:
    """Whether the manifest and all files of the site in `output` are those that the `last` build left, by their stamps."""
    if read_stamp(output / MANIFEST_NAME) != last.receipt.manifest:
        return False
    stamps = last.stamps
    stat = os.stat  # asked of tens of thousands of files: everything that could be left out here, is
    here, there = f"{os.getcwd()}{os.sep}", f"{output}{os.sep}"  # noqa: PTH109
    folder = os.fsencode(there.removeprefix(here))  # else the system would go the way there anew for each of them
    paths = (folder + stamps.paths.replace(b"\0", b"\0" + folder)).split(b"\0")
    numbers = iter(memoryview(stamps.numbers).cast("q"))
    try:
        for path, size, mtime_ns, inode in zip(paths, numbers, numbers, numbers, strict=True):
            found = stat(path)
            if found.st_mtime_ns != mtime_ns or found.st_size != size or found.st_ino & INODE_BITS != inode:
                return False
    except (OSError, ValueError):  # too many or few numbers, too
        return False
    return True


def report_again(receipt: Receipt, started: float) -> BuildReport:
    """The report of a build that found all as the last had left it; it was `started` by the performance counter."""
    report = receipt.report
    files = report.written + report.unchanged
    seconds = time.perf_counter() - started
    return replace(report, analysed=0, written=0, unchanged=files, removed=0, changed=(), seconds=seconds)


def read_stamps(store: Store, output: Path) -> dict[str, PlainStamp]:
    """The stamps of the site in `output` when it was last written."""
    data = store.read_record("stamps", str(output))
    try:
        return decode_stamps(_STAMPS.decode(data)) if data is not None else {}
    except (msgspec.DecodeError, ValueError):
        return {}


def decode_stamps(stamps: WrittenStamps) -> dict[str, PlainStamp]:
    """The stamp of each path. Raises ValueError where they are not as many as the paths."""
    numbers = iter(memoryview(stamps.numbers).cast("q"))
    paths = map(os.fsdecode, stamps.paths.split(b"\0"))
    return dict(zip(paths, zip(numbers, numbers, numbers, strict=True), strict=True)) if stamps.paths else {}


def encode_stamps(stamps: Mapping[str, PlainStamp]) -> bytes:
    """The stamps of the files of a site, to be kept."""
    numbers = array("q", chain.from_iterable(stamps.values()))
    return msgspec.msgpack.encode(WrittenStamps(os.fsencode("\0".join(stamps)), numbers.tobytes()))


_RECEIPT = msgspec.msgpack.Decoder(Receipt)
_STAMPS = msgspec.msgpack.Decoder(WrittenStamps)
