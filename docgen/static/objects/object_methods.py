"""Methods of `object`, and of the builtin types, that `super()` and a class without its own reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import set_on_instance, write
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import (
    Abstract,
    Instance,
    SourceSpan,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def object_method(name: str, receiver: Abstract) -> Native:
    """A method that `object`, or a builtin base, has for every receiver."""
    return Native(name, lambda args, kwargs, at, where: OF_OBJECT[name](receiver, args, kwargs, at, where))


def _object_new(_: Abstract, args: Args, __: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not args or not isinstance(args[0], ClassValue):
        raise Unsupported("this __new__ is not modelled", place)
    return dispatch.new_instance(args[0], args[1:], frame, place)


def _object_init(receiver: Abstract, args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not isinstance(receiver, Instance):
        raise Unsupported("this __init__ is not modelled", place)
    if isinstance(receiver.payload, list | dict | set):
        filled = dispatch.construct_builtin(type(receiver.payload), args, kwargs, frame, place)
        if isinstance(filled, Unknown):
            raise Indefinite(filled)
        fill = receiver.payload.extend if isinstance(receiver.payload, list) else receiver.payload.update
        dispatch.change(receiver.payload, lambda: fill(filled), frame, place)
    elif any(isinstance(c, type) and issubclass(c, BaseException) for c in receiver.cls.mro):
        write(receiver.attributes, "args", tuple(args), frame)
    elif (args or kwargs) and all(c is object or isinstance(c, ClassValue) for c in receiver.cls.mro):
        raise Raised(TypeError("object.__init__() takes exactly one argument"), place)
    return None


def _object_setattr(receiver: Abstract, args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if not isinstance(receiver, Instance) or len(args) != 2:  # noqa: PLR2004
        raise Unsupported("this __setattr__ is not modelled", place)
    set_on_instance(receiver, args[0], args[1], frame, place)
    return None


def _nothing(*_: Abstract) -> Abstract:
    return None


OF_OBJECT: dict[str, Callable[..., Abstract]] = {
    "__init__": _object_init,
    "__init_subclass__": _nothing,
    "__new__": _object_new,
    "__post_init__": _nothing,
    "__setattr__": _object_setattr,
}
"""Methods of `object`, and of the builtin types, that `super()` reaches."""
