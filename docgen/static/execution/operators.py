"""Operators: Python's own on plain data, methods of the class on instances, and unknown on unknown operands."""

from __future__ import annotations

import ast
import copy
import operator
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import refuse_havocked
from docgen.static.execution import costs
from docgen.static.execution.comparison import derives_properly, type_of
from docgen.static.execution.conversions import convert
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch, known_types
from docgen.static.objects.callables import Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import call_method, defines, special_method, type_name
from docgen.static.objects.type_aliases import Generic, Union, union_of
from docgen.static.objects.types import is_class
from docgen.static.objects.values import ABSENT, Abstract, Instance, Modelled, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

BINARY: dict[type[ast.operator], tuple[str, Callable[[Abstract, Abstract], Abstract]]] = {
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
"""For each operator the name of its methods, and the function that applies it to plain data."""
IN_PLACE: dict[type[ast.operator], Callable[[Abstract, Abstract], Abstract]] = {
    kind: getattr(operator, f"__i{name}__") for kind, (name, _) in BINARY.items()
}
"""For each operator the function that applies it in place."""
_UNARY: dict[type[ast.unaryop], tuple[str, Callable[[Abstract], Abstract]]] = {
    ast.USub: ("__neg__", operator.neg),
    ast.UAdd: ("__pos__", operator.pos),
    ast.Invert: ("__invert__", operator.invert),
}
_OPERATIONS = {name: op for op, (name, _) in BINARY.items()}


def unary(op: ast.unaryop, value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`-x`, `+x` and `~x`."""
    name, function = _UNARY[type(op)]
    result = call_method(value, name, [], frame, place)
    if result is not ABSENT:
        return result
    if isinstance(op, ast.Invert) and dispatch.is_flag(value):
        return dispatch.invert(value, frame.evaluation, place)
    value = plain(value)
    if isinstance(value, Unknown):
        result = known_types.operated(function, [value], value, frame.evaluation, place)
        if result is not ABSENT:
            return result
    _refuse_bare(value, place)
    refuse_opaque(value, place)
    costs.charge(costs.size(value), frame, place)
    return native(lambda: function(value), place, value)


def binary(op: ast.operator, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`left op right`, with the reflected method where the first declines."""
    name, function = BINARY[type(op)]
    for value in (left, right):
        if isinstance(value, Unknown):
            result = known_types.operated(function, (left, right), value, frame.evaluation, place)
            if result is not ABSENT:
                return result
            dispatch.let_act((left, right), value, frame)
            raise Indefinite(value)
        # Two lists are added whatever they hold; a list and a number never.
        refuse_havocked(value, frame, safe=type(left) is type(right))
    if isinstance(left, Modelled) or isinstance(right, Modelled):
        result = by_methods(name, left, right, frame, place)
        if result is not NotImplemented:
            return result
    if isinstance(op, ast.BitOr) and _is_option(left) and _is_option(right) and not left is right is None:
        costs.charge(costs.of_union(left, right, place), frame, place)
        return union_of((left, right))
    combined = dispatch.combine(op, left, right, frame.evaluation, place)
    if combined is not None:
        return combined
    if isinstance(op, ast.Mod) and isinstance(plain(left), str):
        filling = plain(right) if isinstance(plain(right), tuple) else right
        return dispatch.percent(plain(left), filling, frame, place)
    left, right = plain(left), plain(right)
    if isinstance(op, ast.Mult):
        left, right = (_count(side, other, frame, place) for side, other in ((left, right), (right, left)))
    for value in (left, right):
        _refuse_bare(value, place)
        if not isinstance(value, Generic) or isinstance(op, ast.BitOr):
            refuse_opaque(value, place)
    # A type with arguments, such as `list[int]`, knows no operation but `|`.
    if isinstance(left, Generic) or isinstance(right, Generic):
        raise Raised(TypeError("unsupported operand type: 'types.GenericAlias'"), place)
    costs.charge(costs.of_operator(type(op), left, right), frame, place)
    result = native(lambda: function(left, right), place, left, right)
    return frame.evaluation.owns(result) if isinstance(result, list | dict | set) else result


def by_methods(name: str, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """The answer of a method of the tree; NotImplemented if there is none, or if plain data comes first."""
    if name == "mod" and isinstance(left, str | bytes) and not derives_properly(right, left):
        return NotImplemented
    sides = [(left, right, f"__{name}__"), (right, left, f"__r{name}__")]
    if type_of(left) is type_of(right):
        sides.pop()
    elif derives_properly(right, left) and _is_overloaded(sides[1][2], right, left, frame, place):
        sides.reverse()
    for receiver, argument, method in sides:
        result = call_method(receiver, method, [argument], frame, place)
        if result is ABSENT:
            result = _of_number(receiver, argument, method, frame, place)
        if isinstance(result, Unknown):
            raise Indefinite(result)
        if result is not NotImplemented:
            return result
    return NotImplemented


def _count(value: Abstract, other: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """A factor of a sequence as a number, where it is an object that converts to one."""
    repeats = isinstance(other, list | tuple | str | bytes) and defines(value, "__index__", frame, place)
    return convert("index", value, frame, place) if repeats else value


def _is_overloaded(method: str, value: Abstract, other: Abstract, frame: Frame, place: SourceSpan) -> bool:
    """Tell whether the type of `value` has a method of its own, where that of `other` has another one or none."""
    own, inherited = (special_method(side, method, frame, place) for side in (value, other))
    return own is not ABSENT and getattr(own, "function", own) is not getattr(
        inherited, "function", inherited
    )


def _of_number(
    receiver: Abstract, argument: Abstract, method: str, frame: Frame, place: SourceSpan
) -> Abstract:
    """The answer of a number or a set, which declines other operands; sequences come after all methods."""
    data, other = plain(receiver), plain(argument)
    if dispatch.is_flag(receiver) or dispatch.is_flag(argument):
        return NotImplemented
    if not isinstance(data, int | float | complex | set | frozenset | dict) or isinstance(other, Modelled):
        return NotImplemented
    if not isinstance(argument, Modelled) and not isinstance(receiver, Modelled):
        return NotImplemented
    held = getattr(type(data), method, None)
    if held is None or isinstance(other, list | tuple | str | bytes):
        return NotImplemented
    operation = _OPERATIONS.get(method.strip("_").removeprefix("r"))
    if operation is not None:
        costs.charge(costs.of_operator(operation, data, other), frame, place)
    return native(lambda: held(data, other), place)


def in_place(op: ast.operator, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`left op= right`: a list, set or dict is changed, anything else gives a new value."""
    name = f"__i{BINARY[type(op)][0]}__"
    result = call_method(left, name, [right], frame, place)
    if result is not ABSENT and result is not NotImplemented:
        return result
    holder = plain(left)
    if (
        result is not NotImplemented
        and isinstance(holder, list | dict | set)
        and not isinstance(right, Unknown)
    ):
        reflected = f"__r{BINARY[type(op)][0]}__"
        if hasattr(holder, name) and not defines(right, reflected, frame, place):
            refuse_havocked(holder, frame)
            refuse_havocked(right, frame)
            other = plain(right)
            if isinstance(holder, list) and isinstance(op, ast.Add):
                other = _appended(holder, right, frame, place)
            costs.charge(costs.of_operator(type(op), holder, other), frame, place)
            if (
                isinstance(other, Modelled)
                or native(lambda: getattr(copy.copy(holder), name)(other), place) is NotImplemented
            ):
                return binary(op, left, right, frame, place)
            dispatch.change(
                holder, lambda: getattr(holder, name)(other), frame, place, returns_container=True
            )
            return left
    return binary(op, left, right, frame, place)


def _appended(left: list[Abstract], right: Abstract, frame: Frame, place: SourceSpan) -> list[Abstract]:
    """Elements that `left += right` appends; if the iteration raises, those before are already appended."""
    iterator = items(right, frame, place)
    try:
        return list(iterator)
    except Raised:
        dispatch.havoc(left, Unknown("it is extended by what raises", place), frame)
        raise


def negation(value: Abstract, place: SourceSpan | None) -> Abstract:
    """`not value`, for the result of a comparison."""
    if isinstance(value, Unknown):
        return value.derived(
            place,
            key=("not", value.key),
            negates=value,
            mentions=value.mentions,
            kind=value.kind,
        )
    return not value


def put(
    table: dict[Abstract, Abstract], key: Abstract, value: Abstract, frame: Frame, place: SourceSpan
) -> None:
    """`table[key] = value` in a new table; the key is hashed once, and compared as in Python.

    Raises:
        Raised: TypeError for an unhashable key.
        Indefinite: the key holds something unknown.
        Unsupported: it holds too much, too deeply.
    """
    known_types.refuse(hash, [key], place)
    costs.charge(costs.of_key(table, key, place), frame, place)
    native(lambda: operator.setitem(table, key, value), place)


def include(elements: set[Abstract], value: Abstract, frame: Frame, place: SourceSpan) -> None:
    """`elements.add(value)` to a new set; see `put`."""
    known_types.refuse(hash, [value], place)
    costs.charge(costs.of_key(elements, value, place), frame, place)
    native(lambda: elements.add(value), place)


def plain(value: Abstract) -> Abstract:
    """The plain data that an instance of a builtin type's subclass holds; other values as they are."""
    return value.payload if isinstance(value, Instance) and value.payload is not ABSENT else value


def _refuse_bare(value: Abstract, place: SourceSpan) -> None:
    """Refuse an operation that neither a method of the tree nor a builtin base defines.

    Raises:
        Raised: TypeError.
    """
    if isinstance(value, Modelled):
        raise Raised(TypeError(f"unsupported operand type: {type_name(value)!r}"), place)


def _is_option(value: Abstract) -> bool:
    """Tell whether a union of types can hold it."""
    return value is None or isinstance(value, Union | Generic) or is_class(value)


def key_of(operation: str, value: Unknown, other: Abstract) -> tuple[object, ...] | None:
    """A key under which the same comparison of the same unknown value is decided once."""
    if isinstance(other, Unknown):
        return (operation, value.key, other.key)
    if isinstance(other, int | float | str | bytes | type(None) | Symbol):
        return (operation, value.key, type(other).__name__, other)
    return None


def refuse_opaque(value: Abstract, place: SourceSpan) -> None:
    """Refuse an operation on a value for which the interpreter does not model it.

    Raises:
        Indefinite: the value is an object whose class may define the operation.
    """
    if isinstance(value, Symbol | Generic | Native | Partial):
        raise Indefinite(Unknown("this operation on such an object is not modelled", place))
