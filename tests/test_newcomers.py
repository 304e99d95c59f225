"""Errors of new users: one line that says where, what and how to fix it, and never a traceback."""

import re
import subprocess
import sys

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main

LINE = re.compile(r"docgen: \S+?:\d+: .+; to fix: .+")
"""Form of every error about a file."""


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_tree(tmp_path)
    monkeypatch.chdir(root)
    assert main(["build", "--quiet"]) == 0
    return root


@pytest.fixture
def docgen(root, capsys):
    def docgen(*arguments: str) -> tuple[int, str]:
        status = main(arguments)
        return status, capsys.readouterr().err

    return docgen


def edit(path, old: str, new: str) -> int:
    """Put `new` for `old`, and tell the line where that was."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "offset", "message"),
    [
        ('kind = "enum"', 'kind = "enmu"', 0, "did you mean 'enum'?"),
        ('kind = "enum"', "kind = 3", 0, "Expected `str`, got `int`"),
        ('path = "shapes.registry.ShapeEnum"', 'path = "shapes.registry.Shape"', 0, "nothing to discover at"),
        ('path = "shapes.registry.ShapeEnum"', 'path = "shapes.world"', 0, "shapes.world is no Enum"),
        (
            'path = "shapes.registry.ShapeEnum"',
            'path = "shapes.registry.ShapeEnum"\nskip = ["OVAL"]',
            1,
            "no member OVAL",
        ),
        ('packages = ["shapes"]', 'packages = ["shape"]', 0, "no such package: shape under ."),
        ('packages = ["shapes"]', 'packages = ["shapes"', 2, "not TOML"),
        (
            'probe = "cls.is_round()"',
            'probe = "cls.is_round("',
            0,
            "'cls.is_round(' is not a Python expression",
        ),
        (
            'over = { colour = "shapes.colours.Colour" }',
            'over = { colour = ["1 +"] }',
            0,
            "'1 +' is not a Python expression",
        ),
        (
            '"shapes.world.dimensions" = "2"',
            '"shapes.world.dimensions" = "2 2"',
            0,
            "'2 2' is not a Python expression",
        ),
        (
            'expression = "shapes.world.preferred()"',
            'expression = "shapes."',
            0,
            "'shapes.' is not a Python expression",
        ),
        (
            'template = "attention_backends.md.j2"',
            'template = "nope.md.j2"',
            0,
            "no template 'nope.md.j2' in ",
        ),
        ('path = "docs/shapes.md"', 'path = ""', None, "a page needs a path"),
        ('packages = ["shapes"]', 'packages = ["shapes"]\nprofile = "vlm"', 1, "no such profile: 'vlm'"),
        (
            'packages = ["shapes"]',
            'packages = ["shapes"]\ntemplates = "nowhere"',
            1,
            "no such directory: nowhere",
        ),
    ],
)
def test_a_slip_in_the_configuration_is_told_with_its_line(docgen, root, old, new, offset, message):
    line = edit(root / "docgen.toml", old, new)
    status, err = docgen("check")
    assert status == 2
    assert LINE.fullmatch(err.rstrip("\n")), err
    assert message in err
    if offset is not None:
        assert err.startswith(f"docgen: docgen.toml:{line + offset}: ")


def test_a_key_of_a_profile_is_told_with_the_profile(docgen, root):
    edit(root / "docgen.toml", FILES["docgen.toml"], 'profile = "diffusers"\n')
    status, err = docgen("check")
    assert status == 2
    assert err.startswith("docgen: profile diffusers:2: no such package: diffusers under .; to fix: ")


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("a\n{{ 1 / 0 }}", 2, "ZeroDivisionError: division by zero"),
        ("{{ page|table }}", 1, "AttributeError: "),
        ("a\n\n{{ page.tables[99].x }}", 3, "tuple object has no element 99"),
        ("{{ none() }}", 1, "'NoneType' object is not callable"),
        ("{% if %}", 1, "Expected an expression"),
        ("{% include page %}", 1, ""),
        ("{{ page|nofilter }}", 1, "No filter named 'nofilter'"),
    ],
)
def test_a_slip_in_a_template_is_told_with_its_line(docgen, root, template, line, message):
    edit(root / "docgen.toml", 'packages = ["shapes"]', 'packages = ["shapes"]\ntemplates = "own"')
    write_tree(root, {"own/attention_backends.md.j2": template})
    status, err = docgen("check")
    assert status == 2
    assert LINE.fullmatch(err.rstrip("\n")), err
    assert f"own/attention_backends.md.j2:{line}: " in err
    assert message in err


def test_a_template_that_is_no_text_is_an_error(docgen, root):
    edit(root / "docgen.toml", 'packages = ["shapes"]', 'packages = ["shapes"]\ntemplates = "own"')
    write_tree(root, {"own/attention_backends.md.j2": ""})
    (root / "own/attention_backends.md.j2").write_bytes(b"\xff")
    status, err = docgen("check")
    assert (status, LINE.fullmatch(err.rstrip("\n")) is not None) == (2, True), err
    assert "not UTF-8" in err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("check", "--formt", "json"), "docgen check: No such option '--formt'"),
        (("check", "--format", "jsn"), "docgen check: Invalid value for '--format': 'jsn' is not one of"),
        (("frobnicate",), "docgen: No such command 'frobnicate'; to fix: docgen --help"),
        (("chek",), "docgen: No such command 'chek', did you mean 'check'?; to fix: docgen --help"),
        (("build", "extra"), "docgen build: Got unexpected extra argument (extra)"),
        (("diff",), "docgen diff: Missing argument 'BEFORE'"),
    ],
)
def test_wrong_usage_is_told_in_a_line(docgen, arguments, expected):
    status, err = docgen(*arguments)
    assert status == 2
    assert err.startswith(expected)
    assert re.fullmatch(r"[^\n]+; to fix: docgen( \w+)? --help\n", err), err


def test_a_directory_without_configuration_is_told_of_init(docgen, root):
    (root / "empty").mkdir()
    for command in ("check", "build", "show", "export", "explain"):
        status, err = docgen(command, "--root", "empty")
        assert status == 2
        assert err.startswith(
            "docgen: no [tool.docgen] in docgen.toml or pyproject.toml under empty; to fix: docgen init"
        )
        assert err.count("\n") == 1


def test_explain_tells_of_a_module_that_is_no_python(docgen, root):
    with (root / "docgen.toml").open("a") as file:
        file.write("\n[explain]\nrefusals = [\"[] if cls.is_round() else ['not round']\"]\n")
    assert docgen("explain")[0] == 0
    (root / "shapes/circle.py").write_text("class class\n")
    status, err = docgen("explain")
    assert (status, err) == (
        2,
        "docgen: shapes/circle.py:1: not Python: invalid syntax; to fix: correct the file\n",
    )


def test_a_file_in_the_way_of_a_directory_is_told_and_nothing_written(docgen, root):
    import shutil

    shutil.rmtree(root / "docs")
    (root / "docs").write_text("")
    (root / "docgen.toml").unlink()
    status, err = docgen("init")
    assert status == 2
    assert re.fullmatch(r"docgen: docs: File exists; to fix: [^\n]+\n", err), err
    assert not (root / "docgen.toml").exists()


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_page_that_is_a_directory_is_an_error(docgen, root, command):
    (root / "docs/shapes.md").unlink()
    (root / "docs/shapes.md").mkdir()
    status, err = docgen(command)
    assert status == 2
    assert err.startswith("docgen: docs/shapes.md:1: cannot read the page: ")
    assert LINE.fullmatch(err.rstrip("\n"))


def test_outside_of_a_repository_a_revision_is_an_error_in_a_line(root):
    command = [sys.executable, "-m", "docgen", "diff", "HEAD"]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 2
    assert re.fullmatch(r"docgen: [^\n]+; to fix: [^\n]+\n", ended.stderr), ended.stderr
