"""How long a preview takes from a save to the signal that reloads the page, beside `hugo server` in the same run.

    python -m benchmarks.preview CORPUS.jsonl [-n 200] [--distinct 20] [--rounds 5]

The articles are the texts of CORPUS (lines with "text"), repeated to N. `--distinct` of them are analysed; the store is filled with
these analyses. One of about 650 words is edited again and again, a new sentence each time; each round also times the analysis of
that text alone, by a pipeline that is loaded already, as the preview's is. Medians of all rounds; the bars are those for N = 2,000.
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
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from benchmarks.scale import _fill, _text, make_hugo_site
from generator.config import Config, default_config
from generator.model import ArticleAnalysis
from generator.pipeline import analyse_article
from generator.read.articles import read_article

WORDS = 650
LIMIT = 600.0
"""So many seconds are waited for anything."""


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-n", "number", default=200, show_default=True, help="How many articles.")
@click.option("--distinct", default=20, show_default=True, help="How many of them are analysed.")
@click.option("--rounds", default=5, show_default=True, help="How many edits.")
def main(corpus: Path, number: int, distinct: int, rounds: int) -> None:
    """Time edits of one article among N in a preview of articles made from CORPUS."""
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
        click.echo(f"{number:,} articles, one of {len(edited.split())} words edited {rounds} times")
        with _sayso(config) as (signal, rest):
            times, alone = [], []
            for n in range(rounds):
                times.append(_round(article, n, signal))
                rest()  # of the build that follows: what it does must not be in the next round's time
                alone.append(_analyse(config, _edited(edited, n))[1])
        hugo_article = make_hugo_site(Path(folder, "hugo"), config) / article.name
        with _hugo(Path(folder, "hugo")) as signal:
            hugo_times = []
            for n in range(rounds):
                time.sleep(1)
                hugo_times.append(_round(hugo_article, n, signal))
            hugo = statistics.median(hugo_times)
        whole, analysis = statistics.median(times), statistics.median(alone)
        _row("save to reload signal, s (bar: 0.5)", whole, hugo)
        _row("the analysis of that article alone, s", analysis, hugo)
        _row("save to reload signal beyond it, s (bar: 0.15)", whole - analysis, hugo)
        _row("hugo server, save to reload signal, s", hugo, hugo)


def _row(name: str, value: float, hugo: float) -> None:
    click.echo(f"{name:50} {value:7.3f}   {value / hugo:7.2f} x hugo server ({hugo:.3f})")


def _edited(text: str, number: int) -> str:
    return f"{text.strip()}\n\nThe harbour master of Osterby said that ferry {number} would be late.\n"


def _analyse(config: Config, text: str) -> tuple[ArticleAnalysis, float]:
    """The analysis of an article with `text`, and the seconds it took."""
    path = config.root / "alone.md"
    path.write_text(_text(0, text), encoding="utf-8")
    article = read_article(path, config.root)
    started = time.perf_counter()
    analysis = analyse_article(article, config.pipeline)
    seconds = time.perf_counter() - started
    if not isinstance(analysis, ArticleAnalysis):
        raise analysis
    return analysis, seconds


def _round(article: Path, number: int, signal: Callable[[], None]) -> float:
    """Save `article` with another sentence, as editors save; the seconds until `signal` has come."""
    new = article.with_name(f".{article.name}.new")
    base = re.sub(r"\n+The harbour master of Osterby said that ferry \d+.*", "\n", article.read_text(encoding="utf-8"))
    new.write_text(_edited(base, number), encoding="utf-8")
    started = time.perf_counter()
    new.replace(article)
    signal()
    return time.perf_counter() - started


@contextmanager
def _sayso(config: Config) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """A preview; gives what waits for the signal that an article's page changed, and what then waits for the rest of the build."""
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
                while not any(path.startswith("articles/") for path in rest()["changed"] or ()):
                    pass

            rest()  # what is told to every new page
            yield signal, rest
        finally:
            process.terminate()


@contextmanager
def _hugo(root: Path) -> Iterator[Callable[[], None]]:
    """`hugo server`; gives what waits for its LiveReload signal (a WebSocket, RFC 6455) likewise."""
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

            yield signal
            connection.close()
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
