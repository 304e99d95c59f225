"""Packages of others that a first configuration takes to be installed, because the tree always imports them."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from docgen.errors import SourceError
from docgen.static.source.extent import is_small
from docgen.static.source.requirements import is_expected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.source.tree import SourceTree


def assumed_installed(tree: SourceTree) -> tuple[str, ...]:
    """Return the top-level packages, sorted, that only a configuration can say are installed.

    Modules of the tree import them unconditionally, the project's metadata does not name them, and they are not
    widespread. Without a word about them, answers of a small tree would be unknown.
    """
    if not is_small(tree.names()):
        return ()
    imported = {name for module in tree.names() for name in _imported(module, tree)}
    return tuple(
        sorted(
            name
            for name in imported
            if name not in sys.stdlib_module_names and not tree.owns(name) and not is_expected(name, tree)
        )
    )


def _imported(module: str, tree: SourceTree) -> Iterator[str]:
    """Top-level packages of the absolute imports that always run; none of a module that cannot be read."""
    try:
        outline = tree.outline(module)
    except SourceError:
        return  # the first answer that needs the module reports it
    for node in outline.body if outline else ():
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
