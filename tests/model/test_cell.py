import pytest

from docgen.model.cell import Cell, Condition, Origin, State
from docgen.model.location import Location

HERE = Location("a.py", 1)


def test_constructors_give_each_state_what_it_needs():
    cells = (
        Cell.known([], HERE, ("s",)),
        Cell.conditional((Condition("a", 1), Condition("b", 2)), HERE, ("s",)),
        Cell.unknown("why", HERE, ("s",)),
        Cell.not_declared("nothing there", None, ("s",)),
        Cell.unavailable("ModuleNotFoundError: No module named 'm'", HERE, ("s",)),
    )
    assert [cell.state for cell in cells] == list(State)
    assert {cell.origin for cell in cells} == {Origin.STATIC}


@pytest.mark.parametrize(
    "fields",
    [
        {"scenarios": (), "state": State.KNOWN},
        {"scenarios": ("s",), "state": State.UNKNOWN},
        {"scenarios": ("s",), "state": State.NOT_DECLARED},
        {"scenarios": ("s",), "state": State.UNAVAILABLE},
        {"scenarios": ("s",), "state": State.UNAVAILABLE, "reason": "why", "value": False},
        {
            "scenarios": ("s",),
            "state": State.UNAVAILABLE,
            "reason": "why",
            "conditions": (Condition("a", 1),),
        },
        {"scenarios": ("s",), "state": State.UNKNOWN, "reason": "why", "value": 1},
        {"scenarios": ("s",), "state": State.KNOWN, "reason": "why"},
        {"scenarios": ("s",), "state": State.CONDITIONAL},
        {"scenarios": ("s",), "state": State.CONDITIONAL, "conditions": (Condition("a", 1),)},
        {"scenarios": ("s",), "state": State.KNOWN, "conditions": (Condition("a", 1), Condition("b", 2))},
    ],
)
def test_a_cell_that_contradicts_its_state_cannot_be_made(fields):
    with pytest.raises(ValueError, match="cell"):
        Cell(origin=Origin.STATIC, location=None, **fields)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Cell.known(True, HERE, ("t",)), True),
        (Cell.known(False, HERE, ("s",)), False),
        (Cell.known(True, Location("a.py", 2), ("s",)), False),
        (Cell.known(True, HERE, ("s",), Origin.RUNTIME), False),
    ],
)
def test_the_same_answer_whatever_the_scenarios(other, same):
    assert Cell.known(True, HERE, ("s",)).same_answer(other) is same
