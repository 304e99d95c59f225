"""Calls of Python's own functions that cannot but fail, because of their arguments."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.host_names import found_at
from docgen.static.objects.values import Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.static.objects.dispatch import Kwargs

_PLAIN = frozenset({bool, bytes, complex, dict, float, frozenset, int, list, set, str, tuple, type(None)})
_FIRST: dict[str, frozenset[type]] = {
    "logging.getLogger": frozenset({str, type(None)}),
    "types.ModuleType": frozenset({str}),
    "weakref.ref": frozenset({frozenset, set}),
    "weakref.proxy": frozenset({frozenset, set}),
    "contextvars.ContextVar": frozenset({str}),
    "typing.NewType": _PLAIN,
}
"""Types of plain data that functions take as their first argument."""
_VARIABLES = {"typing.TypeVar": 2}
"""Functions that do not take just so many arguments."""


def refusal(path: str, args: Sequence[Abstract], kwargs: Kwargs) -> TypeError | None:
    """The exception that the function at a dotted path raises because of its arguments, if it is known to."""
    signature = _signature(path)
    if signature is not None:
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            return error
    if path in _VARIABLES and len(args) == _VARIABLES[path]:
        return TypeError("A single constraint is not allowed")
    first = _FIRST.get(path)
    if first is not None and args and type(args[0]) in _PLAIN - first and not isinstance(args[0], Unknown):
        return TypeError(f"{path}() does not take a {type(args[0]).__name__}")
    return None


@functools.cache
def _signature(path: str) -> inspect.Signature | None:
    """The signature of a function of Python's own; None if it is not known."""
    found = found_at(path)
    if not callable(found):
        return None
    try:
        return inspect.signature(found)
    except (TypeError, ValueError):
        return None
