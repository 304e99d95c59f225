"""Comparisons of an expression: by identity, by the methods of both sides, by membership."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING

from docgen.static.engine.havoc import refuse_havocked
from docgen.static.execution import costs
from docgen.static.execution.comparison import REFLECTED
from docgen.static.execution.comparison import compare as by_methods
from docgen.static.execution.conversions import truth
from docgen.static.execution.iteration import items, payload_has
from docgen.static.execution.operators import key_of, negation, plain
from docgen.static.objects import dispatch, exact, failures, known_types, module_names
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.module_names import ModuleNames
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import special_method, type_name
from docgen.static.objects.type_aliases import Generic, Union
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, ModuleValue, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.objects.frames import Frame

_METHODS: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
}

_VERSION = "sys.version_info"
_OLDEST, _NEVER = (3, 8), (4,)
"""Versions of Python between which those of all documented programs are."""


def compare(op: ast.cmpop, left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """One comparison of a chain."""
    match op:
        case ast.Is():
            return _identity(left, right, frame, place)
        case ast.IsNot():
            return negation(_identity(left, right, frame, place), place)
        case ast.In():
            return contains(right, left, frame, place)
        case ast.NotIn():
            found = contains(right, left, frame, place)
            return negation(found, place) if isinstance(found, Unknown) else not found
    method = _METHODS[type(op)]
    for value, other, name in ((left, right, method), (right, left, REFLECTED[method])):
        if isinstance(value, Unknown):
            dispatch.let_act((left, right), value, frame)
            return _of_unknown(name, value, other, frame, place)
    costs.charge(costs.of_comparison(left, right, place), frame, place)
    return by_methods(method, left, right, frame, place)


def _of_unknown(method: str, value: Unknown, other: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """Answer of a comparison with an unknown operand."""
    if value.path == _VERSION and (known := _of_version(method, other)) is not None:
        return known
    if method == "__ne__":
        return negation(_of_unknown("__eq__", value, other, frame, place), place)
    if method == "__eq__":
        if isinstance(other, Unknown) and value.key == other.key:
            return True
        done = exact.operated(operator.eq, [value, other], {}, frame.evaluation, place, changes=False)
        if done is not ABSENT:
            return done
        if known_types.known_type(value) and known_types.known_type(other):
            return value.derived(place, key=key_of("==", value, other), kind=bool)
        equality = key_of("==", value, other) or ("==", object())
        return failures.outcome(value, frame.evaluation, place, equality)
    key = key_of(method, value, other)
    result = known_types.operated(
        getattr(operator, method), (value, other), value, frame.evaluation, place, key
    )
    if result is not ABSENT:
        return result
    failures.refuse_lost(value, place)
    return failures.outcome(value, frame.evaluation, place, key)


def _of_version(method: str, other: Abstract) -> bool | None:
    """Answer of a comparison with the version of Python, where it is the same for every Python that is used."""
    if not (isinstance(other, tuple) and other and all(type(number) is int for number in other)):
        return None
    if _OLDEST <= other < _NEVER:
        return None
    is_above = other < _OLDEST
    return {"__eq__": False, "__ne__": True}.get(method, is_above == (method in {"__gt__", "__ge__"}))


def _identity(left: Abstract, right: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`left is right`: certain for objects with an identity; that of small integers and texts cannot be relied on."""
    for value, other in ((left, right), (right, left)):
        if isinstance(value, Unknown):
            if isinstance(other, Unknown) and value.key == other.key:
                return True
            return value.derived(place, key=key_of("is", value, other), kind=bool)
    if left is right:
        return True
    singletons = (bool, type(None), type(Ellipsis), type(NotImplemented))
    if isinstance(left, singletons) or isinstance(right, singletons):
        return False
    if isinstance(left, Symbol | ModuleValue) or isinstance(right, Symbol | ModuleValue):
        return bool(type(left) is type(right) and left == right)
    if isinstance(left, Native) and isinstance(right, Native):
        return Unknown("identity of Python's own functions is not modelled", place)
    constants = (int, float, str, bytes, tuple, frozenset, Generic, Union)
    if type(left) is not type(right) or not isinstance(left, constants):
        return False
    costs.charge_for(frame, place, left, right)
    if left == right:
        return Unknown("identity of equal constants depends on the Python that runs them", place, kind=bool)
    return False


def contains(container: Abstract, value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`value in container`."""
    if isinstance(container, ModuleNames):
        return module_names.has(container, value, frame, place)
    if isinstance(container, Unknown):
        return _in_unknown(container, value, frame, place)
    refuse_havocked(container, frame, safe=True)
    if isinstance(container, ClassValue | Instance):
        method = special_method(container, "__contains__", frame, place)
        if method is None:
            raise Raised(TypeError(f"{type_name(container)!r} object is not a container"), place)
        if method is not ABSENT:
            return truth(dispatch.call(method, [value], {}, frame, place), frame)
        if (
            not isinstance(container, Instance)
            or dispatch.is_flag(container)
            or not payload_has(container, "__contains__")
        ):
            return _by_default(container, value, frame, place)
    holder = plain(container)
    if isinstance(holder, Generic | Native):
        raise Indefinite(Unknown("membership in such an object is not modelled", place))
    if hasattr(type(holder), "__next__"):
        return _among(items(holder, frame, place), value, frame, place)
    if isinstance(holder, str) and isinstance(value, Instance):
        value = plain(value)
    if isinstance(value, Unknown):
        known_types.refuse(operator.contains, (holder, value), place)
        if isinstance(holder, list | tuple | dict | set | frozenset) and not holder:
            return False
        key = key_of("in", value, holder)
        result = known_types.operated(operator.contains, (holder, value), value, frame.evaluation, place, key)
        if result is not ABSENT:
            return result
        dispatch.let_act((holder,), value, frame)
        return failures.outcome(value, frame.evaluation, place, key, kind=bool)
    if isinstance(holder, list | tuple) and _is_among_members(holder, value, frame):
        frame.evaluation.spend(len(holder), place)
        return True
    costs.charge(costs.of_search(holder, value, place), frame, place)
    return native(lambda: value in holder, place)


def _in_unknown(container: Unknown, value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`value in container` of an unknown container."""
    known = ABSENT if container.path is None else dispatch.library_contains(container.path, value, frame)
    if known is not ABSENT:
        return known
    key = key_of("contains", container, value)
    result = known_types.operated(
        operator.contains, (container, value), container, frame.evaluation, place, key
    )
    if result is not ABSENT:
        return result
    dispatch.let_act((value,), container, frame)
    return failures.outcome(container, frame.evaluation, place, key, kind=bool)


def _is_among_members(holder: list[Abstract] | tuple[Abstract, ...], value: Abstract, frame: Frame) -> bool:
    """Tell whether a member of an Enum is one of a list of them, where nothing of the tree says what equals it."""
    if not isinstance(value, Instance) or not is_enum(value.cls) or not any(e is value for e in holder):
        return False
    found, owner, _ = dispatch.lookup_in_class(value.cls, "__eq__", frame)
    if isinstance(owner, ClassValue) or isinstance(found, Unknown):
        return False
    return all(e.__class__ is Instance and e.cls is value.cls for e in holder)


def _by_default(container: Abstract, value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """Membership in an object without a method for it: an Enum, a combination of flags, or any iterable."""
    if is_enum(container) and not (isinstance(value, Instance) and value.cls is container):
        raise Indefinite(Unknown("whether a value is `in` an Enum differs between versions of Python", place))
    if dispatch.is_flag(container):
        if not isinstance(value, Instance) or value.cls is not container.cls:
            raise Raised(TypeError("unsupported operand type(s) for 'in'"), place)
        return dispatch.combine(ast.BitAnd(), container, value, frame.evaluation, place) is value
    return _among(items(container, frame, place), value, frame, place)


def _among(elements: Iterator[Abstract], value: Abstract, frame: Frame, place: SourceSpan) -> Abstract:
    """`value in elements`; elements are taken until the value is found."""
    undecided: Abstract = False
    for element in elements:
        answer = element is value or compare(ast.Eq(), element, value, frame, place)
        if isinstance(answer, Unknown):
            undecided = answer
        elif truth(answer, frame):
            return True
    return undecided
