"""Values of `inspect.signature`: parameters by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.static.objects.type_values import ReadOnly
from docgen.static.objects.values import ABSENT, Abstract, Symbol, Unknown

if TYPE_CHECKING:
    from docgen.static.objects.values import SourceSpan

EMPTY = Symbol("inspect._empty", "builtins.type")
"""`inspect.Parameter.empty`: no default, no annotation."""
KINDS = {
    name: Symbol(f"inspect.Parameter.{name}", "inspect._ParameterKind")
    for name in ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD")
}
"""The members of `inspect._ParameterKind`, which are attributes of `inspect.Parameter`."""


class ParameterValue:
    """`inspect.Parameter`."""

    __slots__ = ("default", "kind", "name")

    def __init__(self, name: str, kind: str, default: Abstract = EMPTY) -> None:
        self.name = name
        self.kind = kind
        self.default = default

    def attribute(self, name: str, place: SourceSpan | None) -> Abstract:
        """An attribute, or ABSENT."""
        known = {
            "name": self.name,
            "kind": KINDS[self.kind],
            "default": self.default,
            "empty": EMPTY,
            **KINDS,
        }
        if name in known:
            return known[name]
        return _unmodelled(name, place, {"annotation", "replace"})


class SignatureValue:
    """`inspect.Signature`."""

    __slots__ = ("parameters",)

    def __init__(self, parameters: list[ParameterValue]) -> None:
        self.parameters: dict[Abstract, Abstract] = ReadOnly({each.name: each for each in parameters})

    def attribute(self, name: str, place: SourceSpan | None) -> Abstract:
        """An attribute, or ABSENT."""
        known = {"parameters": self.parameters, "empty": EMPTY}
        if name in known:
            return known[name]
        return _unmodelled(name, place, {"bind", "bind_partial", "replace", "return_annotation", "format"})


def _unmodelled(name: str, place: SourceSpan | None, there: set[str]) -> Abstract:
    if name in there or name.startswith("__"):
        return Unknown(f"{name} of a signature is not modelled", place)
    return ABSENT
