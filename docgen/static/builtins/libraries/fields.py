"""Fields that pydantic, msgspec and attrs make of annotated names in the body of a class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.dataclass_fields import annotated
from docgen.static.execution.calls import call
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.callables import Descriptor, FunctionValue
from docgen.static.objects.control_flow import Indefinite, Unsupported
from docgen.static.objects.library_bases import Annotated, field_base
from docgen.static.objects.metadata import make_unclear
from docgen.static.objects.type_values import ClassValue, Field
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.frames import Frame

_IN_THE_BODY = (FunctionValue, Descriptor, ClassValue, type)
"""Kinds of values that no library takes out of a class body."""
_PLAIN = (int, float, complex, str, bytes, type(None), type, ClassValue, FunctionValue)


def own_fields(cls: ClassValue, frame: Frame) -> list[str]:
    """The names that the body of a class annotates, except class variables.

    Raises:
        Unsupported: they are unknown.
    """
    return [name for name, kind, _ in annotated(cls, frame) if kind != "class variable"]


def take_fields(cls: ClassValue, frame: Frame) -> None:
    """Keep in a new class only the attributes of its body that a library's base leaves there."""
    base = field_base(cls)
    if base is None or cls.namespace is None:
        return
    try:
        fields = own_fields(cls, frame)
    except (Unsupported, Indefinite):
        fields = []
        make_unclear(cls, tuple(cls.namespace.binders), Unknown("its fields are not known", cls.place), frame)
    frame.evaluation.record.created.setdefault(id(cls.assigned), cls.assigned)
    if base.annotated is Annotated.SLOTS:
        cls.assigned.update({name: Descriptor("slot", name) for name in fields})
        return
    unclear = []
    for name in cls.namespace.binders:
        if name.startswith("__") or name in {"model_config", "Config"}:
            continue
        if name in fields and not name.startswith("_"):
            cls.assigned[name] = ABSENT
        elif name in fields or not _stays(cls, name, frame):
            unclear.append(name)
    if unclear:
        cause = Unknown("what the library makes of this name is not modelled", cls.place)
        make_unclear(cls, tuple(unclear), cause, frame)


def _stays(cls: ClassValue, name: str, frame: Frame) -> bool:
    """Tell whether a name without a field's annotation stays in the class: class variables, functions, classes."""
    if any(
        isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name) and n.target.id == name
        for n in _body(cls)
    ):
        return True  # it is no field, so it is a class variable
    if any(
        isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and n.name == name
        for n in _body(cls)
    ):
        return True
    return cls.namespace is not None and isinstance(
        cls.namespace.lookup(name, frame.evaluation), _IN_THE_BODY
    )


def _body(cls: ClassValue) -> list[ast.stmt]:
    return cls.node.body if cls.node is not None else []


def all_fields(cls: ClassValue, frame: Frame) -> dict[str, Field]:
    """The fields of a class by name, inherited ones first, with the values in the bodies as their defaults.

    Raises:
        Unsupported: they are unknown.
    """
    found: dict[str, Field] = {}
    for ancestor in reversed(cls.mro):
        if not isinstance(ancestor, ClassValue) or field_base(ancestor) is None:
            continue
        for name in own_fields(ancestor, frame):
            bound = ABSENT
            if ancestor.namespace is not None and name in ancestor.namespace.binders:
                bound = ancestor.namespace.lookup(name, frame.evaluation)
            found[name] = bound if isinstance(bound, Field) else Field(name, bound)
            found[name].name = name
    return found


def fill(instance: Instance, field: Field, frame: Frame, place: SourceSpan) -> None:
    """Give an object the default of a field, as a fresh copy if it can be changed.

    Raises:
        Indefinite: there is none, or it is unknown.
        Unsupported: it is unknown how the library copies it.
    """
    default = field.default
    if field.factory is not ABSENT:
        default = call(field.factory, [], {}, frame, place)
    elif default is ABSENT:
        raise Indefinite(Unknown(f"the required field {field.name} is not given", place))
    elif isinstance(default, list | dict | set) and all(isinstance(part, _PLAIN) for part in _parts(default)):
        default = frame.evaluation.owns(type(default)(default))
    elif not _is_plain(default):
        raise Unsupported(f"what an object gets for {field.name} is not modelled", place)
    write(instance.attributes, field.name, default, frame)


def _parts(value: Abstract) -> list[Abstract]:
    return [*value, *value.values()] if isinstance(value, dict) else [*value]


def _is_plain(value: Abstract) -> bool:
    if isinstance(value, tuple | frozenset):
        return all(map(_is_plain, value))
    return isinstance(value, _PLAIN) or (isinstance(value, Instance) and is_enum(value.cls))
