"""Pages to files, as a transaction: either every file of the new site stands, or the old site does.

What changed is first written whole beside the site, in a staging folder, and forced to disk; only when every page has come are the
files moved to their places, one atomic replacement each. A build that fails on the way touches nothing; one that is killed leaves
each file whole, old or new, and the next build finishes the work. The manifest says which files are ours: it is written before the
first of them and after the last, and nothing is ever removed or replaced that it does not name.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from generator.config import shown_path
from generator.errors import OutputError
from generator.model import Page, StagedPage, StandingPage
from generator.stamps import Stamp, read_stamp

if TYPE_CHECKING:
    from concurrent.futures import Future

MANIFEST_NAME = ".sayso-manifest.json"
STAGING_NAME = ".sayso-staging"
THREADS = 32
"""Most of what they do is to wait for the disk, which can join what they wait for."""

WAITING_PAGES = 200
"""So many pages may wait in memory for the disk."""

LOCK_SECONDS = 30.0
"""How long a build waits for another that is writing to the same folder."""


class Manifest(Struct, frozen=True):
    """The files of the output folder that we wrote: by path (forward slashes) the SHA-256 of what was written.

    None stands for a file that a build was about to replace: ours, whichever content it has.
    """

    files: dict[str, str | None]
    made_by: str = "sayso"
    version: int = 1


class Written(Struct, frozen=True, kw_only=True):
    """What became of the pages: paths of those written, removed, and of the strays that were left in place.

    `files` are all pages of the site, with the SHA-256 of each.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    files: Mapping[str, str | None]


def read_manifest(output: Path) -> Manifest | None:
    """The manifest of `output`; None for a folder that does not exist or holds nothing but dotfiles.

    Raises OutputError for a folder that we did not make.
    """
    try:
        data = (output / MANIFEST_NAME).read_bytes()
    except FileNotFoundError:
        if output.is_dir() and any(not path.name.startswith(".") for path in output.iterdir()):
            raise OutputError(
                f"the output folder {shown_path(output)} holds files that Sayso did not write",
                hint="Name a new or empty folder with --output DIR, or move the files away. Nothing was touched.",
            ) from None
        return None
    except OSError as error:
        raise _output_error(error, output) from error
    try:
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise OutputError(
            f"{shown_path(output / MANIFEST_NAME)}, the list of what Sayso wrote there, is damaged",
            hint=f"If all of {shown_path(output)} is generated, remove the folder; else name another with --output DIR.",
        ) from error


def write_site(
    output: Path, pages: Iterable[Page | StandingPage], *, prune: bool = True, gone: tuple[str, ...] = ()
) -> Written:
    """Make `output` hold `pages`. Files that are the same already are not touched.

    Strays (files of earlier builds that are no longer among the pages) are removed; without `prune` only those below the folders
    `gone`. Where someone else has changed them since, they are kept. Raises OutputError, and then the site is as it was: for a
    folder that we did not make, a file or symbolic link in the way, another build that does not end, a disk that is full or may
    not be written.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        with _lock(output):
            return _write_locked(output, pages, prune, gone)
    except OSError as error:
        raise _output_error(error, output) from error


def rewrite_pages(output: Path, stamp: Stamp, pages: Generator[StagedPage, None, None]) -> Written:
    """Replace some pages of the site that stands in `output`, and leave all others; else as `write_site`.

    `stamp` is that of the manifest, by which it is known that nothing was written meanwhile. `pages`, which `stage_pages` gives,
    are asked for once there is a folder for them, and closed before it goes; where they raise, nothing was touched. The files of
    what is returned are only theirs.
    """
    try:
        with _lock(output):
            staging = output / STAGING_NAME
            _remove_staging(staging)
            manifest = read_manifest(output)
            if manifest is None or read_stamp(output / MANIFEST_NAME) != stamp:
                raise OutputError("another build wrote to the site meanwhile", hint="Build again. Nothing was touched.")
            try:
                new, staged = _stage(output, staging, pages, manifest.files)
                if staged:
                    _write_manifest(output, staging, {**manifest.files, **dict.fromkeys(staged)})
                    _replace(output, staging, staged)
                    _write_manifest(output, staging, {**manifest.files, **new})
            finally:
                pages.close()
                _remove_staging(staging)
            return Written(written=tuple(staged), removed=(), kept=(), files=new)
    except OSError as error:
        raise _output_error(error, output) from error


def _write_locked(output: Path, pages: Iterable[Page | StandingPage], prune: bool, gone: tuple[str, ...]) -> Written:
    staging = output / STAGING_NAME
    _remove_staging(staging)
    old = read_manifest(output)
    owned = dict(old.files) if old else {}
    try:
        new, staged = _stage(output, staging, pages, owned)
        strays = sorted(owned.keys() - new.keys())
        if staged:
            _write_manifest(output, staging, {**owned, **new, **dict.fromkeys(staged)})
        _replace(output, staging, staged)
        doomed = [path for path in strays if prune or path.startswith(gone)]
        removed, kept = _prune(output, doomed, owned)
        kept = sorted({*kept, *(path for path in strays if path not in doomed)})
        final = Manifest({**{path: owned[path] for path in kept}, **new})
        if staged or final != old:
            _write_manifest(output, staging, final.files)
    finally:
        _remove_staging(staging)
    return Written(written=tuple(staged), removed=tuple(removed), kept=tuple(kept), files=new)


def _stage(
    output: Path, staging: Path, pages: Iterable[Page | StandingPage | StagedPage], owned: Mapping[str, str | None]
) -> tuple[dict[str, str | None], dict[str, int | str]]:
    """The digest of each page by its path, and of each that differs from what stands what its staged file is called.

    To hash a page, to write it and to force it to disk is left to threads, where most of it doesn't keep Python from going on.
    Renames are not forced: after a power cut each file is the old or the new one, and the next build sees which.
    """
    from concurrent.futures import ThreadPoolExecutor  # dear to import, where nothing is written

    staging.mkdir()
    new: dict[str, str | None] = {}
    staged: dict[str, int | str] = {}
    waiting: deque[tuple[str, int, Future[tuple[str, bool]]]] = deque()

    def settle(most: int) -> None:
        while len(waiting) > most:
            path, number, future = waiting.popleft()
            new[path], differs = future.result()
            if differs:
                staged[path] = number

    with ThreadPoolExecutor(THREADS) as pool:
        for number, page in enumerate(pages):
            if page.path in new:
                raise OutputError(
                    f"two pages want the same file {page.path}", hint="Give one of the articles another slug."
                )
            if isinstance(page, StandingPage):  # it isn't written, and its path was looked at when it was
                new[page.path] = page.digest
                continue
            if isinstance(page, StagedPage):
                if page.path not in owned:
                    raise OutputError(f"{page.path} was not written by Sayso", hint="Build again. Nothing was touched.")
                new[page.path] = page.digest
                if page.file is not None:
                    staged[page.path] = page.file
                continue
            _check_path(page.path)
            new[page.path] = None  # in the order in which they came
            file = staging / str(number)
            waiting.append((page.path, number, pool.submit(_stage_page, output, file, page, page.path in owned)))
            settle(WAITING_PAGES)
        settle(0)
    return new, staged


def stage_pages(output: Path, name: str, pages: Sequence[Page]) -> list[StagedPage]:
    """Write those of `pages` that differ from what stands in `output` beside it, to files whose names begin with `name`.

    For the processes that make pages for `rewrite_pages`. All must be ours already. All are written before the first is forced to
    disk, which then has most of them. Raises OutputError or OSError.
    """
    staged = []
    for number, page in enumerate(pages):
        _check_path(page.path)
        digest, file = hashlib.sha256(page.content).hexdigest(), None
        if not _stands(output, page, ours=True):
            file = f"{name}-{number}"
            with (output / STAGING_NAME / file).open("wb") as opened:
                opened.write(page.content)
        staged.append(StagedPage(path=page.path, digest=digest, file=file))
    for one in staged:
        if one.file is not None:
            _sync_file(output / STAGING_NAME / one.file)
    return staged


def _stage_page(output: Path, file: Path, page: Page, ours: bool) -> tuple[str, bool]:
    """The digest of `page`, and whether it differs from what stands; then it has been written to `file`."""
    digest = hashlib.sha256(page.content).hexdigest()
    if _stands(output, page, ours):
        return digest, False
    with file.open("wb") as opened:
        opened.write(page.content)
        opened.flush()
        os.fsync(opened.fileno())
    return digest, True


def _check_path(path: str) -> None:
    """Reading refuses slugs that escape; this is the last door, for whatever else makes paths."""
    parts = path.split("/")
    if "\0" in path or "\\" in path or any(part in ("", ".", "..") for part in parts) or parts[0].startswith(".sayso"):
        raise OutputError(f"{path!r} is no path inside the output folder", hint="Nothing was written; mend the slug.")


def _stands(output: Path, page: Page, ours: bool) -> bool:
    """Whether the file of `page` holds its content already. Raises OutputError where it may not be replaced."""
    target = output / page.path
    path, size = str(output), 0
    for part in page.path.split("/"):
        path = f"{path}/{part}"
        try:
            status = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        if stat.S_ISLNK(status.st_mode):
            raise OutputError(
                f"{shown_path(Path(path))} is a symbolic link: Sayso would write outside the output folder",
                hint="Remove the link, and build again. Nothing was touched.",
            )
        if stat.S_ISDIR(status.st_mode) == (len(path) == len(str(target))):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "a file"
            raise OutputError(
                f"{shown_path(Path(path))} is {what}, and stands in the way of {page.path}",
                hint="Move it away, and build again. Nothing was touched.",
            )
        size = status.st_size
    if size == len(page.content) and target.read_bytes() == page.content:
        return True
    if not ours:
        raise OutputError(
            f"{shown_path(target)} was not written by Sayso, and the site has a page of that name",
            hint="Move it away, and build again. Nothing was touched.",
        )
    return False


def _replace(output: Path, staging: Path, staged: Mapping[str, int | str]) -> None:
    for path, name in staged.items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (staging / str(name)).replace(target)


def _prune(output: Path, strays: list[str], owned: dict[str, str | None]) -> tuple[list[str], list[str]]:
    """Remove what is ours and has not been changed since; the paths removed, and those kept."""
    removed, kept = [], []
    for path in strays:
        target = output / path
        parents = [output / parent for parent in PurePosixPath(path).parents][:-1]
        if any(parent.is_symlink() for parent in parents) or target.is_symlink() or not target.is_file():
            continue  # gone, or no longer what we wrote
        digest = owned[path]
        if digest is not None and hashlib.sha256(target.read_bytes()).hexdigest() != digest:
            kept.append(path)
            continue
        target.unlink()
        removed.append(path)
        for parent in parents:
            try:
                parent.rmdir()
            except OSError:
                break  # something else stands in it
    return removed, kept


def _write_manifest(output: Path, staging: Path, files: dict[str, str | None]) -> None:
    temporary = staging / "manifest"
    temporary.write_bytes(
        msgspec.json.format(msgspec.json.encode(Manifest(dict(sorted(files.items())))), indent=1) + b"\n"
    )
    _sync_file(temporary)
    temporary.replace(output / MANIFEST_NAME)


def _sync_file(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _remove_staging(staging: Path) -> None:
    if staging.is_symlink():
        staging.unlink()
    elif staging.exists():
        import shutil

        shutil.rmtree(staging)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Keep other builds from writing to `folder`; the lock is on the folder itself, so that a killed build leaves none behind."""
    if sys.platform == "win32":  # folders cannot be locked there
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise OutputError(
                        f"another build is writing to {shown_path(folder)}",
                        hint="Wait until it has ended, and build again. Nothing was touched.",
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def _output_error(error: OSError, output: Path) -> OutputError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    what = "there is no room left for" if full else "cannot write to"
    hint = "Make room" if full else "Make the folder writable, or name another with --output DIR"
    where = shown_path(Path(error.filename)) if isinstance(error.filename, str) else shown_path(output)
    return OutputError(
        f"{what} the output folder {shown_path(output)}: {error.strerror} ({where})",
        hint=f"{hint}, and build again; that also finishes what was begun.",
    )
