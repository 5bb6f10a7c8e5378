"""How long builds take, beside Hugo's of the same Markdown in the same run, and how that grows.

    python -m benchmarks.scale CORPUS.jsonl [-n 2000] [--distinct 840] [--grow 10] [--small]

The articles are the texts of CORPUS (lines with "text"), repeated to N, with a serial number of equal length in each first
sentence. `--distinct` of them are analysed; where analysis isn't what is measured, the store is filled with these analyses, since
the offsets are the same in each repetition. CPU seconds are of whole processes, user and system, with those they start. `--small`
shows that everything runs; its figures mean nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from generator.config import Config, default_config
from generator.model import ArticleAnalysis
from generator.pipeline import analyse_article
from generator.read.articles import read_article
from generator.store import FOLDER_NAME, Store, analysis_key

SENTENCE = "The harbour master of Osterby said that the ferry would be late.\n"
TEXT, EDITED_TEXT = '<div class="text">', '<div class="text" id="text">'
"""An edit of the article's template, which all articles' pages show."""

HUGO = """<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}
{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}"""


class Cost(Struct, frozen=True):
    """CPU and wall seconds, and the peak of memory of the largest process in MB."""

    cpu: float
    wall: float
    memory: float


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-n", "number", default=2000, show_default=True, help="How many articles.")
@click.option("--distinct", default=840, show_default=True, help="How many of them are analysed.")
@click.option("--grow", default=1, show_default=True, help="Also the phases but analysis at so many times as many.")
@click.option("--small", is_flag=True, help="A dozen articles, to see that everything runs.")
def main(corpus: Path, number: int, distinct: int, grow: int, small: bool) -> None:
    """Time builds of articles made from CORPUS: new ones, nothing new, one article, one template, more of everything."""
    if small:
        number, distinct, grow = 12, 10, 2
    with corpus.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][: min(distinct, number)]
    with tempfile.TemporaryDirectory(prefix="sayso-benchmark-") as folder:
        root = Path(folder)
        config = default_config(root / "site")
        words, bare, analyses = _analyse(config, texts)
        _time_new(root, texts, words / bare)
        _fill(config, texts, analyses, number)
        time.sleep(3)  # until the files are old enough for their stamps to be trusted
        hugo = _time_hugo(root / "hugo", config)
        full = _build(config)
        _row("everything but analysis, wall s", full.wall, hugo.wall, "Hugo's wall")
        _row("everything but analysis, peak MB", full.memory, 400, "the limit", 1)
        idle = _build(config)
        _row("nothing to do, CPU s (bar: 0.35)", idle.cpu, hugo.cpu, "Hugo's CPU", 0.25)
        _time_edit(root / "one", config, texts[1], hugo)
        template = _time_template(config)
        _row("the article template, wall s", template.wall, hugo.wall, "Hugo's wall", 2.5)
        if grow > 1:
            large = default_config(root / "large")
            _fill(large, texts, analyses, number * grow)
            grown = _build(large)
            _row(f"{grow} times as many: CPU s", grown.cpu, full.cpu, "the CPU of once as many", 1.1 * grow)
            _row(f"{grow} times as many: peak MB", grown.memory, full.memory, "the peak of once as many", 1.5)


def _time_new(root: Path, texts: list[str], bare: float) -> None:
    """Builds of articles that no store knows; `bare` is what nlp.pipe alone does, in words a CPU second."""
    part = texts[: max(1, len(texts) // 10)]
    few = time_new_build(root / "few", part, jobs=1)
    alone = time_new_build(root / "alone", texts, jobs=1)
    both = time_new_build(root / "both", texts, jobs=2)
    words = sum(len(text.split()) for text in texts)
    _row("analysis: words a CPU second, build --jobs 1", words / alone.cpu, bare, "bare nlp.pipe", 0.55)
    growth = len(texts) / len(part)
    _row(f"analysis of {growth:.3g} times as many, CPU s", alone.cpu, few.cpu, "once as many", 1.05 * growth)
    _row("--jobs 1, wall s", alone.wall, both.wall, "--jobs 2", 1.7)


def _time_edit(root: Path, config: Config, text: str, hugo: Cost) -> None:
    """An article, of `text`, is edited: first without the last phases, as a preview builds, then with them.

    What a site of that article alone costs, in `root`, is that of the program, the loading of the pipeline and the analysis.
    """
    one = default_config(root)
    write_article(one, 1, text)
    _edit(one)
    alone = _preview(one).cpu
    _preview(config)
    time.sleep(3)
    _edit(config)
    beyond = _preview(config).cpu - alone
    _row("one article, CPU s beyond it alone (bar: 0.6)", beyond, hugo.cpu, "Hugo's CPU")
    last = _build(config).cpu - beyond
    _row("the last phases after it, CPU s (bar: 8)", last, hugo.cpu, "Hugo's CPU")


def _preview(config: Config) -> Cost:
    """A build without the last phases, into a folder of its own."""
    command = "import sys; from pathlib import Path; from msgspec.structs import replace; "
    command += "from generator.config import default_config; from generator.pipeline import build_site; "
    command += "config = default_config(Path(sys.argv[1])); "
    command += "build_site(replace(config, output=config.root / 'preview'), preview=True)"
    return _time(config.root, sys.executable, "-c", command, str(config.root))


def _time_template(config: Config) -> Cost:
    templates = config.root / "own" / "pages"
    templates.mkdir(parents=True)
    shipped = Path(__file__).parent.parent / "site_templates" / "pages" / "article.html"
    (templates / "article.html").write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    (config.root / "sayso.toml").write_text('[folders]\ntemplates = "own"\n')
    _build(config)  # as the setting is a new one
    time.sleep(3)
    text = shipped.read_text(encoding="utf-8")
    assert TEXT in text
    (templates / "article.html").write_text(text.replace(TEXT, EDITED_TEXT), encoding="utf-8")
    return _build(config)


def _row(name: str, value: float, other: float, of: str, bar: float | None = None) -> None:
    limit = f"  (bar: {bar:g})" if bar is not None else ""
    click.echo(f"{name:56} {value:9.2f}   {value / other:7.2f} x {of} ({other:.2f}){limit}")


def _text(number: int, text: str) -> str:
    return f"# No {number:06}: {text.strip()}\n"


def write_article(config: Config, number: int, text: str) -> Path:
    """Makes `text`, with its number, an article of the site."""
    config.content.mkdir(parents=True, exist_ok=True)
    path = config.content / f"article-{number:06}.md"
    path.write_text(_text(number, text), encoding="utf-8")
    return path


def _analyse(config: Config, texts: list[str]) -> tuple[int, float, list[ArticleAnalysis]]:
    """The words of `texts`, the CPU seconds that the bare pipeline takes for them, and their analyses."""
    import spacy

    nlp = spacy.load(config.pipeline)
    started = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    bare = time.process_time() - started
    analyses = []
    for text in texts:
        analysis = analyse_article(
            read_article(write_article(config, 0, text), config.content), config.pipeline, config.source_bound
        )
        if not isinstance(analysis, ArticleAnalysis):
            raise analysis
        analyses.append(analysis)
    return sum(len(text.split()) for text in texts), bare, analyses


def _fill(config: Config, texts: list[str], analyses: list[ArticleAnalysis], number: int) -> None:
    store = Store(config.root / FOLDER_NAME, analysis_key(config.pipeline, config.source_bound))
    for i in range(number):
        article = read_article(write_article(config, i, texts[i % len(texts)]), config.content)
        store.write_analysis(article, analyses[i % len(texts)])
    store.close()


def time_new_build(root: Path, texts: list[str], *, jobs: int) -> Cost:
    """What the first build of a new site of `texts` costs."""
    config = default_config(root)
    for number, text in enumerate(texts):
        write_article(config, number, text)
    return _build(config, "--jobs", str(jobs))


def _edit(config: Config) -> None:
    with (config.content / "article-000001.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{SENTENCE}")


def make_hugo_site(root: Path, config: Config) -> Path:
    """The same articles for Hugo with one layout and no theme, each a page, and a list of all; its content folder."""
    (root / "layouts" / "_default").mkdir(parents=True)
    (root / "hugo.toml").write_text('disableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n')
    for name in ("single.html", "list.html"):
        (root / "layouts" / "_default" / name).write_text(HUGO)
    content = root / "content"
    content.mkdir()
    for path in config.content.iterdir():
        headline, _, body = path.read_text(encoding="utf-8").removeprefix("# ").partition("\n")
        (content / path.name).write_text(f"---\ntitle: {json.dumps(headline)}\n---\n{body}", encoding="utf-8")
    return content


def _time_hugo(root: Path, config: Config) -> Cost:
    make_hugo_site(root, config)
    program = Path(sys.executable).with_name("hugo")
    return _time(root, str(program), "build", "--quiet")


def _build(config: Config, *options: str) -> Cost:
    return _time(config.root, sys.executable, "-m", "generator", "build", "--quiet", *options)


def _time(folder: Path, *command: str) -> Cost:
    """Run `command` in `folder`; what it costs is its own and that of the processes it waits for (see `cost`)."""
    package = str(Path(__file__).resolve().parent.parent)
    result = folder / "cost.json"
    measured = (sys.executable, "-m", "benchmarks.cost", str(result), *command)
    code = subprocess.run(measured, cwd=folder, env={**os.environ, "PYTHONPATH": package}, check=False).returncode
    if code:
        raise click.ClickException(f"{' '.join(command)} ended with {code}")
    return msgspec.json.decode(result.read_bytes(), type=Cost)


if __name__ == "__main__":
    main()
