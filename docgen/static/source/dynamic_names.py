"""Names that a body binds by text, as in `globals()["x"] = 1`, `exec("x = 1")` and `sys.modules[__name__] = other`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNS = (b"globals(", b"locals(", b"vars(", b"exec(", b"sys.modules[", b".f_locals", b".f_globals")
"""Words without which no body binds names by text."""
_SCOPES = frozenset({"globals", "locals", "vars"})
_FRAME_SCOPES = frozenset({"f_globals", "f_locals"})
_CHANGING = frozenset({"clear", "pop", "popitem", "setdefault", "update"})


def may_bind(source: bytes) -> bool:
    """Tell whether the text of a module holds any word that its bodies would need to bind names by text."""
    return any(sign in source for sign in SIGNS)


def names_bound(parts: Iterable[ast.AST], *, replaces: bool) -> set[str | None]:
    """Names that nodes which run bind by text; None is among them if only running them could tell the names.

    Args:
        parts: The nodes.
        replaces: True if putting something else in the place of the module counts as binding all its names.
    """
    found: set[str | None] = set()
    for part in parts:
        match part:
            case ast.Subscript(value=scope, slice=name, ctx=ast.Store() | ast.Del()) if _is_scope(scope):
                found.add(_text(name))
            case ast.Subscript(
                value=ast.Attribute(attr="modules"),
                slice=ast.Name(id="__name__"),
                ctx=ast.Store() | ast.Del(),
            ) if replaces:
                found.add(None)
            case ast.Call(func=ast.Attribute(value=scope, attr=method)) if _is_scope(scope):
                if method in _CHANGING:
                    found.add(None)
            case ast.Call(func=ast.Name(id="exec")):
                found.add(None)
            case ast.Call(func=ast.Name(id="setattr"), args=[ast.Subscript(value=modules), name, _]):
                if isinstance(modules, ast.Attribute) and modules.attr == "modules":
                    found.add(_text(name))
    return found


def _is_scope(node: ast.expr) -> bool:
    """Tell whether it gives the names of a body as a dictionary: a call, or an attribute of a frame."""
    return (isinstance(node, ast.Attribute) and node.attr in _FRAME_SCOPES) or (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _SCOPES
        and not node.args
    )


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
