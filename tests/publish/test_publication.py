"""The same promises at every destination: each test runs against a git branch, a folder, S3 and SFTP, all real."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.destinations import Destination, Folder, GitBranch, S3Bucket
from generator.errors import PublishError
from generator.publish.manifest import MARKER
from generator.publish.publication import Publication, publish_site

ARTICLES = {"wall.md": "articles/wall/index.html"}


class Place:
    """A destination, and its files as a visitor of the place finds them."""

    def __init__(
        self, destination: Destination, read: Callable[[], dict[str, bytes]], add: Callable[[str], None]
    ) -> None:
        self.destination = destination
        self._read = read
        self.add_foreign = add

    def files(self) -> dict[str, bytes]:
        return {path: content for path, content in self._read().items() if path != MARKER}


@pytest.fixture(params=["git", "folder", "s3", pytest.param("sftp", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return MAKERS[request.param](request, tmp_path)


@pytest.fixture(params=["s3", pytest.param("sftp", marks=pytest.mark.slow)])
def file_by_file(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A destination without transactions; test_git_branch.py and test_folder.py cut and cross the others."""
    return MAKERS[request.param](request, tmp_path)


def _git(_: pytest.FixtureRequest, tmp_path: Path) -> Place:
    bare = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)

    def clone() -> Path:
        folder = tmp_path / f"clone-{len(list(tmp_path.iterdir()))}"
        subprocess.run(["git", "clone", "-q", f"file://{bare}", str(folder)], check=True, capture_output=True)
        subprocess.run(["git", "checkout", "-q", "pages"], cwd=folder, capture_output=True, check=False)
        return folder

    def read() -> dict[str, bytes]:
        folder = clone()
        listed = [p for p in folder.rglob("*") if p.is_file() and ".git" not in p.relative_to(folder).parts]
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in listed}

    def add(path: str) -> None:
        folder = clone()
        subprocess.run(["git", "checkout", "-q", "-B", "pages"], cwd=folder, check=True)
        _write(folder / path)
        subprocess.run(["git", "add", path], cwd=folder, check=True)
        person = ["-c", "user.name=A", "-c", "user.email=a@localhost"]
        subprocess.run(["git", *person, "commit", "-qm", "by hand"], cwd=folder, check=True)
        subprocess.run(["git", "push", "-q", "origin", "pages"], cwd=folder, check=True)

    return Place(GitBranch(remote=f"file://{bare}", branch="pages"), read, add)


def _folder(_: pytest.FixtureRequest, tmp_path: Path) -> Place:
    public = tmp_path / "served" / "public"
    return Place(Folder(path=str(public), keep=("CNAME",)), lambda: _tree(public), lambda path: _write(public / path))


def _s3(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        request.getfixturevalue("monkeypatch").setenv(name, "testing")
    endpoint = request.getfixturevalue("s3_endpoint")
    client: Any = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    bucket = "b" + "".join(c for c in tmp_path.name.lower() if c.isalnum())
    client.create_bucket(Bucket=bucket)

    def read() -> dict[str, bytes]:
        listed = client.list_objects_v2(Bucket=bucket, Prefix="site/").get("Contents", [])
        return {
            entry["Key"].removeprefix("site/"): client.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
            for entry in listed
        }

    def add(path: str) -> None:
        client.put_object(Bucket=bucket, Key=f"site/{path}", Body=b"foreign")

    return Place(S3Bucket(bucket=bucket, prefix="site", endpoint=endpoint, keep=("CNAME",)), read, add)


def _sftp(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    import msgspec

    public = tmp_path / "www" / "public html"
    settings = request.getfixturevalue("ssh_server")(str(public))
    kept = msgspec.structs.replace(settings, keep=("CNAME",))
    return Place(kept, lambda: _tree(public), lambda path: _write(public / path))


MAKERS = {"git": _git, "folder": _folder, "s3": _s3, "sftp": _sftp}


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("foreign")


def _publish(site: Path, place: Place, **options: Any) -> Publication:
    return publish_site(site, options.pop("articles", ARTICLES), place.destination, site.parent, **options)


def _site_files(site: Path) -> dict[str, bytes]:
    return {path: content for path, content in _tree(site).items() if not path.startswith(".")}


@pytest.fixture
def published(built_site: Path, place: Place) -> Iterator[Place]:
    _publish(built_site, place)
    yield place


def test_every_file_arrives_and_no_dotfile_of_ours(built_site: Path, place: Place) -> None:
    assert _publish(built_site, place).sent
    arrived = place.files()
    assert {path: arrived.get(path) for path in _site_files(built_site)} == _site_files(built_site)
    assert set(arrived) - set(_site_files(built_site)) <= {".nojekyll", "_headers"}


def test_nothing_is_sent_when_nothing_changed(built_site: Path, published: Place) -> None:
    again = _publish(built_site, published)
    assert not again.sent
    assert again.changes.unchanged >= len(_site_files(built_site))


def test_an_edit_sends_one_file_and_a_removed_page_goes(built_site: Path, published: Place) -> None:
    (built_site / "index.html").write_text("<!doctype html><p>edited")
    (built_site / "articles/wall/index.html").unlink()
    done = _publish(built_site, published, articles={}, max_deletes=1)
    assert [file.path for file in done.changes.changed] == ["index.html"]
    assert done.changes.removed == ("articles/wall/index.html",)
    arrived = published.files()
    assert arrived["index.html"] == b"<!doctype html><p>edited"
    assert "articles/wall/index.html" not in arrived


def test_a_dry_run_sends_nothing(built_site: Path, place: Place) -> None:
    would = _publish(built_site, place, dry_run=True)
    assert not would.sent
    assert len(would.changes.added) >= len(_site_files(built_site))
    assert place.files() == {}


def test_too_many_removals_are_refused(built_site: Path, published: Place) -> None:
    before = published.files()
    (built_site / "articles/wall/index.html").unlink()
    (built_site / "static/site.0123abcd.css").unlink()
    with pytest.raises(PublishError, match=r"2 of . published files would be removed, more than 25%"):
        _publish(built_site, published, articles={})
    assert published.files() == before


def test_a_place_that_is_somebody_elses_is_refused(built_site: Path, place: Place) -> None:
    place.add_foreign("theirs.html")
    with pytest.raises(PublishError, match=r"files that Sayso didn't publish.*“theirs.html”"):
        _publish(built_site, place)
    assert set(place.files()) == {"theirs.html"}


def test_a_foreign_file_that_came_later_and_is_not_listed_is_never_lost(built_site: Path, published: Place) -> None:
    """Where the place is replaced whole that means to refuse; where files go one by one nothing touches it."""
    published.add_foreign("verification.txt")
    (built_site / "index.html").write_text("<!doctype html><p>edited")
    try:
        _publish(built_site, published)
    except PublishError as error:
        assert "“verification.txt”" in str(error)
        assert "`keep`" in (error.hint or "")
    assert published.files()["verification.txt"] == b"foreign"


def test_a_foreign_folder_that_is_listed_stays(built_site: Path, place: Place) -> None:
    kept = Place(replace(place.destination, keep=(".well-known/",)), place._read, place.add_foreign)
    kept.add_foreign(".well-known/acme.txt")
    for text in ("first", "second"):
        (built_site / "index.html").write_text(f"<!doctype html><p>{text}")
        assert _publish(built_site, kept).sent
        assert kept.files()[".well-known/acme.txt"] == b"foreign"


def test_a_foreign_file_that_is_listed_stays(built_site: Path, published: Place) -> None:
    published.add_foreign("CNAME")
    (built_site / "index.html").write_text("<!doctype html><p>edited")
    _publish(built_site, published)
    assert published.files()["CNAME"] == b"foreign"


def test_a_page_that_moved_leaves_a_redirect_that_lasts(built_site: Path, published: Place) -> None:
    (built_site / "articles/wall").rename(built_site / "articles/east-wall")
    moved = {"wall.md": "articles/east-wall/index.html"}
    for _ in range(2):
        _publish(built_site, published, articles=moved, max_deletes=1)
        arrived = published.files()
        assert arrived["_redirects"] == b"/articles/wall/ /articles/east-wall/ 301\n"
        assert b'href="../east-wall/index.html"' in arrived["articles/wall/index.html"]


def test_what_was_damaged_in_a_cut_is_repaired(
    built_site: Path, file_by_file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks after the first file of each kind; the next run makes the place whole."""
    from generator.publish import sending

    _publish(built_site, file_by_file)
    (built_site / "index.html").write_text("<!doctype html><p>second")
    (built_site / "static/site.0123abcd.css").write_text("p { margin: 1em }")
    real = sending._check_still_ours
    calls = iter([None, "cut"])

    def cut(remote: sending.Remote, run: str) -> None:
        if next(calls, None) == "cut":
            raise PublishError("the connection was cut")
        real(remote, run)

    monkeypatch.setattr(sending, "_check_still_ours", cut)
    with pytest.raises(PublishError, match="cut"):
        _publish(built_site, file_by_file)
    half = file_by_file.files()
    assert half["static/site.0123abcd.css"] == b"p { margin: 1em }", "assets go first"
    assert half["index.html"] != b"<!doctype html><p>second"
    monkeypatch.setattr(sending, "_check_still_ours", real)
    assert _publish(built_site, file_by_file).sent
    assert {path: file_by_file.files().get(path) for path in _site_files(built_site)} == _site_files(built_site)


def test_nothing_is_removed_unless_all_that_was_sent_is_there(
    built_site: Path, file_by_file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody spoils a page between its upload and the look at it; the next run makes the place whole."""
    from generator.publish import sending

    _publish(built_site, file_by_file)
    (built_site / "index.html").write_text("<!doctype html><p>second")
    (built_site / "articles/wall/index.html").unlink()
    real = sending._already_there

    def spoil(remote: sending.Remote, *rest: Any) -> set[str]:
        put = remote.put

        def put_and_spoil(files: Any) -> None:
            put(files)
            file_by_file.add_foreign("index.html")

        monkeypatch.setattr(remote, "put", put_and_spoil)
        return real(remote, *rest)

    monkeypatch.setattr(sending, "_already_there", spoil)
    with pytest.raises(PublishError, match=r"1 files did not arrive as they were sent, such as “index.html”"):
        _publish(built_site, file_by_file, articles={}, max_deletes=1)
    assert "articles/wall/index.html" in file_by_file.files()
    monkeypatch.setattr(sending, "_already_there", real)
    assert _publish(built_site, file_by_file, articles={}, max_deletes=1).sent
    assert file_by_file.files() == _site_files(built_site)


def test_a_bucket_serves_each_kind_with_its_type_and_time(
    built_site: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = _s3(request, tmp_path)
    (built_site / "static/icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (built_site / "static/search.00e0d389.js").write_text("search()")
    (built_site / "data").mkdir()
    (built_site / "data/articles.jsonl").write_text("{}")
    (built_site / "data/wall.tei.xml").write_text("<TEI/>")
    _publish(built_site, place)
    assert isinstance(place.destination, S3Bucket)
    import boto3

    client: Any = boto3.client("s3", endpoint_url=place.destination.endpoint, region_name="us-east-1")
    served = {}
    for path in place.files():
        head = client.head_object(Bucket=place.destination.bucket, Key=f"site/{path}")
        served[path] = head["ContentType"], head["CacheControl"]
        assert not head.get("ContentEncoding"), "gzip is left to the host"
    again, year = "public, max-age=0, must-revalidate", "public, max-age=31536000, immutable"
    assert served == {
        "index.html": ("text/html; charset=utf-8", again),
        "articles/wall/index.html": ("text/html; charset=utf-8", again),
        "static/site.0123abcd.css": ("text/css; charset=utf-8", year),
        "static/search.00e0d389.js": ("text/javascript; charset=utf-8", year),
        "static/icon.svg": ("image/svg+xml", again),
        "data/articles.jsonl": ("application/x-ndjson", again),
        "data/wall.tei.xml": ("application/tei+xml", again),
        "sitemap.xml": ("application/xml", again),
    }


def test_two_publishers_at_once_are_told_apart_and_repaired(
    built_site: Path, file_by_file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.publish import sending

    _publish(built_site, file_by_file)
    (built_site / "index.html").write_text("<!doctype html><p>mine")
    real = sending._check_still_ours
    others = iter([True])

    def interleave(remote: sending.Remote, run: str) -> None:
        if next(others, False):
            monkeypatch.setattr(sending, "_check_still_ours", real)
            (built_site / "index.html").write_text("<!doctype html><p>theirs")
            _publish(built_site, file_by_file)
        real(remote, run)

    monkeypatch.setattr(sending, "_check_still_ours", interleave)
    with pytest.raises(PublishError, match="at the same time"):
        _publish(built_site, file_by_file)
    (built_site / "index.html").write_text("<!doctype html><p>the last word")
    _publish(built_site, file_by_file)
    assert file_by_file.files()["index.html"] == b"<!doctype html><p>the last word"
