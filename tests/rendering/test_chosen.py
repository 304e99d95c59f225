"""Rows and columns that are named on the command line."""

import pytest
from tiny_project import make_backend, make_config, make_model

from docgen.errors import ConfigError
from docgen.rendering.chosen import choose

CONFIG = make_config()
MODEL = make_model(make_backend("CIRCLE"), make_backend("A[1]"), make_backend("A1"))


def test_nothing_named_changes_nothing():
    assert choose(CONFIG, MODEL, (), ()) is CONFIG


def test_columns_are_one_table_in_the_order_in_which_they_are_named():
    names = [each.header for each in CONFIG.capability][:2]
    (table,) = choose(CONFIG, MODEL, (), tuple(reversed(names))).table
    assert table.columns == tuple(each.key for each in CONFIG.capability[:2][::-1])


def test_rows_are_named_literally_once_they_are_found():
    (table, *_) = choose(CONFIG, MODEL, ("a1",), ()).table
    assert table.backends == ("A1",)
    (table, *_) = choose(CONFIG, MODEL, ("A[[]1]",), ()).table
    assert table.backends == ("A[[]1]",)


@pytest.mark.parametrize(("rows", "columns"), [(("nothing",), ()), ((), ("nothing",))])
def test_what_matches_nothing_is_an_error(rows, columns):
    with pytest.raises(ConfigError, match=r"^no (backend|column) 'nothing'"):
        choose(CONFIG, MODEL, rows, columns)
