"""Methods of plain data. Those that change their receiver announce it, so that the change can be undone."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docgen.static.builtins.costs import of_method, refuse_foreign
from docgen.static.builtins.iterator_methods import iterator_method
from docgen.static.builtins.plain_special_methods import CHANGING, detour, is_special
from docgen.static.builtins.signatures import Signature
from docgen.static.engine.effect_terms import CHANGING_METHODS
from docgen.static.engine.havoc import havoc, refuse_havocked
from docgen.static.engine.world import SET_ORDER
from docgen.static.execution.iteration import items, keys_of, mapping_of
from docgen.static.execution.operators import plain, put
from docgen.static.execution.set_order import MOST
from docgen.static.objects import dispatch
from docgen.static.objects.annotations import note_change
from docgen.static.objects.callables import BoundMethod, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.native import native
from docgen.static.objects.origins import Origin
from docgen.static.objects.type_values import Annotations, ClassValue, ReadOnly
from docgen.static.objects.types import class_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

_FAIL_BY_CONTENT = frozenset(
    {
        "__delitem__",
        "__getitem__",
        "index",
        "join",
        "move_to_end",
        "pop",
        "popitem",
        "popleft",
        "remove",
        "sort",
    }
)
"""Methods that raise on a container that does not hold what they look for, or values of other classes."""
_TAKES_ITERABLES = frozenset(
    {
        "difference",
        "difference_update",
        "extend",
        "fromkeys",
        "intersection",
        "intersection_update",
        "isdisjoint",
        "issubset",
        "issuperset",
        "join",
        "symmetric_difference",
        "symmetric_difference_update",
        "union",
        "update",
    }
)
"""Methods whose arguments may be any iterable of the documented program."""

_HOLDING = frozenset({"__contains__", "__delitem__", "__getitem__", "__setitem__"})
"""Methods whose arguments are elements of a container, rather than the other operand."""

_ADDRESSES = frozenset(
    {"__class__", "__dir__", "__sizeof__", "__reduce__", "__reduce_ex__", "__init_subclass__"}
)


def method(value: Abstract, name: str) -> Abstract | None:
    """The method `name` of plain data, or None if it has none."""
    if isinstance(value, IteratorValue):
        return iterator_method(value, name)
    if name in _ADDRESSES or not callable(getattr(value, name, None)):
        return None
    if name == "fromkeys":
        return host_method(class_of(value), name)
    return Native(
        name, lambda args, kwargs, frame, place: _call(value, name, args, kwargs, frame, place), value
    )


def change(
    container: Abstract,
    operation: Callable[[], Abstract],
    frame: Frame,
    place: SourceSpan | None,
    *,
    returns_container: bool = False,
) -> Abstract:
    """Run an operation that changes `container`, and remember how to undo it.

    Raises:
        Raised: TypeError if the container cannot be changed; or any exception of the operation.
    """
    if isinstance(container, ReadOnly):
        raise Raised(TypeError("'mappingproxy' object does not support item assignment"), place)
    if isinstance(container, Annotations):
        note_change(container, frame, place)
    frame.evaluation.changes += 1
    if isinstance(container, list | dict | set):
        frame.evaluation.will_change_inside(container)
    result = native(operation, place)
    return container if returns_container else result


def _call(
    value: Abstract,
    name: str,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan,
) -> Abstract:
    """Run a method; if an argument is unknown, the receiver is afterwards as well."""
    refuse_havocked(value, frame, safe=name not in _FAIL_BY_CONTENT)
    if isinstance(value, Instance | ClassValue | FunctionValue | BoundMethod | Native | Partial | Unknown):
        raise Unsupported(f"{name} of such an object is not modelled", place)
    try:
        return _run(value, name, args, kwargs, frame, place)
    except Indefinite as signal:
        if name in CHANGING_METHODS or name in CHANGING:
            havoc(value, signal.value, frame)
        raise
    except Raised:
        if name in _TAKES_ITERABLES and name in CHANGING_METHODS:  # some elements may have been taken already
            havoc(value, Unknown(f"{name} is given what raises", place), frame)
        raise


def _run(
    value: Abstract,
    name: str,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    frame: Frame,
    place: SourceSpan,
) -> Abstract:
    if name == "join" and len(args) == 1 and _is_unordered(args[0]):
        return Unknown(SET_ORDER, place, origin=Origin.ORDER, kind=str)
    if name in _TAKES_ITERABLES:
        args = [_materialised(value, argument, name, frame, place) for argument in args]
    if name == "pop" and isinstance(value, set) and len(value) > 1:
        popped = Unknown(SET_ORDER, place, origin=Origin.ORDER)
        havoc(value, popped, frame)
        return popped
    if isinstance(value, str | bytes):
        args = args if name in {"format", "format_map"} else [_deeply_plain(argument) for argument in args]
        _refuse_unknown([*args, *kwargs.values()])
        if name == "join" and len(args) == 1 and isinstance(args[0], Iterable):
            args = [[plain(part) for part in args[0]]]
            _refuse_unknown(args[0])
        if name == "format":
            return dispatch.format_text(str(value), args, kwargs, frame, place)
        if name == "format_map" and len(args) == 1 and not kwargs:
            return dispatch.format_text(str(value), None, args[0], frame, place)
    if is_special(name) and (run := detour(value, name, args, frame, place)) is not None:
        return run()
    if is_special(name) and name not in _HOLDING:
        args = [plain(argument) for argument in args]
    frame.evaluation.spend(of_method(value, name, args, place), place)
    bound = getattr(value, name)
    if name == "sort" and isinstance(value, list):
        Signature(0, 0, frozenset({"key", "reverse"})).refuse(name, args, kwargs, place)
        return _sort(value, kwargs, frame, place)
    changes = name in CHANGING_METHODS or name in CHANGING
    if changes and isinstance(value, list | dict | set):
        return change(value, lambda: bound(*args, **kwargs), frame, place)
    result = native(lambda: bound(*args, **kwargs), place)
    return frame.evaluation.owns(result) if isinstance(result, list | dict | set) else result


def _is_unordered(value: Abstract) -> bool:
    """Tell whether a value is a set of texts that has too many orders to be iterated in each."""
    return isinstance(value, set | frozenset) and len(value) > MOST and all(type(v) is str for v in value)


def _sort(value: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan) -> Abstract:
    key = kwargs.get("key")
    by = None if key is None else lambda element: dispatch.call(key, [element], {}, frame, place)
    return change(value, lambda: value.sort(key=by, reverse=bool(kwargs.get("reverse", False))), frame, place)


def _materialised(
    value: Abstract, argument: Abstract, name: str, frame: Frame, place: SourceSpan
) -> Abstract:
    """An iterable argument as plain data, so that Python's own method can take it."""
    if isinstance(argument, Unknown):
        raise Indefinite(argument)
    if isinstance(argument, set | frozenset) and not isinstance(value, set | frozenset):
        return list(items(argument, frame, place))
    if isinstance(argument, dict | str | set | frozenset | list | tuple | int | type(None)):
        refuse_havocked(argument, frame, safe=name not in _FAIL_BY_CONTENT)
        return argument
    is_update = isinstance(value, dict) and name == "update" and isinstance(argument, Instance)
    if is_update and keys_of(argument, frame, place) is not ABSENT:
        return mapping_of(argument, frame, place)
    return list(items(argument, frame, place))


def _deeply_plain(argument: Abstract) -> Abstract:
    """An argument of a text's method: `startswith` takes a tuple."""
    return tuple(map(plain, argument)) if isinstance(argument, tuple) else plain(argument)


def _refuse_unknown(values: list[Abstract]) -> None:
    for value in values:
        if isinstance(value, Unknown):
            raise Indefinite(value)


def host_method(owner: type, name: str) -> Abstract | None:
    """`str.join` and the like: a method looked up on a builtin type, to be called with its receiver first."""
    if name in _ADDRESSES or not callable(getattr(owner, name, None)):
        return None
    if name == "fromkeys":
        return Native(name, lambda args, kwargs, at, where: _fromkeys(owner, args, kwargs, at, where))
    if name == "mro":
        return Native(name, lambda _args, _kwargs, frame, _place: frame.evaluation.owns(list(owner.__mro__)))
    held = next((vars(base)[name] for base in owner.__mro__ if name in vars(base)), None)
    if held is None or name == "__new__":  # a method of `type`
        return None

    def unbound(
        args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan
    ) -> Abstract:
        # Methods that are implemented in C have types of their own.
        if isinstance(held, staticmethod | classmethod) or type(held).__name__ == "classmethod_descriptor":
            refuse_foreign([*args, *kwargs.values()], frame, place)
            frame.evaluation.spend(of_method(None, name, args, place), place)
            return native(lambda: getattr(owner, name)(*args, **kwargs), place, *args)
        if not args:
            raise Raised(TypeError(f"unbound method {owner.__name__}.{name}() needs an argument"), place)
        if isinstance(plain(args[0]), Instance | ClassValue) or owner is typing.Any:
            raise Unsupported(f"{name} of such an object is not modelled", place)
        if not isinstance(plain(args[0]), owner | Unknown):
            raise Raised(TypeError(f"{owner.__name__}.{name}() is for a {owner.__name__}"), place)
        if name == "__getitem__" and isinstance(plain(args[0]), dict) and len(args) == 2:  # noqa: PLR2004
            return dispatch.table_item(args[0], args[1], frame, place)
        return _call(plain(args[0]), name, args[1:], kwargs, frame, place)

    is_method = type(held).__name__ in {"method_descriptor", "wrapper_descriptor"}
    return Native(f"{owner.__name__}.{name}", unbound, is_method=is_method)


def _fromkeys(
    owner: type, args: list[Abstract], kwargs: dict[str, Abstract], frame: Frame, place: SourceSpan
) -> Abstract:
    Signature(1, 2).refuse("fromkeys", args, kwargs, place)
    value = args[1] if len(args) > 1 else None
    result = dispatch.construct_builtin(owner, [], {}, frame, place)
    for key in items(args[0], frame, place):
        put(result, key, value, frame, place)
    return result
