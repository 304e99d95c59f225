"""Fields of dataclasses, as the annotations of a class and of its bases declare them."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.annotations import annotation, own_annotations
from docgen.static.objects.attributes import find_attribute, lookup_in_class
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.descriptors import bind
from docgen.static.objects.type_aliases import Generic
from docgen.static.objects.type_values import ClassValue, Field, ReadOnly
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

FIELDS = "__dataclass_fields__"
MISSING = Symbol("dataclasses.MISSING", "dataclasses._MISSING_TYPE")
_FIELD_OPTIONS = ("default", "default_factory", "init", "repr", "hash", "compare", "metadata", "kw_only")
_KINDS = {
    "typing.ClassVar": "class variable",
    "typing_extensions.ClassVar": "class variable",
    "dataclasses.InitVar": "init only",
    "dataclasses.KW_ONLY": "marker",
}
"""Annotations that declare something other than a field."""


def make_field(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`dataclasses.field(...)`."""
    if args or (strange := kwargs.keys() - set(_FIELD_OPTIONS) - {"doc"}):
        raise Raised(TypeError(f"field() got an unexpected argument {args or min(strange)!r}"), place)
    if "default" in kwargs and "default_factory" in kwargs:
        raise Raised(ValueError("cannot specify both default and default_factory"), place)
    field = Field("", kwargs.get("default", ABSENT), kwargs.get("default_factory", ABSENT))
    field.init = _switch(kwargs, "init", frame)
    field.repr = _switch(kwargs, "repr", frame)
    field.compare = _switch(kwargs, "compare", frame)
    field.hash = None if kwargs.get("hash") is None else _switch(kwargs, "hash", frame)
    field.kw_only = _switch(kwargs, "kw_only", frame) if "kw_only" in kwargs else None
    field.metadata = kwargs.get("metadata") or {}
    return field


def _switch(kwargs: Kwargs, name: str, frame: Frame) -> bool:
    value = kwargs.get(name, True)
    if isinstance(value, Unknown):
        raise Unsupported(value.reason, value.place, origin=value.origin)
    return dispatch.truth(value, frame)


def fields_of(value: Abstract, frame: Frame) -> list[Field] | None:
    """The fields of a dataclass or an object of one, including special kinds; None if it is neither.

    Raises:
        Unsupported: they are unknown.
    """
    if isinstance(value, Unknown):
        raise Unsupported(value.reason, value.place, origin=value.origin)
    cls = value.cls if isinstance(value, Instance) else value
    if not isinstance(cls, ClassValue):
        return None
    found, _, _ = lookup_in_class(cls, FIELDS, frame)
    if isinstance(found, Unknown):
        raise Unsupported(found.reason, found.place, origin=found.origin)
    return list(found.values()) if isinstance(found, dict) else None


def collect(cls: ClassValue, options: dict[str, bool], frame: Frame, place: SourceSpan) -> dict[str, Field]:
    """The fields of a class that is becoming a dataclass, by name: inherited ones first.

    Raises:
        Raised: a field cannot be one.
        Unsupported: a base outside the tree may bring fields.
    """
    found: dict[str, Field] = {}
    for ancestor in reversed(cls.mro[1:]):
        if isinstance(ancestor, ClassValue) and isinstance(ancestor.assigned.get(FIELDS), dict):
            found.update(ancestor.assigned[FIELDS])
    declared = _declared(cls, options, frame, place)
    for field in declared:
        if _holds_field(cls, field.name, frame):
            cls.assigned[field.name] = field.default
        found[field.name] = field
    names = {field.name for field in declared}
    for name in [*(cls.namespace.binders if cls.namespace else ()), *cls.assigned]:
        if name not in names and cls.defines(name) and _holds_field(cls, name, frame):
            raise Raised(TypeError(f"{name!r} is a field but has no type annotation"), place)
    return found


def _holds_field(cls: ClassValue, name: str, frame: Frame) -> bool:
    held = cls.assigned.get(name, ABSENT)
    if held is ABSENT and cls.namespace is not None and name in cls.namespace.binders:
        held = cls.namespace.lookup(name, frame.evaluation)
    return isinstance(held, Field)


def _declared(cls: ClassValue, options: dict[str, bool], frame: Frame, place: SourceSpan) -> list[Field]:
    """The fields that the class's own annotations declare."""
    fields: list[Field] = []
    by_keyword = options["kw_only"]
    marked = False
    for name, kind, shown in annotated(cls, frame):
        if kind == "marker":
            if marked:
                raise Raised(TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified"), place)
            marked = by_keyword = True
            continue
        default, owner, _ = lookup_in_class(cls, name, frame)
        if isinstance(default, Unknown) and owner is None and not cls.defines(name):
            default = ABSENT  # a base outside the tree would have to hold a default of the same name
        if isinstance(default, Instance):
            default = bind(default, None, cls, frame, place)  # a descriptor gives its default
        field = default if isinstance(default, Field) else Field(name, default)
        field.name, field.annotation, field.kind = name, shown, kind
        if kind != "field" and field.factory is not ABSENT:
            raise Raised(TypeError(f"field {name} cannot have a default factory"), place)
        if kind != "class variable":
            field.kw_only = by_keyword if field.kw_only is None else field.kw_only
        if kind == "field" and _is_mutable(field.default):
            raise Raised(ValueError(f"mutable default for field {name} is not allowed"), place)
        fields.append(field)
    return fields


def annotated(cls: ClassValue, frame: Frame) -> Iterator[tuple[str, str, Callable[[], Abstract]]]:
    """The annotated names of a class: the kind that each declares, and the function that evaluates its annotation."""
    given = cls.assigned.get("__annotations__", ABSENT)
    if given is not ABSENT:
        if not isinstance(given, dict):
            raise Unsupported("the annotations of a dataclass are not known", cls.place)
        for name, value in given.items():
            yield name, _kind(value, cls), partial(identity, value)
        return
    for node in own_annotations(cls):
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        root: ast.expr = node.annotation
        while isinstance(root, ast.Subscript):
            root = root.value
        kind = "field"  # an annotation that is neither a name nor a text is no ClassVar either
        if isinstance(root, ast.Name | ast.Attribute | ast.Constant):
            kind = _kind(annotation(cls, root, frame), cls)
        yield name, kind, partial(annotation, cls, node.annotation, frame)


def identity(value: Abstract) -> Abstract:
    """The value itself."""
    return value


def _kind(annotated: Abstract, cls: ClassValue) -> str:
    """Kind of field that an annotation declares; a text is parsed as `dataclasses` does."""
    if isinstance(annotated, str):
        root = annotated.partition("[")[0].strip()
        return next((kind for path, kind in _KINDS.items() if _spells(root, path, cls)), "field")
    while isinstance(annotated, Generic):
        annotated = annotated.origin
    path = annotated.path if isinstance(annotated, Unknown | Symbol) else None
    return "field" if path is None else _KINDS.get(path, "field")


def _spells(root: str, path: str, cls: ClassValue) -> bool:
    """Tell whether the text of an annotation, up to its brackets, names a path by the imports of the class's module."""
    space = cls.frame.evaluation.program.namespace(cls.frame.module.name)
    if space is None or not root.replace(".", "").isidentifier():
        return False
    first, *rest = root.split(".")
    found = space.lookup(first, cls.frame.evaluation)
    for part in rest:
        found = find_attribute(found, part, cls.frame, cls.place)
    return isinstance(found, Unknown | Symbol) and found.path == path


def _is_mutable(default: Abstract) -> bool:
    """Tell whether a default has no hash, by its class."""
    if isinstance(default, Instance):
        for ancestor in default.cls.mro:
            if isinstance(ancestor, Unknown):
                return False
            if isinstance(ancestor, ClassValue):
                if ancestor.defines("__hash__"):
                    return ancestor.assigned.get("__hash__", ABSENT) is None
                if ancestor.namespace is not None and "__eq__" in ancestor.namespace.binders:
                    return True
        return isinstance(default.payload, list | dict | set)
    return isinstance(default, list | dict | set)


def field_attribute(field: Field, name: str) -> Abstract:
    """An attribute of a field, as `dataclasses.fields()` gives it."""
    match name:
        case "name" | "init" | "repr" | "compare" | "hash" | "kw_only":
            return getattr(field, name)
        case "default":
            return MISSING if field.default is ABSENT else field.default
        case "default_factory":
            return MISSING if field.factory is ABSENT else field.factory
        case "type":
            return None if field.annotation is None else field.annotation()
        case "metadata":
            return ReadOnly(field.metadata) if isinstance(field.metadata, dict) else field.metadata
    return ABSENT
