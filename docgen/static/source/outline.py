"""Read the imports that a module runs in any case, without parsing what stands below the last of them."""

from __future__ import annotations

import ast
import re

_IMPORT = re.compile(rb"^(?:import|from)\b[^(\n]*(?:\([^)]*\))?.*$", re.MULTILINE)
"""A statement at the margin that looks like an import, its names in parentheses over several lines included."""

_STATEMENTS = (ast.Import, ast.ImportFrom)


def imports(source: bytes) -> list[ast.stmt]:
    """The import statements at the top of a module's text, outside of every other statement.

    Raises:
        SyntaxError: the text is not Python.
        ValueError: the text cannot be decoded, or holds null bytes.
    """
    end = max((match.end() for match in _IMPORT.finditer(source)), default=0)
    try:
        # What looks like an import in a text of several lines leaves the text open, which is no Python.
        body = ast.parse(source[:end]).body
    except SyntaxError:
        body = ast.parse(source).body
    return [node for node in body if isinstance(node, _STATEMENTS)]
