"""A tree in which all that can run would leave a canary: no command that only reads leaves one."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_project import FILES, write_tree

HERE = Path(__file__).parents[1]
SHADOWED = ("ast", "click", "docgen", "enum", "jinja2", "json", "msgspec", "rich", "tomllib", "typing")
"""Modules that a Python whose path held the tree would import from there."""
COMMANDS = (
    ("check",),
    ("check", "--format", "github"),
    ("check", "--format", "sarif"),
    ("build",),
    ("build", "--force"),
    ("show", "-v"),
    ("show", "--format", "csv"),
    ("export",),
    ("export", "--inputs"),
    ("explain", "--all", "head_size=64"),
    ("diff", "HEAD"),
    ("diff", "HEAD~1", "HEAD"),
    ("history", "HEAD~1", "HEAD"),
    ("rule",),
    ("schema",),
)


class Canaries:
    """Texts that leave a file each, if anything runs them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir()

    def shell(self, name: str) -> str:
        return f"touch {self.directory / name}"

    def python(self, name: str) -> str:
        return f"open({str(self.directory / name)!r}, 'w').close()\n"

    def expression(self, name: str) -> str:
        return f"__import__('os').system({self.shell(name)!r})"

    def template(self, name: str) -> str:
        return "{{ cycler.__init__.__globals__.os.system(" + repr(self.shell(name)) + ") }}\n"

    def left(self) -> list[str]:
        return sorted(path.name for path in self.directory.iterdir())


def hostile(root: Path, canaries: Canaries, *, configured: bool, templates: bool = False) -> None:
    """Write the tree: sources that run at their import, a configuration and templates that try to, tools' own files."""
    files = {
        name: canaries.python(name.replace("/", "-")) + text if name.endswith(".py") else text
        for name, text in FILES.items()
    }
    for name in ("conftest", "setup", "sitecustomize", "usercustomize", "manage", *SHADOWED):
        files[f"{name}.py"] = canaries.python(f"{name}.py")
        files[f"docs/{name}.py"] = canaries.python(f"docs-{name}.py")
    files["shapes/circle.py"] += "\n".join(
        [
            "",
            f"class Runs(type): {canaries.expression('metaclass')}",
            f"@(lambda cls: {canaries.expression('decorator')} or cls)",
            "class Decorated: pass",
            f"eval({canaries.expression('eval')!r})",
            f"exec({canaries.python('exec')!r})",
            "import pickle, ctypes, subprocess",
            f"subprocess.run({canaries.shell('subprocess')!r}, shell=True)",
            f"pickle.loads(b'cos\\nsystem\\n(S\"{canaries.shell('pickle')}\"\\ntR.')",
            f"def __getattr__(name): return {canaries.expression('getattr')}",
            f"def __dir__(): return [{canaries.expression('dir')}]",
            "",
        ]
    )
    probe = canaries.expression("probe")
    files["docgen.toml"] = (
        ('templates = "templates"\n' if templates else "")
        + files["docgen.toml"].replace('"cls.is_round()"', f'"""cls.is_round() or {probe}"""')
        + f'[[capability]]\nkey = "system"\nheader = "System"\nprobe = """{canaries.expression("column")}"""\n'
        + f'applies = """{canaries.expression("applies")} == 0"""\n'
        + f'[[list]]\nkey = "run"\ntitle = "Run"\nexpression = """{canaries.expression("list")}"""\n'
        + f'[defaults.assume]\n"shapes.world.other" = """{canaries.expression("assumed")}"""\n'
        + ('[[page]]\npath = "docs/own.md"\ntemplate = "own.md.j2"\n' if templates else "")
        + '[[page]]\npath = "docs/included.md"\n'
        + f'[explain]\nrefusals = ["""{canaries.expression("explain")} and []"""]\n'
        + f'[[explain.parameter]]\nname = "head_size"\ndefault = """{canaries.expression("default")}"""\n'
    )
    for name in ("own.md.j2", "templates/own.md.j2", "docs/own.md.j2"):
        files[name] = canaries.template(f"template-{name.replace('/', '-')}")
    files["docs/included.md"] = (
        "<!-- docgen:begin table=support -->\n<!-- docgen:end -->\n" + canaries.template("page")
    )
    files["pyproject.toml"] = (
        '[build-system]\nbuild-backend = "backend"\nbackend-path = ["."]\nrequires = []\n'
        '[tool.pytest.ini_options]\naddopts = "-p backend"\n[project.entry-points."docgen"]\nx = "backend:run"\n'
    )
    files["backend.py"] = canaries.python("backend")
    files["mkdocs.yml"] = (
        f"site_name: x\nhooks: [conftest.py]\nextra: !!python/object/apply:os.system [{canaries.shell('yaml')!r}]\n"
    )
    files["Makefile"] = f"all:\n\t{canaries.shell('make')}\n$(shell {canaries.shell('make-shell')})\n"
    files["x.pth"] = f"import os; os.system({canaries.shell('pth')!r})\n"
    files[".gitattributes"] = "* filter=canary diff=canary ident export-subst\n"
    if not configured:
        del files["docgen.toml"]
    write_tree(root, files)
    for tool in ("git", "less", "pager", "python", "sh"):
        path = root / tool
        path.write_text(f"#!/bin/sh\n{canaries.shell(f'tool-{tool}')}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


def committed(root: Path, canaries: Canaries) -> None:
    """Make a repository of the tree, of two commits, and only then say what git is to run."""
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], check=True)
    for number in range(2):
        (root / "note.txt").write_text(str(number))
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", str(number)], check=True)
    settings = {
        "core.fsmonitor": "fsmonitor", "core.pager": "pager", "core.editor": "editor", "core.sshCommand": "ssh",
        "core.askPass": "askpass", "diff.external": "external", "diff.canary.textconv": "textconv",
        "diff.canary.command": "diff", "filter.canary.smudge": "smudge", "filter.canary.clean": "clean",
        "filter.canary.process": "process", "tar.tar.command": "tar", "pager.log": "log", "alias.archive": "alias",
    }  # fmt: skip
    for key, name in settings.items():
        subprocess.run([*git, "config", key, canaries.shell(f"git-{name}")], check=True)
    for hook in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
        path = root / ".git/hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{canaries.shell(f'hook-{hook}')}\n")
        path.chmod(0o755)


def run(root: Path, cache: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody does who stands in the tree and has its directory on their path."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(cache),
        "PYTHONPATH": str(HERE),
        "DOCGEN_CACHE_DIR": str(cache),
    }
    command = [sys.executable, "-P", "-m", "docgen", *words]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_of_the_tree_runs(tmp_path, words):
    canaries = Canaries(tmp_path / "canaries")
    root = tmp_path / "root"
    root.mkdir()
    hostile(root, canaries, configured=True)
    committed(root, canaries)
    before = canaries.left()
    done = run(root, tmp_path / "cache", *words)
    assert canaries.left() == before == []
    assert "Traceback" not in done.stderr
    if words[0] in {"check", "export", "show"}:  # the configuration is one: what it asks for is asked
        assert done.returncode in {0, 1}, done.stderr


@pytest.mark.parametrize("words", [("check",), ("build",), ("export",)], ids=" ".join)
def test_no_template_of_the_tree_runs_code(tmp_path, words):
    canaries = Canaries(tmp_path / "canaries")
    root = tmp_path / "root"
    root.mkdir()
    hostile(root, canaries, configured=True, templates=True)
    done = run(root, tmp_path / "cache", *words)
    assert canaries.left() == []
    assert done.returncode == 2
    assert "own.md.j2" in done.stderr


def test_nothing_runs_where_a_first_configuration_is_written(tmp_path):
    canaries = Canaries(tmp_path / "canaries")
    root = tmp_path / "root"
    root.mkdir()
    hostile(root, canaries, configured=False)
    for words in (("init",), ("check",), ("build",), ("show",)):
        done = run(root, tmp_path / "cache", *words)
        assert done.returncode in {0, 1}, done.stderr
    assert canaries.left() == []


def test_the_canaries_sing(tmp_path):
    canaries = Canaries(tmp_path / "canaries")
    root = tmp_path / "root"
    root.mkdir()
    hostile(root, canaries, configured=True)
    code = f"import sys; sys.path.append({str(root)!r}); import shapes.circle"
    subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert {"shapes-circle.py", "decorator", "metaclass"} <= {*canaries.left()}
