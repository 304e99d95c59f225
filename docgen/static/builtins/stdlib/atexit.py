"""atexit: registered functions run when the interpreter ends, or earlier if the program calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.objects import dispatch
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_REGISTERED = "atexit.register"


def _register(args: Args, kwargs: Kwargs, frame: Frame, __: SourceSpan) -> Abstract:
    """`register(function, *args, **kwargs)`, which returns the function."""
    outside = frame.evaluation.outside
    frame.evaluation.record.mutated = True
    outside[_REGISTERED,] = (*outside.get((_REGISTERED,), ()), *args, *kwargs.values())
    return args[0]


def _run(_: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> None:
    """`_run_exitfuncs()`: registered functions are called, with the arguments that were registered with them."""
    given = frame.evaluation.outside.get((_REGISTERED,), ())
    dispatch.give_away(
        given, (), Unknown("functions that were registered with atexit have run", place), frame
    )


FUNCTIONS: dict[str, Model] = {
    "atexit._run_exitfuncs": Model(_run),
    "atexit.register": Model(_register, "func", 1, variadic=True),
}
TYPES: dict[str, Abstract] = {}
