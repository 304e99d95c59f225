"""Conversion of the interpreter's values to the canonical values of the model."""

from __future__ import annotations

from types import EllipsisType, NotImplementedType
from typing import TYPE_CHECKING, cast

from docgen.model.portable import portable
from docgen.static.execution.costs import charge_for
from docgen.static.objects import dispatch
from docgen.static.objects.callables import BoundMethod, Descriptor, FunctionValue
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.metadata import full_name
from docgen.static.objects.type_aliases import Generic, Union
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.types import is_enum
from docgen.static.objects.values import ABSENT, Abstract, Instance, Symbol, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docgen.model.cell import Value
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import SourceSpan


def canonical(value: Abstract, spelling: Mapping[str, str], frame: Frame, place: SourceSpan) -> Value:
    """The canonical form of a value.

    Enum members become their names, constants of outside packages their last names (`torch.float16` becomes
    `float16`), sets sorted lists, classes their paths. Objects become what `spelling` says, or else the result of
    their own `__str__`, or else their fields. Values that JSON cannot hold become tagged texts.

    Args:
        value: Any value of the interpreter.
        spelling: For the dotted path of a class, a format string over the attributes of its objects.
        frame: The frame that calls methods.
        place: The node to blame.

    Raises:
        Indefinite: the value, or a part of it, is unknown or has no form.
        Unsupported: it is too large, or nested too deeply.
    """
    charge_for(frame, place, value)
    return _canonical(value, spelling, frame, place, ())


def _canonical(
    value: Abstract,
    spelling: Mapping[str, str],
    frame: Frame,
    place: SourceSpan,
    around: tuple[Abstract, ...],
) -> Value:
    if any(value is outer for outer in around):
        raise Indefinite(Unknown("a value that holds itself has no canonical form", place))

    def inner(part: Abstract) -> Value:
        return _canonical(part, spelling, frame, place, (*around, value))

    dispatch.refuse_havocked(value, frame, safe=True)
    match value:
        case Unknown():
            raise Indefinite(value)
        case None | int() | float() | str() | bytes() | complex() | EllipsisType() | NotImplementedType():
            return cast("Value", portable(value))
        case Symbol():
            return value.path.rpartition(".")[2]
        case list() | tuple():
            return [inner(part) for part in value]
        case set() | frozenset():
            return sorted((inner(part) for part in value), key=repr)
        case dict():
            return {str(inner(key)): inner(part) for key, part in value.items()}
        case ClassValue():
            return full_name(value, frame)
        case type():
            return _path(value) if value.__module__ != "builtins" else value.__qualname__
        case Instance():
            return _of_instance(value, spelling, frame, place)
        case Generic() if isinstance(value.origin, Unknown) and value.origin.path == "typing.Literal":
            return [inner(part) for part in value.args]
        case Union():
            return [inner(part) for part in value.options]
    raise Indefinite(Unknown(_without_form(value), place))


def _path(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _without_form(value: Abstract) -> str:
    """Say why a value has no canonical form, and what a probe can ask instead."""
    match value:
        case Descriptor(kind="property" | "cached_property", function=FunctionValue(name=name)):
            return (
                f"{name} is a property, for which the class alone has no value: ask an object, "
                f"object.__new__(cls).{name}"
            )
        case FunctionValue(name=name) | BoundMethod(function=FunctionValue(name=name)):
            return f"{name} is a function, not a value: call it, {name}(...)"
    return f"a {type(value).__name__} has no canonical form"


def _of_instance(value: Instance, spelling: Mapping[str, str], frame: Frame, place: SourceSpan) -> Value:
    if is_enum(value.cls):
        return canonical(value.attributes["_name_"], spelling, frame, place)
    for ancestor in value.cls.mro:
        if isinstance(ancestor, ClassValue) and ancestor.path in spelling:
            held = {**value.attributes, **_fields(value, frame, place)}
            parts = {name: canonical(part, spelling, frame, place) for name, part in held.items()}
            try:
                return cast("Value", portable(spelling[ancestor.path].format(**parts)))
            except (KeyError, IndexError, ValueError) as error:
                why = f"spelling of {ancestor.path} does not fit: {error!r}"
                raise Indefinite(Unknown(why, place)) from None
    text = dispatch.call_method(value, "__str__", [], frame, place)
    if text is not ABSENT:
        return canonical(text, spelling, frame, place)
    if value.cls.fields is not None:
        held = _fields(value, frame, place)
        return {name: canonical(part, spelling, frame, place) for name, part in held.items()}
    if isinstance(value.payload, list | tuple | set | frozenset | dict):
        asked = "items" if isinstance(value.payload, dict) else "__iter__"
        if value.cls.mentions(asked):
            raise Indefinite(Unknown(f"{value.cls.path} has {asked} of its own, which is not asked", place))
    if value.payload is not ABSENT:
        return canonical(value.payload, spelling, frame, place)
    why = f"an object of {value.cls.path} has no canonical form: give it one under `spelling`"
    raise Indefinite(Unknown(why, place))


def _fields(value: Instance, frame: Frame, place: SourceSpan) -> dict[str, Abstract]:
    """The fields of an object whose class was made from fields."""
    names = [field.name for field in value.cls.fields or ()]
    return {name: dispatch.find_attribute(value, name, frame, place) for name in names}
