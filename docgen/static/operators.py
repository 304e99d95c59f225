"""Operators: on plain data Python's own, on instances the methods of their class, on the unknown unknown."""

from __future__ import annotations

import ast
import copy
import operator
from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.iteration import items, type_name
from docgen.static.native import native
from docgen.static.signals import GiveUp, Indefinite, Raised
from docgen.static.types import is_class, is_enum, subscript_class
from docgen.static.values import (
    MISSING,
    Abstract,
    ClassValue,
    Descriptor,
    Generic,
    Instance,
    ModuleValue,
    Native,
    Partial,
    Place,
    Symbol,
    Union,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.frames import Frame

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
_ORDER: dict[type[ast.cmpop], tuple[str, str, Callable[[Abstract, Abstract], Abstract]]] = {
    ast.Lt: ("__lt__", "__gt__", operator.lt),
    ast.LtE: ("__le__", "__ge__", operator.le),
    ast.Gt: ("__gt__", "__lt__", operator.gt),
    ast.GtE: ("__ge__", "__le__", operator.ge),
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
    clouded(value, frame)
    if isinstance(value, Instance):
        for method in ("__bool__", "__len__"):
            result = rules.call_method(value, method, [], frame, None)
            if result is not MISSING:
                return truth(result, frame)
        if value.payload is not MISSING:
            return truth(value.payload, frame)
        if rules.is_flag(value):
            return bool(value.attributes["_value_"])
        if (outside := value.cls.outside_base()) is not None:
            raise Indefinite(outside)
        return True
    return bool(value)


def clouded(value: Abstract, frame: Frame) -> None:
    """Refuse to look into a container that code outside the tree may have changed.

    Raises:
        Indefinite: it was handed to such code on this path.
    """
    clouds = frame.evaluation.clouded
    if clouds:
        seen: set[int] = set()
        pending = [value]
        while pending:
            inner = pending.pop()
            if id(inner) in clouds:
                raise Indefinite(clouds[id(inner)][1])
            if isinstance(inner, list | tuple | dict) and id(inner) not in seen:
                seen.add(id(inner))
                pending += inner.values() if isinstance(inner, dict) else inner
    if frame.evaluation.changed_late(value):
        raise Indefinite(Unknown("it is changed after the import that reads it", None))


def unary(op: ast.unaryop, value: Abstract, frame: Frame, place: Place) -> Abstract:
    """`-x`, `+x` and `~x`."""
    name, function = _UNARY[type(op)]
    if isinstance(value, Instance):
        result = rules.call_method(value, name, [], frame, place)
        if result is not MISSING:
            return result
        if isinstance(op, ast.Invert) and rules.is_flag(value):
            return rules.invert(value, frame.evaluation, place)
        value = plain(value)
    _refuse_opaque(value, place)
    return native(lambda: function(value), place, value)


def binary(op: ast.operator, left: Abstract, right: Abstract, frame: Frame, place: Place) -> Abstract:
    """`left op right`, with the reflected method where the first declines."""
    name, function = _BINARY[type(op)]
    for value in (left, right):
        if isinstance(value, Unknown):
            raise Indefinite(value)
        clouded(value, frame)
    if isinstance(op, ast.BitOr) and (is_class(left) or is_class(right) or left is None or right is None):
        return _union(left, right)
    sides = [(left, right, f"__{name}__"), (right, left, f"__r{name}__")]
    if isinstance(left, Instance) and isinstance(right, Instance):
        if left.cls is right.cls:
            sides.pop()
        elif right.cls.derives_from(left.cls):
            sides.reverse()
    for receiver, argument, method in sides:
        if isinstance(receiver, Instance):
            result = rules.call_method(receiver, method, [argument], frame, place)
            if result is not MISSING and result is not NotImplemented:
                return result
    combined = rules.combine(op, left, right, frame.evaluation, place)
    if combined is not None:
        return combined
    if isinstance(op, ast.Mod) and isinstance(plain(left), str):
        return rules.percent(plain(left), right, frame, place)
    left, right = plain(left), plain(right)
    _refuse_opaque(left, place)
    _refuse_opaque(right, place)
    _refuse_big(op, left, right, place)
    result = native(lambda: function(left, right), place, left, right)
    return frame.evaluation.owns(result) if isinstance(result, list | dict | set) else result


def in_place(op: ast.operator, left: Abstract, right: Abstract, frame: Frame, place: Place) -> Abstract:
    """`left op= right`: a list, set or dict is changed, anything else gives a new value."""
    if isinstance(left, Instance):
        result = rules.call_method(left, f"__i{_BINARY[type(op)][0]}__", [right], frame, place)
        if result is not MISSING and result is not NotImplemented:
            return result
    if isinstance(left, list | dict | set) and not isinstance(right, Unknown):
        name = f"__i{_BINARY[type(op)][0]}__"
        if hasattr(left, name):
            clouded(left, frame)
            clouded(right, frame)
            other = plain(right)
            if isinstance(left, list) and isinstance(op, ast.Add):
                other = list(items(right, frame, place))
            _refuse_big(op, left, other, place)
            if getattr(copy.copy(left), name)(other) is NotImplemented:
                return binary(op, left, right, frame, place)
            return rules.change(
                left, lambda: getattr(left, name)(other), frame, place, returns_container=True
            )
    return binary(op, left, right, frame, place)


def compare(op: ast.cmpop, left: Abstract, right: Abstract, frame: Frame, place: Place) -> Abstract:
    """One comparison of a chain."""
    match op:
        case ast.Is():
            return _identity(left, right, place)
        case ast.IsNot():
            return negation(_identity(left, right, place), place)
        case ast.Eq():
            return _equality(left, right, frame, place)
        case ast.NotEq():
            return negation(_equality(left, right, frame, place), place)
        case ast.In():
            return _contains(right, left, frame, place)
        case ast.NotIn():
            return negation(_contains(right, left, frame, place), place)
    method, reflected, function = _ORDER[type(op)]
    for value in (left, right):
        clouded(value, frame)
        if isinstance(value, Unknown):
            other = right if value is left else left
            return Unknown(
                value.reason, place, key=_key(method if value is left else reflected, value, other)
            )
    return native(lambda: rules.ordered(function, method, reflected, left, right, frame, place), place)


def negation(value: Abstract, place: Place | None) -> Abstract:
    """`not value`, for the result of a comparison."""
    if isinstance(value, Unknown):
        return Unknown(value.reason, place, key=("not", value.key), negates=value, mentions=value.mentions)
    return not value


def _equality(left: Abstract, right: Abstract, frame: Frame, place: Place) -> Abstract:
    for value, other in ((left, right), (right, left)):
        if isinstance(value, Unknown):
            if isinstance(other, Unknown) and value.key == other.key:
                return True
            return Unknown(value.reason, place, key=_key("==", value, other))
    for receiver, argument in ((left, right), (right, left)):
        clouded(receiver, frame)
        if isinstance(receiver, Instance):
            result = rules.call_method(receiver, "__eq__", [argument], frame, place)
            if result is not MISSING and result is not NotImplemented:
                return result
    return native(lambda: left == right, place)


def _refuse_opaque(value: Abstract, place: Place) -> None:
    """Refuse an operation on what the interpreter models, but not in this respect.

    Raises:
        Indefinite: the value is an object whose class may define the operation.
    """
    outside = value.cls.outside_base() if isinstance(value, Instance) else None
    if outside is not None or isinstance(value, Symbol | Generic | Native | Partial):
        raise Indefinite(outside or Unknown("this operation on such an object is not modelled", place))


def _identity(left: Abstract, right: Abstract, place: Place) -> Abstract:
    """`left is right`: certain for what has an identity; small integers and texts have none to rely on."""
    for value, other in ((left, right), (right, left)):
        if isinstance(value, Unknown):
            if isinstance(other, Unknown) and value.key == other.key:
                return True
            return Unknown(value.reason, place, key=_key("is", value, other))
    if left is right:
        return True
    singletons = (bool, type(None), type(Ellipsis), type(NotImplemented))
    if isinstance(left, singletons) or isinstance(right, singletons):
        return False
    if isinstance(left, Symbol | ModuleValue) or isinstance(right, Symbol | ModuleValue):
        return bool(type(left) is type(right) and left == right)
    if (
        type(left) is type(right)
        and isinstance(left, int | float | str | bytes | tuple | frozenset | Generic | Union)
        and left == right
    ):
        return Unknown("identity of equal constants depends on the Python that runs them", place)
    return False


def _contains(container: Abstract, value: Abstract, frame: Frame, place: Place) -> Abstract:
    if isinstance(container, Unknown):
        return Unknown(container.reason, place, key=_key("contains", container, value))
    if isinstance(container, ClassValue | Instance) and not _is_payload_container(container):
        result = rules.call_method(container, "__contains__", [value], frame, place)
        if result is not MISSING:
            return truth(result, frame)
        if is_enum(container) and not (isinstance(value, Instance) and value.cls is container):
            raise Indefinite(
                Unknown("whether a value is `in` an Enum differs between versions of Python", place)
            )
        if rules.is_flag(container) and rules.is_flag(value):
            return rules.combine(ast.BitAnd(), container, value, frame.evaluation, place) is value
        undecided: Abstract = False
        for element in items(container, frame, place):
            answer = element is value or _equality(element, value, frame, place)
            if isinstance(answer, Unknown):
                undecided = answer
            elif truth(answer, frame):
                return True
        return undecided
    clouded(container, frame)
    holder = plain(container)
    if isinstance(holder, str) and isinstance(value, Instance):
        value = plain(value)
    if isinstance(value, Unknown):
        return Unknown(value.reason, place, key=_key("in", value, holder)) if len(holder) else False
    return native(lambda: value in holder, place)


def _is_payload_container(value: Abstract) -> bool:
    return isinstance(value, Instance) and value.payload is not MISSING


def get_item(container: Abstract, index: Abstract, frame: Frame, place: Place) -> Abstract:
    """`container[index]`."""
    if isinstance(container, Unknown):
        if container.path is not None:
            return subscript_class(container, index)
        return Unknown(container.reason, place, key=_key("[]", container, index))
    if is_class(container) or isinstance(container, Generic):
        return (
            subscript_class(container, index)
            if not isinstance(container, ClassValue)
            else _class_item(container, index, frame, place)
        )
    if isinstance(container, Instance):
        result = rules.call_method(container, "__getitem__", [index], frame, place)
        if result is not MISSING:
            return result
    clouded(container, frame)
    holder: Abstract = plain(container)
    if isinstance(index, Unknown):
        raise Indefinite(index)
    if not hasattr(holder, "__getitem__"):
        raise Raised(TypeError(f"{type_name(container)!r} object is not subscriptable"), place)
    key = plain(index) if isinstance(holder, list | tuple | str) else index
    if isinstance(container, Instance) and isinstance(holder, dict) and key not in holder:
        missing = rules.call_method(container, "__missing__", [key], frame, place)
        if missing is not MISSING:
            return missing
    result = native(lambda: holder[key], place)
    return frame.evaluation.owns(result) if isinstance(key, slice) and isinstance(result, list) else result


def _class_item(container: ClassValue, index: Abstract, frame: Frame, place: Place) -> Abstract:
    """`Class[index]`: a member of an Enum by name, or a generic class with its arguments."""
    if is_enum(container) and not isinstance(container.metaclass, ClassValue):
        found = rules.members(container, frame.evaluation)
        if isinstance(index, Unknown):
            raise Indefinite(index)
        if index not in found:
            raise Raised(KeyError(index), place)
        return found[index]
    result = rules.call_method(container, "__getitem__", [index], frame, place)
    if result is not MISSING:
        return result
    hook, owner, _ = rules.lookup_in_class(container, "__class_getitem__", frame)
    if isinstance(owner, ClassValue):
        function = hook.function if isinstance(hook, Descriptor) else hook
        return rules.call(function, [container, index], {}, frame, place)
    return container


def set_item(container: Abstract, index: Abstract, value: Abstract, frame: Frame, place: Place) -> None:
    """`container[index] = value`."""
    if isinstance(container, Instance):
        if rules.call_method(container, "__setitem__", [index, value], frame, place) is not MISSING:
            return
        container = plain(container)
    if isinstance(container, Unknown):
        return
    if isinstance(index, Unknown):
        cloud(container, index, frame)
        return
    rules.change(container, lambda: operator.setitem(container, index, value), frame, place)


def delete_item(container: Abstract, index: Abstract, frame: Frame, place: Place) -> None:
    """`del container[index]`."""
    container = plain(container)
    if isinstance(container, Unknown):
        return
    if isinstance(index, Unknown):
        cloud(container, index, frame)
        return
    rules.change(container, lambda: operator.delitem(container, index), frame, place)


def cloud(container: Abstract, cause: Unknown, frame: Frame) -> None:
    """From here on the path does not know what `container`, and whatever can be reached through it, holds."""
    clouds = frame.evaluation.clouded
    pending = [container]
    while pending:
        value = pending.pop()
        if isinstance(value, Instance):
            pending += [value.attributes, value.payload]
        elif isinstance(value, ClassValue):
            pending += [cls.assigned for cls in value.mro if isinstance(cls, ClassValue)]
        elif isinstance(value, tuple):
            pending += value
        elif isinstance(value, list | dict | set) and id(value) not in clouds:
            frame.evaluation.record.mutated = True
            clouds[id(value)] = (value, cause)
            pending += [*value.values()] if isinstance(value, dict) else [*value]


def hashable(value: Abstract, place: Place) -> Abstract:
    """`value`, if it can be a key.

    Raises:
        Raised: TypeError for an unhashable value.
        Indefinite: it holds something unknown.
    """
    native(lambda: hash(value), place)
    return value


def plain(value: Abstract) -> Abstract:
    """The plain data that an instance of a builtin type's subclass holds; other values as they are."""
    return value.payload if isinstance(value, Instance) and value.payload is not MISSING else value


def format_value(value: Abstract, convert: str, spec: str, frame: Frame, place: Place) -> str:
    """One replacement field of an f-string."""
    if isinstance(value, Unknown):
        raise Indefinite(value)
    if isinstance(spec, Unknown):
        raise Indefinite(spec)
    if convert:
        text = rules.to_text(value, "__str__" if convert == "str" else "__repr__", frame, place)
        shown = ascii(text)[1:-1] if convert == "ascii" else text
        return str(native(lambda: format(shown, spec), place))
    if isinstance(value, int | float | complex | str):
        return str(native(lambda: format(value, spec), place))
    if isinstance(value, Instance):
        result = rules.call_method(value, "__format__", [spec], frame, place)
        if result is not MISSING:
            return str(result)
        if is_enum(value.cls) and value.payload is not MISSING:
            raise Indefinite(Unknown("the format of such an Enum differs between versions of Python", place))
        if value.payload is not MISSING and spec:
            return format_value(value.payload, convert, spec, frame, place)
    if spec:
        raise Raised(TypeError(f"unsupported format string passed to {type_name(value)}.__format__"), place)
    return rules.to_text(value, "__str__", frame, place)


def _union(left: Abstract, right: Abstract) -> Abstract:
    options: list[Abstract] = []
    for side in (left, right):
        options.extend(side.options if isinstance(side, Union) else [type(None) if side is None else side])
    return Union(tuple(options))


def _key(operation: str, value: Unknown, other: Abstract) -> tuple[object, ...] | None:
    """A key under which the same comparison of the same unknown value is decided once."""
    if isinstance(other, Unknown):
        return (operation, value.key, other.key)
    if isinstance(other, int | float | str | bytes | type(None) | Symbol):
        return (operation, value.key, type(other).__name__, other)
    return None


def _refuse_big(op: ast.operator, left: Abstract, right: Abstract, place: Place) -> None:
    """Refuse arithmetic that would fill the memory.

    Raises:
        GiveUp: the result would have more than a million bits or elements.
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
        raise GiveUp("the result is too large to compute", place)
