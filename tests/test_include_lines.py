"""A page with another tool's include lines, through the commands."""

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main

PAGE = """
[[page]]
path = "docs/includes.md"
optional = true
includes = { line = '{{% {name} %}}', regions = { shapes = "table=support", order = "list=order" } }
"""
TEXT = "# Mine\r\n\r\n{% shapes %}\r\n\r\n> after\r\n\r\n{% other %}\r\n\r\n{% order %}"


@pytest.fixture
def root(tmp_path, monkeypatch):
    configuration = FILES["docgen.toml"] + PAGE.replace("{{", "{").replace("}}", "}")
    write_tree(tmp_path, FILES | {"docgen.toml": configuration, "docs/includes.md": TEXT})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_fills_the_places_keeps_the_rest_and_is_idempotent(root, capsys):
    assert main(["check", "-q"]) == 1
    assert main(["build", "-q"]) == 0
    page = root / "docs/includes.md"
    built = page.read_bytes().decode()
    assert "\r\n| [CIRCLE](../shapes/circle.py#L5)" in built
    assert "- **flat**: CIRCLE, SQUARE\r\n" in built
    kept = iter(built.split("\r\n"))
    assert all(line in kept for line in TEXT.split("\r\n")), "every line of the author's, in order"
    assert main(["build", "-q"]) == 0
    assert page.read_bytes().decode() == built
    assert main(["check", "-q"]) == 0


def test_a_stale_region_is_found_and_mended(root):
    page = root / "docs/includes.md"
    square = root / "shapes/square.py"
    now = square.read_text()
    assert main(["build", "-q"]) == 0
    built = page.read_bytes()
    square.write_text(f"{now}\n    is_round = classmethod(lambda cls: True)\n")
    assert main(["build", "-q"]) == 0
    assert page.read_bytes() != built
    square.write_text(now)
    assert main(["check", "-q"]) == 1
    assert main(["build", "-q"]) == 0
    assert page.read_bytes() == built


@pytest.mark.parametrize("text", [None, "# Nothing of ours\n", "```\n{% shapes %}\n```\n"])
def test_an_optional_page_without_a_place_is_left_alone(root, text):
    page = root / "docs/includes.md"
    page.unlink()
    if text is not None:
        page.write_text(text)
    assert main(["build", "-q"]) == 0
    assert main(["check", "-q"]) == 0
    assert (page.read_text() if page.exists() else None) == text


def test_a_strange_name_is_an_error_with_its_line(root, capsys):
    configuration = root / "docgen.toml"
    configuration.write_text(configuration.read_text().replace("list=order", "list=oder"))
    assert main(["build"]) == 2
    assert "no list 'oder', did you mean 'order'?" in capsys.readouterr().err
