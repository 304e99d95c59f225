"""Exceptions of the documented program in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.type_values import ClassValue
from docgen.static.objects.values import Unknown

if TYPE_CHECKING:
    from docgen.static.objects.values import Abstract

_WORDS = 400
"""Most characters that are shown of an exception's text."""


def describe(exception: Abstract) -> str:
    """Describe an exception as people would; without the path of a module, which differs between machines."""
    if isinstance(exception, BaseException):
        # An argument that is no text may have a text of any length, depth and cost.
        brief = bool(exception.args) and all(isinstance(arg, str | float) for arg in exception.args)
        if not brief:
            return type(exception).__name__
        text = str(exception)
        if isinstance(exception, ImportError) and exception.path:
            text = text.removesuffix(f" ({exception.path})")
        return f"{type(exception).__name__}: {text[:_WORDS]}"
    if isinstance(exception, Unknown):
        return f"an exception: {exception.reason}"
    cls = getattr(exception, "cls", None)
    return cls.name if isinstance(cls, ClassValue) else "an exception"
