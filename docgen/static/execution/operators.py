"""Operators: on plain data Python's own, on instances the methods of their class, on the unknown unknown."""

from __future__ import annotations

import ast
import copy
import operator
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import refuse_havocked
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.callables import Native, Partial
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.type_values import Generic, Union
from docgen.static.objects.types import is_class
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

_BINARY: dict[type[ast.operator], tuple[str, Callable[[Abstract, Abstract], Abstract]]] = {
    ast.Add: ("add", operator.add),
    ast.Sub: ("sub", operator.sub),
    ast.Mult: ("mul", operator.mul),
    ast.MatMult: ("matmul", operator.matmul),
    ast.Div: ("truediv", operator.truediv),
    ast.FloorDiv: ("floordiv", operator.floordiv),
    ast.Mod: ("mod", operator.mod),
    ast.Pow: ("pow", operator.pow),
    ast.LShift: ("lshift", operator.lshift),
    ast.RShift: ("rshift", operator.rshift),
    ast.BitOr: ("or", operator.or_),
    ast.BitXor: ("xor", operator.xor),
    ast.BitAnd: ("and", operator.and_),
}
_UNARY: dict[type[ast.unaryop], tuple[str, Callable[[Abstract], Abstract]]] = {
    ast.USub: ("__neg__", operator.neg),
    ast.UAdd: ("__pos__", operator.pos),
    ast.Invert: ("__invert__", operator.invert),
}
_BIG = 1 << 20
"""No declaration needs an integer of more bits, or a sequence of more elements, than this."""


def truth(value: Abstract, frame: Frame) -> bool:
    """`bool(value)`.

    Raises:
        Indefinite: it is unknown.
    """
    if isinstance(value, Unknown):
        raise Indefinite(value)
    refuse_havocked(value, frame)
    if isinstance(value, Instance):
        for method in ("__bool__", "__len__"):
            result = dispatch.call_method(value, method, [], frame, None)
            if result is not ABSENT:
                return truth(result, frame)
        if value.payload is not ABSENT:
            return truth(value.payload, frame)
        if dispatch.is_flag(value):
            return bool(value.attributes["_value_"])
        if (outside := value.cls.outside_base()) is not None:
            raise Indefinite(outside)
        return True
    return bool(value)


def unary(op: ast.unaryop, value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`-x`, `+x` and `~x`."""
    name, function = _UNARY[type(op)]
    if isinstance(value, Instance):
        result = dispatch.call_method(value, name, [], frame, place)
        if result is not ABSENT:
            return result
        if isinstance(op, ast.Invert) and dispatch.is_flag(value):
            return dispatch.invert(value, frame.evaluation, place)
        value = plain(value)
    refuse_opaque(value, place)
    return native(lambda: function(value), place, value)


def binary(op: ast.operator, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`left op right`, with the reflected method where the first declines."""
    name, function = _BINARY[type(op)]
    for value in (left, right):
        if isinstance(value, Unknown):
            raise Indefinite(value)
        refuse_havocked(value, frame)
    if isinstance(op, ast.BitOr) and _is_option(left) and _is_option(right) and not left is right is None:
        return _union(left, right)
    sides = [(left, right, f"__{name}__"), (right, left, f"__r{name}__")]
    if isinstance(left, Instance) and isinstance(right, Instance):
        if left.cls is right.cls:
            sides.pop()
        elif right.cls.derives_from(left.cls):
            sides.reverse()
    for receiver, argument, method in sides:
        if isinstance(receiver, Instance):
            result = dispatch.call_method(receiver, method, [argument], frame, place)
            if result is not ABSENT and result is not NotImplemented:
                return result
    combined = dispatch.combine(op, left, right, frame.evaluation, place)
    if combined is not None:
        return combined
    if isinstance(op, ast.Mod) and isinstance(plain(left), str):
        return dispatch.percent(plain(left), right, frame, place)
    left, right = plain(left), plain(right)
    refuse_opaque(left, place)
    refuse_opaque(right, place)
    _refuse_big(op, left, right, place)
    result = native(lambda: function(left, right), place, left, right)
    return frame.evaluation.owns(result) if isinstance(result, list | dict | set) else result


def in_place(op: ast.operator, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`left op= right`: a list, set or dict is changed, anything else gives a new value."""
    if isinstance(left, Instance):
        result = dispatch.call_method(left, f"__i{_BINARY[type(op)][0]}__", [right], frame, place)
        if result is not ABSENT and result is not NotImplemented:
            return result
    if isinstance(left, list | dict | set) and not isinstance(right, Unknown):
        name = f"__i{_BINARY[type(op)][0]}__"
        if hasattr(left, name):
            refuse_havocked(left, frame)
            refuse_havocked(right, frame)
            other = plain(right)
            if isinstance(left, list) and isinstance(op, ast.Add):
                other = list(items(right, frame, place))
            _refuse_big(op, left, other, place)
            if getattr(copy.copy(left), name)(other) is NotImplemented:
                return binary(op, left, right, frame, place)
            return dispatch.change(
                left, lambda: getattr(left, name)(other), frame, place, returns_container=True
            )
    return binary(op, left, right, frame, place)


def negation(value: Abstract, place: SourceSpan | None) -> Abstract:
    """`not value`, for the result of a comparison."""
    if isinstance(value, Unknown):
        return Unknown(
            value.reason,
            place,
            key=("not", value.key),
            negates=value,
            mentions=value.mentions,
            kind=value.kind,
        )
    return not value


def hashable(value: Abstract, place: SourceSpan) -> Abstract:
    """`value`, if it can be a key.

    Raises:
        Raised: TypeError for an unhashable value.
        Indefinite: it holds something unknown.
    """
    native(lambda: hash(value), place)
    return value


def plain(value: Abstract) -> Abstract:
    """The plain data that an instance of a builtin type's subclass holds; other values as they are."""
    return value.payload if isinstance(value, Instance) and value.payload is not ABSENT else value


def _is_option(value: Abstract) -> bool:
    """Whether a union of types can have it."""
    return value is None or isinstance(value, Union | Generic) or is_class(value)


def _union(left: Abstract, right: Abstract) -> Abstract:
    options: list[Abstract] = []
    for side in (left, right):
        options.extend(side.options if isinstance(side, Union) else [type(None) if side is None else side])
    return Union(tuple(options))


def key_of(operation: str, value: Unknown, other: Abstract) -> tuple[object, ...] | None:
    """A key under which the same comparison of the same unknown value is decided once."""
    if isinstance(other, Unknown):
        return (operation, value.key, other.key)
    if isinstance(other, int | float | str | bytes | type(None) | Symbol):
        return (operation, value.key, type(other).__name__, other)
    return None


def _refuse_big(op: ast.operator, left: Abstract, right: Abstract, place: SourceSpan) -> None:
    """Refuse arithmetic that would fill the memory.

    Raises:
        Unsupported: the result would have more than a million bits or elements.
    """
    if not isinstance(right, int) and not isinstance(left, int):
        return
    size = 0
    if isinstance(op, ast.Pow) and isinstance(left, int) and isinstance(right, int):
        size = left.bit_length() * abs(right)
    elif isinstance(op, ast.LShift) and isinstance(right, int):
        size = abs(right)
    elif isinstance(op, ast.Mult):
        sequence, count = (left, right) if isinstance(right, int) else (right, left)
        if isinstance(sequence, str | bytes | list | tuple) and isinstance(count, int):
            size = len(sequence) * count
    if size > _BIG:
        raise Unsupported("the result is too large to compute", place)


def refuse_opaque(value: Abstract, place: SourceSpan) -> None:
    """Refuse an operation on what the interpreter models, but not in this respect.

    Raises:
        Indefinite: the value is an object whose class may define the operation.
    """
    outside = value.cls.outside_base() if isinstance(value, Instance) else None
    if outside is not None or isinstance(value, Symbol | Generic | Native | Partial):
        raise Indefinite(outside or Unknown("this operation on such an object is not modelled", place))
