"""Conversions: truth, length, index, numbers, each by the methods that Python calls for it, in order."""

from __future__ import annotations

import enum
import operator
import sys
from typing import TYPE_CHECKING, NamedTuple

from docgen.static.engine.havoc import refuse_havocked
from docgen.static.objects import dispatch, exact
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.native import native
from docgen.static.objects.special_methods import call_method, defines, type_name
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.frames import Frame


class Conversion(NamedTuple):
    """A conversion to a builtin type."""

    methods: dict[str, type]
    """Methods that are tried in turn, and the type that each must return."""
    convert: Callable[[Abstract], Abstract]
    """Python's own conversion, for plain data."""


_CONVERSIONS = {
    "abs": Conversion({"__abs__": object}, abs),
    "complex": Conversion({"__complex__": complex, "__float__": float, "__index__": int}, complex),
    "float": Conversion({"__float__": float, "__index__": int}, float),
    "index": Conversion({"__index__": int}, operator.index),
    "int": Conversion({"__int__": int, "__index__": int}, int),
    "round": Conversion({"__round__": object}, round),
}


def truth(value: Abstract, frame: Frame) -> bool:
    """`bool(value)`.

    Raises:
        Indefinite: it is unknown.
    """
    if isinstance(value, Unknown):
        kept = exact.operated(bool, [value], {}, frame.evaluation, None, changes=False)
        if isinstance(kept, bool):
            return kept
        raise Indefinite(value)
    refuse_havocked(value, frame, safe=True)
    if not isinstance(value, Instance | ClassValue):
        return bool(value)
    result = call_method(value, "__bool__", [], frame, None)
    if result is not ABSENT:
        if isinstance(result, Unknown):
            raise Indefinite(result)
        if not isinstance(result, bool):
            raise Raised(TypeError(f"__bool__ should return bool, returned {type_name(result)}"), None)
        return result
    if isinstance(value, ClassValue) and value.derives_from(enum.Enum):
        return True
    held = value.payload if isinstance(value, Instance) else ABSENT
    if hasattr(held, "__bool__"):  # a number's own method comes before any length
        return truth(held, frame)
    size = _own_length(value, frame, None)
    if size is not ABSENT:
        return bool(size)
    if held is not ABSENT:
        return truth(held, frame)
    if isinstance(value, Instance) and dispatch.is_flag(value):
        return bool(value.attributes["_value_"])
    return True


def length(value: Abstract, frame: Frame, place: SourceSpan | None) -> int:
    """`len(value)`.

    Raises:
        Raised: it has none, or its class returns no valid length.
        Indefinite: it is unknown.
    """
    refuse_havocked(value, frame, safe=True)
    if not isinstance(value, Instance | ClassValue):
        return int(native(lambda: len(value), place, value))
    size = _own_length(value, frame, place)
    if size is not ABSENT:
        return int(size)
    if isinstance(value, ClassValue) and value.derives_from(enum.Enum):
        return len(dispatch.unique_members(value, frame.evaluation))
    if isinstance(value, Instance) and dispatch.is_flag(value):
        number = value.attributes["_value_"]
        if isinstance(number, Unknown):
            raise Indefinite(number)
        return int(number.bit_count())
    if isinstance(value, Instance) and value.payload is not ABSENT:
        return length(value.payload, frame, place)
    raise Raised(TypeError(f"object of type {type_name(value)!r} has no len()"), place)


def ask_length(value: Abstract, frame: Frame, place: SourceSpan | None) -> None:
    """Ask an iterable for its length before iterating over it, as `list` and `tuple` do to reserve memory.

    Raises:
        Raised: any exception of its class other than TypeError.
    """
    if isinstance(value, Instance | ClassValue):
        try:
            _own_length(value, frame, place)
        except Raised as signal:
            if not is_raised(signal, TypeError):
                raise


def convert(kind: str, value: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`int(value)` and its like; `kind` is a name of the table."""
    conversion = _CONVERSIONS[kind]
    if isinstance(value, Instance | ClassValue):
        held = value.payload if isinstance(value, Instance) else ABSENT
        if kind == "index" and isinstance(held, int):  # an integer's methods are not called
            return held
        for method, expected in conversion.methods.items():
            result = call_method(value, method, [], frame, place)
            if result is not ABSENT:
                return _checked(kind, method, expected, result, place)
            if held is not ABSENT and hasattr(held, method):
                break
        if kind == "int" and defines(value, "__trunc__", frame, place):
            raise Unsupported("int() by __trunc__ differs between versions of Python", place, lost=True)
        value = held
        if value is ABSENT or (kind == "index" and not hasattr(value, "__index__")):
            raise Raised(TypeError(f"the argument of {kind}() has no such conversion"), place)
    return native(lambda: conversion.convert(value), place, value)


def _checked(kind: str, method: str, expected: type, result: Abstract, place: SourceSpan | None) -> Abstract:
    if isinstance(result, Unknown):
        raise Indefinite(result)
    if expected is object:
        return result
    plain = result.payload if isinstance(result, Instance) else result
    if not isinstance(plain, expected):
        raise Raised(TypeError(f"{method} returned non-{expected.__name__}"), place)
    return native(lambda: _CONVERSIONS[kind].convert(plain), place)


def _own_length(value: Abstract, frame: Frame, place: SourceSpan | None) -> Abstract:
    """The length that the class of a value computes; ABSENT if it computes none."""
    result = call_method(value, "__len__", [], frame, place)
    if result is ABSENT:
        return ABSENT
    size = convert("index", result, frame, place)
    if size < 0:
        raise Raised(ValueError("__len__() should return >= 0"), place)
    if size > sys.maxsize:
        raise Raised(OverflowError("cannot fit 'int' into an index-sized integer"), place)
    return size
