"""`dir`, `globals`, `locals` and `vars`; signatures have been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attributes import find_attribute
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.module_names import names_of
from docgen.static.objects.slots import has_dict
from docgen.static.objects.special_methods import defines
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum, is_raised
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown
from docgen.static.objects.virtual_classes import is_abc

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def dir_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`dir(object)` of a class of the tree or an object of one: the keys of its dictionaries, sorted.

    Raises:
        Indefinite: they are unknown.
        Unsupported: the class has a `__dir__`.
    """
    unknown = Unknown("dir() is not modelled here", place, holds=tuple(args))
    value = args[0] if args else None
    if not isinstance(value, ClassValue | Instance):
        return unknown
    cls = value.cls if isinstance(value, Instance) else value
    if defines(value, "__dir__", frame, place):
        raise Unsupported("a __dir__ of the tree is not modelled", place, lost=True)
    if is_enum(cls) or is_abc(cls) or cls.fields is not None:
        return unknown
    names: set[Abstract] = set()
    for ancestor in cls.mro:
        held = dispatch.find_attribute(ancestor, "__dict__", frame, place) if ancestor is not object else {}
        if not isinstance(held, dict):
            return unknown
        names |= held.keys()
    if isinstance(value, Instance) and has_dict(cls, frame):
        dispatch.refuse_havocked(value.attributes, frame, safe=True)
        names |= value.attributes.keys()
    names |= set(dir(object))
    shown = [name for name in names if isinstance(name, str) and not name.startswith("<")]
    return frame.evaluation.owns(sorted(shown))


def globals_(_: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`globals()`."""
    return names_of(frame, place)


def locals_(_: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`locals()`: at the top of a module its names."""
    if frame.namespace is not None and frame.namespace.cls is None:
        return names_of(frame, place)
    return Unknown("locals() is not modelled here", place)


def vars_(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`vars(object)`."""
    if not args:
        return locals_(args, {}, frame, place)
    try:
        found = find_attribute(args[0], "__dict__", frame, place)
    except Raised as signal:
        if not is_raised(signal, AttributeError):
            raise
        found = ABSENT
    if found is ABSENT:
        raise Raised(TypeError("vars() argument must have __dict__ attribute"), place)
    return found
