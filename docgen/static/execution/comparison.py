"""Comparisons by methods, and hashes: of instances and classes, and of the containers that hold them."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import refuse_havocked
from docgen.static.execution.conversions import truth
from docgen.static.objects import dispatch
from docgen.static.objects.comparing import Operators
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import special_method, type_name
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import ancestry, metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, Modelled, Unknown

if TYPE_CHECKING:
    from docgen.static.engine.program import Program
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan

REFLECTED = {
    "__eq__": "__eq__",
    "__ne__": "__ne__",
    "__lt__": "__gt__",
    "__le__": "__ge__",
    "__gt__": "__lt__",
    "__ge__": "__le__",
}
"""For each comparison, the reflected one of the other side."""


HASH = "hash"
"""First element of the keys of unknown hashes: equal values have the same key."""


class InstanceOperators(Operators):
    """Comparisons and hashes that Python's own containers use for the instances and classes that they hold."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def holds(self, method: str, left: Abstract, right: Abstract) -> bool:
        """The truth of a comparison.

        Raises:
            Indefinite: it depends on something unknown.
            Unsupported: the answer takes too many steps, of which this is one: keys of equal hashes are all compared.
        """
        frame = self.program.running_frame()
        frame.evaluation.step()
        return truth(compare(method, left, right, frame, None), frame)

    def hash(self, value: Abstract) -> int:
        """`hash(value)`, for a container: an object without a hash of its own is found by its identity."""
        result = hash_of(value, self.program.running_frame(), None)
        if isinstance(result, Unknown) and isinstance(result.key, tuple):  # what it would be in this run
            return int(result.key[1])
        return id(value) if result is ABSENT else int(result)


def hash_of(value: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`hash(value)` of an instance or a class.

    ABSENT if it follows from the identity; unknown, of a known key, if it differs from run to run but not among equals.

    Raises:
        Raised: TypeError if it has none.
        Indefinite: it is unknown.
    """
    method = special_method(value, "__hash__", frame, place)
    if method is None:
        raise Raised(TypeError(f"unhashable type: {type_name(value)!r}"), place)
    if method is not ABSENT:
        result = dispatch.call(method, [], {}, frame, place)
        if isinstance(result, Unknown):
            if isinstance(result.key, tuple) and result.key[0] == HASH:
                return result
            raise Indefinite(result)
        if not isinstance(result, int):
            raise Raised(TypeError("__hash__ method should return an integer"), place)
        return hash(result)
    for base in value.cls.mro if isinstance(value, Instance) else ():
        if base is enum.Enum:
            return hash(value.attributes["_name_"])
        if isinstance(base, type) and base is not object and isinstance(value.payload, base):
            return native(lambda: hash(value.payload), place)
    return ABSENT


def compare(method: str, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """The result of a comparison, by the methods of both sides.

    Raises:
        Raised: TypeError if they have no order.
        Indefinite: a side is unknown.
    """
    for value in (left, right):
        if isinstance(value, Unknown):
            raise Indefinite(value)
        refuse_havocked(value, frame, safe=True)
    sides = [(left, right, method), (right, left, REFLECTED[method])]
    if derives_properly(right, left):
        sides.reverse()
    for receiver, argument, name in sides:
        result = _asked(receiver, argument, name, frame, place)
        if result is not NotImplemented:
            return result
    if method == "__eq__":
        return left is right
    if method == "__ne__":
        return left is not right
    raise Raised(TypeError(f"{type_name(left)!r} and {type_name(right)!r} have no order"), place)


def derives_properly(value: Abstract, other: Abstract) -> bool:
    """Tell whether the type of `value` is a proper subclass of the type of `other`."""
    if not isinstance(value, Modelled):
        return False
    cls, ancestor = type_of(value), type_of(other)
    return cls is not ancestor and any(base is ancestor for base in ancestry(cls))


def type_of(value: Abstract) -> Abstract:
    """The type whose methods a binary operation calls; the host's for a value that no class of the tree defines."""
    if isinstance(value, Instance):
        return value.cls
    return metaclass_of(value) if isinstance(value, ClassValue) else type(value)


def _asked(
    receiver: Abstract, argument: Abstract, name: str, frame: Frame, place: SourceSpan | None
) -> Abstract:
    """The answer of one side; NotImplemented if it has none."""
    if not isinstance(receiver, Modelled):
        return _of_data(receiver, argument, name, place)
    method = special_method(receiver, name, frame, place)
    if method is not ABSENT:
        result = dispatch.call(method, [argument], {}, frame, place)
        if isinstance(result, Unknown):
            raise Indefinite(result)
        return result
    if isinstance(receiver, Instance) and receiver.payload is not ABSENT:
        return _of_data(receiver.payload, argument, name, place)
    if name == "__eq__":
        return True if receiver is argument else NotImplemented
    if name == "__ne__":
        equal = _asked(receiver, argument, "__eq__", frame, place)
        return equal if equal is NotImplemented else not truth(equal, frame)
    return NotImplemented


def _of_data(data: Abstract, argument: Abstract, name: str, place: SourceSpan | None) -> Abstract:
    """The answer of plain data, or of a kind of value whose comparison the program cannot change."""
    other = argument.payload if isinstance(argument, Instance) else argument
    if other is ABSENT:
        return NotImplemented
    return native(lambda: getattr(type(data), name)(data, other), place)
