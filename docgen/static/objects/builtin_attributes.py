"""Attributes of plain data and of the builtin types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import Native
from docgen.static.objects.iterators import IteratorValue
from docgen.static.objects.native import cause_of, spoken
from docgen.static.objects.object_methods import OF_OBJECT
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
        return value.cls if isinstance(value, IteratorValue) else type(value)
    if isinstance(value, BaseException):
        if name == "__cause__":
            return cause_of(value)
        if name == "args" and (spoken(value) or type(value) is KeyError):  # what a KeyError says is its key
            return value.args
        if name == "value" and isinstance(value, StopIteration) and spoken(value):
            return value.value
        there = hasattr(value, name) or name == "__notes__"  # which `add_note` makes
        return Unknown(f"{name} of an exception is not modelled", None) if there else ABSENT
    if isinstance(value, int | float | complex | slice | range) and not callable(getattr(value, name, None)):
        return getattr(value, name, ABSENT)
    found = dispatch.method(value, name)
    return _unmodelled(value, name) if found is None else found


def of_builtin_type(value: type, name: str) -> Abstract:
    """An attribute of a builtin type itself."""
    if name in {"__name__", "__qualname__", "__module__", "__doc__"}:
        return getattr(value, name)
    if name in {"__mro__", "__bases__"}:
        return tuple(getattr(value, name))
    if name in OF_OBJECT and (value is object or issubclass(value, BaseException)):
        return Native(name, lambda args, kwargs, at, where: _unbound(name, args, kwargs, at, where))
    found = dispatch.host_method(value, name)
    return _unmodelled(value, name) if found is None else found


def _unmodelled(value: object, name: str) -> Abstract:
    """What Python's own objects have, and nobody needed so far: it is there."""
    kind = value.cls if isinstance(value, IteratorValue) else value
    return Unknown(f"{name} of Python's own objects is not modelled", None) if hasattr(kind, name) else ABSENT


def _unbound(name: str, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    receiver, *rest = args or [None]
    return OF_OBJECT[name](receiver, args if name == "__new__" else rest, kwargs, frame, place)
