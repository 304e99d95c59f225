"""Running an operation of Python's own on behalf of the documented program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.values import Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.values import SourceSpan


PROGRAM_ERRORS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)
"""Exceptions that an operation of Python's own may raise because of the documented program."""


_CAUSE = "cause_in_the_program"
_SPOKEN = "spoken_by_the_program"


def speak(error: BaseException) -> BaseException:
    """Record that the documented program itself made an exception, so that the text is the program's."""
    setattr(error, _SPOKEN, True)
    return error


def spoken(error: BaseException) -> bool:
    """Tell whether an exception's text is the program's; Python's own texts differ between versions."""
    return hasattr(error, _SPOKEN)


def set_cause(error: BaseException, cause: Abstract) -> None:
    """Record the cause in `raise error from cause`."""
    setattr(error, _CAUSE, cause)


def cause_of(error: BaseException) -> Abstract:
    """`error.__cause__`."""
    return getattr(error, _CAUSE, None)


def native(operation: Callable[[], Abstract], place: SourceSpan | None, *operands: Abstract) -> Abstract:
    """Run `operation`, and let the documented program raise its exceptions.

    Args:
        operation: The operation, which works on plain data only.
        place: The place in the documented program.
        operands: Values that must be known for the operation to make sense.

    Raises:
        Indefinite: an operand is unknown, or a codec is.
        Raised: the operation raised.
        Unsupported: it needs more memory, or a deeper stack, than this process has.
    """
    for operand in operands:
        if isinstance(operand, Unknown):
            raise Indefinite(operand)
    try:
        return operation()
    except (RecursionError, MemoryError) as error:  # this is no fact about the documented program
        raise Unsupported(f"{type(error).__name__} in the evaluation", place, final=True) from None
    except PROGRAM_ERRORS as error:
        if type(error) is LookupError:  # a codec or an error handler, which the program may have registered
            raise Indefinite(Unknown(str(error), place)) from None
        raise Raised(error, place) from None
