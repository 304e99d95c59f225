"""Declarations that decided an answer."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import msgspec

from docgen.model.location import Location

if TYPE_CHECKING:
    from docgen.static.objects.type_values import ClassValue


class Declaration(msgspec.Struct, frozen=True):
    """The declaration that decided an answer."""

    location: Location
    """Place of the declaration."""
    docstring: str | None
    """Its docstring, if it is a function."""
    overrides: bool
    """True if a base class declares the same name."""


def deciding(consulted: list[tuple[int, ClassValue, str]], subject: ClassValue | None) -> Declaration | None:
    """The most derived declaration that was consulted; of those, the first."""
    if not consulted or subject is None:
        return None
    position, owner, name = min(consulted, key=lambda entry: entry[0])
    node = owner.namespace.binding(name) if owner.namespace else None
    if node is None:
        return None
    above = (getattr(ancestor, "namespace", None) for ancestor in subject.mro[position + 1 :])
    overrides = any(namespace is not None and name in namespace.binders for namespace in above)
    docstring = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
    return Declaration(owner.frame.module.location(node), docstring, overrides)
