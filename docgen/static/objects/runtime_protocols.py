"""`typing.Protocol`: classes to which an object belongs by its attributes."""

from __future__ import annotations

import ast
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import class_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_CHECKABLE = "_is_runtime_protocol"
_EXCLUDED = frozenset({
    "__abstractmethods__", "__annotations__", "__class_getitem__", "__dict__", "__doc__", "__init__", "__match_args__",
    "__module__", "__new__", "__parameters__", "__slots__", "__subclasshook__", "__weakref__", _CHECKABLE,
})  # fmt: skip
"""Names that are no members of a protocol (CPython, `typing.EXCLUDED_ATTRIBUTES`)."""


def is_protocol(cls: ClassValue) -> bool:
    """Tell whether a class is a protocol itself, rather than a class that implements one."""
    return any(base is typing.Protocol for base in cls.bases)


def make_checkable(
    args: list[Abstract], _: dict[str, Abstract], frame: Frame, place: SourceSpan | None
) -> Abstract:
    """`typing.runtime_checkable`."""
    (cls,) = args
    if isinstance(cls, ClassValue):
        if not is_protocol(cls):
            raise Raised(TypeError("@runtime_checkable can be only applied to protocol classes"), place)
        write(cls.assigned, _CHECKABLE, new=True, frame=frame)
    return cls


def refuse_unchecked(protocol: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Refuse a check against a protocol that is not `runtime_checkable`.

    Raises:
        Raised: TypeError.
    """
    found, owner, _ = dispatch.lookup_in_class(protocol, _CHECKABLE, frame)
    if isinstance(found, Unknown) and not isinstance(owner, type):
        raise Indefinite(found)
    if found is not True:
        raise Raised(TypeError("checks can only be used with @runtime_checkable protocols"), place)


def has_members(
    subject: Abstract, protocol: ClassValue, frame: Frame, place: SourceSpan | None, *, of_class: bool = False
) -> bool:
    """Tell whether an object, or a class, has every member of a protocol.

    Raises:
        Indefinite: versions of Python differ, or something outside the tree decides.
        Raised: TypeError for a class and a protocol with members that are no methods.
    """
    members = _members(protocol, frame, place)
    if of_class and not all(members.values()):
        raise Raised(TypeError("protocols with non-method members don't support issubclass()"), place)
    found = [_has(subject, name, frame, place, called=called) for name, called in members.items()]
    if not of_class and isinstance(subject, type | ClassValue) and not all(found):
        raise Indefinite(Unknown("what a metaclass has of a protocol is not modelled", place))
    return all(found)


def _members(protocol: ClassValue, frame: Frame, place: SourceSpan | None) -> dict[str, bool]:
    """The members of a protocol, each with true if it is a method."""
    names: dict[str, None] = {}
    for ancestor in protocol.mro:
        if isinstance(ancestor, ClassValue) and ancestor.namespace is not None:
            names |= dict.fromkeys(ancestor.namespace.binders)
            body = ancestor.node.body if ancestor.node is not None else []
            annotated = (node.target for node in body if isinstance(node, ast.AnnAssign))
            names |= dict.fromkeys(target.id for target in annotated if isinstance(target, ast.Name))
        elif ancestor not in {typing.Protocol, typing.Generic, object}:
            raise Indefinite(Unknown("the members of an outside protocol are not modelled", place))
    members: dict[str, bool] = {}
    for name in names:
        if name not in _EXCLUDED:
            found, _, _ = dispatch.lookup_in_class(protocol, name, frame)
            if isinstance(found, Unknown | Instance | ClassValue):
                raise Indefinite(Unknown(f"{name} of a protocol may be a method or not", place))
            members[name] = _is_method(found)
    return members


def _is_method(value: Abstract) -> bool:
    if isinstance(value, Descriptor):
        return value.kind in {"staticmethod", "classmethod"}
    return isinstance(value, FunctionValue | BoundMethod | Native | Partial)


def _has(subject: Abstract, name: str, frame: Frame, place: SourceSpan | None, *, called: bool) -> bool:
    if isinstance(subject, Instance):
        dispatch.refuse_havocked(subject.attributes, frame, safe=True)
        if name in subject.attributes:
            return not called or subject.attributes[name] is not None
        if any(subject.cls.mentions(hook) for hook in ("__getattr__", "__getattribute__")):
            raise Indefinite(Unknown("objects that compute attributes differ between versions", place))
    cls = subject if isinstance(subject, type | ClassValue) else class_of(subject)
    if isinstance(cls, type):
        found = next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), ABSENT)
        return found is not ABSENT and (found is not None or not called)
    if isinstance(cls, Unknown):
        raise Indefinite(cls)
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame)
    if isinstance(found, Unknown) and owner is None:
        raise Indefinite(found)
    if isinstance(subject, Instance) and isinstance(found, Descriptor) and not _is_method(found):
        raise Indefinite(Unknown("properties and protocols differ between versions of Python", place))
    return name in vars(object) if found is ABSENT else found is not None or not called
