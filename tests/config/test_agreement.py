"""Names that are used twice, or that do not exist: reported with their line and the nearest that exists."""

import pytest
from tiny_project import FILES, write_tree

from docgen.config import load_config
from docgen.errors import ConfigError

TABLE = '[[table]]\nname = "t"\ntitle = "T"\n'


@pytest.mark.parametrize(
    ("more", "line", "message"),
    [
        (
            '[[capability]]\nkey = "round"\nheader = "R"\nprobe = "1"\n',
            1,
            "capability defined twice: round; to fix: rename",
        ),
        ('[[scenario]]\nname = "flat"\n', 1, "scenario defined twice: flat; to fix: "),
        ('[[page]]\npath = "docs/shapes.md"\n', 1, "page defined twice: docs/shapes.md; to fix: "),
        ('[[list]]\nkey = "order"\ntitle = ""\nexpression = "1"\n', 1, "list defined twice: order; to fix: "),
        (TABLE * 2, 4, "table defined twice: t; to fix: "),
        (
            TABLE + "where = { rond = true }\n",
            4,
            "table 't' names the unknown capability 'rond', did you mean 'round'?; to fix: use one of colours, round",
        ),
        (
            TABLE + 'columns = [\n  "rond",\n]\n',
            4,
            "table 't' names the unknown capability 'rond', did you mean 'round'?",
        ),
        (
            '[[ignore]]\nrule = "docs-drift"\nreason = "r"\ncapability = "ordr"\n',
            4,
            "the ignore names the unknown capability 'ordr', did you mean 'order'?; to fix: use one of colours, round, order",
        ),
    ],
)
def test_a_name_that_does_not_fit_is_told_with_its_line(tmp_path, more, line, message):
    write_tree(tmp_path, {"docgen.toml": f"{FILES['docgen.toml']}\n{more}"})
    before = FILES["docgen.toml"].count("\n") + 1
    with pytest.raises(ConfigError) as error:
        load_config(tmp_path)
    assert str(error.value).startswith(f"docgen.toml:{before + line}: {message}")


def test_a_list_is_no_column_and_may_be_ignored(tmp_path):
    ignore = '[[ignore]]\nrule = "docs-drift"\nreason = "r"\ncapability = "order"\n'
    write_tree(tmp_path, {"docgen.toml": FILES["docgen.toml"] + ignore})
    assert load_config(tmp_path).ignore[0].capability == "order"
    write_tree(tmp_path, {"docgen.toml": FILES["docgen.toml"] + TABLE + 'columns = ["order"]\n'})
    with pytest.raises(ConfigError, match="unknown capability 'order'"):
        load_config(tmp_path)
