"""Enum flags: members that combine."""

from __future__ import annotations

import ast
import enum
import operator
from typing import TYPE_CHECKING

from docgen.static import rules
from docgen.static.comparison import InstanceOperators
from docgen.static.signals import GiveUp
from docgen.static.values import MISSING, Abstract, Instance, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.evaluation import Evaluation
    from docgen.static.type_values import ClassValue

_OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}


def is_flag(value: Abstract) -> bool:
    """Whether `value` is a member, or a combination of members, of a Flag that is no integer."""
    return isinstance(value, Instance) and value.cls.derives_from(enum.Flag) and value.payload is MISSING


def combine(
    op: ast.operator, left: Abstract, right: Abstract, evaluation: Evaluation, place: Place
) -> Abstract | None:
    """`left op right` of two flags; None if that is no combination of flags."""
    operation = _OPERATIONS.get(type(op))
    if operation is None or not is_flag(left) or not is_flag(right) or left.cls is not right.cls:
        return None
    return of_value(left.cls, operation(bits(left, place), bits(right, place)), evaluation)


def invert(value: Instance, evaluation: Evaluation, place: Place) -> Instance:
    """`~flag`: the other members."""
    every = 0
    for member in rules.members(value.cls, evaluation).values():
        every |= bits(member, place)
    return of_value(value.cls, every & ~bits(value, place), evaluation)


def bits(value: Instance, place: Place | None) -> int:
    """The number behind a flag.

    Raises:
        GiveUp: it is not known.
    """
    number = value.attributes["_value_"]
    if not isinstance(number, int):
        raise GiveUp("a flag whose value is not known", place)
    return number


def of_value(cls: ClassValue, number: int, evaluation: Evaluation) -> Instance:
    """The member of a value, or the combination of members that it stands for."""
    for member in rules.members(cls, evaluation).values():
        if member.attributes["_value_"] == number:
            return member
    combined = evaluation.combined.setdefault(
        (cls, number), Instance(cls, InstanceOperators(evaluation.program))
    )
    names = [str(member.attributes["_name_"]) for member in parts(cls, number, evaluation)]
    combined.attributes = {"_name_": "|".join(names) or None, "_value_": number}
    return combined


def parts(cls: ClassValue, number: int, evaluation: Evaluation) -> Iterator[Instance]:
    """The members of one bit that a value holds, in the order of the body."""
    for member in rules.unique_members(cls, evaluation):
        bit = member.attributes["_value_"]
        if isinstance(bit, int) and bit & number and not bit & (bit - 1):
            yield member
