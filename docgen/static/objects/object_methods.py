"""Methods of `object` and of `type` that `super()` reaches, and classes that do not override them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import (
    delete_on_class,
    delete_on_instance,
    set_on_class,
    set_on_instance,
    write,
)
from docgen.static.objects.callables import Native
from docgen.static.objects.class_attributes import generic_attribute as class_attribute
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.instance_attributes import generic_attribute
from docgen.static.objects.linearisation import linearise
from docgen.static.objects.special_methods import is_defined
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_checks import derives
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import class_of, metaclass_of
from docgen.static.objects.unfixed import unfix
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def object_method(name: str, receiver: Abstract) -> Abstract:
    """An attribute of `object`, bound to a receiver unless that is None; ABSENT if `object` has none of the name."""
    method = OF_OBJECT.get(name)
    if method is None:
        reason = f"{name} of object is not modelled"
        return Unknown(reason, None) if name in vars(object) else ABSENT
    if receiver is None:
        return _UNBOUND[name]
    return Native(name, lambda args, kwargs, at, where: method(receiver, args, kwargs, at, where))


def of_type(name: str, receiver: ClassValue) -> Abstract:
    """An attribute of `type`, bound to a class; ABSENT if `type` has none of the name."""
    method = _OF_TYPE.get(name)
    if method is not None:
        return Native(name, lambda args, kwargs, at, where: method(receiver, args, kwargs, at, where))
    if name not in vars(type) and name in OF_OBJECT:
        return object_method(name, receiver)
    known = name in vars(type) or name in vars(object)
    metaclass = metaclass_of(receiver)
    bases = metaclass.mro if isinstance(metaclass, ClassValue) else [metaclass]
    if known or any(isinstance(base, Unknown) or hasattr(base, name) for base in bases):
        return Unknown(f"{name} of a metaclass is not modelled", receiver.place)
    return ABSENT


def unbound(name: str, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """Call a method of `object` that was looked up on a class."""
    if not args:
        raise Raised(TypeError(f"unbound method object.{name}() needs an argument"), place)
    return OF_OBJECT[name](args[0], args if name == "__new__" else args[1:], kwargs, frame, place)


def _object_new(_: Abstract, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if args and args[0] is type:
        return dispatch.type_new(None, args[1:], kwargs, frame, place)
    if not args or not isinstance(args[0], ClassValue):
        raise Unsupported("this __new__ is not modelled", place)
    if args[0].derives_from(type):
        return dispatch.type_new(args[0], args[1:], kwargs, frame, place)
    made = dispatch.new_instance(args[0], args[1:], kwargs, frame, place)
    by_probe = place is not None and not place.module.name
    return unfix(made) if by_probe and isinstance(made, Instance) else made


def _object_init_subclass(
    receiver: Abstract, _: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan
) -> Abstract:
    if kwargs:
        raise Raised(TypeError("__init_subclass__() takes no keyword arguments"), place)
    return None


def _object_init(receiver: Abstract, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if isinstance(receiver, ClassValue):  # `type.__init__`
        return None
    if not isinstance(receiver, Instance):
        raise Unsupported("this __init__ is not modelled", place)
    if isinstance(receiver.payload, list | dict | set):
        filled = dispatch.construct_builtin(class_of(receiver.payload), args, kwargs, frame, place)
        if isinstance(filled, Unknown):
            raise Indefinite(filled)
        if isinstance(receiver.payload, Defaulting):
            receiver.payload.factory = filled.factory
        fill = receiver.payload.extend if isinstance(receiver.payload, list) else receiver.payload.update
        dispatch.change(receiver.payload, lambda: fill(filled), frame, place)
    elif any(isinstance(c, type) and issubclass(c, BaseException) for c in receiver.cls.mro):
        write(receiver.attributes, "args", tuple(args), frame)
    elif (args or kwargs) and receiver.payload is ABSENT:
        own_init, own_new = (is_defined(receiver.cls, n, frame) for n in ("__init__", "__new__"))
        if own_init or not own_new:
            raise Raised(TypeError("object.__init__() takes exactly one argument"), place)
    return None


def _set(receiver: Abstract, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> None:
    name, new = _fitting(args, 2, place)
    if isinstance(receiver, ClassValue):
        set_on_class(receiver, name, new, frame, place)
    elif isinstance(receiver, Instance):
        set_on_instance(receiver, name, new, frame, place)
    else:
        raise Unsupported("this __setattr__ is not modelled", place)


def _delete(receiver: Abstract, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> None:
    (name,) = _fitting(args, 1, place)
    if isinstance(receiver, ClassValue):
        delete_on_class(receiver, name, frame, place)
    elif isinstance(receiver, Instance):
        delete_on_instance(receiver, name, frame, place)
    else:
        raise Unsupported("this __delattr__ is not modelled", place)


def _get(receiver: Abstract, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    (name,) = _fitting(args, 1, place)
    if isinstance(receiver, ClassValue):
        found = class_attribute(receiver, name, metaclass_of(receiver), frame, place)
    elif isinstance(receiver, Instance):
        found = generic_attribute(receiver, name, frame, place)
    else:
        return dispatch.find_attribute(receiver, name, frame, place)
    if found is ABSENT:
        raise Raised(AttributeError(name), place)
    return found


def _fitting(args: Args, count: int, place: SourceSpan | None) -> Args:
    """The arguments of a method that takes a name first.

    Raises:
        Raised: TypeError, as CPython has it.
        Indefinite: the name is unknown.
    """
    if len(args) != count:
        raise Raised(TypeError(f"expected {count} argument(s), got {len(args)}"), place)
    if isinstance(args[0], Unknown):
        raise Indefinite(args[0])
    if not isinstance(args[0], str):
        raise Raised(TypeError("attribute name must be string"), place)
    return args


def _equal(receiver: Abstract, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if isinstance(args[0], Unknown):
        raise Indefinite(args[0])
    return True if receiver is args[0] else NotImplemented


def _unequal(receiver: Abstract, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    equal = dispatch.call_method(receiver, "__eq__", args, frame, place)
    if equal is ABSENT:
        equal = _equal(receiver, args, {}, frame, place)
    return equal if equal is NotImplemented else not dispatch.truth(equal, frame)


def _text(receiver: Abstract, _: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return dispatch.to_text(receiver, "__repr__", frame, place)


def _repr(receiver: Abstract, _: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return Unknown("the text of an object holds an address", place, kind=str)


def _format(receiver: Abstract, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not args or not isinstance(args[0], str):
        raise Unsupported("this __format__ is not modelled", place)
    if args[0]:
        raise Raised(TypeError("unsupported format string passed to object.__format__"), place)
    return dispatch.to_text(receiver, "__str__", frame, place)


def _hash(receiver: Abstract, _: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return Unknown("an identity differs from run to run", place, kind=int)


def _nothing(*_: Abstract) -> Abstract:
    return None


def _declined(*_: Abstract) -> Abstract:
    return NotImplemented


OF_OBJECT: dict[str, Callable[..., Abstract]] = {
    "__delattr__": _delete,
    "__eq__": _equal,
    "__format__": _format,
    "__ge__": _declined,
    "__getattribute__": _get,
    "__gt__": _declined,
    "__hash__": _hash,
    "__init__": _object_init,
    "__init_subclass__": _object_init_subclass,
    "__le__": _declined,
    "__lt__": _declined,
    "__ne__": _unequal,
    "__new__": _object_new,
    "__repr__": _repr,
    "__setattr__": _set,
    "__str__": _text,
    "__subclasshook__": _declined,
}
"""Methods of `object`, and of the builtin types, that `super()` reaches."""


def _as_function(name: str) -> Native:
    return Native(
        name, lambda args, kwargs, at, where: unbound(name, args, kwargs, at, where), is_method=True
    )


_UNBOUND = {name: _as_function(name) for name in OF_OBJECT}
"""The methods as functions: each is one object, whichever class it is looked up on."""


def _call_class(
    receiver: ClassValue, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan
) -> Abstract:
    return dispatch.call_class(receiver, args, kwargs, frame, place)


def _order(receiver: ClassValue, _: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`type.mro(cls)`: computed again from the bases."""
    bases = [base for base in receiver.bases if base is not receiver] or [object]
    return frame.evaluation.owns([receiver, *linearise(bases, place)])


def _instance_check(receiver: ClassValue, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return derives(class_of(args[0]), receiver, frame, place)


def _subclass_check(receiver: ClassValue, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return derives(args[0], receiver, frame, place)


_OF_TYPE: dict[str, Callable[..., Abstract]] = {
    "__call__": _call_class,
    "__delattr__": _delete,
    "__getattribute__": _get,
    "__init__": _nothing,
    "__instancecheck__": _instance_check,
    "__setattr__": _set,
    "__subclasscheck__": _subclass_check,
    "mro": _order,
}
"""Methods of `type` that the `super()` of a metaclass reaches."""
