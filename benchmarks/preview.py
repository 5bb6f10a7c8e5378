"""How long a preview takes from a save to the signal that reloads the page, beside `hugo server` in the same run.

    python -m benchmarks.preview CORPUS.jsonl [-n 2000] [--distinct 40] [--rounds 3] [--small]

The articles are the texts of CORPUS (lines with "text"), repeated to N. `--distinct` of them are analysed; the store is filled with
these analyses. One of about 650 words is edited again and again, a new sentence each time: first each time once the whole build of
the save before is done, then while it goes on. The first save of all isn't counted, as it may still wait for the pipeline. Each
round also times the analysis of that text alone, by a pipeline that is loaded already, as the preview's is. Medians of all rounds;
the bars are those for N = 2,000.

Seconds are those of a clock, and of the processors (user and system, of the server and all its processes), which a busy machine
changes less; the latter only where Linux tells them. `--small` shows that everything runs; its figures mean nothing.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import queue
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from benchmarks.scale import _fill, _text, make_hugo_site
from generator.config import Config, default_config
from generator.model import ArticleAnalysis
from generator.pipeline import analyse_article
from generator.read.articles import read_article

WORDS = 650
LIMIT = 600.0
"""So many seconds are waited for anything."""


class Cost(Struct, frozen=True):
    """Seconds by the clock and of the processors."""

    wall: float
    cpu: float


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-n", "number", default=2000, show_default=True, help="How many articles.")
@click.option("--distinct", default=40, show_default=True, help="How many of them are analysed.")
@click.option("--rounds", default=3, show_default=True, help="How many edits of each kind.")
@click.option("--small", is_flag=True, help="A dozen articles, to see that everything runs.")
def main(corpus: Path, number: int, distinct: int, rounds: int, small: bool) -> None:
    """Time edits of one article among N in a preview of articles made from CORPUS."""
    if small:
        number, distinct, rounds = 12, 2, 1
    with corpus.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    texts.sort(key=lambda text: abs(len(text.split()) - WORDS))
    edited, texts = texts[0], sorted(texts[: min(distinct, number)], key=len)
    with tempfile.TemporaryDirectory(prefix="sayso-benchmark-") as folder:
        config = default_config(Path(folder, "site"))
        config.content.mkdir(parents=True)
        analyses = [_analyse(config, text)[0] for text in texts]
        _fill(config, texts, analyses, number)
        article = config.content / f"article-{texts.index(edited):06}.md"
        click.echo(f"{number:,} articles, one of {len(edited.split())} words edited {rounds} + {rounds} times")
        times, alone, busy = [], [], []
        with _sayso(config, f"articles/{article.stem}/index.html") as (process, signal, rest, forget):
            _round(article, 2 * rounds, process, signal)
            rest()
            for n in range(rounds):
                times.append(_round(article, n, process, signal))
                rest()  # of the build that follows: what it does must not be in the next round's time
                alone.append(_analyse(config, _edited(edited, n))[1])
            for n in range(rounds, 2 * rounds):
                forget()
                busy.append(_round(article, n, process, signal))
                time.sleep(1)  # so that the build of the rest is under way
        hugo_article = make_hugo_site(Path(folder, "hugo"), config) / article.name
        hugo_times = []
        with _hugo(Path(folder, "hugo")) as (process, signal):
            for n in range(rounds):
                time.sleep(1)
                hugo_times.append(_round(hugo_article, n, process, signal))
    hugo = _median(hugo_times)
    whole, analysis = _median(times), _median(alone)
    _row("save to reload signal (bar: 0.5)", whole, hugo)
    _row("the analysis of that article alone", analysis, hugo)
    _row(
        "save to reload signal beyond it (bar: 0.15)", Cost(whole.wall - analysis.wall, whole.cpu - analysis.cpu), hugo
    )
    _row("the same while the build before goes on", _median(busy), hugo)
    _row("hugo server, save to reload signal", hugo, hugo)


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(cost.wall for cost in costs), statistics.median(cost.cpu for cost in costs))


def _row(name: str, value: Cost, hugo: Cost) -> None:
    ratio = f"{value.wall / hugo.wall:7.2f} x hugo server's ({hugo.wall:.3f} s)"
    click.echo(f"{name:46} {value.wall:7.3f} s {ratio}   {value.cpu:7.3f} s CPU")


def _cpu(process: int) -> float:
    """The seconds that `process` and all that it began, and that still run, have had of the processors; nan where nobody says."""
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(status.parent.name))
    nanoseconds, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        waiting += parents.get(one, [])
        for thread in Path(f"/proc/{one}/task").glob("*/schedstat"):
            with suppress(OSError):
                nanoseconds += int(thread.read_text().split()[0])
    return nanoseconds / 1e9 if nanoseconds else float("nan")


def _edited(text: str, number: int) -> str:
    return f"{text.strip()}\n\nThe harbour master of Osterby said that ferry {number} would be late.\n"


def _analyse(config: Config, text: str) -> tuple[ArticleAnalysis, Cost]:
    """The analysis of an article with `text`, and the seconds it took."""
    path = config.root / "alone.md"
    path.write_text(_text(0, text), encoding="utf-8")
    article = read_article(path, config.root)
    started, began = time.perf_counter(), time.process_time()
    analysis = analyse_article(article, config.pipeline)
    cost = Cost(time.perf_counter() - started, time.process_time() - began)
    if not isinstance(analysis, ArticleAnalysis):
        raise analysis
    return analysis, cost


def _round(article: Path, number: int, process: int, signal: Callable[[], None]) -> Cost:
    """Save `article` with another sentence, as editors save; what `process` and the clock need until `signal` has come."""
    new = article.with_name(f".{article.name}.new")
    base = re.sub(r"\n+The harbour master of Osterby said that ferry \d+.*", "\n", article.read_text(encoding="utf-8"))
    new.write_text(_edited(base, number), encoding="utf-8")
    used, started = _cpu(process), time.perf_counter()
    new.replace(article)
    signal()
    wall = time.perf_counter() - started
    return Cost(wall, _cpu(process) - used)


@contextmanager
def _sayso(
    config: Config, page: str
) -> Iterator[tuple[int, Callable[[], None], Callable[[], object], Callable[[], None]]]:
    """A preview. Gives its process, what waits for the signal that `page` changed, what then waits for the rest of the build, and
    what forgets all signals so far."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    command = [sys.executable, "-u", "-m", "generator", "serve"]
    with subprocess.Popen(
        command, cwd=config.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            ready = (re.match(r"Live preview: http://([\d.]+):(\d+)/", line) for line in process.stdout)
            host, port = next(found for found in ready if found).groups()
            connection = http.client.HTTPConnection(host, int(port))
            connection.request("GET", "/_sayso/events?since=1")
            response = connection.getresponse()
            told: queue.Queue[str] = queue.Queue()
            threading.Thread(target=lambda: [told.put(line.decode()) for line in response], daemon=True).start()

            def rest() -> dict[str, Any]:
                while not (line := told.get(timeout=LIMIT)).startswith("data: "):
                    pass
                news: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return news

            def signal() -> None:
                while page not in (rest()["changed"] or ()):
                    pass

            def forget() -> None:
                with suppress(queue.Empty):
                    while True:
                        told.get_nowait()

            rest()  # what is told to every new page
            yield process.pid, signal, rest, forget
        finally:
            process.terminate()


@contextmanager
def _hugo(root: Path) -> Iterator[tuple[int, Callable[[], None]]]:
    """`hugo server`; gives its process, and what waits for its LiveReload signal (a WebSocket, RFC 6455) likewise."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = str(Path(sys.executable).with_name("hugo"))
    command = [program, "server", "--bind", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            next(line for line in process.stdout if "Web Server is available" in line)
            connection = socket.create_connection(("127.0.0.1", port))
            key = base64.b64encode(os.urandom(16)).decode()
            connection.sendall(
                f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                f"Origin: http://127.0.0.1:{port}\r\n\r\n".encode()
            )
            connection.recv(1 << 16)  # that it is a WebSocket now
            connection.settimeout(LIMIT)

            def signal() -> None:
                while b'"reload"' not in (data := connection.recv(1 << 16)):
                    if not data:
                        raise click.ClickException("hugo server closed the connection")

            yield process.pid, signal
            connection.close()
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
