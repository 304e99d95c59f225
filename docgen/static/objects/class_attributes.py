"""Attributes read from a class of the tree: its own, its metaclass's, and those of `type`."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch, metadata
from docgen.static.objects.builtin_attributes import of_object
from docgen.static.objects.callables import Native
from docgen.static.objects.class_dictionary import dictionary
from docgen.static.objects.control_flow import Raised
from docgen.static.objects.descriptors import bind, comes_first
from docgen.static.objects.library_bases import names_are_known
from docgen.static.objects.special_methods import call_method
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum, is_raised, metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown
from docgen.static.objects.virtual_classes import abstract_methods, is_abc, registration

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_LATER = frozenset({"__firstlineno__", "__static_attributes__", "__type_params__", "__annotate__"})
"""Attributes that later versions of Python give to classes."""


def of_class(cls: ClassValue, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`cls.name`, or ABSENT."""
    metaclass = metaclass_of(cls)
    if not isinstance(metaclass, ClassValue):
        found = generic_attribute(cls, name, metaclass, frame, place)
        if found is ABSENT and isinstance(metaclass, Unknown) and not names_are_known(cls):
            reason = f"{name} may come from the metaclass: {metaclass.reason}"
            return Unknown(reason, place, key=("inherited", cls.path, name), origin=metaclass.origin)
        return found
    failure: Raised | None = None
    try:
        found = call_method(cls, "__getattribute__", [name], frame, place)
        if found is ABSENT:
            found = generic_attribute(cls, name, metaclass, frame, place)
    except Raised as signal:
        if not is_raised(signal, AttributeError):
            raise
        failure, found = signal, ABSENT
    if found is ABSENT:
        found = call_method(cls, "__getattr__", [name], frame, place)
    if found is ABSENT and failure is not None:
        raise failure
    return found


def generic_attribute(
    cls: ClassValue, name: str, metaclass: Abstract, frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`type.__getattribute__(cls, name)`, or ABSENT."""
    above: Abstract = ABSENT
    if isinstance(metaclass, ClassValue):
        above, owner, _ = dispatch.lookup_in_class(metaclass, name, frame)
        if isinstance(owner, type):
            above = ABSENT  # attributes of `type` come last
        elif comes_first(above, frame):
            return bind(above, cls, metaclass, frame, place)
    if is_enum(cls):
        if name == "__members__":
            return dispatch.members(cls, frame.evaluation)
        found = dispatch.members(cls, frame.evaluation).get(name, ABSENT)
        if found is not ABSENT:
            return found
    if name == "__abstractmethods__" and is_abc(cls):
        return frozenset(abstract_methods(cls, frame))
    if name == "__dict__":
        return dictionary(cls, frame)
    special = metadata.of_class(cls, name, frame)
    if special is not ABSENT:
        return special
    value, _, _ = dispatch.lookup_in_class(cls, name, frame)
    if value is not ABSENT:
        return bind(value, None, cls, frame, place)
    of_every = of_object(name, cls.mro)
    if of_every is not ABSENT:
        return of_every
    if above is not ABSENT:
        return bind(above, cls, metaclass, frame, place)
    return _of_type(cls, name)


def _of_type(cls: ClassValue, name: str) -> Abstract:
    """Attribute that every class has because it is a class."""
    if name == "mro":
        return Native(name, lambda _args, _kwargs, frame, _place: frame.evaluation.owns(list(cls.mro)))
    if name == "register" and is_abc(cls):
        return registration(cls)
    if name == "__subclasses__":
        return Native(name, lambda _args, _kwargs, frame, _place: _subclasses(cls, frame))
    if name in _LATER:
        return Unknown(f"{name} differs between versions", cls.place, key=("inherited", cls.path, name))
    if name == "__abstractmethods__":
        return ABSENT  # which `type` hides until somebody sets it
    if name in vars(type) or (is_enum(cls) and name in vars(enum.EnumMeta)):
        return Unknown(f"{name} of a class is not modelled", cls.place)
    return ABSENT


def _subclasses(cls: ClassValue, frame: Frame) -> Unknown:
    """`cls.__subclasses__()`: a list that gives access to classes of imported modules, which may then change."""
    found: list[Abstract] = []
    pending = [space.live_names() for space in frame.evaluation.world.modules.values()]
    while pending:
        for value in pending.pop().values():
            if isinstance(value, ClassValue) and value not in found:
                found.append(value)
                pending += [value.namespace.live_names()] if value.namespace is not None else []
    derived = tuple(value for value in found if isinstance(value, ClassValue) and cls in value.mro)
    return Unknown("which classes derive from it is not modelled", cls.place, holds=derived)
