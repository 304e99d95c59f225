"""collections: named tuples, and the abstract classes of containers."""

from __future__ import annotations

import collections.abc
from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.execution.iteration import items
from docgen.static.objects.classes import functional_named_tuple

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan


def _named_tuple(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    name, fields = args
    names = fields.replace(",", " ").split() if isinstance(fields, str) else list(items(fields, frame, place))
    return functional_named_tuple(name, names, frame, place)


FUNCTIONS: dict[str, Model] = {"collections.namedtuple": Model(_named_tuple, "typename field_names", 2)}
TYPES: dict[str, Abstract] = {
    "collections.OrderedDict": dict,
    **{f"collections.abc.{name}": getattr(collections.abc, name) for name in collections.abc.__all__},
}
