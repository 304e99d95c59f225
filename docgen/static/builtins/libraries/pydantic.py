"""pydantic: fields with their defaults; objects that are made without arguments and without validators."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.builtins.libraries.fields import all_fields, fill
from docgen.static.objects.callables import FunctionValue, Method
from docgen.static.objects.control_flow import Indefinite, Raised, Unsupported
from docgen.static.objects.type_values import ClassValue, Field
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_TAKE_PART = frozenset(
    {
        *(
            "__get_pydantic_core_schema__",
            "__get_validators__",
            "__pydantic_init_subclass__",
            "field_validator",
        ),
        *(
            "model_post_init",
            "model_validator",
            "root_validator",
            "validate_all",
            "validate_default",
            "validator",
        ),
    }
)
"""Names in the text of a class by which it may change the values of its fields."""


def _field(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`pydantic.Field(default, default_factory=...)`: constraints on arguments do not apply to a default."""
    if len(args) > 1 or "validate_default" in kwargs or {"default", "default_factory"} <= kwargs.keys():
        return Unknown("this call of pydantic.Field is not modelled", place)
    default = args[0] if args else kwargs.get("default", ABSENT)
    factory = kwargs.get("default_factory", ABSENT)
    if isinstance(factory, FunctionValue) and (factory.node.args.args or factory.node.args.posonlyargs):
        return Unknown("a default that looks at other fields is not modelled", place)
    return Field("", ABSENT if default is Ellipsis else default, ABSENT if factory is None else factory)


def _initialise(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`BaseModel.__init__(self, **data)`.

    Raises:
        Indefinite: a field would be validated.
    """
    instance, *given = args
    if given:
        raise Raised(TypeError("BaseModel.__init__() takes 1 positional argument"), place)
    if kwargs:
        raise Indefinite(Unknown("what pydantic makes of its arguments is not modelled", place))
    for ancestor in instance.cls.mro:
        if isinstance(ancestor, ClassValue):
            _refuse_validation(ancestor, place)
    for field in all_fields(instance.cls, frame).values():
        if field.name.startswith("_"):
            continue  # it is no field, and the class does not determine its value
        fill(instance, field, frame, place)
    return None


def _refuse_validation(cls: ClassValue, place: SourceSpan) -> None:
    if cls.node is None or cls.keywords:
        raise Unsupported("what such a model makes of its fields is not modelled", place)
    for node in ast.walk(cls.node):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                pass
            case ast.FunctionDef(name=name) | ast.Constant(value=str(name)):
                pass
            case ast.Assign(targets=[ast.Name(id="model_config")], value=ast.Name() | ast.Attribute()):
                raise Unsupported("the configuration of a model stands elsewhere", place)
            case _:
                continue
        if name in _TAKE_PART:
            raise Unsupported(f"what {name} makes of a model's fields is not modelled", place)


FUNCTIONS: dict[str, Callable[..., Abstract]] = {"pydantic.Field": _field}
TYPES: dict[str, Abstract] = {"pydantic.BaseModel.__init__": Method("__init__", _initialise)}
