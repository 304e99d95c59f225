"""Exceptions of the documented program in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.type_values import ClassValue

if TYPE_CHECKING:
    from docgen.static.objects.values import Abstract

_WORDS = 400
"""Characters of an exception's words that are shown."""


def describe(exception: Abstract) -> str:
    """An exception as a person would name it."""
    if isinstance(exception, BaseException):
        # The words of what is no text may be as long, as deep and as costly as the program likes.
        brief = bool(exception.args) and all(isinstance(arg, str | float) for arg in exception.args)
        return f"{type(exception).__name__}: {str(exception)[:_WORDS]}" if brief else type(exception).__name__
    cls = getattr(exception, "cls", None)
    return cls.name if isinstance(cls, ClassValue) else "an exception"
