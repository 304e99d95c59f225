"""Places where a configuration is searched for, and files with odd content."""

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main
from docgen.config import load_config
from docgen.config.sources import find_root
from docgen.errors import ConfigError

MINIMAL = 'packages = ["shapes"]\n[discovery]\nkind = "enum"\npath = "shapes.registry.ShapeEnum"\n'


def test_the_nearest_configuration_upwards_counts(tmp_path):
    write_tree(tmp_path, {"docgen.toml": "", "a/docgen.toml": "", "a/b/c/x.txt": "", "d/x.txt": ""})
    assert find_root(tmp_path / "a/b/c") == tmp_path / "a"
    assert find_root(tmp_path / "d") == tmp_path


def test_a_pyproject_without_our_table_is_passed_by(tmp_path):
    write_tree(tmp_path, {"docgen.toml": "", "a/pyproject.toml": "[tool.other]\ndocgen = 1\n"})
    assert find_root(tmp_path / "a") == tmp_path


@pytest.mark.parametrize(
    "text", ["tool.docgen.packages = []", "[tool]\ndocgen = {}", "[ tool . docgen ]\nx = ["]
)
def test_a_pyproject_with_our_table_is_found_however_it_is_written(tmp_path, text):
    write_tree(tmp_path, {"pyproject.toml": text})
    assert find_root(tmp_path) == tmp_path


def test_the_search_ends_with_the_repository(tmp_path):
    write_tree(tmp_path, {"docgen.toml": "", "project/.git/HEAD": "", "project/src/x.txt": ""})
    assert find_root(tmp_path / "project/src") is None


def test_a_command_works_in_any_directory_of_the_project(tmp_path, monkeypatch, capsys):
    write_tree(tmp_path, {**FILES, "shapes/deep/x.txt": ""})
    monkeypatch.chdir(tmp_path / "shapes/deep")
    assert main(["build"]) == 0
    assert (tmp_path / "docs/shapes.md").is_file()
    assert main(["check"]) == 0
    monkeypatch.chdir(tmp_path / "shapes")
    assert main(["check", "--root", "."]) == 2
    assert "no [tool.docgen]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "docgen.toml",
            f"packages = {'[' * 5000}",
            r"docgen\.toml:1: nested too deeply to be read; to fix: ",
        ),
        ("docgen.toml", f"x = 1\ny = {'{a=' * 5000}", r"docgen\.toml:2: nested too deeply"),
        ("docgen.toml", f"x = {'9' * 5000}", r"docgen\.toml:1: not TOML: "),
        ("docgen.toml", "packages = 1979-05-27\n", r"docgen\.toml:1: Expected `array`, got `date`"),
        (
            "docgen.toml",
            "packages = []\n[discovery]\nkind = 'enum'\npath = 'a'\n",
            r"docgen\.toml:1: `packages` names no",
        ),
        ("docgen.toml", MINIMAL.replace('shapes"]', 'a\\u0000"]'), r"docgen\.toml:1: 'a\\x00' is no path"),
        (
            "docgen.toml",
            f"{MINIMAL}[runtime.limits]\ncpu_seconds = nan\n",
            r"docgen\.toml:5: limit `cpu_seconds`",
        ),
        (
            "docgen.toml",
            f"{MINIMAL}[runtime.limits]\nmemory_bytes = {10**30}\n",
            r"docgen\.toml:5: limit `mem",
        ),
        ("docgen.toml", f"{MINIMAL}[[defaults]]\n", r"docgen\.toml:5: Expected `object`, got `array`"),
        (
            "docgen.toml",
            f"{MINIMAL}[defaults]\ninstalled = ['a b']\n",
            r"docgen\.toml:5: path in scenario 'def",
        ),
        (
            "docgen.toml",
            "packages = ['a']\npackages = ['b']\n",
            r"docgen\.toml:2: not TOML: Cannot overwrite",
        ),
        (
            "pyproject.toml",
            "[tool]\ndocgen = 3\n",
            r"pyproject\.toml:2: `tool\.docgen` is no table, but a int",
        ),
        ("pyproject.toml", "[[tool.docgen]]\n", r"pyproject\.toml:1: `tool\.docgen` is no table, but a list"),
    ],
)
def test_odd_files_are_clear_errors(tmp_path, name, text, message):
    write_tree(tmp_path, {name: text})
    with pytest.raises(ConfigError, match=f"^{message}"):
        load_config(tmp_path)


def test_an_expression_that_is_nested_too_deeply(tmp_path, capsys):
    probe = f'[[capability]]\nkey = "a"\nheader = "A"\nprobe = "{"(" * 3000}cls{")" * 3000}"\n'
    write_tree(tmp_path, {**FILES, "docgen.toml": FILES["docgen.toml"] + probe})
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert "is not a Python expression" in capsys.readouterr().err
