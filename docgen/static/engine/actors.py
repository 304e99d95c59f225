"""Values through which an operation that cannot be followed may have an effect in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue, Native, Partial
from docgen.static.objects.origins import ENVIRONMENT
from docgen.static.objects.tables import Defaulting
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, ModuleValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.static.objects.frames import Frame

CALLABLE = (FunctionValue, BoundMethod, Partial, Descriptor, Native)
"""Kinds of values of the tree whose purpose is to be called."""
_HELD = (FunctionValue, BoundMethod, Partial, Descriptor, Instance, ClassValue, ModuleValue, list, dict, set)
"""Kinds of values that are changed, or change something, when code outside the tree has them."""
_NO_OPERATORS = frozenset(
    {
        "__annotations__",
        "__class_getitem__",
        "__doc__",
        "__init__",
        "__init_subclass__",
        "__match_args__",
        "__module__",
        "__new__",
        "__post_init__",
        "__qualname__",
        "__set_name__",
        "__slots__",
    }
)
"""Special names of a class that no operation on an object calls."""


def may_act(value: Abstract) -> bool:
    """Tell whether code outside the tree could do something with a value that has an effect in the tree."""
    if isinstance(value, tuple | frozenset):
        return any(map(may_act, value))
    if isinstance(value, Unknown):
        return bool(value.holds) or value.path == ENVIRONMENT
    if hasattr(type(value), "__next__"):
        return True
    return isinstance(value, _HELD) or (isinstance(value, Native) and value.receiver is not ABSENT)


def actors(values: Iterable[Abstract]) -> list[Abstract]:
    """The values, and elements of containers among them, that act when an operation uses them.

    Args:
        values: The operands of the operation.
    """
    found: list[Abstract] = []
    pending, seen = [*values], set[int]()
    while pending:
        value = pending.pop()
        if isinstance(value, CALLABLE) or hasattr(type(value), "__next__"):
            found.append(value)
        elif isinstance(value, Instance):
            if not is_enum(value.cls) and _has_operators(value.cls):
                found.append(value)
        elif isinstance(value, Unknown):
            found += [value] if value.holds else []
        elif isinstance(value, list | tuple | dict | set | frozenset) and id(value) not in seen:
            seen.add(id(value))
            pending += [*value, *value.values()] if isinstance(value, dict) else [*value]
            if isinstance(value, Defaulting):
                pending.append(value.factory)
    return found


def _has_operators(cls: ClassValue) -> bool:
    """Tell whether a class of the tree says what operators and conversions do with its objects."""
    return any(
        name.startswith("__") and name.endswith("__") and name not in _NO_OPERATORS
        for ancestor in cls.mro
        if isinstance(ancestor, ClassValue)
        for name in (
            *ancestor.assigned,
            *(ancestor.namespace.binders if ancestor.namespace is not None else ()),
        )
    )


def named_module(value: Abstract, frame: Frame) -> ModuleValue | Unknown | None:
    """The module of the tree that a dotted name leads to, or to something in it: `mock.patch` takes such names."""
    program = frame.evaluation.program
    if isinstance(value, str) and value == ENVIRONMENT:
        return Unknown.outside(value, None)
    if not isinstance(value, str) or "." not in value or not program.tree.owns(value):
        return None
    parts = value.replace(":", ".").split(".")
    for length in range(len(parts), 1, -1):
        if program.tree.exists(name := ".".join(parts[:length])):
            module = program.module_value(name)
            return module if isinstance(module, ModuleValue) else None
    return None
