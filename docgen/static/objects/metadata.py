"""Metadata of classes: read, and assigned with the effect that CPython gives it."""

from __future__ import annotations

import abc
import inspect
import sys
import typing
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.annotations import class_annotations
from docgen.static.objects.class_views import views_of
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.failures import fork
from docgen.static.objects.native import native
from docgen.static.objects.slots import best_base, is_weak
from docgen.static.objects.type_values import EVERY, ClassValue
from docgen.static.objects.types import metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.callables import FunctionValue
    from docgen.static.objects.frames import Frame


def of_class(cls: ClassValue, name: str, frame: Frame) -> Abstract:
    """Attribute that `type` itself gives a class, or ABSENT."""
    reader = _OF_CLASS.get(name)
    return ABSENT if reader is None else reader(cls, frame)


def _module(cls: ClassValue, frame: Frame) -> Abstract:
    return _own(cls, "__module__", module_name(cls.frame), frame)


def module_name(frame: Frame) -> Abstract:
    """`__name__` of the module that a frame runs, which new classes and functions copy."""
    body = frame.evaluation.program.readable_namespace(frame.module.name)
    if body is not None and "__name__" in body.binders:
        return Unknown("__name__ of the module is assigned", None)
    return frame.module.name


def full_name(cls: ClassValue, frame: Frame) -> str:
    """Module and qualified name of a class, as its text shows them.

    Raises:
        Indefinite: the module is unknown.
    """
    module = _module(cls, frame)
    if isinstance(module, Unknown):
        raise Indefinite(module)
    return f"{module}.{cls.qualname}" if isinstance(module, str) else cls.qualname


def _doc(cls: ClassValue, frame: Frame) -> Abstract:
    return _own(cls, "__doc__", docstring(cls.docstring), frame)


def _own(cls: ClassValue, name: str, default: Abstract, frame: Frame) -> Abstract:
    """An attribute of the class's own dictionary, which subclasses do not inherit."""
    if (unclear := cls.unclear.get(name)) is not None:
        return unclear
    if name in cls.assigned:
        return cls.assigned[name]
    found = cls.namespace.lookup(name, frame.evaluation) if cls.defines(name) and cls.namespace else ABSENT
    return default if found is ABSENT else found


def docstring(text: str | None) -> str | None:
    """A docstring as the running Python keeps it; since 3.13 without its indentation."""
    return inspect.cleandoc(text) if text is not None and sys.version_info >= (3, 13) else text


def _base(cls: ClassValue, frame: Frame) -> Abstract:
    """`__base__`: of several bases, the first of those whose objects have the largest layout; slots may enlarge it."""
    if (unclear := cls.unclear.get(EVERY)) is not None:
        return unclear
    return best_base(cls, frame)


def order(cls: ClassValue) -> Abstract:
    """`__mro__`, which is unknown if the bases of a class in it were assigned."""
    for ancestor in cls.mro:
        if isinstance(ancestor, ClassValue) and (unclear := ancestor.unclear.get(EVERY)) is not None:
            return unclear
    if cls.outside_base() is not None:
        return Unknown("the order of a class with a base outside the tree is not known", cls.place)
    return tuple(cls.mro)


def _weak_reference(cls: ClassValue, frame: Frame) -> Abstract:
    if is_weak(cls, frame):
        return Unknown("__weakref__ of a class is not modelled", cls.place)
    return ABSENT


def _of_abc(cls: ClassValue, _: Frame) -> Abstract:
    """Attribute that `abc.ABCMeta` adds to its classes."""
    own = isinstance(cls.metaclass, type) and issubclass(cls.metaclass, abc.ABCMeta)
    return Unknown("_abc_impl of a class is not modelled", cls.place) if own else ABSENT


def _of_typing(cls: ClassValue, _: Frame) -> Abstract:
    """Attribute that `typing` adds to the classes that derive from theirs."""
    if cls.derives_from(typing.Generic):
        return Unknown("what a library adds to this class is not modelled", cls.place)
    return ABSENT


def set_on_class(cls: ClassValue, name: str, new: Abstract, frame: Frame, place: SourceSpan) -> bool:
    """Assign a class's metadata that `type` keeps; return false if the name is an ordinary attribute.

    Raises:
        Raised: TypeError or AttributeError, as CPython has it.
    """
    if name in {"__name__", "__qualname__"}:
        _rename(cls, name.strip("_"), new, frame, place)
        return True
    if name == "__class__" and not isinstance(cls.metaclass, ClassValue | Unknown):
        raise Raised(TypeError("__class__ assignment only supported for mutable types"), place)
    if name in {"__bases__", "__class__"}:
        cause = Unknown(f"{name} of {cls.name} is assigned", place)
        kind = tuple if name == "__bases__" else type | ClassValue
        if not new or not isinstance(new, kind | Unknown):
            raise Raised(TypeError(f"{name} must be set to another kind of object"), place)
        fork(cause, frame.evaluation, place)
        change(cls, "mro", [cls, cause], frame)
        make_unclear(cls, (EVERY,), cause, frame)
        return True
    if name in {"__dict__", "__mro__"}:
        raise Raised(AttributeError(f"attribute {name!r} of 'type' objects is not writable"), place)
    return False


def make_unclear(cls: ClassValue, names: tuple[str, ...], cause: Unknown, frame: Frame) -> None:
    """Make the class's own bindings of these names unknown from here on."""
    before = dict(cls.unclear)

    def undo() -> None:
        cls.unclear = before

    frame.evaluation.will_change(cls.assigned, undo)
    cls.unclear = {**cls.unclear, **dict.fromkeys(names, cause)}
    for held in views_of(cls):
        dispatch.havoc(held, cause, frame)


def _rename(cls: ClassValue, slot: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    require_text(f"__{slot}__", new, place)
    if slot == "name":
        refuse_name(new, place)
    change(cls, slot, new, frame)


def refuse_name(name: str, place: SourceSpan | None) -> None:
    """Refuse a text that cannot be the name of a class.

    Raises:
        Raised: ValueError, or UnicodeEncodeError for half a character.
    """
    native(name.encode, place)
    if "\0" in name:
        raise Raised(ValueError("type name must not contain null characters"), place)


def require_text(name: str, new: Abstract, place: SourceSpan) -> None:
    """Refuse a name that is not a text.

    Raises:
        Raised: TypeError.
        Unsupported: it is unknown.
    """
    if isinstance(new, Unknown):
        raise Unsupported(new.reason, place, origin=new.origin)
    if not isinstance(new, str):
        raise Raised(TypeError(f"{name} must be set to a string object"), place)


def change(value: ClassValue | FunctionValue, slot: str, new: Abstract, frame: Frame) -> None:
    """Set a value that CPython keeps outside the dictionary; the change is undone after the path."""
    before = getattr(value, slot)
    holder = value.assigned if isinstance(value, ClassValue) else value.attributes
    frame.evaluation.will_change(holder, lambda: setattr(value, slot, before))
    setattr(value, slot, new)


_OF_CLASS: dict[str, Callable[[ClassValue, Frame], Abstract]] = {
    "__annotations__": class_annotations,
    "__base__": _base,
    "__bases__": lambda cls, _: cls.unclear.get(EVERY) or tuple(cls.bases),
    "__class__": lambda cls, _: metaclass_of(cls),
    "__doc__": _doc,
    "__module__": _module,
    "__mro__": lambda cls, _: order(cls),
    "__name__": lambda cls, _: cls.name,
    "__parameters__": _of_typing,
    "_abc_impl": _of_abc,
    "__weakref__": _weak_reference,
    "__qualname__": lambda cls, _: cls.qualname,
}
