"""Digest of a module's meaning to Python: its syntax without comments, docstrings, formatting and places.

`ast.dump` and `ast.unparse` differ between versions of Python, and evidence is compared across versions. So the tree
is serialised here, without empty fields, which are all that new versions add.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Fields that repeat what other fields say."""


def syntax_digest(source: bytes) -> str:
    """Compute a digest of a module by its syntax; of text that is not Python, by its bytes."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return hashlib.blake2b(b"not Python\0" + source, digest_size=12).hexdigest()
    written = "\0".join(_written(tree)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(written, digest_size=12).hexdigest()


def _written(root: ast.AST) -> Iterator[str]:
    # A stack instead of recursion, because an expression of a thousand terms is a tree as deep. Texts of the tree are
    # quoted, which distinguishes them from names and signs of structure.
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, _Sign):
            yield node.text
        elif isinstance(node, ast.AST):
            yield f"({type(node).__name__}"
            stack.append(_Sign(")"))
            for name in reversed(node._fields):
                value = getattr(node, name, None)
                if name not in _SKIPPED and value is not None and value != []:
                    stack += (value, _Sign(f"{name}="))
        elif isinstance(node, list):
            yield "["
            stack.append(_Sign("]"))
            stack += [each for each in reversed(node) if not _does_nothing(each)]
        else:
            yield repr(node)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A part of the serialised text that does not come from the tree."""

    text: str
    """Text of the sign."""


def _does_nothing(statement: object) -> bool:
    """Tell whether a statement has no effect: a string on its own, such as a docstring, or `pass`."""
    if isinstance(statement, ast.Pass):
        return True
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
