"""Real pre-commit on a scratch repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tiny_project import write_tree

from docgen.cli.main import main

MANIFEST = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"


def hooks(hook_id: str) -> str:
    """A configuration that runs a published hook with the interpreter of these tests."""
    (hook,) = (each for each in yaml.safe_load(MANIFEST.read_text()) if each["id"] == hook_id)
    command = hook["entry"].removeprefix("docgen ")
    hook |= {"language": "system", "entry": f"'{sys.executable}' -m docgen {command}"}
    return yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]})


@pytest.fixture
def run(tmp_path):
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        **{
            f"GIT_{who}_{what}": "t@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }

    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=tmp_path / "work",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.fixture
def work(tmp_path, run):
    """A repository whose documentation is true, with the check installed."""
    work = tmp_path / "work"
    write_tree(work)
    assert main(["build", "--root", str(work)]) == 0
    (work / ".pre-commit-config.yaml").write_text(hooks("docgen-check"))
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "start")):
        assert run("git", *command).returncode == 0
    installed = run(sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stdout
    return work


def commit(run) -> subprocess.CompletedProcess:
    assert run("git", "add", "--all").returncode == 0
    return run("git", "commit", "-m", "change")


def test_the_manifest_is_valid(run, work):
    result = run(sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST))
    assert result.returncode == 0, result.stdout


def test_a_change_that_the_documentation_follows_passes(run, work):
    (work / "README").write_text("new\n")
    result = commit(run)
    assert result.returncode == 0, result.stderr


def test_a_backend_that_changes_alone_fails(run, work):
    square = work / "shapes/square.py"
    square.write_text(
        f"{square.read_text()}\n    @classmethod\n    def is_round(cls):\n        return True\n"
    )
    result = commit(run)
    assert result.returncode == 1
    assert "SQUARE, Round: the docs say ❌, the code says ✅" in result.stderr


def test_a_backend_file_that_is_deleted_fails(run, work):
    (work / "shapes/square.py").unlink()
    result = commit(run)
    assert result.returncode == 1
    assert "SQUARE" in result.stderr


def test_the_build_hook_mends_the_page_and_fails_once(run, work):
    (work / ".pre-commit-config.yaml").write_text(hooks("docgen-build"))
    edited = (work / "shapes/base.py").read_text().replace("return False", "return True")
    (work / "shapes/base.py").write_text(edited)
    first = commit(run)
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stderr
    second = commit(run)
    assert second.returncode == 0, second.stderr


@pytest.mark.network
def test_the_published_hook_installs_itself(run, work, tmp_path):
    source = tmp_path / "source"
    shutil.copytree(
        MANIFEST.parent,
        source,
        ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "site", "__pycache__"),
    )
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "all")):
        assert run("git", "-C", str(source), *command).returncode == 0
    result = run(sys.executable, "-m", "pre_commit", "try-repo", str(source), "docgen-check", "--all-files")
    assert result.returncode == 0, result.stdout
