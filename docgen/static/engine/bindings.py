"""Bindings that are resolved when their name is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.static.objects.values import SourceSpan


class Import:
    """What an import statement binds: resolved when the name is looked up."""

    __slots__ = ("attribute", "module", "place")

    def __init__(self, module: str, attribute: str | None, place: SourceSpan) -> None:
        self.module = module
        self.attribute = attribute
        self.place = place

    @property
    def path(self) -> tuple[str, str | None]:
        """The module, and the name in it."""
        return self.module, self.attribute
