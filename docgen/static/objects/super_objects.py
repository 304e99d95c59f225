"""`super()`: attributes of the classes that come after one in the order of a receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.builtin_attributes import GENERIC, of_payload, there
from docgen.static.objects.callables import Descriptor
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.descriptors import bind
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Super, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame


def make_super(args: list[Abstract], frame: Frame, place: SourceSpan | None) -> Super:
    """`super()` inside a method, or `super(cls, receiver)`.

    Raises:
        Raised: TypeError if the receiver is no object of the class.
        Unsupported: it is used in a way that is not modelled.
    """
    if args:
        if len(args) != 2 or not isinstance(args[0], ClassValue):  # noqa: PLR2004
            raise Unsupported("this super() is not modelled", place, lost=True)
        start, receiver = args
    else:
        if frame.scope is None or frame.receiver is None:  # in a comprehension versions of Python differ
            raise Unsupported("this super() is not modelled", place, lost=True)
        current: Frame | None = frame
        while current is not None and current.owner is None:
            current = current.parent
        if current is None or current.owner is None:
            raise Unsupported("this super() is not modelled", place, lost=True)
        start, receiver = current.owner, frame.receiver
    _searched(start, receiver, place)
    return Super(start, receiver)


def of_super(value: Super, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """`super().name`, or ABSENT: `__getattr__` is not asked."""
    found = _of_receiver(value, name, frame, place)
    if found is ABSENT or name == "__class__":
        known = {"__class__": super, "__self__": value.receiver, "__thisclass__": value.start}
        return known[name] if name in known else there(super, name, place)
    return found


def _of_receiver(value: Super, name: str, frame: Frame, place: SourceSpan | None) -> Abstract:
    """Attribute that the classes after `start` have under a name, bound to the receiver."""
    cls, receiver = _searched(value.start, value.receiver, place), value.receiver
    position = next(i for i, c in enumerate(cls.mro) if c is value.start) + 1
    found, owner, _ = dispatch.lookup_in_class(cls, name, frame, position)
    through_class = cls is receiver
    if name == "__new__" and isinstance(owner, ClassValue):
        return found.function if isinstance(found, Descriptor) else found  # always a static method
    if isinstance(owner, type) or found is ABSENT:
        return _of_builtin_base(value, cls, name, owner)
    if isinstance(found, Unknown):
        if owner is None and isinstance(receiver, Instance):
            found.holds = (receiver,)
        return found
    return bind(found, None if through_class else receiver, cls, frame, place)


def _of_builtin_base(value: Super, cls: ClassValue, name: str, owner: Abstract) -> Abstract:
    """Attribute of `object`, `type` or a builtin base."""
    receiver = value.receiver
    if isinstance(receiver, ClassValue) and cls is not receiver:
        return dispatch.type_method(name, receiver)
    holds_data = isinstance(receiver, Instance) and receiver.payload is not ABSENT
    if holds_data and name not in GENERIC:
        own = of_payload(receiver, name)
        if own is not ABSENT:
            return own
    if owner is not None and name not in GENERIC:
        return Unknown(f"{name} of {owner.__name__} is not modelled", cls.place)
    return dispatch.object_method(name, receiver)


def _searched(start: ClassValue, receiver: Abstract, place: SourceSpan | None) -> ClassValue:
    """The class in whose order a `super()` searches: the receiver itself for class methods, else its type."""
    if isinstance(receiver, Unknown):
        raise Indefinite(receiver)
    if isinstance(receiver, ClassValue) and receiver.derives_from(start):
        return receiver
    cls = metaclass_of(receiver) if isinstance(receiver, ClassValue) else getattr(receiver, "cls", None)
    if isinstance(cls, Unknown):
        raise Indefinite(cls)
    if not isinstance(cls, ClassValue) or not cls.derives_from(start):
        if isinstance(cls, ClassValue) and start.again is not None and cls.derives_from(start.again):
            refuse_first(start, "super()", place)
        raise Raised(TypeError("super(type, obj): obj must be an instance or subtype of type"), place)
    return cls


def refuse_first(cls: ClassValue, what: str, place: SourceSpan | None) -> None:
    """Refuse what stands for the first of two classes up to Python 3.13, and for the second from 3.14 on.

    Raises:
        Unsupported: the class was made again.
    """
    if cls.again is not None:
        raise Unsupported(
            f"{what} in a dataclass with slots differs between versions of Python", place, lost=True
        )
