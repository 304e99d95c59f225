"""Models of library functions: the result, the arguments that are understood, and the known effects on others."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from docgen.static.builtins.costs import of_function
from docgen.static.execution import operators
from docgen.static.execution.calls import call_outside
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.failures import Care
from docgen.static.objects.native import native
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_PLAIN = (int, float, complex, str, bytes, type(None))


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """A function of a library."""

    call: Callable[..., Abstract]
    """Computes the result from the arguments by position, those by name, the frame and the place of the call."""
    parameters: str = ""
    """Names of the parameters that can be given by position or by name, in order."""
    required: int = 0
    """Number of those that have no default."""
    keywords: str = ""
    """Names of the parameters that can be given by name only."""
    variadic: bool = False
    """Says whether it takes any number of further arguments by position."""
    care: Care = Care.NONE
    """Known effects on arguments that the model does not understand."""

    def bound(self, args: Args, kwargs: Kwargs) -> tuple[Args, Kwargs] | None:
        """Arguments by position and by name, as `call` wants them; None if they do not fit the parameters."""
        names = self.parameters.split()
        if len(args) > len(names) and not self.variadic:
            return None
        by_position, by_name = list(args), dict(kwargs)
        for name in names[len(args) :]:
            if name not in by_name:
                break
            by_position.append(by_name.pop(name))
        if len(by_position) < self.required or by_name.keys() - set(self.keywords.split()):
            return None
        return by_position, by_name

    def under(self, path: str) -> Native:
        """The function as the value at a dotted path; the result of a call that does not fit is unknown."""

        def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
            bound = self.bound(args, kwargs)
            if bound is None:
                return call_outside(Unknown.outside(path, place), args, kwargs, frame, place, self.care)
            return self.call(*bound, frame, place)

        return Native(path, run)


def on_plain_data(function: Callable[..., Abstract]) -> Model:
    """A function that runs unchanged, on numbers and texts only."""

    def run(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        plain = [operators.plain(argument) for argument in args]
        for value in (*plain, *kwargs.values()):
            if isinstance(value, Unknown):
                raise Indefinite(value)
            if not isinstance(value, _PLAIN):
                what = f"{function.__name__}() of such an object is not modelled"
                raise Unsupported(what, place, lost=True)
        frame.evaluation.spend(of_function(function.__name__, plain, place), place)
        return native(lambda: function(*plain, **kwargs), place)

    return Model(run, variadic=True)


def unchanged(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A decorator that returns its argument."""
    return args[0]


def decorator(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """A call that returns a decorator with no effect that a declaration could show."""
    return Model(unchanged, "value", 1).under("decorator")


IDENTITY = Model(unchanged, "value", 1)
"""A decorator without options, which returns its argument."""
