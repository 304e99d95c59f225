"""Evaluation of the configuration's expressions by Python itself.

A name is looked up among the given names, then the globals of the module that the expression belongs to, then the
builtins, then the modules; a dotted path imports the submodules that it passes through.

Standard library only: this module runs in the child.
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib
import types
from typing import TYPE_CHECKING, Any

from docgen.model.probe_words import expanded

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBE = "<configuration>"
"""The file name of expressions in tracebacks."""


def evaluate(text: str, given: Mapping[str, object], module: types.ModuleType | None = None) -> Any:
    """The value of an expression.

    Args:
        text: A Python expression.
        given: Names that come before all others.
        module: The module whose globals it sees, now and whenever a function that it makes is called.
    """
    code, paths = _compiled(text)
    names = _Names(given, module)
    for path in paths:
        names.reach(path)
    return eval(code, names)  # noqa: S307  (a project's own configuration, in the child that runs its code anyway)


class _Names(dict[str, Any]):
    """Globals of an expression. Functions that it makes keep them, and look into the module again when they run."""

    def __init__(self, given: Mapping[str, object], module: types.ModuleType | None) -> None:
        super().__init__(given)
        self._module = module

    def __missing__(self, name: str) -> object:
        if self._module is not None and name in vars(self._module):
            return vars(self._module)[name]
        if hasattr(builtins, name):
            raise KeyError(name)  # Python itself continues with the builtins
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name == name:
                raise KeyError(name) from None
            raise

    def reach(self, path: tuple[str, ...]) -> None:
        """Import the submodules that a dotted path leads through."""
        root, *rest = path
        try:
            value: Any = self[root]
        except KeyError:
            return  # a builtin, or a name that the evaluation will not find
        for part in rest:
            if not isinstance(value, types.ModuleType):
                return
            try:
                value = getattr(value, part)
            except AttributeError:
                name = f"{value.__name__}.{part}"
                try:
                    value = importlib.import_module(name)
                except ModuleNotFoundError as error:
                    if error.name != name:
                        raise
                    return


@functools.cache
def _compiled(text: str) -> tuple[types.CodeType, tuple[tuple[str, ...], ...]]:
    """The code of an expression, and the dotted paths in it whose first name it does not bind itself."""
    tree = ast.parse(text.strip(), filename=PROBE, mode="eval")
    tree.body = expanded(tree.body)
    bound = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    chains = (_chain(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    paths = tuple(chain for chain in chains if chain and chain[0] not in bound)
    return compile(tree, PROBE, "eval"), paths


def _chain(node: ast.expr) -> tuple[str, ...]:
    """`a.b.c` as its parts; empty for an attribute of anything but a name."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute) and (inner := _chain(node.value)):
        return (*inner, node.attr)
    return ()
