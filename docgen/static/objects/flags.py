"""Enum flags: members that combine."""

from __future__ import annotations

import ast
import enum
import operator
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.engine.evaluation import Evaluation
    from docgen.static.objects.type_values import ClassValue

_OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}


def is_flag(value: Abstract) -> bool:
    """Whether `value` is a member, or a combination of members, of a Flag that is no integer."""
    return isinstance(value, Instance) and value.cls.derives_from(enum.Flag) and value.payload is ABSENT


def combine(
    op: ast.operator, left: Abstract, right: Abstract, evaluation: Evaluation, place: SourceSpan
) -> Abstract | None:
    """`left op right` of two flags; None if that is no combination of flags."""
    operation = _OPERATIONS.get(type(op))
    if operation is None or not is_flag(left) or not is_flag(right) or left.cls is not right.cls:
        return None
    return of_value(left.cls, operation(bits(left, place), bits(right, place)), evaluation)


def invert(value: Instance, evaluation: Evaluation, place: SourceSpan) -> Instance:
    """`~flag`: the other members."""
    every = 0
    for member in dispatch.members(value.cls, evaluation).values():
        every |= bits(member, place)
    return of_value(value.cls, every & ~bits(value, place), evaluation)


def bits(value: Instance, place: SourceSpan | None) -> int:
    """The number behind a flag.

    Raises:
        Unsupported: it is not known.
    """
    number = value.attributes["_value_"]
    if not isinstance(number, int):
        raise Unsupported("a flag whose value is not known", place)
    return number


def of_value(cls: ClassValue, number: int, evaluation: Evaluation) -> Instance:
    """The member of a value, or the combination of members that it stands for."""
    for member in dispatch.members(cls, evaluation).values():
        if member.attributes["_value_"] == number:
            return member
    combined = evaluation.combined.setdefault(
        (cls, number), Instance(cls, dispatch.operators_of(evaluation.program))
    )
    names = [str(member.attributes["_name_"]) for member in parts(cls, number, evaluation)]
    combined.attributes = {"_name_": "|".join(names) or None, "_value_": number}
    return combined


def parts(cls: ClassValue, number: int, evaluation: Evaluation) -> Iterator[Instance]:
    """The members of one bit that a value holds, in the order of the body."""
    for member in dispatch.unique_members(cls, evaluation):
        bit = member.attributes["_value_"]
        if isinstance(bit, int) and bit & number and not bit & (bit - 1):
            yield member
