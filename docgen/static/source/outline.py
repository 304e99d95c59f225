"""Imports that a module always runs, read without parsing the statements after the last of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from docgen.model.evidence import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

_IMPORT = re.compile(rb"^(?:import|from)\b[^(\n]*(?:\([^)]*\))?.*$", re.MULTILINE)
"""A statement at the margin that looks like an import, with names in parentheses over several lines."""

_STATEMENTS = (ast.Import, ast.ImportFrom)


def imports(source: bytes) -> list[ast.stmt]:
    """The import statements at the top of a module's text, outside of every other statement.

    Raises:
        SyntaxError: the text is not Python.
        ValueError: the text cannot be decoded, or holds null bytes.
    """
    end = max((match.end() for match in _IMPORT.finditer(source)), default=0)
    try:
        # A line that looks like an import inside a text of several lines leaves that text open, which is no valid
        # Python.
        body = ast.parse(source[:end]).body
    except SyntaxError:
        body = ast.parse(source).body
    return [node for node in body if isinstance(node, _STATEMENTS)]


def digest_of_imports(content: str, statements: Iterable[ast.stmt]) -> str:
    """Compute a digest of the imports of a file and their order, whatever lines they stand on.

    Args:
        content: The digest of the whole file: if it is the same, nothing else has to be compared.
        statements: Its imports.
    """
    return f"{content} {digest(chr(0).join(map(ast.dump, statements)).encode())}"
