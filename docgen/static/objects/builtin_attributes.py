"""Attributes of plain data and of the builtin types."""

from __future__ import annotations

import abc
import sys
import types
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.native import cause_of, spoken
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_values import ClassValue, ReadOnly
from docgen.static.objects.types import class_of, is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.objects.virtual_classes import registration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

GENERIC = frozenset(
    {"__delattr__", "__getattribute__", "__init__", "__init_subclass__", "__new__", "__setattr__"}
)
"""Methods of `object` that behave differently for a builtin base."""


def there(kind: type, name: str, place: SourceSpan | None) -> Abstract:
    """Unknown value for an attribute of a builtin type that no rule models; ABSENT if the type has no such name."""
    if any(name in vars(ancestor) for ancestor in kind.__mro__):
        return Unknown(f"{name} of a {kind.__name__} is not modelled", place)
    return ABSENT


def perhaps(what: str, name: str, place: SourceSpan | None, path: str | None = None) -> Unknown:
    """Unknown value for an attribute that may not exist."""
    reason = f"an attribute {name} of {what} is not modelled"
    return Unknown(reason, place, key=("inherited", what, name), path=path)


def of_plain(value: Abstract, name: str) -> Abstract:
    """An attribute of plain data: a method, or one that the builtin type computes."""
    if isinstance(value, BaseException):
        if name == "__cause__":
            return cause_of(value)
        if name == "args" and (spoken(value) or type(value) is KeyError):  # the text of a KeyError is its key
            return value.args
        if name == "value" and isinstance(value, StopIteration) and spoken(value):
            return value.value
        if name == "name" and isinstance(value, ImportError) and value.name is not None:
            return value.name
        if name == "__notes__":  # which `add_note` makes
            return perhaps("an exception", name, None)
        return Unknown(f"{name} of an exception is not modelled", None) if hasattr(value, name) else ABSENT
    if isinstance(value, int | float | complex | slice | range) and not callable(getattr(value, name, None)):
        return getattr(value, name, ABSENT)
    if isinstance(value, Defaulting) and name in {"default_factory", "__missing__"}:
        return value.factory if name == "default_factory" else Unknown("__missing__ is not modelled", None)
    if isinstance(value, ReadOnly) and not hasattr(types.MappingProxyType, name):
        return ABSENT
    found = dispatch.method(value, name)
    return _unmodelled(value, name) if found is None else found


def of_payload(value: Instance, name: str) -> Abstract:
    """An attribute of an object's plain data; attributes of `object`, and missing keys, belong to the object itself."""
    if is_enum(value.cls) and name in {"__repr__", "__str__"}:
        return Native(name, lambda _args, _kwargs, at, where: dispatch.to_text(value, name, at, where))
    owner = next((base for base in type(value.payload).__mro__ if name in vars(base)), None)
    if owner is object and name not in GENERIC:
        return dispatch.object_method(name, value)
    if name == "__getitem__" and isinstance(value.payload, dict):
        return Native(name, lambda args, _, at, where: dispatch.table_item(value, args[0], at, where))
    return of_plain(value.payload, name)


def of_builtin_type(value: type, name: str) -> Abstract:
    """An attribute of a builtin type itself."""
    if name == "__class__":
        return type(value)
    if name in {"__name__", "__qualname__", "__module__", "__doc__"}:
        return getattr(value, name)
    if name in {"__mro__", "__bases__"}:
        return tuple(getattr(value, name))
    if name == "register" and isinstance(value, abc.ABCMeta):
        return registration(value)
    if name == "__new__":
        return of_object(name, value.__mro__)
    if issubclass(value, type) and hasattr(value, name):
        return Native(name, lambda args, kwargs, at, where: _of_metaclass(name, args, kwargs, at, where))
    if value is object or name in GENERIC:
        own = of_object(name, value.__mro__)
        return _unmodelled(value, name) if own is ABSENT else own
    found = dispatch.host_method(value, name)
    return _unmodelled(value, name) if found is None else found


def of_object(name: str, bases: Iterable[Abstract]) -> Abstract:
    """A method of `object` as a function, looked up along `bases`; ABSENT if `object` has none of the name.

    It is the same wherever it is looked up, unless one of the builtin types among the bases overrides it.
    """
    method = dispatch.object_method(name, None)
    if not isinstance(method, Native):
        return method
    replaced = any(isinstance(base, type) and base is not object and name in vars(base) for base in bases)
    return Native(method.name, method.call, is_method=True) if replaced else method


def _of_metaclass(name: str, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """Call a method of `type` that was looked up on `type` itself."""
    if not args or not isinstance(args[0], ClassValue):
        raise Unsupported(f"this call of type.{name} is not modelled", place)
    method = dispatch.type_method(name, args[0])
    if method is ABSENT:
        raise Raised(AttributeError(name), place)
    return dispatch.call(method, args[1:], kwargs, frame, place)


def _unmodelled(value: object, name: str) -> Abstract:
    """Unknown value for an attribute of Python's own objects that exists and is not modelled."""
    if isinstance(value, type) or type(value).__module__ in sys.stdlib_module_names:
        has = hasattr(value, name)
    else:  # a kind of value that represents an object of a builtin type
        has = there(class_of(value), name, None) is not ABSENT
    return Unknown(f"{name} of Python's own objects is not modelled", None) if has else ABSENT
