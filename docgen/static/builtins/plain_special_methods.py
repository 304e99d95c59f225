"""Special methods of plain data that the documented program calls by name: `super().__hash__()`, `"a".__mul__(3)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins import iterators
from docgen.static.builtins.text import to_text
from docgen.static.execution.operators import BINARY
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.callables import Native
    from docgen.static.objects.dispatch import Args
    from docgen.static.objects.frames import Frame


def is_special(name: str) -> bool:
    """Tell whether a method is one that Python calls by itself."""
    return name.startswith("__") and name.endswith("__")


def _text(method: str) -> Callable[..., Abstract]:
    return lambda value, _args, frame, place: to_text(value, method, frame, place)


def _builtin(name: str) -> Callable[..., Abstract]:
    def run(value: Abstract, args: Args, frame: Frame, place: SourceSpan) -> Abstract:
        function: Native = dispatch.builtin_names[name]
        return function.call([value, *args], {}, frame, place)

    return run


_DETOURS: dict[str, Callable[..., Abstract]] = {
    "__format__": _builtin("format"),
    "__hash__": _builtin("hash"),
    "__iter__": lambda value, _args, frame, place: iterators.iter_([value], {}, frame, place),
    "__repr__": _text("__repr__"),
    "__reversed__": lambda value, _args, frame, place: iterators.reversed_([value], {}, frame, place),
    "__str__": _text("__str__"),
}
"""Special methods for which the interpreter has rules of its own."""

_IN_PLACE = frozenset(f"__i{name}__" for name, _ in BINARY.values())
CHANGING = _IN_PLACE | {"__delitem__", "__init__", "__setitem__"}
"""Special methods that change their receiver."""
_PLAIN = (
    CHANGING
    | {f"__{reflected}{name}__" for name, _ in BINARY.values() for reflected in ("", "r")}
    | {f"__{name}__" for name in ("eq", "ge", "gt", "le", "lt", "ne")}
    | {
        f"__{name}__"
        for name in ("abs", "bool", "ceil", "complex", "contains", "divmod", "float", "floor", "getitem")
    }
    | {f"__{name}__" for name in ("index", "int", "invert", "len", "neg", "pos", "rdivmod", "trunc")}
)
"""Special methods that work on plain data as any other method does."""


def detour(
    value: Abstract, name: str, args: Args, frame: Frame, place: SourceSpan
) -> Callable[[], Abstract] | None:
    """Function that runs a special method with rules of its own; None for any other method.

    Raises:
        Unsupported: docgen does not model it.
        Indefinite: it is given an iterator, which it would consume.
    """
    if name == "__getitem__" and isinstance(value, dict) and len(args) == 1:
        return lambda: dispatch.table_item(value, args[0], frame, place)
    if name in _DETOURS:
        return lambda: _DETOURS[name](value, args, frame, place)
    if name not in _PLAIN:
        raise Unsupported(f"{name} of Python's own objects is not modelled", place)
    if any(isinstance(arg, IteratorValue) for arg in args):
        raise Indefinite(Unknown(f"{name} of an iterator is not modelled", place))
    return None
