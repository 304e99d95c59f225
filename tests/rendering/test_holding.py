"""Values of a column that an answer supports, may support, or does not restrict."""

import pytest
from tiny_project import known

from docgen.config import Capability
from docgen.model.cell import Cell, Condition
from docgen.rendering.holding import Holding, holding

PLAIN = Capability(key="sizes", header="Sizes", probe="cls.sizes()")
ALL = Capability(key="sizes", header="Sizes", probe="cls.sizes()", unrestricted="any")


def either(*values):
    """An answer that hangs on conditions."""
    return Cell.conditional(
        tuple(Condition(when=str(n), value=value) for n, value in enumerate(values)), None, ("default",)
    )


@pytest.mark.parametrize(
    ("cell", "column", "expected"),
    [
        (known([64, 128]), PLAIN, Holding(("64", "128"))),
        (known([]), PLAIN, Holding()),
        (known([]), ALL, Holding(everything=True)),
        (known(None), ALL, Holding()),
        (known({"a": 1}), PLAIN, Holding(open=True)),
        (either([64], [64, 128]), ALL, Holding(("64",), ("128",))),
        (either([], [64]), ALL, Holding(open=True)),
        (either([], [64]), PLAIN, Holding((), ("64",))),
    ],
)
def test_values_are_sorted_by_their_support(cell, column, expected):
    assert holding(cell, column) == expected
