"""Trees that are no trees of an honest project: each ends soon, with status 0, 1 or 2 and a place, and no traceback."""

import os
import re
import socket
import time
from pathlib import Path

import pytest
from tiny_project import write_tree

from docgen.cli.main import main

CONFIG = """packages = ["pkg"]
[discovery]
kind = "enum"
path = "pkg.registry.Registry"
[[capability]]
key = "a"
header = "A"
probe = "cls.a()"
"""
SUBCLASSES = CONFIG.replace(
    'kind = "enum"\npath = "pkg.registry.Registry"',
    'kind = "subclasses"\npath = "pkg.one.One"\nmodules = ["pkg.*"]',
)
FILES = {
    "docgen.toml": CONFIG,
    "pkg/__init__.py": "",
    "pkg/registry.py": "import enum\nclass Registry(enum.Enum):\n    ONE = 'pkg.one.One'\n",
    "pkg/one.py": "from pkg.base import Base\nclass One(Base):\n    @classmethod\n    def a(cls):\n        return True\n",
    "pkg/base.py": "class Base:\n    pass\n",
}
SECONDS = 20


@pytest.fixture
def ask(tmp_path, capsys):
    """The status of a command on a tree, and all that it says; it ends soon."""

    def ask(*words: str, **files: str) -> tuple[int, str]:
        start = time.monotonic()
        status = main([*words, "--no-cache", "--root", str(tmp_path)])
        out, err = capsys.readouterr()
        assert time.monotonic() - start < SECONDS
        assert "defect" not in out + err
        return status, out + err

    return ask


def make(path: Path, kind: str) -> None:
    """Make a file of a kind that is never read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            socket.socket(socket.AF_UNIX).bind(path.name)
        finally:
            os.chdir(here)
    elif kind == "zero":
        path.symlink_to("/dev/zero")
    elif kind == "directory":
        path.mkdir()
    elif kind == "sparse":
        with path.open("wb") as file:
            file.truncate(1 << 30)
    elif kind == "circle":
        path.symlink_to(path.name)
    else:
        path.symlink_to("/proc/self/environ")


KINDS = ["pipe", "socket", "zero", "directory", "sparse", "circle", "outside"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "place", ["pkg/base.py", "pkg/base/__init__.py", "pkg/other.py", "pkg/registry.py", "docgen.toml"]
)
def test_modules_and_configurations_of_other_kinds(tmp_path, ask, kind, place):
    for name, text in FILES.items():
        if name != place and not (place.startswith("pkg/base/") and name == "pkg/base.py"):
            write_tree(tmp_path, {name: text})
    make(tmp_path / place, kind)
    status, said = ask("check")
    if place == "pkg/other.py":
        assert status == 1  # nothing depends on it: only the page is missing
    elif place == "docgen.toml":
        assert status == 2
    elif kind in {"sparse", "outside"}:
        assert status == 2
        assert f"{place}:1: " in said
        assert "larger than 16 MiB" in said or "leads out of the project" in said
    else:
        # As Python has it, what is no file is no module.
        assert status in {1, 2}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", ["check", "build", "show", "export"])
def test_pages_claims_and_templates_of_other_kinds(tmp_path, ask, command, kind):
    for what in ("page", "claims", "template", "included"):
        root = write_tree(tmp_path / what, FILES)
        config = {
            "page": '[[page]]\npath = "docs/x.md"\n',
            "claims": '[[claims]]\npath = "docs/x.md"\ntable = [{ heading = "A" }]\ncolumns = { A = "a" }\n',
            "template": '[[page]]\npath = "docs/x.md"\ntemplate = "x.j2"\n',
            "included": '[[page]]\npath = "docs/x.md"\ntemplate = "y.j2"\n',
        }[what]
        (root / "docgen.toml").write_text(f'templates = "own"\n{CONFIG}{config}')
        write_tree(root, {"own/y.j2": "{% include 'x.j2' %}"})
        make(root / ("own/x.j2" if what in {"template", "included"} else "docs/x.md"), kind)
        start = time.monotonic()
        status = main([command, "--no-cache", "--root", str(root)])
        assert time.monotonic() - start < SECONDS
        refused_at_once = (kind == "outside" and what in {"page", "claims"}) or (
            kind == "zero" and what in {"page", "claims"}
        )
        wanted = (
            2 if (command != "show" and (command != "build" or what != "claims")) or refused_at_once else 0
        )
        assert status == wanted, (what, kind)


def test_a_module_behind_a_link_out_of_the_project_shows_nothing(tmp_path, ask, capsys):
    secret = write_tree(
        tmp_path / "outside",
        {"credentials": "[default]\nkey = AKIASECRET\n", "pkg/base.py": "key = 'AKIASECRET'\n"},
    )
    root = write_tree(tmp_path / "root", FILES)
    (root / "pkg/base.py").unlink()
    for link, target in (("pkg/base.py", secret / "credentials"), ("pkg/base", secret / "pkg")):
        (root / link).symlink_to(target)
        if link == "pkg/base":
            (root / "pkg/one.py").write_text(FILES["pkg/one.py"].replace("pkg.base", "pkg.base.base"))
        assert main(["export", "--no-cache", "--root", str(root)]) == 2
        out, err = capsys.readouterr()
        assert "AKIASECRET" not in out + err
        assert "leads out of the project" in err
        assert main(["export", "--no-cache", "--root", str(root), "--allow-outside", str(secret)]) in {0, 2}
        (root / link).unlink()
        capsys.readouterr()


def test_what_was_opened_is_not_recalled_where_it_is_not(tmp_path, capsys):
    write_tree(tmp_path / "outside", {"base.py": FILES["pkg/base.py"]})
    root = write_tree(tmp_path / "root", FILES)
    (root / "pkg/base.py").unlink()
    (root / "pkg/base.py").symlink_to(tmp_path / "outside/base.py")
    assert main(["show", "--root", str(root), "--allow-outside", str(tmp_path / "outside")]) == 0
    assert main(["show", "--root", str(root)]) == 2
    capsys.readouterr()


def test_directories_that_have_no_end(tmp_path, ask):
    root = write_tree(tmp_path, FILES | {"docgen.toml": SUBCLASSES})
    (root / "pkg/loop").symlink_to(".")
    status, said = ask("check")
    assert status == 2
    assert "docgen: pkg/loop:1: the link leads back" in said
    (root / "pkg/loop").unlink()
    below = os.open(root / "pkg", os.O_RDONLY)
    for _ in range(200):
        os.mkdir("d", dir_fd=below)
        deeper = os.open("d", os.O_RDONLY, dir_fd=below)
        os.close(below)
        below = deeper
    os.close(below)
    status, said = ask("check")
    assert status == 2
    assert re.search(
        r"docgen: pkg/d/d/[^\n]*:1: more than 100 directories one inside the other; to fix: ", said
    )


PARTS = ".".join(["a"] * 100_000)
SETTINGS = {
    "probe": CONFIG.replace("cls.a()", f"cls.{PARTS}"),
    "discovery": CONFIG.replace("pkg.registry.Registry", f"pkg.{PARTS}"),
    "assumption": f'{CONFIG}[[scenario]]\nname = "x"\nassume = {{ "pkg.{PARTS}" = "1" }}\n',
    "key": f"{CONFIG}{PARTS} = 1\n",
    "table": f"{CONFIG}[{PARTS}]\n",
    "nesting": f"{CONFIG}x = {'[' * 100_000}{']' * 100_000}\n",
    "tables in tables": f"{CONFIG}x = {'{ a = ' * 100_000}1{' }' * 100_000}\n",
    "integer": f"{CONFIG}x = {'9' * 100_000}\n",
    "integer in a probe": CONFIG.replace("cls.a()", "9" * 100_000),
    "brackets in a probe": CONFIG.replace("cls.a()", "(" * 100_000 + ")" * 100_000),
    "levels of a probe": CONFIG.replace("cls.a()", "not " * 500 + "cls.a()"),
    "nul in a package": CONFIG.replace('"pkg"', '"p\\u0000kg"'),
    "nul in a page": f'{CONFIG}[[page]]\npath = "a\\u0000.md"\n',
    "long page": f'{CONFIG}[[page]]\npath = "{"a" * 5000}.md"\n',
    "long way to a page": f'{CONFIG}[[page]]\npath = "{"a/" * 5000}x.md"\n',
    "root of all": CONFIG.replace('"pkg"', '"/"'),
    "above": CONFIG.replace('"pkg"', '".."'),
    "empty": CONFIG.replace('"pkg"', '""'),
    "a module": CONFIG.replace('"pkg"', '"pkg/one.py"'),
    "long package": CONFIG.replace('"pkg"', f'"{"a" * 5000}"'),
    "large": f"{CONFIG}# {'x' * (2 << 20)}\n",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_configurations_that_nobody_would_write(tmp_path, ask, name):
    write_tree(tmp_path, FILES | {"docgen.toml": SETTINGS[name]})
    status, said = ask("check")
    assert status == 2
    assert re.search(r"docgen: [^\n]+; to fix: [^\n]+\n", said)
    assert len(said) < 10_000
    if "long page" not in name and "long way" not in name and name != "long package":
        assert said.startswith("docgen: docgen.toml:"), said[:100]


MODULES = {
    "import": f"import {PARTS}\n",
    "import of the tree": f"import pkg.{PARTS}\n",
    "import over lines": "import " + "a.\\\n" * 50_000 + "a\n",
    "relative import": f"from {'.' * 100_000} import x\n",
    "attributes": f"x = pkg.{PARTS}\n",
    "integer": f"x = {'9' * 100_000}\n",
    "brackets": f"x = {'(' * 100_000}{')' * 100_000}\n",
    "sums": f"x = {'+'.join(['1'] * 100_000)}\n",
    "signs": f"x = {'-' * 100_000}1\n",
    "conditions": "if 0:\n    pass\n" + "elif 0:\n    pass\n" * 50_000,
    "list": f"x = [{'1,' * (4 << 20)}]\n",
    "not text": "x = '\0'\n",
}


@pytest.mark.parametrize("name", MODULES)
def test_modules_that_nobody_would_write(tmp_path, ask, name):
    write_tree(tmp_path, FILES | {"pkg/base.py": MODULES[name] + FILES["pkg/base.py"]})
    status, said = ask("check")
    assert status in {1, 2}
    assert len(said) < 10_000
    if status == 2:
        assert "docgen: pkg/base.py:" in said


def test_patterns_take_time_in_proportion(tmp_path, ask):
    config = CONFIG + "".join(
        f'[[page]]\npath = "{pattern}"\noptional = true\n'
        for pattern in ("**/" * 12 + "*.md", "**/" * 12 + "*a*b*.md", "*a" * 60 + ".md", "?" * 100 + "*.md")
    )
    deep = {
        "docs/" + "/".join("abcdefgh"[:depth]) + f"/{n}.txt": "" for depth in range(1, 9) for n in range(20)
    }
    write_tree(
        tmp_path, FILES | deep | {"docgen.toml": config, f"{'a' * 200}.md": "", f"{'a' * 100}b.md": ""}
    )
    assert ask("check")[0] == 1  # none of the pages holds a marker
