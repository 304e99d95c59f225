"""typing: statements about types have no effect when they run, except for the arguments of an alias."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import IDENTITY, Model, decorator, unchanged
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.callables import FunctionValue
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.named_tuples import NAMED_TUPLE
from docgen.static.objects.runtime_protocols import make_checkable
from docgen.static.objects.type_aliases import Generic, Union, is_annotated, literal_values, runtime_origin
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _cast(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    return args[1]


def _get_args(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    match args[0]:
        case Generic():
            return literal_values(args[0])
        case Union(options=inner):
            return inner
        case Unknown():
            raise Indefinite(args[0])
    return ()


def _get_origin(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    if isinstance(args[0], Unknown):
        raise Indefinite(args[0])
    if isinstance(args[0], Union):
        return Unknown("unions of typing and of types differ between versions of Python", place)
    if args[0] is typing.Generic:
        return typing.Generic
    if not isinstance(args[0], Generic):
        return None
    return args[0].origin if is_annotated(args[0]) else runtime_origin(args[0])


def _new_type(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`NewType(name, type)`: a call of it returns its argument."""
    if not isinstance(args[0], str):
        raise Indefinite(Unknown("the name of a new type is not known", place))
    return Model(unchanged, "value", 1).under("typing.NewType()")


def _deprecated(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`deprecated(message)`: a decorator of functions and classes that warn when they are called."""
    message = args[0]

    def mark(given: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        marked = given[0]
        if not isinstance(marked, FunctionValue | ClassValue):
            return Unknown(
                "what deprecated() makes of such an object is not modelled", place, holds=(marked,)
            )
        holder = marked.assigned if isinstance(marked, ClassValue) else marked.attributes
        write(holder, "__deprecated__", message, frame)
        return marked

    return Model(mark, "arg", 1).under("typing.deprecated()")


FUNCTIONS: dict[str, Model] = {
    "typing.deprecated": Model(_deprecated, "message", 1, keywords="category stacklevel"),
    "warnings.deprecated": Model(_deprecated, "message", 1, keywords="category stacklevel"),
    "typing.NewType": Model(_new_type, "name tp", 2),
    "typing.cast": Model(_cast, "typ val", 2),
    "typing.dataclass_transform": Model(
        decorator,
        keywords="eq_default order_default kw_only_default frozen_default field_specifiers",
    ),
    "typing.final": IDENTITY,
    "typing.get_args": Model(_get_args, "tp", 1),
    "typing.get_origin": Model(_get_origin, "tp", 1),
    "typing.no_type_check": IDENTITY,
    "typing.overload": IDENTITY,
    "typing.override": IDENTITY,
    "typing.runtime_checkable": Model(make_checkable, "cls", 1),
}
TYPES: dict[str, Abstract] = {
    "typing.Any": typing.Any,
    "typing.Generic": typing.Generic,
    "typing.NamedTuple": NAMED_TUPLE,
    "typing.Protocol": typing.Protocol,
    "typing.TYPE_CHECKING": False,
}
