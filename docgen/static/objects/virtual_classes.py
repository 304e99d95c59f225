"""Abstract base classes: the methods that a class leaves abstract, and the classes that are registered."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.descriptors import is_abstract
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_REGISTERED = "<registered with>"
"""Key under which a class lists the abstract classes that it is registered with; no attribute can have that name."""
_SUBCLASSES = "<registered>"
"""Key under which an abstract class lists the builtin types that are registered with it."""


def is_abc(cls: ClassValue) -> bool:
    """Tell whether the metaclass of a class is, or derives from, `abc.ABCMeta`."""
    metaclass = metaclass_of(cls)
    if isinstance(metaclass, ClassValue):
        return any(isinstance(c, type) and issubclass(c, abc.ABCMeta) for c in metaclass.mro)
    return isinstance(metaclass, type) and issubclass(metaclass, abc.ABCMeta)


def abstract_methods(cls: ClassValue, frame: Frame) -> list[str]:
    """The methods that keep an abstract class from being instantiated, in the order of their definition.

    Raises:
        Indefinite: a base outside the tree may leave some abstract.
    """
    if not is_abc(cls):
        return []
    names: dict[str, None] = {}
    for ancestor in reversed(cls.mro):
        if isinstance(ancestor, ClassValue) and ancestor.namespace is not None:
            names |= dict.fromkeys(ancestor.namespace.binders)
        elif isinstance(ancestor, type):
            names |= dict.fromkeys(getattr(ancestor, "__abstractmethods__", ()))
        elif isinstance(ancestor, Unknown):
            raise Indefinite(ancestor)
    return [name for name in names if _is_left_abstract(cls, name, frame)]


def _is_left_abstract(cls: ClassValue, name: str, frame: Frame) -> bool:
    changed = (c for c in cls.mro if isinstance(c, ClassValue) and c.node is not None and name in c.assigned)
    late = next(changed, None)
    if late is not None and not name.startswith("<") and _may_be_abstract(cls, name, frame):
        raise Indefinite(Unknown(f"{name} of {late.name} is set after the class was made", cls.place))
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame)
    if isinstance(owner, type):
        return name in getattr(owner, "__abstractmethods__", ())
    if isinstance(found, Unknown):
        raise Indefinite(found)
    if isinstance(found, Instance):
        marked = dispatch.find_attribute(found, "__isabstractmethod__", frame, cls.place)
        return marked is not ABSENT and dispatch.truth(marked, frame)
    return is_abstract(found)


def _may_be_abstract(cls: ClassValue, name: str, frame: Frame) -> bool:
    """Tell whether any class in the order of another one has ever bound a name to what is marked as abstract."""
    found: list[Abstract] = []
    for ancestor in cls.mro:
        if isinstance(ancestor, ClassValue):
            found.append(ancestor.assigned.get(name, ABSENT))
            if ancestor.namespace is not None and name in ancestor.namespace.binders:
                found.append(ancestor.namespace.lookup(name, frame.evaluation))
        elif isinstance(ancestor, type) and name in getattr(ancestor, "__abstractmethods__", ()):
            return True
    return any(isinstance(value, Instance | Unknown) or is_abstract(value) for value in found)


def is_registered(bases: list[Abstract], candidate: Abstract) -> bool:
    """Tell whether a class of that order is registered with `candidate`, or with a class that derives from it."""
    for base in bases:
        if isinstance(base, ClassValue):
            for other in base.assigned.get(_REGISTERED, ()):
                if other is candidate or _derives_from(other, candidate):
                    return True
    if isinstance(candidate, ClassValue):
        known = candidate.assigned.get(_SUBCLASSES, ())
        return any(isinstance(base, type) and issubclass(base, known) for base in bases)
    return False


def may_be_registered(candidate: ClassValue, frame: Frame, place: SourceSpan | None) -> Unknown | bool:
    """Unknown if another module of a large tree, whose imports are not run, may have registered a class; else false."""
    program = frame.evaluation.program
    change = None if program.runs_imports else program.abroad.of_attribute(candidate, _SUBCLASSES)
    if change is None:
        return False
    return Unknown.changed(f"{candidate.path}.register", change[0], ("registered", candidate.path)).derived(
        place
    )


def registration(cls: Abstract) -> Native:
    """`cls.register`, of an abstract class."""

    def register(
        args: list[Abstract], _: dict[str, Abstract], frame: Frame, place: SourceSpan | None
    ) -> Abstract:
        subclass = args[0]
        if isinstance(subclass, ClassValue):
            before = subclass.assigned.get(_REGISTERED, ())
            write(subclass.assigned, _REGISTERED, (*before, cls), frame)
        elif isinstance(subclass, type) and isinstance(cls, ClassValue):
            for ancestor in cls.mro:
                if isinstance(ancestor, ClassValue):
                    before = ancestor.assigned.get(_SUBCLASSES, ())
                    write(ancestor.assigned, _SUBCLASSES, (*before, subclass), frame)
        elif not isinstance(subclass, type | Unknown):
            raise Raised(TypeError("Can only register classes"), place)
        else:
            raise Unsupported("such a registration with an abstract class is not modelled", place)
        return subclass

    return Native("register", register)


def _derives_from(cls: Abstract, candidate: Abstract) -> bool:
    if isinstance(cls, ClassValue):
        return any(base is candidate for base in cls.mro) or any(
            isinstance(base, type) and isinstance(candidate, type) and issubclass(base, candidate)
            for base in cls.mro
            if base is not object
        )
    return isinstance(cls, type) and isinstance(candidate, type) and issubclass(cls, candidate)
