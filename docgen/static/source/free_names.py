"""Variables that a function takes from the functions around it, as CPython's compiler decides."""

from __future__ import annotations

import ast
import symtable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.source.module import Module


def free_names(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, module: Module) -> list[str] | None:
    """The free variables of a function, sorted; None if the text does not determine which of its functions it is."""
    name = "lambda" if isinstance(node, ast.Lambda) else node.name
    lines = {node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))}
    module.bodies.is_whole = True  # its text is read
    whole = symtable.symtable(module.path.read_text(encoding="utf-8"), str(module.path), "exec")
    found = [
        table
        for table in _below(whole)
        if isinstance(table, symtable.Function) and table.get_name() == name and table.get_lineno() in lines
    ]
    return sorted(found[0].get_frees()) if len(found) == 1 else None


def _below(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _below(child)
