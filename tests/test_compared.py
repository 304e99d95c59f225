"""Number of cells of a generated page that a check compared with the code."""

import json

import pytest
from tiny_project import FILES, write_tree

from docgen.cli.main import main

PAGE = "docs/shapes.md"
REGION = "<!-- docgen:begin {} -->\n<!-- docgen:end -->\n"
VALUE = "Is it round? <!-- docgen:value backend=CIRCLE capability=round -->?<!-- /docgen -->\n"
BY_HAND = "\n| Mine | Yours |\n| - | - |\n| a | b |\n"


@pytest.fixture
def compared(tmp_path, capsys):
    def compared(page=None, change=("", "")):
        if page is not None:
            text = FILES["docgen.toml"].replace('template = "attention_backends.md.j2"\n', "")
            write_tree(tmp_path, {**FILES, "docgen.toml": text, PAGE: page})
        else:
            write_tree(tmp_path)
        assert main(["build", "--quiet", "--root", str(tmp_path)]) == 0
        path = tmp_path / PAGE
        path.write_text(path.read_text().replace(*change))
        status = main(["check", "--root", str(tmp_path), "--format", "json"])
        return status, json.loads(capsys.readouterr().out)["compared"]

    return compared


@pytest.mark.parametrize(
    ("page", "number"),
    [
        (None, 4),
        (REGION.format("table=support"), 4),
        (REGION.format("table=support") + BY_HAND, 4),
        (VALUE + BY_HAND, 1),
        (VALUE + REGION.format("table=support"), 5),
        (REGION.format("list=order"), 2),
    ],
)
def test_a_page_that_agrees_is_compared_where_docgen_writes(compared, page, number):
    assert compared(page) == (0, number)


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (("| red ", "| blue "), 4),
        (("[SQUARE]", "[STAR]"), 2),
        (("| Round |", "| Ring |"), 2),
        (("## Support", "## Others"), 0),
    ],
)
def test_what_is_not_on_the_page_is_not_compared(compared, change, number):
    status, found = compared(None, change)
    assert status == 1
    assert found == number


def test_a_page_that_is_not_there_compares_nothing(tmp_path, capsys):
    write_tree(tmp_path)
    assert main(["check", "--root", str(tmp_path)]) == 1
    assert "0 cells compared\n1 error\n" in capsys.readouterr().out
