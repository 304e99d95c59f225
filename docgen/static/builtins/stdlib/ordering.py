"""`functools.total_ordering`: three comparisons that follow from one and from equality."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.static.execution.relations import compare
from docgen.static.objects import dispatch
from docgen.static.objects.attribute_changes import write
from docgen.static.objects.callables import Native
from docgen.static.objects.control_flow import Indefinite, Raised
from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import ABSENT, Abstract, SourceSpan, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.dispatch import Args, Kwargs
    from docgen.static.objects.frames import Frame

_ROOTS = ("__lt__", "__le__", "__gt__", "__ge__")
"""The order in which the decorator prefers what a class defines."""
_DERIVED: dict[str, dict[str, tuple[bool, type[ast.cmpop] | None]]] = {
    "__lt__": {"__gt__": (False, ast.NotEq), "__le__": (True, ast.Eq), "__ge__": (False, None)},
    "__le__": {"__ge__": (False, ast.Eq), "__lt__": (True, ast.NotEq), "__gt__": (False, None)},
    "__gt__": {"__lt__": (False, ast.NotEq), "__ge__": (True, ast.Eq), "__le__": (False, None)},
    "__ge__": {"__le__": (False, ast.Eq), "__gt__": (True, ast.NotEq), "__lt__": (False, None)},
}
"""For what a class defines, the other three: taken as it is or negated, and what is asked of equality besides."""


def total_ordering(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
    """Add the comparisons that a class lacks."""
    (cls,) = args
    if not isinstance(cls, ClassValue):
        return Unknown("total_ordering of something that is no class of the tree", place)
    found = {name: dispatch.lookup_in_class(cls, name, frame)[0] for name in _ROOTS}
    defined = [name for name in _ROOTS if found[name] is not ABSENT]
    if not defined:
        raise Raised(ValueError("must define at least one ordering operation: < > <= >="), place)
    if any(isinstance(value, Unknown) for value in found.values()):
        return Unknown("total_ordering of a class with a base outside the tree", place)
    for name in _DERIVED[defined[0]]:
        if name not in defined:
            write(cls.assigned, name, _derived(defined[0], name), frame)
    return cls


def _derived(root: str, name: str) -> Native:
    as_it_is, equality = _DERIVED[root][name]

    def method(args: Args, _: Kwargs, frame: Frame, place: SourceSpan) -> Abstract:
        value, other = args
        result = dispatch.call_method(value, root, [other], frame, place)
        if isinstance(result, Unknown):
            raise Indefinite(result)
        if result is NotImplemented:
            return NotImplemented
        holds = dispatch.truth(result, frame)
        # `a <= b` is `a < b or a == b`, and `a > b` is `not a < b and a != b`.
        if equality is None:
            return not holds
        decided = holds if as_it_is else not holds
        stops = equality is ast.Eq
        if decided is stops:
            return decided
        return compare(equality(), value, other, frame, place)

    return Native(name, method, is_method=True)
