"""Exceptions that mean no: those that a capability names under `refuses`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Instance, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docgen.static.objects.values import Abstract


def is_refusal(exception: Abstract, refusals: Iterable[Abstract]) -> bool:
    """Tell whether an exception is of one of the classes, or of one that derives from it.

    Args:
        exception: The raised exception: a built-in one, or an object of a class of the tree.
        refusals: The classes; a value that is no class matches nothing.
    """
    ancestors = _ancestors(exception)
    return any(_same(refusal, ancestor) for refusal in refusals for ancestor in ancestors)


def _ancestors(exception: Abstract) -> tuple[Abstract, ...]:
    if isinstance(exception, BaseException):
        return type(exception).__mro__
    return tuple(exception.cls.mro) if isinstance(exception, Instance) else ()


def _same(refusal: Abstract, ancestor: Abstract) -> bool:
    """Tell whether both are the same class; each path may make its own classes of the tree."""
    if isinstance(refusal, ClassValue):
        return isinstance(ancestor, ClassValue) and ancestor.path == refusal.path
    return not isinstance(refusal, Unknown) and refusal is ancestor
