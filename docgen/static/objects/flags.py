"""Enum flags: members that combine."""

from __future__ import annotations

import ast
import enum
import operator
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.engine.evaluation import Evaluation

_OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
BOUNDARIES: dict[str, Symbol] = {
    name: Symbol(f"enum.{name}", "enum.FlagBoundary") for name in ("STRICT", "CONFORM", "EJECT", "KEEP")
}
"""Rules for bits that no member has."""


def is_flag(value: Abstract) -> bool:
    """Tell whether `value` is a member, or a combination of members, of a Flag."""
    return isinstance(value, Instance) and value.cls.derives_from(enum.Flag)


def combine(
    op: ast.operator, left: Abstract, right: Abstract, evaluation: Evaluation, place: SourceSpan
) -> Abstract | None:
    """`left op right` where one is a flag; None if that is no combination of flags."""
    operation = _OPERATIONS.get(type(op))
    if operation is None:
        return None
    for flag, other in ((left, right), (right, left)):
        if not is_flag(flag):
            continue
        number: Abstract = None
        if isinstance(other, Instance) and other.cls is flag.cls:
            number = bits(other, place)
        elif flag.payload is not ABSENT:
            number = other.payload if isinstance(other, Instance) else other
        if isinstance(number, int):
            return of_value(flag.cls, operation(bits(flag, place), int(number)), evaluation, place)
    return None


def invert(value: Instance, evaluation: Evaluation, place: SourceSpan) -> Abstract:
    """`~flag`: the other members."""
    if _boundary(value.cls) in {"KEEP", "EJECT"}:
        return Unknown("~ of such a flag differs between versions of Python", place)
    return of_value(value.cls, _singles(value.cls, evaluation) & ~bits(value, place), evaluation, place)


def bits(value: Instance, place: SourceSpan | None) -> int:
    """The number of a flag.

    Raises:
        Unsupported: it is not known.
    """
    number = value.attributes["_value_"]
    if not isinstance(number, int):
        raise Unsupported("a flag whose value is not known", place)
    return int(number)


def of_value(cls: ClassValue, number: int, evaluation: Evaluation, place: SourceSpan | None) -> Abstract:
    """The member of a value, or the combination of members that it stands for.

    Raises:
        Raised: ValueError for bits that no member has, where the Flag is strict.
    """
    known = 0
    for member in dispatch.members(cls, evaluation).values():
        if bits(member, place) == number:
            return member
        known |= bits(member, place)
    if any(isinstance(base, ClassValue) and base.defines("_missing_") for base in cls.mro):
        raise Unsupported("a combination of a Flag that has a `_missing_` of its own is not evaluated", place)
    boundary = _boundary(cls)
    every = (1 << known.bit_length()) - 1
    if not ~every <= number <= every or number & (every ^ known):
        if boundary == "STRICT":
            raise Raised(ValueError(f"{number} is not a valid {cls.name}"), place)
        if boundary == "EJECT":
            return number
        if boundary == "CONFORM":
            return of_value(cls, number & known, evaluation, place)
    if number < 0:
        return Unknown("a flag of a negative number differs between versions of Python", place)
    combined = evaluation.combined.get((cls, number))
    if combined is None:
        combined = Instance(cls, dispatch.operators_of(evaluation.program))
        evaluation.combined[cls, number] = combined
        if cls.derives_from(int):
            combined.payload = number
    combined.attributes = {"_name_": _name(cls, number, known, evaluation), "_value_": number}
    return combined


def _name(cls: ClassValue, number: int, known: int, evaluation: Evaluation) -> Abstract:
    """The name of a combination: the names of its members, and the number of the bits that none has."""
    names = [str(member.attributes["_name_"]) for member in parts(cls, number, evaluation)]
    if number & known & ~_singles(cls, evaluation):
        return Unknown("the name of a flag of several bits differs between versions of Python", cls.place)
    if not names:
        return None
    return "|".join([*names, *([str(number & ~known)] if number & ~known else [])])


def _singles(cls: ClassValue, evaluation: Evaluation) -> int:
    """The bits that have members of their own."""
    return sum(bits(member, cls.place) for member in dispatch.unique_members(cls, evaluation))


def _boundary(cls: ClassValue) -> str:
    """Treatment of bits that no member has, by the nearest class that defines it."""
    for ancestor in cls.mro:
        keywords = getattr(ancestor, "keywords", {})
        if "boundary" in keywords:
            given = keywords["boundary"]
            found = next((name for name, symbol in BOUNDARIES.items() if symbol is given), None)
            if found is None:
                raise Unsupported("the boundary of this Flag is not known", cls.place)
            return found
        if ancestor is enum.IntFlag:
            return "KEEP"
    return "STRICT"


def parts(cls: ClassValue, number: int, evaluation: Evaluation) -> Iterator[Instance]:
    """The members of one bit that a value holds, in the order of the body."""
    for member in dispatch.unique_members(cls, evaluation):
        if bits(member, cls.place) & number:
            yield member
