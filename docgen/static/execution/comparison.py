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


class InstanceOperators(Operators):
    """Comparison by the instance's class: its methods, its payload, its identity."""

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
        return _plain_equality(left, right)

    def hash(self, value: Instance) -> int:
        """`hash(value)`, by the first class of the order that says how.

        Raises:
            TypeError: that class defines `__eq__` without `__hash__`, or says that it has none.
            Indefinite: it is a class outside the tree.
        """
        for cls in value.cls.mro:
            if isinstance(cls, Unknown):
                raise Indefinite(cls)
            if isinstance(cls, ClassValue):
                if cls.defines("__hash__"):
                    result = call_method(value, "__hash__", [], self.program.running_frame(), None)
                    if result is ABSENT:  # `__hash__ = None`
                        raise TypeError(f"unhashable type: {value.cls.name!r}")
                    return hash(result)
                if cls.namespace is not None and "__eq__" in cls.namespace.binders:
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
            if result is not ABSENT and result is not NotImplemented:
                return result
    plain = [v.payload if isinstance(v, Instance) else v for v in (left, right)]
    for value in (left, right):
        if isinstance(value, Instance) and (outside := value.cls.outside_base()) is not None:
            raise Indefinite(outside)
    if any(value is ABSENT for value in plain):
        raise TypeError("such instances have no order")
    return function(plain[0], plain[1])


def _plain_equality(left: Abstract, right: Abstract) -> bool:
    """Equality without a method of the tree: by payload, or by identity."""
    if left is right:
        return True
    if not isinstance(left, Instance):
        left, right = right, left
    for cls in left.cls.mro:
        if isinstance(cls, Unknown):
            raise Indefinite(cls)
    if isinstance(right, Instance) and (outside := right.cls.outside_base()) is not None:
        raise Indefinite(outside)
    if left.payload is not ABSENT:
        other = right.payload if isinstance(right, Instance) else right
        return other is not ABSENT and bool(left.payload == other)
    return False
