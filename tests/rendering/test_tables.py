import pytest
from tiny_project import (
    conditional,
    known,
    make_backend,
    make_config,
    make_model,
    not_declared,
    unavailable,
    unknown,
)

from docgen.config import Table
from docgen.rendering.tables import support_tables


def names(hollow) -> tuple[list[str], list[str]]:
    """The rows of the tables of filled and of hollow shapes for a shape of that answer."""
    filled, hollowed = support_tables(make_config(), make_model(make_backend("X", hollow=hollow)))
    return [row.backend.name for row in filled.rows], [row.backend.name for row in hollowed.rows]


@pytest.mark.parametrize(("hollow", "expected"), [(False, (["X"], [])), (True, ([], ["X"]))])
def test_a_known_answer_puts_a_row_in_one_table(hollow, expected):
    assert names(hollow) == expected


@pytest.mark.parametrize(
    "hollow",
    [
        unknown("why"),
        conditional(True, False),
        not_declared(),
        unavailable(),
        (known(True, "rocm"), known(False, "cuda-8.0", "cuda-9.0")),
    ],
)
def test_doubt_keeps_a_row_visible_in_both(hollow):
    assert names(hollow) == (["X"], ["X"])


def test_where_there_is_no_class_to_ask_a_row_is_placed_by_the_other_scenarios():
    assert names((known(True, "cuda-8.0", "cuda-9.0"), unavailable("rocm"))) == ([], ["X"])


def test_columns_are_those_that_where_leaves_open():
    table = support_tables(make_config(), make_model())[0]
    assert [column.key for column in table.columns] == ["colours", "round"]


def test_notes_are_numbered_once():
    same = unknown("why")
    table = support_tables(
        make_config(),
        make_model(make_backend("X", colours=same, is_round=same), make_backend("Y", unknown("else"))),
    )[0]
    assert [note.reason for note in table.notes] == ["why", "else"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ((), ["CIRCLE", "CIRCLE_V4", "SQUARE"]),
        (("CIRCLE*",), ["CIRCLE", "CIRCLE_V4"]),
        (("!*_V4",), ["CIRCLE", "SQUARE"]),
        (("CIRCLE*", "!*_V4"), ["CIRCLE"]),
    ],
)
def test_patterns_choose_rows_by_name(patterns, expected):
    backends = (make_backend(name) for name in ("CIRCLE", "CIRCLE_V4", "SQUARE"))
    config = make_config(table=(Table(name="t", title="T", backends=patterns),))
    (table,) = support_tables(config, make_model(*backends))
    assert [row.backend.name for row in table.rows] == expected
