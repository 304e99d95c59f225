"""Builtin functions that work on plain data, and on objects that convert to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.costs import of_function, refuse_foreign
from docgen.static.execution import operators
from docgen.static.execution.conversions import convert
from docgen.static.objects.callables import BoundMethod, FunctionValue, Native
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import defines, type_name
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, Instance, Modelled, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def plain_only(function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    """A builtin that works on plain data only."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if any(isinstance(each, _NO_DATA) for each in args) and not any(
            isinstance(each, Modelled | Unknown) for each in args
        ):
            raise Raised(TypeError(f"a function is no argument of {function.__name__}()"), place)
        plain = [emptied(plain_argument(argument, frame, place)) for argument in args]
        refuse_foreign([*plain, *kwargs.values()], frame, place)
        frame.evaluation.spend(of_function(function.__name__, plain, place), place)
        return native(lambda: function(*plain, **kwargs), place)

    return run


def emptied(value: Abstract) -> Abstract:
    """The argument of a function of numbers, which refuses a container whatever it holds."""
    return type(value)() if isinstance(value, list | tuple | dict | set | frozenset) else value


_NO_DATA = (FunctionValue, BoundMethod, Native)
"""Values that no builtin function of plain data takes."""


def plain_argument(value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """The plain data of an argument, for a function that reads only the data."""
    if not isinstance(value, Instance | ClassValue):
        return value
    for name in _LOOKED_AT:
        if defines(value, name, frame, place):
            raise Unsupported(
                f"a builtin function of an object with {name} is not modelled", place, lost=True
            )
    plain = operators.plain(value)
    if isinstance(plain, Instance | ClassValue):
        raise Raised(TypeError(f"{type_name(value)!r} object is no such argument"), place)
    return plain


_LOOKED_AT = (
    *("__repr__", "__index__"),
    *("__abs__", "__float__", "__int__", "__floor__", "__ceil__", "__trunc__"),
)
"""Methods of an argument that some builtin function of plain data calls."""


def converted(kind: str, function: Callable[..., Abstract]) -> Callable[..., Abstract]:
    """A builtin of one number, for objects that convert to one as well."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if len(args) == 1 and not kwargs and isinstance(args[0], Modelled):
            value = convert(kind, args[0], frame, place)
            return value if kind in {"abs", "round"} else native(lambda: function(value), place)
        return plain_only(function)(args, kwargs, frame, place)

    return run
