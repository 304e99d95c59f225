"""math, on numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model, on_plain_data
from docgen.static.execution import operators
from docgen.static.execution.iteration import items
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_LARGE = 2000
"""Largest argument of a factorial; no declaration needs more."""
_GROWING = frozenset({"comb", "factorial", "perm"})
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


def _over_iterable(function: Callable[..., Abstract]) -> Model:
    """A function that goes over the numbers of an iterable."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        numbers = [operators.plain(value) for value in items(args[0], frame, place)]
        for value in (*numbers, *kwargs.values()):
            if not isinstance(value, int | float):
                raise Indefinite(
                    value if isinstance(value, Unknown) else Unknown("not numbers: not modelled", place)
                )
        return native(lambda: function(numbers, **kwargs), place)

    return Model(run, "iterable", 1, keywords="start" if function is math.prod else "")


def _model(name: str, function: Callable[..., Abstract]) -> Model:
    if name in _GROWING:
        return _bounded(function)
    return _over_iterable(function) if name in _OVER_ITERABLES else on_plain_data(function)


FUNCTIONS: dict[str, Model] = {
    f"math.{name}": _model(name, value)
    for name, value in vars(math).items()
    if callable(value) and not name.startswith("_") and name not in _OVER_TWO_ITERABLES
}
TYPES: dict[str, Abstract] = {
    f"math.{name}": value for name, value in vars(math).items() if isinstance(value, float)
}
