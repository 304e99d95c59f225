"""collections: named tuples, and the abstract classes of containers."""

from __future__ import annotations

import collections.abc
import keyword
from typing import TYPE_CHECKING

from docgen.static.execution.iteration import items
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.named_tuples import make, refuse_names
from docgen.static.objects.type_values import Field
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _text(value: Abstract, frame: Frame, place: SourceSpan) -> str:
    text = value if type(value) is str else dispatch.to_text(value, "__str__", frame, place)
    if not isinstance(text, str):
        raise Indefinite(text)
    return text


def _named_tuple(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`namedtuple(typename, field_names, *, rename=False, defaults=None, module=None)`."""
    given = {**dict(zip(("typename", "field_names"), args, strict=False)), **kwargs}
    rename, defaults, module = (given.pop(name, None) for name in ("rename", "defaults", "module"))
    if given.keys() != {"typename", "field_names"}:
        raise Raised(TypeError("namedtuple() takes a name and the names of the fields"), place)
    for value in (rename, module, *given.values()):
        if isinstance(value, Unknown):
            raise Indefinite(value)
    fields = given["field_names"]
    names = fields.replace(",", " ").split() if isinstance(fields, str) else list(items(fields, frame, place))
    type_name, *names = (_text(value, frame, place) for value in (given["typename"], *names))
    if rename:
        names = [
            f"_{index}"
            if not name.isidentifier()
            or keyword.iskeyword(name)
            or name.startswith("_")
            or name in names[:index]
            else name
            for index, name in enumerate(names)
        ]
    if not type_name.isidentifier() or keyword.iskeyword(type_name):
        raise Raised(ValueError(f"{type_name!r} cannot be the name of a type"), place)
    refuse_names([name for name in names if not (rename and name.startswith("_"))], place)
    values = [] if defaults is None else list(items(defaults, frame, place))
    if len(values) > len(names):
        raise Raised(TypeError("Got more default values than field names"), place)
    filled = [*[ABSENT] * (len(names) - len(values)), *values]
    made = [Field(name, default) for name, default in zip(names, filled, strict=True)]
    return make(type_name, made, module, frame, place)


FUNCTIONS: dict[str, Callable[..., Abstract]] = {"collections.namedtuple": _named_tuple}
TYPES: dict[str, Abstract] = {
    "collections.OrderedDict": collections.OrderedDict,
    "collections.defaultdict": collections.defaultdict,
    **{f"collections.abc.{name}": getattr(collections.abc, name) for name in collections.abc.__all__},
}
