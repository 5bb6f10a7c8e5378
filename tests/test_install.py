"""What is shipped: templates, word lists and the preview's script are found in a wheel and in an editable checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FIND = """
import generator
from pathlib import Path
from generator.preview.server import SCRIPT
from generator.render.templates import templates_folder
package = Path(generator.__file__).parent
print(package)
assert b"EventSource" in SCRIPT
assert (templates_folder() / "base.html").is_file(), templates_folder()
for path in {shipped!r}:
    assert (package / path).is_file(), path
"""


def run(*command: str, cwd: Path, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=clean | environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shipped() -> list[str]:
    """Every file of the package that git knows and that is not Python."""
    names = run("git", "ls-files", "generator", cwd=ROOT).splitlines()
    return [name.removeprefix("generator/") for name in names if not name.endswith(".py") and (ROOT / name).is_file()]


@pytest.mark.slow
@pytest.mark.parametrize("editable", [False, True], ids=["wheel", "editable"])
def test_an_installed_sayso_builds_a_site(editable: bool, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    run("git", "clone", "--quiet", "--no-local", str(ROOT), str(checkout), cwd=tmp_path)
    if editable:
        what = ["--editable", str(checkout)]
    else:
        pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index")
        run(*pip, "--wheel-dir", str(tmp_path), str(checkout), cwd=tmp_path)
        what = [str(wheel) for wheel in tmp_path.glob("sayso-*.whl")]
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    libraries = sysconfig.get_path("purelib")  # the dependencies come from here; sayso itself from the new environment
    run(
        str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", *what,
        cwd=tmp_path, PYTHONPATH=libraries,
    )  # fmt: skip
    site = tmp_path / "venv" / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (site / "dependencies.pth").write_text(libraries + "\n")
    where = run(str(python), "-P", "-c", FIND.format(shipped=shipped()), cwd=tmp_path).strip()
    assert Path(where).is_relative_to(checkout if editable else site)
    sayso = str(tmp_path / "venv" / "bin" / "sayso")
    run(sayso, "new", "made", cwd=tmp_path)
    summary = run(sayso, "build", cwd=tmp_path / "made")
    assert "The site:     output/index.html" in summary
    assert f"Live preview: {tmp_path}/venv/bin/sayso serve" in summary
