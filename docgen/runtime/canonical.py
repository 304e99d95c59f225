"""Conversion of Python objects to the canonical values of the model.

The rules are those of the static evaluator, applied to objects instead of their descriptions; a test compares the
two. Standard library only: this module runs in the child.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from typing import TYPE_CHECKING, Any

from docgen.model.portable import SCALARS, portable
from docgen.runtime.stubs import Stub, StubModule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docgen.model.cell import Value


class NoFormError(Exception):
    """A value, or a part of it, has no canonical form."""


class Canonical:
    """The canonical forms that a project's configuration asks for."""

    def __init__(self, spelling: Mapping[str, str], packages: frozenset[str]) -> None:
        """Keep the forms.

        Args:
            spelling: For the dotted path of a class, a format string over the attributes of its objects.
            packages: Names of the documented packages.
        """
        self._spelling = spelling
        self._packages = packages

    def __call__(self, value: Any) -> Value:
        """The canonical form of a value.

        Enum members become their names, torch's dtypes their last names, sets sorted lists, classes their paths.
        Objects become what `spelling` says, or else the result of their own `__str__`, or else their fields. Values
        that JSON cannot hold become tagged texts.

        Raises:
            NoFormError: it has no canonical form.
        """
        if isinstance(value, (Stub, StubModule)):
            raise NoFormError(f"the answer is {value!r}, which is not installed here")
        if isinstance(value, enum.Enum):
            return typing.cast("Value", portable(value.name))
        if type(value) in SCALARS:
            return typing.cast("Value", portable(value))
        if isinstance(value, type):
            return _path(value) if value.__module__ != "builtins" else value.__qualname__
        if (type(value).__module__, type(value).__qualname__) == ("torch", "dtype"):
            return str(value).rpartition(".")[2]
        if self._documented(type(value)):
            return self._of_object(value)
        return self._plain(value)

    def _plain(self, value: Any) -> Value:
        """A container, a number or a text."""
        if isinstance(value, (list, tuple)):
            return [self(part) for part in value]
        if isinstance(value, (set, frozenset)):
            return sorted((self(part) for part in value), key=repr)
        if isinstance(value, (dict, types.MappingProxyType)):
            return {str(self(key)): self(part) for key, part in value.items()}
        plains: tuple[Any, ...] = (int, float, str, bytes, complex)
        for plain in plains:
            if isinstance(value, plain):
                return typing.cast("Value", portable(plain(value)))
        origin = typing.get_origin(value)
        if origin is typing.Literal or origin is typing.Union or isinstance(value, types.UnionType):
            return [self(part) for part in typing.get_args(value)]
        raise NoFormError(_without_form(value))

    def _of_object(self, value: Any) -> Value:
        """An object of a class of the documented tree."""
        cls = type(value)
        for ancestor in cls.__mro__:
            if (form := self._spelling.get(_path(ancestor))) is not None:
                try:
                    parts = {name: self(part) for name, part in _attributes(value).items()}
                    return typing.cast("Value", portable(form.format(**parts)))
                except (KeyError, IndexError, ValueError) as error:
                    raise NoFormError(f"spelling of {_path(ancestor)} does not fit: {error!r}") from None
        teller = next(c for c in cls.__mro__ if "__str__" in vars(c))
        if self._documented(teller):
            return self(str(value))
        if dataclasses.is_dataclass(value):
            return {field.name: self(getattr(value, field.name)) for field in dataclasses.fields(value)}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return {name: self(getattr(value, name)) for name in value._fields}
        try:
            return self._plain(value)
        except NoFormError:
            why = f"an object of {_path(cls)} has no canonical form: give it one under `spelling`"
            raise NoFormError(why) from None

    def _documented(self, cls: type) -> bool:
        return cls.__module__.partition(".")[0] in self._packages


def _without_form(value: Any) -> str:
    """Say why a value has no canonical form, and what a probe can ask instead, in the words of the static evaluator."""
    if isinstance(value, (property, functools.cached_property)):
        name = getattr(getattr(value, "fget", None) or getattr(value, "func", None), "__name__", "it")
        return (
            f"{name} is a property, for which the class alone has no value: ask an object, "
            f"object.__new__(cls).{name}"
        )
    if isinstance(value, (types.FunctionType, types.MethodType)):
        return f"{value.__name__} is a function, not a value: call it, {value.__name__}(...)"
    return f"a {type(value).__qualname__} has no canonical form"


def _path(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _attributes(value: Any) -> dict[str, Any]:
    """Return all attributes of an object, from its dictionary and from its slots."""
    named = {name: getattr(value, name) for name in getattr(value, "_fields", ())}
    slots = (slot for c in type(value).__mro__ for slot in vars(c).get("__slots__", ()))
    slotted = {name: getattr(value, name) for name in slots if hasattr(value, name)}
    return {**named, **slotted, **getattr(value, "__dict__", {})}
