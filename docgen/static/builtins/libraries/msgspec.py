"""msgspec: structs, whose arguments are stored as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.libraries.fields import all_fields, fill, own_fields
from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution.calls import call
from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.attributes import find_attribute
from docgen.static.objects.callables import Method
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.type_values import ClassValue, Field
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _field(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`msgspec.field(default=..., default_factory=..., name=...)`."""
    return Field("", kwargs.get("default", ABSENT), kwargs.get("default_factory", ABSENT))


def _initialise(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """Set the attributes of a struct from the arguments."""
    instance, *given = args
    cls = instance.cls
    fields = all_fields(cls, frame)
    by_position = _by_position(cls, frame, place) if given else []
    if len(given) > len(by_position):
        raise Raised(TypeError("Extra positional arguments provided"), place)
    values = dict(zip(by_position, given, strict=False))
    for name, value in kwargs.items():
        if name not in fields:
            raise Raised(TypeError(f"Unexpected keyword argument {name!r}"), place)
        if name in values:
            raise Raised(TypeError(f"Argument {name!r} given by name and position"), place)
        values[name] = value
    for name, field in fields.items():
        if name in values:
            write(instance.attributes, name, values[name], frame)
        elif field.default is field.factory is ABSENT:
            raise Raised(TypeError(f"Missing required argument {name!r}"), place)
        else:
            fill(instance, field, frame, place)
    if cls.mentions("__post_init__"):
        call(find_attribute(instance, "__post_init__", frame, place), [], {}, frame, place)
    return None


def _by_position(cls: ClassValue, frame: Frame, place: SourceSpan) -> list[str]:
    """The fields that can be given by position, in order.

    Raises:
        Unsupported: a class declares a field again, which moves it.
    """
    found: list[str] = []
    for ancestor in reversed(cls.mro):
        if not isinstance(ancestor, ClassValue):
            continue
        for name in own_fields(ancestor, frame):
            if name in found:
                raise Unsupported(f"the order of the fields of {cls.name} is not modelled", place)
            by_name = ancestor.keywords.get("kw_only", False)
            if isinstance(by_name, Unknown) or dispatch.truth(by_name, frame):
                continue
            found.append(name)
    return found


FUNCTIONS: dict[str, Model] = {"msgspec.field": Model(_field, keywords="default default_factory name")}
TYPES: dict[str, Abstract] = {"msgspec.Struct.__init__": Method("__init__", _initialise)}
