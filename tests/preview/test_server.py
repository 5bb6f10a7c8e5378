"""The preview over real sockets on loopback: what is served, what is refused, and what a browser is told."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SITE = """
import signal, sys, time
from pathlib import Path
from generator.errors import ConfigError
from generator.preview.problems import Problem
from generator.preview.server import Built, serve

source = Path(sys.argv[1])
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background, or under nohup, has
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # them ignored, and so would a child

def builder(folder, touched, overtaken):
    text = (source / "page.txt").read_text()
    if "broken" in text:
        raise ConfigError("nothing works", path=str(source / "page.txt"), line=3, column=7, hint="Mend it.")
    if "crash" in text:
        raise ZeroDivisionError("oops")
    (folder / "deep").mkdir(parents=True, exist_ok=True)
    if "slow" in text:
        print("building", flush=True)
        time.sleep(60)
    policy = '<meta http-equiv="Content-Security-Policy" '
    policy += 'content="default-src \\'none\\'; script-src \\'none\\'; img-src \\'self\\'">'
    (folder / "index.html").write_text(f"<html><head>{policy}</head><body>{text}</body></html>")
    (folder / "deep" / "index.html").write_text("<p>no body end tag")
    (folder / "404.html").write_text("<body>nowhere</body>")
    (folder / "style.css").write_text("p {}")
    (folder / ".hidden").write_text("secret")
    problems = (Problem(where="a.md:2:1", message="no headline", hint="Add one."),) if "problem" in text else ()
    changed = ("deep/index.html",) if "deep only" in text else None
    yield Built(problems=problems, base_path=sys.argv[2], watch=(source,), changed=changed)
    if "two steps" in text:
        (folder / "deep" / "index.html").write_text("the second step")
        yield Built(base_path=sys.argv[2], watch=(source,), changed=("deep/index.html",))

port = int(sys.argv[3]) if len(sys.argv) > 3 else None
serve(builder, watch=(source,), port=port, on_ready=lambda address: print(address, flush=True))
"""


class Server:
    """A preview in a process of its own."""

    def __init__(self, source: Path, base: str = "/") -> None:
        self.source = source
        source.mkdir()
        self.write("hello")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SITE, str(source), base], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.port = int(self.address.split(":")[2].split("/")[0])

    def write(self, text: str) -> None:
        """Save `text` in one step, as editors do, so that one write is one state."""
        (self.source / ".page.txt.new").write_text(text)
        (self.source / ".page.txt.new").replace(self.source / "page.txt")

    def get(self, path: str, host: str | None = None) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers; `path` is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        connection.endheaders()
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, body, {name.lower(): value for name, value in response.getheaders()}

    def events(self, since: int | str = "") -> Iterator[dict[str, Any]]:
        """What an open page, one of the build `since`, is told, as it comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", f"/_sayso/events?since={since}")
        response = connection.getresponse()
        try:
            while line := response.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
        finally:
            connection.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path / "source")
    yield one
    one.process.terminate()  # and not kill, so that it takes its temporary folder along
    one.process.wait(30)


@pytest.fixture
def server_below(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path / "source", "/news/")
    yield one
    one.process.terminate()  # and not kill, so that it takes its temporary folder along
    one.process.wait(30)


def test_pages_come_with_the_script_and_files_without(server: Server) -> None:
    status, body, headers = server.get("/")
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "text/html; charset=utf-8", "no-store")
    script = r'hello<script src="/_sayso/preview.js" data-build="1" data-version="\w{16}" data-page="index.html"></script></body>'
    assert re.search(script, body)
    assert "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'" in body
    assert server.get("/deep/")[1].endswith("></script>")
    assert server.get("/style.css")[1] == "p {}"
    assert "EventSource" in server.get("/_sayso/preview.js")[1]


def test_folders_redirect_and_the_unknown_is_404_html(server: Server) -> None:
    assert server.get("/deep")[2]["location"] == "/deep/"
    status, body, _ = server.get("/nothing/here")
    assert status == 404
    assert body.startswith("<body>nowhere<script")


@pytest.mark.parametrize(
    "path",
    [
        "/../page.txt", "/%2e%2e/page.txt", "/%252e%252e/page.txt", "/deep/..%2f..%2fsource/page.txt", "/..%5cpage.txt",
        "/%00", "/deep%00.html", "//etc/passwd", "/%2fetc/passwd", "/.hidden", "/deep/../.hidden", "//example.org/..",
        "/%c0%ae%c0%ae/page.txt", "/index.html/", "/index.html/page", "/" + "long" * 100, "/" + "deep/" * 2000,
    ],
    ids=lambda path: path[:40],
)  # fmt: skip
def test_nothing_outside_the_site_is_served(path: str, server: Server) -> None:
    status, body, headers = server.get(path)
    assert status == 404
    assert "nowhere" in body
    assert "location" not in headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
def test_other_hosts_are_refused(host: str, server: Server) -> None:
    assert server.get("/", host=host or " ")[0] == 400
    assert server.get("/_sayso/events", host=host or " ")[0] == 400


def test_localhost_is_served(server: Server) -> None:
    assert server.get("/", host=f"localhost:{server.port}")[0] == 200


def test_a_change_is_told_built_and_shown(server: Server) -> None:
    events = server.events()
    assert next(events) == {"build": 1, "problems": [], "changed": None}
    for number in range(5):  # a burst, in which a busy machine may leave gaps: how often it is told says test_watch.py
        (server.source / "page.txt").write_text(f"version {number}")
    for told in events:
        assert told["problems"] == []
        if "version 4" in server.get("/")[1]:  # the last state wins
            break
    assert told["build"] in range(2, 12), "each write is two changes: the file is emptied, then filled"


def test_a_page_is_told_what_changed_since_it_was_built(server: Server) -> None:
    events = server.events(since=1)
    assert next(events)["changed"] == []
    server.write("deep only")
    assert next(events)["changed"] == ["deep/index.html"]
    server.write("broken")
    assert next(events)["changed"] == []
    assert next(server.events(since=1))["changed"] == ["deep/index.html"]
    server.write("anything")
    assert next(events)["changed"] is None, "then every page is reloaded"
    assert next(server.events(since="1e9"))["changed"] is None


def test_each_step_of_a_build_is_told(server: Server) -> None:
    events = server.events(since=1)
    next(events)
    server.write("two steps")
    told = [next(events)]
    if told[0]["build"] == 2:
        told.append(next(events))
        assert [news["changed"] for news in told] == [None, ["deep/index.html"]]
    assert told[-1]["build"] == 3
    assert "the second step" in server.get("/deep/")[1]


def test_a_page_that_is_not_there_waits_for_any_change(server: Server) -> None:
    assert 'data-page=""' in server.get("/nothing/here")[1]
    assert 'data-page="deep/index.html"' in server.get("/deep/")[1]


def test_errors_are_told_and_clear_and_the_last_good_site_stays(server: Server) -> None:
    events = server.events()
    next(events)
    server.write("one\ntwo\n\tbroken line\n")
    (told,) = next(events)["problems"]
    assert told["where"] == f"{server.source / 'page.txt'}:3:7"
    assert (told["message"], told["hint"]) == ("nothing works", "Mend it.")
    assert (told["source"], told["mark"]) == (" broken line", 6), "the line, as wide as it is counted"
    assert "hello" in server.get("/")[1]
    server.write("crash")
    assert "ZeroDivisionError: oops" in str(next(events)["problems"])
    server.write("problem in an article")
    (told,) = next(events)["problems"]
    assert told == {"where": "a.md:2:1", "message": "no headline", "hint": "Add one.", "source": "", "mark": None}
    server.write("fine")
    assert next(events)["problems"] == []


def test_a_site_below_a_path(server_below: Server) -> None:
    assert server_below.address.endswith("/news/")
    assert server_below.get("/")[2]["location"] == "/news/"
    assert server_below.get("/news")[2]["location"] == "/news/"
    assert server_below.get("/news/")[0] == 200
    assert server_below.get("/news/deep")[2]["location"] == "/news/deep/"
    assert server_below.get("/deep/")[0] == 404


def test_ctrl_c_ends_it_although_a_page_is_open(server: Server) -> None:
    events = server.events()
    next(events)
    server.process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    server.process.wait(10)
    assert time.monotonic() - begun < 2
    assert list(events) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("while_building", [False, True])
def test_whatever_ends_it_the_temporary_site_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, while_building: bool
) -> None:
    temporary, source = tmp_path / "temporary", tmp_path / "source"
    temporary.mkdir()
    source.mkdir()
    (source / "page.txt").write_text("slow" if while_building else "hello")
    monkeypatch.setenv("TMPDIR", str(temporary))
    process = subprocess.Popen([sys.executable, "-c", SITE, str(source), "/"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("building" if while_building else "http://")
    assert [path.name[:14] for path in temporary.iterdir()] == ["sayso-preview-"]
    time.sleep(0 if while_building else 0.5)  # until it serves
    process.send_signal(number)
    process.communicate(timeout=30)
    assert list(temporary.iterdir()) == []


def test_a_signal_that_is_lost_in_a_callback_still_ends_it(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("hello")
    lose = (
        "import contextlib, signal\n"
        "def lose(address):\n"
        "    with contextlib.suppress(SystemExit):\n"
        "        signal.raise_signal(signal.SIGTERM)\n"
    )
    site = SITE.replace("port=port", "port=port, on_begin=lose")
    done = subprocess.run([sys.executable, "-c", lose + site, str(tmp_path), "/"], check=False, timeout=30)
    assert done.returncode == 128 + signal.SIGTERM


def test_while_the_first_build_goes_on_pages_say_so_and_wait_for_it(tmp_path: Path) -> None:
    early = "port=port, on_begin=lambda address: print(address, flush=True)"
    (tmp_path / "page.txt").write_text("slow")
    command = [sys.executable, "-c", SITE.replace("port=port", early), str(tmp_path), "/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert process.stdout.readline() == "building\n"
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(address, timeout=10)
        page = answer.value.read().decode()
        assert "The first build is under way." in page
        assert "/_sayso/preview.js" in page, "it is loaded again once the site stands"
        process.terminate()


def test_only_this_machine_can_connect(server: Server) -> None:
    with socket.socket() as other, pytest.raises(OSError):
        other.settimeout(2)
        other.connect(("127.0.0.2", server.port))  # served on 127.0.0.1, not on every address


def test_a_taken_port_is_an_error_when_asked_for(tmp_path: Path, server: Server) -> None:
    (tmp_path / "other").mkdir()
    command = [sys.executable, "-c", SITE, str(tmp_path / "other"), "/", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert f"port {server.port} cannot be used: Address already in use\n  Name another with --port N" in done.stderr


def test_a_taken_port_is_passed_over_otherwise(tmp_path: Path, server: Server) -> None:
    other = Server(tmp_path / "other")
    other.process.terminate()
    other.process.wait(30)
    assert other.port != server.port
