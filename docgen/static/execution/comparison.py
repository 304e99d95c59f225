"""How instances compare and hash, so that Python's own containers can hold them."""

from __future__ import annotations

import enum
import operator
from typing import TYPE_CHECKING

from docgen.static.execution.calls import call_method
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, Operators, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.engine.program import Program
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan


_HASH = "the hash of"


def hash_key(value: Abstract) -> tuple[str, Abstract] | None:
    """Under which the unknown hashes of equal texts, and of tuples of such, are the same; None for other values."""
    parts = value if isinstance(value, tuple) else (value,)
    return (_HASH, value) if all(isinstance(part, str | int | float | bytes) for part in parts) else None


def stand_in(value: Abstract) -> int:
    """A hash that does for a container: equal for equal values, like the unknown hash that the program would see.

    Raises:
        Indefinite: nothing is known of the value.
    """
    if isinstance(value, Unknown) and isinstance(value.key, tuple) and value.key[0] == _HASH:
        return hash(value.key)
    return hash(value)


class InstanceOperators(Operators):
    """Comparison by the instance's class: its own methods, a dataclass's generated ones, its payload, its identity."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def equal(self, left: Abstract, right: Abstract) -> bool:
        """`left == right`.

        Raises:
            Indefinite: it depends on something unknown.
        """
        if isinstance(right, Unknown):
            raise Indefinite(right)
        frame = self.program.running_frame()
        for receiver, argument in ((left, right), (right, left)):
            if isinstance(receiver, Instance):
                result = call_method(receiver, "__eq__", [argument], frame, None)
                if isinstance(result, Unknown):
                    raise Indefinite(result)
                if result is not ABSENT and result is not NotImplemented:
                    return bool(result)
        return _generated_equality(left, right)

    def hash(self, value: Instance) -> int:
        """`hash(value)`, by the first class of the order that says how.

        Raises:
            TypeError: that class defines `__eq__` without `__hash__`, or is a dataclass that is not frozen.
            Indefinite: it is a class outside the tree.
        """
        for cls in value.cls.mro:
            if isinstance(cls, Unknown):
                raise Indefinite(cls)
            if isinstance(cls, ClassValue):
                binders = cls.namespace.binders if cls.namespace else {}
                generated = cls.options.get("dataclass") and cls.options.get("eq", True)
                if "__hash__" in binders:
                    result = call_method(value, "__hash__", [], self.program.running_frame(), None)
                    if result is ABSENT:  # `__hash__ = None`
                        raise TypeError(f"unhashable type: {value.cls.name!r}")
                    return stand_in(result)
                if generated and (cls.options.get("frozen") or cls.options.get("unsafe_hash")):
                    return hash(tuple(value.attributes[field.name] for field in cls.fields or ()))
                if generated or "__eq__" in binders:
                    raise TypeError(f"unhashable type: {value.cls.name!r}")
            elif cls is enum.Enum:
                return hash(value.attributes["_name_"])
            elif cls is not object and value.payload is not ABSENT and isinstance(value.payload, cls):
                return hash(value.payload)
        return id(value)

    def less(self, left: Abstract, right: Abstract) -> bool:
        """`left < right`."""
        result = ordered(operator.lt, "__lt__", "__gt__", left, right, self.program.running_frame(), None)
        if isinstance(result, Unknown):
            raise Indefinite(result)
        return bool(result)


def ordered(  # noqa: PLR0917 - the comparison, its two sides, and where it stands
    function: Callable[[Abstract, Abstract], Abstract],
    method: str,
    reflected: str,
    left: Abstract,
    right: Abstract,
    frame: Frame,
    place: SourceSpan | None,
) -> Abstract:
    """`left < right` and the other three, by the classes of both.

    Raises:
        TypeError: they have no order.
        Indefinite: it is not known.
    """
    for value in (left, right):
        if isinstance(value, Unknown):
            raise Indefinite(value)
    sides = [(left, right, method), (right, left, reflected)]
    instances = isinstance(left, Instance) and isinstance(right, Instance)
    if instances and left.cls is not right.cls and right.cls.derives_from(left.cls):
        sides.reverse()
    for receiver, argument, name in sides:
        if isinstance(receiver, Instance):
            result = call_method(receiver, name, [argument], frame, place)
            if result is ABSENT:
                result = _generated_order(function if name == method else None, receiver, argument)
            if result is not ABSENT and result is not NotImplemented:
                return result
    plain = [v.payload if isinstance(v, Instance) else v for v in (left, right)]
    for value in (left, right):
        if isinstance(value, Instance):
            if any(isinstance(c, ClassValue) and c.options.get("total_ordering") for c in value.cls.mro):
                raise Indefinite(Unknown("functools.total_ordering is not modelled", place))
            if (outside := value.cls.outside_base()) is not None:
                raise Indefinite(outside)
    if any(value is ABSENT for value in plain):
        raise TypeError("such instances have no order")
    return function(plain[0], plain[1])


def _generated_order(
    function: Callable[[Abstract, Abstract], Abstract] | None, left: Instance, right: Abstract
) -> Abstract:
    """The order that `@dataclass(order=True)` makes."""
    for cls in left.cls.mro:
        if isinstance(cls, ClassValue) and cls.options.get("order") is True:
            if function is None or not isinstance(right, Instance) or right.cls is not left.cls:
                return NotImplemented
            names = [field.name for field in cls.fields or ()]
            return function(*(tuple(value.attributes[name] for name in names) for value in (left, right)))
    return ABSENT


def _generated_equality(left: Abstract, right: Abstract) -> bool:
    """Equality without a method of the tree: by fields, by payload, or by identity."""
    if left is right:
        return True
    if not isinstance(left, Instance):
        left, right = right, left
    for cls in left.cls.mro:
        if isinstance(cls, Unknown):
            raise Indefinite(cls)
        if isinstance(cls, ClassValue) and cls.options.get("dataclass") and cls.options.get("eq", True):
            return (
                isinstance(right, Instance)
                and right.cls is left.cls
                and all(left.attributes[f.name] == right.attributes[f.name] for f in cls.fields or ())
            )
    if isinstance(right, Instance) and (outside := right.cls.outside_base()) is not None:
        raise Indefinite(outside)
    if left.payload is not ABSENT:
        other = right.payload if isinstance(right, Instance) else right
        return other is not ABSENT and bool(left.payload == other)
    return False
