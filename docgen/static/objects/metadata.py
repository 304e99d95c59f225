"""Metadata of classes: read, and assigned with the effect that CPython gives it."""

from __future__ import annotations

import ast
import inspect
import sys
import typing
from typing import TYPE_CHECKING

from docgen.static.objects.absence import may_be_absent
from docgen.static.objects.annotations import class_annotations, own_annotations
from docgen.static.objects.callables import Descriptor
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.failures import fork
from docgen.static.objects.slots import ROOM, derives, is_weak, slots_of, solid_base
from docgen.static.objects.type_values import EVERY, ClassValue, ReadOnly
from docgen.static.objects.types import is_enum, metaclass_of
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.callables import FunctionValue
    from docgen.static.objects.frames import Frame


class _Plain:
    """Has what CPython adds to the dictionary of every class."""


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
    if len(cls.bases) == 1:
        return cls.bases[0]
    solid = [solid_base(base, frame) for base in cls.bases]
    return next(b for b, own in zip(cls.bases, solid, strict=True) if all(derives(own, o) for o in solid))


def _order(cls: ClassValue, _: Frame) -> Abstract:
    """`__mro__`."""
    if cls.outside_base() is not None and EVERY not in cls.unclear:
        return Unknown("the order of a class with a base outside the tree is not known", cls.place)
    return cls.unclear.get(EVERY) or tuple(cls.mro)


def _original_bases(cls: ClassValue, _: Frame) -> Abstract:
    """`__orig_bases__`, which exists if a class, or one that it inherits from, has bases that stand for others."""
    for ancestor in cls.mro:
        node = ancestor.node if isinstance(ancestor, ClassValue) else None
        plain = node is not None and all(isinstance(base, ast.Name | ast.Attribute) for base in node.bases)
        if isinstance(ancestor, ClassValue) and (not plain or "_fields" in ancestor.assigned):
            return Unknown(
                "__orig_bases__ is not modelled", cls.place, key=("inherited", cls.path, "__orig_bases__")
            )
    return _of_typing(cls, _)


def _weak_reference(cls: ClassValue, frame: Frame) -> Abstract:
    if is_weak(cls, frame):
        return Unknown("__weakref__ of a class is not modelled", cls.place)
    return ABSENT


def _of_typing(cls: ClassValue, _: Frame) -> Abstract:
    """Attribute that `typing` adds to the classes that derive from theirs."""
    if cls.derives_from(typing.Generic):
        return Unknown("what a library adds to this class is not modelled", cls.place)
    return ABSENT


def dictionary(cls: ClassValue, frame: Frame) -> Abstract:
    """`cls.__dict__`; unknown if the names that the class binds are."""
    body = cls.namespace
    if cls.unclear or is_enum(cls) or (body is not None and (body.stars or body.dynamic)):
        return Unknown("__dict__ of this class is not modelled", cls.place)
    found: dict[Abstract, Abstract] = {"__module__": _module(cls, frame)}
    if cls.docstring is not None:
        found["__doc__"] = _doc(cls, frame)
    asked: dict[str, Callable[[], Abstract]] = {}
    if own_annotations(cls):
        found["__annotations__"] = asked["__annotations__"] = lambda: class_annotations(cls, frame)
    for name in body.binders if body is not None else ():
        if name not in cls.assigned and body is not None:
            value = _later(body, name, frame)
            if value is None:
                value = body.lookup(name, frame.evaluation)
            else:
                asked[name] = value
            if value is not ABSENT:
                found[name] = value
    found.update({name: value for name, value in cls.assigned.items() if value is not ABSENT})
    if any(map(may_be_absent, found.values())):
        return Unknown(f"which names {cls.name} binds is not known", cls.place)
    for name in sorted(slots_of(cls, frame) or ()):
        found.setdefault(name, vars(_Plain)[name] if name in ROOM else Descriptor("slot", name))
    if not any(isinstance(ancestor, ClassValue) for ancestor in cls.mro[1:]):
        for name in () if cls.defines("__slots__") else ("__dict__", "__weakref__"):
            found.setdefault(name, vars(_Plain)[name])
    found.setdefault("__doc__", None)
    return ReadOnly(found, {name: value for name, value in asked.items() if found.get(name) is value})


def _later(body: Namespace, name: str, frame: Frame) -> Callable[[], Abstract] | None:
    """Function that looks a name up when its value is asked for; None if the body may not bind the name."""
    plain = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
    if all(isinstance(body.body[index], plain) for index in body.binders[name]):
        return lambda: body.lookup(name, frame.evaluation)
    return None


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


def _rename(cls: ClassValue, slot: str, new: Abstract, frame: Frame, place: SourceSpan) -> None:
    require_text(f"__{slot}__", new, place)
    change(cls, slot, new, frame)


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
    "__dict__": dictionary,
    "__doc__": _doc,
    "__module__": _module,
    "__mro__": _order,
    "__name__": lambda cls, _: cls.name,
    "__orig_bases__": _original_bases,
    "__parameters__": _of_typing,
    "__weakref__": _weak_reference,
    "__qualname__": lambda cls, _: cls.qualname,
}
