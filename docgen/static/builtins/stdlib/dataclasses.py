"""dataclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution.calls import call
from docgen.static.objects.classes import dataclass_native
from docgen.static.objects.control_flow import Indefinite
from docgen.static.objects.type_values import Field
from docgen.static.objects.values import ABSENT, Abstract, Instance, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame


def _field(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    init = kwargs.get("init", True) is not False
    return Field("", kwargs.get("default", ABSENT), kwargs.get("default_factory", ABSENT), init=init)


def _replace(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    value = args[0]
    if not isinstance(value, Instance) or value.cls.fields is None:
        raise Indefinite(Unknown("replace() of something that is no dataclass of the tree", place))
    names = [field.name for field in value.cls.fields if field.init]
    return call(value.cls, [], {**{n: value.attributes[n] for n in names}, **kwargs}, frame, place)


FUNCTIONS: dict[str, Model | Callable[..., Abstract]] = {
    "dataclasses.field": Model(
        _field, keywords="default default_factory init repr hash compare metadata kw_only"
    ),
    "dataclasses.replace": _replace,
}
TYPES: dict[str, Abstract] = {"dataclasses.dataclass": dataclass_native()}
