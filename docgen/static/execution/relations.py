"""Comparisons by identity, equality and membership; those by order are in `comparison`."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import refuse_havocked
from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch, failures
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.native import native
from docgen.static.objects.type_values import ClassValue, Generic, Union
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, ModuleValue, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame

from docgen.static.execution.operators import key_of, negation, plain, truth

_ORDER: dict[type[ast.cmpop], tuple[str, str, Callable[[Abstract, Abstract], Abstract]]] = {
    ast.Lt: ("__lt__", "__gt__", operator.lt),
    ast.LtE: ("__le__", "__ge__", operator.le),
    ast.Gt: ("__gt__", "__lt__", operator.gt),
    ast.GtE: ("__ge__", "__le__", operator.ge),
}


def compare(op: ast.cmpop, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
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
        refuse_havocked(value, frame)
        if isinstance(value, Unknown):
            other = right if value is left else left
            key = key_of(method if value is left else reflected, value, other)
            return failures.outcome(value, frame.evaluation, place, key)
    return native(lambda: dispatch.ordered(function, method, reflected, left, right, frame, place), place)


def _equality(left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    for value, other in ((left, right), (right, left)):
        if isinstance(value, Unknown):
            if isinstance(other, Unknown) and value.key == other.key:
                return True
            return failures.outcome(value, frame.evaluation, place, key_of("==", value, other))
    for receiver, argument in ((left, right), (right, left)):
        refuse_havocked(receiver, frame)
        if isinstance(receiver, Instance):
            result = dispatch.call_method(receiver, "__eq__", [argument], frame, place)
            if result is not ABSENT and result is not NotImplemented:
                return result
    return native(lambda: left == right, place)


def _identity(left: Abstract, right: Abstract, place: SourceSpan) -> Abstract:
    """`left is right`: certain for what has an identity; small integers and texts have none to rely on."""
    for value, other in ((left, right), (right, left)):
        if isinstance(value, Unknown):
            if isinstance(other, Unknown) and value.key == other.key:
                return True
            return Unknown(value.reason, place, key=key_of("is", value, other), kind=bool)
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
        return Unknown("identity of equal constants depends on the Python that runs them", place, kind=bool)
    return False


def _contains(container: Abstract, value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    if isinstance(container, Unknown):
        key = key_of("contains", container, value)
        return failures.outcome(container, frame.evaluation, place, key, kind=bool)
    if isinstance(container, ClassValue | Instance) and not _is_payload_container(container):
        result = dispatch.call_method(container, "__contains__", [value], frame, place)
        if result is not ABSENT:
            return truth(result, frame)
        if is_enum(container) and not (isinstance(value, Instance) and value.cls is container):
            raise Indefinite(
                Unknown("whether a value is `in` an Enum differs between versions of Python", place)
            )
        if dispatch.is_flag(container) and dispatch.is_flag(value):
            return dispatch.combine(ast.BitAnd(), container, value, frame.evaluation, place) is value
        undecided: Abstract = False
        for element in items(container, frame, place):
            answer = element is value or _equality(element, value, frame, place)
            if isinstance(answer, Unknown):
                undecided = answer
            elif truth(answer, frame):
                return True
        return undecided
    refuse_havocked(container, frame)
    holder = plain(container)
    if isinstance(holder, str) and isinstance(value, Instance):
        value = plain(value)
    if isinstance(value, Unknown):
        if isinstance(holder, list | tuple | dict | set | frozenset) and not holder:
            return False
        return failures.outcome(value, frame.evaluation, place, key_of("in", value, holder), kind=bool)
    return native(lambda: value in holder, place)


def _is_payload_container(value: Abstract) -> bool:
    return isinstance(value, Instance) and value.payload is not ABSENT
