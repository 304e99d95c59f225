import pytest

from docgen.errors import ConfigError, DocgenError
from docgen.model.location import Location


def test_a_place_prints_as_editors_read_it():
    assert str(Location("a/b.py", 3)) == "a/b.py:3"


@pytest.mark.parametrize(("path", "line"), [("", 1), ("a.py", 0), ("a.py", -1)])
def test_a_place_that_no_editor_could_open_cannot_be_made(path, line):
    with pytest.raises(ValueError, match="no such place"):
        Location(path, line)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (DocgenError("it broke"), "it broke"),
        (DocgenError("it broke", remedy="mend it"), "it broke; to fix: mend it"),
        (
            ConfigError("it broke", location=Location("a", 2), remedy="mend it"),
            "a:2: it broke; to fix: mend it",
        ),
    ],
)
def test_an_error_reads_place_fault_remedy(error, text):
    assert str(error) == text
