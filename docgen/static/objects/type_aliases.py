"""Subscripted types and unions of types, with the equality that `typing` gives them."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

from docgen.static.objects.control_flow import Raised
from docgen.static.objects.values import Abstract, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


class Generic:
    """A subscripted type such as `Literal["a", "b"]` or `list[int]`, kept for `get_args` and `isinstance`."""

    __slots__ = ("args", "origin")

    def __init__(self, origin: Abstract, args: tuple[Abstract, ...]) -> None:
        self.origin = origin
        self.args = args

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Generic):
            return False
        if not _same_origin(self.origin, other.origin):
            return False
        mine, others = literal_values(self), literal_values(other)
        if _is_literal(self.origin):
            pairs = [(type(value), value) for value in mine]
            return len(mine) == len(others) and all((type(value), value) in pairs for value in others)
        return mine == others

    def __hash__(self) -> int:
        return hash(frozenset(tuple(arg) if isinstance(arg, list) else arg for arg in literal_values(self)))


_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_LITERAL = frozenset({"typing.Literal", "typing_extensions.Literal"})


def is_annotated(alias: Generic) -> bool:
    """Tell whether a subscripted type is an `Annotated[...]`."""
    return isinstance(alias.origin, Unknown) and alias.origin.path in _ANNOTATED


def runtime_origin(alias: Generic) -> Abstract:
    """`alias.__origin__`: for an alias of `typing`, the class that it stands for."""
    return class_behind(alias.origin) if isinstance(alias.origin, Unknown) else alias.origin


def class_behind(value: Unknown) -> Abstract:
    """The class that a name of `typing` stands for, such as `list` for `typing.List`; any other value as it is."""
    module, _, name = (value.path or "").rpartition(".")
    if module not in {"typing", "typing_extensions"}:
        return value
    stands_for = getattr(getattr(typing, name, None), "__origin__", None)
    return stands_for if isinstance(stands_for, type) else value


def _is_literal(origin: Abstract) -> bool:
    return isinstance(origin, Unknown) and origin.path in _LITERAL


def _same_origin(left: Abstract, right: Abstract) -> bool:
    """Tell whether two subscripted types are the same; those outside the tree are distinguished by their paths."""
    if isinstance(left, Unknown) and isinstance(right, Unknown) and left.path and right.path:
        return left.path == right.path
    return bool(left == right)


def literal_values(alias: Generic) -> tuple[Abstract, ...]:
    """The arguments of a subscripted type; of a Literal, nested ones resolved and repetitions removed (PEP 586)."""
    if not _is_literal(alias.origin):
        return alias.args
    flat: list[Abstract] = []
    for arg in alias.args:
        for value in literal_values(arg) if isinstance(arg, Generic) else (arg,):
            if not any(type(value) is type(known) and value == known for known in flat):
                flat.append(value)
    return tuple(flat)


def parameters_of(bases: Iterable[Abstract]) -> tuple[Hashable, ...] | None:
    """Keys of the type variables that a class with such bases takes; None if they are not known."""
    found: dict[Hashable, None] = {}
    for base in bases:
        if isinstance(base, Unknown):
            return None
        if not isinstance(base, Generic):
            continue
        keys = _variables(base)
        if keys is None:
            return None
        if base.origin is typing.Generic or base.origin is typing.Protocol:
            return keys
        found.update(dict.fromkeys(keys))
    return tuple(found)


def _variables(alias: Generic) -> tuple[Hashable, ...] | None:
    """Keys of the type variables among the arguments of a type; None if an argument may be something else."""
    found: dict[Hashable, None] = {}
    for arg in alias.args:
        if isinstance(arg, Unknown):
            if arg.path != "typing.TypeVar()":
                return None
            found[arg.key] = None
        elif isinstance(arg, Generic):
            inner = _variables(arg)
            if inner is None:
                return None
            found.update(dict.fromkeys(inner))
        elif isinstance(arg, Union | list | tuple | str):
            return None
    return tuple(found)


class Union:
    """`A | B` of classes."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Abstract, ...]) -> None:
        self.options = options

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Union):
            return NotImplemented
        return all(_among(option, other.options) for option in self.options) and all(
            _among(option, self.options) for option in other.options
        )

    def __hash__(self) -> int:
        return hash(frozenset(self.options))


def union_of(parts: Iterable[Abstract]) -> Abstract:
    """The union of some types: nested ones are flattened, repetitions dropped, and one type alone is itself."""
    options: list[Abstract] = []
    for part in parts:
        flat = part.options if isinstance(part, Union) else (type(None) if part is None else part,)
        options += [option for at, option in enumerate(flat) if not _among(option, (*options, *flat[:at]))]
    if not options:
        raise Raised(TypeError("Cannot take a Union of no types."), None)
    return Union(tuple(options)) if len(options) > 1 else options[0]


def _among(option: Abstract, options: Iterable[Abstract]) -> bool:
    """Tell whether a type is one of some; those outside the tree are distinguished by their paths."""
    if isinstance(option, Unknown):
        return any(isinstance(other, Unknown) and other.key == option.key for other in options)
    return any(other is option or other == option for other in options if not isinstance(other, Unknown))
