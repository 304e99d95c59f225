"""Digest of what a module means to Python: its syntax without comments, docstrings, formatting and places.

`ast.dump` and `ast.unparse` differ between versions of Python, and evidence is compared by many: so the tree is
written down here, without fields that are empty, which is what versions add.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Fields that say nothing more than the rest."""


def syntax_digest(source: bytes) -> str:
    """Tell one module from others by what Python makes of it; text that is not Python, by its bytes."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return hashlib.blake2b(b"not Python\0" + source, digest_size=12).hexdigest()
    written = "\0".join(_written(tree)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(written, digest_size=12).hexdigest()


def _written(root: ast.AST) -> Iterator[str]:
    # A stack, for an expression of a thousand terms is a tree as deep. Texts of the tree are written in quotes, which
    # tells them from the names and signs of structure.
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
    """A part of the writing that is not of the tree."""

    text: str
    """As it is written."""


def _does_nothing(statement: object) -> bool:
    """A string that stands for itself, as docstrings do; and `pass`, which stands where one would do."""
    if isinstance(statement, ast.Pass):
        return True
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
