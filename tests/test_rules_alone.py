"""Where no model can be loaded the rules do alone, and every page and report says so."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import generator.analysis
from generator.analysis.tagger.engine import MODEL_FILES, MODEL_FOLDER, load_tagger
from generator.commands.analyze import analyze
from generator.commands.check import check
from generator.commands.evaluate import evaluate
from generator.config import default_config
from generator.model import RULES_ALONE
from generator.pipeline import build_site

ARTICLE = "The weir\n\n“The weir holds,” said Tamsin Orr. A source said it would fall.\n"
SAID = "rules alone"


@pytest.fixture(params=["missing", "broken"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article, where the user stands; the model is gone, or is no model."""
    model = tmp_path / "model"
    model.mkdir()
    if request.param == "broken":
        for name in MODEL_FILES:
            (model / name).write_bytes(b"no model")
    monkeypatch.setattr(generator.analysis, "default_tagger", lambda: load_tagger(model))
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "weir.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("broken", MODEL_FILES)
def test_a_model_with_a_broken_file_is_none(tmp_path: Path, broken: str) -> None:
    for name in MODEL_FILES:
        shutil.copy(MODEL_FOLDER / name, tmp_path / name)
    assert load_tagger(tmp_path) is not None
    (tmp_path / broken).write_bytes(b"{")
    assert load_tagger(tmp_path) is None


def test_every_page_and_the_data_say_so(site: Path) -> None:
    report = build_site(default_config(site))
    assert "rules-alone" in {notice.code for notice in report.notices}
    # the page for what isn't there shows nothing of what was analysed; the rows of long lists are fetched into pages that say it
    pages = [page for page in (site / "output").rglob("*.html") if page.name != "404.html"]
    silent = [page for page in pages if "<main" in page.read_text("utf-8") and SAID not in page.read_text("utf-8")]
    assert len(pages) > 5 and not silent
    assert RULES_ALONE in (site / "output" / "data" / "articles.csv").read_text("utf-8")
    assert RULES_ALONE in (site / "output" / "articles" / "weir" / "annotations.jsonld").read_text("utf-8")


def test_every_report_says_so(site: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(check, ["content/weir.txt", *arguments])
        return result.stdout

    assert SAID in run()
    (run_of_sarif,) = json.loads(run("--format", "sarif"))["runs"]
    (invocation,) = run_of_sarif["invocations"]
    assert SAID in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert run("--format", "github").startswith("::warning title=Sayso::") and SAID in run("--format", "github")
    as_json = CliRunner().invoke(check, ["content/weir.txt", "--format", "json"])
    assert isinstance(json.loads(as_json.stdout), list) and SAID in as_json.stderr
    assert SAID in CliRunner().invoke(analyze, ["content/weir.txt"]).stdout
    (analysed,) = json.loads(CliRunner().invoke(analyze, ["content/weir.txt", "--format", "json"]).stdout)
    assert analysed["engine"] == RULES_ALONE


def test_an_evaluation_says_what_it_measured(site: Path) -> None:
    gold = site / "gold.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": ARTICLE, "attributions": []}) + "\n", encoding="utf-8")
    assert f"by {RULES_ALONE}" in CliRunner().invoke(evaluate, [str(gold)]).stdout
    assert json.loads(CliRunner().invoke(evaluate, [str(gold), "--format", "json"]).stdout)["engine"] == RULES_ALONE


def test_with_the_model_nothing_of_the_kind_is_said(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "weir.txt").write_text(ARTICLE, encoding="utf-8")
    report = build_site(default_config(tmp_path))
    assert "rules-alone" not in {notice.code for notice in report.notices}
    assert SAID not in (tmp_path / "output" / "index.html").read_text("utf-8")
