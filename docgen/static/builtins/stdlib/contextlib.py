"""contextlib: the managers that do nothing, or swallow the exceptions that they name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution.calls import call_outside
from docgen.static.execution.managing import managing
from docgen.static.objects.callables import FunctionValue, Manager
from docgen.static.objects.failures import Care
from docgen.static.objects.type_checks import is_subclass
from docgen.static.objects.values import Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _suppress(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    swallowed = frozenset(cls.__name__ if isinstance(cls, type) else "*" for cls in args)

    def enter(__: Args, ___: Kwargs, inner: Frame, at: SourceSpan) -> Abstract:
        def leave(exception: Abstract) -> Abstract:
            if exception is None:
                return False
            if isinstance(exception, Unknown):
                sure = Exception in args or BaseException in args
                return sure or (bool(args) and exception.derived(at, kind=bool))
            cls = exception.cls if isinstance(exception, Instance) else type(exception)
            return is_subclass(cls, tuple(args), inner, at)

        return None, leave, swallowed

    return Manager("contextlib.suppress", enter)


def _nullcontext(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    entered = args[0] if args else None
    return Manager("contextlib.nullcontext", lambda *__: (entered, lambda ___: False, frozenset[str]()))


def _context_manager(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`contextlib.contextmanager`, around a generator function of the tree."""
    function = args[0]
    if isinstance(function, FunctionValue) and isinstance(function.node, ast.FunctionDef):
        return managing(function, frame)
    return call_outside(Unknown.outside(_MANAGING, place), args, kwargs, frame, place, Care.KEEPS)


_MANAGING = "contextlib.contextmanager"

FUNCTIONS: dict[str, Model] = {
    _MANAGING: Model(_context_manager, "func", 1, care=Care.KEEPS),
    "contextlib.nullcontext": Model(_nullcontext, "enter_result"),
    "contextlib.suppress": Model(_suppress, variadic=True),
}
TYPES: dict[str, Abstract] = {}
