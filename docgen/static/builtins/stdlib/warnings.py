"""warnings: a warning does nothing, unless a filter makes it an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.builtins.stdlib.model import Model
from docgen.static.objects import failures, outside_state
from docgen.static.objects.values import Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_FILTERS = "warnings.filters"


def _set_filter(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    frame.evaluation.record.mutated = True
    filters = Unknown("filters of warnings are set", place, path=_FILTERS)
    outside_state.write(_FILTERS, filters, frame.evaluation)
    return None


def _warn(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    frame.evaluation.reads(frame.evaluation.outside)
    filters = frame.evaluation.outside.get(_FILTERS)
    if filters is not None:
        failures.fork(filters, frame.evaluation, place)
    return None


FUNCTIONS: dict[str, Model] = {
    "warnings.filterwarnings": Model(_set_filter, "action message category module lineno append", 1),
    "warnings.simplefilter": Model(_set_filter, "action category lineno append", 1),
    "warnings.warn": Model(_warn, "message category stacklevel source", 1, keywords="skip_file_prefixes"),
}
TYPES: dict[str, Abstract] = {}
