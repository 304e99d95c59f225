"""math, on numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model, on_plain_data
from docgen.static.execution import operators
from docgen.static.execution.conversions import convert
from docgen.static.execution.iteration import items
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import call_method
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_LARGE = 2000
"""Largest argument of a factorial; no declaration needs more."""
_GROWING = frozenset({"comb", "factorial", "perm"})
_OF_INTEGERS = _GROWING | {"gcd", "isqrt", "lcm"}
_OWN_METHODS = {"ceil": "__ceil__", "floor": "__floor__", "trunc": "__trunc__"}
"""For functions that are methods of their argument, if it has them, the methods."""
_OVER_ITERABLES = frozenset({"fsum", "prod"})
_OVER_TWO_ITERABLES = frozenset({"dist", "sumprod"})


def _bounded(function: Callable[..., Abstract]) -> Model:
    """A function whose result grows fast with its arguments."""
    model = on_plain_data(function)

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if any(isinstance(value, int) and abs(value) > _LARGE for value in map(operators.plain, args)):
            raise Unsupported("the result is too large to compute", place)
        return model.call(args, kwargs, frame, place)

    return Model(run, variadic=True)


def _converting(name: str, model: Model) -> Model:
    """A function of numbers that asks the objects among its arguments for theirs."""
    method = _OWN_METHODS.get(name)
    kind = "index" if name in _OF_INTEGERS else "float"

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if method is not None and len(args) == 1:
            result = call_method(args[0], method, [], frame, place)
            if result is not ABSENT:
                return result
        return model.call([_number(arg, kind, frame, place) for arg in args], kwargs, frame, place)

    return Model(run, variadic=True)


def _number(value: Abstract, kind: str, frame: Frame, place: SourceSpan) -> Abstract:
    """The number that an object stands for; a float or an integer is not asked if that is what is needed."""
    asked = isinstance(value, Instance) and not isinstance(value.payload, int if kind == "index" else float)
    return convert(kind, value, frame, place) if asked else value


def _over_iterable(function: Callable[..., Abstract]) -> Model:
    """A function that goes over the numbers of an iterable."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        numbers = [operators.plain(value) for value in items(args[0], frame, place)]
        for value in (*numbers, *kwargs.values()):
            if isinstance(value, Unknown):
                raise Indefinite(value)
            if not isinstance(value, int | float):
                raise Unsupported("not numbers: not modelled", place, lost=True)
        return native(lambda: function(numbers, **kwargs), place)

    return Model(run, "iterable", 1, keywords="start" if function is math.prod else "")


def _model(name: str, function: Callable[..., Abstract]) -> Model:
    if name in _GROWING:
        return _converting(name, _bounded(function))
    if name in _OVER_ITERABLES:
        return _over_iterable(function)
    return _converting(name, on_plain_data(function))


FUNCTIONS: dict[str, Model] = {
    f"math.{name}": _model(name, value)
    for name, value in vars(math).items()
    if callable(value) and not name.startswith("_") and name not in _OVER_TWO_ITERABLES
}
TYPES: dict[str, Abstract] = {
    f"math.{name}": value for name, value in vars(math).items() if isinstance(value, float)
}
