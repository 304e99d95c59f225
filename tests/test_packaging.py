"""Content of the wheel, which works where there is no checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from tiny_project import write_tree

ROOT = Path(__file__).parents[1]


def built(target: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from the checkout with the build backend that is installed."""
    return built(tmp_path_factory.mktemp("wheel"))


def test_two_builds_are_the_same_bytes(wheel, tmp_path):
    assert built(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_templates_and_profiles_and_no_backends(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "docgen/templates/attention_backends.md.j2" in names
    assert "docgen/templates/partials/table.md.j2" in names
    assert "docgen/py.typed" in names
    assert [name for name in names if name.startswith("docgen/profiles/")] == [
        f"docgen/profiles/{path.name}" for path in sorted((ROOT / "docgen/profiles").glob("*.toml"))
    ]
    assert {name.split("/")[0] for name in names} == {"docgen", "attention_docgen-0.1.0.dist-info"}


def test_the_templates_come_out_of_the_wheel(wheel, tmp_path):
    """Unpacked beside nothing else, the package builds a page; what it depends on comes from this environment."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "unpacked")
    project = write_tree(tmp_path / "project")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")}
    code = "import sys, docgen; print(docgen.__file__); from docgen.cli.main import main; sys.exit(main(['build']))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(str(tmp_path / "unpacked"))
    assert (project / "docs/shapes.md").is_file()


@pytest.mark.network
@pytest.mark.slow
def test_the_wheel_installs_and_runs_outside_the_checkout(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "-q", wheel], check=True, cwd=tmp_path)
    project = write_tree(tmp_path / "project")
    for command in ("show", "build", "check"):
        result = subprocess.run(
            [scripts / "docgen", command], cwd=project, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
    assert "CIRCLE" in (project / "docs/shapes.md").read_text()
