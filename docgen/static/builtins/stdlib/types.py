"""types: the classes of objects that Python's own machinery makes, and `new_class`."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING

from docgen.static.execution.calls import call
from docgen.static.objects import dispatch
from docgen.static.objects.control_flow import Unsupported
from docgen.static.objects.linearisation import real_bases
from docgen.static.objects.metaclasses import ORIGINAL, most_derived, stand_for_others

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame
    from docgen.static.objects.values import Abstract, SourceSpan

_CLASSES = (
    *("EllipsisType", "FunctionType", "GeneratorType", "LambdaType", "MethodType", "ModuleType"),
    *("NoneType", "NotImplementedType"),
)


def _new_class(args: Args, kwargs: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """`new_class(name, bases=(), kwds=None, exec_body=None)`."""
    given = dict(zip(("name", "bases", "kwds", "exec_body"), args, strict=False)) | kwargs
    keywords = given.get("kwds") or {}
    if not isinstance(given.get("name"), str) or not isinstance(keywords, dict):
        raise Unsupported("such a call of new_class() is not evaluated", place)
    options = dict(keywords)
    original = list(given.get("bases", ()))
    bases = real_bases(original, frame, place)
    metaclass = most_derived(options.pop("metaclass", None), bases, place)
    names: dict[str, Abstract] = frame.evaluation.owns({})
    if (body := given.get("exec_body")) is not None:
        call(body, [names], {}, frame, place)
    if stand_for_others(original, bases):
        names[ORIGINAL] = tuple(original)
    names.setdefault("__module__", "types")
    if metaclass is None:
        return dispatch.type_new(None, [given["name"], tuple(bases), names], options, frame, place)
    return call(metaclass, [given["name"], tuple(bases), names], options, frame, place)


FUNCTIONS: dict[str, Callable[..., Abstract]] = {"types.new_class": _new_class}
TYPES: dict[str, Abstract] = {f"types.{name}": getattr(types, name) for name in _CLASSES}
