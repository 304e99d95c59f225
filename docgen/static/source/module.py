"""A module of the documented source, as it was parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.location import Location
from docgen.static.source.function_bodies import FunctionBodies

if TYPE_CHECKING:
    import ast
    from pathlib import Path

    from docgen.static.source.scopes import BodyIndex


class Module:
    """A parsed module of the tree.

    Attributes:
        name: Dotted name.
        path: Its file; for a namespace package, its directory.
        body: Top-level statements.
        is_package: True if it holds submodules.
    """

    __slots__ = (
        "__weakref__",
        "bodies",
        "body",
        "conditional",
        "display",
        "indexes",
        "is_compiled",
        "is_package",
        "may_bind_by_text",
        "name",
        "path",
    )

    def __init__(
        self, name: str, path: Path, display: str, body: list[ast.stmt], *, is_package: bool
    ) -> None:
        self.name = name
        self.path = path
        self.display = display
        self.body = body
        self.is_package = is_package
        self.bodies = FunctionBodies()
        """The functions of its text, if it is watched which of them are read."""
        self.conditional: frozenset[str] = frozenset()
        """Names that its text binds on some ways only; known of outlines alone."""
        self.may_bind_by_text = False
        """True if its text holds anything that may bind names without naming them."""
        self.is_compiled = False
        """True if Python's compiler takes it, which the parser does not tell."""
        self.indexes: dict[int, BodyIndex] = {}
        """Indexes of the names in its bodies, by the identity of the list of statements."""

    def location(self, node: ast.AST) -> Location:
        """File and line of one of the module's nodes."""
        return Location(self.display, getattr(node, "lineno", 1))

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]
