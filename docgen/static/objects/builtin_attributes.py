"""Attributes of plain data and of the builtin types."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import Native
from docgen.static.objects.native import cause_of, spoken
from docgen.static.objects.object_methods import OF_OBJECT
from docgen.static.objects.type_values import ReadOnly
from docgen.static.objects.values import (
    ABSENT,
    Abstract,
    SourceSpan,
    Unknown,
)

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def of_plain(value: Abstract, name: str) -> Abstract:
    """An attribute of plain data: a method, or one that the builtin type computes."""
    if name == "__class__":
        return type(value)
    if isinstance(value, BaseException):
        if name == "__cause__":
            return cause_of(value)
        if name == "args" and spoken(value):
            return value.args
        return Unknown(f"{name} of an exception is not modelled", None) if hasattr(value, name) else ABSENT
    if isinstance(value, int | float | complex | slice | range) and not callable(getattr(value, name, None)):
        return getattr(value, name, ABSENT)
    if isinstance(value, ReadOnly) and not hasattr(types.MappingProxyType, name):
        return ABSENT
    found = dispatch.method(value, name)
    return _unmodelled(value, name) if found is None else found


def of_builtin_type(value: type, name: str) -> Abstract:
    """An attribute of a builtin type itself."""
    if name in {"__name__", "__qualname__", "__module__", "__doc__"}:
        return getattr(value, name)
    if name in {"__mro__", "__bases__"}:
        return tuple(getattr(value, name))
    if name == "__new__" or (value is type and name in {"__init__", "__call__"}):
        return Native(name, lambda args, kwargs, at, where: _unbound(name, args, kwargs, at, where))
    if name in OF_OBJECT and (value is object or issubclass(value, BaseException)):
        return Native(name, lambda args, kwargs, at, where: _unbound(name, args, kwargs, at, where))
    found = dispatch.host_method(value, name)
    return _unmodelled(value, name) if found is None else found


def _unmodelled(value: object, name: str) -> Abstract:
    """What Python's own objects have, and nobody needed so far: it is there."""
    return (
        Unknown(f"{name} of Python's own objects is not modelled", None) if hasattr(value, name) else ABSENT
    )


def _unbound(name: str, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    receiver, *rest = args or [None]
    return OF_OBJECT[name](receiver, args if name == "__new__" else rest, kwargs, frame, place)
