"""Imports that a module always runs, and its refusals, read without parsing the statements after the last of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from docgen.digests import digest
from docgen.static.source.parsing import statements
from docgen.static.source.refusals import end_of_refusals, refuses

if TYPE_CHECKING:
    from collections.abc import Iterable

_IMPORT = re.compile(rb"(?:import|from)\b[^(\n]*(?:\([^)]*\))?.*")
"""A statement that looks like an import, with names in parentheses over several lines."""

_WORDS = (b"\nimport", b"\nfrom")
"""Beginnings of such statements at the margin."""

_STATEMENTS = (ast.Import, ast.ImportFrom)


def imports(source: bytes) -> list[ast.stmt]:
    """The import statements of a module's text that stand in no other statement, and those that refuse its import.

    Raises:
        SyntaxError: the text is not Python.
        ValueError: the text cannot be decoded, or holds null bytes.
    """
    try:
        # A line that looks like an import inside a text of several lines leaves that text open, which is no valid
        # Python.
        body = statements(source[: max(_end(source), end_of_refusals(source))])
    except SyntaxError:
        body = statements(source)
    return [node for node in body if isinstance(node, _STATEMENTS) or refuses(node)]


def _end(source: bytes) -> int:
    """The end of the last statement at the margin that looks like an import; 0 if there is none."""
    before = len(source)
    while before >= 0:
        before = max(source.rfind(word, 0, before) for word in _WORDS)
        match = _IMPORT.match(source, before + 1)
        if match:
            return match.end()
    return 0


def digest_of_imports(
    content: str, statements: Iterable[ast.stmt], conditional: frozenset[str] = frozenset()
) -> str:
    """Compute a digest of the imports and refusals of a file and their order, whatever lines they stand on.

    Args:
        content: The digest of the whole file: if it is the same, nothing else has to be compared.
        statements: Its imports and refusals.
        conditional: Names that it binds on some ways only.
    """
    words = [*map(_words_of, statements), *sorted(conditional)]
    return f"{content} {digest(chr(0).join(words).encode())}"


def _words_of(node: ast.stmt) -> str:
    """Text of an import or a refusal, which is the same however it is laid out."""
    if not isinstance(node, _STATEMENTS):
        return ast.unparse(node)
    source = f"from {node.level} {node.module}" if isinstance(node, ast.ImportFrom) else ""
    return " ".join([source, *(f"{alias.name} as {alias.asname}," for alias in node.names)])
