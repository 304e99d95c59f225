"""From the paths of an evaluation to a cell."""

from docgen.model.cell import State
from docgen.model.location import Location
from docgen.static.answers.cells import cell_of
from docgen.static.answers.exploration import Branch, Known, Unimportable

HERE, IMPORT = Location("pkg/one.py", 3), Location("pkg/one.py", 1)
NO_ACCEL = Unimportable("ModuleNotFoundError: No module named 'accel'", IMPORT)


def test_a_class_that_no_path_can_import_is_unavailable():
    cell = cell_of(NO_ACCEL, HERE, "cpu")
    assert (cell.state, cell.reason, cell.location) == (State.UNAVAILABLE, NO_ACCEL.reason, IMPORT)


def test_a_class_that_some_paths_cannot_import_is_unknown_with_the_import_and_the_condition():
    cell = cell_of(Branch("FAST", Known(value=True), NO_ACCEL), HERE, "cpu")
    assert (cell.state, cell.location) == (State.UNKNOWN, IMPORT)
    assert cell.reason == f"cannot be imported: {NO_ACCEL.reason}, when not (FAST)"
