"""Attributes of modules, and whole modules, that calls in a statement may change because they are handed to them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from docgen.static.engine.touches import Touch, dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.engine.module_facts import BodyText

_DOTTED = re.compile(r"[A-Za-z_][\w.]*\w")
_BY_TEXT = frozenset({"eval", "exec"})
"""Builtins that run text."""


def changed_arguments(statement: ast.stmt, text: BodyText) -> Iterator[Touch]:
    """Yield changes of `module.name` where a call hands it to a function that changes its arguments.

    As for names, a function of another package is taken to change them if its result is not used. Text that is run is
    taken to change every module of the tree that it names.
    """
    parts = text.index.executed(statement)
    discarded = {id(part.value) for part in parts if isinstance(part, ast.Expr)}
    for part in parts:
        if not isinstance(part, ast.Call):
            continue
        if isinstance(part.func, ast.Name) and part.func.id in _BY_TEXT:
            yield from _named(part, text)
        given = [
            chain
            for value in (*part.args, *(keyword.value for keyword in part.keywords))
            if isinstance(value, ast.Attribute) and (chain := dotted_name(value)) is not None
        ]
        called = dotted_name(part.func) if given else None
        if called is not None and _may_change(called, text, discarded=id(part) in discarded):
            yield from (Touch(chain, "change") for chain in given)


def _may_change(called: str, text: BodyText, *, discarded: bool) -> bool:
    """Tell whether a call of a name may change its arguments."""
    first, _, rest = called.partition(".")
    if first not in text.binders:
        return False
    if not any(text.imports(first)):
        return not rest and text.mutations.changes_arguments(first)
    changes = text.changes_arguments(called)
    return discarded if changes is None else changes


def _named(call: ast.Call, text: BodyText) -> Iterator[Touch]:
    """Yield changes of the modules that a text names."""
    for given in call.args[:1]:
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            for name in _DOTTED.findall(given.value):
                if text.program.tree.owns(name) and text.program.tree.exists(name):
                    yield Touch(f"{name}.__dict__", "change")
