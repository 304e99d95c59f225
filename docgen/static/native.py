"""Running an operation of Python's own on behalf of the documented program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.signals import Indefinite, Raised
from docgen.static.values import Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.values import Place


PROGRAM_ERRORS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What an operation of Python's own may raise at the documented program."""


def native(operation: Callable[[], Abstract], place: Place | None, *operands: Abstract) -> Abstract:
    """Run `operation`; what it raises, the documented program raises.

    Args:
        operation: Works on plain data only.
        place: Where the documented program asks for it.
        operands: Values that must be known for the operation to make sense.

    Raises:
        Indefinite: an operand is unknown.
        Raised: the operation raised.
    """
    for operand in operands:
        if isinstance(operand, Unknown):
            raise Indefinite(operand)
    try:
        return operation()
    except PROGRAM_ERRORS as error:
        raise Raised(error, place) from None
