"""The dictionary of a class: what its body binds, and what CPython adds, in CPython's order."""

from __future__ import annotations

import ast
import typing
from typing import TYPE_CHECKING

from docgen.static.objects.absence import may_be_absent
from docgen.static.objects.annotations import class_annotations, own_annotations
from docgen.static.objects.callables import Descriptor
from docgen.static.objects.class_views import view
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.library_bases import names_are_known
from docgen.static.objects.metadata import docstring, module_name
from docgen.static.objects.slots import ROOM, gives_room, slots_of
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Unknown
from docgen.static.objects.virtual_classes import abstract_methods, is_abc

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.engine.namespace import Namespace
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.type_values import ClassValue


_HOOK = "__init_subclass__"
_LINE = "__firstlineno__"


class _Plain:
    """Has what CPython adds to the dictionary of every class."""


_OF_COMPILER = frozenset(vars(_Plain)) - {"__module__", "__doc__", *ROOM}
"""Names that the running version of Python adds to the body of every class statement, such as `__firstlineno__`."""


def dictionary(cls: ClassValue, frame: Frame) -> Abstract:
    """`cls.__dict__`; unknown if its names are."""
    body = cls.namespace
    if cls.unclear or is_enum(cls) or (body is not None and (body.stars or body.dynamic)):
        return Unknown("__dict__ of this class is not modelled", cls.place)
    if _is_filled_elsewhere(cls):
        return Unknown(f"what the bases of {cls.name} add to its __dict__ is not modelled", cls.place)
    found: dict[Abstract, Abstract] = {}
    asked: dict[str, Callable[[], Abstract]] = {}
    if body is not None:
        _take_body(cls, body, found, asked, frame)
    found.update({name: cls.assigned.get(name, ABSENT) for name in cls.given})
    if not cls.defines("__module__"):
        found.setdefault("__module__", module_name(cls.frame))
    _take_made(cls, found, frame)
    if cls.hooked is not None:
        found.update({name: cls.assigned[name] for name in cls.hooked if name in cls.assigned})
        _take_later(cls, found, asked, frame)
    found.update(cls.assigned)
    hidden = [name for name, value in found.items() if value is ABSENT or name.startswith("<")]
    for name in hidden:  # what is deleted, and keys that are no attributes
        del found[name]
    if any(map(may_be_absent, found.values())):
        return Unknown(f"which names {cls.name} binds is not known", cls.place)
    return view(cls, found, {name: value for name, value in asked.items() if found.get(name) is value})


def _is_filled_elsewhere(cls: ClassValue) -> bool:
    """Tell whether code outside the tree adds names, or adds them in an order that is not followed."""
    if not names_are_known(cls) or isinstance(cls.metaclass, Unknown) or cls.derives_from(typing.Protocol):
        return True
    if cls.derives_from(typing.Generic) and (cls.mentions(_HOOK) or cls.hooked is None):
        return True  # which decides if, and when, `__parameters__` is added
    if any(isinstance(c, type) and c not in (object, typing.Generic) and _HOOK in vars(c) for c in cls.mro):
        return True
    # Both copy the names of a class statement to a class made by a call.
    with_slots = cls.node is not None and cls.fields is not None and "__slots__" in cls.assigned
    return with_slots or cls.is_named_tuple


def _take_body(
    cls: ClassValue,
    body: Namespace,
    found: dict[Abstract, Abstract],
    asked: dict[str, Callable[[], Abstract]],
    frame: Frame,
) -> None:
    """Take what the statements of a class body bind, after what the compiler binds before them."""
    found["__module__"] = module_name(cls.frame)
    if _LINE in _OF_COMPILER:
        found[_LINE] = Unknown(f"{_LINE} is not modelled", cls.place)
    if own_annotations(cls):
        found["__annotations__"] = asked["__annotations__"] = lambda: class_annotations(cls, frame)
    if cls.docstring is not None:
        found["__doc__"] = docstring(cls.docstring)
    for name in body.binders:
        if name in cls.assigned:
            found[name] = cls.assigned[name]
        elif name != "__qualname__":
            value: Abstract = _later(body, name, frame)
            if value is None:
                value = body.lookup(name, frame.evaluation)
            else:
                asked[name] = value
            if value is not ABSENT:
                found[name] = value
    for name in sorted(_OF_COMPILER - {_LINE}):
        found[name] = Unknown(f"{name} is not modelled", cls.place)


def _later(body: Namespace, name: str, frame: Frame) -> Callable[[], Abstract] | None:
    """Function that looks a name up when its value is asked for; None if the body may not bind the name."""
    plain = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
    if all(isinstance(body.body[index], plain) for index in body.binders[name]):
        return lambda: body.lookup(name, frame.evaluation)
    return None


def _take_made(cls: ClassValue, found: dict[Abstract, Abstract], frame: Frame) -> None:
    """Add what `type.__new__` does: slots, what objects have room for, and a missing docstring or hash."""
    slots = slots_of(cls, frame) or frozenset()
    for name in sorted(slots - ROOM):
        found.setdefault(name, Descriptor("slot", name))
    for name in ("__dict__", "__weakref__"):
        if gives_room(cls, name, frame):
            found.setdefault(name, vars(_Plain)[name])
    found.setdefault("__doc__", None)
    if "__eq__" in found:
        found.setdefault("__hash__", None)


def _take_later(
    cls: ClassValue, found: dict[Abstract, Abstract], asked: dict[str, Callable[[], Abstract]], frame: Frame
) -> None:
    """Add what `typing.Generic` and `abc.ABCMeta` set on the class that has been made."""
    if cls.derives_from(typing.Generic):
        found["__parameters__"] = Unknown("__parameters__ of a class is not modelled", cls.place)
    if is_abc(cls):
        found["__abstractmethods__"] = asked["__abstractmethods__"] = lambda: _left_abstract(cls, frame)
        found["_abc_impl"] = Unknown("_abc_impl of a class is not modelled", cls.place)


def _left_abstract(cls: ClassValue, frame: Frame) -> Abstract:
    try:
        return frozenset(abstract_methods(cls, frame))
    except Indefinite as signal:
        return signal.value
