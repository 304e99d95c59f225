"""How instances compare and hash, so that Python's own containers can hold them."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.calls import call_method
from docgen.static.signals import Indefinite
from docgen.static.values import MISSING, Abstract, Instance, Operators, Unknown

if TYPE_CHECKING:
    from docgen.static.program import Program


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
        if left is right and not self._defines(left, "__eq__"):
            return True
        for receiver, argument in ((left, right), (right, left)):
            if isinstance(receiver, Instance):
                result = self._method(receiver, "__eq__", argument)
                if result is not MISSING and result is not NotImplemented:
                    return bool(result)
        return _generated_equality(left, right)

    def hash(self, value: Instance) -> int:
        """`hash(value)`.

        Raises:
            TypeError: the class defines `__eq__` without `__hash__`, or is a dataclass that is not frozen.
        """
        result = self._method(value, "__hash__")
        if result is not MISSING:
            return hash(result)
        cls = value.cls
        if cls.derives_from(enum.Enum):
            return hash(value.attributes["_name_"])
        if value.payload is not MISSING:
            return hash(value.payload)
        if cls.options.get("dataclass") and cls.options.get("eq"):
            if not (cls.options.get("frozen") or cls.options.get("unsafe_hash")):
                raise TypeError(f"unhashable type: {cls.name!r}")
            return hash(tuple(value.attributes[field.name] for field in cls.fields or ()))
        if self._defines(value, "__eq__"):
            raise TypeError(f"unhashable type: {cls.name!r}")
        return id(value)

    def less(self, left: Abstract, right: Abstract) -> bool:
        """`left < right`."""
        for receiver, argument, name in ((left, right, "__lt__"), (right, left, "__gt__")):
            if isinstance(receiver, Instance):
                result = self._method(receiver, name, argument)
                if result is not MISSING and result is not NotImplemented:
                    return bool(result)
        if isinstance(left, Instance) and left.cls.options.get("order"):
            return self._fields(left) < self._fields(right)
        plain = [v.payload if isinstance(v, Instance) else v for v in (left, right)]
        if MISSING in plain:
            raise TypeError("'<' not supported between these instances")
        return bool(plain[0] < plain[1])

    @staticmethod
    def _fields(value: Abstract) -> tuple[Abstract, ...]:
        return tuple(value.attributes[field.name] for field in value.cls.fields)

    @staticmethod
    def _defines(value: Abstract, name: str) -> bool:
        return isinstance(value, Instance) and any(
            name in getattr(getattr(c, "namespace", None), "binders", ()) for c in value.cls.mro
        )

    def _method(self, value: Instance, name: str, *args: Abstract) -> Abstract:
        if not self._defines(value, name):
            return MISSING
        frame = self.program.running_frame()
        return call_method(value, name, list(args), frame, None)


def _generated_equality(left: Abstract, right: Abstract) -> bool:
    """Equality without a method of the tree: by fields, by payload, or by identity."""
    if not isinstance(left, Instance):
        left, right = right, left
    cls = left.cls
    if cls.derives_from(enum.Enum) and left.payload is MISSING:
        return left is right
    if cls.options.get("dataclass") and cls.options.get("eq"):
        return (
            isinstance(right, Instance)
            and right.cls is cls
            and all(left.attributes[f.name] == right.attributes[f.name] for f in cls.fields or ())
        )
    if left.payload is not MISSING:
        other = right.payload if isinstance(right, Instance) else right
        return other is not MISSING and bool(left.payload == other)
    return left is right
