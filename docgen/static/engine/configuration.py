"""What the configuration brings into a program: expressions and assumptions."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import ConfigError
from docgen.static.objects.values import Unknown
from docgen.static.source.tree import Module

if TYPE_CHECKING:
    from docgen.errors import SourceError
    from docgen.static.source.tree import SourceTree

INSTALLED = "import "
"""Prefix that tells the assumption on a package's being there from one on a dotted path's value."""
NOWHERE = Module("", Path(), "configuration", [], is_package=False)
"""Stands for the module of an expression that the configuration holds."""


@functools.cache
def parse_expression(text: str, what: str) -> ast.expr:
    """Parse an expression of the configuration.

    Raises:
        ConfigError: it is not a Python expression.
    """
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ConfigError(f"{what}: {text!r} is not a Python expression: {error.msg}") from None


def named_modules(expression: ast.expr, tree: SourceTree) -> tuple[str, ...]:
    """Modules of the tree that the dotted paths of an expression lead to, in the order of the text."""
    found: dict[str, None] = {}
    for node in ast.walk(expression):
        path = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if tree.owns(path) and path.replace(".", "").replace("_", "").isalnum():
            module, _ = tree.split(path)
            if module is not None:
                found[module] = None
    return tuple(found)


def unreadable(error: SourceError) -> Unknown:
    """The unknown value that everything of an unreadable module is."""
    return Unknown(f"{error.location}: {error.what}", None)
