"""Named tuples, as `collections.namedtuple` and `typing.NamedTuple` generate them."""

from __future__ import annotations

import ast
import keyword
from typing import TYPE_CHECKING

from docgen.static.objects import dispatch
from docgen.static.objects.annotations import own_annotations
from docgen.static.objects.callables import Descriptor, Method, Native
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.type_values import ClassValue, Field
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_PROHIBITED = (
    "__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make",
    "_replace", "_asdict", "_source",
)  # fmt: skip
"""Names that a body that derives from `typing.NamedTuple` may not define."""


def refuse_definitions(cls: ClassValue, place: SourceSpan | None) -> None:
    """Refuse a body that defines an attribute which `typing.NamedTuple` generates.

    Raises:
        Raised: AttributeError.
    """
    for name in _PROHIBITED:
        if cls.defines(name):
            raise Raised(AttributeError(f"Cannot overwrite NamedTuple attribute {name}"), place)


def from_annotations(cls: ClassValue, frame: Frame, place: SourceSpan | None) -> None:
    """Give a class that derives from `typing.NamedTuple` the fields that its body annotates."""
    fields: list[Field] = []
    for node in own_annotations(cls):
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        default: Abstract = ABSENT
        if node.value is not None and cls.namespace is not None:
            default = cls.namespace.lookup(name, frame.evaluation)
        elif fields and fields[-1].default is not ABSENT:
            raise Raised(TypeError(f"non-default namedtuple field {name} follows default fields"), place)
        fields.append(Field(name, default))
    refuse_names([field.name for field in fields], place)
    made = generated(cls.name, fields)
    names = {field.name for field in fields}
    cls.assigned.update({name: v for name, v in made.items() if name in names or not cls.defines(name)})
    if cls.docstring is not None:
        del cls.assigned["__doc__"]
    cls.fields = fields


def refuse_names(names: list[str], place: SourceSpan | None) -> None:
    """Refuse names that no field can have.

    Raises:
        Raised: ValueError.
        Indefinite: one of them is unknown.
    """
    for index, name in enumerate(names):
        if isinstance(name, Unknown):
            raise Indefinite(name)
        if not isinstance(name, str):
            raise Raised(TypeError("Type names and field names must be strings"), place)
        if (
            not name.isidentifier()
            or keyword.iskeyword(name)
            or name.startswith("_")
            or name in names[:index]
        ):
            raise Raised(ValueError(f"{name!r} cannot be the name of a field"), place)


def make(
    name: str, fields: list[Field], module: Abstract, frame: Frame, place: SourceSpan | None
) -> ClassValue:
    """The class that `namedtuple(name, fields)` makes."""
    attributes = {**generated(name, fields), "__module__": module or frame.module.name}
    cls: ClassValue = dispatch.type_new(None, [name, (tuple,), attributes], {}, frame, place)
    cls.fields = fields
    return cls


def generated(type_name: str, fields: list[Field]) -> dict[str, Abstract]:
    """The attributes that a named tuple has for its fields."""
    names = tuple(field.name for field in fields)

    def new(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        return _instance(args[0], _bound(type_name, fields, args[1:], kwargs, place), frame)

    def make_from(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        _refuse_own(args[0], "__len__", frame, place)
        values = tuple(dispatch.items(args[1], frame, place))
        if len(values) != len(names):
            raise Raised(TypeError(f"Expected {len(names)} arguments, got {len(values)}"), place)
        return _instance(args[0], values, frame)

    def replace(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        if strange := kwargs.keys() - set(names):
            raise Raised(ValueError(f"Got unexpected field names: {sorted(strange)}"), place)
        _refuse_own(args[0].cls, "__len__", frame, place)
        old = zip(names, args[0].payload, strict=True)
        return _instance(args[0].cls, tuple(kwargs.get(name, value) for name, value in old), frame)

    def as_dict(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        _refuse_own(args[0].cls, "__iter__", frame, place)
        return frame.evaluation.owns(dict(zip(names, args[0].payload, strict=True)))

    def show(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        pairs = zip(names, args[0].payload, strict=True)
        shown = (f"{name}={dispatch.to_text(v, '__repr__', frame, place)}" for name, v in pairs)
        return f"{args[0].cls.name}({', '.join(shown)})"

    def getter(index: int) -> Descriptor:
        return Descriptor("property", Native(names[index], lambda args, *_: args[0].payload[index]))

    return {  # in CPython's order
        "__doc__": f"{type_name}({', '.join(names)}{',' * (len(names) == 1)})",
        "__slots__": (),
        "_fields": names,
        "_field_defaults": {f.name: f.default for f in fields if f.default is not ABSENT},
        "__new__": Descriptor("staticmethod", Native("__new__", new)),
        "_make": Descriptor("classmethod", Native("_make", make_from)),
        "_replace": Method("_replace", replace),
        "__repr__": Method("__repr__", show),
        "_asdict": Method("_asdict", as_dict),
        "__getnewargs__": Method("__getnewargs__", lambda args, *_: tuple(args[0].payload)),
        "__match_args__": names,
        **{name: getter(index) for index, name in enumerate(names)},
    }


def _refuse_own(cls: ClassValue, name: str, frame: Frame, place: SourceSpan) -> None:
    """Refuse a method that asks the tuple by a special method, where a class below has one of its own.

    Raises:
        Unsupported: it has.
    """
    if isinstance(dispatch.lookup_in_class(cls, name, frame)[1], ClassValue):
        raise Unsupported(f"a named tuple with a {name} of its own is not evaluated", place)


def _instance(cls: Abstract, values: tuple[Abstract, ...], frame: Frame) -> Instance:
    return Instance(cls, dispatch.operators_of(frame.evaluation.program), values)


def _bound(
    type_name: str, fields: list[Field], args: Args, kwargs: Kwargs, place: SourceSpan
) -> tuple[Abstract, ...]:
    """The values of the fields, as the generated `__new__` takes them.

    Raises:
        Raised: TypeError.
    """
    if len(args) > len(fields):
        raise Raised(TypeError(f"{type_name}() takes {len(fields)} arguments, not {len(args)}"), place)
    values = {field.name: value for field, value in zip(fields, args, strict=False)}
    for name, value in kwargs.items():
        if name in values or all(field.name != name for field in fields):
            raise Raised(TypeError(f"{type_name}() got an unexpected argument {name!r}"), place)
        values[name] = value
    for field in fields:
        if values.setdefault(field.name, field.default) is ABSENT:
            raise Raised(TypeError(f"{type_name}() is missing an argument: {field.name!r}"), place)
    return tuple(values[field.name] for field in fields)


def _functional(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`typing.NamedTuple(name, [(field, type), ...])`."""
    if len(args) != 2 or kwargs:  # noqa: PLR2004 - fields by keyword are gone in Python 3.13
        return Unknown("this call of NamedTuple is not modelled", place)
    names = [next(dispatch.items(pair, frame, place)) for pair in dispatch.items(args[1], frame, place)]
    if not isinstance(args[0], str):
        raise Indefinite(Unknown("the name of a NamedTuple is not known", place))
    refuse_names(names, place)
    return make(args[0], [Field(name) for name in names], None, frame, place)


NAMED_TUPLE = Native("typing.NamedTuple", _functional)
"""`typing.NamedTuple`, as a base and as a function."""
