"""`functools.total_ordering`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.execution import relations
from docgen.static.execution.calls import call
from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.attributes import find_attribute, lookup_in_class
from docgen.static.objects.callables import Method
from docgen.static.objects.control_flow import Raised, Unsupported
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_NOT, _AND_UNEQUAL, _OR_EQUAL = "not", "and not equal", "or equal"
_DERIVED: dict[str, dict[str, tuple[str, ...]]] = {
    "__lt__": {"__gt__": (_NOT, _AND_UNEQUAL), "__le__": (_OR_EQUAL,), "__ge__": (_NOT,)},
    "__le__": {"__ge__": (_NOT, _OR_EQUAL), "__lt__": (_AND_UNEQUAL,), "__gt__": (_NOT,)},
    "__gt__": {"__lt__": (_NOT, _AND_UNEQUAL), "__ge__": (_OR_EQUAL,), "__le__": (_NOT,)},
    "__ge__": {"__le__": (_NOT, _OR_EQUAL), "__gt__": (_AND_UNEQUAL,), "__lt__": (_NOT,)},
}
"""For each comparison that a class may define, the derivation of the others; the first that the class has is used."""


def _total_ordering(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    cls = args[0]
    if cls is object:
        raise Raised(ValueError("must define at least one ordering operation: < > <= >="), place)
    if not isinstance(cls, ClassValue):
        return cls
    found = {name: lookup_in_class(cls, name, frame)[0] for name in _DERIVED}
    for value in found.values():
        if isinstance(value, Unknown):
            raise Unsupported(value.reason, value.place, origin=value.origin)
    roots = [name for name, value in found.items() if value is not ABSENT]
    if not roots:
        raise Raised(ValueError("must define at least one ordering operation: < > <= >="), place)
    for name, steps in _DERIVED[roots[0]].items():
        if name not in roots:
            write(cls.assigned, name, Method(name, _derived(roots[0], steps)), frame)
    return cls


def _derived(root: str, steps: tuple[str, ...]) -> Callable[..., Abstract]:
    def run(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        left, right = args
        result = call(find_attribute(left.cls, root, frame, place), [left, right], {}, frame, place)
        if result is NotImplemented:
            return result
        value = dispatch.truth(result, frame)
        for step in steps:
            if step == _NOT:
                value = not value
            elif value is (step == _AND_UNEQUAL):
                op = ast.NotEq() if step == _AND_UNEQUAL else ast.Eq()
                value = dispatch.truth(relations.compare(op, left, right, frame, place), frame)
        return value

    return run


FUNCTIONS: dict[str, Callable[..., Abstract]] = {"functools.total_ordering": _total_ordering}
TYPES: dict[str, Abstract] = {}
